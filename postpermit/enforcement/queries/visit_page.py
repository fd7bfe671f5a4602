"""One visit with what its page shows: people, the list with its answers, findings, papers, and what it waits for."""

from collections.abc import Sequence
from dataclasses import dataclass

from postpermit.duties.models import Duty
from postpermit.enforcement.models import (
    Participant,
    SignedPaper,
    Visit,
    VisitFinding,
    VisitOfficer,
    VisitPicture,
)
from postpermit.enforcement.queries.asked import Answered, answered
from postpermit.enforcement.queries.closing import closing_of
from postpermit.enforcement.queries.papers import with_captions
from postpermit.enforcement.queries.signed import is_closed
from postpermit.enforcement.rules.visits import close_fault, fate_of_planned
from postpermit.enforcement.states import TeamRole, VisitState
from postpermit.linkage.queries.lists import awaited
from postpermit.planning.models import DrawnUnit
from postpermit.planning.states import DrawnRole
from postpermit.trail.models import reference

OVER = (VisitState.ENDED, VisitState.CLOSED)


@dataclass(frozen=True)
class VisitPage:
    """Everything on the page, in a number of queries that does not grow with what was found.

    ``hindrance``: why it cannot be closed yet, or ""; ``follows``: the unit that the draw would send instead;
    ``drawn``: this unit's own place in that draw; ``record_closed``: the record was signed and not reopened since.
    """

    visit: Visit
    team: Sequence[VisitOfficer]
    gone: Sequence[VisitOfficer]
    participants: Sequence[Participant]
    stand: Answered
    findings: Sequence[VisitFinding]
    pictures: Sequence[VisitPicture]
    papers: Sequence[SignedPaper]
    duties: Sequence[Duty]
    rechecks: Sequence[Visit]
    record_closed: bool
    hindrance: str
    drawn: DrawnUnit | None
    follows: DrawnUnit | None


def visit_page(visit: Visit) -> VisitPage:
    """The visit as it stands; load it with its unit."""
    people = sorted(visit.officers.select_related("officer"), key=lambda r: (r.role != TeamRole.LEAD, r.pk))
    findings = list(visit.findings.select_related("facility", "slip", "case").order_by("number"))
    stand = answered(visit)
    drawn, follows = replacement_of(visit)
    ended = visit.state == VisitState.ENDED
    return VisitPage(
        visit,
        [p for p in people if not p.left_as],
        [p for p in people if p.left_as],
        list(visit.participants.all()),
        stand,
        findings,
        list(with_captions(visit.pictures.order_by("kind", "question", "pk"))),
        list(visit.papers.select_related("scan").order_by("kind", "-version")),
        awaited([reference(visit), *(reference(f) for f in findings)]),
        list(Visit.objects.filter(recheck_of__visit=visit).order_by("pk")),
        is_closed(visit),
        close_fault(closing_of(visit, stand)) if ended else "",
        drawn,
        follows,
    )


def replacement_of(visit: Visit) -> tuple[DrawnUnit | None, DrawnUnit | None]:
    """Of a drawn unit that could not be inspected: its place in the draw, and the next in the ranking; else nothing."""
    plan = visit.planned
    if plan is None or plan.drawn_in_id is None or visit.state not in OVER:
        return None, None
    if fate_of_planned(visit.outcome) != "release":
        return None, None
    ranked = DrawnUnit.objects.filter(draw=plan.drawn_in_id).select_related("facility")
    own = ranked.filter(facility=visit.facility, role__in=(DrawnRole.SELECTED, DrawnRole.REPLACEMENT)).first()
    return own, ranked.filter(role=DrawnRole.RESERVE).order_by("rank").first() if own else None
