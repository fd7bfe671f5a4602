"""The nouns of 三监联动, one file each."""

from postpermit.linkage.models.assignment import SlipAssignment
from postpermit.linkage.models.feedback import Feedback
from postpermit.linkage.models.lead import ViolationLead
from postpermit.linkage.models.number import SlipYear
from postpermit.linkage.models.row import SlipRow, SlipSignature
from postpermit.linkage.models.slip import Slip

__all__ = ["Feedback", "Slip", "SlipAssignment", "SlipRow", "SlipSignature", "SlipYear", "ViolationLead"]
