"""SV-28: 监测结果最大值高于许可排放浓度限值。"""

from dataclasses import replace

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
