"""What was done elsewhere is kept here: in the city's system, or on the paper form (plan 8.1). No second clicks."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.linkage.models import Feedback, Slip, SlipAssignment, SlipRow, SlipSignature, ViolationLead
from postpermit.linkage.operations.circulating import hold, settle
from postpermit.linkage.operations.sending import refuse_unknown, send
from postpermit.linkage.operations.waiting import rehang
from postpermit.linkage.rules import channel_fault, outcome_fault, receivers_fault
from postpermit.linkage.states import AssignmentState, Channel, Ground, LeadState, RowKind, SlipState, Subject
from postpermit.office.operations import next_number
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused
from postpermit.trail.references import refer

CITY_SYSTEM = "CITY-LINKAGE"


class UnableToKeep(Refused):
    """Something that a row elsewhere must have is missing, or it contradicts what stands here."""


@dataclass(frozen=True)
class OutsideRow:
    """A row as it was written elsewhere."""

    text: str
    handler: str
    on: date
    approver: str = ""
    remark: str = ""


@dataclass(frozen=True)
class OutsidePart:
    """What one receiver did elsewhere. ``confirmed``: the raiser has accepted the feedback there."""

    division: str
    received: OutsideRow | None = None
    fed_back: OutsideRow | None = None
    outcome: str = ""
    outcome_number: str = ""
    outcome_on: date | None = None
    confirmed: bool = False


@transaction.atomic
def keep_outside_slip(
    *,
    channel: str,
    why: str = "",
    city_number: str = "",
    division: str,
    title: str,
    subject: str,
    ground: str,
    raised: OutsideRow,
    parts: Sequence[OutsidePart],
    lead: ViolationLead | None = None,
    facility: Facility | None = None,
    place: str = "",
    by: Actor,
    at: datetime,
) -> Slip:
    """Keep a task that was raised in the city's system or on paper, with its rows and dates, in one act."""
    _refuse_unfit(channel, why, city_number, division, title, ground, subject, raised, parts, localdate(at))
    if ground == Ground.LEAD:
        _confirm_lead(lead, division, by, at)
    slip = Slip.objects.create(
        state=SlipState.CIRCULATING,
        number=next_number("slip", localdate(at)),
        channel=channel,
        channel_why=why.strip(),
        raised_by_id=division,
        raised_on=raised.on,
        handler_ref="",
        handler_name=raised.handler,
        title=title.strip(),
        subject=Subject(subject),
        ground=Ground(ground),
        lead=lead,
        facility=facility,
        place=place.strip(),
        description=raised.text.strip(),
        receivers=[p.division for p in parts],
    )
    write_outside_row(slip, RowKind.RAISE, division, raised, None, channel, by, at)
    facts = {"number": slip.number, "title": slip.title, "channel": channel, "city_number": city_number}
    record(
        "keep-outside",
        label="登记线上、线下已办任务",
        subjects=[slip],
        by=by,
        at=at,
        clause="plan:8.1",
        facts=facts,
    )
    if city_number.strip():
        refer(subject=slip, system=CITY_SYSTEM, number=city_number, on=localdate(at), by=by, at=at)
    for part in parts:
        made = send(slip, part.division, by=by, at=at, on=raised.on)
        _carry_on(slip, made, part, by, at)
    settle(slip, by=by, at=at)
    return slip


def _refuse_unfit(
    channel: str,
    why: str,
    city_number: str,
    division: str,
    title: str,
    ground: str,
    subject: str,
    raised: OutsideRow,
    parts: Sequence[OutsidePart],
    today: date,
) -> None:
    if channel == Channel.HERE:
        raise UnableToKeep("在本系统办理的任务请直接发起。", place="channel")
    if fault := channel_fault(channel, why):
        raise UnableToKeep(fault, place="channel_why")
    if channel == Channel.CITY and not city_number.strip():
        raise UnableToKeep("请填写市级系统的任务编号。", place="city_number")
    if not title.strip() or not raised.text.strip() or not raised.handler.strip():
        raise UnableToKeep("请填写事项、问题描述和发起经办人。", place="title")
    if raised.on > today:
        raise UnableToKeep("发起日期不能晚于今天。", place="raised_on")
    refuse_unknown([division, *(p.division for p in parts)])
    if fault := receivers_fault(ground, subject, division, [p.division for p in parts]):
        raise UnableToKeep(fault, place="receivers")


def _confirm_lead(lead: ViolationLead | None, division: str, by: Actor, at: datetime) -> None:
    if lead is None or lead.found_by_id != division or lead.state != LeadState.SUSPECTED:
        raise UnableToKeep("发起原因为“违法线索移交”的，请选择本科室一条待判定的线索。", place="ground")
    changes = {"confirmed_at": at, "confirmed_ref": by.ref, "confirmed_name": by.signature}
    advance(lead, "confirm", by=by, at=at, clause="plan:5.3", changes=changes)
    rehang(lead, by=by, at=at)


def write_outside_row(
    slip: Slip,
    kind: RowKind,
    division: str,
    row: OutsideRow,
    part: SlipAssignment | None,
    channel: str,
    by: Actor,
    at: datetime,
) -> SlipRow:
    """A row as it stands elsewhere, with the signature given there where there is one."""
    if not row.text.strip() or not row.handler.strip():
        raise UnableToKeep(f"“{kind.label}”须有内容和经办人。", place="parts")
    made = SlipRow.objects.create(
        slip=slip,
        assignment=part,
        kind=kind,
        division_id=division,
        text=row.text.strip(),
        handler_name=row.handler.strip()[:64],
        on=row.on,
        remark=row.remark.strip()[:200],
        written=channel,
        entered_on_behalf=True,
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    if row.approver.strip():
        SlipSignature.objects.create(
            row=made,
            approver_ref=f"{channel.lower()}:{row.approver.strip()}"[:64],
            approver_name=row.approver.strip()[:64],
            signed_at=at,
            entered_ref=by.ref,
        )
    return made


@transaction.atomic
def keep_outside_progress(
    *, assignment: SlipAssignment, part: OutsidePart, channel: str, by: Actor, at: datetime
) -> SlipAssignment:
    """Note how far a receiver has come elsewhere; what stands here already is passed over."""
    slip = hold(assignment.slip_id)
    _carry_on(slip, assignment, part, by, at, channel)
    settle(slip, by=by, at=at)
    return assignment


def _carry_on(
    slip: Slip, held: SlipAssignment, part: OutsidePart, by: Actor, at: datetime, channel: str = ""
) -> None:
    where = channel or slip.channel
    _refuse_gap(slip, held, part, localdate(at))
    facts = {"number": slip.number, "division": held.division_id, "channel": where}
    if part.received and held.state == AssignmentState.WAITING:
        _move(held, "accept", by, at, facts)
        write_outside_row(slip, RowKind.RECEIVE, held.division_id, part.received, held, where, by, at)
        if part.received.approver.strip() or part.fed_back:
            _move(held, "sign-receipt", by, at, facts, {"accepted_on": part.received.on})
    if part.fed_back and held.state == AssignmentState.SIGNING_RECEIPT:
        _move(held, "sign-receipt", by, at, facts, {"accepted_on": part.fed_back.on})
    if part.fed_back and held.state == AssignmentState.ACTING:
        _move(held, "give-feedback", by, at, facts)
        row = write_outside_row(slip, RowKind.FEEDBACK, held.division_id, part.fed_back, held, where, by, at)
        Feedback.objects.create(
            row=row,
            outcome=part.outcome,
            outcome_number=part.outcome_number.strip(),
            outcome_on=part.outcome_on,
        )
        if part.fed_back.approver.strip():
            _move(held, "sign-feedback", by, at, facts)
    if part.confirmed and held.state == AssignmentState.FED_BACK:
        _move(held, "confirm", by, at, facts, {"confirmed_on": localdate(at)})
    rehang(held, by=by, at=at)


def _move(
    held: SlipAssignment,
    verb: str,
    by: Actor,
    at: datetime,
    facts: dict[str, str],
    changes: dict[str, date] | None = None,
) -> None:
    advance(held, verb, by=by, at=at, clause="plan:8.1", facts=facts, changes=changes)


def _refuse_gap(slip: Slip, held: SlipAssignment, part: OutsidePart, today: date) -> None:
    name = held.division.short_name
    if part.fed_back and not part.received and held.state == AssignmentState.WAITING:
        raise UnableToKeep(f"{name}尚未接收，请同时填写接收情况。", place="parts")
    for row in (part.received, part.fed_back):
        if row is not None and row.on > today:
            raise UnableToKeep(f"{name}的日期不能晚于今天。", place="parts")
    if part.confirmed and part.fed_back and not part.fed_back.approver.strip():
        raise UnableToKeep(f"{name}的反馈尚无负责人签发，不能登记为已确认。", place="parts")
    answers = slip.ground == Ground.LEAD and held.division_id == slip.lead_division
    if part.fed_back and answers:
        if fault := outcome_fault(part.outcome, part.outcome_number, part.outcome_on is not None):
            raise UnableToKeep(fault, place="parts")
    elif part.outcome or part.outcome_number.strip() or part.outcome_on:
        raise UnableToKeep("处理结果只由违法线索的牵头科室填写。", place="parts")
