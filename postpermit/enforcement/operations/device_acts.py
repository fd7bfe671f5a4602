"""Acts that devices send: each takes effect once, and its receipt says which bytes were kept (plan 6.1)."""

from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from postpermit.enforcement.models import DeviceAct, Visit, VisitOfficer
from postpermit.enforcement.operations.device_effects import Aside, Coming, effect_of
from postpermit.enforcement.operations.pictures import UnableToKeepPicture, file_name
from postpermit.enforcement.queries.answers import ELEMENT
from postpermit.enforcement.queries.signed import is_closed
from postpermit.enforcement.rules.arriving import not_own
from postpermit.enforcement.rules.device_act import ActKind, FieldAct, UnreadableAct, digest_of, read_act
from postpermit.enforcement.rules.versions import (
    Arrival,
    Outcome,
    arrival,
    clock_apart,
    why_aside,
    why_closed,
)
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.attachments import UnableToAttach, attach
from postpermit.trail.errors import Refused
from postpermit.trail.files import keep

Receipt = dict[str, Any]
OWN_WISH = "本人在设备上选择不采纳"


class UnableToTake(Refused):
    """Nothing was stored; the act stays on the device with this sentence."""


def take(
    *,
    raw: bytes,
    data: bytes | None = None,
    sent_at: datetime | None = None,
    aside: bool = False,
    carried: bool = False,
    by: Actor,
    at: datetime,
) -> Receipt:
    """Take one act in. ``raw``: the act's own bytes; ``data``: its photo; ``aside``: keep it without effect.

    ``carried``: it came in a file by hand, which must name who wrote it. The same bytes again get the same receipt, with ``duplicate``. Raises ``Refused`` where nothing could be stored.
    """
    act = read_act(raw)
    if fault := not_own(act.owner, by.ref, carried=carried):
        raise UnableToTake(fault)
    if again := _earlier(act):
        return again
    try:
        return _take(act=act, raw=raw, data=data, sent_at=sent_at, aside=aside, by=by, at=at)
    except IntegrityError:
        # A twin request stored it in between: its receipt is ours too.
        if again := _earlier(act):
            return again
        raise


def _earlier(act: FieldAct) -> Receipt | None:
    kept = DeviceAct.objects.filter(pk=act.uid).first()
    came = arrival(kept.digest if kept else None, act.digest)
    if came is Arrival.OTHER:
        raise UnableToTake("这个编号先前已收到过另一份内容，两份不同，没有收下。")
    return {**_told(kept), "duplicate": True} if kept else None


def _told(kept: DeviceAct) -> Receipt:
    return {name: value for name, value in kept.answer.items() if name not in ("act", "attachment", "file")}


@transaction.atomic
def _take(
    *,
    act: FieldAct,
    raw: bytes,
    data: bytes | None,
    sent_at: datetime | None,
    aside: bool,
    by: Actor,
    at: datetime,
) -> Receipt:
    visit = Visit.objects.select_for_update().filter(public_id=act.visit).first()
    sent = _sent(visit, by)
    if visit is None or sent is None:
        raise UnableToTake("没有派您参加的这次检查。")
    if again := _earlier(act):
        return again
    _refuse_half(act, data)
    why = OWN_WISH if aside else _why_without_effect(visit, sent, act)
    answer: Receipt = {
        "uid": str(act.uid),
        "digest": act.digest,
        "data_digest": digest_of(data),
        "outcome": Outcome.TAKEN,
    }
    if minutes := clock_apart(sent_at, at):
        answer["clock"] = minutes
    if not why:
        try:
            with transaction.atomic():
                answer |= effect_of(Coming(visit, act, data, by, at))
        except Aside as late:
            why = str(late)
    if why:
        answer |= {"outcome": Outcome.SET_ASIDE, "reason": why} | _hold(visit, act, raw, data, why, by, at)
    row = DeviceAct.objects.create(
        uid=act.uid, device=act.device, visit=visit, kind=act.kind, digest=act.digest, answer=answer,
        by_ref=by.ref, received_at=at,
    )  # fmt: skip
    return {**_told(row), "duplicate": False}


def _sent(visit: Visit | None, by: Actor) -> VisitOfficer | None:
    """This officer's row in the team, also after he left it."""
    kind, _, public = by.ref.partition(":")
    if visit is None or kind != "officer":
        return None
    return visit.officers.filter(officer__public_id=UUID(public)).first()


def _refuse_half(act: FieldAct, data: bytes | None) -> None:
    """A photo comes whole, and only a photo comes with bytes: what the receipt names must be what is kept."""
    if act.kind is not ActKind.PICTURE:
        if data is not None:
            raise UnreadableAct("这一条不应带文件。")
    elif data is None or digest_of(data) != act.text("sha256"):
        raise UnreadableAct("照片没有传完整，请再试一次。", place="data")


def _why_without_effect(visit: Visit, sent: VisitOfficer, act: FieldAct) -> str:
    if late := why_aside(visit.state, left_as=sent.left_as):
        return late
    # A choice between two versions of an element writes the record as the element itself does.
    element = act.kind is ActKind.SETTLE and act.text("question", 24).startswith(ELEMENT)
    return why_closed(ActKind.RECORD if element else act.kind, signed=is_closed(visit))


def _hold(
    visit: Visit, act: FieldAct, raw: bytes, data: bytes | None, why: str, by: Actor, at: datetime
) -> Receipt:
    """Keep what takes no effect, whole: its text in the act's row, its photo on the visit."""
    held: dict[str, Any] = {"act": raw.decode("utf-8")}
    if data is not None:
        try:
            name = file_name(act.text("name") or "照片", data)
            file = attach(
                subject=visit, name=name, data=data, note=f"未采纳：{why}", clause="plan:6.1", by=by, at=at
            )
            held["attachment"] = str(file.public_id)
        except (UnableToAttach, UnableToKeepPicture):
            held["file"] = keep(data)
    record(
        "set-aside",
        label="现场数据未采纳",
        subjects=[visit],
        by=by,
        at=at,
        clause="plan:6.1",
        why=why,
        facts={"uid": str(act.uid), "kind": act.kind.label, "digest": act.digest},
    )
    return held
