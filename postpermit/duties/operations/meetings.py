"""设定会议日期: the rating is due on the working day before the annual meeting."""

from datetime import date, datetime

from django.db import transaction

from postpermit.duties.models import Duty, MeetingDate
from postpermit.duties.operations.generate_duties import generate_duties
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused


class UnableToSetMeeting(Refused):
    """The date does not lie in the first half of the year."""


@transaction.atomic
def set_meeting_date(*, year: int, on: date, by: Actor, at: datetime) -> MeetingDate:
    """Set the annual meeting's date; a stored ledger of that year follows at once."""
    if not date(year, 1, 2) <= on <= date(year, 6, 30):
        raise UnableToSetMeeting("年会应在上半年召开，请选择 6 月 30 日以前的日期。", place="on")
    made, _ = MeetingDate.objects.update_or_create(
        kind="meeting-annual", period=str(year), defaults={"on": on, "set_by": by.signature}
    )
    record(
        "set-meeting",
        label="设定年会日期",
        subjects=[made],
        by=by,
        at=at,
        clause="plan:4.3",
        facts={"on": on.isoformat()},
    )
    if Duty.objects.filter(kind="rate-holders", due_on__year=year).exists():
        generate_duties(year=year, by=by, at=at)
    return made
