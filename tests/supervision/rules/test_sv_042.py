"""SV-42: 排放量与平均浓度、排气（水）量核算的结果相差悬殊。"""

import pytest

from postpermit.supervision.report import Row
from tests.supervision.building import AMOUNT_ROW, STATISTICS_ROW, WATER_ROW, case, fires, lacks, report, row

# 30 mg/m³ in 3000 万Nm³ are 0.9 t; 150 mg/L in 10 000 t of water are 1.5 t.
MEASURED = row("air-concentration", **STATISTICS_ROW)


def amount(total: str, **changes: str) -> Row:
    """The yearly amount of DA001 NOx."""
    return row("air-amount", 2, **AMOUNT_ROW | {"total": total, **changes})


def flow(total: str = "3000", remark: str = "单位：万Nm³", **changes: str) -> Row:
    """The gas that left by DA001."""
    return row(
        "air-amount",
        3,
        **AMOUNT_ROW | {"pollutant": "工业废气排放量", "total": total, "remark": remark, **changes},
    )


def said(*rows: Row) -> list[tuple[str, str]]:
    """(found, expected) of a report with these rows."""
    return [(h.found, h.expected) for h in fires(42, case(report(*rows)))]


def test_an_amount_far_from_the_estimate_is_a_question() -> None:
    """SV-42 fires, up and down."""
    (hit,) = fires(42, case(report(MEASURED, amount("9"), flow())))
    assert (hit.kind, hit.division, hit.section) == ("QUESTION", "ECOLOGY", "emissions")
    assert hit.cell == "废气污染物实际排放量报表 第2行“合计”"
    assert (hit.found, hit.expected) == ("9", "约 0.9 t（浓度×排放体积）")
    assert said(MEASURED, amount("0.2"), flow()) != []


@pytest.mark.parametrize("total", ["0.3", "0.9", "2.7"])
def test_a_factor_of_three_is_allowed(total: str) -> None:
    """SV-42 at its boundary: a third and three times the estimate are near enough."""
    assert said(MEASURED, amount(total), flow()) == []
    assert said(MEASURED, amount("2.71"), flow()) != []


def test_small_amounts_are_not_estimated() -> None:
    """SV-42 leaves alone what stays below the floor either way."""
    assert said(MEASURED, amount("0.001"), flow("30")) == []


def test_the_plant_s_flow_counts_for_its_only_outlet() -> None:
    """SV-42 uses the whole plant's gas where there is one outlet."""
    whole = flow(type="全厂合计", outlet="")
    assert said(MEASURED, amount("9"), whole) != []
    other = amount("1", outlet="DA002", pollutant="颗粒物")
    assert lacks(42, case(report(MEASURED, amount("9"), other, whole))) == [
        "DA001 没有排气量或排水量，无法核算排放量"
    ]


def test_water_is_estimated_from_its_volume() -> None:
    """SV-42 takes the outlet's volume, else the waste water among the materials."""
    measured = row("water-concentration", **WATER_ROW)
    texts = AMOUNT_ROW | {"outlet": "DW001", "pollutant": "化学需氧量", "total": "9"}
    volume = row("water-amount", **texts | {"pollutant": "废水排放量", "total": "10000"})
    material = row("production", record="取排水", name="废水排放量", amount="1", measure="万吨")
    for told in (volume, material):
        assert said(measured, row("water-amount", **texts), told) == [("9", "约 1.5 t（浓度×排放体积）")]
        assert said(measured, row("water-amount", **texts | {"total": "1.6"}), told) == []


@pytest.mark.parametrize("remark", ["", "单位：Nm³/h", "自动监测"])
def test_without_a_flow_it_cannot_judge(remark: str) -> None:
    """SV-42 says 无法判断 without gas volume or without its unit."""
    expected = ["DA001 没有排气量或排水量，无法核算排放量"]
    assert lacks(42, case(report(MEASURED, amount("9")))) == expected
    assert lacks(42, case(report(MEASURED, amount("9"), flow(remark=remark)))) == expected


def test_without_concentration_or_amount_there_is_nothing_to_estimate() -> None:
    """SV-42 does not apply where one side is not reported or not found."""
    assert said(amount("9"), flow()) == []
    assert said(MEASURED, amount("/")) == []
    assert said(row("air-concentration", **STATISTICS_ROW | {"mean": "0.02L"}), amount("9")) == []
