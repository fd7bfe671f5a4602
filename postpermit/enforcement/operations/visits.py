"""安排检查: a visit is prepared, or called off."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.enforcement.models import (
    CampaignFinding,
    LoadedChecklist,
    PenaltyCase,
    Visit,
    VisitComplaint,
    VisitFinding,
)
from postpermit.enforcement.operations.hangs import Hangs, UnableToPrepare, refuse_beside_plan, refuse_hangs
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
from postpermit.enforcement.rules.visits import (
    Asked,
    kind_fault,
    officer_fault,
)
from postpermit.enforcement.states import (
    VisitState,
)
from postpermit.linkage.models import SlipAssignment
from postpermit.office.operations import next_number
from postpermit.planning.models import CapException, PlannedVisit
from postpermit.planning.states import PlannedState, VisitKind, VisitManner
from postpermit.register.models import Facility
from postpermit.register.states import ManagementClass
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record

V = VisitState


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
    campaign_finding: CampaignFinding | None = None,
    exception: CapException | None = None,
    extra_list: LoadedChecklist | None = None,
    inspection_code: str = "",
    by: Actor,
    at: datetime,
) -> Visit:
    """Prepare a visit; it then waits for its inspectors. Over the yearly ceiling it is refused with the reason."""
    # Two people who prepare the last visit of the year that the ceiling leaves: the second is told.
    facility = Facility.objects.select_for_update().get(pk=facility.pk)
    hangs = Hangs(planned, assignment, complaint, recheck_of, case, campaign_finding)
    asked = _refuse_words(kind, manner, reason, reason_text, hangs)
    _refuse_day(facility, scheduled_on, at)
    refuse_hangs(facility, hangs)
    refuse_beside_plan(facility, asked, scheduled_on)
    verdict = verdict_for(
        facility,
        kind=kind,
        manner=manner,
        reason=reason,
        on=scheduled_on,
        exception=_fitting(exception, facility, scheduled_on),
        linked=asked.linked,
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
            exception=exception if verdict.excepted else None,
            inspection_code=free_code(inspection_code),
            planned=planned,
            assignment=assignment,
            complaint=complaint,
            recheck_of=recheck_of,
            case=case,
            campaign_finding=campaign_finding,
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


def _refuse_words(kind: str, manner: str, reason: str, text: str, hangs: Hangs) -> Asked:
    if kind not in set(VisitKind) or manner not in set(VisitManner):
        raise UnableToPrepare("请选择检查类型和检查方式。", place="kind")
    refuse_secret(text)
    if len(text.strip()) > 200:
        raise UnableToPrepare("事由说明不超过 200 字。", place="reason_text")
    asked = hangs.asked(kind, reason, text)
    if fault := kind_fault(asked):
        raise UnableToPrepare(fault, place="reason")
    return asked


def _refuse_day(facility: Facility, scheduled_on: date, at: datetime) -> None:
    if scheduled_on < localdate(at):
        raise UnableToPrepare("计划日期不能早于今天。", place="scheduled_on")
    if scheduled_on.year > localdate(at).year + 1:
        raise UnableToPrepare("计划日期最晚到明年年底。", place="scheduled_on")


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
