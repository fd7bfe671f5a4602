"""确认线索并移交: one act, because a confirmed lead without a task would be an orphan."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from postpermit.linkage.models import Slip, ViolationLead
from postpermit.linkage.operations.raise_slip import raise_slip
from postpermit.linkage.rules import lead_division
from postpermit.linkage.states import Ground, Subject
from postpermit.trail.actors import Actor


@transaction.atomic
def confirm_lead(
    *,
    lead: ViolationLead,
    receivers: Sequence[str] = (),
    subject: str = Subject.ENFORCEMENT,
    title: str = "",
    description: str = "",
    deadline: date | None = None,
    by: Actor,
    at: datetime,
) -> Slip:
    """Confirm the suspicion and raise its task in the name of the division that found it.

    Without ``receivers`` it goes to the division that leads the subject.
    """
    where = lead.facility.name if lead.facility else lead.place
    return raise_slip(
        division=lead.found_by_id,
        title=title or f"{where}违法线索移交"[:100],
        subject=subject,
        ground=Ground.LEAD,
        description=description or lead.what,
        receivers=receivers or [lead_division(subject)],
        deadline=deadline,
        lead=lead,
        by=by,
        at=at,
    )
