"""What no plan can beat: days by zone, and the busiest week, also counted over every span of weeks."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass

from postpermit.planning.grouping import Board
from postpermit.planning.planning_model import TaskKind


@dataclass(frozen=True)
class Work:
    """Slots that must lie between two weeks (indices, both included), wherever else the planner puts them."""

    first: int
    last: int
    zone: int
    slots: int
    duties: tuple[str, ...]
    unit: str


@dataclass(frozen=True)
class Need:
    """Days that a zone needs between two weeks, both included, whatever else is planned."""

    zone: int
    first: int
    last: int
    days: int


@dataclass(frozen=True)
class Bound:
    """Fewest days and the lowest peaks, of teams and of crews; ``zones``: fewest days of both together by zone."""

    team: tuple[Need, ...]
    crew: tuple[Need, ...]
    team_zones: tuple[int, ...]
    crew_zones: tuple[int, ...]
    zones: tuple[int, ...]
    peak: int
    crew_peak: int
    objective: int

    def spare(self, weights: tuple[int, int]) -> int:
        """How much dearer the bound is than days and peaks by themselves: what a year at its price has to give away."""
        day, top = weights
        return self.objective - day * sum(self.zones) - top * (self.peak + self.crew_peak)


@dataclass(frozen=True)
class Span:
    """Weeks into which more must go than there are days."""

    first: int
    last: int
    days: int
    room: int


def bound(board: Board) -> Bound:
    """Rounded-up days of each zone, and a peak that every span of weeks is at or below."""
    team, crew = list(works(board, crew=False)), list(works(board, crew=True))
    found = tuple(needs(board, team)), tuple(needs(board, crew))
    zones = [zone_days(board, side) for side in found]
    peaks = [lowest_peak(board, team), lowest_peak(board, crew)]
    both = tuple(map(sum, zip(*zones)))
    weights = board.year.weights
    objective = weights.day * sum(both) + weights.peak * sum(peaks)
    return Bound(*found, tuple(zones[0]), tuple(zones[1]), both, peaks[0], peaks[1], objective)


def works(board: Board, *, crew: bool) -> Iterator[Work]:
    """Slots of one side that every way of every unit has, with the weeks they must lie in.

    Of a unit with several ways only tasks count that never share a visit, each with the weeks of all visits it may be in.
    """
    kind = TaskKind.MONITOR if crew else TaskKind.INSPECT
    for unit in board.units:
        taken: set[str] = set()
        for task in sorted((t for t in unit.tasks if t.kind is kind), key=lambda t: (-t.slots, t.id)):
            stops = [stop for stop in unit.stops if task in stop.tasks]
            names = {name for stop in stops for name in stop.names}
            if not stops or names & taken:
                continue
            taken.add(task.id)
            held = max(stops, key=lambda s: len(s.tasks)) if len(unit.ways) == 1 else None
            duties = tuple(t.duty or t.id for t in (held.tasks if held else (task,)))
            weeks = [week for stop in stops for week in (stop.weeks[0], stop.weeks[-1])]
            slots = min(stop.crew if crew else stop.team for stop in stops)
            yield Work(min(weeks), max(weeks), unit.zone, slots, duties, unit.name)


def needs(board: Board, work: list[Work]) -> Iterator[Need]:
    """Zone by zone the shortest spans of weeks that need so many days."""
    by_zone: dict[int, list[Work]] = defaultdict(list)
    for item in work:
        by_zone[item.zone].append(item)
    for zone, own in sorted(by_zone.items()):
        kept: list[Need] = []
        for first, last, days in sorted(demands(board, own), key=lambda s: (s[1] - s[0], s[0])):
            if not any(first <= n.first and n.last <= last and n.days >= days for n in kept):
                kept.append(Need(zone, first, last, days))
        yield from kept


def zone_days(board: Board, found: tuple[Need, ...]) -> list[int]:
    """Fewest days of each zone: the most that spans beside each other need."""
    weeks = range(len(board.year.weeks))
    ending: dict[tuple[int, int], list[Need]] = defaultdict(list)
    for need in found:
        ending[need.zone, need.last].append(need)
    fewest = []
    for zone in range(len(board.zones)):
        until = [0]
        for week in weeks:
            until.append(max([until[-1], *(until[n.first] + n.days for n in ending[zone, week])]))
        fewest.append(until[-1])
    return fewest


def lowest_peak(board: Board, work: list[Work]) -> int:
    """The busiest week of any plan: over every span, the days that must lie in it by the weeks it has."""
    open_weeks = _running([week.days > 0 for week in board.year.weeks])
    best = 0
    for first, last, days in demands(board, work):
        weeks = open_weeks[last + 1] - open_weeks[first]
        best = max(best, -(-days // weeks) if weeks else 0)
    return best


def overfull(board: Board, work: list[Work], room: list[int]) -> list[Span]:
    """Spans that must hold more days than they have, the worst first."""
    total = _running([r if week.days > 0 else 0 for r, week in zip(room, board.year.weeks)])
    found = [
        Span(first, last, days, total[last + 1] - total[first])
        for first, last, days in demands(board, work)
        if days > total[last + 1] - total[first]
    ]
    return sorted(found, key=lambda s: (s.room - s.days, s.last - s.first, s.first))


def demands(board: Board, work: list[Work]) -> Iterator[tuple[int, int, int]]:
    """Days that must lie in each span that starts with some window and ends with some window."""
    by_first: dict[int, list[Work]] = defaultdict(list)
    for item in work:
        by_first[item.first].append(item)
    per_day = board.year.slots_per_day
    ends = sorted({item.last for item in work})
    # Spans grow to the left: with each further first week, its works are added to all spans that hold them.
    held: list[Counter[int]] = [Counter() for _ in ends]
    days = [0] * len(ends)
    for first in sorted(by_first, reverse=True):
        for item in by_first[first]:
            for at, last in enumerate(ends):
                if item.last <= last:
                    now = held[at][item.zone]
                    days[at] += -(-(now + item.slots) // per_day) + (-now // per_day)
                    held[at][item.zone] = now + item.slots
        yield from ((first, last, days[at]) for at, last in enumerate(ends) if last >= first and days[at])


def _running(numbers: list[int] | list[bool]) -> list[int]:
    total = [0]
    for number in numbers:
        total.append(total[-1] + number)
    return total
