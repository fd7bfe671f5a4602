"""Zone by zone to the best there is: CP-SAT with one worker, a fixed seed and limits counted in work, not in time."""

from dataclasses import dataclass
from math import ceil
from typing import Any

from postpermit.planning.bound import Bound
from postpermit.planning.greedy import occupy
from postpermit.planning.grouping import Board, Places
from postpermit.planning.loads import POINT, Loads
from postpermit.planning.sat_model import Aim, build, read

SEED = 5
ROUNDS = 2
# Deterministic units of work, each about a second: for one zone, for the whole of a small year, to find staff.
WORK_PER_ZONE, WORK_WHOLE, WORK_STAFF = 2.0, 4.0, 10.0
# Up to so many weeks to choose from, the whole year is solved at once when zone by zone does not reach the bound.
SMALL = 8_000
# The solver counts its bound in floating point.
HAIR = 1e-6


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
    return Answer(moved, status == cp_model.OPTIMAL, ceil(solver.best_objective_bound / POINT - HAIR))


def settle(solver: Any, work: float) -> None:
    """The same answer on every machine: one worker, one seed, a limit counted in work."""
    solver.parameters.num_workers = 1
    solver.parameters.random_seed = SEED
    solver.parameters.max_deterministic_time = work
