"""信访投诉: registered without a word about who complained, routed, handled, answered for."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.enforcement.models import VisitComplaint
from postpermit.enforcement.operations.register_words import refuse_ahead, worded
from postpermit.enforcement.operations.waiting import About, rehang
from postpermit.enforcement.states import ComplaintResult, ComplaintSource, ComplaintState
from postpermit.office.models import Division
from postpermit.office.operations import next_number
from postpermit.register.models import Facility
from postpermit.register.operations import enter_fact
from postpermit.register.rules import fact_owner
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused

K = ComplaintState


class UnableToRegisterComplaint(Refused):
    """A field is missing, does not fit, or the complaint is registered already."""


class UnableToHandleComplaint(Refused):
    """The complaint is not this division's, or a day does not fit."""


@transaction.atomic
def register_complaint(
    *,
    source: str,
    outside_number: str = "",
    received_on: date,
    facility: Facility | None = None,
    place: str = "",
    what: str,
    due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> VisitComplaint:
    """Register what was complained about. Who complained stays in the system it came from; only its number is kept."""
    if source not in set(ComplaintSource):
        raise UnableToRegisterComplaint("请选择来源。", place="source")
    what, place = worded("what", what, 2000, "反映问题"), worded("place", place, 200, "地点", required=False)
    outside_number = worded("outside_number", outside_number, 64, "来源编号", required=False)
    if facility is None and not place:
        raise UnableToRegisterComplaint("请选择排污单位，或写明地点。", place="place")
    refuse_ahead(received_on, at, "收到日期", "received_on")
    if due_on is not None and due_on < received_on:
        raise UnableToRegisterComplaint("办理期限不能早于收到日期。", place="due_on")
    _refuse_known(source, outside_number)
    made = VisitComplaint.objects.create(
        state=K.RECEIVED,
        number=next_number("complaint", localdate(at)),
        source=source,
        outside_number=outside_number,
        received_on=received_on,
        facility=facility,
        place=place,
        what=what,
        due_on=due_on,
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    facts = {"number": made.number, "source": source, "received_on": received_on.isoformat(), "what": what}
    subjects: list[Any] = [made, *([facility] if facility else [])]
    record("register", label="登记信访投诉", subjects=subjects, by=by, at=at, clause="plan:8.2", facts=facts)
    _hang(made, by, at)
    return made


def _refuse_known(source: str, outside_number: str) -> None:
    if not outside_number:
        return
    known = VisitComplaint.objects.exclude(state=K.WITHDRAWN)
    same = known.filter(source=source, outside_number=outside_number).first()
    if same is not None:
        said = f"该来源编号已登记为 {same.number}，不重复登记。"
        raise UnableToRegisterComplaint(said, place="outside_number")


@transaction.atomic
def route_complaint(
    *, complaint: VisitComplaint, division: str, due_on: date | None = None, by: Actor, at: datetime
) -> VisitComplaint:
    """分派 to the division that looks into it; routed again, the new one has it."""
    chosen = Division.objects.filter(pk=division).exclude(pk="GROUP").first()
    if chosen is None:
        raise UnableToHandleComplaint("请选择承办科室。", place="division")
    due = due_on or complaint.due_on
    if due_on is not None and due_on < localdate(at):
        raise UnableToHandleComplaint("办理期限不能早于今天。", place="due_on")
    undone = "重新分派" if complaint.state == K.ROUTED else ""
    facts = {"number": complaint.number, "division": division, "due_on": str(due or "")}
    changes = {"division": chosen, "due_on": due}
    advance(complaint, "route", by=by, at=at, clause="plan:8.2", facts=facts, changes=changes)
    _hang(complaint, by, at, undone)
    return complaint


@transaction.atomic
def handle_complaint(
    *,
    complaint: VisitComplaint,
    result: str,
    outcome: str,
    handled_on: date,
    by: Actor,
    at: datetime,
) -> VisitComplaint:
    """What looking into it showed. It then stands in the unit's file, from which the rating reads later."""
    if by.division != complaint.division_id:
        raise UnableToHandleComplaint("由分派到的科室登记办理结果。", place="result")
    if result not in set(ComplaintResult):
        raise UnableToHandleComplaint("请选择核查结果。", place="result")
    outcome = worded("outcome", outcome, 2000, "办理情况")
    refuse_ahead(handled_on, at, "办理日期", "handled_on", complaint.received_on)
    changes = {"result": result, "outcome": outcome, "handled_on": handled_on}
    facts = {"number": complaint.number, "result": result, "outcome": outcome, "on": handled_on.isoformat()}
    advance(complaint, "handle", by=by, at=at, clause="plan:8.2", facts=facts, changes=changes)
    if complaint.facility is not None:
        _enter(complaint, complaint.facility, by, at)
    _hang(complaint, by, at)
    return complaint


def _enter(complaint: VisitComplaint, facility: Facility, by: Actor, at: datetime) -> None:
    """The register of complaints in the unit's file is 执法大队's, whichever division looked into this one."""
    said = f"{ComplaintResult(complaint.result).label}：{complaint.outcome}"
    enter_fact(
        kind="complaint",
        facility=facility,
        on=complaint.received_on,
        given={"what": complaint.what[:300], "verified": said[:200]},
        note=f"信访投诉 {complaint.number}",
        by=Actor(by.ref, by.name, fact_owner("complaint"), by.post, by.stands_in_for),
        at=at,
    )


@transaction.atomic
def reply_complaint(
    *, complaint: VisitComplaint, replied_on: date, by: Actor, at: datetime
) -> VisitComplaint:
    """答复 was given through the system it came from; it is over."""
    refuse_ahead(replied_on, at, "答复日期", "replied_on", complaint.handled_on)
    facts = {"number": complaint.number, "on": replied_on.isoformat()}
    changes = {"replied_on": replied_on}
    advance(complaint, "reply", by=by, at=at, clause="plan:8.2", facts=facts, changes=changes)
    _hang(complaint, by, at)
    return complaint


@transaction.atomic
def withdraw_complaint(*, complaint: VisitComplaint, why: str, by: Actor, at: datetime) -> VisitComplaint:
    """Entered by mistake: taken back by somebody else, before anything was found."""
    if by.ref == complaint.entered_ref:
        raise UnableToHandleComplaint("登记由录入人以外的负责人撤销。", place="why")
    why = worded("why", why, 200, "撤销理由")
    changes = {"withdrawn_ref": by.ref, "why": why}
    facts = {"number": complaint.number}
    advance(complaint, "withdraw", by=by, at=at, clause="plan:8.2", why=why, facts=facts, changes=changes)
    _hang(complaint, by, at)
    return complaint


def _hang(complaint: VisitComplaint, by: Actor, at: datetime, undone: str = "") -> None:
    routed = complaint.state == K.ROUTED
    about = About(
        complaint.division_id or "ENFORCEMENT",
        f"{complaint.facility.name if complaint.facility else complaint.place}：{complaint.what}",
        f"{complaint.received_on:%Y-%m}",
        facility=complaint.facility,
        due_on=complaint.due_on if routed else None,
        undone=undone,
    )
    rehang(complaint, about, by=by, at=at)
