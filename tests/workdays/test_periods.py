"""Months, ten-day periods, and the dispatch meeting's last working day of days 1–10."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import workdays

CALENDAR = workdays.shipped()


@pytest.mark.parametrize(
    ("start", "months", "result"),
    [
        ("2026-08-31", 6, "2027-02-28"),
        ("2026-01-31", 1, "2026-02-28"),
        ("2023-11-30", 3, "2024-02-29"),
        ("2026-12-15", 1, "2027-01-15"),
    ],
)
def test_months_are_clamped_to_the_end_of_the_month(start: str, months: int, result: str) -> None:
    assert workdays.add_months(date.fromisoformat(start), months) == date.fromisoformat(result)


@given(st.dates(date(2016, 1, 1), date(2034, 12, 31)))
def test_a_day_lies_in_its_ten_day_period(on: date) -> None:
    first, last = workdays.ten_day_period(on)
    assert first <= on <= last
    assert first.day in (1, 11, 21)


@pytest.mark.parametrize(
    ("year", "month", "due"),
    [
        (2026, 5, "2026-05-09"),
        (2026, 2, "2026-02-10"),
        (2026, 8, "2026-08-10"),
        (2025, 5, "2025-05-09"),
        (2024, 2, "2024-02-09"),
    ],
)
def test_the_meeting_is_due_on_the_last_working_day_of_the_first_ten(year: int, month: int, due: str) -> None:
    assert workdays.first_ten_last_working_day(CALENDAR, year, month).result == date.fromisoformat(due)


def test_without_a_working_day_in_the_first_ten_the_next_one_is_taken_with_a_note() -> None:
    off = tuple(date(2027, 2, d) for d in range(1, 11))
    calendar = CALENDAR.with_year(workdays.YearList(2027, "演示号", date(2026, 11, 1), off, ()))
    found = workdays.first_ten_last_working_day(calendar, 2027, 2)
    assert found.result == date(2027, 2, 11)
    assert "顺延" in found.note


@given(st.dates(date(2016, 1, 1), date(2034, 12, 1)))
def test_rolling_goes_forward_to_a_working_day_and_no_further(on: date) -> None:
    found = workdays.roll(CALENDAR, on)
    assert found.result >= on
    assert CALENDAR.working(found.result)
    assert [d.working for d in found.days] == [False] * (len(found.days) - 1) + [True]
