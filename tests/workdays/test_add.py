"""Counting forward: the day itself never counts, the n-th working day after it is the answer."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import workdays

CALENDAR = workdays.shipped()
DAYS = st.dates(date(2016, 1, 1), date(2030, 6, 30))


def test_a_count_over_two_holidays_is_explained_day_by_day() -> None:
    found = workdays.add(CALENDAR, date(2026, 9, 24), 10)
    assert found.result == date(2026, 10, 15)
    assert not found.provisional
    assert [d.date for d in found.days][0] == date(2026, 9, 25)
    assert {d.why for d in found.days} == {"中秋节放假", "国庆节放假", "工作日", "调休上班", "周末"}
    assert sum(d.working for d in found.days) == 10


def test_a_start_on_a_day_off_does_not_count_either() -> None:
    assert workdays.add(CALENDAR, date(2026, 10, 1), 1).result == date(2026, 10, 8)


def test_zero_days_is_the_day_itself_and_asks_nothing() -> None:
    found = workdays.add(CALENDAR, date(2027, 5, 1), 0)
    assert (found.result, found.days, found.provisional) == (date(2027, 5, 1), (), False)


def test_a_negative_count_is_refused_in_chinese() -> None:
    with pytest.raises(ValueError, match="负数"):
        workdays.add(CALENDAR, date(2026, 1, 1), -1)


def test_a_year_nobody_knows_is_refused_with_its_number() -> None:
    with pytest.raises(workdays.OutOfRange, match="2036"):
        workdays.add(CALENDAR, date(2035, 12, 30), 5)


@given(DAYS, st.integers(1, 40))
def test_the_result_works_and_exactly_n_days_work_on_the_way(start: date, n: int) -> None:
    found = workdays.add(CALENDAR, start, n)
    way = [start + timedelta(days=k) for k in range(1, (found.result - start).days + 1)]
    assert CALENDAR.working(found.result)
    assert sum(CALENDAR.working(d) for d in way) == n == workdays.between(CALENDAR, start, found.result)
    assert [d.date for d in found.days] == way


@given(DAYS, st.integers(0, 20), st.integers(0, 20))
def test_counting_in_two_steps_is_counting_in_one(start: date, a: int, b: int) -> None:
    once = workdays.add(CALENDAR, start, a + b).result
    twice = workdays.add(CALENDAR, workdays.add(CALENDAR, start, a).result, b).result
    assert once == twice


@given(DAYS)
def test_a_count_is_provisional_exactly_when_it_asked_a_year_without_a_list(start: date) -> None:
    found = workdays.add(CALENDAR, start, 7)
    assert found.provisional == any(not CALENDAR.official(d.date.year) for d in found.days)
