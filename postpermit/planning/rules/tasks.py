"""Which open duties become tasks of the year's plan, and in which days each may be done."""

from dataclasses import dataclass
from datetime import date, timedelta

from postpermit import law
from postpermit.duties.rules.records import WINDOWED, meets
from postpermit.planning.rules.strata import after_next, quarter_code

# Kind of duty → whether the brigade or the station's crew goes.
NEEDED = "inspect-need"
INSPECTS = frozenset({"inspect-key", "inspect-simplified", "inspect-new-permit", "check-expired", NEEDED})
MONITORS = frozenset({"monitor-key"})
# Two of these at one unit need visits of their own.
HALVES = "inspect-key"
# What is late already is done within two weeks.
LATE_DAYS = timedelta(days=13)


@dataclass(frozen=True)
class Span:
    """The days in which a visit meets the duty, both included. ``late``: the duty's own days are over."""

    earliest: date
    latest: date
    late: bool = False


@law.rule("PL-43", "plan:6.2", "plan:7.2", "plan:10.1")
def span_of(kind: str, opens_on: date, due_on: date, from_on: date, year: int) -> Span | None:
    """应办的检查和监测排在各自的窗口内；有期限而已逾期的，排在最近两周；窗口已过的不能再排。"""
    last = date(year, 12, 31)
    earliest = max(opens_on, from_on, date(year, 1, 1))
    if earliest > last:
        return None
    if due_on >= earliest:
        return Span(earliest, min(due_on, last))
    if kind in WINDOWED:
        return None
    return Span(earliest, min(earliest + LATE_DAYS, last), late=True)


@law.rule("PL-44", "plan:6.1", "plan:7.2")
def drawn_span(quarter_first: date, quarter_last: date, from_on: date, year: int) -> Span | None:
    """抽中的单位在抽取的季度内检查；季度剩余不足四周的，可以排到下一季度末，不跨年。"""
    earliest, end, last = max(quarter_first, from_on), quarter_last, date(year, 12, 31)
    if earliest > last:
        return None
    # Not until the end of the year: who had to be drawn in this quarter has been waiting almost as long as anybody may.
    while end < last and earliest + timedelta(weeks=4) > end:
        end = after_next(quarter_code(end))
    return Span(earliest, min(end, last))


@law.rule("PL-45", "plan:6.2")
def after_last_visit(span: Span, last: date | None, apart: int) -> Span:
    """重点管理单位上一次检查之后，隔够规定的周数再安排下一次；窗口因此不足两周的，以窗口为先。"""
    start = max(span.earliest, last + timedelta(weeks=apart)) if last is not None else span.earliest
    return Span(start, span.latest, span.late) if start + LATE_DAYS <= span.latest else span


@dataclass(frozen=True)
class Fate:
    """What a week does to one duty. ``impossible``: a visit in that week does not meet it any more."""

    impossible: bool
    sentence: str


@law.rule("PL-46", "plan:6.2", "plan:7.2")
def fate_in_week(kind: str, opens_on: date, due_on: date, monday: date, today: date) -> Fate:
    """调整后的一周与应办事项的期限没有共同的日子，该事项就无法按期完成；已经逾期的，写明逾期，不作阻止。"""
    label, friday = law.duty_kind(kind).label, monday + timedelta(days=4)
    clause = law.clause(law.duty_kind(kind).clause).label
    if monday <= due_on and friday >= opens_on:
        if monday >= opens_on and friday <= due_on:
            return Fate(False, f"{label}：在期限内（{opens_on} 至 {due_on}）。")
        first, last = max(monday, opens_on), min(friday, due_on)
        return Fate(False, f"{label}：这一周只有 {first} 至 {last} 在期限内。")
    if friday < opens_on:
        return Fate(True, f"{label}：这一周还没有到 {opens_on} 开始的窗口（{clause}）。")
    if meets(kind, opens_on, due_on, monday) and due_on < today:
        return Fate(False, f"{label}：期限 {due_on} 已过，属于逾期补办。")
    if meets(kind, opens_on, due_on, monday):
        return Fate(True, f"{label}：期限 {due_on}，这一周去就逾期了（{clause}）。")
    return Fate(True, f"{label}：窗口 {due_on} 结束，这一周去不能算完成（{clause}）。")
