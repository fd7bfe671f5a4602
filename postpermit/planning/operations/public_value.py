"""填写公开随机数: one division enters what was published; it counts once the other has entered the same (plan 6.1)."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localtime

from postpermit.planning.models import Draw
from postpermit.planning.operations.waiting import rehang
from postpermit.planning.rules.public_values import fault_of_value, known_from
from postpermit.planning.rules.waits import PARTIES
from postpermit.planning.states import DrawState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused

CLAUSE = "plan:6.1"
PLACE = "public_value"


class UnableToTellValue(Refused):
    """Too early, written in another way, or the other division was faster."""


def held(draw: Draw) -> Draw:
    """The draw under a lock, as it is now."""
    return Draw.objects.select_for_update().select_related("plan").get(pk=draw.pk)


def refuse_value(draw: Draw, value: str, by: Actor, at: datetime, refusal: type[Refused]) -> None:
    """What holds for both who enter it: both bytes told, the value published by now, its spelling the one agreed on."""
    if draw.state != DrawState.COMMITTED:
        raise refusal("已由他人办理，请刷新后查看。", place=PLACE)
    if by.division not in PARTIES:
        raise refusal("公开随机数由法制科和执法大队各填写一次。", place=PLACE)
    if draw.commitments.exclude(revealed="").count() < len(PARTIES):
        raise refusal("两个科室都公开随机数后才能填写公开随机数的取值。", place=PLACE)
    now = localtime(at)
    if draw.public_day is None or now.date() < draw.public_day:
        raise refusal(f"公开随机数在 {draw.public_day} 才产生，请当天起填写。", place=PLACE)
    if now.date() == draw.public_day and (hour := known_from(now)):
        raise refusal(f"公开随机数当天 {hour} 才公布，此前不能填写。", place=PLACE)
    if fault := fault_of_value(value, draw.public_form):
        raise refusal(fault, place=PLACE)


@transaction.atomic
def tell_value(*, draw: Draw, public_value: str, by: Actor, at: datetime) -> Draw:
    """The first of the two entries; until the other division has confirmed it a slip of the pen can be put right."""
    draw, value = held(draw), public_value.strip()
    refuse_value(draw, value, by, at, UnableToTellValue)
    if draw.told_division and draw.told_division != by.division:
        raise UnableToTellValue("对方科室已经填写，请在“核对公开随机数并抽取”里再填一次。", place=PLACE)
    facts = {"division": by.division, "public": value, "corrects": draw.told_value}
    changes = {
        "told_value": value, "told_division": by.division, "told_ref": by.ref, "told_name": by.signature,
    }  # fmt: skip
    advance(draw, "tell-value", by=by, at=at, clause=CLAUSE, facts=facts, changes=changes)
    rehang(draw, by=by, at=at)
    return draw


def refuse_unconfirmed(draw: Draw, value: str, by: Actor, refusal: type[Refused]) -> None:
    """The second entry: by the other division, by somebody else, and the same to the letter."""
    if not draw.told_division:
        raise refusal("还没有科室填写公开随机数的取值，请先填写。", place=PLACE)
    if by.division == draw.told_division or by.ref == draw.told_ref:
        raise refusal("取值由另一科室的另一人核对，填写的人不能自己核对。", place=PLACE)
    if value != draw.told_value:
        raise refusal(
            "与对方科室填写的取值不一致，没有抽取；请双方对照公布的原文，填错的一方更正。", place=PLACE
        )
