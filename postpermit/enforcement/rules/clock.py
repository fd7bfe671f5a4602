"""A clock of a penalty case, and how it is read on a day."""

from dataclasses import dataclass, replace
from datetime import date

from postpermit.enforcement.rules.case_facts import Span
from postpermit.enforcement.rules.counting import (
    ROLL,
    Due,
    Unit,
    dated,
    last_day,
    last_day_without,
    unit_of,
    written,
)
from postpermit.law import Value
from postpermit.trail.steps import Labelled
from postpermit.workdays import Calendar


class ClockState(Labelled):
    """How a clock stands on a day. A right that was not used lapses: nobody is late with it."""

    NOT_STARTED = "NOT_STARTED", "未开始"
    RUNNING = "RUNNING", "计时中"
    STOPPED = "STOPPED", "停止计时"
    MET = "MET", "按期完成"
    LATE = "LATE", "超期"
    LAPSED = "LAPSED", "期满未行使"


class Whose(Labelled):
    """Whom the time limit binds: the authority, the party's duty, or the party's right."""

    AUTHORITY = "AUTHORITY", "本机关"
    DUTY = "DUTY", "当事人应履行"
    RIGHT = "RIGHT", "当事人的权利"


@dataclass(frozen=True)
class Clock:
    """One time limit of a case. ``met_on`` with LATE: done, but after the last day. ``lines`` say how it was counted.

    ``end``: the last day before it was moved off a day that does not work; None where nothing is moved.
    """

    code: str
    label: str
    whose: Whose
    unit: Unit
    days: int
    clause: str
    confirmed: bool
    started_on: date | None = None
    stops: tuple[Span, ...] = ()
    due_on: date | None = None
    met_on: date | None = None
    state: ClockState = ClockState.NOT_STARTED
    provisional: bool = False
    lines: tuple[str, ...] = ()
    end: date | None = None


@dataclass(frozen=True)
class Day:
    """The day on which the clocks are read, and the calendar that says which days work."""

    on: date
    calendar: Calendar

    def read(
        self,
        code: str,
        label: str,
        value: str,
        since: date | None,
        met: date | None,
        *,
        whose: Whose = Whose.AUTHORITY,
        stops: tuple[Span, ...] = (),
        more: tuple[tuple[str, int], ...] = (),
        rolls: bool = True,
    ) -> Clock:
        """A clock whose length is a value; ``more``: days by which it was extended, each under the value that allows it."""
        day = since or self.on
        base, added = dated(value, day), [(dated(name, day), days) for name, days in more if days]
        total = base.value + sum(days for _, days in added)
        known = base.confirmed and all(v.confirmed for v, _ in added)
        blank = Clock(code, label, whose, unit_of(base), total, base.clause, known, since, stops, met_on=met)
        if since is None:
            return blank if met is None else replace(blank, state=ClockState.MET)
        roll = rolls and dated(ROLL, day).value == "yes"
        if blank.unit is Unit.DAYS:
            due = last_day_without(since, total, stops, self.calendar, on=self.on, roll=roll)
        else:
            due = last_day(since, total, blank.unit, self.calendar, roll=roll)
        return self.judged(blank, due, tuple(_extended(v, days) for v, days in added))

    def judged(self, clock: Clock, due: Due, before: tuple[str, ...] = ()) -> Clock:
        """The clock with its last day, and how it stands."""
        state = self._state(clock, due.on)
        lines = [*before, *due.lines]
        if due.provisional:
            lines.append("其中有年份的放假安排尚未公布，日期是暂定的。")
        if state is ClockState.LATE:
            lines.append(_late(clock.met_on, due.on, self.on))
        confirmed = clock.confirmed and not due.rolled
        return replace(
            clock,
            due_on=due.on,
            state=state,
            confirmed=confirmed,
            provisional=due.provisional,
            lines=tuple(lines),
            end=due.end,
        )

    def _state(self, clock: Clock, due: date) -> ClockState:
        if clock.met_on is not None:
            return ClockState.MET if clock.met_on <= due else ClockState.LATE
        if self.on > due:
            return ClockState.LAPSED if clock.whose is Whose.RIGHT else ClockState.LATE
        held = any(s.since <= self.on and (s.until is None or self.on <= s.until) for s in clock.stops)
        return ClockState.STOPPED if held else ClockState.RUNNING


def _extended(value: Value, days: int) -> str:
    return f"经批准延长{days}日{'' if value.confirmed else '（待确认）'}。"


def _late(met: date | None, due: date, on: date) -> str:
    if met is not None:
        return f"{written(met)}完成，超过期限{(met - due).days}日。"
    return f"至{written(on)}超过期限{(on - due).days}日。"
