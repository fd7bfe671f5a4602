"""Each matter of this room that waits for somebody has exactly one open duty on one post's desk."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.timezone import localdate

from postpermit import law, workdays
from postpermit.duties.models import Duty
from postpermit.duties.operations import discharge_duty, open_duty, void_duty
from postpermit.duties.queries import open_duties_of
from postpermit.duties.rules.facts import Basis
from postpermit.enforcement.rules.waits import STOPPED, WAITS, Wait
from postpermit.office.calendars import calendar_now
from postpermit.office.desks import desk_post, own_desk, signing_desk
from postpermit.office.models import Officer, Post
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.models import Matter, reference


@dataclass(frozen=True)
class About:
    """What the duty of a matter says.

    ``handlers``: references of those who drafted it, who may not sign it; ``mark`` chooses among the waits of a state;
    ``undone``: the move took something back, so that what was waited for is void and not done; ``done_on``: the day of the
    deed where it was entered later.
    """

    division: str
    name: str
    period: str
    facility: Facility | None = None
    due_on: date | None = None
    # Where the days of a limit would end after it, this day is the last.
    latest: date | None = None
    post: Post | None = None
    # Whoever leads, while he holds a post of the division on the day of the move.
    lead: Officer | None = None
    handlers: tuple[str, ...] = field(default=())
    mark: str = ""
    undone: str = ""
    done_on: date | None = None
    # How a fixed day was counted: for reading, and so that it moves with the calendar; whether the rule behind it is certain.
    note: str = ""
    basis: Basis | None = None
    confirmed: bool | None = None


def rehang(matter: Matter, about: About, *, by: Actor, at: datetime) -> None:
    """Close what the matter waited for and open what it waits for now. Call in the transaction that moved it.

    What is still waited for stays one duty over several states; where its day or its desk has changed it is opened anew.
    """
    state = f"{matter._meta.label_lower}/{matter.state}"
    why = about.undone or STOPPED.get(state, "")
    wait = WAITS.get(f"{state}/{about.mark}" if about.mark else state)
    for duty in open_duties_of(reference(matter)):
        if wait is not None and duty.kind == wait.kind and not about.undone:
            if _goes_on(duty, wait, about, localdate(at)):
                wait = None
            else:
                void_duty(duty=duty, why="期限或经办人已变动", by=by, at=at)
        elif why:
            void_duty(duty=duty, why=why, by=by, at=at)
        else:
            discharge_duty(duty=duty, discharged_by=reference(matter), on=about.done_on, by=by, at=at)
    if wait is not None:
        hang(matter, wait, about, by=by, at=at)


def _goes_on(duty: Duty, wait: Wait, about: About, on: date) -> bool:
    """Whether the open duty is what is waited for now: on the same desk and, where a day is fixed, for the same day."""
    desk = _desk(wait, about, on)
    same_day = about.due_on is None or about.due_on == duty.due_on
    return same_day and duty.post_id == (desk.pk if desk else None)


def _desk(wait: Wait, about: About, on: date) -> Post | None:
    obligor = about.division if wait.whose == "division" else wait.whose
    own = own_desk(about.lead, obligor, on) if about.lead and not wait.signs else None
    post = own or (None if wait.signs else about.post)
    return post or _post(obligor, wait.signs, about.handlers, on)


def hang(matter: Matter, wait: Wait, about: About, *, by: Actor, at: datetime, ref: str = "") -> None:
    """Open what the matter waits for; ``ref`` where it waits for two things at once, each under its own mark."""
    on = localdate(at)
    obligor = about.division if wait.whose == "division" else wait.whose
    fixed = about.due_on if not wait.limit or about.due_on is not None else None
    days = None if fixed else int(law.value(wait.limit, on=on).value)
    if days is not None and about.latest is not None and _ends_after(on, days, about.latest):
        fixed, days = max(about.latest, on), None
    reckoned = about.basis if fixed is not None and fixed == about.due_on else None
    open_duty(
        kind=wait.kind,
        clause=wait.clause,
        obligor=obligor,
        post=_desk(wait, about, on),
        subject_ref=ref or reference(matter),
        subject_name=about.name,
        facility=about.facility,
        period=about.period[:12],
        opens_on=on,
        days=days,
        due_on=None if reckoned else fixed,
        reckoned=reckoned,
        confirmed=about.confirmed if fixed else None,
        limit="" if fixed else wait.limit,
        note=about.note,
        by=by,
        at=at,
    )


def _ends_after(on: date, days: int, latest: date) -> bool:
    try:
        return workdays.add(calendar_now(), on, days).result > latest
    except workdays.OutOfRange:
        return False


def _post(obligor: str, signs: bool, handlers: tuple[str, ...], on: date) -> Post | None:
    """The desk: a clerk's, or of whoever signs. A unit has none here."""
    if obligor == "HOLDER":
        return None
    return signing_desk(obligor, handlers, on) if signs else desk_post(obligor, "STAFF", on)
