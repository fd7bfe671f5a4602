"""Counting the time limits of a penalty case: each in its own unit, without the days that do not count."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from postpermit import law, workdays
from postpermit.enforcement.rules.case_facts import Span
from postpermit.law import Value
from postpermit.trail.steps import Labelled
from postpermit.workdays import Calendar

ONE = timedelta(days=1)
ROLL = "penalty.holiday.roll"


class Unit(Labelled):
    """The unit a time limit is counted in, as the values write it."""

    DAYS = "DAYS", "日"
    WORKING = "WORKING", "工作日"
    MONTHS = "MONTHS", "个月"
    # A day that somebody fixed: nothing is counted.
    FIXED = "FIXED", "指定日期"


@dataclass(frozen=True)
class Due:
    """The last day of a time limit and how it was found. ``rolled``: moved off a day that does not work; ``end``: from it."""

    on: date
    provisional: bool
    rolled: bool
    lines: tuple[str, ...]
    end: date | None = None


def written(day: date) -> str:
    """2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"


def dated(name: str, on: date) -> Value:
    """The value in force that day; for a day before its first line the first line, since no case is so old."""
    lines = law.lines_of(name)
    found = law.in_force(lines, on) or min(lines, key=lambda v: v.since, default=None)
    return found or law.value(name, on=on)


def unit_of(value: Value) -> Unit:
    """The unit of a value; ValueError for one that is no length of time."""
    return next(u for u in Unit if u.label == value.unit)


def united(spans: Iterable[Span], after: date, on: date) -> list[tuple[date, date]]:
    """The spans as days after ``after``, in order, overlapping and touching ones as one; an open one lasts to ``on``."""
    cut = sorted((max(s.since, after + ONE), s.until or max(on, s.since)) for s in spans)
    out: list[tuple[date, date]] = []
    for since, until in cut:
        if until < since:
            continue
        if out and since <= out[-1][1] + ONE:
            out[-1] = (out[-1][0], max(out[-1][1], until))
        else:
            out.append((since, until))
    return out


@law.rule("EN-50", "penalty-law:85", "coercion-law:69")
def last_day(start: date, n: int, unit: Unit, calendar: Calendar, *, roll: bool = True) -> Due:
    """期限自次日起算，各按自己的单位：工作日、自然日或月；按自然日和月计算的，最后一日休息则顺延。"""
    if unit is Unit.WORKING:
        found = workdays.add(calendar, start, n)
        line = f"自{written(start)}次日起算，第{n}个工作日是{written(found.result)}。"
        return Due(found.result, found.provisional, False, (line,))
    end = workdays.add_months(start, n) if unit is Unit.MONTHS else start + timedelta(days=n)
    first = f"自{written(start)}次日起算，{n}{unit.label}，至{written(end)}。"
    return _rolled(end, calendar, roll, (first,))


@law.rule("EN-51", "penalty-procedure:57", "coercion-law:25")
def last_day_without(
    start: date, n: int, spans: Iterable[Span], calendar: Calendar, *, on: date, roll: bool = True
) -> Due:
    """不计入的期间占用几日就顺延几日，重叠的只算一次；最后一日休息则再顺延。"""
    kept = tuple(spans)
    end = start + timedelta(days=n)
    lines = [f"自{written(start)}次日起算，{n}日，至{written(end)}。"]
    lost = 0
    for since, until in united(kept, start, on):
        # A span that begins after the last day comes too late to stop anything.
        if since > end:
            break
        length = (until - since).days + 1
        end += timedelta(days=length)
        lost += length
        why = "、".join(dict.fromkeys(s.reason.label for s in kept if _touches(s, since, until)))
        lines.append(f"{written(since)}至{written(until)}{why}，{length}日不计入。")
    if lost:
        lines.append(f"共{lost}日不计入，至{written(end)}。")
    return _rolled(end, calendar, roll, tuple(lines))


def _rolled(end: date, calendar: Calendar, roll: bool, lines: tuple[str, ...]) -> Due:
    found = workdays.roll(calendar, end)
    if not roll or found.result == end:
        return Due(end, found.provisional and roll, False, lines, end if roll else None)
    line = f"{written(end)}是{found.days[0].why}，顺延至{written(found.result)}（待确认）。"
    return Due(found.result, found.provisional, True, (*lines, line), end)


def _touches(span: Span, since: date, until: date) -> bool:
    return span.since <= until and (span.until is None or span.until >= since)
