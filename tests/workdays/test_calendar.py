"""The shipped lists against independent packages, every day from 2016 to 2030."""

from datetime import date, timedelta

import chinese_calendar
import holidays
import pytest

from postpermit import workdays

CALENDAR = workdays.shipped()
EVERY_DAY = [
    date(2016, 1, 1) + timedelta(days=n) for n in range((date(2030, 12, 31) - date(2016, 1, 1)).days + 1)
]


def test_every_day_agrees_with_two_packages_while_they_know_it() -> None:
    china = holidays.country_holidays("CN", years=range(2016, 2027))
    worked = china.weekend_workdays
    for day in EVERY_DAY:
        if day.year > 2026:
            break
        ours = CALENDAR.working(day)
        assert ours == chinese_calendar.is_workday(day), day
        assert ours == ((day.weekday() < 5 and day not in china) or day in worked), day


def test_later_years_are_weekends_and_statutory_days_alone() -> None:
    china = holidays.country_holidays("CN", years=range(2027, 2031), language="zh_CN")
    for day in EVERY_DAY:
        if day.year <= 2026:
            continue
        named = [n for n in china.get(day, "").split("; ") if n and "补假" not in n and "休息日" not in n]
        found = CALENDAR.day(day)
        assert found.working == (day.weekday() < 5 and not named), day
        assert found.provisional


@pytest.mark.parametrize(("year", "total"), [(2024, 251), (2025, 248), (2026, 248)])
def test_the_years_have_their_known_totals(year: int, total: int) -> None:
    assert sum(CALENDAR.working(d) for d in EVERY_DAY if d.year == year) == total


@pytest.mark.parametrize(
    ("off", "work"),
    [("2026-02-15", "2026-02-14"), ("2025-10-08", "2025-10-11"), ("2024-02-17", "2024-02-18")],
)
def test_make_up_days_and_holidays_of_the_notices_stand(off: str, work: str) -> None:
    assert not CALENDAR.working(date.fromisoformat(off))
    assert CALENDAR.day(date.fromisoformat(work)).why == "调休上班"


def test_a_loaded_list_takes_the_place_of_the_provisional_one() -> None:
    listed = workdays.YearList(
        2027, "演示号", date(2026, 11, 1), (date(2027, 2, 5), date(2027, 2, 9)), (date(2027, 2, 20),)
    )
    calendar = CALENDAR.with_year(listed)
    assert not CALENDAR.official(2027)
    assert calendar.official(2027)
    assert calendar.working(date(2027, 2, 20))
    assert not calendar.working(date(2027, 2, 9))
    assert not calendar.day(date(2027, 2, 9)).provisional
    assert CALENDAR.working(date(2027, 2, 9))


def test_a_year_is_described_with_its_notice_or_as_provisional() -> None:
    assert "2025" in workdays.describe(CALENDAR, 2026).notice
    assert workdays.describe(CALENDAR, 2027).provisional
