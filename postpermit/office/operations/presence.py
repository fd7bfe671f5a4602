"""Who is away, and who acts meanwhile."""

from datetime import date, datetime

from django.db import transaction

from postpermit.office.models import Absence, Officer, Post, StandIn
from postpermit.office.states import AbsenceKind
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

ROSTER = "plan:a1"


class UnableToRecordAbsence(Refused):
    """The days are in the wrong order, or the person would stand in for themselves."""


def record_absence(
    *, officer: Officer, kind: str, from_on: date, to_on: date, by: Actor, at: datetime, note: str = ""
) -> Absence:
    """Note that somebody is away; the B persons of their posts act from the first day to the last."""
    if to_on < from_on:
        raise UnableToRecordAbsence("结束日期早于开始日期。", place="to_on")
    if kind not in AbsenceKind.__members__:
        raise UnableToRecordAbsence("请选择离岗事由。", place="kind")
    with transaction.atomic():
        absence = Absence.objects.create(
            officer=officer, kind=kind, from_on=from_on, to_on=to_on, note=note.strip()[:100]
        )
        record(
            "record-absence",
            label="登记离岗",
            subjects=[officer],
            by=by,
            at=at,
            clause=ROSTER,
            facts={"kind": kind, "from": from_on, "to": to_on},
        )
        return absence


def name_stand_in(
    *, post: Post, officer: Officer, from_on: date, to_on: date, reason: str, by: Actor, at: datetime
) -> StandIn:
    """Name somebody who acts for a post during given days (B代A)."""
    if to_on < from_on:
        raise UnableToRecordAbsence("结束日期早于开始日期。", place="to_on")
    if not reason.strip():
        raise UnableToRecordAbsence("请写明代办事由。", place="reason")
    if officer.disabled_at is not None:
        raise UnableToRecordAbsence(f"{officer.name}的账号已停用，不能代办。", place="officer")
    if post.holdings.filter(officer=officer, role="A", to_on__isnull=True).exists():
        raise UnableToRecordAbsence(f"{officer.name}就是该岗位的A角，不能代自己。", place="officer")
    with transaction.atomic():
        stand_in = StandIn.objects.create(
            post=post, officer=officer, from_on=from_on, to_on=to_on, reason=reason.strip()[:100]
        )
        record(
            "name-stand-in",
            label="指定代办",
            subjects=[post, officer],
            by=by,
            at=at,
            clause=ROSTER,
            facts={"post": post.code, "officer": officer.name, "from": from_on, "to": to_on},
            why=reason,
        )
        return stand_in


def end_stand_in(*, stand_in: StandIn, on: date, by: Actor, at: datetime) -> None:
    """End a stand-in before its last day."""
    with transaction.atomic():
        stand_in.to_on = max(on, stand_in.from_on)
        stand_in.save(update_fields=["to_on"])
        record(
            "end-stand-in",
            label="结束代办",
            subjects=[stand_in.post, stand_in.officer],
            by=by,
            at=at,
            clause=ROSTER,
            facts={"to": stand_in.to_on},
        )
