"""办结、撤销办结、公开结果: closed with nothing undecided; the task it answers is fed back, the result disclosed in time."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.duties.states import RecordState
from postpermit.enforcement.models import Visit
from postpermit.enforcement.operations.holding import about_visit, hold, hold_as_seen, mirror, refuse_secret
from postpermit.enforcement.operations.outcome import take_back
from postpermit.enforcement.operations.waiting import rehang
from postpermit.enforcement.queries.closing import closing_of, feedback_words, is_drawn, proposed_for
from postpermit.enforcement.rules.visits import close_fault, must_disclose
from postpermit.enforcement.states import VisitState
from postpermit.linkage.operations import give_feedback
from postpermit.linkage.operations.give_feedback import answers_for_lead
from postpermit.linkage.states import AssignmentState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused


class UnableToClose(Refused):
    """Something on the visit is still open, or the task that it answers cannot be fed back yet."""


@transaction.atomic
def close_visit(
    *,
    visit: Visit,
    feedback: str = "",
    outcome: str = "",
    outcome_number: str = "",
    outcome_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Visit:
    """Close it. A linkage task that it answers is fed back in the same act; of a lead, with how it was dealt with."""
    held = hold_as_seen(visit)
    refuse_secret(feedback)
    if held.done_as is not None and held.done_as.state == RecordState.WITHDRAWN:
        raise UnableToClose("本次检查的办理记录已撤回，请先“继续检查”并重新结束，再办结。", place="close")
    if fault := close_fault(closing_of(held)):
        raise UnableToClose(fault, place="close")
    changes = {"closed_ref": by.ref, "closed_on": localdate(at)}
    facts = {"number": held.number, "outcome": held.outcome, "findings": held.findings.count()}
    advance(held, "close", by=by, at=at, clause="plan:6.1", facts=facts, changes=changes)
    _feed_back(held, feedback, outcome, outcome_number, outcome_on, by, at)
    owed = must_disclose(held.outcome, held.kind, is_drawn(held)) and held.disclosed_on is None
    rehang(held, about_visit(held, mark="disclose" if owed else "closed"), by=by, at=at)
    return mirror(visit, held)


def _feed_back(
    visit: Visit, feedback: str, outcome: str, number: str, dated: date | None, by: Actor, at: datetime
) -> None:
    assignment = visit.assignment
    if assignment is None or assignment.state in AFTER:
        return
    if assignment.state != AssignmentState.ACTING:
        raise UnableToClose("对应的联动任务还没有接收签收，请先接收，再办结检查。", place="assignment")
    if answers_for_lead(assignment.slip, assignment.division_id):
        outcome = outcome or proposed_for(visit)
    give_feedback(
        assignment=assignment,
        text=feedback.strip() or feedback_words(visit),
        outcome=outcome,
        outcome_number=number,
        outcome_on=dated,
        by=by,
        at=at,
    )


AFTER = (
    AssignmentState.SIGNING_FEEDBACK,
    AssignmentState.FED_BACK,
    AssignmentState.CONFIRMED,
    AssignmentState.RETURNED,
    AssignmentState.HANDED_ON,
    AssignmentState.STOPPED,
)


@transaction.atomic
def reopen_visit(*, visit: Visit, why: str, by: Actor, at: datetime) -> Visit:
    """Take the closing back. The record of what was done stands, unless another person has asked to withdraw it."""
    held = hold_as_seen(visit)
    refuse_secret(why)
    facts = {"number": held.number}
    changes = {"closed_ref": "", "closed_on": None}
    advance(held, "reopen", by=by, at=at, clause="plan:6.1", why=why, facts=facts, changes=changes)
    if held.done_as is not None and held.done_as.state == RecordState.WITHDRAWAL_ASKED:
        take_back(held, by, at)
    rehang(held, about_visit(held, undone="办结已撤销"), by=by, at=at)
    return mirror(visit, held)


@transaction.atomic
def disclose_results(*, visits: Sequence[Visit], on: date, by: Actor, at: datetime) -> int:
    """The results of these visits were published on that day: their duties are done. Answers how many were new."""
    if not visits:
        raise UnableToClose("请选择要登记公开的检查。", place="visits")
    if on > localdate(at):
        raise UnableToClose("公开日期不能晚于今天。", place="on")
    rows = [hold(pk) for pk in sorted(v.pk for v in visits)]
    if wrong := [v.number for v in rows if v.state != VisitState.CLOSED]:
        raise UnableToClose(f"检查 {wrong[0]} 还没有办结，不能登记公开。", place="visits")
    if wrong := [v.number for v in rows if v.closed_on and on < v.closed_on]:
        raise UnableToClose(f"公开日期早于检查 {wrong[0]} 的办结日期。", place="on")
    new = [v for v in rows if v.disclosed_on is None]
    if not new:
        return 0
    Visit.objects.filter(pk__in=[v.pk for v in new]).update(disclosed_on=on)
    facts = {"on": on.isoformat(), "visits": [v.number for v in new]}
    record(
        "disclose",
        label="登记检查结果公开",
        subjects=new,
        by=by,
        at=at,
        clause="random-inspection:3",
        facts=facts,
    )
    for visit in new:
        rehang(visit, about_visit(visit, mark="disclosed", done_on=on), by=by, at=at)
    return len(new)
