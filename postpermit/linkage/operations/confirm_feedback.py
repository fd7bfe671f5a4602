"""确认 · 要求补充: the raising division judges what was fed back."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.linkage.models import SlipAssignment
from postpermit.linkage.operations.circulating import hold, settle
from postpermit.linkage.operations.signing import newest_row, refuse_own
from postpermit.linkage.operations.waiting import fixed_deadline, rehang
from postpermit.linkage.states import RowKind
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused


class UnableToAskAgain(Refused):
    """The new deadline lies in the past."""


@transaction.atomic
def confirm_feedback(*, assignment: SlipAssignment, by: Actor, at: datetime) -> SlipAssignment:
    """Confirm; with the last open receiver the task itself goes to the archive's queue in the same transaction."""
    slip = hold(assignment.slip_id)
    refuse_own(newest_row(slip, RowKind.FEEDBACK, assignment), by)
    advance(
        assignment,
        "confirm",
        by=by,
        at=at,
        clause="plan:8.1",
        facts={"number": slip.number, "division": assignment.division_id},
        changes={"confirmed_on": localdate(at)},
    )
    rehang(assignment, by=by, at=at)
    settle(slip, by=by, at=at)
    return assignment


@transaction.atomic
def ask_again(
    *, assignment: SlipAssignment, why: str, deadline: date | None = None, by: Actor, at: datetime
) -> SlipAssignment:
    """Ask for more, by ``deadline`` or by the task's own, or within the usual days when that has passed."""
    slip, on = hold(assignment.slip_id), localdate(at)
    if deadline is not None and deadline < on:
        raise UnableToAskAgain("反馈期限不能早于今天。", place="deadline")
    advance(
        assignment,
        "ask-again",
        by=by,
        at=at,
        clause="plan:8.1",
        why=why,
        facts={"number": slip.number, "division": assignment.division_id},
        changes={"feedback_due_on": deadline or fixed_deadline(slip, on)},
    )
    rehang(assignment, by=by, at=at)
    return assignment
