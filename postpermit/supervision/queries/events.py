"""Abnormal events as a list, and what one event's page shows: both divisions, whom it waits for, the matching reports."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils.timezone import localdate

from postpermit.duties.models import Duty
from postpermit.linkage.queries.lists import awaited
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.register.cells import narrow
from postpermit.register.models import Facility
from postpermit.supervision.models import AbnormalEvent, EventRouting, Hint, ReportCheck
from postpermit.supervision.queries.checks import is_public_id
from postpermit.supervision.report import first_and_last
from postpermit.supervision.states import EventState, HintState, RoutingState
from postpermit.trail.models import reference

NOT_OVER = (EventState.RECEIVED, EventState.AWAITING)
WAITING = (RoutingState.RECEIVED, RoutingState.ACKNOWLEDGED)
MENTIONED_BY = "SV-64"


@dataclass(frozen=True)
class MatchingReport:
    """A report in whose period the event began. ``hinted``: the audit finds no mention of it, still unanswered."""

    check: ReportCheck
    came: bool
    hinted: bool


@dataclass(frozen=True)
class EventPage:
    """Beside the event itself."""

    routings: Sequence[EventRouting]
    waits: Sequence[Duty]
    reports: Sequence[MatchingReport]


def event_list(
    standing: Standing,
    *,
    state: str = "",
    kind: str = "",
    division: str = "",
    exceeded: str = "",
    facility: str = "",
    q: str = "",
) -> "QuerySet[AbnormalEvent]":
    """Events that this officer may see, newest first. ``state`` "open": not over; ``division``: which waits for it."""
    rows = visible_to(standing, AbnormalEvent)
    if state == "open":
        rows = rows.filter(state__in=NOT_OVER)
    elif state:
        rows = rows.filter(state=state)
    if kind:
        rows = rows.filter(kind=kind)
    if exceeded:
        rows = rows.filter(exceeded=True)
    if division:
        waits = EventRouting.objects.filter(event=OuterRef("pk"), division=division, state__in=WAITING)
        rows = rows.filter(Exists(waits))
    if facility:
        rows = rows.filter(facility__public_id=facility) if is_public_id(facility) else rows.none()
    for word in narrow(q).lower().split()[:5]:
        rows = rows.filter(
            Q(what__icontains=word) | Q(number__contains=word) | Q(facility__search_text__contains=word)
        )
    return (
        rows.select_related("facility").prefetch_related("routings__division").order_by("-received_at", "-pk")
    )


def soonest_of(events: Sequence[AbnormalEvent]) -> dict[int, Duty]:
    """Event → the soonest duty that runs on it or on one of its parts. A fixed number of queries."""
    owner = {reference(e): e.pk for e in events}
    owner |= {reference(r): e.pk for e in events for r in e.routings.all()}
    out: dict[int, Duty] = {}
    for duty in awaited(owner):
        out.setdefault(owner[duty.subject_ref], duty)
    return out


def event_page_of(event: AbnormalEvent) -> EventPage:
    """Both divisions' parts, whom it waits for, and the reports that must mention it."""
    routings = list(event.routings.select_related("division"))
    waits = awaited([reference(event), *(reference(r) for r in routings)])
    return EventPage(routings, waits, matching_reports(event))


def matching_reports(event: AbnormalEvent) -> list[MatchingReport]:
    """Reports of the unit whose period holds the day on which it began, the shortest period first."""
    day = localdate(event.began_at)
    rows = ReportCheck.objects.filter(
        report__facility=event.facility_id, report__period__startswith=f"{day.year}"
    )
    hint = Hint.objects.filter(check_matter=OuterRef("pk"), rule=MENTIONED_BY, state=HintState.OPEN)
    found = []
    for check in rows.select_related("report").annotate(hinted=Exists(hint)):
        span = first_and_last(check.report.period)
        if span and span[0] <= day <= span[1]:
            came = check.report.submitted_on is not None
            found.append((span[1] - span[0], MatchingReport(check, came, check.hinted)))
    return [match for _, match in sorted(found, key=lambda pair: pair[0])]


def open_events_of(facility: Facility) -> list[AbnormalEvent]:
    """What the unit has told and is not over: whoever takes a call sees at once whether it is known already."""
    rows = AbnormalEvent.objects.filter(facility=facility, state__in=NOT_OVER)
    return list(rows.order_by("-received_at", "-pk")[:10])
