"""SV-68: 报告的用量与台账合计不一致。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import LedgerSum
from tests.supervision.building import case, fires, lacks, report, row


def used(amount: str, measure: str = "t", name: str = "盐酸", number: int = 1) -> Row:
    """A material of the report."""
    return row("production", number, record="主要辅料", name=name, amount=amount, measure=measure)


def held(amount: str, unit: str = "t", name: str = "盐酸用量") -> tuple[LedgerSum, ...]:
    """What the ledger adds up to."""
    return (LedgerSum("主要辅料", name, Decimal(amount), unit, 12),)


@pytest.mark.parametrize(
    ("amount", "kind"),
    [
        ("100.0", None),
        ("95.0", None),
        ("94.9", "QUESTION"),
        ("105.1", "QUESTION"),
        ("50.0", "QUESTION"),
        ("49.9", "SUBSTANTIVE"),
        ("201", "SUBSTANTIVE"),
    ],
)
def test_more_than_the_tolerance_is_a_question_and_half_is_worse(amount: str, kind: str | None) -> None:
    """SV-68 at its boundaries: 5 % and half."""
    found = fires(68, case(report(used(amount)), ledger=held("100")))
    assert [h.kind for h in found] == ([kind] if kind else [])
    for hit in found:
        assert (hit.division, hit.section, hit.found, hit.expected) == (
            "POLLUTION",
            "ledger",
            amount,
            "台账合计 100 t",
        )
        assert hit.cell == "排污单位基本信息表 第1行“数量或内容”"


def test_units_are_brought_together() -> None:
    """SV-68 compares tonnes with kilograms, 万m³ with m³."""
    assert fires(68, case(report(used("1.5")), ledger=held("1500", "kg"))) == []
    assert (
        fires(68, case(report(used("12", "万m³", "天然气")), ledger=held("120000", "Nm3", "天然气消耗量")))
        == []
    )
    assert len(fires(68, case(report(used("1.5", "kg")), ledger=held("1.5", "t")))) == 1


def test_units_of_production_are_added_up_and_facilities_count_too() -> None:
    """SV-68 adds rows of one name, and reads the chemicals of facilities."""
    assert fires(68, case(report(used("40"), used("60", number=2)), ledger=held("100"))) == []
    lime = row("facility-normal", code="TA001", parameter="石灰使用量", amount="7", measure="吨")
    assert fires(68, case(report(lime), ledger=held("7", name="石灰"))) == []
    assert len(fires(68, case(report(lime), ledger=held("9", name="石灰")))) == 1


def test_rounding_is_no_difference() -> None:
    """SV-68 allows half of the last digit written."""
    assert fires(68, case(report(used("1")), ledger=held("1.4"))) == []


def test_what_cannot_be_compared_is_said() -> None:
    """SV-68 lacks the ledger, a common item, or a common unit; a report without amounts is not asked."""
    assert lacks(68, case(report(used("1")))) == ["没有台账登记数据"]
    assert lacks(68, case(report(used("1")), ledger=held("1", name="硫酸"))) == [
        "台账合计中没有与报告对应的项目"
    ]
    for measure, unit in (("", "t"), ("t", ""), ("桶", "t"), ("t", "m³")):
        (gap,) = lacks(68, case(report(used("1", measure)), ledger=held("1", unit)))
        assert gap.startswith("盐酸用量 在报告和台账中的计量单位不同或未写明")
    assert fires(68, case(report())) == []
    assert fires(68, case(report(used("/")), ledger=None)) == []


@given(st.decimals("0.001", "99999", places=3), st.sampled_from(["t", "kg", "g", "万吨"]))
def test_an_amount_never_differs_from_itself(amount: Decimal, unit: str) -> None:
    """SV-68 in any unit of mass."""
    assert fires(68, case(report(used(str(amount), unit)), ledger=held(str(amount), unit))) == []
