"""The weeks of a year in which visits can be planned: working days, less guarantees and festivals, less meetings."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from postpermit import law, workdays
from postpermit.duties.rules import Law

SPRING = "春节"
LAST_DAY_OF_FEBRUARY = 28


@dataclass(frozen=True)
class BlockedWindow:
    """Days kept free of planned visits. ``capacity``: what share of the force is left in it, 0 for none."""

    code: str
    label: str
    first: date
    last: date
    capacity: Decimal
    clause: str
    source: str
    confirmed: bool

    def covers(self, on: date) -> bool:
        """Whether the day lies in it."""
        return self.first <= on <= self.last


@dataclass(frozen=True)
class PlanWeek:
    """A week with at least one working day of the year. ``capacity`` is in working days of the whole force.

    ``working`` are its working days, ``usable`` those on which planned visits may take place; ``windows`` are the
    guarantees that touch them; ``meeting``: the dispatch meeting's day in this week.
    """

    monday: date
    working: tuple[date, ...]
    usable: tuple[date, ...]
    capacity: Decimal
    windows: tuple[BlockedWindow, ...]
    meeting: date | None
    provisional: bool
    confirmed: bool

    @property
    def shut(self) -> bool:
        """Whether no planned visit fits into it."""
        return not self.usable

    @property
    def notes(self) -> tuple[str, ...]:
        """What an officer reads beside the week."""
        said = [w.label for w in self.windows]
        if self.meeting is not None:
            said.append(f"调度会（{self.meeting}）")
        if self.provisional:
            said.append("放假安排未公布，暂定")
        return tuple(said)


@law.rule("PL-30", "plan:3.5")
def blocked_windows(year: int, law_: Law) -> list[BlockedWindow]:
    """进博会、中高考保障期和春节前后不排有计划检查；起止日期是带日期的数值，每年可改。"""
    on = _asked_on(year, law_)
    stems = [
        v.name.removesuffix(".from")
        for v in law.values(on=on)
        if v.name.startswith("blocked.") and v.name.endswith(".from")
    ]
    found = [window for stem in stems for window in _dated(stem, year, on)]
    return sorted([*found, *_spring(year, law_.calendar, on)], key=lambda w: (w.first, w.code))


def _asked_on(year: int, law_: Law) -> date:
    """Values of a coming year are asked on its first day, of a past one on its last."""
    return min(max(law_.on, date(year, 1, 1)), date(year, 12, 31))


def _dated(stem: str, year: int, on: date) -> Iterator[BlockedWindow]:
    start, end, left = (law.value(f"{stem}.{part}", on=on) for part in ("from", "until", "capacity"))
    first, last = _day(year, start.value), _day(year, end.value)
    # A window across New Year touches the year at both of its ends.
    spans = [(first, last)] if first <= last else [(date(year, 1, 1), last), (first, date(year, 12, 31))]
    label = start.label.partition("：")[0]
    confirmed = start.confirmed and end.confirmed and left.confirmed
    for begins, ends in spans:
        code = stem.removeprefix("blocked.")
        yield BlockedWindow(code, label, begins, ends, left.value, start.clause, start.source, confirmed)


def _day(year: int, text: str) -> date:
    month, day = (int(part) for part in text.split("-"))
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return date(year, month, min(day, LAST_DAY_OF_FEBRUARY) if month == 2 and not leap else day)  # noqa: PLR2004


def _spring(year: int, calendar: workdays.Calendar, on: date) -> Iterator[BlockedWindow]:
    days = [d for d, name in calendar.statutory.items() if name == SPRING and d.year == year]
    if not days:
        return
    before, after, left = (
        law.value(f"spring.{part}", on=on) for part in ("days_before", "days_after", "capacity")
    )
    first = min(days) - timedelta(days=int(before.value))
    last = max(days) + timedelta(days=int(after.value))
    confirmed = before.confirmed and after.confirmed and left.confirmed
    yield BlockedWindow(
        "spring", "春节前后", first, last, left.value, before.clause, before.source, confirmed
    )


@law.rule("PL-31", "plan:4.2")
def meeting_weeks(year: int, law_: Law, held_on: Iterable[date] = ()) -> dict[date, date]:
    """调度会所在周的力量打折；会期未定的，按当月上旬最后一个工作日所在周安排。

    Monday of the week → day of the meeting. ``held_on``: the dates that are set.
    """
    days = [d for d in held_on if d.year == year]
    fixed = {d.month for d in days}
    months = law.value("meeting.dispatch.months", on=_asked_on(year, law_)).value
    for month in months:
        if month not in fixed:
            days.append(workdays.first_ten_last_working_day(law_.calendar, year, month).result)
    return {monday_of(d): d for d in sorted(days, reverse=True)}


def monday_of(on: date) -> date:
    """The Monday of the week."""
    return on - timedelta(days=on.weekday())


@law.rule("PL-32", "plan:18.1", "plan:4.2")
def plan_weeks(year: int, law_: Law, held_on: Iterable[date] = ()) -> list[PlanWeek]:
    """计划以周为单位，只算当年的工作日；保障期内的工作日不用，调度会当周按规定比例折减。"""
    windows, meetings = blocked_windows(year, law_), meeting_weeks(year, law_, held_on)
    share = law.value("meeting.week.capacity", on=_asked_on(year, law_))
    weeks: dict[date, list[date]] = {}
    on = date(year, 1, 1)
    while on.year == year:
        if law_.calendar.working(on):
            weeks.setdefault(monday_of(on), []).append(on)
        on += timedelta(days=1)
    return [_week(monday, days, windows, meetings.get(monday), share, law_) for monday, days in weeks.items()]


def _week(
    monday: date,
    days: list[date],
    windows: list[BlockedWindow],
    meeting: date | None,
    share: law.Value,
    law_: Law,
) -> PlanWeek:
    touching = tuple(w for w in windows if any(w.covers(d) for d in days))
    left = {d: min((w.capacity for w in touching if w.covers(d)), default=Decimal(1)) for d in days}
    factor = share.value if meeting is not None else Decimal(1)
    return PlanWeek(
        monday,
        tuple(days),
        tuple(d for d in days if left[d] > 0 and factor > 0),
        sum(left.values(), Decimal(0)) * factor,
        touching,
        meeting,
        not law_.calendar.official(days[0].year),
        all(w.confirmed for w in touching) and (meeting is None or share.confirmed),
    )


def blocked_weeks(year: int, law_: Law) -> list[PlanWeek]:
    """The weeks from which a guarantee or a festival takes at least one working day."""
    return [week for week in plan_weeks(year, law_) if week.windows]
