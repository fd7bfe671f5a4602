"""SV-23: 计量单位与许可证不一致，或者数值相差约一千倍。"""

from decimal import Decimal

import pytest

from postpermit.supervision.rules.facts import LimitFacts, PermitFacts
from postpermit.supervision.rules.units import factor, plain_unit
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


def limited(unit: str, high: str = "50", pollutant: str = "氮氧化物") -> PermitFacts:
    """A permit whose limit at DA001 has this unit."""
    return permit(limits=(LimitFacts("DA001", pollutant, high, high=Decimal(high), unit=unit),))


@pytest.mark.parametrize(
    ("column", "written"), [("max", "40mg/L"), ("limit", "50μg/m³"), ("min", "0.02g/m3")]
)
def test_another_unit_in_a_cell_is_a_hit(column: str, written: str) -> None:
    """SV-23 fires with the unit it read."""
    (hit,) = fires(23, case(report(row(AIR, 2, **STATISTICS_ROW | {column: written}))))
    assert (hit.rule, hit.kind, hit.division, hit.section) == ("SV-23", "FORMAL", "ECOLOGY", "monitoring")
    assert hit.expected == "单位：mg/m³"
    assert hit.found == f"{written}（{plain_unit(written.lstrip('0123456789.'))}）"


@pytest.mark.parametrize("written", ["mg/m3", "mg/Nm3", "mg/Nm³", "mg/m³", "毫克/立方米", "mg/m³（标态）"])
@pytest.mark.parametrize("held", ["mg/m³", "mg/Nm3", "毫克每立方米", ""])
def test_spellings_of_one_unit_are_equal(written: str, held: str) -> None:
    """SV-23 compares units, not spellings; without a unit in the permit the heading's counts."""
    read = report(row(AIR, **STATISTICS_ROW | {"limit": f"50{written}", "remark": f"单位：{written}"}))
    assert fires(23, case(read, permit=limited(held))) == []


def test_the_remark_tells_the_unit_first() -> None:
    """SV-23 reads 单位：kg in the remark; the unit that built something is none."""
    (hit,) = fires(23, case(report(row(AMOUNT, 2, **AMOUNT_ROW | {"remark": "手工核算；单位：kg"}))))
    assert (hit.section, hit.expected, hit.found) == ("emissions", "单位：t", "1.0（kg）")
    assert fires(23, case(report(row(AMOUNT, **AMOUNT_ROW | {"remark": "监测单位：克明检测"})))) == []
    flow = AMOUNT_ROW | {"pollutant": "工业废气排放量", "total": "113157.1", "remark": "单位：万Nm³"}
    assert fires(23, case(report(row(AMOUNT, **flow)))) == []


@pytest.mark.parametrize(
    ("stated", "hits"),
    [("50000", 1), ("0.05", 1), ("45000", 1), ("44999", 0), ("55000", 1), ("55001", 0), ("80", 0)],
)
def test_a_limit_about_a_thousandfold_off_is_a_hit(stated: str, hits: int) -> None:
    """SV-23 fires within ten percent of a thousand; other differences are rule 29's."""
    found = fires(23, case(report(row(AIR, **STATISTICS_ROW | {"limit": stated}))))
    assert [h.expected for h in found] == ["50 mg/m³"] * hits


@pytest.mark.parametrize(("stated", "top"), [("25", "10"), ("25000", "10000"), ("25g/m³", "10g/m³")])
def test_a_limit_in_the_headings_unit_is_right_too(stated: str, top: str) -> None:
    """SV-23 knows that 25 g/m³ is 25 000 mg/m³."""
    vapour = STATISTICS_ROW | {"pollutant": "油气", "limit": stated, "max": top, "min": top, "mean": top}
    assert fires(23, case(report(row(AIR, **vapour)), permit=limited("g/m³", "25", "油气"))) == []


def test_a_result_a_thousand_times_the_limit_is_a_hit() -> None:
    """SV-23 at its boundary: a thousand times, and a little less; small results are usual."""
    assert len(fires(23, case(report(row(AIR, **STATISTICS_ROW | {"max": "50000"}))))) == 1
    assert fires(23, case(report(row(AIR, **STATISTICS_ROW | {"max": "49999"})))) == []
    assert fires(23, case(report(row(AIR, **STATISTICS_ROW | {"max": "0.001", "min": "0.001"})))) == []


def test_eleven_billion_tonnes_are_a_hit() -> None:
    """SV-23 catches the absurd amount, with a permitted one and without."""
    absurd = AMOUNT_ROW | {"total": "11190000000", "permitted": "0.36"}
    read = report(row(AMOUNT, **absurd), kind="QUARTERLY", period="2026Q3")
    (hit,) = fires(23, case(read))
    assert (hit.found, hit.expected) == ("11190000000", "许可年排放量 2 t")
    (hit,) = fires(23, case(report(row(AMOUNT, **absurd | {"permitted": "/"})), permit=None))
    assert hit.expected.startswith("单位：t")


@pytest.mark.parametrize(("total", "hits"), [("2000", 1), ("1999.9", 0)])
def test_amounts_a_thousand_times_the_permitted_are_a_hit(total: str, hits: int) -> None:
    """SV-23 takes kilograms for what they are."""
    assert len(fires(23, case(report(row(AMOUNT, **AMOUNT_ROW | {"total": total}))))) == hits


def test_the_permitted_amount_a_thousandfold_off_is_a_hit() -> None:
    """SV-23 compares the stated permitted amount with the permit's."""
    (hit,) = fires(23, case(report(row(AMOUNT, **AMOUNT_ROW | {"permitted": "2000"}))))
    assert (hit.found, hit.expected) == ("2000", "2 t")


def test_values_without_dimension_are_not_judged_by_the_heading() -> None:
    """SV-23 does not ask mg/L of a pH value."""
    ph = WATER_ROW | {"pollutant": "pH值", "limit": "6-9", "min": "6.8", "max": "7.5", "mean": "7.1"}
    held = permit(limits=(LimitFacts("DW001", "pH值", "6-9", Decimal(6), Decimal(9), "无量纲"),))
    assert fires(23, case(report(row(WATER, **ph | {"remark": "单位：无量纲"})), permit=held)) == []
    assert fires(23, case(report(row(WATER, **ph)), permit=permit(limits=()))) == []


def test_without_limits_it_cannot_judge_results() -> None:
    """SV-23 says 无法判断 for results, and still judges units of amounts."""
    assert lacks(23, case(report(row(AIR, **STATISTICS_ROW)), permit=None)) == ["登记信息中没有许可限值"]
    assert len(fires(23, case(report(row(AMOUNT, **AMOUNT_ROW | {"total": "900kg"})), permit=None))) == 1


def test_factors_go_there_and_back() -> None:
    """SV-23 converts exactly, and never between kinds."""
    assert factor("g/m³", "mg/Nm3") == 1000
    assert factor("kg", "t") == Decimal("0.001")
    assert factor("mg/L", "mg/m³") is None
    assert factor("没有的单位", "t") is None
