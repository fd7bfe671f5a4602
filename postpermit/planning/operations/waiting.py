"""Each draw that waits for a division has one open duty on that division's desk."""

from datetime import date, datetime, timedelta

from django.utils.timezone import localdate

from postpermit import law, workdays
from postpermit.duties.operations import discharge_duty, open_duty, void_duty
from postpermit.office.calendars import calendar_now
from postpermit.office.desks import desk_post
from postpermit.planning.models import Draw
from postpermit.planning.queries.draws import draw_name, duty_ref, open_duties_of_draw
from postpermit.planning.rules.waits import Wait, waiting_divisions
from postpermit.planning.states import DrawState
from postpermit.trail.actors import Actor
from postpermit.trail.models import reference

BEFORE = "公开随机数产生之日前的最后一个工作日"


def rehang(draw: Draw, *, by: Actor, at: datetime) -> None:
    """Close what the draw no longer waits for and open what it waits for now. Call in the transaction that moved it."""
    waits = waiting_divisions(draw.state, _done(draw), draw.told_division)
    held = open_duties_of_draw(draw)
    for division, duty in list(held.items()):
        if division in waits and waits[division].kind == duty.kind:
            continue
        if draw.state == DrawState.ABORTED:
            void_duty(duty=duty, why="抽取已中止", by=by, at=at)
        else:
            discharge_duty(duty=duty, discharged_by=reference(draw), by=by, at=at)
        del held[division]
    for division in (d for d in waits if d not in held):
        _hang(draw, division, waits[division], by, at)


def _done(draw: Draw) -> frozenset[str]:
    """Who has committed; once both have, who has told."""
    if draw.state not in (DrawState.FROZEN, DrawState.COMMITTED):
        return frozenset()
    rows = draw.commitments.all()
    if draw.state == DrawState.COMMITTED:
        rows = rows.exclude(revealed="")
    return frozenset(rows.values_list("division_id", flat=True))


def _hang(draw: Draw, division: str, wait: Wait, by: Actor, at: datetime) -> None:
    on = localdate(at)
    days = int(law.value(wait.limit, on=on).value) if wait.limit else None
    fixed = _day_after(draw, on) if days is None else _day_before(draw, on, days)
    open_duty(
        kind=wait.kind,
        clause=law.duty_kind(wait.kind).clause,
        obligor=division,
        post=desk_post(division, "STAFF", on),
        subject_ref=duty_ref(draw, division),
        subject_name=draw_name(draw),
        period=draw.quarter,
        opens_on=on,
        days=days if fixed is None else None,
        due_on=fixed,
        limit=wait.limit if fixed is None else "",
        note=BEFORE if fixed is not None and days is not None else "",
        by=by,
        at=at,
    )


def _day_after(draw: Draw, on: date) -> date:
    """The working day after the public value is known, and not before today."""
    known = draw.public_day or on
    try:
        return max(workdays.add(calendar_now(), known, 1).result, on)
    except workdays.OutOfRange:
        return max(known, on)


def _day_before(draw: Draw, on: date, days: int) -> date | None:
    """The last working day on which a commitment is still taken, where the usual days would end after it."""
    if draw.state != DrawState.FROZEN or draw.public_day is None:
        return None
    calendar, last = calendar_now(), draw.public_day - timedelta(days=1)
    try:
        while last > on and not calendar.working(last):
            last -= timedelta(days=1)
        return max(last, on) if workdays.add(calendar, on, days).result > last else None
    except workdays.OutOfRange:
        return None
