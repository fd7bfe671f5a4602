"""Which days work, and why. A year without an official list is provisional: statutory days and weekends."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property
from itertools import accumulate
from pathlib import Path

import yaml

from postpermit.workdays.years import YearList, read_year

HERE = Path(__file__).parent
WEEKEND = 5


class OutOfRange(ValueError):
    """Nothing is known about that year, not even its statutory days."""


@dataclass(frozen=True)
class Day:
    """One day: whether it works, the reason in Chinese, and whether that is only provisional."""

    date: date
    working: bool
    why: str
    provisional: bool


@dataclass(frozen=True)
class Year:
    """What is known of a year, for showing."""

    year: int
    provisional: bool
    notice: str
    days_off: tuple[date, ...]
    working_weekends: tuple[date, ...]


@dataclass(frozen=True)
class Calendar:
    """Official lists by year over a table of statutory days. Immutable: a loaded list makes another calendar."""

    lists: Mapping[int, YearList]
    statutory: Mapping[date, str]

    def with_year(self, listed: YearList) -> "Calendar":
        """The calendar in which this list holds for its year, instead of any earlier one."""
        return Calendar({**self.lists, listed.year: listed}, self.statutory)

    def official(self, year: int) -> bool:
        """Whether a notice for that year is known."""
        return year in self.lists

    def working(self, on: date) -> bool:
        """Whether the day works. Raises ``OutOfRange``."""
        self._refuse_unknown(on)
        if on in self._work:
            return True
        if on in self._off or (on.year not in self.lists and on in self.statutory):
            return False
        return on.weekday() < WEEKEND

    def day(self, on: date) -> Day:
        """The day with its reason. Raises ``OutOfRange``."""
        works = self.working(on)
        if on in self._work:
            why = "调休上班"
        elif on in self._off or (on.year not in self.lists and on in self.statutory):
            why = f"{self._festival(on)}放假"
        else:
            why = "工作日" if works else "周末"
        return Day(on, works, why, on.year not in self.lists)

    @cached_property
    def years(self) -> range:
        """The years about which anything is known."""
        known = {d.year for d in self.statutory} | set(self.lists)
        return range(min(known), max(known) + 1)

    def worked_up_to(self, on: date) -> int | None:
        """Working days from the calendar's first day up to and with ``on``; None outside the calendar."""
        place = on.toordinal() - date(self.years[0], 1, 1).toordinal()
        return self._counted[place] if 0 <= place < len(self._counted) else None

    @cached_property
    def _counted(self) -> list[int]:
        """The running count, made once: deadlines years away are then as quick to tell as tomorrow's."""
        first, last = date(self.years[0], 1, 1).toordinal(), date(self.years[-1], 12, 31).toordinal()
        return list(accumulate(int(self.working(date.fromordinal(n))) for n in range(first, last + 1)))

    @cached_property
    def _off(self) -> frozenset[date]:
        return frozenset(d for listed in self.lists.values() for d in listed.days_off)

    @cached_property
    def _work(self) -> frozenset[date]:
        return frozenset(d for listed in self.lists.values() for d in listed.working_weekends)

    def _refuse_unknown(self, on: date) -> None:
        if on.year not in self.years:
            first, last = self.years[0], self.years[-1]
            raise OutOfRange(f"工作日历覆盖 {first} 至 {last} 年，不能推算 {on.year} 年的工作日。")

    def _festival(self, on: date) -> str:
        """The festival nearest to the day: a notice lists days, not names."""
        nearest = min(self.statutory, key=lambda d: abs((d - on).days))
        return self.statutory[nearest]


@cache
def shipped() -> Calendar:
    """The lists shipped with the program: 2016–2026 official, statutory days to 2035."""
    pages = [read_year(p.read_text(encoding="utf-8")) for p in sorted((HERE / "years").glob("*.yaml"))]
    table = yaml.safe_load((HERE / "statutory.yaml").read_text(encoding="utf-8"))
    days = {day: name for rows in table.values() for name, listed in rows.items() for day in listed}
    return Calendar({page.year: page for page in pages}, days)


def describe(calendar: Calendar, year: int) -> Year:
    """What is known of the year. Raises ``OutOfRange``."""
    calendar._refuse_unknown(date(year, 1, 1))
    listed = calendar.lists.get(year)
    if listed is None:
        days = tuple(sorted(d for d in calendar.statutory if d.year == year))
        return Year(year, True, "", days, ())
    return Year(year, False, listed.notice, listed.days_off, listed.working_weekends)
