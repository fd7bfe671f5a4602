"""外部清单: a list taken out of another system, read by the headers that system uses or that somebody has mapped."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.register.models import ColumnMapping, ExternalList, ExternalRow, Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused

NAMES = {
    "number": "对方编号",
    "unit_number": "许可证或登记编号",
    "unit": "单位",
    "on": "日期",
    "what": "内容",
}
MOST = 50_000


class UnableToTakeList(Refused):
    """The system is unknown, the list is empty or too long, or its number column is not known."""


@transaction.atomic
def keep_external_list(*, system: str, name: str, data: bytes, by: Actor, at: datetime) -> ExternalList:
    """Keep the file as it came; its rows are taken in by ``take_external_rows``."""
    if system not in law.district().systems:
        raise UnableToTakeList("请选择来源系统。", place="system")
    made = ExternalList.objects.create(
        system=system, name=name[-200:], on=localdate(at), by_name=by.signature, division=by.division
    )
    attach(subject=made, name=name, data=data, note="外部系统导出的清单", by=by, at=at)
    return made


def columns_of(system: str, header: Sequence[Any]) -> dict[str, int]:
    """Our name → place of the column, by the system's own headers and by what was remembered for it."""
    bare = ["".join(str(h).split()) for h in header]
    known = law.system(system).columns
    mapped = {m.header: m.column for m in ColumnMapping.objects.filter(sheet=system)}
    found: dict[str, int] = {}
    for at, text in enumerate(bare):
        name = mapped.get(text) or next((n for n, words in known.items() if text in words), "")
        if name in NAMES and name not in found:
            found[name] = at
    return found


@transaction.atomic
def remember_columns(*, system: str, mapping: Mapping[str, str], by: Actor, at: datetime) -> None:
    """Remember for this system what its headers mean; an empty meaning forgets."""
    if system not in law.district().systems or set(mapping.values()) - {"", *NAMES}:
        raise UnableToTakeList("没有这一列。", place="column")
    for header, name in mapping.items():
        bare = "".join(header.split())[:64]
        ColumnMapping.objects.filter(sheet=system, header=bare).delete()
        if name:
            ColumnMapping.objects.create(sheet=system, header=bare, column=name, by_name=by.signature)
    record(
        "map-column",
        label="设定列对应",
        subjects=["register.columnmapping:0"],
        by=by,
        at=at,
        clause="plan:8.2",
        facts={"system": system, "mapping": dict(mapping)},
    )


@transaction.atomic
def take_external_rows(*, held: ExternalList, table: Sequence[Sequence[Any]], by: Actor, at: datetime) -> int:
    """Take the rows in; a number known already is renewed, not doubled. Returns how many rows had a number."""
    if not table or len(table) > MOST:
        raise UnableToTakeList(f"清单为空，或超过 {MOST} 行。", place="file")
    header = [str(h).strip() for h in table[0]]
    columns = columns_of(held.system, header)
    if "number" not in columns:
        raise UnableToTakeList("没有认出“对方编号”是哪一列，请在下面指定。", place="column")
    rows: dict[str, ExternalRow] = {}
    for cells in table[1:]:
        row = _row(held, header, columns, cells)
        if row is not None:
            rows[row.number] = row
    _find_units(list(rows.values()))
    old = {r.number: r for r in ExternalRow.objects.filter(system=held.system, number__in=list(rows)[:MOST])}
    fresh = [r for n, r in rows.items() if n not in old]
    for number, row in old.items():
        new = rows[number]
        row.source, row.unit_number, row.unit = held, new.unit_number, new.unit
        row.facility, row.on, row.what, row.raw = new.facility, new.on, new.what, new.raw
    ExternalRow.objects.bulk_create(fresh, batch_size=500)
    fields = ["source", "unit_number", "unit", "facility", "on", "what", "raw"]
    ExternalRow.objects.bulk_update(old.values(), fields, batch_size=200)
    held.rows_total = len(rows)
    held.save(update_fields=["rows_total"])
    facts = {"system": held.system, "rows": len(rows), "new": len(fresh)}
    record("take-list", label="导入外部清单", subjects=[held], by=by, at=at, clause="plan:8.2", facts=facts)
    return len(rows)


def _row(
    held: ExternalList, header: list[str], columns: Mapping[str, int], cells: Sequence[Any]
) -> ExternalRow | None:
    given = {n: cells[at] if at < len(cells) else "" for n, at in columns.items()}
    number = _text(given["number"])[:64]
    if not number:
        return None
    raw = {
        h or f"第{n + 1}列": _text(c) for n, (h, c) in enumerate(zip(header, cells, strict=False)) if _text(c)
    }
    return ExternalRow(
        source=held,
        system=held.system,
        number=number,
        unit_number=_text(given.get("unit_number", ""))[:22],
        unit=_text(given.get("unit", ""))[:120],
        on=_day(given.get("on")),
        what=_text(given.get("what", ""))[:400],
        raw=raw,
    )


def _find_units(rows: Sequence[ExternalRow]) -> None:
    """By number, else by the exact name where only one unit bears it."""
    numbers = [r.unit_number for r in rows if r.unit_number]
    names = [r.unit for r in rows if r.unit]
    by_number: dict[str, int] = {}
    by_name: dict[str, list[int]] = {}
    for start in range(0, max(len(numbers), 1), 400):
        found = Facility.objects.filter(number__in=numbers[start : start + 400]).exclude(number="")
        by_number |= dict(found.values_list("number", "pk"))
    for start in range(0, max(len(names), 1), 400):
        for name, pk in Facility.objects.filter(name__in=names[start : start + 400]).values_list(
            "name", "pk"
        ):
            by_name.setdefault(name, []).append(pk)
    for row in rows:
        named = by_name.get(row.unit, [])
        row.facility_id = by_number.get(row.unit_number) or (named[0] if len(named) == 1 else None)


def _text(cell: Any) -> str:
    if cell is None:
        return ""
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    if isinstance(cell, datetime):
        return f"{cell:%Y-%m-%d}"
    return str(cell).strip()


def _day(cell: Any) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    digits = "".join(c if c.isdigit() else "-" for c in _text(cell)[:10]).strip("-").split("-")
    try:
        if len(digits) == 1 and len(digits[0]) == 8:
            return date(int(digits[0][:4]), int(digits[0][4:6]), int(digits[0][6:]))
        return date(int(digits[0]), int(digits[1]), int(digits[2]))
    except (ValueError, IndexError):
        return None


@transaction.atomic
def set_row_aside(*, row: ExternalRow, why: str, by: Actor, at: datetime) -> None:
    """Decide that a row of another system has no counterpart here."""
    if not why.strip():
        raise UnableToTakeList("请写明不需补录的理由。", place="why")
    if not ExternalRow.objects.filter(pk=row.pk, set_aside_why="").update(
        set_aside_why=why.strip()[:200], set_aside_by=by.signature
    ):
        raise UnableToTakeList("这一行已有处理。")
    facts = {"system": row.system, "number": row.number}
    record(
        "set-row-aside",
        label="不需补录",
        subjects=[row],
        by=by,
        at=at,
        clause="plan:8.2",
        why=why,
        facts=facts,
    )
