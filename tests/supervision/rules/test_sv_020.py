"""SV-20: 许可证对排放口规定的污染物没有填报。"""

from decimal import Decimal

import pytest

from postpermit.supervision.rules.facts import LimitFacts, MonitoringFacts, PermitFacts
from tests.supervision.building import (
    AMOUNT_ROW,
    STATISTICS_ROW,
    case,
    fires,
    lacks,
    permit,
    report,
    row,
    verdict,
)

AIR, AMOUNT = "air-concentration", "air-amount"
ONE = row(AIR, **STATISTICS_ROW)


def asked(pollutant: str, manner: str = "MANUAL", frequency: str = "1次/季") -> PermitFacts:
    """The usual permit that asks one more pollutant of DA001."""
    return permit(
        monitoring=(*(permit().monitoring or ()), MonitoringFacts("DA001", pollutant, manner, frequency))
    )


def test_a_pollutant_without_a_row_is_a_hit() -> None:
    """SV-20 fires; what an instrument records cannot be forgotten."""
    (hit,) = fires(20, case(report(ONE), permit=asked("颗粒物")))
    assert (hit.rule, hit.kind, hit.division, hit.section) == ("SV-20", "FORMAL", "ECOLOGY", "monitoring")
    assert (hit.cell, hit.found) == ("有组织废气污染物排放浓度监测数据统计表", "未填报")
    assert hit.expected == "填报 DA001 的颗粒物"
    (hit,) = fires(20, case(report(ONE), permit=asked("颗粒物", "AUTOMATIC", "连续")))
    assert hit.kind == "SUBSTANTIVE"


@pytest.mark.parametrize("table", ["air-concentration", "air-rate", "special-air"])
def test_any_table_of_results_will_do(table: str) -> None:
    """SV-20 finds the pollutant under another spelling and in every table of results."""
    other = row(
        table, 2, **{k: v for k, v in STATISTICS_ROW.items() if k != "device"} | {"pollutant": "烟尘"}
    )
    assert fires(20, case(report(ONE, other), permit=asked("颗粒物"))) == []


def test_what_stands_for_another_and_what_is_seldom_asked_are_in_order() -> None:
    """SV-20 takes 非甲烷总烃 for 挥发性有机物, and misses nothing that is asked every third year, nor a flow."""
    vapour = row(AIR, 2, **STATISTICS_ROW | {"pollutant": "非甲烷总烃"})
    assert fires(20, case(report(ONE, vapour), permit=asked("挥发性有机物"))) == []
    assert fires(20, case(report(ONE), permit=asked("二噁英类", frequency="1次/3年"))) == []
    assert len(fires(20, case(report(ONE), permit=asked("二噁英类", frequency="1次/年")))) == 1
    assert fires(20, case(report(ONE), permit=asked("流量"))) == []


def test_an_outlet_that_is_missing_or_stands_still_is_not_judged() -> None:
    """SV-20 leaves the whole outlet to rule 19, and keeps quiet about one that stood still."""
    assert fires(20, case(report(row(AIR, **STATISTICS_ROW | {"outlet": "DA007"})))) == []
    still = report(ONE, chapters={"explanation": "DA001下半年停用。"})
    assert fires(20, case(still, permit=asked("颗粒物"))) == []


def test_permitted_amounts_are_expected_in_their_table() -> None:
    """SV-20 in a quarterly report looks for pollutants with a permitted amount only."""
    held = permit(limits=(*(permit().limits or ()), LimitFacts("DA001", "颗粒物", annual_amount=Decimal(1))))
    read = report(row(AMOUNT, **AMOUNT_ROW), kind="QUARTERLY", period="2026Q3")
    (hit,) = fires(20, case(read, permit=held))
    assert (hit.kind, hit.section, hit.message[:13]) == ("FORMAL", "emissions", "DA001·颗粒物·排放量")
    assert fires(20, case(read, permit=asked("颗粒物"))) == []


def test_without_requirements_it_cannot_judge() -> None:
    """SV-20 says 无法判断 for what is not registered, and judges the rest."""
    assert lacks(20, case(report(ONE), permit=None)) == ["登记信息中没有排放口"]
    assert lacks(20, case(report(ONE), permit=permit(monitoring=None, limits=None))) == [
        "登记信息中没有自行监测要求",
        "登记信息中没有许可限值",
    ]
    half = permit(monitoring=None, limits=(LimitFacts("DA001", "颗粒物", "20", high=Decimal(20)),))
    said = verdict(20, case(report(ONE), permit=half))
    assert (len(said.hits), said.gaps) == (1, ("登记信息中没有自行监测要求",))
    assert fires(20, case(report(), permit=None)) == []
