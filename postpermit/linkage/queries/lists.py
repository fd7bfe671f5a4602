"""Linkage tasks and leads as lists."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

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
        slip.next_due = due.get(slip.pk)  # type: ignore[attr-defined]
    if late:
        found = [s for s in found if s.next_due is not None and s.next_due < on]  # type: ignore[attr-defined]
    return found


def soonest(slips: list[Slip]) -> dict[int, date]:
    """Task → the soonest due date among its own and its receivers' open duties. One query."""
    owner = {f"{SLIP}{s.pk}": s.pk for s in slips}
    owner |= {f"{PART}{a.pk}": s.pk for s in slips for a in s.assignments.all()}
    due: dict[int, date] = {}
    rows = Duty.objects.filter(state=DutyState.OPEN).filter(Q(subject_ref__startswith="linkage.slip"))
    for ref, on in rows.values_list("subject_ref", "due_on"):
        slip = owner.get(ref)
        if slip is not None:
            due[slip] = min(on, due.get(slip, on))
    return due


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
                Awaited(slips[slip_pk], duty.obligor.short_name, duty.kind_label, duty.due_on)
            )
    return sorted((row for rows in found.values() for row in rows), key=lambda r: r.due_on)
