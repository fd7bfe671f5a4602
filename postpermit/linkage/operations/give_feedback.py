"""反馈 · 签发: the acting division says what came of it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.linkage.models import Feedback, Slip, SlipAssignment
from postpermit.linkage.operations.circulating import hold
from postpermit.linkage.operations.signing import newest_row, refuse_own, sign_row, write_row
from postpermit.linkage.operations.waiting import rehang
from postpermit.linkage.rules import outcome_fault
from postpermit.linkage.states import Ground, RowKind
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused


class UnableToGiveFeedback(Refused):
    """The outcome of a lead is missing or incomplete, or an outcome was given where none belongs."""


@transaction.atomic
def give_feedback(
    *,
    assignment: SlipAssignment,
    text: str,
    outcome: str = "",
    outcome_number: str = "",
    outcome_on: date | None = None,
    remark: str = "",
    on_behalf_of: str = "",
    by: Actor,
    at: datetime,
) -> SlipAssignment:
    """Write the feedback row and ask the head for the signature. A lead's leading division names the outcome."""
    slip, on = hold(assignment.slip_id), localdate(at)
    _refuse_wrong_outcome(slip, assignment, outcome, outcome_number, outcome_on, on)
    facts = {
        "number": slip.number,
        "division": assignment.division_id,
        "text": text,
        "outcome": outcome,
        "outcome_number": outcome_number,
        "outcome_on": outcome_on.isoformat() if outcome_on else "",
        "on_behalf_of": on_behalf_of,
    }
    advance(assignment, "give-feedback", by=by, at=at, clause="plan:8.1", facts=facts)
    row = write_row(
        slip=slip,
        assignment=assignment,
        kind=RowKind.FEEDBACK,
        division=assignment.division_id,
        text=text,
        by=by,
        on=on,
        remark=remark,
        on_behalf_of=on_behalf_of,
    )
    Feedback.objects.create(
        row=row, outcome=outcome, outcome_number=outcome_number.strip(), outcome_on=outcome_on
    )
    rehang(assignment, by=by, at=at)
    return assignment


def answers_for_lead(slip: Slip, division: str) -> bool:
    """Whether this division's feedback has to name the outcome of a lead."""
    return slip.ground == Ground.LEAD and division == slip.lead_division


def _refuse_wrong_outcome(
    slip: Slip, assignment: SlipAssignment, outcome: str, number: str, dated: date | None, on: date
) -> None:
    if not answers_for_lead(slip, assignment.division_id):
        if outcome or number.strip() or dated:
            raise UnableToGiveFeedback("处理结果只由违法线索的牵头科室填写。", place="outcome")
        return
    if fault := outcome_fault(outcome, number, dated is not None):
        raise UnableToGiveFeedback(fault, place="outcome")
    if dated is not None and dated > on:
        raise UnableToGiveFeedback("文书日期不能晚于今天。", place="outcome_on")


@transaction.atomic
def sign_feedback(*, assignment: SlipAssignment, by: Actor, at: datetime) -> SlipAssignment:
    """Sign the feedback row; it goes to the raiser for confirmation."""
    slip = hold(assignment.slip_id)
    row = newest_row(slip, RowKind.FEEDBACK, assignment)
    refuse_own(row, by)
    advance(assignment, "sign-feedback", by=by, at=at, clause="plan:a5", facts={"number": slip.number})
    sign_row(row, by=by, at=at)
    rehang(assignment, by=by, at=at)
    return assignment


@transaction.atomic
def refuse_feedback(*, assignment: SlipAssignment, why: str, by: Actor, at: datetime) -> SlipAssignment:
    """Not sign the feedback row: the handler writes another one within the same time."""
    slip = hold(assignment.slip_id)
    refuse_own(newest_row(slip, RowKind.FEEDBACK, assignment), by)
    advance(
        assignment, "refuse-feedback", by=by, at=at, clause="plan:a5", why=why, facts={"number": slip.number}
    )
    rehang(assignment, by=by, at=at)
    return assignment
