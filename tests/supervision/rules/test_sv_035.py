"""SV-35: 最小值、平均值、最大值的大小次序不对。"""

import pytest

from tests.supervision.building import STATISTICS_ROW, case, fires, report, row

AIR = "air-concentration"


def said(**changes: str) -> list[tuple[str, str, str]]:
    """(cell, found, expected) of a row with these results."""
    read = report(row(AIR, **STATISTICS_ROW | changes))
    return [(h.cell.rpartition(" ")[2], h.found, h.expected) for h in fires(35, case(read))]


def test_a_mean_outside_its_bounds_is_a_formal_hit() -> None:
    """SV-35 fires: below the minimum, above the maximum."""
    (hit,) = fires(35, case(report(row(AIR, 2, **STATISTICS_ROW | {"mean": "19"}))))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "ECOLOGY", "monitoring")
    assert hit.cell == "有组织废气污染物排放浓度监测数据统计表 第2行“平均值”"
    assert (hit.found, hit.expected) == ("19", "不小于 20，不大于 40")
    assert hit.message == "DA001·氮氧化物：最小值、平均值、最大值的大小次序不对。"
    assert said(mean="41") == [("第1行“平均值”", "41", "不小于 20，不大于 40")]


def test_bounds_in_the_wrong_order_are_one_hit() -> None:
    """SV-35 names the maximum when it lies below the minimum, once."""
    assert said(min="40", max="20") == [("第1行“最大值”", "20", "不小于最小值 40")]


def test_equal_values_and_single_values_are_in_order() -> None:
    """SV-35 at its boundary: equal is in order; nothing is compared with what is not reported."""
    assert said(min="20", mean="20", max="20") == []
    assert said(min="/", mean="30", max="") == []
    assert said(min="/", mean="50", max="40") == [("第1行“平均值”", "50", "不小于 /，不大于 40")]


def test_the_range_of_ph_is_in_order_too() -> None:
    """SV-35 holds for pH as for any other result."""
    water = STATISTICS_ROW | {"outlet": "DW001", "pollutant": "pH值", "limit": "6-9"}
    good = row("water-concentration", **water | {"min": "6.8", "mean": "7.1", "max": "7.6"})
    bad = row("water-concentration", **water | {"min": "6.8", "mean": "6.5", "max": "7.6"})
    assert fires(35, case(report(good))) == []
    assert len(fires(35, case(report(bad)))) == 1


@pytest.mark.parametrize(
    "values",
    [
        ("ND", "0.02", "0.05"),
        ("<0.01", "0.005", "0.04"),
        ("0.01L", "0.01L", "0.01L"),
        ("<0.01", "<0.01", "0.02"),
    ],
)
def test_below_detection_lies_below_numbers(values: tuple[str, str, str]) -> None:
    """SV-35 takes <0.01 for anything up to 0.01."""
    assert said(**dict(zip(("min", "mean", "max"), values, strict=True))) == []


def test_a_number_above_a_maximum_below_detection_is_out_of_order() -> None:
    """SV-35 fires when the minimum is 0.5 and the maximum was not even found."""
    assert said(min="0.5", mean="0.5", max="<0.01") == [("第1行“最大值”", "<0.01", "不小于最小值 0.5")]


def test_rounding_to_fewer_decimals_is_no_disorder() -> None:
    """SV-35 allows half of the coarser last digit, no more."""
    assert said(min="0.123", mean="0.12", max="0.123") == []
    assert said(min="0.126", mean="0.12", max="0.2") == [
        ("第1行“平均值”", "0.12", "不小于 0.126，不大于 0.2")
    ]
