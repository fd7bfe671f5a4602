"""转派 · 改派 · 增加接收科室 · 同意退回: who else has the task."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.linkage.models import Slip, SlipAssignment
from postpermit.linkage.operations.circulating import UnableToActOnSlip, hold, settle
from postpermit.linkage.operations.give_feedback import answers_for_lead
from postpermit.linkage.operations.sending import send
from postpermit.linkage.operations.waiting import rehang
from postpermit.linkage.rules import receivers_fault
from postpermit.linkage.states import GONE, AssignmentState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused


class UnableToHandOn(Refused):
    """The task would leave the division that has to answer for it, or go where it cannot go."""


@transaction.atomic
def hand_on(
    *, assignment: SlipAssignment, division: str, why: str, by: Actor, at: datetime
) -> SlipAssignment:
    """The receiver passes its part to another division; returns the new assignment."""
    slip = hold(assignment.slip_id)
    if answers_for_lead(slip, assignment.division_id):
        raise UnableToHandOn(
            "违法线索由牵头科室反馈查处结果，不能转派；确有不同意见的，请退回发起科室。", place="division"
        )
    return _pass_to(slip, assignment, "hand-on", division, why, by, at)


@transaction.atomic
def reassign(
    *, assignment: SlipAssignment, division: str, why: str, by: Actor, at: datetime
) -> SlipAssignment:
    """The raiser gives a returned part to another division, or once more to the same; returns the new assignment."""
    slip = hold(assignment.slip_id)
    if answers_for_lead(slip, assignment.division_id) and division != assignment.division_id:
        raise UnableToHandOn(
            "违法线索须由牵头科室办理：可再次派发、补充说明，或申请撤回后重新判定。", place="division"
        )
    return _pass_to(slip, assignment, "reassign", division, why, by, at)


def _pass_to(
    slip: Slip, assignment: SlipAssignment, verb: str, division: str, why: str, by: Actor, at: datetime
) -> SlipAssignment:
    _refuse_receiver(slip, division)
    facts = {"number": slip.number, "from_division": assignment.division_id, "to_division": division}
    advance(assignment, verb, by=by, at=at, clause="plan:8.1", why=why, facts=facts)
    rehang(assignment, by=by, at=at)
    made = send(slip, division, by=by, at=at, on=localdate(at), handed_from=assignment)
    settle(slip, by=by, at=at)
    return made


def _refuse_receiver(slip: Slip, division: str) -> None:
    whole = {division, slip.lead_division} if slip.lead_id else {division}
    if fault := receivers_fault(slip.ground, slip.subject, slip.raised_by_id, whole):
        raise UnableToHandOn(fault, place="division")


@transaction.atomic
def add_receiver(*, slip: Slip, division: str, by: Actor, at: datetime) -> SlipAssignment:
    """Give the task to one more division while it circulates."""
    _refuse_receiver(slip, division)
    facts = {"number": slip.number, "to_division": division}
    advance(slip, "add-receiver", by=by, at=at, clause="plan:8.1", facts=facts)
    made = send(slip, division, by=by, at=at, on=localdate(at))
    settle(slip, by=by, at=at)
    return made


@transaction.atomic
def drop_assignment(*, assignment: SlipAssignment, why: str, by: Actor, at: datetime) -> SlipAssignment:
    """Agree to a return without sending it elsewhere; only while somebody else still has the task."""
    slip = hold(assignment.slip_id)
    others = SlipAssignment.objects.filter(slip=slip).exclude(state__in=(*GONE, AssignmentState.RETURNED))
    if answers_for_lead(slip, assignment.division_id) or not others.exclude(pk=assignment.pk).exists():
        raise UnableToActOnSlip("没有其他科室承办本任务，请改派，或申请撤回任务。")
    advance(assignment, "drop", by=by, at=at, clause="plan:8.1", why=why, facts={"number": slip.number})
    rehang(assignment, by=by, at=at)
    settle(slip, by=by, at=at)
    return assignment
