"""Reporting periods: 2026, 2026Q3, 2026-02, and how they are written in reports and lists."""

import re
import unicodedata
from calendar import monthrange
from datetime import date, timedelta
from functools import lru_cache

WRITTEN = re.compile(r"(\d{4})(?:Q([1-4])|-(0[1-9]|1[0-2]))?")

# 2023年, 2023年年报表; 2024年第3季, 2023年第03季度季报表; 2024年06月, 2023年7月月报表: padding and 季/季度 vary.
YEAR = re.compile(r"([0-9]{4})(?:年度?)?(?:全年)?(?:(?:年|年度)?(?:报告|报表?))?")
QUARTER = re.compile(
    r"([0-9]{4})(?:年度?|[-./])?(?:第?0?([1-4])季度?|[Qq]([1-4]))(?:(?:季|季度)?(?:报告|报表?))?"
)
MONTH = re.compile(r"([0-9]{4})(?:年度?|[-./])(0?[1-9]|1[0-2])月?份?(?:(?:月|月度)?(?:报告|报表?))?")
# 2026年1月1日至12月31日, 2026-01-01~2026-12-31; 2026年7月至9月, 2026年7-9月. The second year may be left out.
TO = r"(?:至|到|-+|—+|–|~|〜)"
DAYS = re.compile(
    r"([0-9]{4})[-年./]([0-9]{1,2})[-月./]([0-9]{1,2})日?"
    rf"{TO}(?:([0-9]{{4}})[-年./])?([0-9]{{1,2}})[-月./]([0-9]{{1,2}})日?"
)
# 2026-01-12 is a day: a lone hyphen joins months only after 年.
MONTHS = re.compile(
    r"(?=[0-9]{4}年|.*(?:至|到|~|〜|—|--))([0-9]{4})[-年./]([0-9]{1,2})月?"
    rf"{TO}(?:([0-9]{{4}})[-年./])?([0-9]{{1,2}})月?"
)
HALF = re.compile(r"([0-9]{4})(?:年度?)?([上下])半年度?(?:报告|报表?)?")
BRACKETED = re.compile(r"([^()]+)\(([^()]+)\)")
DAY = re.compile(
    r"(?<!\d)((?:19|20)\d{2})(?:\s*([-/.])\s*(\d{1,2})\s*\2\s*|\s*年\s*(\d{1,2})\s*月\s*)(\d{1,2})(?!\d)"
)
QUARTERS = {"一季": "1季", "二季": "2季", "三季": "3季", "四季": "4季"}


@lru_cache(maxsize=1024)
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


def day_in(text: str) -> date | None:
    """The first day written in a text, with or without hours: 2026-03-01 08:00, 2026年3月1日; None for no such day."""
    found = DAY.search(unicodedata.normalize("NFKC", text))
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[3] or found[4]), int(found[5]))
    except ValueError:
        return None


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


def period_of(text: str) -> str:
    """The period that a text means (2023年第03季度季报表 → 2023Q3); "" for anything else, half years included."""
    return _period_between(span_of(text))


def span_of(text: str) -> tuple[date, date] | None:
    """The first and last day that a text means, also where they make no period; None when it is not understood."""
    plain = _plain(text)
    inside = BRACKETED.fullmatch(plain)
    if inside:
        outer, inner = _days_in(inside[1]), _days_in(inside[2])
        return outer if outer == inner else None
    return _days_in(plain)


def words_of(period: str) -> str:
    """As an official says it: 2026年, 2026年第3季度, 2026年2月; anything that is no period as it stands."""
    found = WRITTEN.fullmatch(period)
    if found is None:
        return period
    if found[2]:
        return f"{found[1]}年第{found[2]}季度"
    return f"{found[1]}年{int(found[3])}月" if found[3] else f"{found[1]}年"


def _plain(text: str) -> str:
    plain = "".join(unicodedata.normalize("NFKC", text).split()).removeprefix("自").removesuffix("止")
    for written, digit in QUARTERS.items():
        plain = plain.replace(written, digit)
    return plain.replace("日起至", "日至")


def _named(plain: str) -> str:
    if found := QUARTER.fullmatch(plain):
        return f"{found[1]}Q{found[2] or found[3]}"
    if found := MONTH.fullmatch(plain):
        return f"{found[1]}-{int(found[2]):02d}"
    found = YEAR.fullmatch(plain)
    return found[1] if found else ""


def _days_in(plain: str) -> tuple[date, date] | None:
    if period := _named(plain):
        return first_and_last(period)
    try:
        if found := HALF.fullmatch(plain):
            year, month = int(found[1]), 1 if found[2] == "上" else 7
            return date(year, month, 1), date(year, month + 5, monthrange(year, month + 5)[1])
        if found := DAYS.fullmatch(plain):
            first = date(int(found[1]), int(found[2]), int(found[3]))
            return _ordered(first, date(int(found[4] or first.year), int(found[5]), int(found[6])))
        if found := MONTHS.fullmatch(plain):
            first = date(int(found[1]), int(found[2]), 1)
            year, month = int(found[3] or first.year), int(found[4])
            return _ordered(first, date(year, month, monthrange(year, month)[1]))
    except ValueError:
        return None
    return None


def _ordered(first: date, last: date) -> tuple[date, date] | None:
    return (first, last) if first <= last else None


def _period_between(days: tuple[date, date] | None) -> str:
    if days is None:
        return ""
    for kind in ("ANNUAL", "QUARTERLY", "MONTHLY"):
        period = period_on(kind, days[0])
        if first_and_last(period) == days:
            return period
    return ""
