"""Whatever the order, the merges, the splits and the extra columns of a Word report: what goes in comes out."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from hypothesis import given, settings
from hypothesis import strategies as st

from postpermit import law
from postpermit.supervision.reading import read_report
from postpermit.supervision.report import Report
from tests.supervision.reading.words import AMOUNTS, STATISTICS, Heading, Words

WATER = [
    h.replace("小时值", "日均值") if isinstance(h, str) else (h[0].replace("折标，小时", "日均"), h[1])
    for h in STATISTICS
]
CODES = {
    "statistics": [
        "outlet",
        "pollutant",
        "device",
        "count",
        "limit",
        "min",
        "max",
        "mean",
        "exceeded",
        "rate",
        "remark",
    ],
    "amounts": [
        "type",
        "outlet",
        "outlet_name",
        "pollutant",
        "permitted",
        "p1",
        "p2",
        "p3",
        "p4",
        "total",
        "exceeded",
        "remark",
    ],
}
# table → (chapter, title, headings, codes, columns merged downwards)
TABLES: dict[str, tuple[str, str, list[Heading], list[str], list[str]]] = {
    "air-concentration": ("自行监测执行情况", "有组织废气污染物排放浓度监测数据统计表", STATISTICS, CODES["statistics"], ["outlet"]),
    "water-concentration": ("自行监测执行情况", "废水污染物排放浓度监测数据统计表", WATER, CODES["statistics"], ["outlet"]),
    "air-amount": ("实际排放情况及合规判定分析", "废气污染物实际排放量报表", AMOUNTS, CODES["amounts"], ["type", "outlet", "outlet_name"]),
    "water-amount": ("实际排放情况及达标判定分析", "废水污染物实际排放量报表", AMOUNTS, CODES["amounts"], ["type", "outlet", "outlet_name"]),
    "facility-abnormal": (
        "污染防治设施运行情况", "污染防治设施异常情况汇总表",
        [("时间段", "开始时段"), ("时间段", "结束时段"), "故障设施", "故障原因", ("各排放因子浓度（mg/m³）", "污染因子"),
         ("各排放因子浓度（mg/m³）", "排放浓度"), "采取的应对措施"],
        ["from", "to", "facility", "cause", "pollutant", "concentration", "response"], ["facility"],
    ),
    "facility-normal": (
        "污染治理设施运行情况", "污染治理设施正常运转情况表",
        ["污染治理设施类别", "污染治理设施编号", "污染治理设施参数", "数量", "单位", "备注"],
        ["kind", "code", "parameter", "amount", "measure", "remark"], ["kind", "code"],
    ),
    "ledger": ("环境管理台账执行情况", "台账管理情况表", ["记录内容", "是否完整", "说明"], ["record", "complete", "remark"], []),
    "disclosure": ("信息公开情况", "信息公开情况报表", ["分类", "执行情况", "是否符合相关规定要求", "备注"], ["item", "done", "fits", "remark"], []),
}  # fmt: skip
GAS, SEWAGE = ["氮氧化物", "SO2", "颗粒物", "非甲烷总烃"], ["化学需氧量", "氨氮", "pH值", "总磷"]
FREE = st.text("甲乙丙丁abc123（）-：", min_size=1, max_size=12).filter(lambda t: t[0] not in "（）-：")
FIGURE = st.one_of(
    st.sampled_from(["0", "/", "ND", "<0.01", "6-9", "-1", "1,234.5"]),
    st.decimals(0, 10**6, places=3, allow_nan=False, allow_infinity=False).map(str),
)
FIGURES = {
    "count",
    "limit",
    "min",
    "max",
    "mean",
    "exceeded",
    "rate",
    "permitted",
    "p1",
    "p2",
    "p3",
    "p4",
    "total",
    "amount",
}
EXTRA = ["填报人", "数据来源", "核算方法"]


@dataclass
class Sheet:
    """A table to be written: its rows as column code → text, its columns in an order, and where it is split."""

    code: str
    rows: list[dict[str, str]]
    order: list[str]
    extra: dict[str, list[str]] = field(default_factory=dict)
    split: int = 0
    repeated: bool = True
    merged: bool = True


@st.composite
def sheets(draw: st.DrawFn, code: str) -> Sheet:
    """A table of that kind."""
    codes, down = TABLES[code][3], TABLES[code][4]
    groups = draw(st.lists(st.integers(1, 3), min_size=1, max_size=3))
    rows = []
    for number, size in enumerate(groups, 1):
        own = {c: _group(code, c, number) for c in down}
        for _ in range(size):
            rows.append({c: own.get(c) or draw(_cell(code, c)) for c in codes})
    extra = {
        name: [draw(FREE) for _ in rows]
        for name in draw(st.lists(st.sampled_from(EXTRA), unique=True, max_size=2))
    }
    order = _shuffled(draw, code, [*codes, *extra])
    split = draw(st.integers(0, len(rows) - 1))
    return Sheet(code, rows, order, extra, split, draw(st.booleans()), draw(st.booleans()))


def _shuffled(draw: st.DrawFn, code: str, columns: Sequence[str]) -> list[str]:
    """Columns in any order; those under one spanning heading stay together."""
    heads = dict(zip(TABLES[code][3], TABLES[code][2], strict=True))
    blocks: dict[str, list[str]] = {}
    for column in columns:
        head = heads.get(column, column)
        blocks.setdefault(head[0] if isinstance(head, tuple) else f"={column}", []).append(column)
    return [c for block in draw(st.permutations(list(blocks.values()))) for c in block]


def _group(code: str, column: str, number: int) -> str:
    prefix = "DW" if code.startswith("water") else "DA" if code.startswith("air") else "TA"
    kinds = {
        "outlet_name": f"{number}号口",
        "type": "主要排放口" if number < 3 else "一般排放口",
        "kind": "除尘设施",
    }
    return kinds.get(column, f"{prefix}{number:03d}")


def _cell(code: str, column: str) -> st.SearchStrategy[str]:
    if column == "pollutant":
        return st.sampled_from(SEWAGE if code.startswith("water") else GAS)
    if column in FIGURES and code not in ("ledger", "disclosure"):
        return (
            FIGURE
            if column != "exceeded" or "concentration" in code
            else st.sampled_from(["否", "是，设备故障"])
        )
    return FREE


@st.composite
def reports(draw: st.DrawFn) -> list[Sheet]:
    """Some tables in any order, those of a chapter together."""
    codes = draw(st.lists(st.sampled_from(sorted(TABLES)), unique=True, min_size=1, max_size=4))
    codes.sort(key=lambda c: TABLES[c][0])
    return [draw(sheets(code)) for code in codes]


def written(chosen: Sequence[Sheet], number: str) -> bytes:
    """The Word file."""
    words = Words().cover()
    chapter = ""
    for at, sheet in enumerate(chosen, 1):
        title, name, heads, codes, down = TABLES[sheet.code]
        if title != chapter:
            words.line(f"{number}{title}")
            chapter = title
        words.line(f"表{at}-1 {name}")
        known = dict(zip(codes, heads, strict=True))
        own: list[Heading] = [known.get(c, c) for c in sheet.order]
        lines = [[row.get(c) or sheet.extra[c][n] for c in sheet.order] for n, row in enumerate(sheet.rows)]
        merged = [sheet.order.index(c) for c in down] if sheet.merged else []
        words.table(own, lines[: sheet.split] if sheet.split else lines, down=merged)
        if sheet.split:
            words.line("").table(own if sheet.repeated else [], lines[sheet.split :], down=merged)
    return words.bytes()


def as_read(report: Report, sheet: Sheet) -> list[tuple[dict[str, str], dict[str, str]]]:
    """Rows of the report as (column code → text, extra)."""
    return [
        ({c: cell.text for c, cell in row.cells.items()}, dict(row.extra))
        for row in report.tables.get(sheet.code, ())
    ]


@given(reports(), st.sampled_from(["一、", "1. ", "第二章 ", "（三）", ""]))
@settings(max_examples=30)
def test_what_goes_in_comes_out(chosen: list[Sheet], number: str) -> None:
    found = read_report(written(chosen, number), "报告.docx")
    for sheet in chosen:
        extra = [{name: texts[n] for name, texts in sheet.extra.items()} for n in range(len(sheet.rows))]
        assert as_read(found, sheet) == list(zip(sheet.rows, extra, strict=True))
    assert set(found.tables) == {sheet.code for sheet in chosen}
    assert (found.unknown, found.unread) == ((), ())
    places = [
        cell.place for sheet in chosen for row in found.tables[sheet.code] for cell in row.cells.values()
    ]
    assert len(set(places)) == len(places)


@given(st.lists(st.lists(FREE, min_size=3, max_size=3), min_size=1, max_size=4))
@settings(max_examples=10)
def test_a_table_nobody_knows_is_kept_cell_by_cell(rows: list[list[str]]) -> None:
    heads: list[Heading] = ["声源名称", "昼间噪声", "夜间噪声"]
    data = Words().cover().line("十、其他需要说明的问题", "表10-1 厂界噪声").table(heads, rows).bytes()
    found = read_report(data, "报告.docx")
    (kept,) = found.unknown
    assert (kept.title, kept.place) == ("表10-1 厂界噪声", "文件第1张表")
    assert [list(row) for row in kept.cells] == [["声源名称", "昼间噪声", "夜间噪声"], *rows]
    assert found.tables == {}


def test_every_table_tried_here_is_one_of_the_form() -> None:
    for code, (_, _, heads, codes, down) in TABLES.items():
        columns = law.report_form().tables[code].columns
        assert set(codes) <= set(columns)
        assert len(heads) == len(codes)
        assert all(columns[c].fill for c in down)
