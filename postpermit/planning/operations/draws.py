"""封存、公开、抽取、公布、中止: two divisions, one public value, and nobody who could steer the result (plan 6.1)."""

import re
from datetime import datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.planning.draw import commitment
from postpermit.planning.draw import draw as draw_units
from postpermit.planning.models import Commitment, Draw, DrawnUnit
from postpermit.planning.operations.officers_draw import keep_officers
from postpermit.planning.operations.public_value import held, refuse_unconfirmed, refuse_value
from postpermit.planning.operations.waiting import rehang
from postpermit.planning.queries.draw_page import listing_of, secrets_of
from postpermit.planning.rules.strata import Stratum
from postpermit.planning.rules.waits import PARTIES
from postpermit.planning.states import DrawnRole, DrawState
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused

HEX = re.compile(r"[0-9a-f]{64}")
CLAUSE = "plan:6.1"


class UnableToCommit(Refused):
    """Not a digest, not this division's turn, not this person, or too late."""


class UnableToReveal(Refused):
    """The bytes are not those that the division committed to."""


class UnableToCarryOut(Refused):
    """The public value is not known yet, or somebody still keeps his bytes."""


class UnableToAbort(Refused):
    """The result can be worked out already: stopping now would be choosing."""


@law.rule("PL-52", CLAUSE)
def _refuse_choosing(draw: Draw, at: datetime) -> None:
    """双方随机数都已出示、公开随机数已经产生的，结果已可算出，只能抽取，不能中止。"""
    told = draw.commitments.exclude(revealed="").count() == len(PARTIES)
    if told and draw.public_day is not None and localdate(at) >= draw.public_day:
        raise UnableToAbort(
            f"双方随机数已出示，公开随机数 {draw.public_day} 起已为人知，结果已可算出，不能中止，请抽取。"
        )


@law.rule("PL-51", CLAUSE)
def _refuse_late(draw: Draw, at: datetime) -> None:
    """两个部门的随机数须在公开随机数产生之日以前封存，当天及以后不再接受。"""
    if draw.public_day is not None and localdate(at) >= draw.public_day:
        raise UnableToCommit(
            f"公开随机数 {draw.public_day} 起已为人知，不能再封存；请中止后重新封存名单。", place="digest"
        )


@transaction.atomic
def commit_draw(*, draw: Draw, digest: str, by: Actor, at: datetime) -> Draw:
    """The digest of 32 random bytes that the person's own browser made; the bytes stay with that person."""
    draw = held(draw)
    _refuse_unfit(draw, digest, by, at)
    try:
        with transaction.atomic():
            Commitment.objects.create(
                draw=draw, division_id=by.division, digest=digest, by_ref=by.ref, by_name=by.signature, at=at
            )
    except IntegrityError as error:
        raise UnableToCommit("本科室已由他人封存，请刷新后查看。", place="digest") from error
    facts = {"division": by.division, "digest": digest}
    advance(draw, "commit", by=by, at=at, clause=CLAUSE, facts=facts)
    if draw.commitments.count() == len(PARTIES):
        advance(draw, "seal", by=by, at=at, clause=CLAUSE)
    rehang(draw, by=by, at=at)
    return draw


def _refuse_unfit(draw: Draw, digest: str, by: Actor, at: datetime) -> None:
    if by.division not in PARTIES:
        raise UnableToCommit("随机数由法制科和执法大队各封存一份。", place="digest")
    if not HEX.fullmatch(digest):
        raise UnableToCommit("封存值须是 64 位，由数字 0-9 和字母 a-f 组成。", place="digest")
    _refuse_late(draw, at)
    others = list(draw.commitments.all())
    if any(c.division_id == by.division for c in others):
        raise UnableToCommit("本科室已封存随机数，不能更换。", place="digest")
    if any(c.by_ref == by.ref for c in others):
        raise UnableToCommit("两份随机数须由两个科室的不同人员封存。", place="digest")
    if Commitment.objects.filter(digest=digest).exists():
        raise UnableToCommit("这个封存值已经用过，请重新产生随机数。", place="digest")


@transaction.atomic
def reveal_draw(*, draw: Draw, secret: str, by: Actor, at: datetime) -> Draw:
    """Tell the bytes. Both are committed by then, so telling early gives nothing away and prevents holding back later."""
    draw = held(draw)
    kept = draw.commitments.filter(division=by.division).first()
    if kept is None or by.division not in PARTIES:
        raise UnableToReveal("本科室没有封存过随机数。", place="secret")
    text = secret.strip().lower()
    if not HEX.fullmatch(text):
        raise UnableToReveal("随机数须是 64 位，由数字 0-9 和字母 a-f 组成。", place="secret")
    if commitment(bytes.fromhex(text), draw.algorithm) != kept.digest:
        raise UnableToReveal("与本科室的封存值不符，请核对打印或保存的那一份。", place="secret")
    told = {"revealed": text, "revealed_name": by.signature, "revealed_at": at}
    if not draw.commitments.filter(pk=kept.pk, revealed="").update(**told):
        raise UnableToReveal("本科室的随机数已由他人公开，请刷新后查看。", place="secret")
    facts = {"division": by.division, "revealed": text}
    advance(draw, "reveal", by=by, at=at, clause=CLAUSE, facts=facts)
    rehang(draw, by=by, at=at)
    return draw


@transaction.atomic
def carry_out_draw(*, draw: Draw, public_value: str, by: Actor, at: datetime) -> Draw:
    """Everything follows from what is on record and the public value: the result is computed, never chosen.

    The other division has entered the value before (``tell_value``); who draws enters it again, without looking.
    """
    draw, value = held(draw), public_value.strip()
    refuse_value(draw, value, by, at, UnableToCarryOut)
    refuse_unconfirmed(draw, value, by, UnableToCarryOut)
    r1, r2 = secrets_of(draw)
    drawn = draw_units(listing_of(draw), r1, r2, value, draw.algorithm)
    changes = {"public_value": value, "seed": drawn.seed.hex(), "drawn_at": at, "drawn_name": by.signature}
    facts = {"seed": drawn.seed.hex(), "public": value, "selected": list(drawn.selected)[:200], "n": draw.n}
    advance(draw, "draw", by=by, at=at, clause=CLAUSE, facts=facts, changes=changes)
    if draw.stratum == Stratum.OFFICERS:
        keep_officers(draw, by=by, at=at)
    else:
        _keep_ranking(draw, drawn.ranking)
    rehang(draw, by=by, at=at)
    return draw


def _keep_ranking(draw: Draw, ranking: tuple[str, ...]) -> None:
    told: dict[str, Any] = {u["id"]: u["p"] for u in listing_of(draw)["units"]}
    keys = {str(p): pk for p, pk in Facility.objects.values_list("public_id", "pk").iterator(chunk_size=5000)}
    DrawnUnit.objects.bulk_create(
        [
            DrawnUnit(
                draw=draw,
                facility_id=keys[unit],
                rank=rank,
                probability=told[unit],
                role=DrawnRole.SELECTED if rank <= draw.n else DrawnRole.RESERVE,
            )
            for rank, unit in enumerate(ranking, 1)
        ],
        batch_size=500,
    )


@transaction.atomic
def publish_draw(*, draw: Draw, by: Actor, at: datetime) -> Draw:
    """From now on anybody can compute it again."""
    draw = held(draw)
    advance(
        draw, "publish", by=by, at=at, clause="random-inspection:3", changes={"published_on": localdate(at)}
    )
    rehang(draw, by=by, at=at)
    return draw


@transaction.atomic
def abort_draw(*, draw: Draw, why: str, by: Actor, at: datetime) -> Draw:
    """The list and whatever was committed stay on record and are never used again; the next one is a further attempt."""
    draw = held(draw)
    if draw.state == DrawState.COMMITTED:
        _refuse_choosing(draw, at)
    facts = {"attempt": draw.attempt, "list_hash": draw.list_hash}
    advance(
        draw, "abort", by=by, at=at, clause=CLAUSE, why=why, facts=facts, changes={"why": why.strip()[:200]}
    )
    rehang(draw, by=by, at=at)
    return draw
