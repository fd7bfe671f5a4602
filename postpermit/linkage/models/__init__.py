"""The nouns of 三监联动, one file each."""

from postpermit.linkage.models.assignment import SlipAssignment
from postpermit.linkage.models.feedback import Feedback
from postpermit.linkage.models.lead import ViolationLead
from postpermit.linkage.models.paper import PaperReturn, PrintedSlip
from postpermit.linkage.models.row import SlipRow, SlipSignature
from postpermit.linkage.models.slip import Slip

__all__ = [
    "Feedback",
    "PaperReturn",
    "PrintedSlip",
    "Slip",
    "SlipAssignment",
    "SlipRow",
    "SlipSignature",
    "ViolationLead",
]
