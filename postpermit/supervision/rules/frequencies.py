"""How often something is owed, as permits write it: 1次/季, 每半年一次, 1日/次; what is owed over a stretch of time.

Permits state the same frequency in many ways and add what holds only on an event (正常工况1次/日；异常时每次记录). Whatever
is not surely understood is None: a person then reads it.
"""

import re
import unicodedata
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

NUMERALS = {n: i for i, n in enumerate("一二三四五六七八九十", 1)} | {"两": 2, "十一": 11, "十二": 12}
# unit as written → (months, days, hours) of one
UNITS = {
    "小时": (0, 0, 1), "时": (0, 0, 1), "h": (0, 0, 1),
    "天": (0, 1, 0), "日": (0, 1, 0), "d": (0, 1, 0),
    "周": (0, 7, 0), "星期": (0, 7, 0), "旬": (0, 10, 0),
    "个月": (1, 0, 0), "月度": (1, 0, 0), "月": (1, 0, 0),
    "个季度": (3, 0, 0), "季度": (3, 0, 0), "季": (3, 0, 0),
    "半年度": (6, 0, 0), "半年": (6, 0, 0),
    "年度": (12, 0, 0), "年": (12, 0, 0), "a": (12, 0, 0),
}  # fmt: skip
NUMBER = r"\d{1,3}|十[一二]|[一两二三四五六七八九十]"
UNIT = "|".join(sorted(UNITS, key=len, reverse=True))
AT_LEAST = r"(?:至少|不少于|不低于|最少)?"
DONE = r"(?:监测|检测|记录|填写)?"
FORMS = tuple(
    re.compile(form)
    for form in (
        # 1次/季, 至少1次/2个月
        rf"{AT_LEAST}(?P<times>{NUMBER})次/每?(?P<length>{NUMBER})?(?P<unit>{UNIT})",
        # 每季度至少监测一次, 半年1次, 按日记录一次
        rf"[每按]?(?P<length>{NUMBER})?(?P<unit>{UNIT}){AT_LEAST}{DONE}(?P<times>{NUMBER})次",
        # 1日/次, 季/次
        rf"(?P<length>{NUMBER})?(?P<unit>{UNIT})/次",
        # 每日, 按季度记录
        rf"[每按](?P<length>{NUMBER})?(?P<unit>{UNIT}){DONE}",
    )
)
# What holds on an event or in a season says nothing about the rest of the time.
ON_EVENT = re.compile(
    r"异常|非正常|事故|故障|启停|工况期|特殊时段|错峰|[^未无不没]变化|有变化|发生变化的|失效"
)
USUALLY = re.compile(
    r"^(?:正常(?:工况|情况|运行)?(?:下|时)?|(?:信息)?(?:对于)?(?:未发生|无|没有|不)变化(?:的|时)*(?:按年记录)?)[:,]?"
)
CLAUSES = re.compile(r"[;。,\n]")


@dataclass(frozen=True)
class Frequency:
    """``times`` in every ``months`` months, or in every ``days`` days (the other is 0)."""

    times: Fraction
    months: int
    days: int

    def due(self, months: Fraction, days: Fraction) -> int:
        """What is owed over so many months, which are so many days: a part of a turn owes nothing."""
        return int(self.times * self._turns(months, days))

    def excused(self, months: Fraction, days: Fraction) -> int:
        """What a stop of that length takes off: a turn that mostly stood still, none for a stop of a few days."""
        return int(self.times * self._turns(months, days) + Fraction(1, 2))

    def part(self, share: Fraction) -> "Frequency":
        """A share of it."""
        return Frequency(self.times * share, self.months, self.days)

    def _turns(self, months: Fraction, days: Fraction) -> Fraction:
        return months / self.months if self.months else days / self.days


@lru_cache(maxsize=1024)
def frequency(text: str) -> Frequency | None:
    """The usual frequency of a text; None when it is not surely understood."""
    bare = "".join(unicodedata.normalize("NFKC", text).split())
    whole = _read(bare)
    if whole is not None:
        return whole
    usual = [USUALLY.sub("", part) for part in CLAUSES.split(bare) if part and not _on_event(part)]
    found = {_read(part) for part in usual if part}
    return found.pop() if len(found) == 1 else None


def _on_event(part: str) -> bool:
    return ON_EVENT.search(USUALLY.sub("", part)) is not None


def _read(bare: str) -> Frequency | None:
    for form in FORMS:
        found = form.fullmatch(bare)
        if found is not None:
            return _made(_number(found.groupdict().get("times")), _number(found["length"]), found["unit"])
    return None


def _made(times: int, length: int, unit: str) -> Frequency | None:
    months, days, hours = UNITS[unit]
    if not times or not length:
        return None
    if hours:
        return Frequency(Fraction(24 * times, length), 0, 1)
    return Frequency(Fraction(times), months * length, days * length)


def _number(text: str | None) -> int:
    """1 where nothing is written."""
    if not text:
        return 1
    return int(text) if text.isdecimal() else NUMERALS[text]
