"""The official list of one year: days off and working weekends, as a small YAML page."""

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import yaml

KEYS = {"year", "notice", "published", "days_off", "working_weekends"}


class UnreadableYear(ValueError):
    """The page is not a list of a year; the Chinese sentence names the place."""


@dataclass(frozen=True)
class YearList:
    """What the State Council's notice for a year says. Days of the neighbouring December may be among them."""

    year: int
    notice: str
    published: date | None
    days_off: tuple[date, ...]
    working_weekends: tuple[date, ...]


def read_year(text: str) -> YearList:
    """Read the YAML form of the shipped years.

    ``days_off`` and ``working_weekends`` hold dates or ranges such as ``2026-02-15..2026-02-23``. Raises
    ``UnreadableYear``.
    """
    try:
        page = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableYear(f"不是有效的 YAML{f'（第 {mark.line + 1} 行）' if mark else ''}。") from error
    except ValueError as error:  # 2027-13-01 looks like a date and is none
        raise UnreadableYear("其中有不存在的日期。") from error
    return year_of(page)


def year_of(page: Any) -> YearList:
    """The same from a page that is parsed already. Raises ``UnreadableYear``."""
    if not isinstance(page, dict):
        raise UnreadableYear("应有 year、notice、published、days_off、working_weekends 五项。")
    if wrong := (KEYS ^ set(page)):
        raise UnreadableYear(f"缺少或多出的项：{'、'.join(sorted(str(k) for k in wrong))}。")
    year = page["year"]
    if not isinstance(year, int) or isinstance(year, bool) or not 2000 <= year <= 2100:
        raise UnreadableYear("year 应为四位年份。")
    notice = page["notice"]
    if not isinstance(notice, str) or not notice.strip():
        raise UnreadableYear("notice 应写明通知文号。")
    published = page["published"]
    if not isinstance(published, date):
        raise UnreadableYear("published 应为发布日期，如 2025-11-04。")
    off = _days(page["days_off"], "days_off", year)
    work = _days(page["working_weekends"], "working_weekends", year)
    _refuse_contradiction(off, work)
    return YearList(year, notice.strip(), published, off, work)


def _refuse_contradiction(off: tuple[date, ...], work: tuple[date, ...]) -> None:
    if not off:
        raise UnreadableYear("days_off 一天也没有。")
    if both := sorted(set(off) & set(work)):
        raise UnreadableYear(f"{both[0]} 既放假又上班。")
    if weekday := [d for d in work if d.weekday() < 5]:
        raise UnreadableYear(f"working_weekends 中的 {weekday[0]} 不是周末。")


def _days(rows: Any, name: str, year: int) -> tuple[date, ...]:
    if not isinstance(rows, list):
        raise UnreadableYear(f"{name} 应为日期列表。")
    found: list[date] = []
    for number, row in enumerate(rows, start=1):
        found += _range(row, f"{name} 第 {number} 项")
    for day in found:
        # The notice for a year may move days of the December before it (2018-12-29 worked, 2018-12-31 was off).
        if day.year != year and not (day.year == year - 1 and day.month == 12):
            raise UnreadableYear(f"{name} 中的 {day} 不在 {year} 年。")
    if len(set(found)) != len(found):
        raise UnreadableYear(f"{name} 中有重复的日期。")
    return tuple(sorted(found))


def _range(row: Any, place: str) -> list[date]:
    if isinstance(row, date):
        return [row]
    first, _, last = str(row).partition("..")
    try:
        start, end = date.fromisoformat(first.strip()), date.fromisoformat((last or first).strip())
    except ValueError as error:
        raise UnreadableYear(f"{place}“{row}”不是日期，也不是“起..止”。") from error
    if not timedelta(0) <= end - start <= timedelta(days=20):
        raise UnreadableYear(f"{place}“{row}”的起止不对。")
    return [start + timedelta(days=n) for n in range((end - start).days + 1)]
