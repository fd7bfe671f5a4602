"""Small invented years for the planner's tests: weeks, tasks by week numbers, and a plan by trying everything."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

from postpermit.planning.planning_model import Task, TaskKind, Week, YearInput

MONDAY = date(2026, 1, 5)
INSPECT, MONITOR = TaskKind.INSPECT, TaskKind.MONITOR


def monday(number: int) -> date:
    """The Monday of week 0, 1, 2 …"""
    return MONDAY + timedelta(weeks=number)


def weeks(count: int, capacity: int = 5, crew: int = 5, closed: tuple[int, ...] = ()) -> tuple[Week, ...]:
    """So many weeks; nobody goes out in the closed ones."""
    return tuple(Week(monday(i), 0 if i in closed else 5, capacity, crew) for i in range(count))


def task(
    name: str,
    first: int,
    last: int,
    *,
    unit: str = "",
    zone: str = "甲街道",
    kind: TaskKind = INSPECT,
    slots: int = 1,
    group: str = "",
    spacing: int = 0,
    blocked: tuple[int, ...] = (),
    frozen: int | None = None,
) -> Task:
    """Due from the Monday of week ``first`` to the Sunday of week ``last``."""
    return Task(
        id=name,
        unit=unit or f"单位{name}",
        zone=zone,
        kind=kind,
        duty=f"事项{name}",
        earliest=monday(first),
        latest=monday(last) + timedelta(days=6),
        slots=slots,
        group=group,
        spacing=spacing,
        frozen_week=None if frozen is None else monday(frozen),
        not_in_weeks=frozenset(monday(w) for w in blocked),
    )


def key_unit(unit: str, *, zone: str = "甲街道", split: int = 26, end: int = 51) -> list[Task]:
    """Two inspections eight weeks apart and one sampling in the year."""
    return [
        task(f"{unit}-1", 0, split - 1, unit=unit, zone=zone, slots=2, group="half", spacing=8),
        task(f"{unit}-2", split, end, unit=unit, zone=zone, slots=2, group="half", spacing=8),
        task(f"{unit}-m", 0, end, unit=unit, zone=zone, slots=2, kind=MONITOR),
    ]


def tiny(seed: int) -> YearInput:
    """At most three units and six tasks in four weeks, with so few people that some years are impossible."""
    chance = random.Random(seed)
    tasks: list[Task] = []
    for unit in range(chance.randint(1, 3)):
        zone = chance.choice(["甲街道", "乙街道"])
        for number in range(chance.randint(1, 2)):
            first = chance.randrange(4)
            kind = chance.choice([INSPECT, INSPECT, MONITOR]) if number else INSPECT
            group = chance.choice(["", "half"]) if kind is INSPECT else ""
            last = chance.randint(first, 3)
            blocked = tuple(w for w in range(4) if chance.random() < 0.1)
            tasks.append(
                task(
                    f"{unit}.{number}", first, last, unit=f"U{unit}", zone=zone, kind=kind, group=group,
                    slots=chance.randint(1, 2), spacing=2 if group else 0, blocked=blocked,
                )
            )  # fmt: skip
    made = YearInput(weeks(4, chance.randint(1, 2), chance.randint(1, 2)), tuple(tasks), slots_per_day=2)
    return replace(made, caps={"U0": 1}) if chance.random() < 0.15 else made


def cheapest(year: YearInput) -> int | None:
    """The lowest objective of all assignments of weeks to tasks; None when none is allowed."""
    spans = [[w for w in range(len(year.weeks)) if inside(year, t, w)] for t in year.tasks]
    prices = (price(year, chosen) for chosen in product(*spans))
    return min((p for p in prices if p is not None), default=None)


def inside(year: YearInput, one: Task, week: int) -> bool:
    """Whole weeks only: the windows of these years begin on Mondays and end on Sundays."""
    start = year.weeks[week].monday
    return one.earliest <= start <= one.latest and start not in one.not_in_weeks


def price(year: YearInput, chosen: tuple[int, ...]) -> int | None:
    """What it costs when each task lies in that week, or None where it may not."""
    visits: dict[tuple[str, int], list[Task]] = defaultdict(list)
    for one, week in zip(year.tasks, chosen):
        visits[one.unit, week].append(one)
    if any(broken(year, visits, unit) for unit in {t.unit for t in year.tasks}):
        return None
    slots: dict[tuple[TaskKind, int, str], int] = defaultdict(int)
    for (_, week), tasks in visits.items():
        for kind in TaskKind:
            slots[kind, week, tasks[0].zone] += max((t.slots for t in tasks if t.kind is kind), default=0)
    total = 0
    for kind, room in ((INSPECT, "capacity"), (MONITOR, "crew_capacity")):
        days = [
            sum(-(-s // year.slots_per_day) for (k, w, _), s in slots.items() if k is kind and w == week)
            for week in range(len(year.weeks))
        ]
        if any(d > getattr(w, room) for d, w in zip(days, year.weeks)):
            return None
        total += year.weights.day * sum(days) + year.weights.peak * max(days)
    return total


def broken(year: YearInput, visits: dict[tuple[str, int], list[Task]], unit: str) -> bool:
    """Rivals together or too close, visits that could have been one, more than the ceiling leaves."""
    own = [(week, tasks) for (name, week), tasks in visits.items() if name == unit]
    teams = sum(any(t.kind is INSPECT for t in tasks) for _, tasks in own)
    if teams > year.caps.get(unit, teams) or any(any(clashes(tasks)) for _, tasks in own):
        return True
    for (week, a), (other, b) in combinations(own, 2):
        if any(abs(week - other) < spacing for spacing in clashes(a + b)):
            return True
        shared = any(all(inside(year, t, w) for t in a + b) for w in range(len(year.weeks)))
        if shared and not any(clashes(a + b)):
            return True
    return False


def clashes(tasks: list[Task]) -> Iterator[int]:
    """The distances of all pairs of tasks that need visits of their own."""
    for one, two in combinations(tasks, 2):
        if one.group and (one.kind, one.group) == (two.kind, two.group):
            yield max(one.spacing, 1)
