"""SV-77: 报告停产却填有生产排放数据，或停产没有说明。"""

from datetime import date

import pytest

from postpermit.supervision.report import Row
from postpermit.supervision.rules.facts import AutomaticFacts, Obligation
from tests.supervision.building import AMOUNT_ROW, STATISTICS_ROW, case, fires, report, row

ZERO = {**AMOUNT_ROW, "p1": "0", "p2": "0", "p3": "0", "p4": "0", "total": "0"}
STOPPED = {"explanation": "受订单影响，全年停产。"}
EXPLANATION = "停产的说明原因和时段"


def hours(amount: str = "8760", name: str = "停产时间", measure: str = "h") -> Row:
    """A row of hours of one production unit."""
    return row("production", record="运行时间和生产负荷", name=name, amount=amount, measure=measure)


def test_amounts_beside_a_stop_are_a_hit() -> None:
    """SV-77 fires at the amount, for 污防科."""
    (hit,) = fires(77, case(report(row("air-amount", **AMOUNT_ROW), chapters=STOPPED)))
    assert (hit.kind, hit.division, hit.section, hit.clause) == (
        "FORMAL",
        "POLLUTION",
        "emissions",
        "regulation:22",
    )
    assert (hit.found, hit.cell) == ("1.0", "废气污染物实际排放量报表 第1行“合计”")
    assert hit.message == "排放量：报告停产却填有生产排放数据，或停产没有说明。"


def test_output_and_hours_of_running_are_data_of_operation_too() -> None:
    """SV-77 fires once for output and once for hours; a capacity is no output."""
    made = row("production", record="主要产品产量", name="镀件", amount="10", measure="t")
    capacity = row("production", record="生产规模", name="镀件", amount="100", measure="t")
    found = fires(77, case(report(made, capacity, hours("12", "正常运行时间"), chapters=STOPPED)))
    assert [h.found for h in found] == ["10", "12"]


def test_measured_operation_makes_it_substantive() -> None:
    """SV-77 is more than a slip of the pen when automatic data of the period show running."""
    read = report(row("air-amount", **AMOUNT_ROW), chapters=STOPPED)
    running = AutomaticFacts("DA001", "氮氧化物", running_days=(date(2026, 5, 1),))
    earlier = AutomaticFacts("DA001", "氮氧化物", running_days=(date(2025, 5, 1),))
    assert [h.kind for h in fires(77, case(read, automatic=(running,)))] == ["SUBSTANTIVE"]
    assert [h.kind for h in fires(77, case(read, automatic=(earlier,)))] == ["FORMAL"]


def test_a_stop_note_claims_the_stop_as_well() -> None:
    """SV-77 takes the obligation's note of a stop for a claim, and for its explanation."""
    noted = Obligation("ANNUAL", "2026", stop_note=True)
    assert len(fires(77, case(report(row("air-amount", **AMOUNT_ROW)), obligation=noted))) == 1
    assert fires(77, case(report(row("air-amount", **ZERO)), obligation=noted)) == []


@pytest.mark.parametrize(
    "text",
    [
        "本年度停产检修10天。",
        "报告期内停产情况：无。",
        "全年停产共计12天。",
        "无全年停产。",
        "本年度停产期间按要求封存。",
        "生产正常。",
    ],
)
def test_a_stop_of_some_days_is_none_of_the_whole_period(text: str) -> None:
    """SV-77 does not fire where production paused for a while."""
    assert fires(77, case(report(row("air-amount", **AMOUNT_ROW), chapters={"explanation": text}))) == []


@pytest.mark.parametrize(
    ("amount", "measure", "hits"), [("8584.8", "h", 1), ("8584.7", "h", 0), ("365", "天", 1)]
)
def test_hours_of_nearly_the_whole_period_need_an_explanation(amount: str, measure: str, hits: int) -> None:
    """SV-77 at its boundary: 98 % of the period's hours, or days."""
    found = fires(77, case(report(hours(amount, measure=measure))))
    assert [h.expected for h in found] == [EXPLANATION] * hits


def test_one_unit_that_ran_is_no_stop_of_the_plant() -> None:
    """SV-77 wants every unit to stand still."""
    assert fires(77, case(report(hours(), hours("100")))) == []
    assert fires(77, case(report(hours(), hours("40", "正常运行时间")))) == []


def test_an_ordinary_year_with_weekends_is_no_stop() -> None:
    """SV-77 leaves 停产时间 of nights and weekends alone."""
    read = report(hours("6360"), hours("2400", "正常运行时间"), row("air-amount", **AMOUNT_ROW))
    assert fires(77, case(read)) == []


def test_all_outlets_at_zero_need_an_explanation() -> None:
    """SV-77 fires when every outlet reports zero and no word says why, in a quarter as in a year."""
    (hit,) = fires(77, case(report(row("air-amount", **ZERO), kind="QUARTERLY", period="2026Q2")))
    assert (hit.expected, hit.section, hit.division) == (EXPLANATION, "explanation", "POLLUTION")
    assert hit.message == "停产说明：停产或排放全部为零，报告没有说明。"


@pytest.mark.parametrize(
    "rows",
    [
        [row("air-amount", **ZERO | {"remark": "停产"})],
        [row("air-amount", **ZERO), row("air-amount", 2, **ZERO | {"total": "/"})],
        [row("air-amount", **ZERO), row("air-amount", 2, **AMOUNT_ROW)],
        [row("air-amount", **ZERO), row("air-concentration", **STATISTICS_ROW)],
        [row("air-amount", **ZERO), row("production", record="主要产品产量", name="镀件", amount="9")],
    ],
)
def test_zero_with_a_reason_or_with_operation_is_for_other_rules(rows: list[Row]) -> None:
    """SV-77 does not fire on zero with a remark, beside unreported outlets, or where the plant evidently ran."""
    assert fires(77, case(report(*rows))) == []


def test_a_claimed_stop_with_nothing_filled_is_right() -> None:
    """SV-77 does not fire on / beside a stop."""
    assert fires(77, case(report(row("air-amount", **ZERO | {"total": "/"}), chapters=STOPPED))) == []
