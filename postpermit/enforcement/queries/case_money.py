"""What a fine has grown by: the surcharge on one that is late, and the daily fine for what went on."""

from datetime import date

from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.queries.case_standing import facts_of
from postpermit.enforcement.rules.case_facts import CaseFacts
from postpermit.enforcement.rules.clocks import clocks_of
from postpermit.enforcement.rules.court import attacked_spans
from postpermit.enforcement.rules.fines import Growth, daily_fine, surcharge
from postpermit.workdays import Calendar


def surcharge_of(
    case: PenaltyCase, on: date, calendar: Calendar, facts: CaseFacts | None = None
) -> Growth | None:
    """加处罚款 up to the day of payment, without the days under review and in court; None where nothing is late."""
    known = facts or facts_of(case)
    clocks = clocks_of(known, calendar, on)
    due = next((c.due_on for c in clocks if c.code == "payment"), None)
    until = case.paid_on or on
    if not case.fine or due is None or until <= due:
        return None
    found = surcharge(case.fine, due, until, attacked_spans(known, until))
    return found if found.days else None


def daily_of(case: PenaltyCase) -> Growth | None:
    """按日连续处罚 where the re-check found that it goes on; None where there is none."""
    going = case.looked_into.get("still_going")
    if not (going and case.fine and case.order_on and case.rechecked_on):
        return None
    return daily_fine(case.fine, case.order_on, case.rechecked_on)
