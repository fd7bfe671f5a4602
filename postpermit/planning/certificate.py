"""Why a year is impossible: which duty, which weeks, how many team-days short; found before anything is planned."""

from collections import Counter
from collections.abc import Sequence
from datetime import date
from itertools import combinations as pairs

from postpermit.planning.bound import Span, Work, overfull, works
from postpermit.planning.greedy import place, popularity
from postpermit.planning.grouping import Board, Unit, allowed, key, together
from postpermit.planning.loads import Loads, empty
from postpermit.planning.planning_model import Lack, Shortage, Task, TaskKind, YearInput

SHOWN = 3


def unit_shortages(board: Board) -> tuple[tuple[Shortage, ...], bool]:
    """What makes a single unit impossible, and whether that is proven: a blocked window, a ceiling, distances."""
    nothing, liked = empty(board), popularity(board)
    found: list[Shortage] = []
    proven = True
    for unit in board.units:
        closed = [blocked(board, unit, stop.tasks[0]) for stop in unit.stops if not stop.weeks]
        left = board.year.caps.get(unit.name)
        if left is not None and left < visits_needed(unit):
            found.append(ceiling(unit, left))
            proven = proven and surely_above(board.year, unit, left)
        if not closed and place(board, unit, nothing, liked) is None:
            found.append(distance(board, unit))
        found += closed
    return tuple(found), proven


def blocked(board: Board, unit: Unit, task: Task) -> Shortage:
    """Nothing of the task's window is open."""
    weeks = tuple(
        week.monday for week in board.year.weeks
        if task.earliest <= week.monday <= task.latest or week.monday == task.frozen_week
    )  # fmt: skip
    shut = sum(monday in task.not_in_weeks for monday in weeks)
    sentence = (
        f"{name(task)}：单位 {unit.name} 在{day(task.earliest)}至{day(task.latest)}之间没有可以安排的周"
        f"（期限内的 {len(weeks)} 周中，{shut} 周对该单位不安排检查，其余放假或已过）。"
    )
    return Shortage(Lack.WINDOW, (name(task),), (unit.name,), weeks, 0, 0, sentence)


def ceiling(unit: Unit, left: int) -> Shortage:
    """More visits of the team are due than the yearly ceiling leaves. Sampling alone does not count towards it."""
    needed = visits_needed(unit)
    duties = tuple(name(task) for task in inspections(unit))
    sentence = (
        f"单位 {unit.name}：本年度检查上限还剩 {left} 次，应办的检查合并后需要 {needed} 次，"
        f"差 {needed - left} 次（{listed(duties)}）。"
    )
    return Shortage(Lack.CAP, duties, (unit.name,), (), 0, 0, sentence)


def visits_needed(unit: Unit) -> int:
    """Visits of the team after merging."""
    return sum(stop.team > 0 for stop in unit.stops)


def inspections(unit: Unit) -> list[Task]:
    """What the team has to do at the unit."""
    return [task for task in everything(unit) if task.kind is TaskKind.INSPECT]


def everything(unit: Unit) -> list[Task]:
    """All tasks of the unit."""
    return [task for stop in unit.stops for task in stop.tasks] + [rider.task for rider in unit.riders]


def surely_above(year: YearInput, unit: Unit, left: int) -> bool:
    """The proof that no other merging helps: ``left`` + 1 tasks, of which no two can share a visit."""
    weeks = {task.id: set(allowed(year, task)) for task in inspections(unit)}
    return any(
        all(
            key(a) == key(b) or not weeks[a.id] & weeks[b.id] or not together([a, b])
            for a, b in pairs(some, 2)
        )
        for some in pairs(inspections(unit), left + 1)
    )


def distance(board: Board, unit: Unit) -> Shortage:
    """Each stop has weeks, but not all of them together at the distances asked for."""
    duties = tuple(name(task) for task in everything(unit))
    weeks = sorted({week for stop in unit.stops for week in stop.weeks})
    mondays = tuple(board.year.weeks[week].monday for week in weeks)
    gap = max(unit.gaps.values(), default=0)
    sentence = (
        f"单位 {unit.name}：{len(unit.stops)} 次检查在各自期限内的 {len(weeks)} 个可用周里，"
        f"排不出至少相隔 {gap} 周的日期（{listed(duties)}）。"
    )
    return Shortage(Lack.SPACING, duties, (unit.name,), mondays, 0, 0, sentence)


def staff_shortages(board: Board) -> tuple[Shortage, ...]:
    """Spans of weeks that must hold more days than there are; spans beside each other, the worst first."""
    found: list[Shortage] = []
    for crew in (False, True):
        work = list(works(board, crew=crew))
        room = [week.crew_capacity if crew else week.capacity for week in board.year.weeks]
        taken: list[Span] = []
        for span in overfull(board, work, room):
            if all(span.last < other.first or span.first > other.last for other in taken):
                taken.append(span)
                found.append(short_span(board, span, work, crew=crew))
    return tuple(found)


def short_span(board: Board, span: Span, work: list[Work], *, crew: bool) -> Shortage:
    """The span in words: what must lie in it, what it has."""
    held = [item for item in work if span.first <= item.first and item.last <= span.last]
    duties = tuple(duty for item in held for duty in item.duties)
    units = tuple(dict.fromkeys(item.unit for item in held))
    weeks = tuple(week.monday for week in board.year.weeks[span.first : span.last + 1])
    short = span.days - span.room
    who = "监测组" if crew else "执法组"
    sentence = (
        f"{spoken(weeks)}：{len(units)} 家单位的 {len(duties)} 项必须在此期间完成，至少需要 {span.days} 个{who}日，"
        f"只有 {span.room} 个，差 {short} 个（{listed(duties)}）。"
    )
    return Shortage(Lack.CAPACITY, duties, units, weeks, 0 if crew else short, short if crew else 0, sentence)


def leftover(board: Board, placed: Sequence[tuple[int, list[Task]]], loads: Loads) -> tuple[Shortage, ...]:
    """What the best plan found still lacks, week by week."""
    found = []
    for side, crew in ((loads.team, False), (loads.crew, True)):
        for week, short in side.overfull().items():
            kind = TaskKind.MONITOR if crew else TaskKind.INSPECT
            there = [task for at, tasks in placed if at == week for task in tasks if task.kind is kind]
            duties = tuple(name(task) for task in there)
            units = tuple(dict.fromkeys(task.unit for task in there))
            monday = board.year.weeks[week].monday
            who = "监测组" if crew else "执法组"
            sentence = (
                f"{spoken((monday,))}：安排下来仍需 {side.days[week]} 个{who}日，只有 {side.room[week]} 个，"
                f"差 {short} 个（{listed(duties)}）。"
            )
            days = (0, short) if crew else (short, 0)
            found.append(Shortage(Lack.CAPACITY, duties, units, (monday,), *days, sentence))
    return tuple(found)


def name(task: Task) -> str:
    """How the certificate calls a task."""
    return task.duty or task.id


def listed(duties: Sequence[str]) -> str:
    """The first few and how many more; the data hold all."""
    counted = Counter(duties)
    shown = "、".join(list(counted)[:SHOWN])
    return shown + (f"等 {len(duties)} 项" if len(counted) > SHOWN else "")


def spoken(weeks: tuple[date, ...]) -> str:
    """The weeks in words."""
    if len(weeks) == 1:
        return f"{day(weeks[0])}起的一周"
    return f"{day(weeks[0])}起的一周至{day(weeks[-1])}起的一周（共 {len(weeks)} 周）"


def day(value: date) -> str:
    """A day in words."""
    return f"{value.year}年{value.month}月{value.day}日"
