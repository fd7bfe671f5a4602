"""督办: an act of 审批科 with number, demand, due date and reply; the reply is a duty of its own."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.duties.models import Duty, Supervision
from postpermit.duties.operations.opening import discharge_duty, open_duty
from postpermit.duties.states import DutyState
from postpermit.office.desks import UnableToFindADesk, desk_post
from postpermit.office.models import Post
from postpermit.office.operations import next_number
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused
from postpermit.trail.models import reference


class UnableToSupervise(Refused):
    """The demand is empty, the day lies behind, one waits already, or there is nothing to reply to."""


@transaction.atomic
def supervise(*, duty: Duty, demand: str, due_on: date, by: Actor, at: datetime) -> Supervision:
    """Demand in writing that an open duty be done by a day; the obligor's head has to reply."""
    today = localdate(at)
    if duty.state != DutyState.OPEN:
        raise UnableToSupervise("该事项不是待办状态，无需督办。")
    if not demand.strip():
        raise UnableToSupervise("请写明督办要求。", place="demand")
    if due_on < today:
        raise UnableToSupervise("完成期限不能早于今天。", place="due_on")
    if duty.supervisions.filter(replied_at__isnull=True).exists():
        raise UnableToSupervise("该事项已有督办尚未回复。")
    number = next_number("supervision", today)
    made = Supervision.objects.create(
        duty=duty, number=number, demand=demand.strip(), on=today, due_on=due_on, by_name=by.signature
    )
    facts = {"number": number, "demand": demand.strip(), "due_on": due_on.isoformat()}
    record("supervise", label="督办", subjects=[duty], by=by, at=at, clause="plan:3.1", facts=facts)
    obligor = "APPROVAL" if duty.obligor_id in ("HOLDER", "GROUP") else duty.obligor_id
    open_duty(
        kind="reply-supervision",
        clause="plan:3.1",
        obligor=obligor,
        post=_head(obligor, today),
        subject_ref=reference(made),
        subject_name=f"{number} {duty.kind_label}",
        facility=duty.facility,
        period=today.isoformat(),
        opens_on=today,
        due_on=due_on,
        by=by,
        at=at,
    )
    return made


@transaction.atomic
def reply_supervision(*, duty: Duty, reply: str, by: Actor, at: datetime) -> Supervision:
    """Reply to the supervision that waits on this duty."""
    made = duty.supervisions.select_for_update().filter(replied_at__isnull=True).first()
    if made is None:
        raise UnableToSupervise("没有待回复的督办。")
    if not reply.strip():
        raise UnableToSupervise("请填写督办回复。", place="reply")
    made.reply, made.replied_name, made.replied_at = reply.strip(), by.signature, at
    made.save(update_fields=["reply", "replied_name", "replied_at"])
    facts = {"number": made.number, "reply": made.reply}
    record(
        "reply-supervision", label="回复督办", subjects=[duty], by=by, at=at, clause="plan:3.1", facts=facts
    )
    for waiting in Duty.objects.filter(subject_ref=reference(made), state=DutyState.OPEN):
        discharge_duty(duty=waiting, discharged_by=reference(made), by=by, at=at)
    return made


def _head(obligor: str, on: date) -> Post | None:
    try:
        return desk_post(obligor, "HEAD", on)
    except UnableToFindADesk:
        return None
