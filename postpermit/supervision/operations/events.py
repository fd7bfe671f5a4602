"""异常情况报告: received to the minute, routed to two divisions at once, followed until the unit runs normally again."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate, localtime

from postpermit.office.operations import next_number
from postpermit.register.models import Facility
from postpermit.supervision.models import AbnormalEvent, EventRouting
from postpermit.supervision.operations.waiting import About, rehang
from postpermit.supervision.rules.events import follows_until_restored, routed_to
from postpermit.supervision.states import EventKind, EventState, RoutingState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused

CLAUSE = "plan:9.2"


class UnableToReceiveEvent(Refused):
    """The report says nothing, or its times cannot be."""


class UnableToFollowEvent(Refused):
    """Another division's part, an empty account of what was done, or times that cannot be."""


@transaction.atomic
def receive_event(
    *,
    facility: Facility,
    kind: str,
    what: str,
    began_at: datetime,
    received_at: datetime,
    equipment: str = "",
    reporter: str = "",
    measure: str = "",
    exceeded: bool = False,
    files: Sequence[tuple[str, bytes]] = (),
    by: Actor,
    at: datetime,
) -> AbnormalEvent:
    """Take a report in and put it on the desks of both divisions. The same report again answers the one that is kept.

    Who takes it in for one of the two divisions has thereby acknowledged it for that division.
    """
    _refuse_unfit(kind, what, began_at, received_at, at)
    Facility.objects.select_for_update().get(pk=facility.pk)
    same: dict[str, Any] = {"facility": facility, "kind": kind, "began_at": began_at, "what": what.strip()}
    known = AbnormalEvent.objects.filter(**same).exclude(state=EventState.WITHDRAWN).first()
    if known is not None:
        return known
    event = AbnormalEvent.objects.create(
        state=EventState.RECEIVED,
        number=next_number("event", localdate(received_at)),
        equipment=equipment.strip()[:64],
        received_at=received_at,
        reporter=reporter.strip()[:64],
        measure=measure.strip(),
        exceeded=exceeded,
        entered_ref=by.ref,
        entered_name=by.signature,
        **same,
    )
    routings = [
        EventRouting.objects.create(state=RoutingState.RECEIVED, event=event, division_id=division)
        for division in routed_to(kind)
    ]
    _tell(event, routings, by, at)
    for name, data in files:
        attach(subject=event, name=name, data=data, note="异常情况材料", by=by, at=at)
    for routing in routings:
        rehang(routing, _about_routing(routing, event), by=by, at=at)
        if routing.division_id == by.division:
            _acknowledge(routing, event, by, at)
    return event


def _refuse_unfit(kind: str, what: str, began_at: datetime, received_at: datetime, at: datetime) -> None:
    if kind not in set(EventKind):
        raise UnableToReceiveEvent("请选择异常类别。", place="kind")
    if not what.strip():
        raise UnableToReceiveEvent("请写明异常情况。", place="what")
    if received_at > at:
        raise UnableToReceiveEvent("收到时间不能晚于现在。", place="received_at")
    if began_at > received_at:
        raise UnableToReceiveEvent("发生时间不能晚于收到时间。", place="began_at")


def _tell(event: AbnormalEvent, routings: Sequence[EventRouting], by: Actor, at: datetime) -> None:
    facts = {
        "number": event.number,
        "kind": event.kind,
        "what": event.what[:200],
        "began_at": _minute(event.began_at),
        "received_at": _minute(event.received_at),
        "exceeded": event.exceeded,
        "routed_to": [r.division_id for r in routings],
    }
    subjects = [event, *routings, event.facility]
    label = "收到异常情况报告并转办"
    record("receive", label=label, subjects=subjects, by=by, at=at, clause=CLAUSE, facts=facts)


def _minute(at: datetime) -> str:
    return f"{localtime(at):%Y-%m-%d %H:%M}"


@transaction.atomic
def acknowledge_event(*, routing: EventRouting, by: Actor, at: datetime) -> EventRouting:
    """A division confirms that it has the report."""
    event = _hold(routing.event_id)
    _refuse_others(routing, by)
    _acknowledge(routing, event, by, at)
    settle_event(event, by=by, at=at)
    routing.refresh_from_db()
    return routing


def _acknowledge(routing: EventRouting, event: AbnormalEvent, by: Actor, at: datetime) -> None:
    changes = {"acknowledged_ref": by.ref, "acknowledged_name": by.signature, "acknowledged_at": at}
    facts = {"number": event.number, "division": routing.division_id}
    advance(routing, "acknowledge", by=by, at=at, clause=CLAUSE, facts=facts, changes=changes)
    rehang(routing, _about_routing(routing, event), by=by, at=at)


@transaction.atomic
def handle_event(*, routing: EventRouting, text: str, by: Actor, at: datetime) -> EventRouting:
    """Note what the division did; said again it is added below what was said before."""
    event = _hold(routing.event_id)
    _refuse_others(routing, by)
    if not text.strip():
        raise UnableToFollowEvent("请写明处置情况。", place="text")
    told = f"{_minute(at)} {by.signature}：{text.strip()}"
    handling = f"{routing.handling}\n{told}".strip()
    facts = {"number": event.number, "division": routing.division_id, "text": text.strip()[:300]}
    advance(routing, "handle", by=by, at=at, clause=CLAUSE, facts=facts, changes={"handling": handling})
    rehang(routing, _about_routing(routing, event), by=by, at=at)
    settle_event(event, by=by, at=at)
    return routing


def _refuse_others(routing: EventRouting, by: Actor) -> None:
    if by.division != routing.division_id:
        raise UnableToFollowEvent("由转办到的科室自己办理。", place="text")


@transaction.atomic
def restore_event(
    *, event: AbnormalEvent, restored_at: datetime, how: str, by: Actor, at: datetime
) -> AbnormalEvent:
    """The unit runs normally again: what was acknowledged is over, what was not is still to be acknowledged."""
    event = _hold(event.pk, event)
    if restored_at > at or restored_at < event.began_at:
        raise UnableToFollowEvent("恢复时间须在发生之后、现在之前。", place="restored_at")
    if not how.strip():
        raise UnableToFollowEvent("请写明怎样恢复正常。", place="how")
    changes = {"restored_at": restored_at, "restored_how": how.strip(), "restored_name": by.signature}
    facts = {"number": event.number, "restored_at": _minute(restored_at), "how": how.strip()[:300]}
    advance(event, "restore", by=by, at=at, clause=CLAUSE, facts=facts, changes=changes)
    rehang(event, _about_event(event), by=by, at=at)
    mine = event.routings.filter(division=by.division, state=RoutingState.RECEIVED).first()
    if mine is not None:
        _acknowledge(mine, event, by, at)
    settle_event(event, by=by, at=at)
    return event


@transaction.atomic
def withdraw_event(*, event: AbnormalEvent, why: str, by: Actor, at: datetime) -> AbnormalEvent:
    """A report entered by mistake or twice is withdrawn by a second person, and both divisions are free of it."""
    event = _hold(event.pk, event)
    if by.ref == event.entered_ref:
        raise UnableToFollowEvent("录入和撤销不能为同一人，请由另一位负责人撤销。", place="why")
    changes = {"withdrawn_ref": by.ref, "why": why.strip()[:200]}
    advance(event, "withdraw", by=by, at=at, clause=CLAUSE, why=why, changes=changes)
    rehang(event, _about_event(event), by=by, at=at)
    for routing in event.routings.all():
        facts = {"number": event.number, "division": routing.division_id}
        advance(routing, "stop", by=by, at=at, clause=CLAUSE, facts=facts)
        rehang(routing, _about_routing(routing, event), by=by, at=at)
    return event


def _hold(pk: int, seen: AbnormalEvent | None = None) -> AbnormalEvent:
    """The event, locked until the end of the transaction, so that two divisions never pass each other.

    ``seen``: what the person saw; its revision stays, so that somebody who was faster is noticed.
    """
    held = AbnormalEvent.objects.select_for_update().get(pk=pk)
    return seen if seen is not None else held


def settle_event(event: AbnormalEvent, *, by: Actor, at: datetime) -> None:
    """Move the event on as far as its two parts allow. Call while holding it."""
    routings = list(event.routings.select_related("division"))
    if event.state == EventState.RESTORED:
        for routing in (r for r in routings if r.state == RoutingState.ACKNOWLEDGED):
            facts = {"number": event.number, "division": routing.division_id}
            advance(routing, "close", by=by, at=at, clause=CLAUSE, facts=facts)
            rehang(routing, _about_routing(routing, event), by=by, at=at)
    elif event.state == EventState.RECEIVED and all(r.state == RoutingState.HANDLED for r in routings):
        advance(event, "await", by=by, at=at, clause=CLAUSE, facts={"number": event.number})
        rehang(event, _about_event(event), by=by, at=at)


def _about_event(event: AbnormalEvent) -> About:
    return _about(event, follows_until_restored(event.kind))


def _about_routing(routing: EventRouting, event: AbnormalEvent) -> About:
    return _about(event, routing.division_id)


def _about(event: AbnormalEvent, division: str) -> About:
    name = f"{event.facility.name}：{EventKind(event.kind).label}，{event.what[:60]}"
    return About(division, event.facility, name, f"{localdate(event.began_at):%Y-%m-%d}")
