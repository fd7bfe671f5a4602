"""In what shape an invented report is laid out: chapters in order, tables in them, and ways real files vary."""

import random
from dataclasses import dataclass

from postpermit import law
from postpermit.supervision.invented.written import Written

NUMERALS = (
    "一",
    "二",
    "三",
    "四",
    "五",
    "六",
    "七",
    "八",
    "九",
    "十",
    "十一",
    "十二",
    "十三",
    "十四",
    "十五",
)
# (section, title of the chapter as printed, tables that stand in it; none: all of the section).
CHAPTERS: dict[str, tuple[tuple[str, str, tuple[str, ...]], ...]] = {
    "ANNUAL": (
        ("basic", "排污许可执行情况汇总表", ("summary",)),
        ("basic", "企业基本信息", ("production",)),
        ("compliance", "遵守法律法规情况", ()),
        ("facilities", "污染防治设施运行情况", ()),
        ("monitoring", "自行监测执行情况", ()),
        ("ledger", "环境管理台账执行情况", ()),
        ("emissions", "实际排放情况及合规判定分析", ()),
        ("tax", "环境保护税缴纳情况", ()),
        ("disclosure", "信息公开情况", ()),
        ("internal", "企业内部环境管理体系建设与运行情况", ()),
        ("other", "其他排污许可证规定的内容执行情况", ()),
        ("explanation", "其他需要说明的问题", ()),
        ("conclusion", "结论", ()),
        ("attachments", "附图附件要求", ()),
    ),
    "SHORT": (
        ("basic", "排污单位基本情况", ()),
        ("emissions", "实际排放情况及合规判定分析", ()),
        ("facilities", "污染防治设施异常情况说明", ()),
        ("explanation", "其他需要说明的问题", ()),
    ),
}


@dataclass(frozen=True)
class Layout:
    """``numbered``: a column 序号; ``extra``: an unknown column; ``split``: long tables go on in a second one, with or
    without its heading repeated; ``shuffled``: tables of a chapter in any order; ``styled``: headings are Word headings.
    """

    numbered: bool = False
    extra: str = ""
    split: str = ""
    shuffled: bool = False
    styled: bool = True
    seed: int = 0

    @classmethod
    def drawn(cls, rng: random.Random) -> "Layout":
        """One of the shapes in which files come."""
        return cls(
            rng.random() < 0.4,
            rng.choice(("", "", "填报人")),
            rng.choice(("", "", "repeated", "bare")),
            rng.random() < 0.4,
            rng.random() < 0.6,
            rng.randrange(1000),
        )


def printed_chapters(written: Written, layout: Layout) -> list[tuple[str, str, list[str]]]:
    """(section, title, its tables) in the order of print; a chapter that was left out of the report is left out."""
    tables = law.report_form().tables
    rng = random.Random(layout.seed)
    out = []
    for section, title, named in CHAPTERS["ANNUAL" if written.kind == "ANNUAL" else "SHORT"]:
        held = [c for c in written.tables if tables[c].section == section and (not named or c in named)]
        held.sort(key=list(tables).index)
        if layout.shuffled:
            rng.shuffle(held)
        if section in written.chapters or held:
            out.append((section, title, held))
    return out
