"""重新提交: the raising division mends a task that its head sent back."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.linkage.models import Slip
from postpermit.linkage.operations.sending import refuse_unknown
from postpermit.linkage.operations.signing import write_row
from postpermit.linkage.operations.waiting import rehang
from postpermit.linkage.rules import receivers_fault
from postpermit.linkage.states import RowKind
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused


class UnableToResubmitSlip(Refused):
    """The mended task is still incomplete."""


@transaction.atomic
def resubmit_slip(
    *,
    slip: Slip,
    title: str,
    description: str,
    receivers: Sequence[str],
    deadline: date | None = None,
    place: str = "",
    remark: str = "",
    by: Actor,
    at: datetime,
) -> Slip:
    """Write a further raising row and ask for the signature again. Ground, lead and unit stay as they were."""
    on = localdate(at)
    refuse_unknown(receivers)
    if fault := receivers_fault(slip.ground, slip.subject, slip.raised_by_id, receivers):
        raise UnableToResubmitSlip(fault, place="receivers")
    if not title.strip():
        raise UnableToResubmitSlip("请填写事项名称。", place="title")
    if deadline is not None and deadline < on:
        raise UnableToResubmitSlip("反馈期限不能早于今天。", place="deadline")
    advance(
        slip,
        "resubmit",
        by=by,
        at=at,
        clause="plan:8.1",
        facts={"title": title, "receivers": list(receivers), "text": description},
        changes={
            "title": title.strip(),
            "description": description.strip(),
            "receivers": list(receivers),
            "deadline": deadline,
            "place": place.strip(),
            "handler_ref": by.ref,
            "handler_name": by.signature,
        },
    )
    write_row(
        slip=slip,
        kind=RowKind.RAISE,
        division=slip.raised_by_id,
        text=description,
        by=by,
        on=on,
        remark=remark,
    )
    rehang(slip, by=by, at=at)
    return slip
