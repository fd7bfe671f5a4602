"""A good plan in pure Python: every unit at its cheapest weeks, then taken out and put back until nothing gains."""

from collections.abc import Iterable, Iterator

from postpermit.planning.grouping import Board, Places, Stop, Unit
from postpermit.planning.loads import Loads, empty
from postpermit.planning.planning_model import TaskKind

PASSES = 6


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
    board: Board,
    unit: Unit,
    loads: Loads,
    liked: list[list[int]],
    old: Places | None = None,
    ways: Iterable[int] | None = None,
) -> Places | None:
    """The cheapest way and weeks for the unit; with ``old`` given, only if they are really cheaper."""
    costs = [stop_costs(unit, stop, loads, liked) for stop in unit.stops]
    best: tuple[int, Places] | None = None
    if old is not None:
        best = (sum(costs[at][week] for at, week in zip(unit.ways[old.way], old.weeks)), old)
    for way in range(len(unit.ways)) if ways is None else ways:
        for price, weeks in descend(board, unit, way, costs, best[0] if best else None):
            best = (price, Places(way, weeks))
    return best[1] if best else None


def stop_costs(unit: Unit, stop: Stop, loads: Loads, liked: list[list[int]]) -> dict[int, int]:
    """Price of every week this stop may lie in."""
    zone, like = unit.zone, liked[unit.zone]
    peaks = loads.team.peak(), loads.crew.peak()
    prices = {}
    for week in stop.weeks:
        price = loads.team.cost(zone, week, stop.team, loads.weights, peaks[0])
        price += loads.crew.cost(zone, week, stop.crew, loads.weights, peaks[1])
        prices[week] = price - min(like[week], 30)
    return prices


def descend(
    board: Board, unit: Unit, way: int, costs: list[dict[int, int]], below: int | None
) -> Iterator[tuple[int, tuple[int, ...]]]:
    """Ever cheaper ways to place the stops of one way at their distances, each cheaper than ``below``."""
    stops = unit.ways[way]
    ranked = [sorted((price, week) for week, price in costs[stop].items()) for stop in stops]
    if not all(ranked):
        return
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
            if (best is None or price + more + rest[at + 1] < best) and fits(board, unit, stops, weeks, week):
                stack.append((price + more, (*weeks, week)))


def fits(board: Board, unit: Unit, stops: tuple[int, ...], weeks: tuple[int, ...], week: int) -> bool:
    """Whether the next stop may lie in that week beside those already placed."""
    stop = stops[len(weeks)]
    return all(
        abs(board.position[week] - board.position[other]) >= unit.gaps[stops[index], stop]
        for index, other in enumerate(weeks)
    )


def occupy(unit: Unit, places: Places, loads: Loads, sign: int = 1) -> None:
    """Put the unit's stops into the load, or take them out."""
    for stop, week in places.of(unit):
        loads.add(unit.zone, week, sign * stop.team, sign * stop.crew)


def popularity(board: Board) -> list[list[int]]:
    """How many visits of a zone could lie in a week: a day opened there is likely to be filled."""
    liked = [[0] * len(board.year.weeks) for _ in board.zones]
    for unit in board.units:
        for task in unit.tasks:
            if task.kind is TaskKind.INSPECT:
                for week in unit.spans[task.id]:
                    liked[unit.zone][week] += task.slots
    return liked


def hardness(unit: Unit) -> tuple[int, int, str]:
    """Units with little choice first, zone by zone."""
    return (min(len(stop.weeks) for stop in unit.stops), unit.zone, unit.name)
