"""Zone by zone to the best there is: CP-SAT with one worker, a fixed seed and limits counted in work, not in time."""

from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from postpermit.planning.bound import Bound
from postpermit.planning.greedy import Places, occupy
from postpermit.planning.grouping import Board
from postpermit.planning.loads import OVER, POINT, Loads, Side

SEED = 5
ROUNDS = 2
# Deterministic units of work, each about a second: for one zone, for the whole of a small year, to find staff.
WORK_PER_ZONE, WORK_WHOLE, WORK_STAFF = 2.0, 4.0, 10.0
# Up to so many weeks to choose from, the whole year is solved at once when zone by zone does not reach the bound.
SMALL = 8_000
# By zone and week: what may have to be done there, each with the most slots it can be.
Terms = dict[tuple[int, int], list[tuple[Any, int]]]


@dataclass
class Model:
    """The part of the year that is being solved; everything else stands still."""

    cp: Any
    board: Board
    members: list[int]
    lies: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    rides: dict[tuple[int, int, int, int], Any] = field(default_factory=dict)
    costs: list[Any] = field(default_factory=list)


class Aim(Enum):
    """What is asked of the solver: cheaper and calmer zones, the cheapest year, or the fewest days without staff."""

    CALM = "calm"
    CHEAP = "cheap"
    STAFF = "staff"


@dataclass(frozen=True)
class Answer:
    """Whether anything moved, whether it is proven best, and the solver's own bound."""

    moved: bool
    proven: bool
    bound: int


def polish(board: Board, chosen: list[Places], loads: Loads, limit: Bound) -> int:
    """Improve ``chosen`` and ``loads`` in place; the best known bound of the objective."""
    zones = range(len(board.zones))
    for _ in range(ROUNDS):
        moved = False
        for zone in zones:
            if loads.objective() == limit.objective:
                return limit.objective
            if wanting(zone, loads, limit):
                answer = solve(board, [zone], chosen, loads, limit, Aim.CALM, WORK_PER_ZONE)
                moved |= answer.moved
        if not moved:
            break
    if loads.objective() == limit.objective or choices(board) > SMALL:
        return limit.objective
    answer = solve(board, list(zones), chosen, loads, limit, Aim.CHEAP, WORK_WHOLE)
    return max(limit.objective, answer.bound)


def staff(board: Board, chosen: list[Places], loads: Loads, limit: Bound) -> bool:
    """Look for a year that the staff at hand can do; whether the answer, yes or no, is proven."""
    answer = solve(board, list(range(len(board.zones))), chosen, loads, limit, Aim.STAFF, WORK_STAFF)
    return answer.proven or not loads.short()


def choices(board: Board) -> int:
    """How many weeks there are to choose from, over all stops."""
    return sum(len(stop.weeks) for unit in board.units for stop in unit.stops)


def wanting(zone: int, loads: Loads, limit: Bound) -> bool:
    """Whether the zone has more days than it needs, or a day in a week that is too full."""
    for side, fewest in ((loads.team, limit.team_zones[zone]), (loads.crew, limit.crew_zones[zone])):
        if sum(-(-slots // side.per_day) for slots in side.slots[zone]) > fewest:
            return True
        full = (week for week, days in enumerate(side.days) if days > min(side.target, side.room[week]))
        if any(side.slots[zone][week] for week in full):
            return True
    return False


def solve(
    board: Board, zones: list[int], chosen: list[Places], loads: Loads, limit: Bound, aim: Aim, work: float
) -> Answer:
    """The best weeks for these zones while the others stand still."""
    from ortools.sat.python import cp_model

    members = [i for i, unit in enumerate(board.units) if unit.zone in zones]
    for index in members:
        occupy(board.units[index], chosen[index], loads, sign=-1)
    model = build(cp_model.CpModel(), board, members, chosen, loads, limit, aim)
    solver = cp_model.CpSolver()
    settle(solver, work)
    status = solver.solve(model.cp)
    moved = False
    for index in members:
        new = (
            chosen[index]
            if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE)
            else read(model, solver, index)
        )
        moved |= new != chosen[index]
        chosen[index] = new
        occupy(board.units[index], new, loads)
    return Answer(moved, status == cp_model.OPTIMAL, -int(-solver.best_objective_bound // POINT))


def build(
    cp: Any, board: Board, members: list[int], chosen: list[Places], loads: Loads, limit: Bound, aim: Aim
) -> Model:
    """Weeks for the members' stops, riders, and the days both sides need for them."""
    model = Model(cp, board, members)
    for index in members:
        add_unit(model, index, chosen[index])
    add_side(model, loads.team, team_slots(model), (limit.team_zones, limit.peak), loads.weights, aim)
    add_side(model, loads.crew, crew_slots(model), (limit.crew_zones, limit.crew_peak), loads.weights, aim)
    cp.minimize(sum(model.costs))
    return model


def settle(solver: Any, work: float) -> None:
    """The same answer on every machine: one worker, one seed, a limit counted in work."""
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = work


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
                rides = model.rides[index, number, host, week] = model.cp.new_bool_var(
                    f"y{index}.{number}.{host}.{week}"
                )
                model.cp.add_hint(rides, now.hosts[number] == host and now.weeks[host] == week)
                model.cp.add_implication(rides, model.lies[index, host, week])
        model.cp.add_exactly_one(v for k, v in model.rides.items() if k[:2] == (index, number))


def add_gap(model: Model, index: int, one: int, two: int, gap: int) -> None:
    """Weeks of two stops that lie too close exclude each other."""
    unit, position = model.board.units[index], model.board.position
    for week in unit.stops[one].weeks:
        near = [w for w in unit.stops[two].weeks if abs(position[w] - position[week]) < gap]
        if near:
            model.cp.add_at_most_one(
                [model.lies[index, one, week], *(model.lies[index, two, w] for w in near)]
            )


def team_slots(model: Model) -> Terms:
    """By zone and week: what the teams would have to do."""
    found: Terms = {}
    for (index, at, week), lies in model.lies.items():
        unit = model.board.units[index]
        if slots := unit.stops[at].team:
            found.setdefault((unit.zone, week), []).append((slots * lies, slots))
    return found


def crew_slots(model: Model) -> Terms:
    """By zone and week: what the crews would have to do."""
    found: Terms = {}
    for (index, at, week), lies in model.lies.items():
        unit = model.board.units[index]
        there = [(unit.stops[at].crew, lies)] + [
            (rider.task.slots, model.rides[index, number, at, week])
            for number, rider in enumerate(unit.riders)
            if (index, number, at, week) in model.rides
        ]
        if there := [(slots, here) for slots, here in there if slots]:
            found.setdefault((unit.zone, week), []).append(longest_stay(model, there))
    return found


def longest_stay(model: Model, there: list[tuple[int, Any]]) -> tuple[Any, int]:
    """A crew that takes several samplings at one firm stays as long as the longest."""
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
    """Days by zone and week, the staff there is, the busiest week and, when calm is the aim, what exceeds the target."""
    if not slots:
        return
    cp, (fewest, lowest) = model.cp, least
    by_week: dict[int, list[Any]] = {}
    by_zone: dict[int, list[Any]] = {}
    most: dict[int, int] = {}
    for (zone, week), terms in sorted(slots.items()):
        highest = -(-sum(slots for _, slots in terms) // side.per_day)
        days = cp.new_int_var(0, highest, "")
        cp.add(side.per_day * days >= sum(term for term, _ in terms))
        by_week.setdefault(week, []).append(days)
        by_zone.setdefault(zone, []).append(days)
        most[week] = most.get(week, 0) + highest
    for zone, numbers in by_zone.items():
        cp.add(sum(numbers) >= fewest[zone])
    if aim is not Aim.STAFF:
        peak = cp.new_int_var(max(lowest, side.peak()), side.peak() + max(most.values()), "")
        model.costs += [POINT * weights[0] * sum(map(sum, by_zone.values())), POINT * weights[1] * peak]
    for week, numbers in by_week.items():
        room = max(0, side.room[week] - side.days[week])
        if aim is Aim.STAFF:
            excess(model, sum(numbers), room, most[week], POINT)
            continue
        cp.add(peak >= sum(numbers) + side.days[week])
        if most[week] > room:
            cp.add(sum(numbers) <= room)
        if aim is Aim.CALM:
            excess(model, sum(numbers), side.target - side.days[week], most[week], OVER)


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
