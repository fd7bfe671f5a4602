"""离任与移交: open duties stay with the post, or move to another one, before anybody is taken off."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from postpermit.duties.models import Duty
from postpermit.duties.states import DutyState
from postpermit.office.models import Holding, Post
from postpermit.office.operations import end_holding
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

LIVE = (DutyState.OPEN, DutyState.WAIVING)


class UnableToVacate(Refused):
    """Duties would be left with nobody."""


@transaction.atomic
def move_duties(*, duties: Sequence[Duty], to_post: Post, why: str, by: Actor, at: datetime) -> int:
    """Put open duties on another desk; returns how many."""
    keys = [d.pk for d in duties]
    moved = Duty.objects.filter(pk__in=keys, state__in=LIVE).update(post=to_post)
    if duties:
        facts = {"to": to_post.pk, "count": moved}
        record(
            "move",
            label="移交应办事项",
            subjects=duties,
            by=by,
            at=at,
            clause="plan:a1",
            why=why,
            facts=facts,
        )
    return moved


@transaction.atomic
def vacate_post(*, holding: Holding, on: date, to_post: Post | None = None, by: Actor, at: datetime) -> int:
    """Take somebody off a post after ``on``. Its open duties move to ``to_post``, or stay for the successor.

    Without a target the post must keep somebody: a B person. Returns how many duties moved.
    """
    duties = list(Duty.objects.filter(post=holding.post, state__in=LIVE))
    moved = 0
    if to_post is not None:
        moved = move_duties(duties=duties, to_post=to_post, why=f"{holding.officer.name}离任", by=by, at=at)
    elif duties and not _somebody_stays(holding):
        raise UnableToVacate(
            f"该岗位还有 {len(duties)} 项待办，离任后无人接办。请先任命继任者，或选择移交到哪个岗位。",
            place="to_post",
        )
    end_holding(holding=holding, on=on, why="离任", by=by, at=at)
    return moved


def _somebody_stays(holding: Holding) -> bool:
    others = Holding.objects.filter(post=holding.post, to_on__isnull=True).exclude(pk=holding.pk)
    return others.filter(officer__disabled_at__isnull=True).exists()
