"""The acts on duties and records, one a file."""

from postpermit.duties.operations.adopting import adopt_changes
from postpermit.duties.operations.calendars import load_year
from postpermit.duties.operations.explaining import UnableToExplain, explain_delay
from postpermit.duties.operations.generate_duties import Generated, generate_duties
from postpermit.duties.operations.instructing import (
    UnableToInstruct,
    UnableToReport,
    ask_more,
    give_instruction,
    report_instruction,
)
from postpermit.duties.operations.meetings import UnableToSetMeeting, set_meeting_date
from postpermit.duties.operations.opening import (
    UnableToOpenDuty,
    discharge_duty,
    open_duty,
    reopen_duty,
    void_duty,
)
from postpermit.duties.operations.passes import run_passes, urge_duties
from postpermit.duties.operations.recording import (
    UnableToRecord,
    UnableToWithdrawRecord,
    agree_withdrawal,
    ask_withdrawal,
    record_act,
    refuse_withdrawal,
)
from postpermit.duties.operations.supervising import UnableToSupervise, reply_supervision, supervise
from postpermit.duties.operations.vacating import UnableToVacate, move_duties, vacate_post
from postpermit.duties.operations.waiving import UnableToWaive, agree_waiver, ask_waiver, refuse_waiver

__all__ = [
    "Generated",
    "UnableToExplain",
    "UnableToInstruct",
    "UnableToOpenDuty",
    "UnableToRecord",
    "UnableToReport",
    "UnableToSetMeeting",
    "UnableToSupervise",
    "UnableToVacate",
    "UnableToWaive",
    "UnableToWithdrawRecord",
    "adopt_changes",
    "agree_waiver",
    "agree_withdrawal",
    "ask_more",
    "ask_waiver",
    "ask_withdrawal",
    "discharge_duty",
    "explain_delay",
    "generate_duties",
    "give_instruction",
    "load_year",
    "move_duties",
    "open_duty",
    "record_act",
    "refuse_waiver",
    "refuse_withdrawal",
    "reopen_duty",
    "reply_supervision",
    "report_instruction",
    "run_passes",
    "set_meeting_date",
    "supervise",
    "urge_duties",
    "vacate_post",
    "void_duty",
]
