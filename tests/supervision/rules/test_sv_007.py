"""SV-7: 应填的表格没有内容，也没有说明不适用的原因。"""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest

from postpermit.supervision.report import Report, Row, UnknownTable
from postpermit.supervision.rules.facts import (
    EquipmentFacts,
    LimitFacts,
    MonitoringFacts,
    OutletFacts,
    PermitFacts,
)
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

AIR, WATER = row("air-concentration", **STATISTICS_ROW), row("water-concentration", **WATER_ROW)
AMOUNT = row("air-amount", **AMOUNT_ROW)


def filled(*rows: Row, monitoring: str = "按方案监测。", **changes: Any) -> Report:
    """A report with these tables and that text on monitoring."""
    return report(*rows, chapters={"monitoring": monitoring, "emissions": "均合规。"}, **changes)


def test_a_table_that_the_permit_wants_and_nobody_filled() -> None:
    """SV-7 fires: the table, in its section."""
    (hit,) = fires(7, case(filled(WATER, AMOUNT)))
    assert (hit.kind, hit.division, hit.section) == ("FORMAL", "ECOLOGY", "monitoring")
    assert hit.cell == "有组织废气污染物排放浓度监测数据统计表"
    assert (hit.found, hit.expected) == ("没有这张表", "填写，或写明不适用的原因")


def test_rows_of_nothing_are_no_content() -> None:
    """SV-7 takes a row of / for none."""
    slashes = row("air-concentration", outlet="/", pollutant="无", count="/", max="/")
    (hit,) = fires(7, case(filled(slashes, WATER, AMOUNT)))
    assert hit.found == "没有内容"


def test_everything_filled_is_right() -> None:
    """SV-7 wants water amounts only where an amount is permitted."""
    assert fires(7, case(filled(AIR, WATER, AMOUNT))) == []
    limit = LimitFacts("DW001", "化学需氧量", "500", None, Decimal(500), "mg/L", annual_amount=Decimal(3))
    (hit,) = fires(7, case(filled(AIR, WATER, AMOUNT), permit=permit(limits=(limit,))))
    assert (hit.section, hit.cell) == ("emissions", "废水污染物实际排放量报表")


def test_a_quarterly_report_has_amounts_only() -> None:
    """SV-7 asks of a kind of report only for its own tables."""
    assert fires(7, case(filled(AMOUNT, kind="QUARTERLY", period="2026Q3"))) == []
    (hit,) = fires(7, case(filled(kind="QUARTERLY", period="2026Q3")))
    assert hit.cell == "废气污染物实际排放量报表"


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("废气不适用，排放口全年停用。", 0),
        ("本年度不适用，设备未启用。", 0),
        ("DA001废气治理设施已拆除，不再排放。", 0),
        ("不适用。", 1),
        ("废水不适用，全部回用不外排。", 1),
        ("未出现非正常工况，非正常工况监测数据统计表不适用。", 1),
        ("排放口全年未停用，监测正常。", 1),
        ("设备检修停产5天。", 1),
        ("废气排放口7月1日至9月底停用，期间未排放污染物。", 1),
        ("废气排放口2025年12月起停用，未排放污染物。", 0),
    ],
)
def test_not_applicable_needs_a_reason_about_this_table(text: str, hits: int) -> None:
    """SV-7: 不适用 alone, of another medium, or of another table excuses nothing."""
    assert len(fires(7, case(filled(WATER, AMOUNT, monitoring=text)))) == hits


def test_a_standstill_excuses_every_table() -> None:
    """SV-7 is silent where production stood still for the whole period."""
    assert fires(7, case(report(chapters={"explanation": "本单位全年停产。"}))) == []


def test_fugitive_points_want_their_table() -> None:
    """SV-7: a point with a limit or a requirement, and no other."""
    points = (*(permit().outlets or ()), OutletFacts("厂界", kind="DIFFUSE"))
    bare = permit(outlets=points)
    assert fires(7, case(filled(AIR, WATER, AMOUNT), permit=bare)) == []
    told = replace(bare, monitoring=(MonitoringFacts("厂界", "颗粒物", "MANUAL", "1次/季"),))
    (hit,) = fires(7, case(filled(AIR, WATER, AMOUNT), permit=told))
    assert hit.cell == "无组织废气污染物排放浓度监测数据统计表"


@pytest.mark.parametrize("code", ["summary", "production", "ledger", "disclosure", "facility-normal"])
def test_a_printed_table_of_everyone_must_be_filled(code: str) -> None:
    """SV-7: the form printed it, nobody filled it; treatment only where the permit has some."""
    read = filled(AIR, WATER, AMOUNT)
    empty = replace(read, tables={**read.tables, code: ()})
    treating = permit(equipment=(EquipmentFacts("TA001"),))
    assert len(fires(7, case(empty, permit=treating))) == 1
    assert fires(7, case(read, permit=treating)) == []
    assert len(fires(7, case(empty, permit=permit(equipment=())))) == (code != "facility-normal")


@pytest.mark.parametrize("held", [None, permit(outlets=None)])
def test_without_outlets_it_cannot_judge(held: PermitFacts | None) -> None:
    """SV-7 needs the outlets, but still sees an empty table that everyone fills."""
    assert lacks(7, case(filled(), permit=held)) == ["登记信息中没有排放口，不知道哪些表格应填"]


def test_without_limits_requirements_or_kind_it_cannot_judge() -> None:
    """SV-7 says which table it could not judge."""
    said = lacks(7, case(filled(AMOUNT), permit=permit(limits=None, monitoring=None)))
    assert (
        said[0]
        == "登记信息中没有许可限值和自行监测要求，不知道有组织废气污染物排放浓度监测数据统计表是否应填"
    )
    assert lacks(7, case(report(kind=""))) == ["没有识别出报告类型，不知道应有哪些内容"]
    strange = UnknownTable("附表", "第9个表", (("排放口", "污染物"),))
    assert "有表格没有识别出来" in lacks(7, case(filled(WATER, AMOUNT, unknown=(strange,))))[0]
