"""Linkage tasks and leads as lists."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.db.models import Prefetch, Q, QuerySet

from postpermit.duties.models import Duty
from postpermit.duties.queries import with_reasons
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
) -> "QuerySet[Slip]":
    """Tasks that this officer may see, newest first; ``with_next`` adds their soonest deadline to a page of them."""
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
    if late:
        rows = rows.filter(pk__in=late_slips(on))
    parts = Prefetch("assignments", SlipAssignment.objects.select_related("division").order_by("pk"))
    return rows.select_related("raised_by", "facility", "lead").prefetch_related(parts).order_by("-pk")


def late_slips(on: date) -> set[int]:
    """Tasks on which a deadline of their own or of a receiver has passed. Two queries."""
    live = Duty.objects.filter(state=DutyState.OPEN, due_on__lt=on)
    refs = [r for r in live.values_list("subject_ref", flat=True) if r.startswith("linkage.slip")]
    own = {int(r.partition(":")[2]) for r in refs if r.startswith(SLIP)}
    parts = {int(r.partition(":")[2]) for r in refs if r.startswith(PART)}
    return own | set(SlipAssignment.objects.filter(pk__in=parts).values_list("slip", flat=True))


def awaited(refs: Iterable[str]) -> list[Duty]:
    """The open duties of these matters, soonest first, each with the reason of its delay.

    A matter has few duties and a district has a million: found by the matter alone, chosen and sorted here, the base
    cannot take the long way over everything that is open.
    """
    names, found = list(refs), []
    for start in range(0, len(names), 500):  # SQLite takes a bounded number of parameters
        rows = Duty.objects.filter(subject_ref__in=names[start : start + 500]).select_related(
            "obligor", "post"
        )
        found += [d for d in rows.order_by() if d.state == DutyState.OPEN]
    return with_reasons(sorted(found, key=lambda d: (d.due_on, d.pk)))


def with_next(slips: Sequence[Slip]) -> Sequence[Slip]:
    """The tasks of a page, each with ``next_duty`` and ``next_due``: the soonest deadline that runs on it. One query."""
    owner = {f"{SLIP}{s.pk}": s.pk for s in slips}
    owner |= {f"{PART}{a.pk}": s.pk for s in slips for a in s.assignments.all()}
    due: dict[int, Duty] = {}
    for duty in awaited(owner):
        due.setdefault(owner[duty.subject_ref], duty)
    for slip in slips:
        slip.next_duty = due.get(slip.pk)  # type: ignore[attr-defined]
        slip.next_due = slip.next_duty.due_on if slip.next_duty else None  # type: ignore[attr-defined]
    return slips


def places_of(refs: Iterable[str]) -> dict[str, tuple[str, UUID]]:
    """Reference of a waiting matter → ("slip" or "lead", public id of the page where it is worked on). Three queries."""
    keys: dict[str, list[int]] = defaultdict(list)
    for ref in refs:
        label, _, key = ref.partition(":")
        if key.isdecimal():
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
    mine = set(standing.post_codes)
    for duty in awaited(parts):
        if duty.post_id in mine or duty.obligor_id in standing.divisions:
            continue
        slip_pk = parts.get(duty.subject_ref)
        if slip_pk is not None:
            found[slip_pk].append(
                Awaited(slips[slip_pk], duty, duty.obligor.short_name, duty.kind_label, duty.due_on)
            )
    return sorted((row for rows in found.values() for row in rows), key=lambda r: r.due_on)
