"""Counting working days, with every day that was asked and why."""

from dataclasses import dataclass
from datetime import date, timedelta

from postpermit.workdays.calendar import Calendar, Day

ONE = timedelta(days=1)


@dataclass(frozen=True)
class Reckoning:
    """A date that was found, and how. ``days`` are the days asked, in order; ``provisional`` if one had no list."""

    start: date
    n: int
    result: date
    provisional: bool
    days: tuple[Day, ...]
    note: str = ""


def add(calendar: Calendar, start: date, n: int) -> Reckoning:
    """The n-th working day after ``start`` (plan 18.1). The day itself never counts, whether it works or not.

    n = 0 is the day itself, and asks nothing. Raises ``ValueError`` for a negative n, ``OutOfRange`` past 2035.
    """
    if n < 0:
        raise ValueError("工作日数不能为负数。")
    on, left, days = start, n, []
    while left:
        on += ONE
        asked = calendar.day(on)
        days.append(asked)
        left -= asked.working
    return _found(start, n, on, days)


def roll(calendar: Calendar, on: date) -> Reckoning:
    """The day itself if it works, else the first working day after it."""
    days = [calendar.day(on)]
    while not days[-1].working:
        days.append(calendar.day(days[-1].date + ONE))
    return _found(on, 0, days[-1].date, days)


def between(calendar: Calendar, a: date, b: date) -> int:
    """How many working days lie after ``a`` up to and with ``b``; negative when ``b`` lies before ``a``."""
    if b < a:
        return -between(calendar, b, a)
    start, end = calendar.worked_up_to(a), calendar.worked_up_to(b)
    if start is not None and end is not None:
        return end - start
    return sum(calendar.working(a + timedelta(days=k)) for k in range(1, (b - a).days + 1))


def first_ten_last_working_day(calendar: Calendar, year: int, month: int) -> Reckoning:
    """The last working day of days 1–10 (上旬, plan 4.2); without one, the next working day, with a note."""
    days: list[Day] = []
    for number in range(10, 0, -1):
        days.append(calendar.day(date(year, month, number)))
        if days[-1].working:
            return _found(date(year, month, 1), 0, days[-1].date, days)
    after = roll(calendar, date(year, month, 11))
    note = "上旬没有工作日，顺延至其后第一个工作日"
    return _found(date(year, month, 1), 0, after.result, [*days, *after.days], note)


def _found(start: date, n: int, result: date, days: list[Day], note: str = "") -> Reckoning:
    return Reckoning(start, n, result, any(d.provisional for d in days), tuple(days), note)
