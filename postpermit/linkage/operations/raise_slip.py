"""发起: raising a linkage task."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.linkage.models import Slip, ViolationLead
from postpermit.linkage.operations.sending import refuse_unknown
from postpermit.linkage.operations.signing import write_row
from postpermit.linkage.operations.waiting import rehang
from postpermit.linkage.rules import channel_fault, receivers_fault
from postpermit.linkage.states import Channel, Ground, RowKind, SlipState, Subject
from postpermit.office.models import Division
from postpermit.office.operations import next_number
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused


class UnableToRaiseSlip(Refused):
    """Something that a linkage task cannot do without is missing or contradicts itself."""


@transaction.atomic
def raise_slip(
    *,
    division: str,
    title: str,
    subject: str,
    ground: str,
    description: str,
    receivers: Sequence[str],
    deadline: date | None = None,
    facility: Facility | None = None,
    place: str = "",
    lead: ViolationLead | None = None,
    remark: str = "",
    channel: str = Channel.HERE,
    channel_why: str = "",
    by: Actor,
    at: datetime,
) -> Slip:
    """Raise a task in the name of ``division`` (its code) for ``receivers``; it then waits for the head's signature.

    On the ground LEAD this is also the person's confirmation of the suspicion: both happen or neither does.
    """
    on = localdate(at)
    _refuse_incomplete(division, title, deadline, by, on)
    _refuse_channel(channel, channel_why)
    _refuse_wrong_receivers(division, subject, ground, receivers)
    if lead is not None or ground == Ground.LEAD:
        lead = _confirm(lead, ground, division, by, at)
        facility, place = facility or lead.facility, place or lead.place
    slip = Slip.objects.create(
        state=SlipState.PENDING,
        number=next_number("slip", on),
        raised_by_id=division,
        raised_on=on,
        handler_ref=by.ref,
        handler_name=by.signature,
        title=title.strip(),
        subject=Subject(subject),
        ground=Ground(ground),
        lead=lead,
        facility=facility,
        place=place.strip(),
        description=description.strip(),
        deadline=deadline,
        receivers=list(receivers),
        channel=channel,
        channel_why=channel_why.strip(),
        paper_place=f"{division_name(division)}（发起科室）" if channel == Channel.PAPER else "",
    )
    write_row(slip=slip, kind=RowKind.RAISE, division=division, text=description, by=by, on=on, remark=remark)
    record(
        "raise",
        label="发起",
        subjects=[slip, *([lead] if lead else [])],
        by=by,
        at=at,
        clause="plan:8.1",
        facts={
            "number": slip.number,
            "title": slip.title,
            "ground": slip.ground,
            "subject": slip.subject,
            "receivers": list(receivers),
            "deadline": deadline.isoformat() if deadline else "",
            "text": slip.description,
        },
    )
    rehang(slip, by=by, at=at)
    return slip


def _refuse_incomplete(division: str, title: str, deadline: date | None, by: Actor, on: date) -> None:
    if by.division != division:
        raise UnableToRaiseSlip("只能以本科室的名义发起联动任务。", place="division")
    if not title.strip():
        raise UnableToRaiseSlip("请填写事项名称。", place="title")
    if deadline is not None and deadline < on:
        raise UnableToRaiseSlip("反馈期限不能早于今天。", place="deadline")


def _refuse_channel(channel: str, why: str) -> None:
    if fault := channel_fault(channel, why):
        raise UnableToRaiseSlip(fault, place="channel_why")
    if channel == Channel.CITY:
        raise UnableToRaiseSlip("在市级系统办理的任务，请用“登记市级系统任务”。", place="channel")


def division_name(code: str) -> str:
    """The short name of a division."""
    return Division.objects.get(pk=code).short_name


def _refuse_wrong_receivers(division: str, subject: str, ground: str, receivers: Sequence[str]) -> None:
    refuse_unknown([division, *receivers])
    if fault := receivers_fault(ground, subject, division, receivers):
        raise UnableToRaiseSlip(fault, place="receivers")


def _confirm(
    lead: ViolationLead | None, ground: str, division: str, by: Actor, at: datetime
) -> ViolationLead:
    if lead is None or ground != Ground.LEAD:
        raise UnableToRaiseSlip(
            "发起原因为“违法线索移交”的，须对应一条线索；其他原因不得对应线索。", place="lead"
        )
    if lead.found_by_id != division:
        raise UnableToRaiseSlip("线索由发现科室确认并移交。", place="lead")
    advance(
        lead,
        "confirm",
        by=by,
        at=at,
        clause="plan:5.3",
        changes={"confirmed_at": at, "confirmed_ref": by.ref, "confirmed_name": by.signature},
    )
    rehang(lead, by=by, at=at)
    return lead
