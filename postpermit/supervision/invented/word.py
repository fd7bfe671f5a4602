"""An invented report as a Word file in the platform's layout: cover, commitment, numbered chapters, tables."""

import io
from collections.abc import Sequence
from itertools import groupby
from typing import Any
from xml.sax.saxutils import escape

from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from postpermit import law
from postpermit.supervision.invented.headings import columns_of
from postpermit.supervision.invented.layout import NUMERALS, Layout, printed_chapters
from postpermit.supervision.invented.written import Written

KINDS = {"ANNUAL": "年报", "QUARTERLY": "季报", "MONTHLY": "月报"}
COVER = {
    "permit_number": "排污许可证编号:",
    "unit_name": "单位名称:",
    "period": "报告时段:",
    "legal_representative": "法定代表人(实际负责人):",
    "technical_head": "技术负责人:",
    "phone": "固定电话:",
    "mobile": "移动电话:",
    "sealed_name": "排污单位名称(盖章):",
    "reported_on": "报告日期:",
}
# A heading or body cell: text, columns it spans, "" or "restart" or "continue" downwards.
Printed = tuple[str, int, str]
PLAIN = Layout()


def as_docx(written: Written, layout: Layout = PLAIN) -> bytes:
    """The bytes of the file."""
    document = Document()
    _cover(document, written)
    if "commitment" in written.chapters:
        _commitment(document, written)
    for number, (section, title, tables) in enumerate(printed_chapters(written, layout)):
        _heading(document, f"{NUMERALS[number]}、{title}", layout)
        if not any(t == "production" for t in tables):
            document.add_paragraph(written.chapters.get(section, ""))
        for place, code in enumerate(tables, 1):
            document.add_paragraph(f"表{number + 1}-{place} {law.report_form().tables[code].title}")
            _table(document, written, code, layout)
        if section == "attachments":
            _attachments(document, written)
    if written.kind != "ANNUAL" and written.attachments:
        document.add_paragraph("附件")
        _attachments(document, written)
    out = io.BytesIO()
    document.save(out)
    return out.getvalue()


def _heading(document: Any, text: str, layout: Layout) -> None:
    if layout.styled:
        document.add_heading(text, 1)
    else:
        document.add_paragraph().add_run(text).bold = True


def _cover(document: Any, written: Written) -> None:
    document.add_paragraph("排污许可证执行报告")
    document.add_paragraph(f"({KINDS[written.kind]})")
    for code, label in COVER.items():
        if code in written.cover:
            document.add_paragraph(f"{label}{written.cover[code]}")


def _commitment(document: Any, written: Written) -> None:
    document.add_paragraph("承诺书")
    document.add_paragraph("演示区生态环境局:")
    document.add_paragraph(written.chapters["commitment"])
    for line in ("单位名称:                (盖章)", "法定代表人:              (签字)", "日  期:"):
        document.add_paragraph(line)


def _attachments(document: Any, written: Written) -> None:
    for number, name in enumerate(written.attachments, 1):
        document.add_paragraph(f"{number}. {name}")


def _table(document: Any, written: Written, code: str, layout: Layout) -> None:
    heads = _heads(code, written.kind, layout)
    rows = _body(written.tables[code], code, written.kind, layout)
    if not layout.split or len(rows) < 6:
        _place(document, [*heads, *rows])
        return
    middle = len(rows) // 2
    # A merge cannot run over the page: the text is printed again at the top of the next part.
    while middle < len(rows) and any(down == "continue" for _, _, down in rows[middle]):
        middle += 1
    _place(document, [*heads, *rows[:middle]])
    if middle < len(rows):
        _place(document, [*(heads if layout.split == "repeated" else ()), *rows[middle:]])


def _heads(code: str, kind: str, layout: Layout) -> list[list[Printed]]:
    """One heading row, or two where a heading spans."""
    columns = list(columns_of(code, kind).values())
    if code == "summary":
        return [
            _framed(
                [("项目", 1, ""), ("内容", 3, ""), ("报告周期内执行情况", 1, ""), ("原因分析", 1, "")], layout
            )
        ]
    if not any(above for above, _ in columns):
        return [_framed([(text, 1, "") for _, text in columns], layout)]
    upper: list[Printed] = []
    for above, group in groupby(columns, key=lambda c: c[0]):
        held = list(group)
        upper += [(above, len(held), "")] if above else [(text, 1, "restart") for _, text in held]
    lower: list[Printed] = [(text, 1, "") if above else ("", 1, "continue") for above, text in columns]
    return [_framed(upper, layout, "restart"), _framed(lower, layout, "continue")]


def _framed(row: list[Printed], layout: Layout, down: str = "") -> list[Printed]:
    first = "" if down == "continue" else "序号"
    last = "" if down == "continue" else layout.extra
    before: list[Printed] = [(first, 1, down)] if layout.numbered else []
    after: list[Printed] = [(last, 1, down)] if layout.extra else []
    return before + row + after


def _body(rows: Sequence[dict[str, str]], code: str, kind: str, layout: Layout) -> list[list[Printed]]:
    """Cells of group columns that repeat the one above are merged into it."""
    fields = law.report_form().tables[code].columns
    columns = list(columns_of(code, kind))
    out: list[list[Printed]] = []
    above: dict[str, str] = {}
    for number, row in enumerate(rows, 1):
        cells: list[Printed] = []
        joined = True
        for column in columns:
            text = row.get(column, "")
            joined = joined and (not fields[column].fill or above.get(column) == text)
            merged = fields[column].fill and joined and bool(text) and bool(above)
            cells.append(
                ("", 1, "continue") if merged else (text, 1, "restart" if fields[column].fill else "")
            )
        above = row
        before: list[Printed] = [(str(number), 1, "")] if layout.numbered else []
        after: list[Printed] = [("演示填报", 1, "")] if layout.extra else []
        out.append(before + cells + after)
    return out


def _place(document: Any, rows: list[list[Printed]]) -> None:
    """Written as markup at once: cell by cell the library takes a hundred times as long."""
    body = "".join(f"<w:tr>{''.join(_cell(*cell) for cell in row)}</w:tr>" for row in rows)
    grid = "<w:gridCol/>" * sum(span for _, span, _ in rows[0])
    table = parse_xml(
        f'<w:tbl {nsdecls("w")}><w:tblPr><w:tblStyle w:val="TableGrid"/></w:tblPr>'
        f"<w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )
    document.element.body.insert_element_before(table, "w:sectPr")
    document.add_paragraph()


def _cell(text: str, span: int, down: str) -> str:
    wide = f'<w:gridSpan w:val="{span}"/>' if span > 1 else ""
    deep = f'<w:vMerge w:val="{down}"/>' if down else ""
    return (
        f"<w:tc><w:tcPr>{wide}{deep}</w:tcPr><w:p><w:r>"
        f'<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p></w:tc>'
    )
