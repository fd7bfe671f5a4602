"""Giving a task to a division."""

from collections.abc import Iterable
from datetime import date, datetime

from postpermit.linkage.models import Slip, SlipAssignment
from postpermit.linkage.operations.waiting import rehang
from postpermit.linkage.states import GONE, AssignmentState
from postpermit.office.models import Division
from postpermit.trail.actors import Actor
from postpermit.trail.errors import Refused

# They stand in the table of divisions but are no division that could act on a task.
NO_RECEIVERS = ("GROUP", "HOLDER", "TECHNICAL")


class UnableToSend(Refused):
    """The division is unknown, or has this task already."""


def refuse_unknown(divisions: Iterable[str]) -> None:
    """Raise ``UnableToSend`` when one of the codes is no division of the bureau."""
    wanted = set(divisions)
    known = set(
        Division.objects.filter(code__in=wanted).exclude(code__in=NO_RECEIVERS).values_list("code", flat=True)
    )
    if wanted - known:
        raise UnableToSend(f"没有这个科室：{'、'.join(sorted(wanted - known))}。", place="receivers")


def send(
    slip: Slip,
    division: str,
    *,
    by: Actor,
    at: datetime,
    on: date,
    handed_from: SlipAssignment | None = None,
) -> SlipAssignment:
    """Make the assignment and put it on a desk of the division."""
    refuse_unknown([division])
    if SlipAssignment.objects.filter(slip=slip, division=division).exclude(state__in=GONE).exists():
        raise UnableToSend("该科室已是本任务的接收科室。", place="division")
    made = SlipAssignment.objects.create(
        slip=slip, division_id=division, state=AssignmentState.WAITING, handed_from=handed_from, sent_on=on
    )
    rehang(made, by=by, at=at)
    return made
