"""The year's planner on generated districts: gap against the printed bound, beside a plain least-loaded-week plan.

    python3 -m bench.planner            districts of 300 units with even, small and uneven streets, cities of 3 000
    python3 -m bench.planner streets    districts with small and uneven streets only
    python3 -m bench.planner quick      one district of 300 units only

Both plans of a line come from the same run and the same district; the ratio is of field days (teams and crews).
"""

import random
import sys
import time
from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from zlib import crc32

from postpermit.planning import feasible, planner
from postpermit.planning.planning_model import Capacities, Certificate, Plan, Task, TaskKind, Week, YearInput

YEAR = 2026
FIRST = date(2026, 1, 5)
# Spring Festival twice and the National Day week: nobody goes out.
AWAY = {date(2026, 2, 16), date(2026, 2, 23), date(2026, 10, 5)}
MEETINGS = {2, 5, 8, 11}
EIGHT = 8


def district(units: int, zones: int, seed: int, *, teams: int = 0) -> YearInput:
    """An invented district: 12 % key, 23 % simplified, the rest registered with 20 % drawn, 3 % new permits."""
    chance = random.Random(seed)
    weeks = calendar(teams or max(1, units // 700), max(1, units // 1500))
    mondays = [week.monday for week in weeks]
    tasks: list[Task] = []
    for number in range(units):
        luck = chance.random()
        zone = f"片区{chance.randrange(zones):03d}"
        blocked: frozenset[date] = frozenset()
        if chance.random() < 0.1:
            start = chance.randrange(len(mondays) - EIGHT)
            blocked = frozenset(mondays[start : start + EIGHT])
        klass = "KEY" if luck < 0.12 else "SIMPLIFIED" if luck < 0.35 else "REGISTERED"
        tasks += duties(f"U{number:05d}", zone, klass, blocked, chance)
    return YearInput(weeks, tuple(tasks))


def uneven(units: int, zones: int, seed: int, *, teams: int = 2, crews: int = 1) -> YearInput:
    """A district as a real one is: a few big streets and many small ones, two teams and one crew."""
    year, chance = district(units, zones, seed), random.Random(seed)
    street = {
        unit: f"片区{int(zones * chance.random() ** 2.5):03d}"
        for unit in sorted({t.unit for t in year.tasks})
    }
    tasks = tuple(replace(task, zone=street[task.unit]) for task in year.tasks)
    return replace(year, tasks=tasks, weeks=calendar(teams, crews))


def calendar(teams: int, crews: int) -> tuple[Week, ...]:
    """The weeks of the year; the first meeting week of each quarter's second month has fewer team-days."""
    staff = Capacities(teams, crews)
    weeks = []
    monday = FIRST
    while monday.year == YEAR:
        meeting = monday.month in MEETINGS and monday.day <= 7
        weeks.append(staff.week(monday, 0 if monday in AWAY else 5, meeting=meeting))
        monday += timedelta(days=7)
    return tuple(weeks)


def duties(unit: str, zone: str, klass: str, blocked: frozenset[date], chance: random.Random) -> list[Task]:
    """What article 6 and 7 ask of one unit; draws are taken as given."""
    inspect, monitor = TaskKind.INSPECT, TaskKind.MONITOR
    start, middle, end = date(YEAR, 1, 1), date(YEAR, 6, 30), date(YEAR, 12, 31)
    plain = Task(f"{unit}-0", unit, zone, inspect, "", start, end, not_in_weeks=blocked)
    if klass == "KEY":
        first = replace(plain, id=f"{unit}-1", latest=middle, slots=2, group="half", spacing=EIGHT)
        second = replace(first, id=f"{unit}-2", earliest=date(YEAR, 7, 1), latest=end)
        return [first, second, replace(plain, id=f"{unit}-m", kind=monitor, slots=2)]
    if klass == "SIMPLIFIED":
        out = [replace(plain, group="year")]
        if chance.random() < 0.3:
            out.append(replace(plain, id=f"{unit}-m", kind=monitor))
        if chance.random() < 0.13:
            issued = date(YEAR, 1, 1) + timedelta(days=chance.randrange(240))
            new = replace(plain, id=f"{unit}-n", earliest=issued, latest=issued + timedelta(days=90))
            out.append(replace(new, not_in_weeks=frozenset()))
        return out
    if chance.random() >= 0.2:
        return []
    quarter = chance.randrange(4)
    since = date(YEAR, 3 * quarter + 1, 1)
    until = date(YEAR, 3 * quarter + 4, 1) - timedelta(days=1) if quarter < 3 else end
    return [replace(plain, earliest=since, latest=until)]


def plain(year: YearInput) -> int:
    """Field days of a plain plan: each duty by itself, earliest deadline first, in the week with the fewest visits."""
    load: Counter[date] = Counter()
    days: Counter[tuple[TaskKind, str, date]] = Counter()
    last: dict[tuple[str, str], date] = {}
    for task in sorted(year.tasks, key=lambda t: (t.latest, t.id)):
        weeks = [w.monday for w in year.weeks if w.days and task.earliest <= w.monday <= task.latest]
        weeks = [w for w in weeks if w not in task.not_in_weeks] or weeks
        before = last.get((task.unit, task.group))
        if task.spacing and before:
            weeks = [w for w in weeks if (w - before).days >= 7 * task.spacing] or weeks
        best = min(weeks, key=lambda w: (load[w], w))
        load[best] += 1
        last[task.unit, task.group] = best
        days[task.kind, task.zone, best] += task.slots
    return sum(-(-slots // year.slots_per_day) for slots in days.values())


def measured(year: YearInput, name: str) -> Plan:
    """One district: the pure Python plan, the polished one, proof, bytes, beside the plain plan."""
    start = time.monotonic()
    greedy = planner.plan_visits(year, polished=False)
    quick = time.monotonic() - start
    start = time.monotonic()
    plan = planner.plan_visits(year)
    taken = time.monotonic() - start
    if not isinstance(plan, Plan) or not isinstance(greedy, Plan):
        raise SystemExit(f"{name}: {plan}")
    faults = feasible.problems(year, plan) + feasible.problems(year, greedy)
    field, floor = plan.field_days + plan.crew_days, plain(year)
    merged = len(year.tasks) - len(plan.visits)
    print(
        f"{name}: {len(year.tasks)} duties in {len(plan.visits)} visits ({merged} merged); greedy gap {greedy.gap:.2%} in "
        f"{quick:.2f} s; {plan.stage} gap {plan.gap:.2%} in {taken:.1f} s (objective {plan.objective}, bound "
        f"{plan.lower_bound}); peak {plan.peak}+{plan.crew_peak}; {field} field days, plain {floor}, ratio "
        f"{field / floor:.2f}; faults {len(faults)}"
    )
    return plan


def same_bytes(year: YearInput, plan: Plan, name: str) -> None:
    """Again, with the input in another order."""
    shuffled = list(year.tasks)
    random.Random(3).shuffle(shuffled)
    again = planner.plan_visits(replace(year, tasks=tuple(shuffled)))
    print(f"{name}: same bytes from a shuffled input: {again.to_json() == plan.to_json()}")


def running(year: YearInput, plan: Plan, name: str) -> None:
    """A re-plan in June: a team-day in five is lost, every tenth unit shut from July to September, five new permits."""
    today = date(YEAR, 6, 10)
    done = {task for visit in plan.visits if visit.week < today for task in visit.tasks}
    summer = frozenset(week.monday for week in year.weeks if week.monday.month in {7, 8, 9})
    shut = {task.unit for task in year.tasks if hash_of(task.unit) % 10 == 0 and not task.not_in_weeks}
    left = tuple(
        replace(task, not_in_weeks=summer) if task.unit in shut and task.latest.month == 12 else task
        for task in year.tasks
        if task.id not in done
    )
    fewer = tuple(replace(w, capacity=w.capacity - w.capacity // 5) for w in year.weeks)
    new = tuple(new_permit(year, number, today) for number in range(5))
    start = time.monotonic()
    again = planner.replan(replace(year, weeks=fewer, tasks=left + new), plan, today=today)
    taken = time.monotonic() - start
    if isinstance(again, Certificate):
        raise SystemExit(f"{name}: {again}")
    future = sum(visit.week >= date(YEAR, 6, 22) for visit in plan.visits)
    print(
        f"{name}: re-plan in {taken:.2f} s: of {future} future visits {len(again.moved)} moved "
        f"({len(again.moved) / future:.1%}), {len(again.by_cause)} by cause, {len(again.added)} added; gap "
        f"{again.plan.gap:.2%}; faults {len(feasible.problems(again.year, again.plan))}"
    )
    times = []
    for number in range(20):
        start = time.monotonic()
        grown = planner.insert(year, plan, new_permit(year, 90 + number, today), today=today)
        times.append(time.monotonic() - start)
        assert isinstance(grown, Plan)
    print(
        f"{name}: a new permit goes in within {max(times) * 1000:.0f} ms at worst ({min(times) * 1000:.0f} at best)"
    )


def hash_of(name: str) -> int:
    """The same number in every run."""
    return crc32(name.encode())


def new_permit(year: YearInput, number: int, today: date) -> Task:
    """The first visit to a unit that has just got its permit."""
    zone = year.tasks[number % len(year.tasks)].zone
    return Task(f"N{number}", f"N{number}", zone, TaskKind.INSPECT, "", today, today + timedelta(days=90))


def streets() -> None:
    """Small and uneven streets, where a day's slots are hard to fill."""
    for seed in range(1, 6):
        measured(uneven(300, 10, seed), f"300 units, 10 uneven streets, seed {seed}")
    for zones in (25, 40):
        for seed in range(1, 4):
            even = replace(district(300, zones, seed), weeks=calendar(2, 1))
            measured(even, f"300 units, {zones} small streets, seed {seed}")
    for seed in range(1, 4):
        year = uneven(115, 10, seed)
        plan = measured(year, f"115 units, 10 uneven streets, seed {seed}")
    same_bytes(year, plan, "115 units")


def main(words: list[str]) -> None:
    """All lines."""
    if "streets" in words:
        streets()
        return
    for seed in range(1, 2 if "quick" in words else 6):
        year = district(300, 10, seed)
        plan = measured(year, f"300 units, seed {seed}")
        if seed == 1:
            same_bytes(year, plan, "300 units")
            running(year, plan, "300 units")
    if "quick" in words:
        return
    streets()
    for seed in (1, 2):
        year = district(3000, 30, seed)
        plan = measured(year, f"3 000 units, seed {seed}")
        if seed == 1:
            same_bytes(year, plan, "3 000 units")
            running(year, plan, "3 000 units")


if __name__ == "__main__":
    main(sys.argv[1:])
