"""What each kind of act from a device does. Whatever fails here leaves the act on the device, or aside on the server."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID, uuid5

from django.utils import timezone

from postpermit.enforcement.models import Visit, VisitAnswer
from postpermit.enforcement.operations.answers import settle_conflict, take_answer
from postpermit.enforcement.operations.noting import add_participant, edit_record, note_code
from postpermit.enforcement.operations.outcome import finish_visit, start_visit
from postpermit.enforcement.operations.paper_notes import caption_picture
from postpermit.enforcement.operations.pictures import keep_picture
from postpermit.enforcement.queries.answers import ELEMENT, version_row
from postpermit.enforcement.rules.arriving import (
    caption_overtaken,
    code_overtaken,
    done_before,
    hour_of,
)
from postpermit.enforcement.rules.device_act import ActKind, FieldAct, UnreadableAct
from postpermit.enforcement.rules.record_elements import BY_CODE, YES
from postpermit.enforcement.states import CheckResult, VisitState
from postpermit.trail.actors import Actor
from postpermit.trail.queries import timeline


class Aside(Exception):
    """The act came too late to take effect; it is kept with this sentence."""


@dataclass(frozen=True)
class Coming:
    """An act on its way to take effect."""

    visit: Visit
    act: FieldAct
    data: bytes | None
    by: Actor
    at: datetime


def effect_of(come: Coming) -> dict[str, Any]:
    """Do what the act says; answers facts for the receipt. Raises ``Refused`` or ``Aside``."""
    return EFFECTS[come.act.kind](come)


def _answer(come: Coming) -> dict[str, Any]:
    act, question = come.act, come.act.text("question", 24)
    taken = take_answer(
        visit=come.visit, uid=act.uid, question=question, result=act.text("result"), note=act.text("note", 2000),
        based_on=act.based_on, device=act.device, told_at=act.told_at, by=come.by, at=come.at,
    )  # fmt: skip
    return _current(come.visit, question) | {"conflict": taken.conflict}


def _settle(come: Coming) -> dict[str, Any]:
    question = come.act.text("question", 24)
    chosen, over = _uid(come.act.text("uid")), come.act.payload.get("over")
    if not isinstance(over, list) or not VisitAnswer.objects.filter(uid=chosen, visit=come.visit).exists():
        raise UnreadableAct("要选定的版本还没有到达服务器，请稍后再试。")
    row = settle_conflict(
        visit=come.visit,
        question=question,
        uid=chosen,
        over=tuple(_uid(u) for u in over),
        by=come.by,
        at=come.at,
    )
    current = _current(come.visit, question)
    if question.startswith(ELEMENT) and len(current["current"]) == 1:
        _write_element(come, question.removeprefix(ELEMENT), row.note)
    return current


def _record(come: Coming) -> dict[str, Any]:
    """One element of the record, in versions like an answer; it enters the record when one version counts."""
    act, code = come.act, come.act.text("element", 24)
    if code not in BY_CODE:
        raise UnreadableAct("笔录没有这一项，请更新页面后再试。")
    question, text = ELEMENT + code, act.text("text", 2000)
    _note_desk(come, code, question, text)
    taken = take_answer(
        visit=come.visit, uid=act.uid, question=question, result=CheckResult.NOT_CHECKED, note=text,
        based_on=act.based_on, device=act.device, told_at=act.told_at, by=come.by, at=come.at,
    )  # fmt: skip
    if taken.version.current and not taken.conflict:
        _write_element(come, code, text)
    return _current(come.visit, question) | {"conflict": taken.conflict}


def _note_desk(come: Coming, code: str, question: str, text: str) -> None:
    """What somebody wrote on the desk meanwhile becomes a version of its own, so that it is not written over unseen."""
    there = _as_text(come.visit.record.get(code))
    seen, base = come.act.text("was", 2000), come.act.based_on
    known = set(come.visit.answers.filter(question=question).values_list("note", flat=True))
    if there in known | {"", text, seen}:
        return
    take_answer(
        visit=come.visit, uid=uuid5(come.visit.public_id, f"{code}:{there}"), question=question,
        result=CheckResult.NOT_CHECKED, note=there, based_on=base, by=come.by, at=come.at,
    )  # fmt: skip


def _write_element(come: Coming, code: str, text: str) -> None:
    value: Any = text == "是" if BY_CODE[code].kind == YES else text
    edit_record(visit=come.visit, elements={code: value}, by=come.by, at=come.at)
    come.visit.refresh_from_db()


def _as_text(value: Any) -> str:
    return ("是" if value else "否") if isinstance(value, bool) else str(value or "")


def _picture(come: Coming) -> dict[str, Any]:
    act = come.act
    assert come.data is not None  # a photo without its bytes never comes so far
    row = keep_picture(
        visit=come.visit, uid=act.uid, kind=act.text("kind"), question=act.text("question", 24), name=act.text("name"),
        data=come.data, caption=act.text("caption"), signer=act.text("signer", 64), taken_at=act.moment("taken_at"),
        longitude=_degrees(act, "longitude", 180), latitude=_degrees(act, "latitude", 90),
        from_album=act.payload.get("from_album") is True, device=act.device, by=come.by, at=come.at,
    )  # fmt: skip
    return {"picture": str(row.uid)}


def _participant(come: Coming) -> dict[str, Any]:
    act = come.act
    kind, name = act.text("kind"), act.text("name", 32)
    if come.visit.participants.filter(kind=kind, name=name).exists():
        raise Aside("这位参加人先前已登记")
    add_participant(
        visit=come.visit, kind=kind, name=name, body=act.text("body", 100), by=come.by, at=come.at
    )
    return {}


def _start(come: Coming) -> dict[str, Any]:
    began = come.act.moment("started_at")
    if began is None:
        raise UnreadableAct("请填写开始时间。", place="started_at")
    if come.visit.started_at:
        told = f"记录的开始时间是 {_local(come.visit.started_at)}"
        raise Aside(done_before("开始检查", told, by_self=_was_self(come, "start")))
    start_visit(visit=come.visit, started_at=hour_of(began, come.at), by=come.by, at=come.at)
    return {"state": come.visit.state}


def _finish(come: Coming) -> dict[str, Any]:
    act, ended = come.act, come.act.moment("ended_at")
    if ended is None:
        raise UnreadableAct("请填写结束时间。", place="ended_at")
    if come.visit.state == VisitState.ENDED:
        told = f"记录的结局是“{come.visit.get_outcome_display()}”"
        raise Aside(done_before("结束检查", told, by_self=_was_self(come, "finish")))
    finish_visit(
        visit=come.visit, outcome=act.text("outcome"), conclusion=act.text("conclusion", 2000),
        ended_at=hour_of(ended, come.at), by=come.by, at=come.at,
    )  # fmt: skip
    return {"state": come.visit.state}


def _was_self(come: Coming, verb: str) -> bool:
    """Whether the one who sends took this step of the visit last, on whichever device."""
    last = timeline(come.visit).filter(verb=verb).first()
    return last is not None and last.by == come.by.ref


def _code(come: Coming) -> dict[str, Any]:
    """The 检查码 that was had on the way: the same rule as at the desk."""
    code, seen = come.act.text("code", 64), come.act.text("was", 64)
    if late := code_overtaken(come.visit.inspection_code, seen, code):
        raise Aside(late)
    note_code(visit=come.visit, code=code, by=come.by, at=come.at)
    return {"code": code}


def _caption(come: Coming) -> dict[str, Any]:
    """What a photo proves, said after it was sent."""
    picture = come.visit.pictures.filter(uid=_uid(come.act.text("picture"))).first()
    if picture is None:
        raise UnreadableAct("照片还没有到达服务器，请稍后再试。")
    last, said = picture.said_later, come.act.text("caption")
    if late := caption_overtaken(last.text if last else picture.caption, come.act.text("was"), said):
        raise Aside(late)
    caption_picture(picture=picture, text=said, seen=last.pk if last else 0, by=come.by, at=come.at)
    return {"picture": str(picture.uid)}


EFFECTS: Mapping[ActKind, Callable[[Coming], dict[str, Any]]] = {
    ActKind.ANSWER: _answer,
    ActKind.SETTLE: _settle,
    ActKind.PICTURE: _picture,
    ActKind.PARTICIPANT: _participant,
    ActKind.RECORD: _record,
    ActKind.START: _start,
    ActKind.FINISH: _finish,
    ActKind.CODE: _code,
    ActKind.CAPTION: _caption,
}


def _current(visit: Visit, question: str) -> dict[str, Any]:
    rows = visit.answers.filter(question=question, current=True).order_by("pk")
    return {"question": question, "current": [version_row(row) for row in rows]}


def _uid(value: Any) -> UUID:
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError as error:
        raise UnreadableAct("版本编号不对。") from error


def _degrees(act: FieldAct, name: str, most: int) -> Decimal | None:
    text = act.text(name, 20)
    if not text:
        return None
    try:
        value = Decimal(text).quantize(Decimal("0.000001"))
    except InvalidOperation as error:
        raise UnreadableAct("位置写法不对。", place=name) from error
    if not value.is_finite() or abs(value) > most:
        raise UnreadableAct("位置超出范围。", place=name)
    return value


def _local(moment: datetime) -> str:
    return timezone.localtime(moment).strftime("%Y-%m-%d %H:%M")
