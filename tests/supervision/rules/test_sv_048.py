"""SV-48: 治理设施在运行，而药剂、吸附剂或用电量为零。"""

from decimal import Decimal

import pytest

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import LedgerSum
from tests.supervision.building import case, fires, lacks, report, row


def told(parameter: str, amount: str, measure: str = "", code: str = "TA001", **more: str) -> Row:
    """A parameter of a treatment facility."""
    return row(
        "facility-normal",
        2,
        kind="废气",
        code=code,
        parameter=parameter,
        amount=amount,
        measure=measure,
        **more,
    )


RAN = told("运行时间", "5000", "h")


@pytest.mark.parametrize(
    "name", ["耗电量", "药剂使用量", "吸附剂更换量", "脱硫剂用量", "脱硝剂用量", "活性炭用量"]
)
def test_running_on_nothing_is_a_question(name: str) -> None:
    """SV-48 fires on every consumable that is zero."""
    (hit,) = fires(48, case(report(RAN, told(name, "0"))))
    assert (hit.kind, hit.division, hit.section) == ("QUESTION", "POLLUTION", "facilities")
    assert hit.cell == "污染治理设施正常运转情况表 第2行“数量”"
    assert (hit.found, hit.expected) == ("0", "运行 5000 h 应有消耗")
    assert hit.message.startswith(f"TA001·{name}：")


def test_ledger_or_meter_at_zero_make_it_substantive() -> None:
    """SV-48 becomes 未按证排污问题 when another source shows nothing either."""
    ledger = (LedgerSum("污染防治设施运行管理信息", "脱硫剂", Decimal(0), "t"),)
    (hit,) = fires(48, case(report(RAN, told("脱硫剂用量", "0")), ledger=ledger))
    assert hit.kind == "SUBSTANTIVE"
    (hit,) = fires(48, case(report(RAN, told("耗电量", "0")), electricity=Decimal(0)))
    assert hit.kind == "SUBSTANTIVE"
    (hit,) = fires(48, case(report(RAN, told("耗电量", "0")), electricity=Decimal(9)))
    assert hit.kind == "QUESTION"


def test_consumption_standstill_and_reasons_are_right() -> None:
    """SV-48 does not fire on any consumption, on no hours, on blanks, or where the remark says that none is needed."""
    assert fires(48, case(report(RAN, told("耗电量", "0.1")))) == []
    assert fires(48, case(report(told("运行时间", "0", "h"), told("耗电量", "0")))) == []
    assert fires(48, case(report(RAN, told("耗电量", "/"), told("污泥产生量", "0")))) == []
    assert fires(48, case(report(RAN, told("药剂使用量", "0", remark="无需加药")))) == []


def test_without_hours_it_cannot_judge() -> None:
    """SV-48 says 无法判断 for a facility whose hours are not told, and judges the others."""
    expected = ["TA002 没有运行时间，无法判断耗电量为零是否合理"]
    assert lacks(48, case(report(RAN, told("耗电量", "0", code="TA002")))) == expected
    assert fires(48, case(report())) == []
