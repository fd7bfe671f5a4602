"""Word: the papers of a visit in the layout of their PDF, for the office to edit and to take over elsewhere."""

import io
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from docx import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.shared import Cm, Pt

from postpermit.enforcement.states import PaperKind
from postpermit.web.paper.annex5 import qr_png
from postpermit.web.paper.visit_paper import VisitPaper, as_typst
from postpermit.web.paper.word import TITLE, fill_cell, page_footer, say

LINE = "________________"
INDENT = Pt(21)


def visit_docx(form: VisitPaper, mark: str, copies: Mapping[str, bytes] | None = None) -> bytes:
    """The bytes of the Word file; ``copies``: photo → its smaller copy."""
    document = Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21.0), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2.0)
    section.top_margin = section.bottom_margin = Cm(1.8)
    told = as_typst(form, mark)
    _head(document, form, told)
    BODIES[form.kind](document, told, copies or {})
    page_footer(section, told["mark"])
    if form.kind != PaperKind.ORDER:
        line = section.footer.paragraphs[0].insert_paragraph_before()
        say(line, f"当事人逐页签名：{LINE}{LINE}        日期：{LINE}", 9)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _head(document: Any, form: VisitPaper, told: Mapping[str, Any]) -> None:
    if form.draft:
        _centred(document, told["head"], 28, TITLE)
    _centred(document, told["title"], 18, TITLE)
    line = document.add_paragraph()
    line.alignment = WD_ALIGN_PARAGRAPH.CENTER
    words = "    ".join(t for t in (told["number"], told["original"], told["signed"]) if t)
    say(line, f"{words}    " if words else "", 10.5)
    line.add_run().add_picture(io.BytesIO(qr_png(form.code)), width=Cm(1.8))


def _centred(document: Any, text: str, size: float, *font: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
    say(paragraph, text, size, *font)


def _heading(document: Any, text: str) -> None:
    paragraph = document.add_paragraph()
    paragraph.paragraph_format.space_before = Pt(8)
    paragraph.paragraph_format.keep_with_next = True
    say(paragraph, text, 12, "黑体")


def _line(document: Any, text: str, *, indent: bool = True) -> None:
    paragraph = document.add_paragraph()
    if indent:
        paragraph.paragraph_format.first_line_indent = INDENT
    say(paragraph, text, 10.5)


def _table(
    document: Any, rows: Iterable[Sequence[str]], widths: Sequence[float], head: Sequence[str] = ()
) -> None:
    held = [list(head), *rows] if head else list(rows)
    table = document.add_table(len(held), len(widths), style="Table Grid")
    table.autofit = False
    table.alignment = WD_TABLE_ALIGNMENT.CENTER
    for column, width in zip(table._tbl.tblGrid.gridCol_lst, widths, strict=True):
        column.w = Cm(width)
    for line, row in zip(table.rows, held, strict=True):
        line._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
        for cell, text, width in zip(line.cells, row, widths, strict=True):
            cell.width = Cm(width)
            fill_cell(cell, str(text))


def _facts(document: Any, rows: Iterable[Sequence[str]]) -> None:
    _table(document, rows, (4.2, 12.6))


def _signatures(document: Any, names: Iterable[str], *more: str) -> None:
    for name in names:
        _line(document, f"检查人员签名：{LINE}  {name}", indent=False)
    for text in more:
        _line(document, text, indent=False)


def _record(document: Any, t: Mapping[str, Any], _: Mapping[str, bytes]) -> None:
    _facts(document, [*t["lines"], *t["people"]])
    _heading(document, "告知事项")
    _line(document, t["notice"])
    _facts(document, t["told"])
    _line(document, f"当事人手写确认：{LINE}{LINE}  签名：{LINE}", indent=False)
    _heading(document, "现场检查情况")
    for label, text in t["seen"]:
        _line(document, f"{label}：{text or '未记录。'}")
    _heading(document, "发现的问题")
    for text in t["found"]:
        _line(document, text)
    concluded = f"{t['outcome']}。{t['conclusion']}" if t["outcome"] else ""
    for heading, text in (("检查结论", concluded), ("拒绝签字或拒绝检查的情况", t["refusal"])):
        if text:
            _heading(document, heading)
            _line(document, text)
    _centred(document, f"（{t['ending']}）", 10.5)
    _heading(document, "勘察示意图")
    _sketch(document)
    _heading(document, "当事人核对意见")
    if t["words"]:
        _line(document, t["words"])
    _line(document, f"手写（“以上笔录已阅，与事实相符”或其他意见）：{LINE}{LINE}", indent=False)
    _line(document, f"当事人（现场负责人）签名或盖章：{LINE}  日期：{LINE}", indent=False)
    _signatures(document, t["inspectors"], f"记录人签名：{LINE}  {t['recorder']}", f"其他参加人签名：{LINE}")


def _sketch(document: Any) -> None:
    """A frame to draw in: north at the top, who drew it and when at the foot."""
    _table(document, [["北 ↑" + "\n" * 9 + f"绘制人：{LINE}  绘制时间：{LINE}"]], (16.8,))
    document.tables[-1].cell(0, 0).paragraphs[0].alignment = WD_ALIGN_PARAGRAPH.RIGHT


def _checklist(document: Any, t: Mapping[str, Any], _: Mapping[str, bytes]) -> None:
    unit = f"{t['unit']}（{t['unit_number']}）" if t["unit_number"] else t["unit"]
    _facts(
        document,
        [
            ("被检查单位", unit),
            ("检查单", t["list"]),
            ("检查类型、方式、事由", t["facts"]),
            ("检查人员", "；".join(t["people"])),
        ],
    )
    group = ""
    for item in t["items"]:
        if item["group"] != group:
            group = item["group"]
            _heading(document, group)
        _line(document, f"{item['code']} {item['label']}　{item['result']}", indent=False)
        rows = [
            (code, f"{ask}\n依据：{bases}" if bases else ask, result, note)
            for code, ask, result, note, bases in item["questions"]
        ]
        _table(
            document,
            rows,
            (1.3, 9.3, 1.8, 4.4),
            ("编号", "检查内容", "结果", "情况说明"),
        )
        document.add_paragraph()
    for label, text in (("其余项目未查的原因", t["why"]), ("检查结论", t["conclusion"])):
        if text:
            _line(document, f"{label}：{text}", indent=False)
    _centred(document, f"（{t['ending']}）", 10.5)
    _signatures(document, t["people"], f"当事人（现场负责人）签名：{LINE}  日期：{LINE}")


def _photos(document: Any, t: Mapping[str, Any], copies: Mapping[str, bytes]) -> None:
    _facts(
        document, [("被检查单位", t["unit"]), ("照片张数", str(len(t["photos"]))), ("原件存放", t["place"])]
    )
    for photo in t["photos"]:
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.CENTER
        paragraph.paragraph_format.keep_with_next = True
        held = copies.get(photo["file"].removesuffix(".jpg"))
        if held is None:
            say(paragraph, "原件不是照片或无法显示，见附件。", 9)
        else:
            paragraph.add_run().add_picture(io.BytesIO(held), height=Cm(7.5))
        _line(
            document, f"照片 {photo['n']}　" + "　".join(f"{k}：{v}" for k, v in photo["lines"]), indent=False
        )
    if not t["photos"]:
        _centred(document, "（没有照片）", 10.5)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    _centred(document, f"（{t['ending']}）", 10.5)
    document.paragraphs[-1].paragraph_format.keep_with_next = True
    _signatures(document, t["people"], f"当事人确认（签名）：{LINE}  日期：{LINE}")


def _pieces(parts: Iterable[str]) -> str:
    """A sentence in pieces; an empty one is a line to write on."""
    return "".join(part or LINE * 2 for part in parts)


def _order(document: Any, t: Mapping[str, Any], _: Mapping[str, bytes]) -> None:
    _facts(document, t["party"])
    _line(document, "经现场检查，你单位存在下列环境违法行为：")
    for text in t["facts"] or ["（没有确定责令改正的问题。）"]:
        _line(document, text)
    for row in t["broken"]:
        _line(document, _pieces(row))
    _line(document, _pieces(t["rests"]))
    for text in t["demands"]:
        _line(document, text)
    _line(document, "改正情况请书面报送本机关，本机关将进行复查。")
    _line(document, _pieces(t["remedies"]))
    _centred(document, f"（{t['ending']}）", 10.5)
    for text in (t["office"], "（印章）", "　　年　　月　　日"):
        paragraph = document.add_paragraph()
        paragraph.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        say(paragraph, text, 12)
    _line(document, f"送达人：{LINE}  受送达人签名：{LINE}  送达日期：{LINE}", indent=False)


BODIES: Mapping[PaperKind, Callable[[Any, Mapping[str, Any], Mapping[str, bytes]], None]] = {
    PaperKind.RECORD: _record,
    PaperKind.CHECKLIST: _checklist,
    PaperKind.PHOTOS: _photos,
    PaperKind.ORDER: _order,
}
