"""Each matter that waits for somebody has exactly one open duty on one post's desk."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from postpermit import law, workdays
from postpermit.duties.models import Duty
from postpermit.duties.operations import discharge_duty, open_duty, void_duty
from postpermit.duties.queries import open_duties_of
from postpermit.linkage.models import Slip, ViolationLead
from postpermit.linkage.rules import WAITS, Wait
from postpermit.linkage.states import AssignmentState, SlipState
from postpermit.office.calendars import calendar_now
from postpermit.office.desks import desk_post, signing_desk
from postpermit.office.models import Post
from postpermit.trail.actors import Actor
from postpermit.trail.models import Matter, reference

# States reached by stopping rather than by doing: what was waited for no longer applies.
STOPPED = {SlipState.WITHDRAWN, AssignmentState.STOPPED, AssignmentState.HANDED_ON}


def rehang(thing: Matter, *, by: Actor, at: datetime) -> Duty | None:
    """Close what the matter waited for and open what it waits for now. Call in the transaction that moved it."""
    for duty in open_duties_of(reference(thing)):
        if thing.state in STOPPED:
            void_duty(duty=duty, why="随联动任务撤回或改派而终止", by=by, at=at)
        else:
            discharge_duty(duty=duty, discharged_by=reference(thing), by=by, at=at)
    wait = WAITS.get(f"{thing._meta.label_lower}/{thing.state}")
    return _hang(thing, wait, by, at) if wait else None


def _hang(thing: Matter, wait: Wait, by: Actor, at: datetime) -> Duty:
    on = localdate(at)
    division, handlers = _whose(thing, wait)
    days, due_on, limit = _due(thing, wait, on)
    slip = thing if isinstance(thing, Slip) else getattr(thing, "slip", None)
    name = f"{slip.number} {slip.title}" if isinstance(slip, Slip) else str(thing)
    facility = slip.facility if isinstance(slip, Slip) else getattr(thing, "facility", None)
    return open_duty(
        kind=wait.kind,
        clause=wait.clause,
        obligor=division,
        post=_post(division, wait.signs, handlers, on),
        subject_ref=reference(thing),
        subject_name=name,
        facility=facility,
        period=on.isoformat(),
        opens_on=on,
        days=days,
        due_on=due_on,
        limit=limit,
        by=by,
        at=at,
    )


def _whose(thing: Any, wait: Wait) -> tuple[str, Sequence[str]]:
    """(division, those who may not sign because they handled or asked for it)."""
    if wait.whose == "approval":
        return "APPROVAL", ()
    if isinstance(thing, ViolationLead):
        return thing.found_by_id, ()
    if isinstance(thing, Slip):
        own = thing.withdrawal_asked_ref if thing.state == SlipState.WITHDRAWAL_ASKED else thing.handler_ref
        return thing.raised_by_id, (own,)
    if wait.whose == "raiser":
        return thing.slip.raised_by_id, ()
    newest = thing.rows.order_by("-pk").first()
    return thing.division_id, (newest.entered_ref,) if newest else ()


def _post(division: str, signs: bool, handlers: Sequence[str], on: date) -> Post:
    """The desk: a handler's, or of whoever signs."""
    return signing_desk(division, handlers, on) if signs else desk_post(division, "STAFF", on)


def _due(thing: Any, wait: Wait, on: date) -> tuple[int | None, date | None, str]:
    """(working days, fixed day, name of the law value). A fixed day is one that somebody agreed, or that stands already."""
    if wait.limit:
        return int(law.value(wait.limit, on=on).value), None, wait.limit
    if wait.kind == "slip-archive":
        return None, _next_dispatch(on), ""
    limit = "slip.feedback.days"
    if thing.state == AssignmentState.SIGNING_FEEDBACK:
        earlier = _last_due(thing)
        if earlier is not None:
            return None, earlier, ""
    if thing.feedback_due_on is not None:
        return None, thing.feedback_due_on, ""
    return int(law.value(limit, on=on).value), None, limit


def fixed_deadline(slip: Slip, on: date) -> date | None:
    """The day that the raiser fixed for feedback, while it has not passed."""
    return slip.deadline if slip.deadline is not None and slip.deadline >= on else None


def _last_due(thing: Matter) -> date | None:
    """Signing a feedback has the time that giving it had."""
    kept = Duty.objects.filter(subject_ref=reference(thing), kind="slip-feedback").order_by("-pk").first()
    return kept.due_on if kept else None


def _next_dispatch(on: date) -> date:
    """The due date of the next dispatch meeting that has not passed."""
    calendar = calendar_now()
    for year in (on.year, on.year + 1):
        for month in law.value("meeting.dispatch.months", on=on).value:
            due = workdays.first_ten_last_working_day(calendar, year, month).result
            if due >= on:
                return due
    raise AssertionError(
        "a year without a dispatch meeting"
    )  # pragma: no cover -- the value always has months


def is_waiting(thing: Matter) -> bool:
    """Whether the matter's state waits for somebody."""
    return f"{thing._meta.label_lower}/{thing.state}" in WAITS
