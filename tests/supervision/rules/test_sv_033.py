"""SV-33: 本年累计排放量接近或超过年许可排放量。"""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.supervision.report import Report, Row
from postpermit.supervision.rules.facts import LimitFacts
from tests.supervision.building import AMOUNT_ROW, case, fires, lacks, permit, report, row, verdict

AMOUNT = "air-amount"


def amount(total: str, **changes: str) -> Row:
    """A row of amounts; the permit allows 2 t a year."""
    return row(AMOUNT, **AMOUNT_ROW | {"total": total, **changes})


def filed(period: str, total: str, **changes: str) -> Report:
    """A quarterly or monthly report."""
    return report(amount(total, **changes), kind="QUARTERLY" if "Q" in period else "MONTHLY", period=period)


def quarters(*totals: str) -> list[tuple[str, str]]:
    """(found, expected) for the last of these quarters, the others being on file."""
    *before, last = [filed(f"2026Q{n}", total) for n, total in enumerate(totals, 1)]
    return [(h.found, h.expected) for h in fires(33, case(last, earlier=tuple(before)))]


def test_the_years_sum_is_compared_with_the_years_amount() -> None:
    """SV-33 is a question with the highest step reached."""
    (hit,) = fires(33, case(filed("2026Q2", "0.9"), earlier=(filed("2026Q1", "0.8"),)))
    assert (hit.rule, hit.kind, hit.division, hit.section) == ("SV-33", "QUESTION", "ECOLOGY", "emissions")
    assert hit.cell == "废气污染物实际排放量报表 第1行“合计”"
    assert (hit.found, hit.expected) == ("本年累计 1.7 t，占 85.0%", "不超过年许可排放量 2 t 的 80%")


@pytest.mark.parametrize(
    ("totals", "step"),
    [
        (("0.8", "0.8"), ""),
        (("0.8", "0.801"), "80%"),
        (("0.8", "1"), "80%"),
        (("0.8", "1.001"), "90%"),
        (("0.8", "1.2"), "90%"),
        (("0.8", "0.7", "0.501"), "100%"),
    ],
)
def test_every_step_itself_is_kept(totals: tuple[str, ...], step: str) -> None:
    """SV-33 at its boundaries."""
    assert [expected.rpartition(" ")[2] for _, expected in quarters(*totals)] == [step] * bool(step)


@given(st.lists(st.integers(0, 90), min_size=1, max_size=4))
def test_only_the_sum_counts(hundredths: list[int]) -> None:
    """SV-33 fires exactly when the year's sum is above eight tenths of two tonnes."""
    fired = quarters(*(str(Decimal(n) / 100) for n in hundredths))
    assert bool(fired) == (sum(hundredths) > 160)


def test_months_and_quarters_are_not_counted_twice() -> None:
    """SV-33 takes the quarter where it is filed, the months where it is not."""
    months = [filed(f"2026-0{n}", "0.3") for n in (1, 2, 3, 4)]
    last = filed("2026-05", "0.3")
    assert fires(33, case(last, earlier=(*months, filed("2026Q1", "0.9")))) == []
    assert fires(33, case(last, earlier=tuple(months))) == []
    (hit,) = fires(33, case(filed("2026-05", "0.5"), earlier=(*months, filed("2025Q4", "9"))))
    assert hit.found == "本年累计 1.7 t，占 85.0%"


def test_the_site_is_summed_up_where_its_amount_is_permitted() -> None:
    """SV-33 also judges the whole site, by its own line or by its outlets."""
    site = permit(limits=(LimitFacts("", "氮氧化物", annual_amount=Decimal(2)),))
    rows = [amount("0.9", outlet=o, permitted="/") for o in ("DA001", "DA002")]
    read = report(*rows, kind="QUARTERLY", period="2026Q1")
    assert [h.message[:7] for h in fires(33, case(read, permit=site))] == ["全厂·氮氧化物"]
    whole = amount("1.7", type="全厂合计", outlet="", permitted="/")
    read = report(*rows, whole, kind="QUARTERLY", period="2026Q1")
    assert [h.found for h in fires(33, case(read, permit=site))] == ["本年累计 1.7 t，占 85.0%"]


def test_a_years_report_needs_no_other() -> None:
    """SV-33 judges the annual report by its own total; above the permitted is rule 32's."""
    assert [h.found for h in fires(33, case(report(amount("1.9"))))] == ["本年累计 1.9 t，占 95.0%"]
    assert fires(33, case(report(amount("1.0")))) == []
    assert fires(33, case(report(amount("2.1")))) == []


def test_without_the_earlier_reports_it_cannot_judge() -> None:
    """SV-33 says which reports are missing, and still judges what is there."""
    assert lacks(33, case(filed("2026Q2", "0.5"))) == ["系统中没有2026年第1季度的报告，累计不完整"]
    assert lacks(33, case(filed("2026-03", "0.5"), earlier=(filed("2026-01", "0.1"),))) == [
        "系统中没有2026年2月的报告，累计不完整"
    ]
    said = verdict(33, case(filed("2026Q2", "1.7")))
    assert (len(said.hits), len(said.gaps)) == (1, 1)
    assert lacks(33, case(report(amount("1"), kind="QUARTERLY", period=""))) == ["没有读出报告时段，不能累计"]


def test_nothing_is_missing_from_before_the_permit_or_without_a_permitted_amount() -> None:
    """SV-33 keeps quiet where it does not apply."""
    new = permit(first_issued_on=date(2026, 4, 2))
    assert fires(33, case(filed("2026Q2", "0.5"), permit=new)) == []
    assert fires(33, case(filed("2026Q2", "0.5", permitted="/"), permit=permit(limits=()))) == []
