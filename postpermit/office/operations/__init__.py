"""Acts on the roster: people, posts, absences, passwords."""

from postpermit.office.operations.accounts import (
    UnableToSetPassword,
    disable_officer,
    enable_officer,
    invite,
    set_password,
    use_invitation,
)
from postpermit.office.operations.people import UnableToAddOfficer, add_officer, change_officer
from postpermit.office.operations.posts import (
    UnableToHold,
    add_post,
    close_post,
    end_holding,
    found_divisions,
    hold_post,
)
from postpermit.office.operations.presence import (
    UnableToRecordAbsence,
    end_stand_in,
    name_stand_in,
    record_absence,
)
from postpermit.office.operations.roster import RosterResult, import_roster

__all__ = [
    "RosterResult",
    "UnableToAddOfficer",
    "UnableToHold",
    "UnableToRecordAbsence",
    "UnableToSetPassword",
    "add_officer",
    "add_post",
    "change_officer",
    "close_post",
    "disable_officer",
    "enable_officer",
    "end_holding",
    "end_stand_in",
    "found_divisions",
    "hold_post",
    "import_roster",
    "invite",
    "name_stand_in",
    "record_absence",
    "set_password",
    "use_invitation",
]
