"""A workbook's sheets as lines of text. The library only opens what has been measured."""

import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Any

import python_calamine

from postpermit.supervision.reading.errors import DAMAGED, UnableToReadReport
from postpermit.supervision.reading.grid import Line, Slot
from postpermit.supervision.reading.measuring import CELLS, TOO_LARGE, Measured, letters, measure
from postpermit.supervision.reading.package import Package

SHEETS, MERGES = 100, 3000
Place = tuple[int, int]


@dataclass
class Sheet:
    """A sheet: its name, its lines from the first row on, and the references of cells that hold an error."""

    name: str
    lines: list[Line]
    errors: list[str]


def sheets_of(data: bytes, package: Package, part: str) -> list[Sheet]:
    """Every sheet. Raises ``UnableToReadReport`` for one that is too large or broken."""
    measured = measure(package, part)
    if len(measured) > SHEETS:
        raise UnableToReadReport(f"工作表超过 {SHEETS} 张，不予读取。")
    try:
        book = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data))
        names = [s.name for s in book.sheets_metadata if s.typ == python_calamine.SheetTypeEnum.WorkSheet]
        return [_sheet(book.get_sheet_by_name(n), measured.get(n, Measured())) for n in names]
    except UnableToReadReport:
        raise
    except BaseException as error:
        # The library's own panic is no Exception; what stops the program stays what it is.
        if isinstance(error, KeyboardInterrupt | SystemExit | GeneratorExit):
            raise
        raise UnableToReadReport(DAMAGED) from error


def text_of(value: Any, *, percent: bool = False) -> str:
    """A cell as a person reads it: 12 not 12.0, 5% where it is shown so, days as 2026-03-01."""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, int | float):
        return _figure(value, percent)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d" if value.time() == time() else "%Y-%m-%d %H:%M")
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return "".join(c for c in str(value or "") if c in "\n\t" or (c >= " " and c != "\x7f")).strip()


def _figure(value: float, percent: bool) -> str:
    number = Decimal(repr(value)) * (100 if percent else 1)
    if not number.is_finite() or abs(number.adjusted()) > 60:
        return str(value)
    return f"{number.normalize():f}{'%' if percent else ''}"


def _sheet(sheet: Any, measured: Measured) -> Sheet:
    rows = sheet.to_python(skip_empty_area=False)
    if sum(len(r) for r in rows) > CELLS:
        raise UnableToReadReport(TOO_LARGE)
    merges = _Merges(sheet.merged_cell_ranges or [], len(rows), len(rows[0]) if rows else 0)
    lines = [_line(r, row, merges, measured) for r, row in enumerate(rows)]
    return Sheet(sheet.name, lines, measured.errors)


def _line(r: int, row: list[Any], merges: "_Merges", measured: Measured) -> Line:
    slots = []
    for c, value in enumerate(row):
        if (r, c) in merges.beside:
            continue
        text = text_of(value, percent=(r + 1, c + 1) in measured.percent)
        slots.append(Slot(text, c, c + merges.wide.get((r, c), 1), (r, c) in merges.below, letters(c + 1)))
    return Line(slots, r + 1)


class _Merges:
    """How wide a merged cell is, and which cells it covers beside and below."""

    def __init__(self, ranges: Iterable[tuple[Place, Place]], rows: int, columns: int) -> None:
        self.wide: dict[Place, int] = {}
        self.beside: set[Place] = set()
        self.below: set[Place] = set()
        for (top, left), (low, far) in list(ranges)[:MERGES]:
            bottom, right = min(low, rows - 1), min(far, columns - 1)
            if len(self.beside) + (bottom - top + 1) * (right - left + 1) > CELLS:
                break
            for r in range(top, bottom + 1):
                self.wide[r, left] = right - left + 1
                self.beside |= {(r, c) for c in range(left + 1, right + 1)}
            self.below |= {(r, left) for r in range(top + 1, bottom + 1)}
