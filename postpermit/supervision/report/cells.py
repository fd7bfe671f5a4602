"""A cell: what is written there, where, and what it means as a number. ``/`` and blank mean "not reported", never zero."""

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from functools import lru_cache
from typing import Any, Generic, TypeVar

# Seen or recalled ways of leaving a cell without content (execution-report facts, part 5).
NOTHING = {"", "/", "\\", "-", "--", "—", "——", "n/a", "na", "null", "无", "未填", "未填报"}
NOT_APPLICABLE = {"不适用", "无此项", "不涉及"}
UNDETECTED = {"nd", "未检出", "低于检出限", "<lod"}
NUMBER = re.compile(r"[+-]?(\d{1,3}(,\d{3})+|\d+)(\.\d+)?([eE][+-]?\d{1,3})?|[+-]?\.\d+")
BELOW = re.compile(r"[<＜≤]?\s*([0-9]+(?:\.[0-9]+)?|\.[0-9]+)\s*L|[<＜]\s*([0-9]+(?:\.[0-9]+)?|\.[0-9]+)")
UNITED = re.compile(
    r"(?P<number>[+-]?[0-9][0-9.,]*(?:[eE][+-]?\d{1,3})?)\s*(?P<unit>[a-zA-Z%μ万吨千克毫升度倍个](?:[^0-9]|(?<=m)[23])*)"
)

# Texts up to this length come again and again: codes, 否, 手工监测, names of pollutants.
SHORT = 24
T = TypeVar("T")


def _narrowed(text: str) -> str:
    return "".join((text if text.isascii() else unicodedata.normalize("NFKC", text)).split())


narrow = lru_cache(maxsize=8192)(_narrowed)


class computed(Generic[T]):  # noqa: N801 - it stands where a decorator stands
    """A value found at the first look and kept. The one of ``functools`` takes a lock each time, a report has 10 000."""

    def __init__(self, find: Callable[[Any], T]) -> None:
        self.find, self.__doc__ = find, find.__doc__

    def __set_name__(self, owner: type, name: str) -> None:
        self.name = name

    def __get__(self, holder: Any, owner: type | None = None) -> T:
        found = holder.__dict__[self.name] = self.find(holder)
        return found


@dataclass(frozen=True)
class Cell:
    """``text`` as written, ``place`` as a person finds it: 有组织…统计表 第3行“最大值”."""

    text: str = ""
    place: str = ""

    @computed
    def bare(self) -> str:
        """The text in one width, without white space."""
        return narrow(self.text) if len(self.text) <= SHORT else _narrowed(self.text)

    @computed
    def empty(self) -> bool:
        """Nothing reported: blank, /, 无."""
        return self.bare.lower() in NOTHING

    @computed
    def not_applicable(self) -> bool:
        """不适用 is said."""
        return self.bare in NOT_APPLICABLE

    @computed
    def undetected(self) -> bool:
        """Below the detection limit: ND, <0.01, 0.02L."""
        return self.bare.lower() in UNDETECTED or BELOW.fullmatch(self.bare) is not None

    @computed
    def number(self) -> Decimal | None:
        """The number, negative ones included; None when nothing is reported or it is no number. No unit is guessed."""
        text = self.bare
        if not NUMBER.fullmatch(text):
            united = UNITED.fullmatch(text)
            if united is None:
                return None
            text = united["number"]
        try:
            found = Decimal(text.replace(",", ""))
        except InvalidOperation:
            return None
        return found if found.is_finite() and abs(found.adjusted()) < 60 else None

    @computed
    def unit(self) -> str:
        """The unit glued to the number, or ""."""
        united = UNITED.fullmatch(self.bare)
        return united["unit"] if united else ""

    @computed
    def detection_limit(self) -> Decimal | None:
        """0.01 of ``<0.01`` and ``0.01L``."""
        found = BELOW.fullmatch(self.bare)
        return Decimal(found[1] or found[2]) if found else None

    @computed
    def says_yes(self) -> bool:
        """是, 有, 完整, 符合 at the beginning."""
        return self.bare.startswith(("是", "有", "完整", "符合", "已"))

    @computed
    def says_no(self) -> bool:
        """否, 无, 不, 未 at the beginning."""
        return self.bare.startswith(("否", "无", "不", "未"))


BLANK = Cell()
