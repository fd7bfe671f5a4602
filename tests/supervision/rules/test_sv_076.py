"""SV-76: 环境保护税金额缺失，或应税量与实际排放量不符。"""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.report import Row, UnknownTable
from tests.supervision.building import AMOUNT_ROW, case, fires, report, row

PAID = {"period": "2026年", "item": "氮氧化物", "amount": "1.0", "paid": "9000"}
EMITTED = row("air-amount", **AMOUNT_ROW | {"total": "1.000"})
WHOLE = {"type": "全厂合计", "pollutant": "氮氧化物"}


def taxed(**changes: str) -> Row:
    """A row of the tax table."""
    return row("tax", **PAID | changes)


def test_another_amount_than_the_reported_one_is_asked_about() -> None:
    """SV-76 fires for 审批科 with both amounts."""
    (hit,) = fires(76, case(report(EMITTED, taxed(amount="0.1"))))
    assert (hit.kind, hit.division, hit.section) == ("QUESTION", "APPROVAL", "tax")
    assert hit.cell == "环境保护税缴纳情况表 第1行“应税污染物量”"
    assert (hit.found, hit.expected) == ("应税污染物量合计 0.1 t", "与实际排放量 1 t 相符")
    assert hit.message.startswith("氮氧化物：")


@pytest.mark.parametrize(("amount", "hits"), [("0.9000", 0), ("0.8999", 1), ("1.1110", 0), ("1.1113", 1)])
def test_the_tolerance_itself_is_kept(amount: str, hits: int) -> None:
    """SV-76 at its boundaries: a tenth of the larger amount, and what rounding took away."""
    assert len(fires(76, case(report(EMITTED, taxed(amount=amount))))) == hits


def test_rounding_is_no_difference() -> None:
    """SV-76 grants half a digit: 0.04 t told as 0.0 t."""
    small = row("air-amount", **AMOUNT_ROW | {"total": "0.04"})
    assert fires(76, case(report(small, taxed(amount="0.0")))) == []


def test_quarters_add_up_and_a_yearly_row_stands_for_them() -> None:
    """SV-76 sums the quarters, under any spelling, and does not count the year's row twice."""
    quarters = [taxed(period=f"2026年第{n}季度", item="NOx", amount="0.25") for n in (1, 2, 3, 4)]
    assert fires(76, case(report(EMITTED, *quarters))) == []
    assert fires(76, case(report(EMITTED, *quarters, taxed(period="全年合计", amount="1.0")))) == []


def test_either_the_whole_plant_or_the_sum_of_outlets_may_agree() -> None:
    """SV-76 leaves a total that contradicts its outlets to the rule for that."""
    whole = row("air-amount", 2, **WHOLE, total="5")
    assert fires(76, case(report(EMITTED, whole, taxed()))) == []
    assert fires(76, case(report(EMITTED, whole, taxed(amount="5")))) == []
    assert len(fires(76, case(report(EMITTED, whole, taxed(amount="2"))))) == 1


def test_amounts_that_do_not_cover_the_site_are_not_compared() -> None:
    """SV-76 judges nothing beside an outlet without an amount, another unit, or a subtotal of general outlets."""
    for more in (
        row("air-amount", 2, **AMOUNT_ROW | {"outlet": "DA002", "total": "/"}),
        row("air-amount", 2, **AMOUNT_ROW | {"outlet": "DA002", "remark": "单位：kg"}),
        row("air-amount", 2, type="一般排放口（合计）", pollutant="氮氧化物", total="3"),
    ):
        assert fires(76, case(report(EMITTED, more, taxed(amount="4")))) == []


def test_a_table_without_any_sum_is_asked_about_once() -> None:
    """SV-76 fires when no row names a sum and nothing says why."""
    (hit,) = fires(76, case(report(EMITTED, taxed(paid="/"), taxed(paid="", item="二氧化硫", amount="/"))))
    assert (hit.cell, hit.found) == ("环境保护税缴纳情况表 第1行“缴纳金额”", "/")
    assert fires(76, case(report(EMITTED, taxed(paid="/", remark="低于标准50%，减免")))) == []
    assert fires(76, case(report(EMITTED, taxed(paid="不适用")))) == []


@pytest.mark.parametrize(
    ("text", "hits"),
    [
        ("已按规定缴纳环境保护税。", 1),
        ("全年缴纳环境保护税1.2万元。", 0),
        ("废水纳管，环境保护税不适用。", 0),
        ("", 0),
    ],
)
def test_a_chapter_without_a_table_names_a_sum_or_a_reason(text: str, hits: int) -> None:
    """SV-76 reads the chapter; an empty one is for the rules of completeness."""
    assert len(fires(76, case(report(chapters={"tax": text})))) == hits


def test_sums_may_stand_in_a_table_nobody_knows() -> None:
    """SV-76 does not say that sums are missing when a table about the tax was not recognised."""
    table = UnknownTable("缴税明细", "缴税明细", (("税款", "1200"),))
    assert fires(76, case(report(chapters={"tax": "已缴纳。"}, unknown=(table,)))) == []


def test_only_the_years_report_tells_of_tax() -> None:
    """SV-76 judges nothing without the chapter, and nothing of a quarter."""
    assert fires(76, case(report(chapters={}))) == []
    assert fires(76, case(report(taxed(paid="/"), kind="QUARTERLY", period="2026Q2"))) == []


@given(st.lists(st.integers(1, 10**6).map(lambda n: Decimal(n) / 10000), min_size=4, max_size=4))
def test_quarters_of_the_same_year_never_differ(parts: list[Decimal]) -> None:
    """SV-76 with exact amounts: what was emitted is what was taxed."""
    rows = [taxed(period=f"第{n}季度", amount=str(part)) for n, part in enumerate(parts, 1)]
    assert fires(76, case(report(row("air-amount", **AMOUNT_ROW | {"total": str(sum(parts))}), *rows))) == []
