"""EN-52 to EN-59: one clock per stage, from the finding to the archive."""

from dataclasses import fields, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import law, workdays
from postpermit.enforcement.rules.case_facts import CaseFacts, Pause, Span
from postpermit.enforcement.rules.clock import Clock, ClockState, Whose
from postpermit.enforcement.rules.clocks import clocks_of, soonest
from postpermit.enforcement.rules.counting import Unit

CALENDAR = workdays.shipped()
ON = date(2026, 11, 26)
S = ClockState


def clock(code: str, on: date = ON, **facts: Any) -> Clock:
    return next(c for c in clocks_of(CaseFacts(**facts), CALENDAR, on) if c.code == code)


def test_a_case_without_dates_has_every_clock_and_none_has_begun() -> None:
    """EN-52: nothing is late before anything was found."""
    clocks = clocks_of(CaseFacts(), CALENDAR, ON)
    assert {c.state for c in clocks} == {S.NOT_STARTED}
    assert len({c.code for c in clocks}) == len(clocks) == 19
    assert all(c.due_on is None and c.clause and c.label for c in clocks)
    assert all(law.clause(c.clause) for c in clocks)


@pytest.mark.parametrize(
    ("facts", "due", "state"),
    [
        ({}, date(2026, 11, 16), S.LATE),
        ({"filed_on": date(2026, 11, 16)}, date(2026, 11, 16), S.MET),
        ({"filed_on": date(2026, 11, 17)}, date(2026, 11, 16), S.LATE),
        ({"not_filed_on": date(2026, 11, 10)}, date(2026, 11, 16), S.MET),
        ({"filing_extended": True}, date(2026, 12, 1), S.RUNNING),
    ],
)
def test_filing_is_decided_in_fifteen_days_and_fifteen_more(
    facts: dict[str, Any], due: date, state: ClockState
) -> None:
    """EN-52: from the day after the finding; deciding not to file meets it too."""
    found = clock("filing", found_on=date(2026, 11, 1), **facts)
    assert (found.due_on, found.state, found.unit) == (due, state, Unit.DAYS)
    assert not found.confirmed


def test_a_late_act_says_by_how_much() -> None:
    """EN-52: done late is late, with its day; not done is late up to the day of reading."""
    done = clock("filing", found_on=date(2026, 11, 2), filed_on=date(2026, 11, 20))
    assert done.lines[-1] == "2026年11月20日完成，超过期限3日。"
    assert clock("filing", found_on=date(2026, 11, 2)).lines[-1] == "至2026年11月26日超过期限9日。"


def test_preserved_evidence_is_settled_in_seven_working_days() -> None:
    """EN-53: a week with a holiday is longer than seven days."""
    found = clock("preservation", preserved_on=date(2026, 9, 30))
    assert (found.unit, found.due_on, found.confirmed) == (Unit.WORKING, date(2026, 10, 15), True)


def test_a_seizure_ends_on_its_day_even_on_a_holiday() -> None:
    """EN-53: it binds the party, so that no holiday makes it longer; only testing and one extension do."""
    since = date(2026, 9, 3)
    assert clock("seizure", seized_on=since).due_on == date(2026, 10, 3)
    assert clock("seizure", seized_on=since, seizure_extended=True).due_on == date(2026, 11, 2)
    spans = (
        Span(Pause.MONITORING, date(2026, 9, 10), date(2026, 9, 14)),
        Span(Pause.HEARING, date(2026, 9, 20), date(2026, 9, 25)),
    )
    tested = clock("seizure", seized_on=since, spans=spans)
    assert tested.due_on == date(2026, 10, 8)
    assert [s.reason for s in tested.stops] == [Pause.MONITORING]


def test_a_correction_order_follows_the_report_in_three_working_days() -> None:
    """EN-54: on the spot there is no count, only the order."""
    found = clock(
        "correction", monitoring_report_on=date(2026, 11, 20), correction_served_on=date(2026, 11, 25)
    )
    assert (found.due_on, found.state) == (date(2026, 11, 25), S.MET)
    spot = clock("correction", correction_served_on=date(2026, 11, 20))
    assert (spot.state, spot.due_on, spot.lines) == (
        S.MET,
        None,
        ("能当场认定的，当场送达责令改正决定书。",),
    )


def test_the_recheck_comes_within_thirty_days_of_service() -> None:
    """EN-54: from the service of the order, and the order's own date stands beside it."""
    facts = {"correction_served_on": date(2026, 11, 2), "correct_by": date(2026, 11, 20)}
    assert clock("recheck", **facts).due_on == date(2026, 12, 2)
    assert clock("recheck", **facts, rechecked_on=date(2026, 11, 23)).state is S.MET
    term = clock("correct-by", **facts)
    assert (term.unit, term.days, term.due_on, term.state) == (Unit.FIXED, 18, date(2026, 11, 20), S.LATE)
    assert clock("correct-by", **facts, corrected_on=date(2026, 11, 20)).state is S.MET
    assert clock("correct-by", correction_served_on=date(2026, 11, 2)).state is S.NOT_STARTED


def test_a_right_that_was_not_used_lapses_and_nobody_is_late() -> None:
    """EN-55: five working days for the statement and for asking for a hearing."""
    told = {"notified_on": date(2026, 11, 16), "hearing_offered": True}
    for code in ("statement", "hearing-request"):
        found = clock(code, **told)
        assert (found.due_on, found.state, found.whose) == (date(2026, 11, 23), S.LAPSED, Whose.RIGHT)
    assert clock("statement", on=date(2026, 11, 23), **told).state is S.RUNNING
    assert clock("statement", **told, statement_waived_on=date(2026, 11, 17)).state is S.MET
    assert clock("hearing-request", notified_on=date(2026, 11, 16)).state is S.NOT_STARTED


@given(st.dates(date(2025, 3, 1), date(2026, 10, 31)))
def test_seven_whole_working_days_lie_between_notice_and_hearing(held: date) -> None:
    """EN-55: neither the day of the notice nor that of the hearing counts; one day later would be too late."""
    found = clock("hearing-notice", hearing_set_for=held)
    assert found.due_on is not None

    def between(notice: date) -> int:
        return sum(CALENDAR.working(notice + timedelta(days=k)) for k in range(1, (held - notice).days))

    assert between(found.due_on) == 7
    assert between(found.due_on + timedelta(days=1)) < 7
    assert not found.confirmed


FILED = date(2026, 8, 20)


def test_the_decision_comes_within_ninety_days_of_filing() -> None:
    """EN-56: the stretches that do not count push it; within one it stands still."""
    assert clock("decision", filed_on=FILED).due_on == date(2026, 11, 18)
    hearing = Span(Pause.HEARING, date(2026, 10, 12), date(2026, 11, 2))
    found = clock("decision", filed_on=FILED, spans=(hearing,))
    assert (found.due_on, found.state, found.confirmed) == (date(2026, 12, 10), S.RUNNING, True)
    assert clock("decision", on=date(2026, 10, 20), filed_on=FILED, spans=(hearing,)).state is S.STOPPED
    open_one = Span(Pause.SUSPENSION, date(2026, 11, 10))
    assert clock("decision", filed_on=FILED, spans=(open_one,)).state is S.STOPPED


def test_a_decision_is_extended_twice_and_no_more() -> None:
    """EN-56: thirty and thirty, which nobody has confirmed yet."""
    due = [clock("decision", filed_on=FILED, decision_extension_days=k).due_on for k in (0, 30, 60, 61)]
    assert due == [date(2026, 11, 18), date(2026, 12, 18), date(2027, 1, 18), date(2027, 1, 18)]
    third = clock("decision", filed_on=FILED, decision_extension_days=90)
    assert third.lines[0] == "最多延长60日，多出的不算。"
    assert not third.confirmed


@pytest.mark.parametrize("end", ["decided_on", "not_punished_on", "withdrawn_on"])
def test_any_end_of_the_case_stops_the_clock_of_the_decision(end: str) -> None:
    """EN-56: a decision, a decision not to punish, a withdrawal."""
    assert clock("decision", filed_on=FILED, **{end: date(2026, 11, 1)}).state is S.MET


def test_a_decision_is_served_and_disclosed_in_seven_working_days() -> None:
    """EN-57: both from the decision; what was overturned leaves the page in three."""
    made = {"decided_on": date(2026, 11, 16)}
    assert clock("service", **made).due_on == date(2026, 11, 25)
    assert clock("disclosure", **made, disclosed_on=date(2026, 11, 20)).state is S.MET
    gone = clock("withdrawal", **made, overturned_on=date(2026, 11, 23))
    assert gone.state is S.NOT_STARTED
    shown = clock("withdrawal", **made, disclosed_on=date(2026, 11, 20), overturned_on=date(2026, 11, 23))
    assert (shown.due_on, shown.state) == (ON, S.RUNNING)


def test_a_fine_is_paid_in_fifteen_days_unless_put_off() -> None:
    """EN-58: a decision without a fine has nothing to pay."""
    served = {"served_on": date(2026, 11, 9)}
    due = clock("payment", **served, fine_yuan=Decimal(30_000))
    assert (due.due_on, due.state, due.whose) == (date(2026, 11, 24), S.LATE, Whose.DUTY)
    off = clock("payment", **served, fine_yuan=Decimal(30_000), pay_by=date(2027, 3, 1))
    assert (off.due_on, off.state, off.clause) == (date(2027, 3, 1), S.RUNNING, "penalty-law:66")
    assert clock("payment", **served).state is S.NOT_STARTED


def test_the_court_is_asked_when_nobody_attacked_and_nobody_obeyed() -> None:
    """EN-58: three months after the time for a suit; paid or attacked, there is no such clock."""
    served = {"served_on": date(2026, 3, 10), "fine_yuan": Decimal(30_000)}
    review, suit, court = (clock(c, **served) for c in ("review", "suit", "court"))
    assert (review.due_on, review.state) == (date(2026, 5, 9), S.LAPSED)
    assert (suit.due_on, suit.unit, suit.state) == (date(2026, 9, 10), Unit.MONTHS, S.LAPSED)
    assert (court.started_on, court.due_on, court.state) == (
        date(2026, 9, 10),
        date(2026, 12, 10),
        S.RUNNING,
    )
    for reason in ("paid_on", "review_applied_on", "suit_filed_on"):
        assert clock("court", **served, **{reason: date(2026, 4, 1)}).state is S.NOT_STARTED


def test_a_case_is_archived_in_thirty_days_and_one_on_the_spot_reported_in_three() -> None:
    """EN-59: an on-the-spot decision has neither filing nor hearing nor ninety days."""
    assert clock("archive", closed_on=date(2026, 11, 2)).due_on == date(2026, 12, 2)
    spot = clock("simple-report", simple=True, decided_on=date(2026, 11, 20))
    assert (spot.due_on, spot.unit) == (date(2026, 11, 25), Unit.WORKING)
    codes = {c.code for c in clocks_of(CaseFacts(simple=True), CALENDAR, ON)}
    assert not codes & {"filing", "decision", "statement", "hearing-request", "hearing-notice"}
    assert {"payment", "service", "disclosure", "simple-report", "archive"} <= codes


def test_a_day_moved_by_a_holiday_is_unconfirmed_and_2027_provisional() -> None:
    """EN-58: the law does not say that the last day moves; and next year's holidays are not out."""
    moved = clock("payment", served_on=date(2026, 9, 20), fine_yuan=Decimal(1))
    assert (moved.due_on, moved.confirmed) == (date(2026, 10, 8), False)
    later = clock("archive", closed_on=date(2026, 12, 10))
    assert later.provisional
    assert later.lines[-1] == "其中有年份的放假安排尚未公布，日期是暂定的。"


def test_the_clock_that_presses_is_the_earliest_that_somebody_must_meet() -> None:
    """EN-56: met ones, rights of the party and clocks without a last day do not press."""

    def pressing(**facts: Any) -> str:
        found = soonest(clocks_of(CaseFacts(**facts), CALENDAR, ON))
        return found.code if found else ""

    assert pressing() == ""
    assert pressing(found_on=ON) == "filing"
    told = {"found_on": FILED, "filed_on": FILED, "notified_on": date(2026, 11, 24)}
    assert pressing(**told) == "decision"
    assert pressing(**told, correction_served_on=date(2026, 10, 10)) == "recheck"
    assert pressing(**told, decided_on=ON, served_on=ON, disclosed_on=ON) == ""


DATES = [f.name for f in fields(CaseFacts) if f.name.endswith(("_on", "_by", "_for"))]


@given(
    st.dictionaries(st.sampled_from(DATES), st.dates(date(2021, 1, 1), date(2026, 12, 31))),
    st.dates(date(2026, 1, 1), date(2026, 12, 31)),
    st.booleans(),
)
def test_whatever_was_entered_every_clock_reads_and_is_consistent(
    dates: dict[str, date], on: date, simple: bool
) -> None:
    """EN-52: in any order of dates a clock says MET only in time, LATE only after its day, and never runs after it."""
    facts = replace(CaseFacts(simple=simple, hearing_offered=True, fine_yuan=Decimal(5)), **dates)
    for found in clocks_of(facts, CALENDAR, on):
        if found.state is S.NOT_STARTED:
            assert found.due_on is None
        elif found.due_on is not None:
            late = (found.met_on or on) > found.due_on
            assert late is (found.state in (S.LATE, S.LAPSED))
            assert found.lines
