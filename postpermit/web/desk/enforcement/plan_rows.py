"""What the year's plan still asks for at a unit, to be chosen where a visit is prepared."""

from collections.abc import Mapping
from datetime import date

from postpermit.planning.models import PlannedVisit
from postpermit.planning.queries.plans import waiting_for_unit, with_drawn_officers
from postpermit.register.models import Facility


def waiting_rows(unit: Facility | None, today: date) -> dict[str, PlannedVisit]:
    """Of this year's plan and the next, the nearest week first."""
    if unit is None:
        return {}
    rows = [*waiting_for_unit(unit.pk, today), *waiting_for_unit(unit.pk, date(today.year + 1, 1, 1))]
    return {str(row.public_id): row for row in rows}


def plan_choices(rows: Mapping[str, PlannedVisit]) -> list[tuple[str, str]]:
    """Each in words: its week, its days, and whether its inspectors are drawn."""
    drawn = with_drawn_officers(rows.values())
    return [(key, _words(row, row.pk in drawn)) for key, row in rows.items()]


def _words(row: PlannedVisit, drawn: bool) -> str:
    days = f"{row.earliest:%m-%d} 至 {row.latest:%m-%d} 之间"
    return f"{row.week:%Y-%m-%d} 起的一周，{days}{'，检查人员已抽取' if drawn else ''}"
