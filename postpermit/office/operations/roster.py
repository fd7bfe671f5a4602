"""The roster from a spreadsheet: posts with their A and B persons, all or nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.contrib.auth.models import User
from django.db import transaction

from postpermit.office.models import Division, Officer, Post
from postpermit.office.operations.people import ACCOUNT, add_officer, change_officer
from postpermit.office.operations.posts import add_post, hold_post
from postpermit.office.states import HolderRole, Rank
from postpermit.trail.actors import Actor

COLUMNS = ("科室", "岗位代码", "岗位名称", "层级", "角色", "姓名", "账号", "电话", "执法证号", "工作组身份")
REQUIRED = ("科室", "岗位代码", "岗位名称", "层级", "角色", "姓名", "账号")
GROUP_ROLES = {"": "", "组长": "LEADER", "副组长": "DEPUTY", "成员": "MEMBER"}


@dataclass
class RosterResult:
    """What came of a roster file. ``errors`` rows: {"row", "column", "value", "message"}; nothing is written if any."""

    posts: int = 0
    officers: int = 0
    holdings: int = 0
    errors: list[dict[str, Any]] = field(default_factory=list)

    @property
    def ok(self) -> bool:
        """Whether the file was taken."""
        return not self.errors


def import_roster(
    *, rows: Sequence[Sequence[Any]], on: date, by: Actor, at: datetime, dry_run: bool = False
) -> RosterResult:
    """Enter posts and people from the rows of a sheet whose first row is the header."""
    result = RosterResult()
    table = _table(rows, result)
    divisions = {name: d for d in Division.objects.all() for name in (d.code, d.name, d.short_name)}
    for number, row in table:
        _check(number, row, divisions, result)
    if result.errors or dry_run:
        return result
    with transaction.atomic():
        for _, row in table:
            _enter(row, divisions[row["科室"]], result, on=on, by=by, at=at)
    return result


def _table(rows: Sequence[Sequence[Any]], result: RosterResult) -> list[tuple[int, dict[str, str]]]:
    header = [str(cell or "").strip().rstrip("＊*").strip() for cell in (rows[0] if rows else [])]
    for name in REQUIRED:
        if name not in header:
            result.errors.append({"row": 1, "column": name, "value": "", "message": f"缺少“{name}”列"})
    if result.errors:
        return []
    out = []
    for number, cells in enumerate(rows[1:], start=2):
        row = dict.fromkeys(COLUMNS, "")
        row |= {name: _text(cell) for name, cell in zip(header, cells, strict=False) if name in COLUMNS}
        if any(row.values()):
            out.append((number, row))
    return out


def _text(cell: Any) -> str:
    if isinstance(cell, float) and cell.is_integer():
        cell = int(cell)
    return str(cell if cell is not None else "").strip()


def _check(number: int, row: dict[str, str], divisions: dict[str, Division], result: RosterResult) -> None:
    def fault(column: str, message: str) -> None:
        result.errors.append({"row": number, "column": column, "value": row[column], "message": message})

    for name in REQUIRED:
        if not row[name]:
            fault(name, "必填")
    if row["科室"] and row["科室"] not in divisions:
        fault("科室", "没有这个科室")
    if row["层级"] and row["层级"] not in {r.label for r in Rank}:
        fault("层级", "应为：" + "、".join(r.label for r in Rank))
    if row["角色"] and row["角色"] not in {"A", "B", *(r.label for r in HolderRole)}:
        fault("角色", "应为 A 或 B")
    if row["账号"] and not ACCOUNT.fullmatch(row["账号"].lower()):
        fault("账号", "用 2 至 30 个小写字母、数字、点或短横线")
    if row["工作组身份"] not in GROUP_ROLES:
        fault("工作组身份", "应为：组长、副组长、成员，或留空")


def _enter(
    row: dict[str, str], division: Division, result: RosterResult, *, on: date, by: Actor, at: datetime
) -> None:
    rank = next(r for r in Rank if r.label == row["层级"])
    post = Post.objects.filter(pk=row["岗位代码"]).first()
    if post is None:
        post = add_post(
            code=row["岗位代码"],
            division=division,
            title=row["岗位名称"],
            rank=rank,
            in_group=GROUP_ROLES[row["工作组身份"]],
            by=by,
            at=at,
        )
        result.posts += 1
    account = row["账号"].lower()
    user = User.objects.filter(username=account).select_related("officer").first()
    officer: Officer
    if user is None:
        officer = add_officer(
            name=row["姓名"], account=account, phone=row["电话"], certificate=row["执法证号"], by=by, at=at
        )
        result.officers += 1
    else:
        officer = user.officer
        _fill_blanks(officer, row, by=by, at=at)
    role = row["角色"][0]
    if not post.holdings.filter(officer=officer, role=role, to_on__isnull=True).exists():
        hold_post(post=post, officer=officer, role=role, from_on=on, by=by, at=at)
        result.holdings += 1


def _fill_blanks(officer: Officer, row: dict[str, str], *, by: Actor, at: datetime) -> None:
    """A person listed first as somebody's B person brings telephone and certificate in a later row."""
    phone, certificate = officer.phone or row["电话"], officer.certificate or row["执法证号"]
    if (phone, certificate) != (officer.phone, officer.certificate):
        change_officer(officer=officer, name=officer.name, phone=phone, certificate=certificate, by=by, at=at)
