"""Word: the form of annex 5 in its own layout, with the office's font names."""

import io
from typing import Any

from docx import Document
from docx.enum.table import WD_CELL_VERTICAL_ALIGNMENT, WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, Pt

from postpermit.web.paper.annex5 import BLOCKS, NOTES, Annex5, qr_png

WIDTHS = (Cm(1.0), Cm(2.1), Cm(6.0), Cm(1.9), Cm(2.0), Cm(2.2), Cm(2.2))
BODY, TITLE = "仿宋", "方正小标宋简体"


def slip_docx(form: Annex5, mark: str) -> bytes:
    """The bytes of the Word file."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(1.8)
    section.top_margin = section.bottom_margin = Cm(1.6)
    _head(document, form)
    rows = sum(len(form.rows[str(kind)]) + 1 for kind, *_ in BLOCKS) + 1
    table = document.add_table(rows, 7, style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, WIDTHS, strict=True):
        column.w = width
    _fill(table, form)
    notes = document.add_paragraph()
    say(notes, "说明：" + "".join(f"（{n}）{text}" for n, text in enumerate(NOTES, 1)), 9)
    page_footer(section, mark)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _head(document: Any, form: Annex5) -> None:
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(title, "排污许可“三监联动”线下转办单", 18, TITLE)
    line = document.add_paragraph()
    if form.number:
        say(line, f"编号：{form.number}    版次：{form.version}    事项：{form.title}", 10.5)
        run = line.add_run()
        run.add_picture(io.BytesIO(qr_png(form.code)), width=Cm(1.9))
    else:
        say(line, "编号：____________    事项：__________________________", 10.5)
    if form.unit:
        say(document.add_paragraph(), f"单位：{form.unit}", 10.5)
    if form.channel:
        say(document.add_paragraph(), f"未在线办理的原因：{form.channel}", 10.5)


def _fill(table: Any, form: Annex5) -> None:
    at = 0
    for kind, name, heading in BLOCKS:
        rows = form.rows[str(kind)]
        label = table.cell(at, 0).merge(table.cell(at + len(rows), 0))
        fill_cell(label, name, centre=True)
        for column, text in enumerate(("部门", heading, "经办人", "负责人", "日期", "备注"), 1):
            fill_cell(table.cell(at, column), text, centre=True)
        for step, row in enumerate(rows, 1):
            for column, key in enumerate(("division", "text", "handler", "approver", "on", "remark"), 1):
                fill_cell(table.cell(at + step, column), row[key], centre=key not in ("text", "remark"))
        at += len(rows) + 1
    fill_cell(table.cell(at, 0), "归档整理", centre=True)
    fill_cell(table.cell(at, 1), "审批科", centre=True)
    fill_cell(table.cell(at, 2).merge(table.cell(at, 6)), form.archive)
    for row in table.rows:
        for cell, width in zip(row.cells, WIDTHS, strict=False):
            cell.width = width


def fill_cell(cell: Any, text: str, centre: bool = False) -> None:
    """Write a cell line by line."""
    cell.vertical_alignment = WD_CELL_VERTICAL_ALIGNMENT.CENTER
    paragraph = cell.paragraphs[0]
    if centre:
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    lines = text.split("\n")
    say(paragraph, lines[0], 10.5)
    for line in lines[1:]:
        say(cell.add_paragraph(), line, 10.5)


def say(paragraph: Any, text: str, size: float, font: str = BODY) -> None:
    """A run in a Chinese font; without eastAsia and the language a reader may show Japanese forms."""
    run = paragraph.add_run("".join(c for c in text if c >= " " or c == "\t"))
    run.font.size = Pt(size)
    run.font.name = font
    properties = run._element.get_or_add_rPr()
    properties.rFonts.set(qn("w:eastAsia"), font)
    language = OxmlElement("w:lang")
    language.set(qn("w:eastAsia"), "zh-CN")
    properties.append(language)


def page_footer(section: Any, mark: str) -> None:
    """The mark and 第 x 页，共 y 页 at the foot of every page."""
    paragraph = section.footer.paragraphs[0]
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(paragraph, f"{mark}    第 ", 9)
    _field(paragraph, "PAGE")
    say(paragraph, " 页，共 ", 9)
    _field(paragraph, "NUMPAGES")
    say(paragraph, " 页", 9)


def _field(paragraph: Any, name: str) -> None:
    run = paragraph.add_run()
    for kind, text in (("begin", ""), ("", name), ("end", "")):
        if kind:
            mark = OxmlElement("w:fldChar")
            mark.set(qn("w:fldCharType"), kind)
        else:
            mark = OxmlElement("w:instrText")
            mark.text = text
        run._element.append(mark)
