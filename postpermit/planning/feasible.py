"""The proof of a plan: everything that must hold, counted again from the input alone. Knows nothing of the planner."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import combinations
from math import ceil

from postpermit.planning.planning_model import Plan, PlannedVisit, Stage, Task, TaskKind, Week, YearInput


@dataclass(frozen=True)
class Look:
    """The input and the plan, indexed for looking up."""

    year: YearInput
    plan: Plan
    tasks: dict[str, Task]
    weeks: dict[date, Week]

    def of(self, visit: PlannedVisit) -> list[Task]:
        """The known tasks of a visit."""
        return [self.tasks[name] for name in visit.tasks if name in self.tasks]


def problems(year: YearInput, plan: Plan) -> list[str]:
    """Every sentence is a fault; an empty list is the proof that the plan keeps all duties, ceilings and staff."""
    look = Look(
        year, plan, {task.id: task for task in year.tasks}, {week.monday: week for week in year.weeks}
    )
    found: list[str] = []
    for check in (duties, places, windows, lengths, distances, merging, ceilings, staff, figures):
        found += check(look)
    return found


def duties(look: Look) -> Iterator[str]:
    """Each task exactly once, nothing else, no empty visit, no name twice."""
    times = Counter(name for visit in look.plan.visits for name in visit.tasks)
    for name in sorted(look.tasks.keys() | times.keys()):
        if name not in look.tasks:
            yield f"计划里有不存在的事项 {name}。"
        elif times[name] != 1:
            yield f"事项 {name} 安排了 {times[name]} 次，应为 1 次。"
    for name, count in sorted(Counter(visit.id for visit in look.plan.visits).items()):
        if count > 1:
            yield f"检查编号 {name} 重复。"
    for visit in look.plan.visits:
        if not visit.tasks:
            yield f"检查 {visit.id} 没有事项。"


def places(look: Look) -> Iterator[str]:
    """A visit is to the unit and zone of all its tasks."""
    for visit in look.plan.visits:
        if any((task.unit, task.zone) != (visit.unit, visit.zone) for task in look.of(visit)):
            yield f"检查 {visit.id} 的单位或片区与事项不符。"


def windows(look: Look) -> Iterator[str]:
    """In an open week, inside each task's window, in no blocked week, frozen weeks unchanged, days as promised."""
    for visit in look.plan.visits:
        week = look.weeks.get(visit.week)
        if week is None or week.days <= 0:
            yield f"检查 {visit.id} 排在不可用的一周（{visit.week}）。"
            continue
        for task in look.of(visit):
            yield from untimely(look, visit, task)
        promised = visit.week <= visit.first <= visit.last <= visit.week + timedelta(days=6)
        if not promised or not all(
            t.earliest <= visit.first and visit.last <= t.latest for t in look.of(visit)
        ):
            yield f"检查 {visit.id} 没有对所有事项都在期限内的日子。"


def untimely(look: Look, visit: PlannedVisit, task: Task) -> Iterator[str]:
    """What is wrong with this task in that week."""
    if visit.week in task.not_in_weeks:
        yield f"事项 {task.id} 排在对该单位不安排检查的一周（{visit.week}）。"
    if task.frozen_week is not None:
        if visit.week != task.frozen_week:
            yield f"事项 {task.id} 已冻结在 {task.frozen_week} 的一周，被改到 {visit.week}。"
    elif visit.week not in open_weeks(look, task):
        yield f"事项 {task.id} 排在 {visit.week} 的一周，不在期限 {task.earliest} 至 {task.latest} 之内。"


def open_weeks(look: Look, task: Task) -> set[date]:
    """Mondays of the working weeks wholly in the window; partly, when there is none."""
    if task.frozen_week is not None:
        return {task.frozen_week}
    usable = [m for m, week in look.weeks.items() if week.days > 0 and m not in task.not_in_weeks]
    friday = timedelta(days=4)
    whole = {m for m in usable if m >= task.earliest and m + friday <= task.latest}
    return whole or {m for m in usable if m + friday >= task.earliest and m <= task.latest}


def lengths(look: Look) -> Iterator[str]:
    """A visit takes as long as its longest task, for the team and for the crew."""
    for visit in look.plan.visits:
        longest = dict.fromkeys(TaskKind, 0)
        for task in look.of(visit):
            longest[task.kind] = max(longest[task.kind], task.slots)
        if (visit.slots, visit.crew_slots) != (longest[TaskKind.INSPECT], longest[TaskKind.MONITOR]):
            yield f"检查 {visit.id} 的用时与事项不符。"


def distances(look: Look) -> Iterator[str]:
    """A unit is entered once a week; tasks of one group lie in visits of their own, as far apart as they ask."""
    for visits in by_unit(look).values():
        for visit in visits:
            for one, two in combinations(look.of(visit), 2):
                if rivals(one, two):
                    yield f"事项 {one.id} 与 {two.id} 应当分两次检查，却排在同一次。"
        for a, b in combinations(visits, 2):
            apart = abs((a.week - b.week).days) // 7
            if not apart:
                yield f"检查 {a.id} 与 {b.id} 在同一周进同一家单位两次。"
            for one in look.of(a):
                for two in look.of(b):
                    least = max(1, one.spacing, two.spacing)
                    if rivals(one, two) and apart < least:
                        yield f"事项 {one.id} 与 {two.id} 只相隔 {apart} 周，至少 {least} 周。"


def merging(look: Look) -> Iterator[str]:
    """Two visits of a unit that could have been one are one too many; sampling rides along wherever both are due."""
    for visits in by_unit(look).values():
        for a, b in combinations(visits, 2):
            tasks = look.of(a) + look.of(b)
            others = [look.of(visit) for visit in visits if visit not in (a, b)]
            if tasks and one_visit(look, tasks) and has_weeks(look, [tasks, *others]):
                yield f"检查 {a.id} 与 {b.id} 可以合并为一次而没有合并。"


def one_visit(look: Look, tasks: list[Task]) -> set[date]:
    """The Mondays on which one visit can answer all of these: none for rivals, none without a common day."""
    if any(rivals(one, two) for one, two in combinations(tasks, 2)):
        return set()
    if not tasks or max(t.earliest for t in tasks) > min(t.latest for t in tasks):
        return set()
    return set.intersection(*(open_weeks(look, task) for task in tasks))


def has_weeks(look: Look, visits: list[list[Task]], put: tuple[date, ...] = ()) -> bool:
    """Whether all these visits of a unit find weeks at their distances; otherwise merging would spoil another."""
    at = len(put)
    if at == len(visits):
        return True
    least = [
        max([1, *(max(a.spacing, b.spacing) for a in visits[at] for b in other if rivals(a, b))])
        for other in visits[:at]
    ]
    return any(
        all(abs((week - w).days) // 7 >= gap for w, gap in zip(put, least))
        and has_weeks(look, visits, (*put, week))
        for week in sorted(one_visit(look, visits[at]))
    )


def ceilings(look: Look) -> Iterator[str]:
    """Not more visits of the team than the yearly ceiling leaves."""
    for unit, visits in sorted(by_unit(look).items()):
        teams = sum(any(t.kind is TaskKind.INSPECT for t in look.of(visit)) for visit in visits)
        if unit in look.year.caps and teams > look.year.caps[unit]:
            yield f"单位 {unit} 安排检查 {teams} 次，上限还剩 {look.year.caps[unit]} 次。"


def staff(look: Look) -> Iterator[str]:
    """Not more team-days and crew-days in a week than there are."""
    days = days_by_week(look)
    for monday, week in look.weeks.items():
        if (needed := days["team"][monday]) > week.capacity:
            yield f"{monday} 的一周需要 {needed} 个执法组日，只有 {week.capacity} 个。"
        if (needed := days["crew"][monday]) > week.crew_capacity:
            yield f"{monday} 的一周需要 {needed} 个监测组日，只有 {week.crew_capacity} 个。"


def figures(look: Look) -> Iterator[str]:
    """The figures that the plan prints about itself."""
    plan, days = look.plan, days_by_week(look)
    sums = [sum(days[side].values()) for side in ("team", "crew")]
    peaks = [max(days[side].values(), default=0) for side in ("team", "crew")]
    if [plan.field_days, plan.crew_days, plan.peak, plan.crew_peak] != sums + peaks:
        yield "计划写明的天数或最忙周与安排不符。"
    price = look.year.weights.day * sum(sums) + look.year.weights.peak * sum(peaks)
    if plan.objective != price:
        yield f"计划写明的目标值是 {plan.objective}，按安排应为 {price}。"
    if plan.lower_bound > plan.objective or (plan.stage is Stage.OPTIMAL) != (
        plan.lower_bound == plan.objective
    ):
        yield "计划写明的下界或阶段与目标值不符。"


def days_by_week(look: Look) -> dict[str, Counter[date]]:
    """Team-days and crew-days of each week, from the tasks: zone by zone, a started day counts whole."""
    slots: dict[tuple[str, date, str], int] = defaultdict(int)
    for visit in look.plan.visits:
        for side, kind in (("team", TaskKind.INSPECT), ("crew", TaskKind.MONITOR)):
            longest = max((t.slots for t in look.of(visit) if t.kind is kind), default=0)
            slots[side, visit.week, visit.zone] += longest
    days: dict[str, Counter[date]] = {"team": Counter(), "crew": Counter()}
    for (side, monday, _), count in slots.items():
        days[side][monday] += ceil(count / look.year.slots_per_day)
    return days


def by_unit(look: Look) -> dict[str, list[PlannedVisit]]:
    """The visits of each unit."""
    units: dict[str, list[PlannedVisit]] = defaultdict(list)
    for visit in look.plan.visits:
        units[visit.unit].append(visit)
    return units


def rivals(one: Task, two: Task) -> bool:
    """Tasks that need visits of their own."""
    return one.unit == two.unit and one.kind is two.kind and bool(one.group) and one.group == two.group
