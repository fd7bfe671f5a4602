"""Reading lists of other systems around execution reports: by their headers, and by what was mapped by hand before."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

from postpermit import law
from postpermit.register.models import ColumnMapping, Facility
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
