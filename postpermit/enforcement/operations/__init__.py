"""The acts of enforcement, one subject a file."""

from postpermit.enforcement.operations.amending import amend_start
from postpermit.enforcement.operations.answers import (
    Taken,
    UnableToAnswer,
    UnableToChoose,
    settle_conflict,
    take_answer,
)
from postpermit.enforcement.operations.campaigns import (
    UnableToEnterCampaignFinding,
    UnableToFollowCampaignFinding,
    enter_campaign_finding,
    rectify_campaign_finding,
    send_back_campaign_finding,
    strike_campaign_finding,
    withdraw_campaign_finding,
)
from postpermit.enforcement.operations.case_endings import UnableToAnswerLead, answer_lead
from postpermit.enforcement.operations.case_files import (
    UnableToFile,
    excuse_document,
    file_document,
    withdraw_document,
)
from postpermit.enforcement.operations.case_holding import UnableToActOnCase
from postpermit.enforcement.operations.case_money import (
    UnableToCountMoney,
    decide_daily_fine,
    settle_surcharge,
)
from postpermit.enforcement.operations.case_notes import (
    UnableToNoteOnCase,
    choose_basis,
    disclose_decision,
    discuss_case,
    extend_case,
    extend_filing,
    note_date,
    pause_clock,
    resume_clock,
)
from postpermit.enforcement.operations.case_steps import (
    archive_case,
    close_case,
    conclude_investigation,
    execute_decision,
    notify_party,
    serve_decision,
)
from postpermit.enforcement.operations.cases import (
    UnableToOpenCase,
    UnableToStaffCase,
    add_member,
    end_member,
    file_case,
    not_file_case,
    open_case,
    withdraw_case,
)
from postpermit.enforcement.operations.closing import (
    UnableToClose,
    close_visit,
    disclose_results,
    reopen_visit,
)
from postpermit.enforcement.operations.complaints import (
    UnableToHandleComplaint,
    UnableToRegisterComplaint,
    handle_complaint,
    register_complaint,
    reply_complaint,
    route_complaint,
    withdraw_complaint,
)
from postpermit.enforcement.operations.correcting import correct_act
from postpermit.enforcement.operations.deciding import (
    UnableToDecide,
    decide_case,
    decide_on_the_spot,
    not_punish,
)
from postpermit.enforcement.operations.device_acts import UnableToTake, take
from postpermit.enforcement.operations.findings import (
    UnableToFind,
    UnableToSettle,
    accept_corrected,
    add_finding,
    confirm_corrected,
    correct_on_the_spot,
    drop_finding,
    extend_correction,
    put_into_case,
)
from postpermit.enforcement.operations.hangs import UnableToPrepare
from postpermit.enforcement.operations.holding import UnableToActOnVisit
from postpermit.enforcement.operations.inquiring import UnableToInquire, look_into, name_host
from postpermit.enforcement.operations.noting import (
    UnableToNote,
    add_participant,
    edit_record,
    note_code,
    reopen_record,
)
from postpermit.enforcement.operations.outcome import (
    UnableToGoOn,
    ask_to_take_back,
    finish_visit,
    resume_visit,
    start_visit,
)
from postpermit.enforcement.operations.paper_notes import (
    UnableToCaption,
    UnableToChooseGrounds,
    caption_picture,
    choose_grounds,
)
from postpermit.enforcement.operations.papers import (
    UnableToNumberPaper,
    UnableToSignPaper,
    number_paper,
    sign_paper,
)
from postpermit.enforcement.operations.passes import run_enforcement
from postpermit.enforcement.operations.pictures import UnableToKeepPicture, keep_picture
from postpermit.enforcement.operations.publicity import (
    UnableToEnterPublicity,
    enter_publicity,
    withdraw_publicity,
)
from postpermit.enforcement.operations.register_words import UnableToKeep
from postpermit.enforcement.operations.reinvestigating import reinvestigate
from postpermit.enforcement.operations.rest import rest_meets
from postpermit.enforcement.operations.reviews import UnableToReview, ask_review, pass_review, return_review
from postpermit.enforcement.operations.rulings import UnableToEnterRuling, amend_decision, revoke_decision
from postpermit.enforcement.operations.slipping import follow_slips, slip_finding
from postpermit.enforcement.operations.team import (
    UnableToAssign,
    assign_drawn_team,
    assign_team,
    excuse_officer,
    recuse_officer,
)
from postpermit.enforcement.operations.unlicensed import register_unlicensed
from postpermit.enforcement.operations.visits import (
    cancel_visit,
    prepare_visit,
    reschedule_visit,
)

__all__ = [
    "Taken",
    "UnableToActOnCase",
    "UnableToActOnVisit",
    "UnableToAnswer",
    "UnableToAnswerLead",
    "UnableToAssign",
    "UnableToCaption",
    "UnableToChoose",
    "UnableToChooseGrounds",
    "UnableToClose",
    "UnableToCountMoney",
    "UnableToDecide",
    "UnableToEnterCampaignFinding",
    "UnableToEnterPublicity",
    "UnableToEnterRuling",
    "UnableToFile",
    "UnableToFind",
    "UnableToFollowCampaignFinding",
    "UnableToGoOn",
    "UnableToHandleComplaint",
    "UnableToInquire",
    "UnableToKeep",
    "UnableToKeepPicture",
    "UnableToNote",
    "UnableToNoteOnCase",
    "UnableToNumberPaper",
    "UnableToOpenCase",
    "UnableToPrepare",
    "UnableToRegisterComplaint",
    "UnableToReview",
    "UnableToSettle",
    "UnableToSignPaper",
    "UnableToStaffCase",
    "UnableToTake",
    "accept_corrected",
    "add_finding",
    "add_member",
    "add_participant",
    "amend_decision",
    "amend_start",
    "answer_lead",
    "archive_case",
    "ask_review",
    "ask_to_take_back",
    "assign_drawn_team",
    "assign_team",
    "cancel_visit",
    "caption_picture",
    "choose_basis",
    "choose_grounds",
    "close_case",
    "close_visit",
    "conclude_investigation",
    "confirm_corrected",
    "correct_act",
    "correct_on_the_spot",
    "decide_case",
    "decide_daily_fine",
    "decide_on_the_spot",
    "disclose_decision",
    "disclose_results",
    "discuss_case",
    "drop_finding",
    "edit_record",
    "end_member",
    "enter_campaign_finding",
    "enter_publicity",
    "excuse_document",
    "excuse_officer",
    "execute_decision",
    "extend_case",
    "extend_correction",
    "extend_filing",
    "file_case",
    "file_document",
    "finish_visit",
    "follow_slips",
    "handle_complaint",
    "keep_picture",
    "look_into",
    "name_host",
    "not_file_case",
    "not_punish",
    "note_code",
    "note_date",
    "notify_party",
    "number_paper",
    "open_case",
    "pass_review",
    "pause_clock",
    "prepare_visit",
    "put_into_case",
    "rectify_campaign_finding",
    "recuse_officer",
    "register_complaint",
    "register_unlicensed",
    "reinvestigate",
    "reopen_record",
    "reopen_visit",
    "reply_complaint",
    "reschedule_visit",
    "rest_meets",
    "resume_clock",
    "resume_visit",
    "return_review",
    "revoke_decision",
    "route_complaint",
    "run_enforcement",
    "send_back_campaign_finding",
    "serve_decision",
    "settle_conflict",
    "settle_surcharge",
    "sign_paper",
    "slip_finding",
    "start_visit",
    "strike_campaign_finding",
    "take",
    "take_answer",
    "withdraw_campaign_finding",
    "withdraw_case",
    "withdraw_complaint",
    "withdraw_document",
    "withdraw_publicity",
]
