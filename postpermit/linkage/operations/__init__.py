"""The acts of 三监联动, one a file."""

from postpermit.linkage.operations.accept_assignment import (
    accept_assignment,
    refuse_receipt,
    return_assignment,
    sign_receipt,
)
from postpermit.linkage.operations.approve_slip import approve_slip, call_off_slip, send_back_slip
from postpermit.linkage.operations.archive_slips import UnableToArchive, archive_slips
from postpermit.linkage.operations.circulating import UnableToActOnSlip
from postpermit.linkage.operations.confirm_feedback import UnableToAskAgain, ask_again, confirm_feedback
from postpermit.linkage.operations.confirm_lead import confirm_lead
from postpermit.linkage.operations.give_feedback import (
    UnableToGiveFeedback,
    give_feedback,
    refuse_feedback,
    sign_feedback,
)
from postpermit.linkage.operations.hand_on import (
    UnableToHandOn,
    add_receiver,
    drop_assignment,
    hand_on,
    reassign,
)
from postpermit.linkage.operations.leads import UnableToSuspectLead, set_aside_lead, suspect_lead
from postpermit.linkage.operations.outside import (
    OutsidePart,
    OutsideRow,
    UnableToKeep,
    keep_outside_progress,
    keep_outside_slip,
)
from postpermit.linkage.operations.paper import (
    UnableToReadPaper,
    UnableToTakePaper,
    place_paper,
    print_slip,
    return_paper,
    set_aside_paper,
    take_paper,
)
from postpermit.linkage.operations.raise_slip import UnableToRaiseSlip, raise_slip
from postpermit.linkage.operations.remind_slip import UnableToRemind, remind_slip
from postpermit.linkage.operations.resubmit_slip import UnableToResubmitSlip, resubmit_slip
from postpermit.linkage.operations.sending import UnableToSend
from postpermit.linkage.operations.signing import UnableToSign, UnableToWriteRow
from postpermit.linkage.operations.withdraw_slip import (
    UnableToWithdraw,
    agree_withdrawal,
    ask_withdrawal,
    refuse_withdrawal,
)

__all__ = [
    "OutsidePart",
    "OutsideRow",
    "UnableToActOnSlip",
    "UnableToArchive",
    "UnableToAskAgain",
    "UnableToGiveFeedback",
    "UnableToHandOn",
    "UnableToKeep",
    "UnableToRaiseSlip",
    "UnableToReadPaper",
    "UnableToRemind",
    "UnableToResubmitSlip",
    "UnableToSend",
    "UnableToSign",
    "UnableToSuspectLead",
    "UnableToTakePaper",
    "UnableToWithdraw",
    "UnableToWriteRow",
    "accept_assignment",
    "add_receiver",
    "agree_withdrawal",
    "approve_slip",
    "archive_slips",
    "ask_again",
    "ask_withdrawal",
    "call_off_slip",
    "confirm_feedback",
    "confirm_lead",
    "drop_assignment",
    "give_feedback",
    "hand_on",
    "keep_outside_progress",
    "keep_outside_slip",
    "place_paper",
    "print_slip",
    "raise_slip",
    "reassign",
    "refuse_feedback",
    "refuse_receipt",
    "refuse_withdrawal",
    "remind_slip",
    "resubmit_slip",
    "return_assignment",
    "return_paper",
    "send_back_slip",
    "set_aside_lead",
    "set_aside_paper",
    "sign_feedback",
    "sign_receipt",
    "suspect_lead",
    "take_paper",
]
