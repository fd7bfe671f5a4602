"""催办 by hand: tells the desks that still owe something on a task, and leaves an entry."""

from datetime import datetime

from django.db import transaction

from postpermit.duties.operations import urge_duties
from postpermit.linkage.models import Slip, SlipAssignment
from postpermit.linkage.states import OPEN
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused
from postpermit.trail.models import reference


class UnableToRemind(Refused):
    """Nobody owes anything on this task."""


@transaction.atomic
def remind_slip(*, slip: Slip, by: Actor, at: datetime) -> int:
    """Remind every receiver that is not done; returns how many."""
    waiting = list(
        SlipAssignment.objects.filter(slip=slip, state__in=OPEN).select_related("division").order_by("pk")
    )
    if not waiting:
        raise UnableToRemind("没有未办结的接收科室，无需催办。")
    facts = {"number": slip.number, "divisions": [a.division_id for a in waiting]}
    advance(slip, "remind", by=by, at=at, clause="plan:8.1", facts=facts)
    urge_duties(subject_refs=[reference(a) for a in waiting], by=by, at=at)
    return len(waiting)
