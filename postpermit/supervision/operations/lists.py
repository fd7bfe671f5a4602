"""Lists of other systems around execution reports: read by their headers, by what was mapped by hand before."""

import hashlib
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.operations import record_act
from postpermit.duties.rules.reports import KINDS
from postpermit.register.models import ColumnMapping, Facility
from postpermit.supervision.models import PlatformList
from postpermit.supervision.operations.receiving import RECORDED, check_of
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused

MOST = 20_000
HEADER_WITHIN = 8


class UnableToTakeReportList(Refused):
    """The list is empty or too long, or a column without which it is useless is not known."""


def sheet_of(code: str) -> str:
    """Under which name the mapped columns of a list are remembered."""
    return f"list:{code}"


def columns_of(code: str, header: Sequence[Any]) -> dict[str, int]:
    """Our fact → place of the column, by the list's own headers and by what was remembered for it."""
    bare = ["".join(str(h or "").split()) for h in header]
    known = law.report_list(code).columns
    mapped = {m.header: m.column for m in ColumnMapping.objects.filter(sheet=sheet_of(code))}
    found: dict[str, int] = {}
    for at, text in enumerate(bare):
        fact = mapped.get(text) or next((f for f, words in known.items() if text in words), "")
        if fact in known and fact not in found:
            found[fact] = at
    return found


def header_row(code: str, table: Sequence[Sequence[Any]]) -> int:
    """Which of the first rows is the header: the one with most known columns. Lists carry titles above it."""
    counts = [len(columns_of(code, row)) for row in table[:HEADER_WITHIN]]
    return max(range(len(counts)), key=counts.__getitem__, default=0)


def rows_of(code: str, table: Sequence[Sequence[Any]]) -> list[dict[str, str]]:
    """The rows under the header: our fact → text. Raises ``UnableToTakeReportList`` naming what is missing."""
    form = law.report_list(code)
    if not table or len(table) > MOST:
        raise UnableToTakeReportList(f"{form.name}为空，或超过 {MOST} 行。", place="file")
    at = header_row(code, table)
    columns = columns_of(code, table[at])
    missing = [f for f in form.needs if f not in columns]
    if missing or not {"unit", "unit_number"} & set(columns):
        words = "、".join(form.columns[f][0] for f in missing) or "单位名称或许可证编号"
        raise UnableToTakeReportList(f"{form.name}没有认出“{words}”是哪一列，请指定列对应。", place="columns")
    out = []
    for number, cells in enumerate(table[at + 1 :], at + 2):
        row = {f: text_of(cells[c]) if c < len(cells) else "" for f, c in columns.items()}
        if row.get("unit") or row.get("unit_number"):
            out.append(row | {"line": str(number)})
    return out


@transaction.atomic
def remember_list_columns(*, code: str, mapping: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Remember what the headers of a list mean; an empty meaning forgets."""
    known = law.report_list(code).columns
    if set(mapping.values()) - {"", *known}:
        raise UnableToTakeReportList("没有这一列。", place="columns")
    for header, fact in mapping.items():
        bare = "".join(header.split())[:64]
        ColumnMapping.objects.filter(sheet=sheet_of(code), header=bare).delete()
        if fact:
            ColumnMapping.objects.create(sheet=sheet_of(code), header=bare, column=fact, by_name=by.signature)
    record(
        "map-column",
        label="设定列对应",
        subjects=["register.columnmapping:0"],
        by=by,
        at=at,
        clause="plan:5.1",
        facts={"list": code, "mapping": dict(mapping)},
    )


@transaction.atomic
def keep_platform_list(
    *, code: str, name: str, data: bytes, table: Sequence[Sequence[Any]], by: Actor, at: datetime
) -> PlatformList:
    """Keep an export of the platform with what was read of it; the same file again answers the list that is kept."""
    digest = hashlib.sha256(data).hexdigest()
    known = PlatformList.objects.filter(kind=code, sha256=digest).order_by("-pk").first()
    rows = rows_of(code, table)
    if known is not None and known.rows == rows:
        return known
    made = PlatformList.objects.create(
        kind=code,
        name=name[-200:],
        sha256=digest,
        on=localdate(at),
        by_name=by.signature,
        rows=rows,
    )
    attach(subject=made, name=name, data=data, note=law.report_list(code).name, by=by, at=at)
    return made


@transaction.atomic
def note_submissions(*, rows: Sequence[tuple[Facility, str, str, date]], by: Actor, at: datetime) -> int:
    """Discharge the duty to submit of every (unit, kind, period, day) that the platform shows as submitted.

    The report itself still has to be dropped in for its check. What is discharged already is left alone.
    """
    done = 0
    for facility, kind, period, on in rows:
        open_one = Duty.objects.filter(
            kind=KINDS[kind], facility=facility, period=period, state__in=("OPEN", "WAIVING")
        )
        if on > localdate(at) or not open_one.exists():
            continue
        check = check_of(facility, kind, period, by=by, at=at)
        type(check.report).objects.filter(pk=check.report_id, submitted_on__isnull=True).update(
            submitted_on=on
        )
        record_act(
            kind=RECORDED[kind],
            facility=facility,
            on=on,
            who=by.name,
            result="国家平台显示已提交",
            facts={"period": period},
            by=by,
            at=at,
        )
        done += 1
    return done


def text_of(cell: Any) -> str:
    """A cell as text: whole numbers without a point, days as 2026-10-12."""
    if cell is None:
        return ""
    if isinstance(cell, bool):
        return "是" if cell else "否"
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime | date):
        return f"{cell:%Y-%m-%d}"
    return str(cell).strip()


def find_units(rows: Sequence[Mapping[str, str]]) -> list[Facility | None]:
    """The unit of each row: by permit number, else by the exact name where only one bears it. Few queries."""
    numbers = {r.get("unit_number", "").upper() for r in rows} - {""}
    names = {r.get("unit", "") for r in rows} - {""}
    by_number: dict[str, Facility] = {}
    by_name: dict[str, list[Facility]] = {}
    for chunk in _chunks(sorted(numbers)):
        by_number |= {f.number: f for f in Facility.objects.filter(number__in=chunk).exclude(number="")}
    for chunk in _chunks(sorted(names)):
        for unit in Facility.objects.filter(name__in=chunk):
            by_name.setdefault(unit.name, []).append(unit)
    out = []
    for row in rows:
        named = by_name.get(row.get("unit", ""), [])
        found = by_number.get(row.get("unit_number", "").upper())
        out.append(found or (named[0] if len(named) == 1 else None))
    return out


def _chunks(values: Sequence[str], size: int = 400) -> list[Sequence[str]]:
    return [values[n : n + size] for n in range(0, len(values), size)]
