"""The nouns of duties, one file each."""

from postpermit.duties.models.duty import Duty, Reminder, Supervision
from postpermit.duties.models.record import MeetingDate, Record

__all__ = ["Duty", "MeetingDate", "Record", "Reminder", "Supervision"]
