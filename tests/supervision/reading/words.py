"""Word files for tests, built with python-docx from plain lists: independent of the reader and of its data."""

import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from docx import Document

# (spanning heading, heading), or a heading that stands for itself.
Heading = str | tuple[str, str]
COVER = {
    "排污许可证编号": "91310107MA1T00001X001V",
    "单位名称": "演示甲电镀厂（演示）",
    "报告时段": "2026年",
    "法定代表人（实际负责人）": "演示法人",
    "技术负责人": "演示技术",
    "固定电话": "021-00000000",
    "移动电话": "10000000000",
    "报告日期": "2027年01月15日",
}
STATISTICS: list[Heading] = [
    "排放口编号",
    "污染物种类",
    "监测设施",
    "有效监测数据（小时值）数量",
    "许可排放浓度限值",
    ("监测结果（折标，小时浓度）", "最小值"),
    ("监测结果（折标，小时浓度）", "最大值"),
    ("监测结果（折标，小时浓度）", "平均值"),
    "超标数据数量",
    "超标率（%）",
    "备注",
]
AMOUNTS: list[Heading] = [
    "排放口类型",
    "排放口编号",
    "排放口名称",
    "污染物种类",
    "许可排放量（吨）",
    ("实际排放量", "1季度"),
    ("实际排放量", "2季度"),
    ("实际排放量", "3季度"),
    ("实际排放量", "4季度"),
    ("实际排放量", "年度合计"),
    "是否超标及超标原因",
    "备注",
]


@dataclass
class Words:
    """A document in the making."""

    document: Any = field(default_factory=Document)

    def line(self, *texts: str, style: str | None = None) -> "Words":
        """Paragraphs."""
        for text in texts:
            self.document.add_paragraph(text, style=style)
        return self

    def cover(
        self, kind: str = "年报", labels: Mapping[str, str] = COVER, *, as_table: bool = False
    ) -> "Words":
        """The title in two lines and the labels, as lines or as a table."""
        self.line("排污许可证执行报告", f"（{kind}）")
        if not as_table:
            return self.line(*(f"{label}：{value}" for label, value in labels.items()))
        return self.table([], [[label, value] for label, value in labels.items()])

    def table(
        self,
        headings: Sequence[Heading],
        rows: Sequence[Sequence[str]],
        *,
        down: Sequence[int] = (),
        band: str = "",
    ) -> "Words":
        """A table; spanning headings are merged sideways, the columns ``down`` downwards where the text is the same."""
        deep = 2 if any(isinstance(h, tuple) for h in headings) else min(len(headings), 1)
        width = len(headings) or max(len(r) for r in rows)
        made = self.document.add_table(rows=deep + len(rows) + bool(band), cols=width)
        cells = [list(row.cells) for row in made.rows]
        _head(cells, headings)
        if band:
            cells[deep][0].merge(cells[deep][-1]).text = band
        for at, row in enumerate(rows, deep + bool(band)):
            for column, text in enumerate(row):
                cells[at][column].text = text
        for column in down:
            _merge_down(cells, column, deep + bool(band))
        return self

    def part(self) -> Any:
        """The XML of the body, for what python-docx cannot say."""
        return self.document.element.body

    def bytes(self) -> bytes:
        """The file."""
        out = io.BytesIO()
        self.document.save(out)
        return out.getvalue()


def _head(cells: list[list[Any]], headings: Sequence[Heading]) -> None:
    deep = 2 if any(isinstance(h, tuple) for h in headings) else 1
    at = 0
    while at < len(headings):
        heading = headings[at]
        if isinstance(heading, str):
            top = cells[0][at].merge(cells[1][at]) if deep == 2 else cells[0][at]
            top.text = heading
            at += 1
            continue
        end = at
        while end < len(headings) and headings[end][0] == heading[0] and isinstance(headings[end], tuple):
            cells[1][end].text = headings[end][1]
            end += 1
        cells[0][at].merge(cells[0][end - 1]).text = heading[0]
        at = end


def _merge_down(cells: list[list[Any]], column: int, first: int) -> None:
    start = first
    while start < len(cells):
        end, text = start, cells[start][column].text
        while end + 1 < len(cells) and text and cells[end + 1][column].text == text:
            cells[end + 1][column].text = ""
            end += 1
        if end > start:
            cells[start][column].merge(cells[end][column]).text = text
        start = end + 1
