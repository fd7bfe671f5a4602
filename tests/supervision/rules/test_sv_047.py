"""SV-47: 燃料与设施不符，或煤、油没有填报硫分和灰分。"""

import pytest

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import EquipmentFacts
from tests.supervision.building import case, fires, permit, report, row


def fuel(name: str, amount: str = "100", unit: str = "1号锅炉", record: str = "能源消耗") -> Row:
    """A fuel or its quality."""
    return row("production", 3, unit=unit, record=record, name=name, amount=amount, measure="t")


QUALITY = (fuel("硫分", "0.5"), fuel("灰分", "12"))


def test_coal_without_its_quality_is_a_formal_hit() -> None:
    """SV-47 fires on coal without sulphur and ash, on oil without sulphur."""
    (hit,) = fires(47, case(report(fuel("原煤"))))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "APPROVAL", "basic")
    assert hit.cell == "排污单位基本信息表 第3行“名称”"
    assert (hit.found, hit.expected) == ("原煤", "填报硫分、灰分")
    assert [h.expected for h in fires(47, case(report(fuel("重油"))))] == ["填报硫分"]
    assert [
        h.expected for h in fires(47, case(report(fuel("原煤"), fuel("灰分", "12"), fuel("硫分", "/"))))
    ] == ["填报硫分"]


def test_coal_with_its_quality_is_right() -> None:
    """SV-47 does not fire when sulphur and ash are told."""
    assert fires(47, case(report(fuel("原煤"), *QUALITY))) == []
    assert fires(47, case(report(fuel("燃料油"), fuel("含硫量", "0.5")))) == []


@pytest.mark.parametrize("name", ["天然气", "煤气", "煤油", "柴油", "煤质活性炭", "粉煤灰", "生物质颗粒"])
def test_other_fuels_have_no_ash_to_tell(name: str) -> None:
    """SV-47 knows coal and heavy oil only."""
    assert fires(47, case(report(fuel(name)))) == []


def test_coal_that_is_no_fuel_or_was_not_burnt_is_left_alone() -> None:
    """SV-47 does not fire on raw materials and on nothing used."""
    assert fires(47, case(report(fuel("洗精煤", record="主要原料")))) == []
    assert fires(47, case(report(fuel("原煤", "0"), fuel("燃煤", "/")))) == []


def test_coal_in_a_gas_boiler_is_a_question() -> None:
    """SV-47 asks when the unit, or every boiler of the permit, burns gas."""
    (hit,) = fires(47, case(report(fuel("原煤", unit="2号燃气锅炉"), *QUALITY)))
    assert (hit.kind, hit.found, hit.expected) == ("QUESTION", "100", "燃气锅炉不使用煤，请说明")
    gas = permit(equipment=(EquipmentFacts("MF0001", "PRODUCTION", "1号燃气锅炉"),))
    both = permit(equipment=(*gas.equipment, EquipmentFacts("MF0002", "PRODUCTION", "燃煤锅炉")))  # type: ignore[misc]
    read = report(fuel("原煤", unit=""), *QUALITY)
    assert len(fires(47, case(read, permit=gas))) == 1
    assert fires(47, case(read, permit=both)) == []
    assert fires(47, case(read, permit=None)) == []
