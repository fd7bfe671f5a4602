"""From the engine's choices back to visits and figures, and from a plan back to loads."""

from postpermit.planning.grouping import Board, Places, Unit
from postpermit.planning.loads import Loads, empty
from postpermit.planning.planning_model import SUNDAY, Plan, PlannedVisit, Stage, Task, YearInput


def finish(stage: Board, chosen: list[Places], loads: Loads, lower: int, reached: Stage) -> Plan:
    """The plan of these choices."""
    pairs = zip(stage.units, chosen)
    visits = [visit for unit, places in pairs for visit in visits_of(stage.year, unit, places)]
    return figures(visits, loads, lower, reached)


def figures(visits: list[PlannedVisit], loads: Loads, lower: int, reached: Stage) -> Plan:
    """Visits in order with what they cost; at the bound a plan is optimal, however it was found."""
    objective = loads.objective()
    return Plan(
        visits=tuple(sorted(visits, key=lambda v: (v.week, v.zone, v.unit, v.id))),
        objective=objective,
        lower_bound=lower,
        stage=Stage.OPTIMAL if objective == lower else reached,
        field_days=sum(loads.team.days),
        crew_days=sum(loads.crew.days),
        peak=loads.team.peak(),
        crew_peak=loads.crew.peak(),
    )


def visits_of(year: YearInput, unit: Unit, places: Places) -> list[PlannedVisit]:
    """One unit's visits. A visit is called after its first task, so it keeps its name when planned again."""
    found = []
    for stop, week in places.of(unit):
        monday = year.weeks[week].monday
        found.append(
            PlannedVisit(
                id=stop.tasks[0].id,
                unit=unit.name,
                zone=stop.tasks[0].zone,
                week=monday,
                tasks=tuple(sorted(stop.names)),
                slots=stop.team,
                crew_slots=stop.crew,
                first=max(monday, *(task.earliest for task in stop.tasks)),
                last=min(monday + SUNDAY, *(task.latest for task in stop.tasks)),
            )
        )
    return found


def placed(stage: Board, chosen: list[Places]) -> list[tuple[int, tuple[Task, ...]]]:
    """Every visit's week and tasks."""
    return [(week, stop.tasks) for unit, places in zip(stage.units, chosen) for stop, week in places.of(unit)]


def loads_of(year: YearInput, visits: list[PlannedVisit]) -> tuple[Loads, dict[str, int]]:
    """How full such visits make the weeks, and the number of each zone."""
    zones = {
        zone: i for i, zone in enumerate(sorted({t.zone for t in year.tasks} | {v.zone for v in visits}))
    }
    weeks = {week.monday: i for i, week in enumerate(year.weeks)}
    loads = empty(Board(year, (), tuple(zones), ()))
    for visit in visits:
        loads.add(zones[visit.zone], weeks[visit.week], visit.slots, visit.crew_slots)
    return loads, zones
