"""Word: 办案期限表 and 卷内目录 in the layout of their PDF, so that the office can add remarks by hand."""

import io
from typing import Any

from docx import Document
from docx.enum.section import WD_ORIENT
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm

from postpermit.web.paper.annex5 import qr_png
from postpermit.web.paper.case import Sheet, Table
from postpermit.web.paper.word import TITLE, fill_cell, page_footer, say


def sheet_docx(sheet: Sheet, mark: str) -> bytes:
    """The bytes of the Word file."""
    document = Document()
    section = document.sections[0]
    long, short = Cm(29.7), Cm(21.0)
    section.page_width, section.page_height = (long, short) if sheet.wide else (short, long)
    section.orientation = WD_ORIENT.LANDSCAPE if sheet.wide else WD_ORIENT.PORTRAIT
    section.left_margin = section.right_margin = Cm(1.7)
    section.top_margin = section.bottom_margin = Cm(1.5)
    _head(document, sheet)
    room = (long if sheet.wide else short) - Cm(3.4)
    for table in sheet.tables:
        say(document.add_paragraph(), table.title, 12, TITLE)
        _table(document, table, room)
    say(document.add_paragraph(), sheet.note, 9)
    page_footer(section, mark)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _head(document: Any, sheet: Sheet) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(title, sheet.title, 18, TITLE)
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(line, f"{sheet.number}    ", 11)
    line.add_run().add_picture(io.BytesIO(qr_png(sheet.code)), width=Cm(1.8))
    for name, told in sheet.head:
        say(document.add_paragraph(), f"{name}：{told}", 10.5)


def _table(document: Any, part: Table, room: int) -> None:
    if not part.rows:
        say(document.add_paragraph(), "（无）", 10.5)
        return
    table = document.add_table(1 + len(part.rows), len(part.header), style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    whole = sum(part.widths)
    widths = [int(room * w / whole) for w in part.widths]
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = width
    for cell, name in zip(table.rows[0].cells, part.header, strict=True):
        fill_cell(cell, name, centre=True)
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    table.rows[0]._tr.get_or_add_trPr().append(mark)
    for line, row in zip(table.rows[1:], part.rows, strict=True):
        for at, (cell, text) in enumerate(zip(line.cells, row, strict=True)):
            fill_cell(cell, text, centre=at in part.centred)
    for line in table.rows:
        for cell, width in zip(line.cells, widths, strict=True):
            cell.width = width
