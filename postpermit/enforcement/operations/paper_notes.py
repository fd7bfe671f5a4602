"""What people add to the papers of a visit: the provisions that an order stands on, and what a photo proves."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from postpermit.enforcement.models import OrderGround, PictureCaption, VisitFinding, VisitPicture
from postpermit.enforcement.operations.holding import hold, refuse_secret, refuse_state
from postpermit.enforcement.queries.order_paper import ORDERED, ground_of
from postpermit.enforcement.states import FindingState, VisitState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

OPEN = (VisitState.UNDERWAY, VisitState.ENDED, VisitState.CLOSED)
LONGEST = 100


class UnableToChooseGrounds(Refused):
    """The finding is not to be corrected by an order, or somebody else has chosen meanwhile."""


class UnableToCaption(Refused):
    """The caption says nothing, too much, or nothing new."""


@transaction.atomic
def choose_grounds(
    *,
    finding: VisitFinding,
    duties: Sequence[str],
    penalties: Sequence[str],
    seen: int = 0,
    by: Actor,
    at: datetime,
) -> OrderGround:
    """Keep which provisions were broken, and which the order rests on. ``seen``: the choice that the person saw, 0 for none."""
    held = hold(finding.visit_id)
    refuse_state(held, *OPEN)
    now = VisitFinding.objects.get(pk=finding.pk)
    broken, rests = _clean(duties), _clean(penalties)
    if now.disposition not in ORDERED or now.state == FindingState.DROPPED:
        raise UnableToChooseGrounds("这个问题没有责令改正，不用选依据。", place="grounds")
    if not broken and not rests:
        raise UnableToChooseGrounds("请选择违反的规定和依据，或者自己填写。", place="grounds")
    last = ground_of(now)
    if last is not None and (last.duties, last.penalties) == (broken, rests):
        return last
    if (last.pk if last else 0) != seen:
        raise UnableToChooseGrounds("依据刚由他人选定，请刷新后查看。", place="grounds")
    made = OrderGround.objects.create(
        finding=now, duties=broken, penalties=rests, by_ref=by.ref, by_name=by.signature[:64], at=at
    )
    facts = {"visit": held.number, "number": now.number, "duties": broken, "penalties": rests}
    record(
        "choose-grounds",
        label="选定责令改正依据",
        subjects=[now, held],
        by=by,
        at=at,
        clause="penalty-law:28",
        facts=facts,
    )
    return made


def _clean(texts: Sequence[str]) -> list[str]:
    kept = list(dict.fromkeys(t.strip() for t in texts if t.strip()))
    refuse_secret(*kept)
    if any(len(t) > LONGEST for t in kept) or len(kept) > 10:
        raise UnableToChooseGrounds(f"每条规定不超过 {LONGEST} 字，不超过 10 条。", place="grounds")
    return kept


@transaction.atomic
def caption_picture(
    *, picture: VisitPicture, text: str, seen: int = 0, by: Actor, at: datetime
) -> PictureCaption:
    """Say later what a photo proves; the photo and what was said before stay. ``seen``: the caption that the person saw."""
    held = hold(picture.visit_id)
    refuse_state(held, *OPEN)
    words = text.strip()
    refuse_secret(words)
    if not words or len(words) > 200:
        raise UnableToCaption("请写明照片证明什么，不超过 200 字。", place="caption")
    last = picture.captions.order_by("-pk").first()
    if last is not None and last.text == words:
        return last
    if (last.pk if last else 0) != seen:
        raise UnableToCaption("说明刚由他人补写，请刷新后查看。", place="caption")
    made = PictureCaption.objects.create(
        picture=picture, text=words, by_ref=by.ref, by_name=by.signature[:64], at=at
    )
    record(
        "caption",
        label="补写照片说明",
        subjects=[held],
        by=by,
        at=at,
        clause="plan:6.1",
        facts={"picture": str(picture.uid), "text": words, "before": last.text if last else picture.caption},
    )
    return made
