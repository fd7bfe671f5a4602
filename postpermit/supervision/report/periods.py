"""Reporting periods: 2026, 2026Q3, 2026-02."""

import re
from calendar import monthrange
from datetime import date, timedelta

WRITTEN = re.compile(r"(\d{4})(?:Q([1-4])|-(0[1-9]|1[0-2]))?")


def first_and_last(period: str) -> tuple[date, date] | None:
    """The first and last day; None for anything that is no period."""
    found = WRITTEN.fullmatch(period)
    if found is None or not 1 <= int(found[1]) <= 9998:
        return None
    year = int(found[1])
    if found[2]:
        last = 3 * int(found[2])
        return date(year, last - 2, 1), date(year, last, monthrange(year, last)[1])
    if found[3]:
        month = int(found[3])
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, 1, 1), date(year, 12, 31)


def days_of(period: str) -> int:
    """How many days the period has; 0 for anything that is no period."""
    found = first_and_last(period)
    return (found[1] - found[0]).days + 1 if found else 0


def kind_of(period: str) -> str:
    """ANNUAL, QUARTERLY, MONTHLY, or "" for anything that is no period."""
    found = WRITTEN.fullmatch(period)
    if found is None:
        return ""
    return "QUARTERLY" if found[2] else "MONTHLY" if found[3] else "ANNUAL"


def period_on(kind: str, on: date) -> str:
    """The period of that kind in which a day lies."""
    if kind == "QUARTERLY":
        return f"{on.year}Q{(on.month + 2) // 3}"
    return f"{on.year}-{on.month:02d}" if kind == "MONTHLY" else f"{on.year}"


def previous_periods(period: str, count: int = 1) -> list[str]:
    """The periods of the same kind before, nearest first."""
    out: list[str] = []
    here = first_and_last(period)
    while here is not None and len(out) < count:
        before = period_on(kind_of(period), here[0] - timedelta(days=1))
        out.append(before)
        here = first_and_last(before)
    return out


def parts_of(period: str) -> list[str]:
    """The quarters of a year, the months of a quarter; nothing for a month."""
    found = WRITTEN.fullmatch(period)
    if found is None or found[3]:
        return []
    if found[2]:
        last = 3 * int(found[2])
        return [f"{found[1]}-{month:02d}" for month in (last - 2, last - 1, last)]
    return [f"{found[1]}Q{quarter}" for quarter in (1, 2, 3, 4)]
