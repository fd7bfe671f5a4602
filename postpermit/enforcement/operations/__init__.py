"""The acts of enforcement, one subject a file."""

from postpermit.enforcement.operations.closing import (
    UnableToClose,
    close_visit,
    disclose_results,
    reopen_visit,
)
from postpermit.enforcement.operations.findings import (
    UnableToFind,
    UnableToSettle,
    add_finding,
    confirm_corrected,
    correct_on_the_spot,
    drop_finding,
    extend_correction,
    put_into_case,
)
from postpermit.enforcement.operations.holding import UnableToActOnVisit
from postpermit.enforcement.operations.outcome import (
    UnableToGoOn,
    ask_to_take_back,
    finish_visit,
    resume_visit,
    start_visit,
)
from postpermit.enforcement.operations.papers import UnableToSignPaper, sign_paper
from postpermit.enforcement.operations.passes import run_enforcement
from postpermit.enforcement.operations.slipping import follow_slips, slip_finding
from postpermit.enforcement.operations.team import (
    UnableToAssign,
    assign_drawn_team,
    assign_team,
    recuse_officer,
)
from postpermit.enforcement.operations.unlicensed import register_unlicensed
from postpermit.enforcement.operations.visits import (
    UnableToNote,
    UnableToPrepare,
    add_participant,
    cancel_visit,
    edit_record,
    note_code,
    prepare_visit,
)

__all__ = [
    "UnableToActOnVisit",
    "UnableToAssign",
    "UnableToClose",
    "UnableToFind",
    "UnableToGoOn",
    "UnableToNote",
    "UnableToPrepare",
    "UnableToSettle",
    "UnableToSignPaper",
    "add_finding",
    "add_participant",
    "ask_to_take_back",
    "assign_drawn_team",
    "assign_team",
    "cancel_visit",
    "close_visit",
    "confirm_corrected",
    "correct_on_the_spot",
    "disclose_results",
    "drop_finding",
    "edit_record",
    "extend_correction",
    "finish_visit",
    "follow_slips",
    "note_code",
    "prepare_visit",
    "put_into_case",
    "recuse_officer",
    "register_unlicensed",
    "reopen_visit",
    "resume_visit",
    "run_enforcement",
    "sign_paper",
    "slip_finding",
    "start_visit",
]
