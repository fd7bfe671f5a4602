"""督察和监督帮扶问题 as a list, and what one of them shows."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from postpermit.duties.models import Duty
from postpermit.enforcement.models import CampaignFinding, Visit
from postpermit.enforcement.states import CampaignFindingState
from postpermit.linkage.queries.lists import awaited
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.register.cells import narrow
from postpermit.trail.models import reference

OPEN = (CampaignFindingState.OPEN, CampaignFindingState.RECTIFIED)


def campaign_list(
    standing: Standing,
    *,
    state: str = "",
    level: str = "",
    division: str = "",
    serious: str = "",
    q: str = "",
) -> "QuerySet[CampaignFinding]":
    """Findings of campaigns that this officer may see, newest first. ``state`` "open": not struck off."""
    rows = visible_to(standing, CampaignFinding)
    if state == "open":
        rows = rows.filter(state__in=OPEN)
    elif state:
        rows = rows.filter(state=state)
    for name, value in (("level", level), ("division", division)):
        if value:
            rows = rows.filter(**{name: value})
    if serious:
        rows = rows.filter(serious=True)
    for word in narrow(q).lower().split()[:5]:
        rows = rows.filter(
            Q(what__icontains=word)
            | Q(number__contains=word)
            | Q(campaign__icontains=word)
            | Q(place__icontains=word)
            | Q(facility__search_text__contains=word)
        )
    return rows.select_related("facility", "division").order_by("-found_on", "-pk")


def campaign_waits(finding: CampaignFinding) -> Sequence[Duty]:
    """Whom it waits for."""
    return awaited([reference(finding)])


def campaign_visits(finding: CampaignFinding, standing: Standing) -> Sequence[Visit]:
    """The visits that it caused, the newest first."""
    visits = visible_to(standing, Visit).filter(campaign_finding=finding).select_related("facility")
    return list(visits.order_by("-scheduled_on", "-pk"))
