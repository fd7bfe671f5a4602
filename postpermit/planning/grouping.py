"""What shares a visit: the stops of each unit, the fewest there can be, and the weeks each stop may lie in."""

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from dataclasses import dataclass, field

from postpermit.planning.planning_model import FRIDAY, Task, TaskKind, YearInput


@dataclass
class Stop:
    """One entry into a firm that still needs a week (an index into the year's weeks).

    One visit that answers several duties takes as long as the longest, the team's and the crew's each by themselves.
    """

    unit: str
    zone: int
    tasks: list[Task]
    weeks: tuple[int, ...]
    team: int = 0
    crew: int = 0

    @property
    def groups(self) -> set[str]:
        """The groups that already have a task in here."""
        return {key(task) for task in self.tasks}


@dataclass(frozen=True)
class Rider:
    """A task, mostly sampling, that may join one of several stops of its unit; the planner chooses which."""

    task: Task
    weeks: frozenset[int]
    hosts: tuple[int, ...]


@dataclass
class Unit:
    """The stops of one firm, their distances in weeks (by pair of positions) and the riders still free."""

    name: str
    zone: int
    stops: list[Stop]
    riders: list[Rider] = field(default_factory=list)
    gaps: dict[tuple[int, int], int] = field(default_factory=dict)


@dataclass(frozen=True)
class Board:
    """The year as the engines see it: units, zones by name, calendar positions of the weeks."""

    year: YearInput
    units: tuple[Unit, ...]
    zones: tuple[str, ...]
    position: tuple[int, ...]


def board(year: YearInput) -> Board:
    """Group every unit's tasks into stops; the order of the input does not matter."""
    zones = tuple(sorted({task.zone for task in year.tasks}))
    number = {zone: index for index, zone in enumerate(zones)}
    by_unit: dict[str, list[Task]] = defaultdict(list)
    for task in year.tasks:
        by_unit[task.unit].append(task)
    units = tuple(_unit(year, name, number, by_unit[name]) for name in sorted(by_unit))
    first = year.weeks[0].monday if year.weeks else None
    position = tuple((week.monday - first).days // 7 for week in year.weeks) if first else ()
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


def together(tasks: list[Task]) -> bool:
    """Whether there is a day on which all are due; weeks alone would not tell."""
    return max(task.earliest for task in tasks) <= min(task.latest for task in tasks)


def key(task: Task) -> str:
    """Tasks of one unit with the same key need different visits; a task without a group stands for itself."""
    return f"{task.kind}:{task.group}" if task.group else f"{task.kind}#{task.id}"


def longest(tasks: list[Task], kind: TaskKind) -> int:
    """The slots of the longest task of that kind."""
    return max((task.slots for task in tasks if task.kind is kind), default=0)


def _unit(year: YearInput, name: str, number: dict[str, int], tasks: list[Task]) -> Unit:
    zones = {task.zone for task in tasks}
    if len(zones) > 1:
        raise ValueError(f"{name} lies in more than one zone: {sorted(zones)}")
    unit = Unit(name, number[zones.pop()], [])
    weeks = {task.id: allowed(year, task) for task in tasks}
    # By deadline: a stop opened by the earliest deadline takes all that can share it, which needs the fewest stops.
    # Teams before crews: sampling joins a visit of the team wherever it can.
    for task in sorted(
        tasks, key=lambda t: (t.kind is TaskKind.MONITOR, weeks[t.id][-1:], weeks[t.id][:1], t.id)
    ):
        _join(unit, task, weeks[task.id])
    _free(unit, weeks)
    for one, a in enumerate(unit.stops):
        a.team, a.crew = longest(a.tasks, TaskKind.INSPECT), longest(a.tasks, TaskKind.MONITOR)
        for two in range(one + 1, len(unit.stops)):
            if gap := _gap(a, unit.stops[two]):
                unit.gaps[one, two] = gap
    return unit


def _join(unit: Unit, task: Task, weeks: tuple[int, ...]) -> None:
    for stop in unit.stops:
        shared = tuple(w for w in stop.weeks if w in weeks)
        if shared and key(task) not in stop.groups and together([*stop.tasks, task]):
            stop.tasks.append(task)
            stop.weeks = shared
            return
    unit.stops.append(Stop(unit.name, unit.zone, [task], weeks))


def _free(unit: Unit, weeks: dict[str, tuple[int, ...]]) -> None:
    """Let go of tasks that could just as well join another stop; the task that opened a stop stays in it."""
    times = Counter(key(task) for stop in unit.stops for task in stop.tasks)
    seeds = [stop.tasks[0] for stop in unit.stops]
    joined = [task for stop in unit.stops for task in stop.tasks[1:] if times[key(task)] == 1]
    loose = [task for task in joined if len(_hosts(task, weeks, [[seed] for seed in seeds])) > 1]
    for stop in unit.stops:
        stop.tasks = [task for task in stop.tasks if task not in loose]
        stop.weeks = tuple(sorted(set.intersection(*(set(weeks[task.id]) for task in stop.tasks))))
    held = [stop.tasks for stop in unit.stops]
    unit.riders = [Rider(task, frozenset(weeks[task.id]), _hosts(task, weeks, held)) for task in loose]


def _hosts(task: Task, weeks: dict[str, tuple[int, ...]], held: list[list[Task]]) -> tuple[int, ...]:
    """The stops that this task may join; a team does not join what is sampling only."""
    return tuple(
        index for index, tasks in enumerate(held)
        if (task.kind is TaskKind.MONITOR or tasks[0].kind is TaskKind.INSPECT)
        and together([*tasks, task])
        and set.intersection(*(set(weeks[one.id]) for one in [*tasks, task]))
    )  # fmt: skip


def _gap(one: Stop, two: Stop) -> int:
    """Weeks between two stops: what their tasks of one group ask for, and never both in the same week."""
    shared = one.groups & two.groups
    asked = [task.spacing for task in one.tasks + two.tasks if key(task) in shared]
    return max([1, *asked]) if shared else 0
