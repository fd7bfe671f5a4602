"""SV-8: 必填项没有填写，或整表数值全部为零。"""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.report import Report, Row
from tests.supervision.building import (
    AMOUNT_ROW,
    STATISTICS_ROW,
    WATER_ROW,
    case,
    fires,
    lacks,
    permit,
    report,
    row,
)

AIR = "air-concentration"


def statistics(number: int = 1, **changes: str) -> Row:
    """A row of the statistics with some cells changed."""
    return row(AIR, number, **STATISTICS_ROW | changes)


def told(*rows: Row, **changes: Any) -> Report:
    """A report with these rows and little text."""
    return report(*rows, chapters=changes.pop("chapters", {"monitoring": "按方案监测。"}), **changes)


@pytest.mark.parametrize("text", ["", "/", "无", "—"])
def test_a_required_cell_without_content(text: str) -> None:
    """SV-8 fires once a row: the first such cell, and every heading."""
    (hit,) = fires(8, case(told(statistics(3, max=text, mean=text))))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "ECOLOGY", "monitoring")
    assert hit.cell == "有组织废气污染物排放浓度监测数据统计表 第3行“最大值”"
    assert (hit.found, hit.expected) == (text, "填写，或在备注中写明原因")
    assert hit.message.endswith("表·DA001·氮氧化物：没有填写最大值、平均值。")


@pytest.mark.parametrize(
    "right",
    [
        statistics(),
        statistics(max="ND", mean="<3", min="未检出"),
        statistics(exceeded="0", rate="/"),
        statistics(limit="/", pollutant="颗粒物"),
        statistics(count="1", min="/", max="40", mean="/"),
        statistics(count="/", min="/", max="/", mean="/", remark="排放口停用"),
        row(AIR, outlet="/", pollutant="/", max="/"),
        row("air-amount", **AMOUNT_ROW | {"exceeded": "/"}),
        row("air-amount", outlet="DA009", pollutant="颗粒物", permitted="/", total="/", exceeded="/"),
        row(
            "air-rate",
            **dict.fromkeys(("count", "limit", "min", "max", "mean", "exceeded", "rate"), "/"),
            outlet="DA001",
            pollutant="氮氧化物",
        ),
        row("production", record="能源消耗", name="蒸汽消耗量", amount="/"),
        row("disclosure", item="其他", done="无", fits="/"),
        row("summary", content="废气", value="", changed=""),
        row("facility-abnormal", facility="风机", cause=""),
        row("waste", name="废油", produced="0.5", transferred="/", stored="0.5"),
    ],
)
def test_what_may_be_left_open(right: Row) -> None:
    """SV-8 does not fire for limits nobody set, nothing to report, or a remark that says why."""
    assert fires(8, case(told(right))) == []


@pytest.mark.parametrize(
    ("wrong", "label"),
    [
        (statistics(limit="/"), "许可排放浓度限值"),
        (statistics(exceeded="/"), "超标数据数量"),
        (statistics(count="/"), "有效监测数据数量"),
        (statistics(count="12", min="/", max="/", mean="/"), "最小值、最大值、平均值"),
        (row("air-amount", **AMOUNT_ROW | {"total": "/"}), "合计"),
        (row("air-amount", **AMOUNT_ROW | {"exceeded": ""}), "是否超标及超标原因"),
        (row("production", record="能源消耗", name="用电量", amount=""), "数量或内容"),
        (row("ledger", record="监测记录信息", complete="/"), "是否完整"),
        (row("summary", content="行业类别", value="医院", changed=""), "报告周期内执行情况"),
        (
            row(
                "fugitive",
                point="厂界",
                on="2026-05-01",
                pollutant="氨",
                limit="/",
                result="/",
                exceeded="否",
            ),
            "浓度监测结果",
        ),
    ],
)
def test_what_must_be_filled(wrong: Row, label: str) -> None:
    """SV-8 fires where the permit or the row itself shows that there is something to say."""
    (hit,) = fires(8, case(told(wrong)))
    assert hit.message.endswith(f"没有填写{label}。")


def test_of_a_limit_nobody_knows_only_a_blank_is_told() -> None:
    """SV-8 cannot call / wrong without the permit's limits."""
    unknown = permit(limits=None)
    assert fires(8, case(told(statistics(limit="/")), permit=unknown)) == []
    assert len(fires(8, case(told(statistics(limit="")), permit=unknown))) == 1


def test_a_column_that_the_file_does_not_print_is_not_missed() -> None:
    """SV-8: another edition of the form has fewer columns; in typed data a key left out is a blank."""
    short = {k: v for k, v in STATISTICS_ROW.items() if k != "rate"}
    assert fires(8, case(told(row(AIR, **short), source="docx"))) == []
    assert len(fires(8, case(told(row(AIR, **short | {"exceeded": "1"}), source="json")))) == 1


def test_the_text_may_say_why() -> None:
    """SV-8 is silent for an outlet or a table that the chapter excuses, and for a standstill."""
    nothing = statistics(count="/", min="/", max="/", mean="/")
    assert len(fires(8, case(told(nothing)))) == 1
    for chapters in (
        {"monitoring": "DA001自2025年起停用，未监测。"},
        {"explanation": "本单位全年停产。"},
        {"monitoring": "废气不适用，设备未启用。"},
    ):
        assert fires(8, case(told(nothing, chapters=chapters))) == []


def test_the_cover_is_filled_too() -> None:
    """SV-8 names the blank field of the cover."""
    (hit,) = fires(8, case(report(cover={"technical_head": ""})))
    assert (hit.cell, hit.section, hit.division) == ("封面“技术负责人”", "basic", "APPROVAL")
    assert fires(8, case(report(cover={"mobile": "", "sealed_name": ""}))) == []
    assert lacks(8, case(Report("ANNUAL", "2026"))) == ["没有识别出封面"]


ZERO = {"count": "0", "min": "0", "max": "0.00", "mean": "0"}


@pytest.mark.parametrize(("rows", "hits"), [(2, 0), (3, 1)])
def test_zeros_throughout_are_told_once(rows: int, hits: int) -> None:
    """SV-8 at its boundary: from three rows on, once a table."""
    found = fires(8, case(told(*(statistics(n, outlet=f"DA00{n}", **ZERO) for n in range(1, rows + 1)))))
    assert len(found) == hits
    assert not found or found[0].message.endswith("整表数值全部为零。")


def test_one_figure_or_a_reason_is_enough_against_zeros() -> None:
    """SV-8: anything above zero, 未检出, or a standstill."""
    zeros = [row("water-concentration", n, **WATER_ROW | {"outlet": f"DW00{n}"} | ZERO) for n in (1, 2)]
    assert fires(8, case(told(*zeros, row("water-concentration", 3, **WATER_ROW)))) == []
    unfound = row(
        "water-concentration", 3, **WATER_ROW | {"count": "4", "min": "ND", "max": "ND", "mean": "ND"}
    )
    assert fires(8, case(told(*zeros, unfound))) == []
    third = row("water-concentration", 3, **WATER_ROW | ZERO)
    assert len(fires(8, case(told(*zeros, third)))) == 1
    assert fires(8, case(told(*zeros, third, chapters={"explanation": "本单位全年停产。"}))) == []


@given(st.text(alphabet="0123456789.<LND甲/", min_size=1, max_size=6))
def test_whatever_says_something_is_not_blank(text: str) -> None:
    """SV-8 fires for a maximum exactly when it says nothing."""
    assert bool(fires(8, case(told(statistics(max=text))))) == (text.strip(".") in ("", "/"))
