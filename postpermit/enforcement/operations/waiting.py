"""Each matter of this room that waits for somebody has exactly one open duty on one post's desk."""

from dataclasses import dataclass, field
from datetime import date, datetime

from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.operations import discharge_duty, open_duty, void_duty
from postpermit.duties.queries import open_duties_of
from postpermit.enforcement.rules.waits import STOPPED, WAITS, Wait
from postpermit.office.desks import desk_post
from postpermit.office.models import Post
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
    post: Post | None = None
    handlers: tuple[str, ...] = field(default=())
    mark: str = ""
    undone: str = ""
    done_on: date | None = None
    # How a fixed day was counted.
    note: str = ""


def rehang(matter: Matter, about: About, *, by: Actor, at: datetime) -> None:
    """Close what the matter waited for and open what it waits for now. Call in the transaction that moved it."""
    state = f"{matter._meta.label_lower}/{matter.state}"
    why = about.undone or STOPPED.get(state, "")
    for duty in open_duties_of(reference(matter)):
        if why:
            void_duty(duty=duty, why=why, by=by, at=at)
        else:
            discharge_duty(duty=duty, discharged_by=reference(matter), on=about.done_on, by=by, at=at)
    wait = WAITS.get(f"{state}/{about.mark}" if about.mark else state)
    if wait is not None:
        hang(matter, wait, about, by=by, at=at)


def hang(matter: Matter, wait: Wait, about: About, *, by: Actor, at: datetime, ref: str = "") -> None:
    """Open what the matter waits for; ``ref`` where it waits for two things at once, each under its own mark."""
    on = localdate(at)
    obligor = about.division if wait.whose == "division" else wait.whose
    fixed = about.due_on if not wait.limit or about.due_on is not None else None
    days = None if fixed else int(law.value(wait.limit, on=on).value)
    open_duty(
        kind=wait.kind,
        clause=wait.clause,
        obligor=obligor,
        post=about.post if not wait.signs and about.post else _post(obligor, wait.signs, about.handlers, on),
        subject_ref=ref or reference(matter),
        subject_name=about.name,
        facility=about.facility,
        period=about.period[:12],
        opens_on=on,
        days=days,
        due_on=fixed,
        limit="" if fixed else wait.limit,
        note=about.note,
        by=by,
        at=at,
    )


def _post(obligor: str, signs: bool, handlers: tuple[str, ...], on: date) -> Post | None:
    """The desk: a clerk's, or the head's; where the head drafted it, the group leader's. A unit has none here."""
    if obligor == "HOLDER":
        return None
    if not signs:
        return desk_post(obligor, "STAFF", on)
    head = desk_post(obligor, "HEAD", on)
    holder = head.holdings.filter(to_on__isnull=True, role="A").select_related("officer").first()
    if holder is None or holder.officer.ref not in handlers:
        return head
    leader = Post.objects.filter(in_group="LEADER", closed_on__isnull=True).order_by("code").first()
    return leader or head
