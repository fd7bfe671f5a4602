"""Why a year is impossible: which duty, which weeks, how many team-days short; found before anything is planned."""

from collections import Counter
from collections.abc import Sequence
from datetime import date

from postpermit.planning.bound import Span, Work, overfull, works
from postpermit.planning.grouping import Board, Unit
from postpermit.planning.loads import Loads
from postpermit.planning.planning_model import Lack, Shortage, Task, TaskKind

SHOWN = 3


def unit_shortages(board: Board) -> tuple[tuple[Shortage, ...], bool]:
    """What makes a single unit impossible, and whether that is proven: a blocked window, a ceiling, distances.

    Proven: no way at all to share its visits can be kept; not that the first one tried could not.
    """
    found: list[Shortage] = []
    proven = True
    for unit in board.units:
        found += [blocked(board, unit, task) for task in unit.tasks if not unit.spans[task.id]]
        if not unit.ways:
            proven = proven and unit.complete
            found.append(distance(board, unit) if unit.fewest is None else ceiling(board, unit, unit.fewest))
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


def ceiling(board: Board, unit: Unit, needed: int) -> Shortage:
    """More visits of the team are due than the yearly ceiling leaves. Sampling alone does not count towards it."""
    left = board.year.caps[unit.name]
    duties = tuple(name(task) for task in unit.tasks if task.kind is TaskKind.INSPECT)
    sentence = (
        f"单位 {unit.name}：本年度检查上限还剩 {left} 次，应办的检查合并后需要 {needed} 次，"
        f"差 {needed - left} 次（{listed(duties)}）。"
    )
    return Shortage(Lack.CAP, duties, (unit.name,), (), 0, 0, sentence)


def distance(board: Board, unit: Unit) -> Shortage:
    """Each task has weeks, but there is no way to put them all at the distances asked for."""
    duties = tuple(name(task) for task in unit.tasks)
    weeks = sorted({week for span in unit.spans.values() for week in span})
    mondays = tuple(board.year.weeks[week].monday for week in weeks)
    gap = max(task.spacing for task in unit.tasks)
    apart = f"至少相隔 {gap} 周" if gap > 1 else "每周至多一次"
    sentence = (
        f"单位 {unit.name}：{len(unit.tasks)} 项在各自期限内的 {len(weeks)} 个可用周里，"
        f"无论怎样合并，都排不出{apart}的日期（{listed(duties)}）。"
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


def leftover(
    board: Board, placed: Sequence[tuple[int, Sequence[Task]]], loads: Loads
) -> tuple[Shortage, ...]:
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
