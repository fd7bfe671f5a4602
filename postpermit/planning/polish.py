"""Zone by zone to the best there is: CP-SAT with one worker, a fixed seed and limits counted in work, not in time."""

from dataclasses import dataclass, replace
from math import ceil, gcd
from typing import Any

from postpermit.planning.bound import Bound
from postpermit.planning.greedy import occupy
from postpermit.planning.grouping import Board, Places
from postpermit.planning.loads import POINT, Loads, empty
from postpermit.planning.sat_model import Aim, build, read

SEED = 5
ROUNDS = 2
# Deterministic units of work, each one to three seconds: for one zone, for the fewest days of one zone, for proving
# step by step that nothing is cheaper, for the whole of a small year, to find staff.
WORK_PER_ZONE, WORK_FLOOR, WORK_STEPS, WORK_WHOLE, WORK_STAFF = 2.0, 1.0, 3.0, 1.0, 10.0
# Up to so many weeks to choose from, the whole year is solved at once when zone by zone does not reach the bound.
SMALL = 12_000
# The solver counts its bound in floating point.
HAIR = 1e-6


@dataclass(frozen=True)
class Answer:
    """Whether anything moved, whether it is proven best or proven to be none, the solver's own bound, the work done."""

    moved: bool
    proven: bool
    none: bool
    bound: int
    work: float


def polish(board: Board, chosen: list[Places], loads: Loads, limit: Bound) -> int:
    """Improve ``chosen`` and ``loads`` in place; the best known bound of the objective."""
    calm(board, chosen, loads, limit)
    if loads.objective() > limit.objective:
        limit = zone_floors(board, chosen, loads, limit)
    if loads.objective() == limit.objective or choices(board) > SMALL:
        return limit.objective
    limit = climb(board, chosen, loads, limit)
    if loads.objective() == limit.objective:
        return limit.objective
    everything = list(range(len(board.zones)))
    answer = solve(board, everything, chosen, loads, limit, Aim.CHEAP, WORK_WHOLE)
    return max(limit.objective, answer.bound)


def calm(board: Board, chosen: list[Places], loads: Loads, limit: Bound) -> None:
    """Each zone as cheap and calm as it can be while the others stand still, until nothing moves."""
    for _ in range(ROUNDS):
        moved = False
        for zone in range(len(board.zones)):
            if loads.objective() == limit.objective:
                return
            if wanting(zone, loads, limit):
                answer = solve(board, [zone], chosen, loads, limit, Aim.CALM, WORK_PER_ZONE)
                moved |= answer.moved
        if not moved:
            return


def zone_floors(board: Board, chosen: list[Places], loads: Loads, limit: Bound) -> Bound:
    """The bound with the fewest days each zone could do with if it had the year for itself, windows and all."""
    from ortools.sat.python import cp_model

    zones = list(limit.zones)
    for zone, floor in enumerate(limit.zones):
        if loads.days_in(zone) > floor:
            members = [i for i, unit in enumerate(board.units) if unit.zone == zone]
            model = build(cp_model.CpModel(), board, members, chosen, empty(board), limit, Aim.DAYS)
            solver = cp_model.CpSolver()
            settle(solver, WORK_FLOOR)
            solver.solve(model.cp)
            zones[zone] = max(floor, ceil(solver.best_objective_bound - HAIR))
    more = board.year.weights.day * (sum(zones) - sum(limit.zones))
    return replace(limit, zones=tuple(zones), objective=limit.objective + more)


def climb(board: Board, chosen: list[Places], loads: Loads, limit: Bound) -> Bound:
    """The bound raised price by price: either there is a year at that price, or it is proven that there is none."""
    weights, work = board.year.weights, WORK_STEPS
    step = gcd(weights.day, weights.peak)
    everything = list(range(len(board.zones)))
    while work > 0 and loads.objective() > limit.objective:
        answer = solve(board, everything, chosen, loads, limit, Aim.PRICE, work)
        work -= answer.work
        if not answer.none:
            break
        limit = replace(limit, objective=limit.objective + step)
    return limit


def staff(board: Board, chosen: list[Places], loads: Loads, limit: Bound) -> bool:
    """Look for a year that the staff at hand can do; whether the answer, yes or no, is proven."""
    zones = list(range(len(board.zones)))
    for _ in range(ROUNDS):
        before = loads.short()
        for zone in zones:
            if not loads.short():
                return True
            if any(side.slots[zone][week] for side in (loads.team, loads.crew) for week in side.overfull()):
                solve(board, [zone], chosen, loads, limit, Aim.STAFF, WORK_PER_ZONE)
        if loads.short() == before:
            break
    return solve(board, zones, chosen, loads, limit, Aim.STAFF, WORK_STAFF).proven or not loads.short()


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
    if aim is Aim.PRICE:
        # Whether there is a year at just this price is mostly settled by the linear relaxation, so it gets more of it.
        solver.parameters.linearization_level = 2
    status = solver.solve(model.cp)
    found = status in (cp_model.OPTIMAL, cp_model.FEASIBLE)
    moved = False
    for index in members:
        new = read(model, solver, index) if found else chosen[index]
        moved |= new != chosen[index]
        chosen[index] = new
        occupy(board.units[index], new, loads)
    least = ceil(solver.best_objective_bound / POINT - HAIR) if aim is not Aim.PRICE else 0
    done = solver.response_proto.deterministic_time
    return Answer(moved, status == cp_model.OPTIMAL, status == cp_model.INFEASIBLE, least, done)


def settle(solver: Any, work: float) -> None:
    """The same answer on every machine: one worker, one seed, a limit counted in work."""
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = work
