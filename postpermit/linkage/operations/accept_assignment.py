"""接收 · 签收 · 退回: the receiving division takes a task on, or gives it back with a reason."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.linkage.models import SlipAssignment
from postpermit.linkage.operations.circulating import hold, settle
from postpermit.linkage.operations.signing import newest_row, refuse_own, sign_row, write_row
from postpermit.linkage.operations.waiting import fixed_deadline, rehang
from postpermit.linkage.states import RowKind
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance


@transaction.atomic
def accept_assignment(
    *,
    assignment: SlipAssignment,
    text: str,
    remark: str = "",
    on_behalf_of: str = "",
    by: Actor,
    at: datetime,
) -> SlipAssignment:
    """Write the receiving row and ask the division's head for the signature.

    ``on_behalf_of``: the handler's name in the receiving division when ``by`` enters it for them (代录).
    """
    slip = hold(assignment.slip_id)
    facts = {
        "number": slip.number,
        "division": assignment.division_id,
        "text": text,
        "on_behalf_of": on_behalf_of,
    }
    advance(assignment, "accept", by=by, at=at, clause="plan:8.1", facts=facts)
    write_row(
        slip=slip,
        assignment=assignment,
        kind=RowKind.RECEIVE,
        division=assignment.division_id,
        text=text,
        by=by,
        on=localdate(at),
        remark=remark,
        on_behalf_of=on_behalf_of,
    )
    rehang(assignment, by=by, at=at)
    return assignment


@transaction.atomic
def sign_receipt(*, assignment: SlipAssignment, by: Actor, at: datetime) -> SlipAssignment:
    """Sign the receiving row; from here the time for feedback runs."""
    slip = hold(assignment.slip_id)
    row = newest_row(slip, RowKind.RECEIVE, assignment)
    refuse_own(row, by)
    on = localdate(at)
    changes = {"accepted_on": assignment.accepted_on or on, "feedback_due_on": fixed_deadline(slip, on)}
    advance(
        assignment,
        "sign-receipt",
        by=by,
        at=at,
        clause="plan:a5",
        facts={"number": slip.number},
        changes=changes,
    )
    sign_row(row, by=by, at=at)
    rehang(assignment, by=by, at=at)
    return assignment


@transaction.atomic
def refuse_receipt(*, assignment: SlipAssignment, why: str, by: Actor, at: datetime) -> SlipAssignment:
    """Not sign the receiving row: the handler writes another one."""
    slip = hold(assignment.slip_id)
    refuse_own(newest_row(slip, RowKind.RECEIVE, assignment), by)
    advance(
        assignment, "refuse-receipt", by=by, at=at, clause="plan:a5", why=why, facts={"number": slip.number}
    )
    rehang(assignment, by=by, at=at)
    return assignment


@transaction.atomic
def return_assignment(*, assignment: SlipAssignment, why: str, by: Actor, at: datetime) -> SlipAssignment:
    """Give the task back: it waits for the raiser, who gives it to another division or agrees."""
    slip = hold(assignment.slip_id)
    advance(assignment, "return", by=by, at=at, clause="plan:8.1", why=why, facts={"number": slip.number})
    rehang(assignment, by=by, at=at)
    settle(slip, by=by, at=at)
    return assignment
