"""What became of a penalty in the unit's file: amended, or revoked and from then on nothing against the unit."""

from datetime import date, datetime

from django.db import transaction

from postpermit.register.models import Facility, Penalty
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record


@transaction.atomic
def mark_penalty(
    *,
    facility: Facility,
    number: str,
    changed: str,
    revoked_on: date | None = None,
    clause: str,
    by: Actor,
    at: datetime,
) -> int:
    """Mark every row of that document. Answers how many; what the decision said at first stays as it was entered."""
    rows = Penalty.objects.select_for_update().filter(facility=facility, number=number)
    count = rows.update(changed=changed[:200], revoked_on=revoked_on)
    if count:
        facts = {"number": number, "changed": changed, "revoked_on": f"{revoked_on or ''}"}
        record(
            "mark-penalty",
            label="登记行政处罚变更撤销",
            subjects=[facility],
            by=by,
            at=at,
            clause=clause,
            facts=facts,
        )
    return count
