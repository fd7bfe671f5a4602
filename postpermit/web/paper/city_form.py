"""The city's return form filled in place: its own workbook, styles and rows, our facts in its columns (plan 5.1)."""

import io
import zipfile
from collections.abc import Mapping, Sequence
from copy import copy
from datetime import date
from typing import Any

from openpyxl import load_workbook
from openpyxl.cell.cell import MergedCell
from openpyxl.utils.exceptions import InvalidFileException

from postpermit.trail.errors import Refused

BROKEN = (zipfile.BadZipFile, InvalidFileException, KeyError, ValueError, OSError, TypeError, IndexError)


class UnableToFill(Refused):
    """The form is no workbook that can be filled."""


def filled_form(
    data: bytes, *, line: int, columns: Mapping[str, int], rows: Sequence[Mapping[str, Any]]
) -> tuple[bytes, list[str]]:
    """The form with every row that it names or has room for; ``line`` is its header row (1-based).

    A form that names its units is filled beside the names; an empty one gets a row per report in our order. Answers the
    bytes and the units that found no row, so that nothing is left out in silence.
    """
    try:
        book = load_workbook(io.BytesIO(data))
        sheet = book.worksheets[0]
    except BROKEN as error:
        raise UnableToFill("上报表打不开，请另存为 xlsx 后重新上传。", place="file") from error
    named = _named(sheet, line, columns)
    left: list[str] = []
    after = max([line, *named.values()]) if named else line
    for row in rows:
        at = named.get(str(row.get("unit_number", ""))) or named.get(str(row.get("unit", "")))
        if named and at is None:
            left.append(str(row["unit"]))
            continue
        if at is None:
            after += 1
            at = after
            _copy_style(sheet, line + 1, at)
        _fill(sheet, at, columns, row, keep=bool(named))
    out = io.BytesIO()
    book.save(out)
    return out.getvalue(), left


def _named(sheet: Any, line: int, columns: Mapping[str, int]) -> dict[str, int]:
    """Permit number or name → row of the form that names it."""
    found: dict[str, int] = {}
    for at in range(line + 1, sheet.max_row + 1):
        for fact in ("unit_number", "unit"):
            if fact in columns and (text := str(sheet.cell(at, columns[fact] + 1).value or "").strip()):
                found.setdefault(text, at)
    return found


def _fill(sheet: Any, at: int, columns: Mapping[str, int], row: Mapping[str, Any], *, keep: bool) -> None:
    """Write the facts; where the form names its units, what somebody wrote there before stays."""
    for fact, column in columns.items():
        cell = sheet.cell(at, column + 1)
        if isinstance(cell, MergedCell) or (keep and cell.value not in (None, "")):
            continue
        cell.value = _safe(row.get(fact))
        if isinstance(cell.value, date):
            cell.number_format = "yyyy-mm-dd"


def _safe(value: Any) -> Any:
    """Text that would turn into a formula stays text."""
    if isinstance(value, str) and value[:1] in "=+-@":
        return f"'{value}"
    return None if value == "" else value


def _copy_style(sheet: Any, model: int, at: int) -> None:
    if model == at:
        return
    for cell in sheet[model]:
        if cell.has_style and not isinstance(cell, MergedCell):
            target = sheet.cell(at, cell.column)
            target.font, target.border, target.alignment = (
                copy(cell.font),
                copy(cell.border),
                copy(cell.alignment),
            )
