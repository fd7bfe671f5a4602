"""Every list as a spreadsheet: typed cells, and text that can never turn into a formula."""

import io
from collections.abc import Iterable, Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from urllib.parse import quote

import python_calamine
import xlsxwriter
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from postpermit.office.models import Officer
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused


class UnableToOpen(Refused):
    """The bytes are no workbook."""


XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def workbook(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]]) -> tuple[bytes, int]:
    """The bytes of a one-sheet workbook and its number of rows."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out,
        {
            "in_memory": True,
            "strings_to_formulas": False,
            "strings_to_urls": False,
            "strings_to_numbers": False,
        },
    )
    sheet = book.add_worksheet(title[:31])
    bold = book.add_format({"bold": True, "bg_color": "#e7f1ea"})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    minute = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    for column, name in enumerate(header):
        sheet.write_string(0, column, name, bold)
    count = 0
    for count, row in enumerate(rows, start=1):
        for column, value in enumerate(row):
            _write(sheet, count, column, value, day, minute)
    sheet.freeze_panes(1, 1)
    sheet.autofilter(0, 0, max(count, 1), max(len(header) - 1, 0))
    sheet.set_column(0, len(header), 18)
    book.close()
    return out.getvalue(), count


def first_sheet(data: bytes, *, from_the_top: bool = False) -> list[list[Any]]:
    """The cells of a workbook's first sheet. Raises ``UnableToOpen`` for anything that is no workbook.

    ``from_the_top``: with the blank rows above and the blank columns beside, so that rows bear the sheet's own numbers.
    """
    try:
        sheet = python_calamine.CalamineWorkbook.from_filelike(io.BytesIO(data)).get_sheet_by_index(0)
        return list(sheet.to_python(skip_empty_area=not from_the_top))
    except (python_calamine.CalamineError, OSError, ValueError, IndexError) as error:
        raise UnableToOpen("不是能打开的 xlsx 工作簿，请另存为 xlsx 后再试。") from error


def _write(sheet: Any, row: int, column: int, value: Any, day: Any, minute: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, bool):
        sheet.write_string(row, column, "是" if value else "否")
    elif isinstance(value, datetime):
        sheet.write_datetime(row, column, timezone.localtime(value).replace(tzinfo=None), minute)
    elif isinstance(value, date):
        sheet.write_datetime(row, column, value, day)
    elif isinstance(value, int | Decimal):
        sheet.write_number(row, column, value)
    else:
        sheet.write_string(row, column, str(value))


def export(
    request: HttpRequest, *, title: str, header: Sequence[str], rows: Iterable[Sequence[Any]], clause: str
) -> HttpResponse:
    """Answer with the spreadsheet; that it was taken out is an act with an entry."""
    data, count = workbook(title, header, rows)
    officer: Officer = request.officer  # type: ignore[attr-defined]
    record(
        "export",
        label=f"导出{title}",
        subjects=[officer],
        by=request.standing.actor(),  # type: ignore[attr-defined]
        at=request.now,  # type: ignore[attr-defined]
        clause=clause,
        facts={"title": title, "rows": count, "query": request.GET.urlencode()},
    )
    answer = HttpResponse(data, content_type=XLSX)
    name = quote(f"{title}{request.today:%Y%m%d}.xlsx")  # type: ignore[attr-defined]
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{name}"
    return answer
