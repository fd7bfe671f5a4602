"""From the rows of a plan back to the planner's tasks and visits."""

from collections import defaultdict
from collections.abc import Iterable
from datetime import date

from postpermit.planning.models import PlannedDuty, PlannedVisit
from postpermit.planning.planning_model import Plan, Stage
from postpermit.planning.planning_model import PlannedVisit as Planned
from postpermit.planning.queries.inputs import Wanted, drawn_task


def tasks_of_rows(rows: Iterable[PlannedVisit]) -> list[tuple[PlannedVisit, list[str]]]:
    """Each row with the names of its tasks, as ``inputs_of`` names them."""
    held = list(rows)
    names: dict[int, list[str]] = defaultdict(list)
    keys = [row.pk for row in held]
    for start in range(0, len(keys), 500):
        duties = PlannedDuty.objects.filter(visit__in=keys[start : start + 500], duty__facility__isnull=False)
        for visit, public in duties.order_by("pk").values_list("visit", "duty__public_id"):
            names[visit].append(str(public))
    for row in held:
        if row.drawn_in_id is not None:
            names[row.pk].append(drawn_task(row.drawn_in_id, row.facility_id))
    return [(row, names[row.pk]) for row in held]


def plan_of_rows(rows: Iterable[PlannedVisit], wanted: dict[str, Wanted]) -> Plan:
    """The rows as the planner's plan, with those tasks that are still to be done."""
    visits = []
    for row, names in tasks_of_rows(rows):
        tasks = tuple(sorted(name for name in names if name in wanted))
        if tasks:
            unit = wanted[tasks[0]].task.unit
            visits.append(_visit(row, unit, tasks, row.week))
    return Plan(tuple(visits), 0, 0, Stage.GREEDY, 0, 0, 0, 0)


def _visit(row: PlannedVisit, unit: str, tasks: tuple[str, ...], week: date) -> Planned:
    team = row.slots if row.inspects else 0
    crew = row.slots if row.monitors else 0
    return Planned(str(row.public_id), unit, row.zone, week, tasks, team, crew, week, week)
