"""超频次检查批准: the head lets one visit through that goes beyond the yearly ceiling (plan 6.2)."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.law import SECRET_REFUSAL, holds_secret
from postpermit.planning.models import CapException
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused


class UnableToExcept(Refused):
    """The reason is missing, or the year is over."""


@transaction.atomic
def approve_exception(*, facility: Facility, year: int, why: str, by: Actor, at: datetime) -> CapException:
    """Let one further visit of the year through, with the reason. The power to do so is the head's alone."""
    if not why.strip():
        raise UnableToExcept("批准超频次检查须写明理由。", place="why")
    if holds_secret(why):
        raise UnableToExcept(SECRET_REFUSAL, place="why")
    if len(why.strip()) > 200:
        raise UnableToExcept("理由不超过 200 字。", place="why")
    if not localdate(at).year <= year <= localdate(at).year + 1:
        raise UnableToExcept("只能批准今年或明年的检查。", place="year")
    made = CapException.objects.create(
        facility=facility,
        year=year,
        why=why.strip(),
        by_ref=by.ref,
        by_name=by.signature,
        on=localdate(at),
    )
    record(
        "approve-exception",
        label="批准超频次检查",
        subjects=[made, facility],
        by=by,
        at=at,
        clause="plan:6.2",
        why=why.strip(),
        facts={"year": year},
    )
    return made
