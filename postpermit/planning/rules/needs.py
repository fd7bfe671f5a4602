"""The days in which a division wishes a unit to be visited, read from its own words."""

import re
import unicodedata
from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta

from postpermit import law

_DIGITS = {
    "一": 1,
    "二": 2,
    "三": 3,
    "四": 4,
    "五": 5,
    "六": 6,
    "七": 7,
    "八": 8,
    "九": 9,
    "十": 10,
    "十一": 11,
    "十二": 12,
}
_NUMBER = r"(1[0-2]|[1-9]|十[一二]?|[一二三四五六七八九])"
_THIRD = r"(上旬|中旬|下旬|底|末)?"
_MONTH = re.compile(_NUMBER + r"月份?" + _THIRD + r"([以之]?前)?")
_MONTHS = re.compile(_NUMBER + r"月?份?" + _THIRD + r"[至到~—–-]+" + _NUMBER + r"月份?" + _THIRD)
_QUARTER = re.compile(r"第?([1-4一二三四])季度")
_HALVES = {"上半年": (1, 6), "下半年": (7, 12), "年底": (12, 12), "年末": (12, 12)}
_THIRDS = {"上旬": (1, 10), "中旬": (11, 20), "下旬": (21, 31), "底": (21, 31), "末": (21, 31)}


@dataclass(frozen=True)
class Window:
    """Both days included."""

    first: date
    last: date


@law.rule("PL-76", "plan:3.4")
def wished_window(wish: str, year: int) -> Window:
    """采纳的工作需求写明单位的，按希望的时间安排检查；希望的时间没有写明或认不出的，安排在全年。"""
    text = "".join(unicodedata.normalize("NFKC", wish).split()).removeprefix(f"{year}年")
    if found := _MONTHS.fullmatch(text):
        window = Window(_first(year, found[1], found[2]), _last(year, found[3], found[4]))
        return window if window.first <= window.last else _whole(year)
    if found := _MONTH.fullmatch(text):
        if found[3]:
            return _until(year, found[1], found[2])
        return Window(_first(year, found[1], found[2]), _last(year, found[1], found[2]))
    if found := _QUARTER.fullmatch(text):
        return _months(year, 3 * _number(found[1]) - 2, 3 * _number(found[1]))
    return _months(year, *_HALVES[text]) if text in _HALVES else _whole(year)


def _until(year: int, month: str, third: str | None) -> Window:
    """七月前 ends with June, 七月底前 with July."""
    last = _last(year, month, third) if third else _first(year, month, None) - timedelta(days=1)
    return Window(date(year, 1, 1), last) if last.year == year else _whole(year)


def _whole(year: int) -> Window:
    return _months(year, 1, 12)


def _months(year: int, first: int, last: int) -> Window:
    return Window(date(year, first, 1), date(year, last, monthrange(year, last)[1]))


def _number(text: str) -> int:
    return int(text) if text.isdecimal() else _DIGITS[text]


def _first(year: int, month: str, third: str | None) -> date:
    return date(year, _number(month), _THIRDS[third][0] if third else 1)


def _last(year: int, month: str, third: str | None) -> date:
    end = monthrange(year, _number(month))[1]
    return date(year, _number(month), min(_THIRDS[third][1], end) if third else end)
