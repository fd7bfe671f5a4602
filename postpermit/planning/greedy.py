"""A good plan in pure Python: every unit at its cheapest weeks, then taken out and put back until nothing gains."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from postpermit.planning.grouping import Board, Unit, together
from postpermit.planning.loads import Loads, empty
from postpermit.planning.planning_model import TaskKind

PASSES = 6


@dataclass(frozen=True)
class Places:
    """Where one unit's stops lie and which stop each free rider joins; positions within the unit."""

    weeks: tuple[int, ...]
    hosts: tuple[int, ...]


def first_plan(board: Board, targets: tuple[int, int]) -> tuple[list[Places], Loads]:
    """Put in and improve. Every unit must have a place (``place`` is not None for an empty load)."""
    loads = empty(board, targets)
    liked = popularity(board)
    order = sorted(range(len(board.units)), key=lambda i: hardness(board.units[i]))
    chosen: dict[int, Places] = {}
    for index in order:
        found = place(board, board.units[index], loads, liked)
        if found is None:
            raise ValueError(f"{board.units[index].name} has no place even in an empty year")
        chosen[index] = found
        occupy(board.units[index], found, loads)
    for _ in range(PASSES):
        if not reinsert(board, order, chosen, loads, liked):
            break
    return [chosen[index] for index in range(len(board.units))], loads


def reinsert(
    board: Board, order: list[int], chosen: dict[int, Places], loads: Loads, liked: list[list[int]]
) -> bool:
    """Take each unit out and put it back where it is cheapest; whether anything moved."""
    moved = False
    for index in order:
        unit, old = board.units[index], chosen[index]
        occupy(unit, old, loads, sign=-1)
        new = place(board, unit, loads, liked, old)
        chosen[index] = new or old
        moved |= chosen[index] != old
        occupy(unit, chosen[index], loads)
    return moved


def place(
    board: Board, unit: Unit, loads: Loads, liked: list[list[int]], old: Places | None = None
) -> Places | None:
    """The cheapest weeks for all stops of the unit; with ``old`` given, only if they are really cheaper."""
    best: tuple[int, Places] | None = None
    for hosts in product(*(rider.hosts for rider in unit.riders)):
        costs = [stop_costs(board, unit, at, hosts, loads, liked) for at in range(len(unit.stops))]
        if old is not None and old.hosts == hosts:
            here = sum(costs[at].get(week, 0) for at, week in enumerate(old.weeks))
            best = (here, old) if best is None or here <= best[0] else best
        for price, weeks in descend(board, unit, costs, best[0] if best else None):
            best = (price, Places(weeks, hosts))
    return best[1] if best else None


def stop_costs(
    board: Board, unit: Unit, at: int, hosts: tuple[int, ...], loads: Loads, liked: list[list[int]]
) -> dict[int, int]:
    """Price of every week this stop may lie in, given who rides along."""
    stop = unit.stops[at]
    riding = [rider for rider, host in zip(unit.riders, hosts) if host == at]
    if not together(stop.tasks + [rider.task for rider in riding]):
        return {}
    team, crew = slots_at(unit, hosts, at)
    zone, like = unit.zone, liked[unit.zone]
    peaks = loads.team.peak(), loads.crew.peak()
    prices = {}
    for week in stop.weeks:
        if all(week in rider.weeks for rider in riding):
            price = loads.team.cost(zone, week, team, loads.weights, peaks[0])
            price += loads.crew.cost(zone, week, crew, loads.weights, peaks[1])
            prices[week] = price - min(like[week], 30)
    return prices


def descend(
    board: Board, unit: Unit, costs: list[dict[int, int]], below: int | None
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Ever cheaper ways to place the unit's stops at their distances, each cheaper than ``below``."""
    if not all(costs):
        return
    ranked = [sorted((price, week) for week, price in cost.items()) for cost in costs]
    rest = [sum(rank[0][0] for rank in ranked[at:]) for at in range(len(ranked) + 1)]
    best = below
    stack: list[tuple[int, tuple[int, ...]]] = [(0, ())]
    while stack:
        price, weeks = stack.pop()
        at = len(weeks)
        if best is not None and price + rest[at] >= best:
            continue
        if at == len(ranked):
            best = price
            yield price, weeks
            continue
        for more, week in reversed(ranked[at]):
            if fits(board, unit, weeks, week) and (best is None or price + more + rest[at + 1] < best):
                stack.append((price + more, (*weeks, week)))


def fits(board: Board, unit: Unit, weeks: tuple[int, ...], week: int) -> bool:
    """Whether the next stop may lie in that week beside those already placed."""
    at = len(weeks)
    return all(
        abs(board.position[week] - board.position[other]) >= unit.gaps.get((index, at), 0)
        for index, other in enumerate(weeks)
    )


def occupy(unit: Unit, places: Places, loads: Loads, sign: int = 1) -> None:
    """Put the unit's stops into the load, or take them out."""
    for at, week in enumerate(places.weeks):
        team, crew = slots_at(unit, places.hosts, at)
        loads.add(unit.zone, week, sign * team, sign * crew)


def slots_at(unit: Unit, hosts: tuple[int, ...], at: int) -> tuple[int, int]:
    """Slots of the team and of the crew at that stop, riders included."""
    team, crew = unit.stops[at].team, unit.stops[at].crew
    for rider, host in zip(unit.riders, hosts):
        if host == at and rider.task.kind is TaskKind.INSPECT:
            team = max(team, rider.task.slots)
        elif host == at:
            crew = max(crew, rider.task.slots)
    return team, crew


def popularity(board: Board) -> list[list[int]]:
    """How many stops of a zone could lie in a week: a day opened there is likely to be filled."""
    liked = [[0] * len(board.year.weeks) for _ in board.zones]
    for unit in board.units:
        for stop in unit.stops:
            for week in stop.weeks:
                liked[unit.zone][week] += stop.team
    return liked


def hardness(unit: Unit) -> tuple[int, int, str]:
    """Units with little choice first, zone by zone."""
    return (min(len(stop.weeks) for stop in unit.stops), unit.zone, unit.name)
