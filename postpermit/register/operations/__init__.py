"""The acts of the register, one a file."""

from postpermit.register.operations.decide_proposal import (
    UnableToDecideProposal,
    decline_proposal,
    take_proposal,
)
from postpermit.register.operations.edit_facility import (
    UnableToEditFacility,
    edit_facility,
    enter_unlisted_unit,
)
from postpermit.register.operations.enter_event import UnableToEnterEvent, enter_event
from postpermit.register.operations.enter_fact import UnableToEnterFact, enter_fact
from postpermit.register.operations.external_lists import (
    NAMES,
    UnableToTakeList,
    columns_of,
    keep_external_list,
    remember_columns,
    set_row_aside,
    take_external_rows,
)
from postpermit.register.operations.import_register import ImportResult, import_register
from postpermit.register.operations.mark_penalty import mark_penalty
from postpermit.register.operations.remember_mapping import UnableToRemember, remember_mapping

__all__ = [
    "NAMES",
    "ImportResult",
    "UnableToDecideProposal",
    "UnableToEditFacility",
    "UnableToEnterEvent",
    "UnableToEnterFact",
    "UnableToRemember",
    "UnableToTakeList",
    "columns_of",
    "decline_proposal",
    "edit_facility",
    "enter_event",
    "enter_fact",
    "enter_unlisted_unit",
    "import_register",
    "keep_external_list",
    "mark_penalty",
    "remember_columns",
    "remember_mapping",
    "set_row_aside",
    "take_external_rows",
    "take_proposal",
]
