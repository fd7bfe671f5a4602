"""Months and ten-day periods: calendar arithmetic that asks no day whether it works."""

import calendar
from datetime import date

OPENINGS = (1, 11, 21)


def add_months(start: date, months: int) -> date:
    """The same day so many months later; the end of the month where that day does not exist (08-31 + 6 → 02-28)."""
    index = start.year * 12 + start.month - 1 + months
    year, month = divmod(index, 12)
    return date(year, month + 1, min(start.day, calendar.monthrange(year, month + 1)[1]))


def ten_day_period(on: date) -> tuple[date, date]:
    """First and last day of the 旬 in which the day lies: 1–10, 11–20, 21 to the month's end."""
    first = max(day for day in OPENINGS if day <= on.day)
    last = calendar.monthrange(on.year, on.month)[1] if first == OPENINGS[-1] else first + 9
    return on.replace(day=first), on.replace(day=last)
