"""An invented report as a workbook in the layout of the template: a sheet for each table, and 封面, 章节, 附件."""

import io
from collections.abc import Iterable, Sequence
from typing import Any

import xlsxwriter

from postpermit import law
from postpermit.supervision.invented.word import KINDS
from postpermit.supervision.invented.written import Written

LONGEST_NAME = 31


def as_xlsx(written: Written) -> bytes:
    """The bytes of the file; every cell is text, as it was written."""
    out = io.BytesIO()
    book = xlsxwriter.Workbook(
        out, {"in_memory": True, "strings_to_numbers": False, "strings_to_urls": False}
    )
    form = law.report_form()
    labels = {s.code: s.label for s in law.report_sections(written.kind)}
    cover = [("报告类型", KINDS[written.kind])]
    cover += [(form.cover[code].label, text) for code, text in written.cover.items()]
    _sheet(book, "封面", ("栏目", "内容"), cover)
    _sheet(book, "章节", ("栏目", "内容"), [(labels[c], text) for c, text in written.chapters.items()])
    for code, rows in written.tables.items():
        columns = _columns(code, rows)
        table = form.tables[code]
        heads = [table.columns[c].label for c in columns]
        _sheet(book, table.title, heads, ([row.get(c, "") for c in columns] for row in rows))
    _sheet(book, "附件", ("附件名称",), [(name,) for name in written.attachments])
    book.close()
    return out.getvalue()


def _columns(code: str, rows: Sequence[dict[str, str]]) -> list[str]:
    """What is filled or required, and without rows every column."""
    used = {column for row in rows for column in row}
    return [
        c for c, f in law.report_form().tables[code].columns.items() if c in used or f.required or not rows
    ]


def _sheet(book: Any, name: str, heads: Sequence[str], rows: Iterable[Sequence[str]]) -> None:
    sheet = book.add_worksheet(name[:LONGEST_NAME])
    for number, row in enumerate((heads, *rows)):
        for column, text in enumerate(row):
            if text:
                sheet.write_string(number, column, text)
