"""Answers to the questions of a visit, in versions: nothing is overwritten that somebody has not seen (plan 6.1)."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import transaction

from postpermit import law
from postpermit.enforcement.models import Visit, VisitAnswer
from postpermit.enforcement.queries.answers import ELEMENT, questions_asked, versions_of
from postpermit.enforcement.rules.checklist import answer_fault
from postpermit.enforcement.rules.record_elements import BY_CODE
from postpermit.enforcement.rules.versions import AFTERWARDS, losers, placed
from postpermit.enforcement.states import CheckResult, VisitState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

LONGEST = 2000


class UnableToAnswer(Refused):
    """The visit no longer takes answers, or the answer is none."""


class UnableToChoose(Refused):
    """There is nothing to choose between, or somebody chose otherwise before."""


@dataclass(frozen=True)
class Taken:
    """The version as it was kept, and whether another one counts beside it."""

    version: VisitAnswer
    conflict: bool


def open_visit(visit: Visit) -> Visit:
    """The visit, held until the end of the act; raises ``UnableToAnswer`` when it takes nothing any more."""
    held = Visit.objects.select_for_update().get(pk=visit.pk)
    if why := AFTERWARDS.get(VisitState(held.state)):
        raise UnableToAnswer(f"{why}，不能再填写。")
    return held


@transaction.atomic
def take_answer(
    *,
    visit: Visit,
    uid: UUID,
    question: str,
    result: str,
    note: str = "",
    based_on: UUID | None = None,
    device: str = "",
    told_at: datetime | None = None,
    by: Actor,
    at: datetime,
) -> Taken:
    """Keep one version of an answer; what needs words has them, from whichever device it comes."""
    held = open_visit(visit)
    if question.startswith(ELEMENT):
        if question.removeprefix(ELEMENT) not in BY_CODE:
            raise UnableToAnswer("笔录没有这一项。", place="question")
    elif question not in questions_asked(held):
        raise UnableToAnswer("这次检查的检查单里没有这一问。", place="question")
    if result not in tuple(CheckResult):
        raise UnableToAnswer("请选择检查结果。", place="result")
    fault = _words_fault(CheckResult(result), note)
    if fault:
        raise UnableToAnswer(fault, place="note")
    if earlier := VisitAnswer.objects.filter(uid=uid).first():
        return _again(held, earlier, question, result, note)
    return _keep(held, uid, question, (result, note.strip()), based_on, (device, told_at), by, at)


def _words_fault(result: CheckResult, note: str) -> str:
    if law.holds_secret(note):
        return law.SECRET_REFUSAL
    if len(note) > LONGEST:
        return f"情况说明不能超过 {LONGEST} 个字，现有 {len(note)} 个。"
    return answer_fault(result, note)


def _again(visit: Visit, earlier: VisitAnswer, question: str, result: str, note: str) -> Taken:
    same = (earlier.visit_id, earlier.question, earlier.result, earlier.note) == (
        visit.pk,
        question,
        result,
        note.strip(),
    )
    if not same:
        raise UnableToAnswer("这个编号先前已用于另一个回答。")
    return Taken(earlier, _standing(visit, question) > 1)


def _keep(
    visit: Visit,
    uid: UUID,
    question: str,
    said: tuple[str, str],
    based_on: UUID | None,
    device: tuple[str, datetime | None],
    by: Actor,
    at: datetime,
) -> Taken:
    place = placed(versions_of(visit, question), str(uid), str(based_on or ""))
    row = VisitAnswer.objects.create(
        uid=uid, visit=visit, question=question, result=said[0], note=said[1], based_on=based_on, current=place.current,
        device=device[0], told_at=device[1], received_at=at, by_ref=by.ref, by_name=by.signature[:64],
    )  # fmt: skip
    if place.superseded:
        VisitAnswer.objects.filter(uid=UUID(place.superseded)).update(current=False)
    record(
        "answer",
        label="填写检查内容",
        subjects=[visit],
        by=by,
        at=at,
        clause="plan:6.1",
        facts={"question": question, "result": said[0], "version": str(uid), "two_versions": place.conflict},
    )
    return Taken(row, place.conflict)


def _standing(visit: Visit, question: str) -> int:
    return visit.answers.filter(question=question, current=True).count()


@transaction.atomic
def settle_conflict(
    *, visit: Visit, question: str, uid: UUID, over: tuple[UUID, ...] | None = None, by: Actor, at: datetime
) -> VisitAnswer:
    """Let one version count. ``over``: the versions that the person saw beside it; without it all that count now."""
    held = open_visit(visit)
    known = versions_of(held, question)
    seen = [str(u) for u in over] if over is not None else [v.uid for v in known if v.current]
    lost = losers(known, str(uid), seen)
    if lost is None:
        raise UnableToChoose("已由他人选定另一个版本，请刷新后查看。", place="uid")
    chosen = VisitAnswer.objects.get(uid=uid)
    if lost:
        VisitAnswer.objects.filter(uid__in=[UUID(u) for u in lost]).update(current=False)
        record(
            "settle-answer",
            label="选定检查内容的版本",
            subjects=[held],
            by=by,
            at=at,
            clause="plan:6.1",
            facts={"question": question, "chosen": str(uid), "set_aside": list(lost)},
        )
    chosen.refresh_from_db()
    return chosen
