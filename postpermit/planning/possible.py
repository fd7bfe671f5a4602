"""What of an impossible year can still be done: the duties that fit, those left out, and the year as if staff were no limit."""

from dataclasses import replace

from postpermit.planning.grouping import Unit, board
from postpermit.planning.planning_model import Task, YearInput


def possible_part(year: YearInput) -> tuple[YearInput, tuple[Task, ...]]:
    """The year without the duties for which a unit has no week, no distance or no visit left; and these duties.

    Of each such unit as much is kept as fits, the earliest deadline first.
    """
    out: list[Task] = []
    for unit in board(year).units:
        if not fits(unit):
            out += _too_many(year, unit)
    gone = {task.id for task in out}
    return replace(year, tasks=tuple(task for task in year.tasks if task.id not in gone)), tuple(out)


def without_limits(year: YearInput) -> YearInput:
    """The same year with as many teams and crews as may be asked for, in every week that is open."""
    many = sum(task.slots for task in year.tasks)
    weeks = tuple(
        replace(week, capacity=many, crew_capacity=many) if week.days else week for week in year.weeks
    )
    return replace(year, weeks=weeks)


def fits(unit: Unit) -> bool:
    """Whether the unit, looked at by itself, can be visited for all its duties."""
    return bool(unit.ways) and all(unit.spans[task.id] for task in unit.tasks)


def _too_many(year: YearInput, unit: Unit) -> list[Task]:
    kept: list[Task] = []
    out: list[Task] = []
    for task in sorted(unit.tasks, key=lambda task: (task.latest, task.id)):
        alone = board(replace(year, tasks=(*kept, task))).units[0]
        (kept if fits(alone) else out).append(task)
    return out
