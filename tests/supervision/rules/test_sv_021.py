"""SV-21: 报告的污染物不在许可证对该排放口规定的污染物之内。"""

from decimal import Decimal

import pytest

from postpermit.supervision.rules.facts import LimitFacts
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

AIR, WATER, AMOUNT = "air-concentration", "water-concentration", "air-amount"


def test_a_pollutant_that_the_permit_names_nowhere_is_a_hit() -> None:
    """SV-21 is substantive for a kind of pollutant without any permission."""
    (hit,) = fires(21, case(report(row(AIR, 2, **STATISTICS_ROW | {"pollutant": "汞及其化合物"}))))
    assert (hit.rule, hit.kind, hit.division, hit.section) == (
        "SV-21",
        "SUBSTANTIVE",
        "ECOLOGY",
        "monitoring",
    )
    assert hit.cell == "有组织废气污染物排放浓度监测数据统计表 第2行“污染物种类”"
    assert (hit.found, hit.expected) == ("汞及其化合物", "许可证规定的污染物：氮氧化物")


@pytest.mark.parametrize(
    "changes", [{"pollutant": "化学需氧量"}, {"pollutant": "苯", "min": "ND", "max": "ND", "mean": "ND"}]
)
def test_named_at_another_outlet_or_not_found_it_is_a_question(changes: dict[str, str]) -> None:
    """SV-21 only asks where the permit knows the pollutant, or where nothing of it was found."""
    (hit,) = fires(21, case(report(row(AIR, **STATISTICS_ROW | changes))))
    assert hit.kind == "QUESTION"


def test_it_is_told_once_for_an_outlet() -> None:
    """SV-21 names outlet and pollutant once, in results before amounts."""
    rows = (row(AIR, **STATISTICS_ROW | {"pollutant": "苯"}), row(AMOUNT, **AMOUNT_ROW | {"pollutant": "苯"}))
    assert [h.section for h in fires(21, case(report(*rows)))] == ["monitoring"]
    assert [h.section for h in fires(21, case(report(rows[1])))] == ["emissions"]


@pytest.mark.parametrize("name", ["NOx", "工业废气排放量", "流量", "林格曼黑度", "烟气含氧量"])
def test_known_pollutants_flows_and_colours_are_in_order(name: str) -> None:
    """SV-21 compares pollutants, not spellings, and does not take a flow for a pollutant."""
    assert fires(21, case(report(row(AMOUNT, **AMOUNT_ROW | {"pollutant": name})))) == []


def test_amounts_of_the_whole_site_permit_it_everywhere() -> None:
    """SV-21 accepts what the permit limits for the site as a whole."""
    site = permit(limits=(*(permit().limits or ()), LimitFacts("", "挥发性有机物", annual_amount=Decimal(3))))
    read = report(row(AMOUNT, **AMOUNT_ROW | {"pollutant": "挥发性有机物"}))
    assert fires(21, case(read, permit=site)) == []


def test_a_row_without_a_value_reports_nothing() -> None:
    """SV-21 does not take / for an emission, and leaves unknown outlets to rule 18."""
    blank = {"pollutant": "苯", "max": "/", "mean": "/", "min": "/"}
    assert fires(21, case(report(row(AIR, **STATISTICS_ROW | blank)))) == []
    assert fires(21, case(report(row(AIR, **STATISTICS_ROW | {"outlet": "DA009", "pollutant": "苯"})))) == []


def test_without_the_permits_pollutants_it_cannot_judge() -> None:
    """SV-21 says 无法判断 for all, for an outlet of which nothing is registered, and for half a register."""
    read = report(row(WATER, **WATER_ROW | {"pollutant": "总砷"}))
    nothing = ["登记信息中没有许可限值和自行监测要求"]
    assert lacks(21, case(read, permit=None)) == nothing
    assert lacks(21, case(read, permit=permit(limits=None, monitoring=None))) == nothing
    assert lacks(21, case(read, permit=permit(limits=(), monitoring=()))) == [
        "DW001 没有登记许可限值和自行监测要求"
    ]
    assert lacks(21, case(read, permit=permit(monitoring=None))) == [
        "登记信息中没有自行监测要求，不能确定 DW001 是否规定了总砷"
    ]
