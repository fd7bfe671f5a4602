"""Visits as a list: filters, and what a page of it shows beside each row."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from postpermit.duties.models import Duty
from postpermit.duties.states import DutyState
from postpermit.enforcement.models import Visit, VisitOfficer
from postpermit.enforcement.states import RESOLVED, TeamRole, VisitState
from postpermit.linkage.queries.lists import awaited
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.register.cells import narrow
from postpermit.trail.models import reference

GOING = (VisitState.PREPARED, VisitState.ASSIGNED, VisitState.UNDERWAY, VisitState.ENDED)


# A year that every database knows: what was typed into an address may be anything.
MONTH = re.compile(r"([1-9][0-9]{3})-(0?[1-9]|1[0-2])")


@dataclass
class Marks:
    """Beside a row: who goes, how many findings are still open, and the soonest duty."""

    team: str = ""
    findings: int = 0
    open_findings: int = 0
    duty: Duty | None = None


def visit_list(
    standing: Standing,
    *,
    on: date,
    state: str = "",
    kind: str = "",
    manner: str = "",
    reason: str = "",
    outcome: str = "",
    klass: str = "",
    street: str = "",
    month: str = "",
    mine: str = "",
    late: str = "",
    disclosed: str = "",
    q: str = "",
) -> "QuerySet[Visit]":
    """Visits that this officer may see, newest first. ``state``: a state, or "going" for all that are not over.

    ``late``: with a duty of the visit that has run over its day; ``disclosed`` "no": closed and the result not public yet;
    ``month`` as 2026-11.
    """
    rows = visible_to(standing, Visit)
    given = {
        "state": "" if state == "going" else state,
        "kind": kind,
        "manner": manner,
        "reason": reason,
        "outcome": outcome,
        "facility__management_class": klass,
        "facility__street": street,
    }
    rows = rows.filter(**{path: value for path, value in given.items() if value})
    if state == "going":
        rows = rows.filter(state__in=GOING)
    if found := MONTH.fullmatch(month):
        rows = rows.filter(scheduled_on__year=int(found[1]), scheduled_on__month=int(found[2]))
    if mine:
        sent = VisitOfficer.objects.filter(visit=OuterRef("pk"), officer=standing.officer, left_as="")
        rows = rows.filter(Exists(sent))
    if late:
        rows = rows.filter(pk__in=late_visits(on))
    if disclosed == "no":
        rows = rows.filter(pk__in=undisclosed())
    for word in narrow(q).lower().split()[:5]:
        rows = rows.filter(Q(facility__search_text__contains=word) | Q(number__contains=word))
    return rows.select_related("facility").order_by("-scheduled_on", "-pk")


def _waiting(**more: object) -> set[int]:
    live = Duty.objects.filter(state=DutyState.OPEN, subject_ref__startswith="enforcement.visit:", **more)
    return {int(ref.partition(":")[2]) for ref in live.values_list("subject_ref", flat=True)}


def late_visits(on: date) -> set[int]:
    """Visits with a duty that has run over its day. One query."""
    return _waiting(due_on__lt=on)


def undisclosed() -> set[int]:
    """Closed visits whose result has to be made public. One query."""
    return _waiting(kind="disclose-inspection")


def streets_visited(standing: Standing) -> list[str]:
    """Every street with a visit that this officer may see."""
    rows = visible_to(standing, Visit).exclude(facility__street="").order_by("facility__street")
    return list(rows.values_list("facility__street", flat=True).distinct())


def marks_of(visits: Sequence[Visit]) -> dict[int, Marks]:
    """Visit → what stands beside it. Three queries, however many."""
    out = {v.pk: Marks() for v in visits}
    people = VisitOfficer.objects.filter(visit__in=out, left_as="").order_by("pk")
    for person in sorted(people, key=lambda p: p.role != TeamRole.LEAD):
        marks = out[person.visit_id]
        marks.team = f"{marks.team}、{person.name}" if marks.team else person.name
    counted = Visit.objects.filter(pk__in=out).annotate(
        found=Count("findings"), undone=Count("findings", filter=~Q(findings__state__in=RESOLVED))
    )
    for pk, found, undone in counted.order_by().values_list("pk", "found", "undone"):
        out[pk].findings, out[pk].open_findings = found, undone
    owner = {reference(v): v.pk for v in visits}
    for duty in awaited(owner):
        marks = out[owner[duty.subject_ref]]
        marks.duty = marks.duty or duty
    return out
