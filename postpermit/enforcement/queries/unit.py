"""执法 on a unit's page: its last visits, what was found and is not over, and how far the year's ceiling goes. Fixed queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet

from postpermit.enforcement.models import CampaignFinding, Visit, VisitFinding
from postpermit.enforcement.queries.caps import verdict_for
from postpermit.enforcement.states import RESOLVED, CampaignFindingState
from postpermit.planning.states import TriggerReason, VisitKind, VisitManner
from postpermit.register.models import Facility

MOST = 8


@dataclass(frozen=True)
class UnitVisits:
    """The newest visits, open findings, and what campaigns of higher levels found there. ``left``: counting visits that may still be prepared this year."""

    visits: Sequence[Visit]
    findings: Sequence[VisitFinding]
    campaign: Sequence[CampaignFinding]
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
        list(_campaign(facility)[:MOST]),
        verdict.used,
        verdict.cap,
        max(verdict.cap - verdict.used, 0),
        verdict.confirmed,
    )


def _campaign(facility: Facility) -> "QuerySet[CampaignFinding]":
    """What was struck off stays in sight: it speaks for the next visit and the rating."""
    rows = CampaignFinding.objects.filter(facility=facility).exclude(state=CampaignFindingState.WITHDRAWN)
    return rows.order_by("-found_on", "-pk")
