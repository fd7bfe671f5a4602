"""撤回: asked with a reason by one person, agreed by another."""

from datetime import datetime

from django.db import transaction

from postpermit.linkage.models import Slip, SlipAssignment
from postpermit.linkage.operations.circulating import settle
from postpermit.linkage.operations.leads import reopen_lead
from postpermit.linkage.operations.waiting import rehang
from postpermit.linkage.states import AssignmentState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused

STILL = (AssignmentState.HANDED_ON, AssignmentState.STOPPED)


class UnableToWithdraw(Refused):
    """The same person cannot ask for a withdrawal and decide on it."""


@transaction.atomic
def ask_withdrawal(*, slip: Slip, why: str, by: Actor, at: datetime) -> Slip:
    """Ask the head to withdraw a task that circulates; until the head decides nothing moves on it."""
    changes = {
        "withdrawal_asked_ref": by.ref,
        "withdrawal_asked_name": by.signature,
        "withdrawal_why": why.strip(),
    }
    advance(slip, "ask-withdrawal", by=by, at=at, clause="plan:8.1", why=why, changes=changes)
    rehang(slip, by=by, at=at)
    return slip


@transaction.atomic
def agree_withdrawal(*, slip: Slip, by: Actor, at: datetime) -> Slip:
    """Withdraw the task: every part stops, what was due on it no longer applies, a lead is to be judged anew."""
    _refuse_same_person(slip, by)
    changes = {"withdrawal_agreed_ref": by.ref, "withdrawal_agreed_name": by.signature}
    advance(
        slip, "agree-withdrawal", by=by, at=at, clause="plan:8.1", why=slip.withdrawal_why, changes=changes
    )
    rehang(slip, by=by, at=at)
    parts = list(SlipAssignment.objects.filter(slip=slip).exclude(state__in=STILL))
    if parts:
        advance(parts, "stop", by=by, at=at, clause="plan:8.1", why=slip.withdrawal_why)
    for part in parts:
        rehang(part, by=by, at=at)
    settle(slip, by=by, at=at)
    reopen_lead(slip, why=slip.withdrawal_why, by=by, at=at)
    return slip


@transaction.atomic
def refuse_withdrawal(*, slip: Slip, why: str, by: Actor, at: datetime) -> Slip:
    """Let the task go on as it was."""
    _refuse_same_person(slip, by)
    changes = {"withdrawal_asked_ref": "", "withdrawal_asked_name": "", "withdrawal_why": ""}
    advance(slip, "refuse-withdrawal", by=by, at=at, clause="plan:8.1", why=why, changes=changes)
    rehang(slip, by=by, at=at)
    return slip


def _refuse_same_person(slip: Slip, by: Actor) -> None:
    if by.ref == slip.withdrawal_asked_ref:
        raise UnableToWithdraw("申请撤回和同意撤回不能为同一人，请由代办人或分管负责人决定。")
