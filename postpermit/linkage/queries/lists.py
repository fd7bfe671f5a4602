"""Linkage tasks and leads as lists."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from postpermit.duties.models import Duty
from postpermit.duties.states import DutyState
from postpermit.linkage.models import Slip, SlipAssignment, ViolationLead
from postpermit.linkage.states import SlipState
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing

SLIP, PART = "linkage.slip:", "linkage.slipassignment:"


def slip_list(
    standing: Standing,
    *,
    on: date,
    state: str = "",
    division: str = "",
    ground: str = "",
    subject: str = "",
    mine: str = "",
    late: str = "",
    q: str = "",
) -> list[Slip]:
    """Tasks that this officer may see, newest first; each with ``next_due``, the soonest deadline that runs on it.

    A fixed number of queries, whatever the number of rows.
    """
    rows = visible_to(standing, Slip)
    for name, value in (("state", state), ("ground", ground), ("subject", subject)):
        if value:
            rows = rows.filter(**{name: value})
    if division:
        received = SlipAssignment.objects.filter(division=division).values("slip")
        rows = rows.filter(Q(raised_by=division) | Q(pk__in=received))
    if mine:
        rows = rows.filter(handler_ref=standing.officer.ref)
    if q.strip():
        rows = rows.filter(Q(title__icontains=q.strip()) | Q(number__icontains=q.strip()))
    parts = Prefetch("assignments", SlipAssignment.objects.select_related("division").order_by("pk"))
    found = list(rows.select_related("raised_by", "facility", "lead").prefetch_related(parts).order_by("-pk"))
    due = soonest(found)
    for slip in found:
        duty = due.get(slip.pk)
        slip.next_duty = duty  # type: ignore[attr-defined]
        slip.next_due = duty.due_on if duty else None  # type: ignore[attr-defined]
    if late:
        found = [s for s in found if s.next_due is not None and s.next_due < on]  # type: ignore[attr-defined]
    return found


def soonest(slips: list[Slip]) -> dict[int, Duty]:
    """Task → the open duty of its own or its receivers that is due soonest. One query."""
    owner = {f"{SLIP}{s.pk}": s.pk for s in slips}
    owner |= {f"{PART}{a.pk}": s.pk for s in slips for a in s.assignments.all()}
    due: dict[int, Duty] = {}
    rows = Duty.objects.filter(state=DutyState.OPEN, subject_ref__startswith="linkage.slip")
    for duty in rows.order_by("due_on", "pk"):
        slip = owner.get(duty.subject_ref)
        if slip is not None:
            due.setdefault(slip, duty)
    return due


def places_of(refs: Iterable[str]) -> dict[str, tuple[str, UUID]]:
    """Reference of a waiting matter → ("slip" or "lead", public id of the page where it is worked on). Three queries."""
    keys: dict[str, list[int]] = defaultdict(list)
    for ref in refs:
        label, _, key = ref.partition(":")
        if key.isdigit():
            keys[label].append(int(key))
    found: dict[str, tuple[str, UUID]] = {}
    for pk, public in Slip.objects.filter(pk__in=keys["linkage.slip"]).values_list("pk", "public_id"):
        found[f"{SLIP}{pk}"] = ("slip", public)
    parts = SlipAssignment.objects.filter(pk__in=keys["linkage.slipassignment"])
    for pk, public in parts.values_list("pk", "slip__public_id"):
        found[f"{PART}{pk}"] = ("slip", public)
    leads = ViolationLead.objects.filter(pk__in=keys["linkage.violationlead"])
    for pk, public in leads.values_list("pk", "public_id"):
        found[f"linkage.violationlead:{pk}"] = ("lead", public)
    return found


def lead_list(
    standing: Standing, *, state: str = "", division: str = "", q: str = ""
) -> "QuerySet[ViolationLead]":
    """Leads that this officer may see, newest first."""
    rows = visible_to(standing, ViolationLead).select_related("facility", "found_by").order_by("-pk")
    if state:
        rows = rows.filter(state=state)
    if division:
        rows = rows.filter(found_by=division)
    if q.strip():
        words = q.strip()
        rows = rows.filter(
            Q(what__icontains=words) | Q(place__icontains=words) | Q(facility__name__icontains=words)
        )
    return rows


@dataclass(frozen=True)
class Awaited:
    """What somebody else has to do on a task of ours."""

    slip: Slip
    duty: Duty
    whom: str
    what: str
    due_on: date


def waiting_for_others(standing: Standing, on: date) -> list[Awaited]:
    """Tasks that this officer's divisions raised and that wait on another division's desk. Three queries."""
    ours = Slip.objects.filter(raised_by__in=standing.divisions, state=SlipState.CIRCULATING)
    slips = {s.pk: s for s in ours}
    parts: dict[str, int] = {}
    for pk, slip in SlipAssignment.objects.filter(slip__in=slips).values_list("pk", "slip"):
        parts[f"{PART}{pk}"] = slip
    found: dict[int, list[Awaited]] = defaultdict(list)
    duties = Duty.objects.filter(subject_ref__startswith=PART, state=DutyState.OPEN).select_related("obligor")
    for duty in (
        duties.exclude(post__in=standing.post_codes)
        .exclude(obligor__in=standing.divisions)
        .order_by("due_on")
    ):
        slip_pk = parts.get(duty.subject_ref)
        if slip_pk is not None:
            found[slip_pk].append(
                Awaited(slips[slip_pk], duty, duty.obligor.short_name, duty.kind_label, duty.due_on)
            )
    return sorted((row for rows in found.values() for row in rows), key=lambda r: r.due_on)
