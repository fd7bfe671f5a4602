"""Duties and records as lists, for desks and pages."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Q, QuerySet

from postpermit import law, workdays
from postpermit.duties.models import Duty, InstructionPart, Record, Supervision
from postpermit.duties.queries.coverage import duties_in, year_of
from postpermit.duties.rules.facts import Basis, Due, reckon
from postpermit.duties.rules.records import QUOTA_CLASS, RECORD_KINDS
from postpermit.duties.states import DutyState, RecordState
from postpermit.office.access import visible_to
from postpermit.office.models import Post
from postpermit.office.standing import Standing
from postpermit.register.models import Facility

LIVE = (DutyState.OPEN, DutyState.WAIVING)


def open_duties_of(subject_ref: str) -> "QuerySet[Duty]":
    """What a matter of a room above waits for."""
    return Duty.objects.filter(subject_ref=subject_ref, state__in=LIVE)


def open_duties_on(post: Post) -> "QuerySet[Duty]":
    """Everything open on a post's desk."""
    return Duty.objects.filter(post=post, state__in=LIVE).order_by("due_on", "pk")


def desk_of(standing: Standing, on: date) -> "QuerySet[Duty]":
    """What lies open on the desks of this officer today, soonest first."""
    rows = Duty.objects.filter(post__in=standing.post_codes, state__in=LIVE, opens_on__lte=on)
    return rows.select_related("post", "obligor").order_by("due_on", "pk")


def duty_list(
    standing: Standing,
    *,
    on: date,
    clause: str = "",
    kind: str = "",
    klass: str = "",
    division: str = "",
    state: str = "",
    late: str = "",
    year: str = "",
    bucket: str = "",
    month: str = "",
    post: str = "",
    q: str = "",
) -> "QuerySet[Duty]":
    """The ledger that this officer may see, filtered. ``bucket``: where it stands in the coverage page."""
    rows = (
        visible_to(standing, Duty)
        .select_related("obligor", "post")
        .order_by("due_on", "kind", "subject", "pk")
    )
    if clause:
        rows = rows.filter(kind__in=[k.kind for k in law.duty_kinds() if k.clause == clause])
    for name, value in (
        ("kind", kind),
        ("klass", klass),
        ("obligor", division),
        ("post", post),
        ("state", state),
    ):
        if value:
            rows = rows.filter(**{name: value})
    if late:
        rows = rows.filter(state__in=LIVE, due_on__lt=on)
    if year.isdecimal():
        rows = rows.filter(year_of(int(year)))
        if month.isdecimal() and 1 <= int(month) <= 12:
            rows = rows.filter(due_on__month=int(month))
    if bucket:
        rows = duties_in(rows, bucket, on)
    if q.strip():
        rows = rows.filter(Q(subject_name__icontains=q.strip()) | Q(subject__icontains=q.strip()))
    return rows


def candidates(duty: Duty) -> "QuerySet[Facility]":
    """Units that would still count towards a quota: of the class, in force, not acted upon in its window."""
    klass = QUOTA_CLASS.get(duty.kind)
    if klass is None:
        return Facility.objects.none()
    served = [r.kind for r in RECORD_KINDS.values() if duty.kind in r.serves]
    done = Record.objects.exclude(state=RecordState.WITHDRAWN).filter(
        kind__in=served, on__gte=duty.opens_on, on__lte=duty.due_on, facility__isnull=False
    )
    units = Facility.objects.filter(
        management_class=klass, ended_on__isnull=True, valid_to__gte=duty.opens_on
    )
    return units.exclude(pk__in=done.values("facility")).order_by("street", "name", "pk")


def kind_labels() -> list[tuple[str, str]]:
    """Every kind of duty with its label."""
    return [(k.kind, k.label) for k in law.duty_kinds()]


def kinds_recordable(
    standing: Standing | None = None, with_facility: bool | None = None
) -> list[tuple[str, str]]:
    """Kinds of records; those that this officer's divisions may enter, with or without a unit."""
    return [
        (r.kind, r.label)
        for r in RECORD_KINDS.values()
        if not r.needs_period
        and (standing is None or set(r.divisions) & standing.divisions)
        and (with_facility is None or r.with_facility == with_facility)
    ]


def record_list(
    standing: Standing,
    *,
    kind: str = "",
    division: str = "",
    state: str = "",
    facility: str = "",
    q: str = "",
) -> "QuerySet[Record]":
    """Records, newest first, each with ``discharged_count``: the duties it discharged."""
    rows = visible_to(standing, Record).select_related("facility", "division").order_by("-on", "-pk")
    for name, value in (("kind", kind), ("division", division), ("state", state)):
        if value:
            rows = rows.filter(**{name: value})
    if q.strip():
        rows = rows.filter(
            Q(facility__name__icontains=q.strip())
            | Q(who__icontains=q.strip())
            | Q(result__icontains=q.strip())
        )
    return rows


def discharged_duties(*records: Record) -> dict[int, list[Duty]]:
    """Record → the duties that it discharged, for a page of records in one query."""
    names = {f"duties.record:{r.pk}": r.pk for r in records}
    out: dict[int, list[Duty]] = {pk: [] for pk in names.values()}
    for duty in Duty.objects.filter(discharged_by__in=names).order_by("due_on"):
        out[names[duty.discharged_by]].append(duty)
    return out


def reckoning_of(duty: Duty, calendar: workdays.Calendar) -> Due:
    """How the due date was found, day by day, on the calendar in force."""
    return reckon(Basis.from_json(duty.basis), calendar)


def supervised(reply: Duty) -> Duty:
    """The duty that a supervision is about, from the duty to reply to it."""
    key = reply.subject_ref.rpartition(":")[2]
    return Supervision.objects.select_related("duty").get(pk=key).duty


def instruction_places(refs: Iterable[str]) -> dict[str, tuple[str, UUID]]:
    """Reference of an instruction's part → ("instruction", public id of its page). At most one query."""
    label = "duties.instructionpart"
    keys = [r.partition(":")[2] for r in refs if r.startswith(f"{label}:")]
    if not keys:
        return {}
    parts = InstructionPart.objects.filter(pk__in=keys).values_list("pk", "instruction__public_id")
    return {f"{label}:{pk}": ("instruction", public) for pk, public in parts}
