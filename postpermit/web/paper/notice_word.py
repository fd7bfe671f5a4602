"""Word: the feedback notice in the layout of its PDF, with the office's font names, to be edited by nobody but the office."""

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from postpermit.web.paper.annex5 import qr_png
from postpermit.web.paper.notice import COLUMNS, TITLE, NoticePaper
from postpermit.web.paper.word import TITLE as TITLE_FONT
from postpermit.web.paper.word import fill_cell, page_footer, say

WIDTHS = (Cm(1.1), Cm(2.6), Cm(5.9), Cm(4.3), Cm(2.7))
INDENT = Pt(24)


def notice_docx(form: NoticePaper, mark: str) -> bytes:
    """The bytes of the Word file."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    _head(document, form)
    permit = f"（排污许可证编号 {form.unit_number}）" if form.unit_number else ""
    say(document.add_paragraph(), f"致：{form.unit}{permit}", 12)
    for line in form.opening:
        _indented(document, line)
    _table(document, form)
    after = document.add_paragraph()
    after.paragraph_format.space_before = Pt(6)
    if form.basis:
        say(after, f"依据：{'；'.join(form.basis)}。", 10)
    _indented(document, form.reply)
    _signature(document, form)
    page_footer(section, mark)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _head(document: Any, form: NoticePaper) -> None:
    if form.draft:
        band = document.add_paragraph()
        band.alignment = WD_ALIGN_PARAGRAPH.CENTER
        say(band, "拟　　　稿", 28, TITLE_FONT)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(title, TITLE, 18, TITLE_FONT)
    if form.number:
        line = document.add_paragraph()
        line.alignment = WD_ALIGN_PARAGRAPH.CENTER
        say(line, f"{form.number}    ", 12)
        line.add_run().add_picture(io.BytesIO(qr_png(form.code)), width=Cm(1.9))


def _indented(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.first_line_indent = INDENT
    say(paragraph, text, 12)


def _table(document: Any, form: NoticePaper) -> None:
    table = document.add_table(1 + len(form.rows), len(COLUMNS), style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, WIDTHS, strict=True):
        column.w = width
    for cell, name in zip(table.rows[0].cells, COLUMNS, strict=True):
        fill_cell(cell, name, centre=True)
    _repeat(table.rows[0])
    for line, row in zip(table.rows[1:], form.rows, strict=True):
        problem = f"{row.text}（{row.kind}）" if row.kind else row.text
        texts = (row.number, row.section, problem, row.demand, row.division)
        for at, (cell, text) in enumerate(zip(line.cells, texts, strict=True)):
            fill_cell(cell, text, centre=at not in (2, 3))
    for line in table.rows:
        for cell, width in zip(line.cells, WIDTHS, strict=True):
            cell.width = width


def _repeat(row: Any) -> None:
    """The heading comes again on every page."""
    mark = OxmlElement("w:tblHeader")
    mark.set(qn("w:val"), "true")
    row._tr.get_or_add_trPr().append(mark)


def _signature(document: Any, form: NoticePaper) -> None:
    """Room for hand and seal; the typed name stands small below, for what it is."""
    lines = [("审签：________________", 12), ("", 12), (form.group, 12), ("（盖章）", 12)]
    lines += [(form.on or "　　年　　月　　日", 12), (form.signed, 9)]
    for text, size in lines:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        paragraph.paragraph_format.keep_with_next = text != form.signed
        say(paragraph, text, size)
