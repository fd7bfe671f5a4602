"""执法 on a unit's page: its last visits, what was found and is not over, and how far the year's ceiling goes. Fixed queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from postpermit.enforcement.models import Visit, VisitFinding
from postpermit.enforcement.queries.caps import verdict_for
from postpermit.enforcement.states import RESOLVED
from postpermit.planning.states import TriggerReason, VisitKind, VisitManner
from postpermit.register.models import Facility

MOST = 8


@dataclass(frozen=True)
class UnitVisits:
    """The newest visits and open findings. ``left``: counting visits that may still be prepared this year."""

    visits: Sequence[Visit]
    findings: Sequence[VisitFinding]
    used: int
    cap: int
    left: int
    confirmed: bool


def visits_of_unit(facility: Facility, on: date) -> UnitVisits:
    """What this room knows of one unit."""
    verdict = verdict_for(
        facility, kind=VisitKind.PLANNED, manner=VisitManner.ON_SITE, reason=TriggerReason.NONE, on=on
    )
    findings = VisitFinding.objects.filter(facility=facility).exclude(state__in=RESOLVED)
    return UnitVisits(
        list(Visit.objects.filter(facility=facility).order_by("-scheduled_on", "-pk")[:MOST]),
        list(findings.select_related("visit").order_by("-found_on", "-pk")[:MOST]),
        verdict.used,
        verdict.cap,
        max(verdict.cap - verdict.used, 0),
        verdict.confirmed,
    )
