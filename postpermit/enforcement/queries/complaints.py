"""信访投诉 as a list, and what one complaint's page shows."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Model, Q, QuerySet

from postpermit.duties.models import Duty
from postpermit.enforcement.models import Visit, VisitComplaint
from postpermit.enforcement.states import ComplaintState
from postpermit.linkage.queries.lists import awaited
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.register.cells import narrow
from postpermit.trail.models import reference

OPEN = (ComplaintState.RECEIVED, ComplaintState.ROUTED, ComplaintState.HANDLED)


@dataclass(frozen=True)
class ComplaintPage:
    """Beside the complaint itself."""

    waits: Sequence[Duty]
    visits: Sequence[Visit]


def complaint_list(
    standing: Standing,
    *,
    state: str = "",
    source: str = "",
    division: str = "",
    result: str = "",
    facility: str = "",
    q: str = "",
) -> "QuerySet[VisitComplaint]":
    """Complaints that this officer may see, newest first. ``state`` "open": not over."""
    rows = visible_to(standing, VisitComplaint)
    if state == "open":
        rows = rows.filter(state__in=OPEN)
    elif state:
        rows = rows.filter(state=state)
    for name, value in (("source", source), ("division", division), ("result", result)):
        if value:
            rows = rows.filter(**{name: value})
    if facility:
        rows = rows.filter(facility__number=facility)
    for word in narrow(q).lower().split()[:5]:
        rows = rows.filter(
            Q(what__icontains=word)
            | Q(number__contains=word)
            | Q(outside_number__icontains=word)
            | Q(place__icontains=word)
            | Q(facility__search_text__contains=word)
        )
    return rows.select_related("facility", "division").order_by("-received_on", "-pk")


def soonest_duties(things: Sequence[Model]) -> dict[int, Duty]:
    """Thing → the soonest duty that runs on it. One query."""
    owner = {reference(t): t.pk for t in things}
    out: dict[int, Duty] = {}
    for duty in awaited(owner):
        out.setdefault(owner[duty.subject_ref], duty)
    return out


def complaint_page_of(complaint: VisitComplaint, standing: Standing) -> ComplaintPage:
    """Whom it waits for, and the visits that it caused."""
    visits = visible_to(standing, Visit).filter(complaint=complaint).select_related("facility")
    return ComplaintPage(awaited([reference(complaint)]), list(visits.order_by("-scheduled_on", "-pk")))
