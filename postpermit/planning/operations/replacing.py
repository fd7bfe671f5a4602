"""递补: a drawn unit that cannot be visited gives its place to the next in the same ranking. Never a new draw."""

from collections.abc import Iterable
from datetime import datetime

from django.db import transaction

from postpermit.planning.models import DrawnUnit, DrawReplacement, PlannedVisit
from postpermit.planning.operations.public_value import held
from postpermit.planning.queries.been import been_since
from postpermit.planning.states import DrawnRole, DrawState, PlannedState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused

GIVEN_UP = "已由下一名单位递补"


class UnableToReplace(Refused):
    """The unit was not drawn, was replaced already, or the list is used up."""


@transaction.atomic
def replace_unit(*, drawn: DrawnUnit, why: str, by: Actor, at: datetime) -> DrawReplacement:
    """The next of the ranking takes the place; answers who. Two at once: one replaces, the other is told."""
    draw = held(drawn.draw)
    out = DrawnUnit.objects.select_related("facility").get(pk=drawn.pk)
    if draw.state not in (DrawState.DRAWN, DrawState.PUBLISHED):
        raise UnableToReplace("还没有抽取，不能递补。", place="why")
    if not why.strip():
        raise UnableToReplace("递补须写明理由，如单位已关闭。", place="why")
    if out.role == DrawnRole.REPLACED:
        raise UnableToReplace("这家单位已由他人办理递补，请刷新后查看。", place="why")
    if out.role == DrawnRole.RESERVE:
        raise UnableToReplace("这家单位没有被抽中，不需要递补。", place="why")
    if been_since(draw, [out.facility_id]):
        raise UnableToReplace("这家单位抽取后已检查或监测，不再递补。", place="why")
    weeks = PlannedVisit.objects.filter(drawn_in=draw, facility=out.facility_id).select_for_update()
    if any(visit.state == PlannedState.TAKEN_UP for visit in weeks):
        raise UnableToReplace("对这家单位的检查已经派出，请先取消那次检查再递补。", place="why")
    into = draw.units.filter(role=DrawnRole.RESERVE).select_related("facility").order_by("rank").first()
    if into is None:
        raise UnableToReplace("名单已经用完，没有可以递补的单位。", place="why")
    DrawnUnit.objects.filter(pk=out.pk).update(role=DrawnRole.REPLACED)
    DrawnUnit.objects.filter(pk=into.pk).update(role=DrawnRole.REPLACEMENT)
    made = DrawReplacement.objects.create(
        draw=draw, out=out, into=into, why=why.strip()[:200], by_name=by.signature, at=at
    )
    facts = {"out": str(out.facility.public_id), "into": str(into.facility.public_id), "rank": into.rank}
    subjects = [draw, out.facility, into.facility]
    record("replace", label="递补", subjects=subjects, by=by, at=at, clause="plan:6.1", why=why, facts=facts)
    _give_up(weeks, by, at)
    return made


def _give_up(weeks: Iterable[PlannedVisit], by: Actor, at: datetime) -> None:
    """Nobody is sent to who was replaced. Where other duties of the unit are due the visit stays, without the draw.

    Who comes in has no week yet: the proof on the plan's page says so until the plan is made again.
    """
    for visit in weeks:
        if visit.state != PlannedState.PLANNED:
            continue
        if visit.duties.filter(duty__facility__isnull=False).exists():
            PlannedVisit.objects.filter(pk=visit.pk).update(drawn_in=None)
        else:
            advance(visit, "void", by=by, at=at, clause="plan:6.1", why=GIVEN_UP, changes={"why": GIVEN_UP})
