"""重新调查: what the party was told is void, the case goes back to its investigators, and the trail keeps what stood there."""

from datetime import datetime
from typing import Any

from django.db import transaction

from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.operations.case_holding import hold_as_seen, move_case, refuse_words
from postpermit.enforcement.operations.case_steps import refuse_while_reviewed
from postpermit.trail.actors import Actor

# What belongs to the notice, the hearing and the reviews of what was then proposed.
COLUMNS = (
    "concluded_on", "reviewed_on", "discussed_on", "notified_on", "statement_on", "hearing_asked_on", "hearing_on",
)  # fmt: skip
OTHERS = ("statement_waived_on", "hearing_set_for", "hearing_noticed_on", "hearing_waived_on")


@transaction.atomic
def reinvestigate(*, case: PenaltyCase, why: str, by: Actor, at: datetime) -> PenaltyCase:
    """The investigators take it up again after 审核 or 告知: another basis, a graver fine, new facts. All is told anew."""
    held = hold_as_seen(case)
    refuse_while_reviewed(held)
    why = refuse_words("why", why, 300, "重新调查的理由")
    changes, before = taken_back(held)
    move_case(held, "reinvestigate", by=by, at=at, clause="penalty-law:57", why=why, facts=before,
              changes=changes, undone="重新调查")  # fmt: skip
    case.refresh_from_db()
    return case


def taken_back(case: PenaltyCase) -> tuple[dict[str, Any], dict[str, str]]:
    """(what is emptied, what stood there): the day of each step that has to be done again."""
    kept = {name: f"{getattr(case, name)}" for name in COLUMNS if getattr(case, name) is not None}
    kept |= {name: case.other_dates[name] for name in OTHERS if name in case.other_dates}
    rest = {name: day for name, day in case.other_dates.items() if name not in OTHERS}
    return {**dict.fromkeys(COLUMNS), "hearing_host": None, "other_dates": rest}, {
        f"before_{name}": day for name, day in kept.items()
    }
