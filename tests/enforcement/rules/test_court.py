"""EN-135 to EN-137: the court is asked after review and suit, the surcharge is settled, the daily fine is its product."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from postpermit.enforcement.rules.case_facts import CaseFacts
from postpermit.enforcement.rules.clock import ClockState
from postpermit.enforcement.rules.clocks import clocks_of
from postpermit.enforcement.rules.court import attacked_spans, court_fault, court_from
from postpermit.enforcement.rules.fines import Growth, daily_fault, settled_fault, surcharge
from postpermit.enforcement.rules.inquiry import inquiry_fault
from postpermit.workdays import shipped

SERVED, SUIT = date(2026, 1, 6), date(2026, 7, 6)
FACTS = CaseFacts(served_on=SERVED, fine_yuan=Decimal(20_000))
REVIEWED = replace(FACTS, review_applied_on=date(2026, 2, 2), review_ended_on=date(2026, 4, 1))
SUED = replace(REVIEWED, suit_filed_on=date(2026, 4, 10), suit_ended_on=date(2026, 9, 1))


@pytest.mark.parametrize(
    ("facts", "since"),
    [
        (FACTS, SUIT),
        (replace(REVIEWED, review_ended_on=None), None),
        (REVIEWED, date(2026, 4, 16)),
        (replace(SUED, suit_ended_on=None), None),
        (SUED, date(2026, 9, 1)),
    ],
)
def test_the_court_is_asked_only_after_review_and_suit(facts: CaseFacts, since: date | None) -> None:
    """EN-135: not on the last day, on the next; never while one goes on."""
    assert court_from(facts, SUIT) == since
    for on in (SERVED, since or SUIT):
        assert court_fault(facts, SUIT, on)
    if since is not None:
        assert court_fault(facts, SUIT, since + timedelta(days=1)) == ""


def test_the_clock_of_the_court_begins_where_the_court_may_be_asked() -> None:
    """EN-58: three months from the end of the suit that was given up."""

    def court(facts: CaseFacts, on: date) -> ClockState:
        return next(c.state for c in clocks_of(facts, shipped(), on) if c.code == "court")

    assert court(REVIEWED, date(2026, 4, 16)) is ClockState.NOT_STARTED
    assert court(REVIEWED, date(2026, 4, 17)) is ClockState.RUNNING
    assert court(replace(REVIEWED, paid_on=date(2026, 4, 17)), date(2026, 5, 1)) is ClockState.NOT_STARTED
    assert court(REVIEWED, date(2026, 8, 1)) is ClockState.LATE


def test_days_under_review_and_in_court_carry_no_surcharge() -> None:
    """EN-78: one that goes on counts to the day of reading."""
    due, until = date(2026, 1, 31), date(2026, 4, 20)
    open_review = replace(REVIEWED, review_ended_on=None)
    assert surcharge(Decimal(20_000), due, until, attacked_spans(open_review, until)).days == 1
    assert surcharge(Decimal(20_000), due, until, attacked_spans(SUED, until)).days == 1 + 8
    assert list(attacked_spans(FACTS, until)) == []


@pytest.mark.parametrize(
    ("paid", "waived", "why", "words"),
    [
        (None, None, "", "应加处罚款600.00元"),
        ("600", None, "", ""),
        ("599", None, "", "合计应为600.00元"),
        ("400", "200", "", "写明理由"),
        ("400", "200", "采取补救措施", ""),
        ("0", "600", "采取补救措施", ""),
        ("601", "-1", "", "合计"),
    ],
)
def test_a_surcharge_is_paid_or_waived_to_the_cent(
    paid: str | None, waived: str | None, why: str, words: str
) -> None:
    """EN-136"""
    told = [Decimal(n) if n is not None else None for n in (paid, waived)]
    found = settled_fault(Growth(1, Decimal("600.00")), told[0], told[1], why)
    assert words in found and bool(found) is bool(words)


def test_where_nothing_is_owed_nothing_is_settled() -> None:
    """EN-136"""
    assert settled_fault(None, None, None, "") == ""
    assert "不用登记" in settled_fault(Growth(0, Decimal("0.00")), Decimal(1), None, "")


@pytest.mark.parametrize(
    ("fine", "order", "recheck", "going", "yuan", "words"),
    [
        (10_000, 2, 12, True, 100_000, ""),
        (10_000, 2, 12, True, 90_000, "应为100000.00元（10日）"),
        (10_000, 2, 12, None, 100_000, "还没有查明"),
        (10_000, 2, 12, False, 100_000, "还没有查明"),
        (10_000, 2, 2, True, 0, "没有计罚日数"),
        (0, 2, 12, True, 0, "须已罚款"),
        (10_000, None, 12, True, 100_000, "须已罚款"),
    ],
)
def test_a_daily_fine_is_the_fine_times_the_days_that_it_went_on(
    fine: int, order: int | None, recheck: int, going: bool | None, yuan: int, words: str
) -> None:
    """EN-137"""
    served = date(2026, 11, order) if order else None
    found = daily_fault(Decimal(fine), served, date(2026, 11, recheck), going, Decimal(yuan))
    assert words in found and bool(found) is bool(words)


def test_answers_that_exclude_each_other_are_told() -> None:
    assert "不能同时" in inquiry_fault({"harmless": True, "environmental_harm": True})
    assert "不能同时" in inquiry_fault({"still_going": True, "corrected": True})
    assert inquiry_fault({"harmless": True, "corrected": True, "still_going": False}) == ""
