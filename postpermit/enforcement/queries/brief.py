"""One page before a visit: what the permit says, what was found the last times, what is late, and what to look at first.

What 监管 knows of the unit stands beside this room and is laid next to it at the door.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Prefetch, Q
from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.states import DutyState
from postpermit.enforcement.models import PenaltyCase, Visit, VisitAnswer, VisitComplaint, VisitFinding
from postpermit.enforcement.queries.asked import answered, facts_of, list_of
from postpermit.enforcement.queries.caps import used_visits
from postpermit.enforcement.queries.unsettled import unsettled_of
from postpermit.enforcement.rules.applicability import applicable
from postpermit.enforcement.rules.checklist import first_to_ask
from postpermit.enforcement.rules.unsettled import found_nothing, left_words
from postpermit.enforcement.states import RESOLVED, CheckResult, FindingState, VisitOutcome, VisitState
from postpermit.linkage.models import Slip
from postpermit.linkage.states import ENDED
from postpermit.planning.states import VisitKind
from postpermit.register.models import (
    Complaint,
    Facility,
    Limit,
    Outlet,
    Penalty,
    RegisteredItem,
    SelfMonitoring,
)
from postpermit.register.queries.dossier import in_force, limits_on, registration_form

VISITS, MOST = 3, 12
LISTED = (VisitKind.PLANNED, VisitKind.TRIGGERED)


@dataclass(frozen=True)
class First:
    """A question to look at first, and why."""

    question: law.Question
    why: str


@dataclass(frozen=True)
class Earlier:
    """A visit before this one. ``said``: what was found, or what its list leaves open; "" where neither can be said."""

    visit: Visit
    on: date
    said: str


@dataclass(frozen=True)
class Brief:
    """The enforcement part of the page. Lists are the newest first and bounded."""

    visit: Visit
    unit: Facility
    used: int
    outlets: Sequence[Outlet]
    limits: Sequence[Limit]
    monitoring: Sequence[SelfMonitoring]
    form: Sequence[RegisteredItem]
    visits: Sequence[Earlier]
    open_findings: Sequence[VisitFinding]
    overdue: Sequence[Duty]
    complaints: Sequence[VisitComplaint]
    earlier_complaints: Sequence[Complaint]
    penalties: Sequence[Penalty]
    cases: Sequence[PenaltyCase]
    slips: Sequence[Slip]
    first: Sequence[First]
    asked: int


def brief_of(visit: Visit, on: date, most: int = MOST) -> Brief:
    """Everything in a fixed number of queries; ``on`` is the day on which it is read, ``most`` bounds what the permit says."""
    unit = visit.facility
    own = VisitFinding.objects.filter(facility=unit).exclude(state__in=RESOLVED).exclude(visit=visit)
    late = Duty.objects.filter(facility=unit, state=DutyState.OPEN, due_on__lt=on).select_related("obligor")
    cases = PenaltyCase.objects.filter(facility=unit).order_by("-found_on", "-pk")
    slips = Slip.objects.filter(facility=unit).exclude(state__in=ENDED).select_related("raised_by")
    asked = list_of(visit)
    facts = facts_of(visit)
    return Brief(
        visit,
        unit,
        used_visits(unit, visit.scheduled_on.year),
        list(unit.outlets.all()[:most]),
        list(limits_on(unit, on)[:most]),
        list(in_force(SelfMonitoring.objects.filter(facility=unit), on).select_related("outlet")[:most]),
        list(registration_form(unit, on)[:most]),
        earlier_visits(visit),
        list(own.select_related("visit").order_by("-found_on", "-pk")[:MOST]),
        list(late.order_by("due_on", "pk")[:MOST]),
        list(VisitComplaint.objects.filter(facility=unit).order_by("-received_on", "-pk")[:VISITS]),
        list(Complaint.objects.filter(facility=unit)[:VISITS]),
        list(Penalty.objects.filter(facility=unit)[:VISITS]),
        list(cases[:VISITS]),
        list(slips.order_by("-pk")[:MOST]),
        first_questions(unit, visit, asked),
        sum(applicable(q, facts).applies for q in asked.questions),
    )


def earlier_visits(visit: Visit) -> list[Earlier]:
    """The last visits of the unit with what was found. A bounded number of queries, however many questions they had."""
    kept = Prefetch("findings", VisitFinding.objects.exclude(state=FindingState.DROPPED).order_by("number"))
    before = Visit.objects.filter(facility=visit.facility, ended_at__isnull=False).exclude(pk=visit.pk)
    held = before.select_related("facility", "extra_list").prefetch_related(kept)
    last = list(held.order_by("-ended_at", "-pk")[:VISITS])
    answers: dict[int, dict[str, list[VisitAnswer]]] = defaultdict(lambda: defaultdict(list))
    for row in VisitAnswer.objects.filter(visit__in=last, current=True).order_by("pk"):
        answers[row.visit_id][row.question].append(row)
    return [
        Earlier(
            v,
            localdate(v.ended_at),
            _said(v, {code: tuple(rows) for code, rows in answers[v.pk].items()}),
        )
        for v in last
    ]


def _said(visit: Visit, answers: dict[str, tuple[VisitAnswer, ...]]) -> str:
    """A visit that could not look, or had no list to fill, is not said to have found nothing."""
    if found := [f.text for f in visit.findings.all()]:
        return "；".join(found)
    if visit.outcome != VisitOutcome.DONE or visit.kind not in LISTED:
        return ""
    left = unsettled_of(visit, answered(visit, answers))
    return "未发现问题" if found_nothing(0, left) else left_words(left).rstrip("。")


def first_questions(unit: Facility, visit: Visit, asked: law.Checklist) -> list[First]:
    """Questions that failed or were left out the last time first, then those behind open findings."""
    done = Visit.objects.filter(
        facility=unit,
        outcome=VisitOutcome.DONE,
        checklist=visit.checklist,
        state__in=(VisitState.ENDED, VisitState.CLOSED),
    )
    last = done.exclude(pk=visit.pk).order_by("-ended_at", "-pk").first()
    rows = VisitAnswer.objects.filter(visit=last, current=True) if last else VisitAnswer.objects.none()
    results = {a.question: CheckResult(a.result) for a in rows}
    standing = (
        VisitFinding.objects.filter(facility=unit)
        .exclude(Q(state__in=RESOLVED) | Q(question=""))
        .values_list("question", flat=True)
    )
    words = {CheckResult.FAILS: "上次不符合", CheckResult.NOT_CHECKED: "上次未查"}
    known = {q.code: q for q in asked.questions}
    found = {code: First(known[code], words[results[code]]) for code in first_to_ask(asked, results)}
    for code in standing:
        if code in known and code not in found:
            found[code] = First(known[code], "问题还在整改或办理")
    return list(found.values())
