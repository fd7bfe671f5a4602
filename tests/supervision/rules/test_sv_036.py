"""SV-36: 有效监测数据数量与监测结果矛盾。"""

import pytest

from tests.supervision.building import STATISTICS_ROW, case, fires, lacks, report, row

AIR = "air-concentration"


def said(**changes: str) -> list[tuple[str, str]]:
    """(found, expected) of a row so changed."""
    return [(h.found, h.expected) for h in fires(36, case(report(row(AIR, **STATISTICS_ROW | changes))))]


@pytest.mark.parametrize("count", ["0", "", "/"])
def test_results_without_data_are_a_formal_hit(count: str) -> None:
    """SV-36 fires: values are given and the count is 0 or not told."""
    (hit,) = fires(36, case(report(row(AIR, **STATISTICS_ROW | {"count": count}))))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "ECOLOGY", "monitoring")
    assert hit.cell.endswith("第1行“有效监测数据数量”")
    assert (hit.found, hit.expected) == (count, "有监测结果时不少于1个")


def test_one_result_has_one_value() -> None:
    """SV-36 fires when a single datum has two ends."""
    single = {"count": "1", "mean": "20"}
    assert said(**single, max="20") == []
    assert said(**single, max="40") == [("1个，20～40", "只有1个数据时最小值等于最大值")]
    assert said(count="2", max="40") == []


def test_no_results_need_no_count() -> None:
    """SV-36 leaves an outlet without results alone, zeros included."""
    nothing = dict.fromkeys(("min", "max", "mean"), "/")
    assert said(count="0", **nothing) == []
    assert said(count="/", **nothing) == []
    assert said(count="0", **dict.fromkeys(nothing, "0")) == []
    assert said(count="0", **dict.fromkeys(nothing, "ND")) != []


def test_a_table_without_the_column_cannot_be_judged() -> None:
    """SV-36 says 无法判断 when no row has a count."""
    texts = {k: v for k, v in STATISTICS_ROW.items() if k != "count"}
    expected = ["有组织废气污染物排放浓度监测数据统计表没有有效监测数据数量一列"]
    assert lacks(36, case(report(row(AIR, **texts)))) == expected
