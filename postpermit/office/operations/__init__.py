"""Acts on the roster: people, posts, absences, passwords."""

from postpermit.office.operations.accounts import (
    UnableToSetPassword,
    disable_officer,
    enable_officer,
    invite,
    set_password,
    use_invitation,
)
from postpermit.office.operations.adopt_value import UnableToAdopt, adopt_value, known_value
from postpermit.office.operations.feeds import end_feed, open_feed
from postpermit.office.operations.numbers import next_count, next_number
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
    "UnableToAdopt",
    "UnableToHold",
    "UnableToRecordAbsence",
    "UnableToSetPassword",
    "add_officer",
    "add_post",
    "adopt_value",
    "change_officer",
    "close_post",
    "disable_officer",
    "enable_officer",
    "end_feed",
    "end_holding",
    "end_stand_in",
    "found_divisions",
    "hold_post",
    "import_roster",
    "invite",
    "known_value",
    "name_stand_in",
    "next_count",
    "next_number",
    "open_feed",
    "record_absence",
    "set_password",
    "use_invitation",
]
