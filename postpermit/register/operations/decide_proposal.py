"""数据建议: the owner of the field takes the value or leaves their own."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.register.cells import Faulty, read
from postpermit.register.checking import column_of
from postpermit.register.models import Facility, FieldProposal
from postpermit.register.search import search_text
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused


class UnableToDecideProposal(Refused):
    """Only the division that owns the field decides."""


@transaction.atomic
def take_proposal(*, proposal: FieldProposal, by: Actor, at: datetime) -> FieldProposal:
    """Take the proposed value over; it then counts as the owner's."""
    _refuse_stranger(proposal, by)
    advance(
        proposal,
        "take",
        by=by,
        at=at,
        clause="plan:8.2",
        facts={"field": proposal.field, "from": proposal.current, "to": proposal.proposed},
    )
    unit = Facility.objects.select_for_update().get(pk=proposal.facility_id)
    column = column_of(proposal.field)
    try:
        value = dict(column.options).get(proposal.proposed) or _read(column, proposal.proposed)
    except Faulty as error:
        raise UnableToDecideProposal(f"{column.header}{error}") from error
    setattr(unit, proposal.field, value)
    source = {"by": proposal.proposed_by_id, "on": localdate(at).isoformat(), "taken_by": by.division}
    unit.provenance[proposal.field] = source
    unit.search_text = search_text(unit.name, unit.number, unit.uscc)
    unit.save()
    return proposal


@transaction.atomic
def decline_proposal(*, proposal: FieldProposal, why: str, by: Actor, at: datetime) -> FieldProposal:
    """Leave the owner's value, with the reason."""
    _refuse_stranger(proposal, by)
    advance(proposal, "decline", by=by, at=at, clause="plan:8.2", why=why, facts={"field": proposal.field})
    return proposal


def _read(column: object, text: str) -> object:
    options = getattr(column, "options", ())
    if any(code == text for _, code in options):
        return text
    return read(column, text)  # type: ignore[arg-type]


def _refuse_stranger(proposal: FieldProposal, by: Actor) -> None:
    if by.division != proposal.owner_id:
        raise UnableToDecideProposal(f"该字段由{proposal.owner.short_name}维护，请由其决定。")
