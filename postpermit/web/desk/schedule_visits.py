"""Visits in the calendar: those that are to be made on a day, and how many the plan holds for a week."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse

from postpermit.enforcement.models import Visit
from postpermit.enforcement.states import VisitState
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.planning.models import PlannedVisit
from postpermit.planning.states import PlannedState

BRIGADE = "ENFORCEMENT"
SHOWN = 4
LIVE = (PlannedState.PLANNED, PlannedState.TAKEN_UP, PlannedState.DONE)


@dataclass
class VisitsOfMonth:
    """Day → its visits; Monday → what the plan holds for that week and where it is."""

    days: dict[date, list[Visit]] = field(default_factory=dict)
    weeks: dict[date, dict[str, Any]] = field(default_factory=dict)

    def on(self, day: date, whole: bool = False) -> dict[str, Any]:
        """What a cell of the month shows; ``whole``: all of its visits."""
        rows = self.days.get(day, [])
        return {
            "visits": rows if whole else rows[:SHOWN],
            "more_visits": 0 if whole else max(len(rows) - SHOWN, 0),
            "planned": self.weeks.get(day),
        }


def visits_of_month(standing: Standing, first: date, last: date, scope: str) -> VisitsOfMonth:
    """For the brigade, for everybody's calendar, or one's own; nothing in another division's. Two queries."""
    ours = any(p.division == BRIGADE for p in standing.posts)
    if scope not in ("all", BRIGADE) and not (scope == "mine" and ours):
        return VisitsOfMonth()
    rows = visible_to(standing, Visit).exclude(state=VisitState.CANCELLED)
    rows = rows.filter(scheduled_on__gte=first, scheduled_on__lte=last).select_related("facility")
    if scope == "mine":
        rows = rows.filter(officers__officer=standing.officer, officers__left_as="")
    days: dict[date, list[Visit]] = defaultdict(list)
    for visit in rows.order_by("scheduled_on", "pk"):
        days[visit.scheduled_on].append(visit)
    return VisitsOfMonth(days, _weeks(standing, first, last))


def _weeks(standing: Standing, first: date, last: date) -> dict[date, dict[str, Any]]:
    rows = visible_to(standing, PlannedVisit).filter(week__gte=first, week__lte=last, state__in=LIVE)
    told = rows.order_by("week").values_list("week", "plan__public_id").annotate(n=Count("pk"))
    return {
        week: {"n": n, "address": f"{reverse('plan', args=[plan])}?week={week}"} for week, plan, n in told
    }
