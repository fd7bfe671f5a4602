"""The nouns of duties, one file each."""

from postpermit.duties.models.duty import Duty, Reminder, Supervision
from postpermit.duties.models.instruction import Delay, Instruction, InstructionPart
from postpermit.duties.models.record import MeetingDate, Record

__all__ = [
    "Delay",
    "Duty",
    "Instruction",
    "InstructionPart",
    "MeetingDate",
    "Record",
    "Reminder",
    "Supervision",
]
