"""The year, or one zone of it, as CP-SAT sees it: a week for each stop, riders, distances, and the days they make."""

from dataclasses import dataclass, field
from enum import Enum
from itertools import combinations
from typing import Any

from postpermit.planning.bound import Bound
from postpermit.planning.greedy import Places
from postpermit.planning.grouping import Board, Unit, together
from postpermit.planning.loads import OVER, POINT, Loads, Side
from postpermit.planning.planning_model import TaskKind

# By zone and week: what may have to be done there, each with the most slots it can be.
Terms = dict[tuple[int, int], list[tuple[Any, int]]]


class Aim(Enum):
    """What is asked of the solver: cheaper and calmer zones, the cheapest year, or the fewest days without staff."""

    CALM = "calm"
    CHEAP = "cheap"
    STAFF = "staff"


@dataclass
class Model:
    """The part of the year that is being solved; everything else stands still."""

    cp: Any
    board: Board
    members: list[int]
    lies: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    rides: dict[tuple[int, int, int, int], Any] = field(default_factory=dict)
    costs: list[Any] = field(default_factory=list)


def build(
    cp: Any, board: Board, members: list[int], chosen: list[Places], loads: Loads, limit: Bound, aim: Aim
) -> Model:
    """Weeks for the members' stops, riders, and the days both sides need for them."""
    model = Model(cp, board, members)
    for index in members:
        add_unit(model, index, chosen[index])
    add_side(
        model,
        loads.team,
        slots_by_week(model, TaskKind.INSPECT),
        (limit.team_zones, limit.peak),
        loads.weights,
        aim,
    )
    add_side(
        model,
        loads.crew,
        slots_by_week(model, TaskKind.MONITOR),
        (limit.crew_zones, limit.crew_peak),
        loads.weights,
        aim,
    )
    cp.minimize(sum(model.costs))
    return model


def add_unit(model: Model, index: int, now: Places) -> None:
    """A week for each stop, the distances, a stop for each free rider; what is chosen now is the hint."""
    unit = model.board.units[index]
    for at, stop in enumerate(unit.stops):
        for week in stop.weeks:
            lies = model.lies[index, at, week] = model.cp.new_bool_var(f"x{index}.{at}.{week}")
            model.cp.add_hint(lies, now.weeks[at] == week)
        model.cp.add_exactly_one(model.lies[index, at, week] for week in stop.weeks)
    for (one, two), gap in unit.gaps.items():
        add_gap(model, index, one, two, gap)
    for number, rider in enumerate(unit.riders):
        for host in rider.hosts:
            for week in sorted(rider.weeks & set(unit.stops[host].weeks)):
                rides = model.rides[index, number, host, week] = model.cp.new_bool_var("")
                model.cp.add_hint(rides, now.hosts[number] == host and now.weeks[host] == week)
                model.cp.add_implication(rides, model.lies[index, host, week])
        model.cp.add_exactly_one(v for k, v in model.rides.items() if k[:2] == (index, number))
    keep_apart(model, index, unit)


def keep_apart(model: Model, index: int, unit: Unit) -> None:
    """Riders that are due on different days of a week do not join the same stop."""
    for (one, a), (two, b) in combinations(enumerate(unit.riders), 2):
        if not together([a.task, b.task]):
            for (i, number, host, week), rides in list(model.rides.items()):
                other = model.rides.get((index, two, host, week))
                if (i, number) == (index, one) and other is not None:
                    model.cp.add_at_most_one([rides, other])


def add_gap(model: Model, index: int, one: int, two: int, gap: int) -> None:
    """Weeks of two stops that lie too close exclude each other."""
    unit, position = model.board.units[index], model.board.position
    for week in unit.stops[one].weeks:
        near = [w for w in unit.stops[two].weeks if abs(position[w] - position[week]) < gap]
        if near:
            model.cp.add_at_most_one(
                [model.lies[index, one, week], *(model.lies[index, two, w] for w in near)]
            )


def slots_by_week(model: Model, kind: TaskKind) -> Terms:
    """By zone and week: what the teams, or the crews, would have to do."""
    found: Terms = {}
    for (index, at, week), lies in model.lies.items():
        unit = model.board.units[index]
        stop = unit.stops[at]
        there = [(stop.team if kind is TaskKind.INSPECT else stop.crew, lies)] + [
            (rider.task.slots, model.rides[index, number, at, week])
            for number, rider in enumerate(unit.riders)
            if rider.task.kind is kind and (index, number, at, week) in model.rides
        ]
        if there := [(slots, here) for slots, here in there if slots]:
            found.setdefault((unit.zone, week), []).append(longest_stay(model, there))
    return found


def longest_stay(model: Model, there: list[tuple[int, Any]]) -> tuple[Any, int]:
    """Who does several things at one firm stays as long as the longest."""
    most = max(slots for slots, _ in there)
    if len(there) == 1:
        return most * there[0][1], most
    stay = model.cp.new_int_var(0, most, "")
    for slots, here in there:
        model.cp.add(stay >= slots * here)
    return stay, most


def add_side(
    model: Model,
    side: Side,
    slots: Terms,
    least: tuple[tuple[int, ...], int],
    weights: tuple[int, int],
    aim: Aim,
) -> None:
    """Days by zone and week for the slots, and what the aim makes of them."""
    if not slots:
        return
    fewest, lowest = least
    by_week: dict[int, list[Any]] = {}
    by_zone: dict[int, list[Any]] = {}
    most: dict[int, int] = {}
    for (zone, week), terms in sorted(slots.items()):
        highest = -(-sum(slots for _, slots in terms) // side.per_day)
        days = model.cp.new_int_var(0, highest, "")
        model.cp.add(side.per_day * days >= sum(term for term, _ in terms))
        by_week.setdefault(week, []).append(days)
        by_zone.setdefault(zone, []).append(days)
        most[week] = most.get(week, 0) + highest
    for zone, numbers in by_zone.items():
        model.cp.add(sum(numbers) >= fewest[zone])
    totals = {week: sum(numbers) for week, numbers in by_week.items()}
    if aim is Aim.STAFF:
        want_staff(model, side, totals, most)
    else:
        want_cheap(model, side, totals, most, lowest, weights)
    if aim is Aim.CALM:
        for week, days in totals.items():
            excess(model, days, side.target - side.days[week], most[week], OVER)


def want_staff(model: Model, side: Side, totals: dict[int, Any], most: dict[int, int]) -> None:
    """As few days without staff as can be, then as few days."""
    for week, days in totals.items():
        excess(model, days, side.room[week] - side.days[week], most[week], POINT)
    model.costs += list(totals.values())


def want_cheap(
    model: Model,
    side: Side,
    totals: dict[int, Any],
    most: dict[int, int],
    lowest: int,
    weights: tuple[int, int],
) -> None:
    """No day without staff; few days and a low busiest week."""
    peak = model.cp.new_int_var(max(lowest, side.peak()), side.peak() + max(most.values()), "")
    for week, days in totals.items():
        model.cp.add(peak >= days + side.days[week])
        room = max(0, side.room[week] - side.days[week])
        if most[week] > room:
            model.cp.add(days <= room)
    model.costs += [POINT * weights[0] * sum(totals.values()), POINT * weights[1] * peak]


def excess(model: Model, days: Any, line: int, most: int, price: int) -> None:
    """Days above the line cost; what others have above it already is not this part's matter."""
    if most > max(0, line):
        over = model.cp.new_int_var(0, most, "")
        model.cp.add(over >= days - max(0, line))
        model.costs.append(price * over)


def read(model: Model, solver: Any, index: int) -> Places:
    """What was chosen for the unit."""
    weeks = {k[1]: k[2] for k, v in model.lies.items() if k[0] == index and solver.boolean_value(v)}
    hosts = {k[1]: k[2] for k, v in model.rides.items() if k[0] == index and solver.boolean_value(v)}
    return Places(tuple(weeks[at] for at in sorted(weeks)), tuple(hosts[n] for n in sorted(hosts)))
