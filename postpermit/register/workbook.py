"""Writing the register workbook: the empty template, and one filled with rows."""

import io
from collections.abc import Mapping, Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import xlsxwriter

from postpermit.law import SECRET_NOTICE
from postpermit.register.columns import SHEETS, Column

Rows = Mapping[str, Sequence[Mapping[str, Any]]]


def header_of(column: Column) -> str:
    """The header as printed: a star on required columns, the remark in brackets."""
    return (
        column.header + ("＊" if column.required else "") + (f"（{column.remark}）" if column.remark else "")
    )


def template_workbook() -> bytes:
    """The empty workbook with an explanation."""
    return write_workbook(dict.fromkeys(SHEETS, ()))


def write_workbook(rows: Rows, *, streaming: bool = False) -> bytes:
    """The workbook with rows: sheet → mappings of bare header → value. Dates and numbers are typed cells."""
    out = io.BytesIO()
    options = {
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "constant_memory": streaming,
        "in_memory": not streaming,
    }
    book = xlsxwriter.Workbook(out, options)
    bold = book.add_format({"bold": True, "bg_color": "#e7f1ea", "text_wrap": True})
    must = book.add_format({"bold": True, "bg_color": "#fdf1dc", "text_wrap": True})
    day = book.add_format({"num_format": "yyyy-mm-dd"})
    for name, columns in SHEETS.items():
        if name not in rows:
            continue
        sheet = book.add_worksheet(name)
        for place, column in enumerate(columns):
            sheet.write_string(0, place, header_of(column), must if column.required else bold)
            sheet.set_column(place, place, 22 if column.longest >= 100 else 14)
        for number, row in enumerate(rows[name], start=1):
            for place, column in enumerate(columns):
                _write(sheet, number, place, row.get(column.header), day)
        sheet.freeze_panes(1, 0)
    _explain(book)
    book.close()
    return out.getvalue()


def _write(sheet: Any, row: int, place: int, value: Any, day: Any) -> None:
    if value is None or value == "":
        return
    if isinstance(value, date):
        sheet.write_datetime(row, place, value, day)
    elif isinstance(value, int | float | Decimal) and not isinstance(value, bool):
        sheet.write_number(row, place, value)
    else:
        sheet.write_string(row, place, str(value))


def _explain(book: Any) -> None:
    sheet = book.add_worksheet("说明")
    sheet.set_column(0, 0, 90)
    lines = (
        SECRET_NOTICE,
        "只有“单位”一张表是必需的；其他表可以不填，缺什么系统会说明还不能知道什么。",
        "带＊的列必须填写；星号和括号内是说明，不属于列名。列的顺序可以变，不认识的列会保留并可设定对应。",
        "管理类别：重点管理、简化管理、登记管理。状态：正常、停产、注销，空为正常。",
        "日期可为 Excel 日期，或写成 2026-03-01、2026/3/1、2026.3.1、2026年3月1日。",
        "浓度限值：数字、区间（如 6-9）或不得检出。",
        "有一处错误，整个文件都不导入；错误会逐条写明工作表、行、列。",
    )
    for number, line in enumerate(lines):
        sheet.write_string(number, 0, line)
