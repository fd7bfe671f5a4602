"""What shares a visit: the stops each unit may have, the ways to combine them, and the weeks each stop may lie in."""

from bisect import bisect_left, bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations

from postpermit.planning.planning_model import FRIDAY, Task, TaskKind, YearInput
from postpermit.planning.ways import Part, Search, distance, shared, team_visits


@dataclass(frozen=True)
class Stop:
    """One entry into a firm that may be made, with the weeks (indices into the year's weeks) it may lie in.

    One visit that answers several duties takes as long as the longest, the team's and the crew's each by themselves.
    """

    tasks: Part
    weeks: tuple[int, ...]
    team: int
    crew: int

    @property
    def names(self) -> frozenset[str]:
        """The tasks by their ids."""
        return frozenset(task.id for task in self.tasks)


@dataclass(frozen=True)
class Unit:
    """One firm. ``ways``: which stops together do all its tasks; ``gaps``: weeks between two stops of one way.

    ``fewest``: visits of the team in the best way, the ceiling left aside; None when no way can be kept.
    ``complete``: every way was looked at.
    """

    name: str
    zone: int
    tasks: tuple[Task, ...]
    spans: Mapping[str, tuple[int, ...]]
    stops: tuple[Stop, ...]
    ways: tuple[tuple[int, ...], ...]
    gaps: Mapping[tuple[int, int], int]
    fewest: int | None
    complete: bool


@dataclass(frozen=True)
class Places:
    """The way chosen for a unit, and the week of each of its stops."""

    way: int
    weeks: tuple[int, ...]

    def of(self, unit: Unit) -> Iterator[tuple[Stop, int]]:
        """Each stop with its week."""
        return ((unit.stops[at], week) for at, week in zip(unit.ways[self.way], self.weeks))


@dataclass(frozen=True)
class Board:
    """The year as the engines see it: units, zones by name, calendar positions of the weeks."""

    year: YearInput
    units: tuple[Unit, ...]
    zones: tuple[str, ...]
    position: tuple[int, ...]


def board(year: YearInput) -> Board:
    """Every unit with its ways; the order of the input does not matter."""
    zones = tuple(sorted({task.zone for task in year.tasks}))
    number = {zone: index for index, zone in enumerate(zones)}
    by_unit: dict[str, list[Task]] = defaultdict(list)
    for task in year.tasks:
        by_unit[task.unit].append(task)
    first = year.weeks[0].monday if year.weeks else None
    position = tuple((week.monday - first).days // 7 for week in year.weeks) if first else ()
    units = tuple(_unit(year, name, number, by_unit[name], position) for name in sorted(by_unit))
    return Board(year, units, zones, position)


def allowed(year: YearInput, task: Task) -> tuple[int, ...]:
    """The weeks this task may lie in: wholly inside its window, or partly when there is none."""
    mondays = [week.monday for week in year.weeks]
    whole = range(bisect_left(mondays, task.earliest), bisect_right(mondays, task.latest - FRIDAY))
    part = range(bisect_left(mondays, task.earliest - FRIDAY), bisect_right(mondays, task.latest))
    if task.frozen_week is not None:
        # What is frozen was planned when its week was still partly ahead, so a part of the week is enough.
        return tuple(i for i in _open(year, task, part) if mondays[i] == task.frozen_week)
    return tuple(_open(year, task, whole) or _open(year, task, part))


def _open(year: YearInput, task: Task, span: range) -> list[int]:
    weeks, blocked = year.weeks, task.not_in_weeks
    return [i for i in span if weeks[i].days > 0 and weeks[i].monday not in blocked]


def longest(tasks: Sequence[Task], kind: TaskKind) -> int:
    """The slots of the longest task of that kind."""
    return max((task.slots for task in tasks if task.kind is kind), default=0)


def _unit(
    year: YearInput, name: str, number: dict[str, int], tasks: list[Task], position: tuple[int, ...]
) -> Unit:
    zones = {task.zone for task in tasks}
    if len(zones) > 1:
        raise ValueError(f"{name} lies in more than one zone: {sorted(zones)}")
    spans = {task.id: allowed(year, task) for task in tasks}
    # A visit is called after its first task: of the team before the crew, the earliest deadline first.
    tasks = sorted(tasks, key=lambda t: (t.kind is TaskKind.MONITOR, spans[t.id][-1:], spans[t.id][:1], t.id))
    search = Search([task for task in tasks if spans[task.id]], spans, position)
    found, complete = search.all()
    most = year.caps.get(name)
    # Merging never adds a visit: what the ceiling allows at all, it also allows with nothing left to merge.
    kept = [split for split in found if (most is None or team_visits(split) <= most) and search.full(split)]
    parts = {part: at for at, part in enumerate(dict.fromkeys(part for split in kept for part in split))}
    return Unit(
        name,
        number[zones.pop()],
        tuple(tasks),
        spans,
        tuple(_stop(part, spans) for part in parts),
        tuple(tuple(parts[part] for part in split) for split in kept),
        _gaps(tuple(parts)),
        min(map(team_visits, found), default=None),
        complete,
    )


def _stop(part: Part, spans: Mapping[str, tuple[int, ...]]) -> Stop:
    team, crew = longest(part, TaskKind.INSPECT), longest(part, TaskKind.MONITOR)
    return Stop(part, shared(part, spans), team, crew)


def _gaps(parts: tuple[Part, ...]) -> dict[tuple[int, int], int]:
    """Both ways round, as the stops of a way are in no order of their numbers."""
    gaps = {}
    for (i, one), (j, two) in combinations(enumerate(parts), 2):
        gaps[i, j] = gaps[j, i] = distance(one, two)
    return gaps
