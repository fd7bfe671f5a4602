"""SV-25: 产品、原辅料或燃料的种类不在许可证之内。"""

import pytest

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import PermitFacts, SubstanceFacts
from tests.supervision.building import case, fires, lacks, permit, report, row

HELD = (("PRODUCT", "镀锌件"), ("MATERIAL", "锌锭"), ("燃料", "天然气"))


def line(record: str, name: str, amount: str = "10", number: int = 1) -> Row:
    """A line of production."""
    return row("production", number, unit="镀锌线", record=record, name=name, amount=amount, measure="t")


def holding(*pairs: tuple[str, str]) -> PermitFacts:
    """A permit with these products, materials and fuels."""
    return permit(substances=tuple(SubstanceFacts(kind, name) for kind, name in pairs))


@pytest.mark.parametrize(
    ("record", "name", "kind", "expected"),
    [
        ("主要产品产量", "镀铬件", "QUESTION", "许可证载明的产品：镀锌件"),
        ("主要原料", "铬酐", "QUESTION", "许可证载明的原辅料：锌锭"),
        ("主要辅料", "三氯乙烯", "QUESTION", "许可证载明的原辅料：锌锭"),
        ("能源消耗", "燃煤用量", "SUBSTANTIVE", "许可证载明的燃料：天然气"),
    ],
)
def test_what_the_permit_does_not_hold_is_a_hit(record: str, name: str, kind: str, expected: str) -> None:
    """SV-25 asks about products and materials; another fuel is more than a question."""
    (hit,) = fires(25, case(report(line(record, name, number=5)), permit=holding(*HELD)))
    assert (hit.rule, hit.kind, hit.section) == ("SV-25", kind, "basic")
    assert (hit.cell, hit.found) == ("排污单位基本信息表 第5行“名称”", name)
    assert hit.expected == expected


@pytest.mark.parametrize(
    ("record", "name"),
    [
        ("主要产品产量", "镀锌件产量"),
        ("主要产品产量", "热镀锌件（吨）"),
        ("生产规模", "镀锌件"),
        ("主要原料", "0号锌锭"),
        ("能源消耗", "天然气用量"),
        ("燃料", "管道天然气"),
        ("能源消耗", "用电量"),
        ("能源消耗", "蒸汽消耗量"),
        ("能源消耗", "硫分"),
        ("取排水", "工业新鲜水"),
        ("运行时间和生产负荷", "正常运行时间"),
        ("主要原料", "/"),
    ],
)
def test_the_same_under_another_name_and_what_is_no_substance_are_in_order(record: str, name: str) -> None:
    """SV-25 does not take a longer name, power, steam or an hour for another substance."""
    assert fires(25, case(report(line(record, name)), permit=holding(*HELD))) == []


@pytest.mark.parametrize(("name", "hits"), [("煤", 0), ("烟煤", 0), ("煤炭", 0), ("煤气", 1)])
def test_coal_is_not_gas(name: str, hits: int) -> None:
    """SV-25 tells short names apart by their ending."""
    held = case(report(line("能源消耗", name)), permit=holding(("FUEL", "原煤"), ("FUEL", "煤")))
    assert len(fires(25, held)) == hits


def test_what_was_not_used_and_what_was_told_is_not_repeated() -> None:
    """SV-25 skips zero and blank, and tells each substance once."""
    rows = [line("主要原料", "铬酐", a, n) for n, a in enumerate(("0", "/", "5", "6"), 1)]
    assert [h.cell for h in fires(25, case(report(*rows), permit=holding(*HELD)))] == [
        "排污单位基本信息表 第3行“名称”"
    ]


def test_without_the_permits_substances_it_cannot_judge() -> None:
    """SV-25 says 无法判断 for all, and for a kind of which nothing is registered."""
    read = report(line("主要原料", "铬酐"))
    assert lacks(25, case(read, permit=None)) == ["登记信息中没有产品、原辅料和燃料"]
    assert lacks(25, case(read)) == ["登记信息中没有产品、原辅料和燃料"]
    assert lacks(25, case(read, permit=holding(("PRODUCT", "镀锌件")))) == ["登记信息中没有原辅料"]
    assert fires(25, case(report())) == []
