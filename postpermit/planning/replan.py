"""What changes while the year runs: the next weeks stand, the rest moves little, a new duty goes in at once.

Tasks already done are no longer in the input; what they still ask of the rest (a distance) is in ``earliest``.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from postpermit.planning.answers import figures, finish, loads_of, placed, visits_of
from postpermit.planning.bound import bound
from postpermit.planning.certificate import leftover, staff_shortages, unit_shortages
from postpermit.planning.greedy import hardness, occupy, place, popularity
from postpermit.planning.grouping import Board, Places, Unit, allowed, board
from postpermit.planning.loads import Loads, empty
from postpermit.planning.planning_model import (
    SUNDAY,
    Certificate,
    Plan,
    PlannedVisit,
    Replanned,
    Stage,
    Task,
    YearInput,
)
from postpermit.planning.polish import staff

FREEZE_WEEKS = 2
MOVED_SHARE = Decimal("0.05")
RELIEF_PASSES = 3


def replan(
    year: YearInput,
    before: Plan,
    *,
    today: date,
    freeze: int = FREEZE_WEEKS,
    share: Decimal = MOVED_SHARE,
) -> Replanned | Certificate:
    """The rest of the year: what can stay stays; at most ``share`` of the future visits move without cause."""
    stage = board(ahead(year, before, today, freeze, cut=True))
    lacks, proven = unit_shortages(stage)
    if lacks or (lacks := staff_shortages(stage)):
        return Certificate(lacks, proven)
    limit = bound(stage)
    loads, liked = empty(stage, (limit.peak, limit.crew_peak)), popularity(stage)
    old = weeks_before(stage.year, before)
    chosen = stay(stage, old, loads, liked)
    kept = list(chosen)
    relieve(stage, chosen, loads, liked)
    proven = not loads.short() or staff(stage, chosen, loads, limit)
    if loads.short():
        return Certificate(leftover(stage, placed(stage, chosen), loads), proven)
    forced = {stage.units[i].name for i, places in enumerate(chosen) if places != kept[i]}
    edge = monday_of(today) + timedelta(weeks=freeze)
    budget = int(share * sum(visit.week >= edge for visit in before.visits))
    improve(stage, chosen, loads, liked, budget)
    plan = finish(stage, chosen, loads, limit.objective, Stage.GREEDY)
    return told(plan, stage, old, forced, budget)


def insert(
    year: YearInput, before: Plan, task: Task, *, today: date | None = None, freeze: int = FREEZE_WEEKS
) -> Plan | Certificate:
    """The plan with one more duty; only its own unit may move, and only when the duty fits nowhere else."""
    grown = replace(year, tasks=(*year.tasks, task))
    own = replace(grown, tasks=tuple(t for t in grown.tasks if t.unit == task.unit))
    if today is not None:
        own = ahead(own, before, today, freeze, cut=False)
    single = board(own)
    lacks, proven = unit_shortages(single)
    if lacks:
        return Certificate(lacks, proven)
    others = [visit for visit in before.visits if visit.unit != task.unit]
    loads, zones = loads_of(grown, others)
    unit = replace(single.units[0], zone=zones[task.zone])
    liked = [[0] * len(own.weeks)] * len(zones)
    old = weeks_before(own, before)
    found = as_it_was(single, unit, old, loads, liked) or place(single, unit, loads, liked)
    if found is None:
        raise ValueError(f"{unit.name} has no place, yet nothing was short")
    occupy(unit, found, loads)
    if loads.short():
        return Certificate(leftover(single, placed(single, [found]), loads), proven=False)
    # One duty more makes nothing cheaper, so what nobody could beat before still holds, and needs no counting.
    return figures([*others, *visits_of(own, unit, found)], loads, before.lower_bound, Stage.GREEDY)


def move(year: YearInput, plan: Plan, visit: str, week: date) -> Plan:
    """The plan with one visit put by hand into another week, right or wrong: ask ``feasible.problems`` what it breaks."""
    tasks = {task.id: task for task in year.tasks}

    def put(one: PlannedVisit) -> PlannedVisit:
        held = [tasks[name] for name in one.tasks]
        first = max(week, *(task.earliest for task in held))
        last = min(week + SUNDAY, *(task.latest for task in held))
        return replace(one, week=week, first=first, last=last)

    visits = [put(one) if one.id == visit else one for one in plan.visits]
    loads, _ = loads_of(year, visits)
    return figures(visits, loads, plan.lower_bound, Stage.GREEDY)


def ahead(year: YearInput, before: Plan, today: date, freeze: int, *, cut: bool) -> YearInput:
    """The input from this week on: what lies in the frozen weeks stays there, the rest comes after them if it can."""
    now = monday_of(today)
    edge = now + timedelta(weeks=freeze)
    weeks = tuple(week for week in year.weeks if week.monday >= now)
    rest = replace(year, weeks=weeks) if cut else year
    lies = {task: visit.week for visit in before.visits for task in visit.tasks}

    def later(task: Task) -> Task:
        start = max(task.earliest, now) if cut else task.earliest
        held = replace(task, earliest=start, frozen_week=lies.get(task.id))
        if lies.get(task.id, edge) < edge and allowed(rest, held):
            return held
        after = replace(task, earliest=max(task.earliest, edge), frozen_week=None)
        return after if allowed(rest, after) else replace(after, earliest=max(task.earliest, now))

    return replace(rest, tasks=tuple(later(task) for task in year.tasks))


def monday_of(day: date) -> date:
    """The Monday of that day's week."""
    return day - timedelta(days=day.weekday())


def weeks_before(year: YearInput, before: Plan) -> dict[str, int]:
    """Where each task lay, as an index into the weeks still ahead."""
    number = {week.monday: index for index, week in enumerate(year.weeks)}
    return {
        task: number[visit.week] for visit in before.visits if visit.week in number for task in visit.tasks
    }


def pinned(unit: Unit, old: Mapping[str, int]) -> tuple[Unit, list[int]]:
    """The unit with only the weeks it had, and those of its ways that leave most of its tasks where they were."""
    stops, stayed = [], []
    for stop in unit.stops:
        was = Counter(old[task.id] for task in stop.tasks if old.get(task.id) in stop.weeks)
        most = max(was.values(), default=0)
        weeks = tuple(week for week in stop.weeks if was[week] == most) if most else stop.weeks
        stops.append(replace(stop, weeks=weeks))
        stayed.append(most)
    kept = [sum(stayed[at] for at in way) for way in unit.ways]
    return replace(unit, stops=tuple(stops)), [way for way, count in enumerate(kept) if count == max(kept)]


def as_it_was(
    stage: Board, unit: Unit, old: Mapping[str, int], loads: Loads, liked: list[list[int]]
) -> Places | None:
    """Where the unit was, as far as that can still be."""
    held, ways = pinned(unit, old)
    return place(stage, held, loads, liked, ways=ways)


def stay(stage: Board, old: Mapping[str, int], loads: Loads, liked: list[list[int]]) -> list[Places]:
    """Everybody where they were; then those who cannot stay and those who are new, where it is cheapest."""
    chosen: dict[int, Places] = {}
    new = []
    for index, unit in enumerate(stage.units):
        found = as_it_was(stage, unit, old, loads, liked)
        if found is None or not all(stop.names & old.keys() for stop, _ in found.of(unit)):
            new.append(index)
        else:
            chosen[index] = found
            occupy(unit, found, loads)
    for index in sorted(new, key=lambda i: hardness(stage.units[i])):
        unit = stage.units[index]
        found = as_it_was(stage, unit, old, loads, liked) or place(stage, unit, loads, liked)
        if found is None:
            raise ValueError(f"{unit.name} has no place, yet nothing was short")
        chosen[index] = found
        occupy(unit, found, loads)
    return [chosen[index] for index in range(len(stage.units))]


def relieve(stage: Board, chosen: list[Places], loads: Loads, liked: list[list[int]]) -> None:
    """Where a week now has too few people, move units out of it until it has enough."""
    for _ in range(RELIEF_PASSES):
        for index, unit in enumerate(stage.units):
            full = {week for side in (loads.team, loads.crew) for week in side.overfull()}
            if not full:
                return
            if full.intersection(chosen[index].weeks):
                again(stage, unit, index, chosen, loads, liked)


def improve(stage: Board, chosen: list[Places], loads: Loads, liked: list[list[int]], budget: int) -> None:
    """Moves that really lower the price, as many visits as the budget has."""
    for index, unit in enumerate(stage.units):
        if not budget:
            return
        old, price = chosen[index], loads.objective()
        again(stage, unit, index, chosen, loads, liked)
        count = changed(unit, old, chosen[index])
        if count > budget or loads.objective() >= price:
            occupy(unit, chosen[index], loads, sign=-1)
            chosen[index] = old
            occupy(unit, old, loads)
        else:
            budget -= count


def changed(unit: Unit, old: Places, new: Places) -> int:
    """Visits that would no longer lie where all of their tasks lay."""
    lay = {name: week for stop, week in old.of(unit) for name in stop.names}
    return sum({lay[name] for name in stop.names} != {week} for stop, week in new.of(unit))


def again(
    stage: Board, unit: Unit, index: int, chosen: list[Places], loads: Loads, liked: list[list[int]]
) -> None:
    """Take one unit out and put it where it is cheapest now."""
    old = chosen[index]
    occupy(unit, old, loads, sign=-1)
    chosen[index] = place(stage, unit, loads, liked, old) or old
    occupy(unit, chosen[index], loads)


def told(plan: Plan, stage: Board, old: Mapping[str, int], forced: set[str], budget: int) -> Replanned:
    """What moved, and whether it had to."""
    number = {week.monday: index for index, week in enumerate(stage.year.weeks)}
    could = {(unit.name, stop.names): stop.weeks for unit in stage.units for stop in unit.stops}
    moved: list[str] = []
    cause: list[str] = []
    added: list[str] = []
    for visit in plan.visits:
        was = {old[task] for task in visit.tasks if task in old}
        if not was:
            added.append(visit.id)
        elif was != {number[visit.week]}:
            free = visit.unit not in forced and was <= set(could[visit.unit, frozenset(visit.tasks)])
            (moved if free else cause).append(visit.id)
    return Replanned(plan, stage.year, tuple(moved), tuple(cause), tuple(added), budget)
