"""安排检查: a visit is prepared, or called off."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.enforcement.models import (
    LoadedChecklist,
    PenaltyCase,
    Visit,
    VisitComplaint,
    VisitFinding,
)
from postpermit.enforcement.operations.holding import (
    about_visit,
    hold_as_seen,
    mirror,
    refuse_secret,
)
from postpermit.enforcement.operations.noting import free_code, own_code
from postpermit.enforcement.operations.waiting import rehang
from postpermit.enforcement.queries.asked import facts_on
from postpermit.enforcement.queries.caps import verdict_for
from postpermit.enforcement.queries.people import candidates
from postpermit.enforcement.rules.applicability import list_for
from postpermit.enforcement.rules.visits import Asked, kind_fault, officer_fault
from postpermit.enforcement.states import OVER, ComplaintState, FindingState, VisitState
from postpermit.linkage.models import SlipAssignment
from postpermit.linkage.states import AssignmentState
from postpermit.office.operations import next_number
from postpermit.planning.models import CapException, PlannedVisit
from postpermit.planning.states import PlannedState, PlanState, VisitKind, VisitManner
from postpermit.register.models import Facility
from postpermit.register.states import ManagementClass
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused

V = VisitState
APPROVED = (PlanState.APPROVED, PlanState.PUBLISHED)
ANSWERING = (AssignmentState.WAITING, AssignmentState.SIGNING_RECEIPT, AssignmentState.ACTING)


class UnableToPrepare(Refused):
    """The kind, the reason, the day or what the visit hangs on does not fit, or the unit was visited often enough."""


@dataclass(frozen=True)
class _Hangs:
    """What a visit is there for."""

    planned: PlannedVisit | None
    assignment: SlipAssignment | None
    complaint: VisitComplaint | None
    recheck_of: VisitFinding | None
    case: PenaltyCase | None


@transaction.atomic
def prepare_visit(
    *,
    facility: Facility,
    kind: str,
    manner: str,
    reason: str,
    reason_text: str = "",
    scheduled_on: date,
    planned: PlannedVisit | None = None,
    assignment: SlipAssignment | None = None,
    complaint: VisitComplaint | None = None,
    recheck_of: VisitFinding | None = None,
    case: PenaltyCase | None = None,
    exception: CapException | None = None,
    extra_list: LoadedChecklist | None = None,
    inspection_code: str = "",
    by: Actor,
    at: datetime,
) -> Visit:
    """Prepare a visit; it then waits for its inspectors. Over the yearly ceiling it is refused with the reason."""
    # Two people who prepare the last visit of the year that the ceiling leaves: the second is told.
    facility = Facility.objects.select_for_update().get(pk=facility.pk)
    hangs = _Hangs(planned, assignment, complaint, recheck_of, case)
    _refuse_words(kind, manner, reason, reason_text, hangs)
    _refuse_day(facility, scheduled_on, at)
    _refuse_hangs(facility, hangs)
    verdict = verdict_for(
        facility,
        kind=kind,
        manner=manner,
        reason=reason,
        on=scheduled_on,
        exception=_fitting(exception, facility, scheduled_on),
    )
    if not verdict.allowed:
        raise UnableToPrepare(verdict.sentence, place="exception")
    code = list_for(ManagementClass(facility.management_class))
    with own_code():
        visit = Visit.objects.create(
            state=V.PREPARED,
            number=next_number("visit", localdate(at)),
            facility=facility,
            kind=kind,
            manner=manner,
            reason=reason,
            reason_text=reason_text.strip(),
            counts_toward_cap=verdict.counts,
            exception=exception if verdict.counts and verdict.used >= verdict.cap else None,
            inspection_code=free_code(inspection_code),
            planned=planned,
            assignment=assignment,
            complaint=complaint,
            recheck_of=recheck_of,
            case=case,
            scheduled_on=scheduled_on,
            checklist=code,
            checklist_since=law.checklist(code, on=scheduled_on).since,
            extra_list=extra_list,
            unit_facts=facts_on(facility, scheduled_on),
            entered_on=localdate(at),
            entered_ref=by.ref,
            entered_name=by.signature,
        )
    _say(visit, verdict.reasons, by, at)
    if planned is not None:
        advance(planned, "take-up", by=by, at=at, clause="plan:6.2", facts={"visit": visit.number})
    rehang(visit, about_visit(visit), by=by, at=at)
    return visit


def _say(visit: Visit, reasons: tuple[str, ...], by: Actor, at: datetime) -> None:
    facts = {
        "number": visit.number,
        "kind": visit.kind,
        "manner": visit.manner,
        "reason": visit.reason,
        "scheduled_on": visit.scheduled_on.isoformat(),
        "counts": visit.counts_toward_cap,
        "cap": list(reasons),
    }
    record(
        "prepare",
        label="安排检查",
        subjects=[visit, visit.facility],
        by=by,
        at=at,
        clause="plan:6.1",
        facts=facts,
    )


def _refuse_words(kind: str, manner: str, reason: str, text: str, hangs: _Hangs) -> None:
    if kind not in set(VisitKind) or manner not in set(VisitManner):
        raise UnableToPrepare("请选择检查类型和检查方式。", place="kind")
    refuse_secret(text)
    if len(text.strip()) > 200:
        raise UnableToPrepare("事由说明不超过 200 字。", place="reason_text")
    asked = Asked(
        kind,
        reason,
        text,
        hangs.planned is not None,
        hangs.complaint is not None,
        hangs.assignment is not None,
        hangs.recheck_of is not None,
        hangs.case is not None,
    )
    if fault := kind_fault(asked):
        raise UnableToPrepare(fault, place="reason")


def _refuse_day(facility: Facility, scheduled_on: date, at: datetime) -> None:
    if scheduled_on < localdate(at):
        raise UnableToPrepare("计划日期不能早于今天。", place="scheduled_on")
    if scheduled_on.year > localdate(at).year + 1:
        raise UnableToPrepare("计划日期最晚到明年年底。", place="scheduled_on")


def _refuse_hangs(facility: Facility, hangs: _Hangs) -> None:
    """Everything the visit is there for belongs to this unit and still waits for a visit."""
    if hangs.planned is not None:
        hangs.planned.refresh_from_db()
        if hangs.planned.facility_id != facility.pk:
            raise UnableToPrepare("所选计划检查不是这个单位的。", place="planned")
        if hangs.planned.state != PlannedState.PLANNED:
            raise UnableToPrepare("该计划检查已派出、已完成或已移出，请刷新后查看。", place="planned")
        if hangs.planned.plan.state not in APPROVED:
            raise UnableToPrepare("年度计划还没有批准，不能按计划派出检查。", place="planned")
    if hangs.assignment is not None:
        _refuse_assignment(facility, hangs.assignment)
    if hangs.complaint is not None:
        _refuse_complaint(facility, hangs.complaint)
    if hangs.recheck_of is not None:
        hangs.recheck_of.refresh_from_db()
        fits = hangs.recheck_of.facility_id == facility.pk
        if not fits or hangs.recheck_of.state != FindingState.CORRECTING:
            raise UnableToPrepare("只能复查本单位正在整改的问题。", place="recheck_of")
    if hangs.case is not None and hangs.case.facility_id != facility.pk:
        raise UnableToPrepare("所选案件不是这个单位的。", place="case")
    if hangs.case is not None and PenaltyCase.objects.get(pk=hangs.case.pk).state in OVER:
        raise UnableToPrepare("所选案件已办结或未立案，不能再安排案件调查。", place="case")


def _refuse_complaint(facility: Facility, complaint: VisitComplaint) -> None:
    complaint.refresh_from_db()
    if complaint.facility_id not in (None, facility.pk):
        raise UnableToPrepare("所选信访投诉反映的不是这个单位。", place="complaint")
    if complaint.state in (ComplaintState.CLOSED, ComplaintState.WITHDRAWN):
        raise UnableToPrepare("所选信访投诉已办结或已撤销，不能再据以安排检查。", place="complaint")


def _refuse_assignment(facility: Facility, assignment: SlipAssignment) -> None:
    assignment.refresh_from_db()
    if assignment.division_id != "ENFORCEMENT" or assignment.state not in ANSWERING:
        raise UnableToPrepare("只能对应执法大队正在办理的联动任务。", place="assignment")
    if assignment.slip.facility_id not in (None, facility.pk):
        raise UnableToPrepare("所选联动任务不是这个单位的。", place="assignment")


def _fitting(exception: CapException | None, facility: Facility, on: date) -> CapException | None:
    if exception is None:
        return None
    if exception.facility_id != facility.pk or exception.year != on.year:
        raise UnableToPrepare("该超频次批准不是这个单位当年的。", place="exception")
    if Visit.objects.filter(exception=exception).exists():
        raise UnableToPrepare("该超频次批准已用于另一次检查，一次批准只用一次。", place="exception")
    return exception


@transaction.atomic
def cancel_visit(*, visit: Visit, why: str, by: Actor, at: datetime) -> Visit:
    """Call a visit off; a planned one goes back to the plan, and the head's exception is free again."""
    held = hold_as_seen(visit)
    facts = {"number": held.number, "exception": str(held.exception_id or "")}
    advance(
        held, "cancel", by=by, at=at, clause="plan:6.1", why=why, facts=facts, changes={"exception": None}
    )
    if held.planned is not None and held.planned.state == PlannedState.TAKEN_UP:
        advance(held.planned, "release", by=by, at=at, clause="plan:6.2", facts={"visit": held.number})
    rehang(held, about_visit(held), by=by, at=at)
    return mirror(visit, held)


@transaction.atomic
def reschedule_visit(*, visit: Visit, scheduled_on: date, why: str, by: Actor, at: datetime) -> Visit:
    """Put a visit that has not begun on another day of the same year; who was sent has to be there on that day too."""
    held = hold_as_seen(visit)
    refuse_secret(why)
    _refuse_day(held.facility, scheduled_on, at)
    if scheduled_on == held.scheduled_on:
        raise UnableToPrepare("计划日期没有改变。", place="scheduled_on")
    if scheduled_on.year != held.scheduled_on.year:
        raise UnableToPrepare("年度频次按年计算，改到另一年的请取消后重新安排。", place="scheduled_on")
    sent = [o.officer for o in held.officers.filter(left_as="").select_related("officer")]
    for candidate in candidates(sent, held.facility, scheduled_on):
        if fault := officer_fault(candidate):
            raise UnableToPrepare(f"改到 {scheduled_on} 不行：{fault}", place="scheduled_on")
    verb = "postpone" if held.state == V.ASSIGNED else "reschedule"
    changes = {
        "scheduled_on": scheduled_on,
        "checklist_since": law.checklist(held.checklist, on=scheduled_on).since,
    }
    facts = {"from": held.scheduled_on.isoformat(), "to": scheduled_on.isoformat()}
    advance(held, verb, by=by, at=at, clause="plan:6.1", why=why, facts=facts, changes=changes)
    rehang(held, about_visit(held, undone="检查改期"), by=by, at=at)
    return mirror(visit, held)
