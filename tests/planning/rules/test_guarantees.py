"""PL-30 to PL-32: guarantees, festivals and meetings as data, and the weeks that are left for planned visits."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from postpermit import law, workdays
from postpermit.duties.rules import Law
from postpermit.planning.rules import (
    PlanWeek,
    blocked_weeks,
    blocked_windows,
    meeting_weeks,
    monday_of,
    plan_weeks,
)

LAW = Law(workdays.shipped(), date(2026, 11, 24))
YEARS = range(2024, 2036)


def tried(name: str, value: object, since: date = date(2026, 1, 1)) -> law.Value:
    return replace(law.value(name, on=LAW.on), value=value, since=since)


def week(year: int, monday: date) -> PlanWeek:
    return next(w for w in plan_weeks(year, LAW) if w.monday == monday)


def test_the_guarantees_of_a_year_are_dated_values_with_their_source() -> None:
    """PL-30"""
    found = {w.code: w for w in blocked_windows(2026, LAW)}
    assert {(w.label, w.first, w.last) for w in found.values()} == {
        ("进博会保障", date(2026, 10, 25), date(2026, 11, 15)),
        ("高考保障", date(2026, 6, 7), date(2026, 6, 10)),
        ("中考保障", date(2026, 6, 13), date(2026, 6, 17)),
        ("春节前后", date(2026, 2, 13), date(2026, 2, 26)),
    }
    for window in found.values():
        assert law.clause(window.clause)
        assert window.source
        assert not window.confirmed


def test_another_year_may_have_other_dates() -> None:
    """PL-30: a line from 2027 on leaves 2026 as it was, and is asked on the first day of a coming year."""
    with law.trying([tried("blocked.ciie.from", "11-01", date(2027, 1, 1))]):
        dates = {y: next(w.first for w in blocked_windows(y, LAW) if w.code == "ciie") for y in (2026, 2027)}
    assert dates == {2026: date(2026, 10, 25), 2027: date(2027, 11, 1)}


def test_spring_follows_the_festival() -> None:
    """PL-30: the festival's statutory days, three days before and seven after."""
    for year in YEARS:
        window = next(w for w in blocked_windows(year, LAW) if w.code == "spring")
        festival = [d for d, name in LAW.calendar.statutory.items() if name == "春节" and d.year == year]
        assert window.first == min(festival) - timedelta(days=3)
        assert window.last == max(festival) + timedelta(days=7)


def test_a_window_across_new_year_touches_both_ends() -> None:
    """PL-30"""
    with law.trying([tried("blocked.ciie.from", "12-20"), tried("blocked.ciie.until", "01-10")]):
        spans = [(w.first, w.last) for w in blocked_windows(2026, LAW) if w.code == "ciie"]
    assert spans == [(date(2026, 1, 1), date(2026, 1, 10)), (date(2026, 12, 20), date(2026, 12, 31))]


def test_a_leap_day_becomes_the_last_of_february() -> None:
    """PL-30"""
    with law.trying([tried("blocked.ciie.from", "02-01"), tried("blocked.ciie.until", "02-29")]):
        ends = [w.last for y in (2026, 2028) for w in blocked_windows(y, LAW) if w.code == "ciie"]
    assert ends == [date(2026, 2, 28), date(2028, 2, 29)]


def test_meeting_weeks_follow_the_plan_until_a_date_is_set() -> None:
    """PL-31"""
    assert meeting_weeks(2026, LAW) == {
        date(2026, 2, 9): date(2026, 2, 10),
        date(2026, 5, 4): date(2026, 5, 9),
        date(2026, 8, 10): date(2026, 8, 10),
        date(2026, 11, 9): date(2026, 11, 10),
    }
    held = meeting_weeks(2026, LAW, [date(2026, 8, 4), date(2025, 2, 4)])
    assert sorted(held.values()) == [
        date(2026, 2, 10),
        date(2026, 5, 9),
        date(2026, 8, 4),
        date(2026, 11, 10),
    ]
    assert held[date(2026, 8, 3)] == date(2026, 8, 4)


def test_the_months_of_the_meetings_are_a_value() -> None:
    """PL-31"""
    with law.trying([tried("meeting.dispatch.months", [3, 9])]):
        assert [d.month for d in sorted(meeting_weeks(2026, LAW).values())] == [3, 9]


@pytest.mark.parametrize("year", YEARS)
def test_the_weeks_hold_every_working_day_of_the_year_once(year: int) -> None:
    """PL-32: also in weeks that straddle New Year, and with working weekends."""
    weeks = plan_weeks(year, LAW)
    days = [date(year, 1, 1) + timedelta(days=n) for n in range(366)]
    working = [d for d in days if d.year == year and LAW.calendar.working(d)]
    assert [d for w in weeks for d in w.working] == working
    assert [w.monday for w in weeks] == sorted({monday_of(d) for d in working})
    assert all(w.monday.weekday() == 0 and set(w.usable) <= set(w.working) for w in weeks)
    assert all(0 <= w.capacity <= len(w.usable) for w in weeks)
    assert 45 <= sum(not w.shut for w in weeks) <= 51
    assert {w.provisional for w in weeks} == {year not in LAW.calendar.lists}


def test_a_guarantee_takes_its_days_and_shuts_a_week_without_days() -> None:
    """PL-32"""
    shut, cut = week(2026, date(2026, 11, 2)), week(2026, date(2026, 6, 8))
    assert (shut.shut, shut.capacity, len(shut.working)) == (True, 0, 5)
    assert (cut.shut, cut.capacity) == (False, 2)
    assert cut.usable == (date(2026, 6, 11), date(2026, 6, 12))
    assert cut.notes == ("高考保障",)
    assert not cut.confirmed


def test_a_meeting_week_has_three_quarters_of_its_days() -> None:
    """PL-32"""
    found = week(2026, date(2026, 8, 10))
    assert (len(found.usable), found.capacity) == (5, Decimal("3.75"))
    assert found.notes == ("调度会（2026-08-10）",)


def test_a_window_may_leave_part_of_the_force() -> None:
    """PL-32: half the force in the exams' weeks; without it the day counts in full; the narrower of two windows holds."""
    with law.trying([tried("blocked.gaokao.capacity", Decimal("0.5"))]):
        assert week(2026, date(2026, 6, 8)).capacity == Decimal("3.5")
    with law.trying([tried("blocked.gaokao.capacity", Decimal(1))]):
        assert week(2026, date(2026, 6, 8)).capacity == 5
    both = [tried("blocked.gaokao.capacity", Decimal("0.5")), tried("blocked.zhongkao.from", "06-09")]
    with law.trying(both):
        assert week(2026, date(2026, 6, 8)).capacity == Decimal("0.5")


def test_the_blocked_weeks_are_those_that_lose_a_working_day() -> None:
    """PL-30 PL-32"""
    assert [w.monday for w in blocked_weeks(2026, LAW)] == [
        date(2026, 2, 9), date(2026, 2, 23), date(2026, 6, 8), date(2026, 6, 15), date(2026, 10, 26),
        date(2026, 11, 2), date(2026, 11, 9),
    ]  # fmt: skip


def test_a_year_without_a_notice_is_provisional() -> None:
    """PL-32: and the week says it to whoever plans."""
    assert "放假安排未公布，暂定" in week(2027, date(2027, 3, 1)).notes
    with pytest.raises(workdays.OutOfRange):
        plan_weeks(2040, LAW)
