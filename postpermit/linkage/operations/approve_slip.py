"""审签: the head of the raising division sends the task out, back, or nowhere."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.linkage.models import Slip
from postpermit.linkage.operations.circulating import settle
from postpermit.linkage.operations.leads import reopen_lead
from postpermit.linkage.operations.sending import send
from postpermit.linkage.operations.signing import newest_row, refuse_own, sign_row
from postpermit.linkage.operations.waiting import rehang
from postpermit.linkage.states import RowKind
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance


@transaction.atomic
def approve_slip(*, slip: Slip, by: Actor, at: datetime) -> Slip:
    """Sign the raising and give the task to each receiver. Raises ``UnableToSign`` for the handler's own task."""
    row = newest_row(slip, RowKind.RAISE)
    refuse_own(row, by)
    advance(
        slip,
        "approve",
        by=by,
        at=at,
        clause="plan:a5",
        facts={"number": slip.number, "receivers": slip.receivers},
    )
    sign_row(row, by=by, at=at)
    rehang(slip, by=by, at=at)
    for division in slip.receivers:
        send(slip, division, by=by, at=at, on=localdate(at))
    settle(slip, by=by, at=at)
    return slip


@transaction.atomic
def send_back_slip(*, slip: Slip, why: str, by: Actor, at: datetime) -> Slip:
    """Send the task back to the handler for revision."""
    refuse_own(newest_row(slip, RowKind.RAISE), by)
    advance(slip, "send-back", by=by, at=at, clause="plan:a5", why=why)
    rehang(slip, by=by, at=at)
    return slip


@transaction.atomic
def call_off_slip(*, slip: Slip, why: str, by: Actor, at: datetime) -> Slip:
    """Not send it at all: the handler wanted it, the head decides otherwise; a lead is then to be judged anew."""
    row = newest_row(slip, RowKind.RAISE)
    refuse_own(row, by)
    advance(
        slip,
        "call-off",
        by=by,
        at=at,
        clause="plan:a5",
        why=why,
        changes={
            "withdrawal_asked_ref": row.handler_ref,
            "withdrawal_asked_name": row.handler_name,
            "withdrawal_agreed_ref": by.ref,
            "withdrawal_agreed_name": by.signature,
            "withdrawal_why": why.strip(),
        },
    )
    rehang(slip, by=by, at=at)
    reopen_lead(slip, why=why, by=by, at=at)
    return slip
