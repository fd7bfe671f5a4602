"""Findings as a list, and what one finding's page shows: where it came from, and what came of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db.models import Q, QuerySet

from postpermit.duties.models import Duty
from postpermit.linkage.models import Slip, SlipAssignment, SlipRow
from postpermit.linkage.queries.lists import awaited
from postpermit.linkage.states import RowKind
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.register.cells import narrow
from postpermit.supervision.models import Correction, Finding
from postpermit.supervision.queries.checks import is_public_id
from postpermit.trail.models import reference

# Reference of an origin → the name of the page that shows it.
ORIGINS = {"supervision.disclosurecheck": "disclosure", "supervision.ledgercheck": "ledger-check"}


@dataclass(frozen=True)
class HandedOver:
    """The linkage task of a lead, as far as this officer may see it."""

    slip: Slip
    parts: Sequence[SlipAssignment]
    feedback: Sequence[SlipRow]


@dataclass(frozen=True)
class FindingPage:
    """Beside the finding itself. ``origin``: (page, public id) of a record that is no report check, None otherwise."""

    corrections: Sequence[Correction]
    slips: Sequence[HandedOver]
    waits: Sequence[Duty]
    origin: tuple[str, UUID] | None = None
    hidden: int = 0


def finding_list(
    standing: Standing,
    *,
    state: str = "",
    division: str = "",
    kind: str = "",
    conduct: str = "",
    facility: str = "",
    q: str = "",
) -> "QuerySet[Finding]":
    """Findings that this officer may see, newest first."""
    rows = visible_to(standing, Finding)
    for name, value in (("state", state), ("division", division), ("kind", kind), ("conduct", conduct)):
        if value:
            rows = rows.filter(**{name: value})
    if facility:
        rows = rows.filter(facility__public_id=facility) if is_public_id(facility) else rows.none()
    for word in narrow(q).lower().split()[:5]:
        rows = rows.filter(Q(text__icontains=word) | Q(facility__search_text__contains=word))
    return rows.select_related("facility", "division", "check_matter__report", "lead").order_by("-pk")


def soonest(findings: Sequence[Finding]) -> dict[int, Duty]:
    """Finding → the duty that runs on it; on its notice where it waits for the unit's answer. A fixed number of queries."""
    owner = {reference(f): f.pk for f in findings}
    out: dict[int, Duty] = {}
    for duty in awaited(owner):
        out.setdefault(owner[duty.subject_ref], duty)
    return out


def finding_page_of(finding: Finding, standing: Standing) -> FindingPage:
    """Corrections, the way of the lead, and whom it waits for."""
    seen, hidden = _slips(finding, standing)
    return FindingPage(
        list(finding.corrections.select_related("version").order_by("pk")),
        seen,
        awaited([reference(finding)]),
        origin_of(finding),
        hidden,
    )


def _slips(finding: Finding, standing: Standing) -> tuple[list[HandedOver], int]:
    """Tasks of the lead that this officer may see, with their feedback; and how many more there are."""
    if finding.lead_id is None:
        return [], 0
    every = Slip.objects.filter(lead=finding.lead_id)
    slips = list(visible_to(standing, Slip).filter(pk__in=every.values("pk")).order_by("pk"))
    parts = list(SlipAssignment.objects.filter(slip__in=slips).select_related("division").order_by("pk"))
    told = SlipRow.objects.filter(slip__in=slips, kind=RowKind.FEEDBACK)
    rows = list(told.select_related("division", "signature", "feedback").order_by("pk"))
    seen = [
        HandedOver(s, [p for p in parts if p.slip_id == s.pk], [r for r in rows if r.slip_id == s.pk])
        for s in slips
    ]
    return seen, every.count() - len(slips)


def origin_of(finding: Finding) -> tuple[str, UUID] | None:
    """Where the record stands in which the problem was found; None for one found in a report's check."""
    label, _, key = finding.origin.partition(":")
    if label not in ORIGINS or not key.isdecimal():
        return None
    model = apps.get_model(label)
    public = model._default_manager.filter(pk=key).values_list("public_id", flat=True).first()
    return (ORIGINS[label], public) if public else None
