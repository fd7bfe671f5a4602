"""外部编号: the same thing in another system, told by that system's number."""

from datetime import date, datetime
from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef, Value
from django.db.models.functions import Cast, Concat

from postpermit import law
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused
from postpermit.trail.models import ExternalReference, reference


class UnableToRefer(Refused):
    """The system is unknown, the number missing, or the thing has a number there already."""


@transaction.atomic
def refer(
    *, subject: models.Model | str, system: str, number: str, on: date, by: Actor, at: datetime
) -> ExternalReference:
    """Note under which number ``system`` holds the thing. The same number again changes nothing."""
    name = subject if isinstance(subject, str) else reference(subject)
    clean = number.strip()
    if system not in {s.code for s in law.systems()}:
        raise UnableToRefer("没有这个外部系统。", place="system")
    if not clean or len(clean) > 64:
        raise UnableToRefer("请填写对方系统的编号（不超过 64 个字符）。", place="number")
    known = ExternalReference.objects.filter(subject=name, system=system, ended_why="").first()
    if known is not None and known.number == clean:
        return known
    if known is not None:
        raise UnableToRefer(
            f"已登记过{law.system(system).name}的编号 {known.number}，如有错误请先作废。", place="number"
        )
    made = ExternalReference.objects.create(
        subject=name, system=system, number=clean, on=on, by_ref=by.ref, by_name=by.signature
    )
    record(
        "refer",
        label="登记外部编号",
        subjects=[name],
        by=by,
        at=at,
        clause="plan:8.1",
        facts={"system": system, "number": clean},
    )
    return made


@transaction.atomic
def end_reference(*, held: ExternalReference, why: str, by: Actor, at: datetime) -> None:
    """The number was wrong; it stays to be read, with the reason."""
    if not why.strip():
        raise UnableToRefer("请写明作废理由。", place="why")
    ended = ExternalReference.objects.filter(pk=held.pk, ended_why="")
    if not ended.update(ended_why=why.strip()[:200], ended_by=by.signature):
        raise UnableToRefer("该编号已作废。")
    record(
        "end-reference",
        label="作废外部编号",
        subjects=[held.subject],
        by=by,
        at=at,
        clause="plan:8.1",
        why=why,
        facts={"system": held.system, "number": held.number},
    )


def references_of(*names: str) -> "models.QuerySet[ExternalReference]":
    """The numbers in force of these things, in the order noted."""
    return ExternalReference.objects.filter(subject__in=names, ended_why="").order_by("pk")


def without_number(rows: "models.QuerySet[Any]", system: str) -> "models.QuerySet[Any]":
    """Those that carry no number of the system yet."""
    label = rows.model._meta.label_lower
    name = Concat(Value(f"{label}:"), Cast(OuterRef("pk"), models.CharField()))
    held = ExternalReference.objects.filter(system=system, ended_why="", subject=name)
    return rows.filter(~Exists(held))
