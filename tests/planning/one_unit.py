"""Years of one unit with many duties: key units by chance, real weeks of 2026, and the cheapest plan by trying all."""

import random
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations, product

from postpermit.planning.planning_model import Task, TaskKind, Week, YearInput

MARCH = date(2026, 3, 2)
YEAR = tuple(date(2026, 1, 5) + timedelta(weeks=n) for n in range(52))
# Spring Festival, National Day, the weeks of the import expo.
CLOSED = {date(2026, 2, 16), date(2026, 2, 23), date(2026, 10, 5), date(2026, 10, 26), date(2026, 11, 2), date(2026, 11, 9)}  # fmt: skip
INSPECT, MONITOR = TaskKind.INSPECT, TaskKind.MONITOR
FRIDAY = timedelta(days=4)
Visits = list[list[Task]]


def duty(name: str, kind: TaskKind, first: date, last: date, **rest: int | str) -> Task:
    """One duty of the only unit."""
    one = Task(name, "U", "甲街道", kind, f"事项{name}", first, last, int(rest.get("slots", 1)))
    return replace(one, group=str(rest.get("group", "")), spacing=int(rest.get("spacing", 0)))


def crowded(seed: int) -> YearInput | None:
    """Two half-yearly inspections, first visit, expired check and sampling in three to seven weeks; none without weeks."""
    chance = random.Random(seed)
    count = chance.randint(3, 7)
    weeks = tuple(Week(MARCH + timedelta(weeks=n), 5, 9, 9) for n in range(count) if chance.random() < 0.85)
    if not weeks:
        return None
    blocked = frozenset(week.monday for week in weeks if chance.random() < 0.15)
    end = MARCH + timedelta(days=count * 7)
    half, spacing = chance.randint(3, count * 7 - 3), chance.choice([1, 2, 3])
    start = chance.randint(-3, half - 1)

    def on(number: int) -> date:
        return min(MARCH + timedelta(days=number), end)

    held = [
        duty("h1", INSPECT, on(start), on(half), group="h", spacing=spacing),
        duty("h2", INSPECT, on(half + 1), end, group="h", spacing=spacing),
    ]
    for name, share in (("np", 0.6), ("ce", 0.4)):
        if chance.random() < share:
            first = chance.randint(-5, count * 7 - 1)
            held.append(duty(name, INSPECT, on(first), on(first + chance.randint(5, 25))))
    if chance.random() < 0.6:
        first = chance.randint(-5, count * 7 - 1)
        held.append(duty("mk", MONITOR, on(first if chance.random() < 0.5 else start), end))
    if chance.random() < 0.3:
        first = chance.randint(-5, count * 7 - 1)
        held.append(duty("mr", MONITOR, on(first), on(first + chance.randint(10, 25))))
    caps = {"U": chance.randint(1, 3)} if chance.random() < 0.4 else {}
    return YearInput(weeks, tuple(replace(t, not_in_weeks=blocked) for t in held), caps)


def rest_of_2026(seed: int) -> YearInput:
    """What is left of a key unit's year on some day of it, eight weeks apart; an eighth of the units is shut for long."""
    chance = random.Random(seed)
    today = date(2026, 1, 1) + timedelta(days=chance.randint(0, 355))
    weeks = tuple(Week(m, 0 if m in CLOSED else 5, 20, 20) for m in YEAR if m + FRIDAY >= today)
    blocked: frozenset[date] = frozenset()
    if chance.random() < 0.3:
        shut = chance.randrange(45)
        blocked = frozenset(YEAR[shut : shut + 8])
    end = date(2026, 12, 31)
    held = []
    half = {"slots": 2, "group": "h", "spacing": 8}
    if chance.random() < 0.8:
        held.append(duty("h1", INSPECT, date(2026, 1, 1), date(2026, 6, 30), **half))
    held.append(duty("h2", INSPECT, date(2026, 7, 1), end, **half))
    since = date(2026, 1, 1) + timedelta(days=chance.randint(-80, 360))
    if chance.random() < 0.7:
        held.append(duty("np", INSPECT, since, min(since + timedelta(days=90), end), slots=2))
    since = date(2026, 1, 1) + timedelta(days=chance.randint(-80, 360))
    if chance.random() < 0.4:
        lasts = timedelta(days=chance.choice([14, 30, 60]))
        held.append(duty("ce", INSPECT, since, min(since + lasts, end), slots=2))
    if chance.random() < 0.7:
        held.append(duty("mk", MONITOR, date(2026, 1, 1), end, slots=2))
    ahead = [
        replace(t, earliest=max(t.earliest, today), not_in_weeks=blocked) for t in held if t.latest >= today
    ]
    return YearInput(weeks, tuple(ahead), {"U": 4})


def cheapest_of_one(year: YearInput) -> int | None:
    """The lowest objective of all ways to share visits and all weeks for them; None when there is none."""
    prices = [price(year, weeks, visits) for weeks, visits in all_plans(year)]
    return min(prices, default=None)


def possible(year: YearInput) -> bool:
    """Whether there is any plan at all."""
    return next(all_plans(year), None) is not None


def all_plans(year: YearInput) -> Iterator[tuple[tuple[date, ...], Visits]]:
    """Every plan of the unit that leaves nothing to merge."""
    for visits in splits(list(year.tasks)):
        teams = sum(any(task.kind is INSPECT for task in visit) for visit in visits)
        if teams <= year.caps.get("U", teams) and not any(
            placings(year, merged) for merged in mergings(visits)
        ):
            yield from ((weeks, visits) for weeks in placings(year, visits))


def splits(tasks: list[Task]) -> Iterator[Visits]:
    """Every partition."""
    if not tasks:
        yield []
        return
    first, *rest = tasks
    for split in splits(rest):
        yield [[first], *split]
        for at in range(len(split)):
            yield [*split[:at], [first, *split[at]], *split[at + 1 :]]


def mergings(visits: Visits) -> Iterator[Visits]:
    """All that has two of the visits in one."""
    for one, two in combinations(range(len(visits)), 2):
        yield [visits[one] + visits[two], *(v for at, v in enumerate(visits) if at not in (one, two))]


def placings(year: YearInput, visits: Visits) -> list[tuple[date, ...]]:
    """All weeks for these visits: one entry a week, rivals apart, every task in time on one and the same day."""
    for visit in visits:
        if any(rivals(a, b) for a, b in combinations(visit, 2)):
            return []
        if max(t.earliest for t in visit) > min(t.latest for t in visit):
            return []
    spans = [set.intersection(*(open_weeks(year, task) for task in visit)) for visit in visits]
    return [weeks for weeks in product(*map(sorted, spans)) if apart(weeks, visits)]


def apart(weeks: tuple[date, ...], visits: Visits) -> bool:
    """No two visits in one week, and rivals as far apart as they ask."""
    for (one, a), (two, b) in combinations(zip(weeks, visits), 2):
        least = max([1, *(max(s.spacing, t.spacing) for s in a for t in b if rivals(s, t))])
        if abs((one - two).days) < 7 * least:
            return False
    return True


def open_weeks(year: YearInput, task: Task) -> set[date]:
    """Working weeks wholly in the window, or partly when there is none."""
    usable = {w.monday for w in year.weeks if w.days and w.monday not in task.not_in_weeks}
    whole = {m for m in usable if task.earliest <= m and m + FRIDAY <= task.latest}
    return whole or {m for m in usable if m + FRIDAY >= task.earliest and m <= task.latest}


def rivals(one: Task, two: Task) -> bool:
    """Whether they need visits of their own."""
    return bool(one.group) and (one.kind, one.group) == (two.kind, two.group)


def price(year: YearInput, weeks: tuple[date, ...], visits: Visits) -> int:
    """Field days and busiest weeks, weighed."""
    total = 0
    for kind in TaskKind:
        days: dict[date, int] = defaultdict(int)
        for week, visit in zip(weeks, visits):
            days[week] += -(-max((t.slots for t in visit if t.kind is kind), default=0) // year.slots_per_day)
        total += year.weights.day * sum(days.values()) + year.weights.peak * max(days.values(), default=0)
    return total
