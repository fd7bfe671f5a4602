"""线索: suspected by anybody or by a machine, answered for by a person."""

from datetime import date, datetime

from django.db import transaction

from postpermit import law
from postpermit.linkage.models import Slip, ViolationLead
from postpermit.linkage.operations.waiting import rehang
from postpermit.linkage.states import LeadState
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused


class UnableToSuspectLead(Refused):
    """The suspicion does not say what, where or against which provision."""


@transaction.atomic
def suspect_lead(
    *,
    division: str,
    what: str,
    clause: str,
    found_on: date,
    origin_text: str,
    origin: str = "",
    facility: Facility | None = None,
    place: str = "",
    by: Actor,
    at: datetime,
) -> ViolationLead:
    """Note a suspicion for ``division``, which has to confirm it or set it aside.

    ``origin`` is a reference upward (``supervision.finding:17``), kept as text because this room never looks up.
    """
    if facility is None and not place.strip():
        raise UnableToSuspectLead("请选择排污单位，或写明地点。", place="facility")
    if not what.strip():
        raise UnableToSuspectLead("请写明线索内容。", place="what")
    try:
        law.clause(clause)
    except law.UnknownClause:
        raise UnableToSuspectLead(f"没有这一条款：{clause}。", place="clause") from None
    lead = ViolationLead.objects.create(
        state=LeadState.SUSPECTED,
        origin=origin,
        origin_text=origin_text,
        facility=facility,
        place=place.strip(),
        what=what.strip(),
        clause=clause,
        found_by_id=division,
        found_on=found_on,
        reported_ref=by.ref,
        reported_name=by.signature,
    )
    record(
        "suspect",
        label="登记疑似线索",
        subjects=[lead, *([facility] if facility else [])],
        by=by,
        at=at,
        clause="plan:8.1",
        facts={"what": lead.what, "clause": clause, "origin": origin},
    )
    rehang(lead, by=by, at=at)
    return lead


@transaction.atomic
def set_aside_lead(*, lead: ViolationLead, why: str, by: Actor, at: datetime) -> ViolationLead:
    """Decide with a reason that this is no lead."""
    advance(lead, "set-aside", by=by, at=at, clause="plan:8.1", why=why)
    rehang(lead, by=by, at=at)
    return lead


def reopen_lead(slip: Slip, *, why: str, by: Actor, at: datetime) -> None:
    """A lead whose task was withdrawn is a suspicion again, so that none is confirmed without a task."""
    if slip.lead is None:
        return
    lead = slip.lead
    lead.refresh_from_db()
    unconfirmed = {"confirmed_at": None, "confirmed_ref": "", "confirmed_name": ""}
    advance(lead, "reopen", by=by, at=at, clause="plan:8.1", why=why, changes=unconfirmed)
    rehang(lead, by=by, at=at)
