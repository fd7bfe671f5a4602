"""The year, or one zone of it, as CP-SAT sees it: a way for each unit, a week for each stop, and the days they make."""

from dataclasses import dataclass, field
from enum import Enum
from itertools import combinations
from typing import Any

from postpermit.planning.bound import Bound, Need
from postpermit.planning.grouping import Board, Places
from postpermit.planning.loads import OVER, POINT, Loads, Side
from postpermit.planning.planning_model import TaskKind
from postpermit.planning.ways import key

# By zone and week: what may have to be done there, each with the most slots it can be.
Terms = dict[tuple[int, int], list[tuple[Any, int]]]


class Aim(Enum):
    """What is asked of the solver: cheaper and calmer zones, the cheapest year, any year at the bound's price, the
    fewest days whatever the busiest week, or the fewest days without staff."""

    CALM = "calm"
    CHEAP = "cheap"
    PRICE = "price"
    DAYS = "days"
    STAFF = "staff"


@dataclass(frozen=True)
class Ask:
    """What is asked of the teams or of the crews: days by zone and span, lowest and, if known, highest busiest week."""

    aim: Aim
    weights: tuple[int, int]
    needs: tuple[Need, ...]
    lowest: int
    highest: int | None


@dataclass
class Model:
    """The part of the year that is being solved; everything else stands still."""

    cp: Any
    board: Board
    members: list[int]
    lies: dict[tuple[int, int, int], Any] = field(default_factory=dict)
    takes: dict[tuple[int, int], Any] = field(default_factory=dict)
    costs: list[Any] = field(default_factory=list)


def build(
    cp: Any, board: Board, members: list[int], chosen: list[Places], loads: Loads, limit: Bound, aim: Aim
) -> Model:
    """Ways and weeks for the members, and the days both sides need for them."""
    model = Model(cp, board, members)
    for index in members:
        add_unit(model, index, chosen[index])
    team = slots_by_week(model, TaskKind.INSPECT)
    crew = slots_by_week(model, TaskKind.MONITOR)
    sides = (
        add_side(model, loads.team, team, ask(loads, limit, aim, limit.team, limit.peak)),
        add_side(model, loads.crew, crew, ask(loads, limit, aim, limit.crew, limit.crew_peak)),
    )
    for zone in sorted({zone for side in sides for zone in side}):
        days = sum(side[zone] for side in sides if zone in side)
        cp.add(days >= limit.zones[zone])
        if aim is Aim.PRICE and loads.weights[0]:
            cp.add(days <= limit.zones[zone] + limit.spare(loads.weights) // loads.weights[0])
    if aim is Aim.PRICE:
        cp.add(sum(model.costs) <= POINT * limit.objective)
    else:
        cp.minimize(sum(model.costs))
    return model


def ask(loads: Loads, limit: Bound, aim: Aim, needs: tuple[Need, ...], lowest: int) -> Ask:
    """What one side is asked for. At the bound's price hardly a week may be busier than the quietest peak there can be."""
    top = loads.weights[1]
    highest = lowest + limit.spare(loads.weights) // top if aim is Aim.PRICE and top else None
    return Ask(aim, loads.weights, needs, lowest, highest)


def add_unit(model: Model, index: int, now: Places) -> None:
    """One of the unit's ways, a week for each of its stops, the distances; what is chosen now is the hint."""
    unit, cp = model.board.units[index], model.cp
    put = dict(zip(unit.ways[now.way], now.weeks))
    for way in range(len(unit.ways)):
        takes = model.takes[index, way] = cp.new_bool_var(f"w{index}.{way}")
        cp.add_hint(takes, way == now.way)
    cp.add_exactly_one(model.takes[index, way] for way in range(len(unit.ways)))
    for at, stop in enumerate(unit.stops):
        for week in stop.weeks:
            lies = model.lies[index, at, week] = cp.new_bool_var(f"x{index}.{at}.{week}")
            cp.add_hint(lies, put.get(at) == week)
        with_it = [model.takes[index, way] for way, stops in enumerate(unit.ways) if at in stops]
        cp.add(sum(model.lies[index, at, week] for week in stop.weeks) == sum(with_it))
    for task in unit.tasks:
        cp.add_exactly_one(lies for lies, _ in weeks_of(model, index, task.id))
    keep_apart(model, index)


def weeks_of(model: Model, index: int, task: str) -> list[tuple[Any, int]]:
    """All that may put this task somewhere, each with its week."""
    stops = model.board.units[index].stops
    there = [(at, stop.weeks) for at, stop in enumerate(stops) if task in stop.names]
    return [(model.lies[index, at, week], week) for at, weeks in there for week in weeks]


def keep_apart(model: Model, index: int) -> None:
    """The unit is entered once a week, and rivals lie at their distance, whatever shares their visits."""
    unit, position = model.board.units[index], model.board.position
    if max(map(len, unit.ways)) < 2:
        return
    by_week: dict[int, list[Any]] = {}
    for at, stop in enumerate(unit.stops):
        for week in stop.weeks:
            by_week.setdefault(week, []).append(model.lies[index, at, week])
    for there in by_week.values():
        if len(there) > 1:
            model.cp.add_at_most_one(there)
    for one, two in combinations(unit.tasks, 2):
        gap = max(one.spacing, two.spacing)
        if key(one) == key(two) and gap > 1:
            others = weeks_of(model, index, two.id)
            for week in unit.spans[one.id]:
                here = [lies for lies, w in weeks_of(model, index, one.id) if w == week]
                near = [lies for lies, w in others if abs(position[w] - position[week]) < gap]
                if here and near:
                    model.cp.add_at_most_one([*here, *near])


def slots_by_week(model: Model, kind: TaskKind) -> Terms:
    """By zone and week: what the teams, or the crews, would have to do at each unit, and the most it can be."""
    by_unit: dict[tuple[int, int], list[tuple[Any, int]]] = {}
    for (index, at, week), lies in model.lies.items():
        stop = model.board.units[index].stops[at]
        if slots := stop.team if kind is TaskKind.INSPECT else stop.crew:
            by_unit.setdefault((index, week), []).append((slots * lies, slots))
    found: Terms = {}
    for (index, week), there in by_unit.items():
        term = sum(slots for slots, _ in there), max(most for _, most in there)
        found.setdefault((model.board.units[index].zone, week), []).append(term)
    return found


def add_side(model: Model, side: Side, slots: Terms, ask: Ask) -> dict[int, Any]:
    """Days by zone and week for the slots, and what the aim makes of them; the days of each zone."""
    by_week: dict[int, list[Any]] = {}
    by_zone: dict[int, dict[int, Any]] = {}
    most: dict[int, int] = {}
    for (zone, week), terms in sorted(slots.items()):
        highest = -(-sum(slots for _, slots in terms) // side.per_day)
        if ask.highest is not None:
            highest = min(highest, ask.highest)
        days = model.cp.new_int_var(0, highest, "")
        model.cp.add(side.per_day * days >= sum(term for term, _ in terms))
        by_week.setdefault(week, []).append(days)
        by_zone.setdefault(zone, {})[week] = days
        most[week] = most.get(week, 0) + highest
    for need in ask.needs:
        if own := by_zone.get(need.zone):
            there = [days for week, days in own.items() if need.first <= week <= need.last]
            model.cp.add(sum(there) >= need.days)
    if slots:
        want(model, side, {week: sum(numbers) for week, numbers in by_week.items()}, most, ask)
    return {zone: sum(own.values()) for zone, own in by_zone.items()}


def want(model: Model, side: Side, totals: dict[int, Any], most: dict[int, int], ask: Ask) -> None:
    """What the aim makes of the days of each week."""
    if ask.aim is Aim.STAFF:
        want_staff(model, side, totals, most)
        return
    within_room(model, side, totals, most)
    if ask.aim is Aim.DAYS:
        model.costs += list(totals.values())
        return
    want_cheap(model, side, totals, most, ask)
    if ask.aim is Aim.CALM:
        for week, days in totals.items():
            excess(model, days, side.target - side.days[week], most[week], OVER)


def want_staff(model: Model, side: Side, totals: dict[int, Any], most: dict[int, int]) -> None:
    """As few days without staff as can be, then as few days."""
    for week, days in totals.items():
        excess(model, days, side.room[week] - side.days[week], most[week], POINT)
    model.costs += list(totals.values())


def within_room(model: Model, side: Side, totals: dict[int, Any], most: dict[int, int]) -> None:
    """No day without staff."""
    for week, days in totals.items():
        room = max(0, side.room[week] - side.days[week])
        if most[week] > room:
            model.cp.add(days <= room)


def want_cheap(model: Model, side: Side, totals: dict[int, Any], most: dict[int, int], ask: Ask) -> None:
    """Few days and a low busiest week."""
    highest = side.peak() + max(most.values()) if ask.highest is None else ask.highest
    peak = model.cp.new_int_var(max(ask.lowest, side.peak()), highest, "")
    for week, days in totals.items():
        model.cp.add(peak >= days + side.days[week])
    day, top = ask.weights
    model.costs += [POINT * day * sum(totals.values()), POINT * top * peak]


def excess(model: Model, days: Any, line: int, most: int, price: int) -> None:
    """Days above the line cost; what others have above it already is not this part's matter."""
    if most > max(0, line):
        over = model.cp.new_int_var(0, most, "")
        model.cp.add(over >= days - max(0, line))
        model.costs.append(price * over)


def read(model: Model, solver: Any, index: int) -> Places:
    """What was chosen for the unit."""
    ways = model.board.units[index].ways
    way = next(w for w in range(len(ways)) if solver.boolean_value(model.takes[index, w]))
    weeks = {k[1]: k[2] for k, v in model.lies.items() if k[0] == index and solver.boolean_value(v)}
    return Places(way, tuple(weeks[at] for at in ways[way]))
