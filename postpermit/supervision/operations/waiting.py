"""Each matter of this room that waits for somebody has exactly one open duty on one post's desk."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.operations import discharge_duty, open_duty, void_duty
from postpermit.duties.queries import open_duties_of
from postpermit.office.desks import desk_post, signing_desk
from postpermit.office.models import Post
from postpermit.register.models import Facility
from postpermit.supervision.rules.waits import WAITS, Wait
from postpermit.supervision.states import (
    CheckState,
    EventState,
    FindingState,
    NoticeState,
    ReviewState,
    RoutingState,
)
from postpermit.trail.actors import Actor
from postpermit.trail.models import Matter, reference

# States reached by stopping rather than by doing: what was waited for no longer applies.
STOPPED = {
    ReviewState.STOPPED,
    FindingState.DROPPED,
    CheckState.CHECKING,
    RoutingState.STOPPED,
    EventState.WITHDRAWN,
    NoticeState.LAPSED,
}
WHY_STOPPED: dict[str, str] = {NoticeState.LAPSED: "约定时间已过，未答复的问题已按方案移交"}


@dataclass(frozen=True)
class About:
    """What the duty of a matter says: whose it is, at which unit, in which period, and a fixed day where there is one."""

    division: str
    facility: Facility
    name: str
    period: str
    due_on: date | None = None
    handlers: tuple[str, ...] = ()
    late: bool = False


def rehang(thing: Matter, about: About, *, by: Actor, at: datetime) -> None:
    """Close what the matter waited for and open what it waits for now. Call in the transaction that moved it."""
    for duty in open_duties_of(reference(thing)):
        if thing.state in STOPPED:
            why = WHY_STOPPED.get(thing.state, "报告有新版本或事项终止，不再适用")
            void_duty(duty=duty, why=why, by=by, at=at)
        else:
            discharge_duty(duty=duty, discharged_by=reference(thing), by=by, at=at)
    key = f"{thing._meta.label_lower}/{thing.state}" + ("/late" if about.late else "")
    wait = WAITS.get(key)
    if wait is not None:
        _hang(thing, wait, about, by, at)


def _hang(thing: Matter, wait: Wait, about: About, by: Actor, at: datetime) -> None:
    on = localdate(at)
    obligor = {"approval": "APPROVAL", "holder": "HOLDER"}.get(wait.whose, about.division)
    fixed = about.due_on if about.due_on is not None else None
    days = None if fixed else int(law.value(wait.limit, on=on).value)
    open_duty(
        kind=wait.kind,
        clause=wait.clause,
        obligor=obligor,
        post=_post(obligor, wait.signs, about.handlers, on),
        subject_ref=reference(thing),
        subject_name=about.name,
        facility=about.facility,
        period=about.period[:12],
        opens_on=on,
        days=days,
        due_on=fixed,
        limit="" if fixed else wait.limit,
        by=by,
        at=at,
    )


def _post(obligor: str, signs: bool, handlers: tuple[str, ...], on: date) -> Post | None:
    """The desk: a clerk's, or of whoever signs. A holder has none here."""
    if obligor == "HOLDER":
        return None
    return signing_desk(obligor, handlers, on) if signs else desk_post(obligor, "STAFF", on)
