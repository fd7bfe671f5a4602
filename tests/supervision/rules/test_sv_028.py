"""SV-28: 监测结果最大值高于许可排放浓度限值。"""

from dataclasses import replace
from decimal import Decimal

from postpermit.supervision.rules.facts import LimitFacts
from tests.supervision.building import STATISTICS_ROW, WATER_ROW, case, fires, lacks, permit, report, row

AIR, WATER = "air-concentration", "water-concentration"


def test_a_maximum_above_the_limit_is_a_hit_with_its_cell() -> None:
    """SV-28 fires: the cell, what was found and what was permitted are named."""
    (hit,) = fires(28, case(report(row(AIR, 3, **STATISTICS_ROW | {"max": "50.1"}))))
    assert (hit.rule, hit.kind, hit.division, hit.section) == (
        "SV-28",
        "SUBSTANTIVE",
        "ECOLOGY",
        "monitoring",
    )
    assert hit.cell == "有组织废气污染物排放浓度监测数据统计表 第3行“最大值”"
    assert (hit.found, hit.expected) == ("50.1", "不高于 50 mg/m³")
    assert hit.message == "DA001·氮氧化物：监测结果最大值高于许可排放浓度限值。"


def test_the_limit_itself_is_kept() -> None:
    """SV-28 at its boundary: equal to the limit is no exceedance."""
    assert fires(28, case(report(row(AIR, **STATISTICS_ROW | {"max": "50"}), row(WATER, **WATER_ROW)))) == []


def test_another_spelling_of_the_pollutant_is_the_same_pollutant() -> None:
    """SV-28 compares pollutants, not spellings."""
    assert len(fires(28, case(report(row(AIR, **STATISTICS_ROW | {"pollutant": "NOx", "max": "51"}))))) == 1


def test_without_limits_it_cannot_judge() -> None:
    """SV-28 says 无法判断 without the permit, without its limits, and for a pair that has none."""
    read = report(row(AIR, **STATISTICS_ROW | {"max": "51"}))
    assert lacks(28, case(read, permit=None)) == ["登记信息中没有许可限值"]
    assert lacks(28, case(read, permit=replace(permit(), limits=None))) == ["登记信息中没有许可限值"]
    assert lacks(28, case(read, permit=permit(limits=()))) == ["DA001 氮氧化物 没有登记浓度限值"]


def test_nothing_reported_is_no_exceedance() -> None:
    """SV-28 does not fire on / or blank: that is for the rules of completeness."""
    assert fires(28, case(report(row(AIR, **STATISTICS_ROW | {"max": "/"})))) == []


def test_rates_and_fugitive_results_are_held_against_their_limits() -> None:
    """SV-28 judges rates by the permitted rate, and one result at a point by its limit, each pair once."""
    limits = (
        LimitFacts("DA001", "氮氧化物", high=Decimal(50), rate=Decimal("1.5")),
        LimitFacts("厂界", "颗粒物", high=Decimal("0.5"), unit="mg/m³"),
    )
    rate = row("air-rate", outlet="DA001", pollutant="氮氧化物", min="1", max="1.6", mean="1.2")
    points = [row("fugitive", n, point="厂界", pollutant="颗粒物", result="0.6") for n in (1, 2)]
    hits = fires(28, case(report(rate, *points), permit=permit(limits=limits)))
    assert [(h.found, h.expected) for h in hits] == [("1.6", "不高于 1.5 kg/h"), ("0.6", "不高于 0.5 mg/m³")]


def test_a_range_is_kept_at_both_ends() -> None:
    """SV-28 also fires below the lower end of a range."""
    held = permit(limits=(LimitFacts("DW001", "pH值", "6-9", Decimal(6), Decimal(9)),))
    read = report(row(WATER, **WATER_ROW | {"pollutant": "pH", "min": "5.9", "max": "9"}))
    (hit,) = fires(28, case(read, permit=held))
    assert (hit.found, hit.expected) == ("5.9", "不低于 6")
    assert hit.message == "DW001·pH值：监测结果最小值低于许可范围的下限。"


def test_a_daily_limit_does_not_judge_hourly_values() -> None:
    """SV-28 takes the hourly limit where the permit has both, the daily one where it has no other."""
    daily = LimitFacts("DA001", "氮氧化物", high=Decimal(30), basis_kind="DAILY")
    hourly = LimitFacts("DA001", "氮氧化物", high=Decimal(50), basis_kind="HOURLY")
    read = report(row(AIR, **STATISTICS_ROW | {"max": "40"}))
    assert fires(28, case(read, permit=permit(limits=(daily, hourly)))) == []
    assert len(fires(28, case(read, permit=permit(limits=(daily,))))) == 1
    assert fires(28, case(report(row(AIR, **STATISTICS_ROW | {"max": "60L"})))) == []
