"""载入放假安排: provisional deadlines are found again, and the entry says what moved."""

from datetime import datetime

from django.db import transaction

from postpermit import workdays
from postpermit.duties.models import Duty
from postpermit.duties.rules.facts import Basis, reckon
from postpermit.duties.states import DutyState
from postpermit.office.calendars import calendar_now, store_year
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record

LIVE = (DutyState.OPEN, DutyState.WAIVING)


@transaction.atomic
def load_year(*, listed: workdays.YearList, by: Actor, at: datetime) -> list[dict[str, str]]:
    """Keep the official list and recompute every open provisional deadline.

    Returns what moved: ``kind, subject, before, after`` of each.
    """
    row = store_year(listed, by=by, at=at)
    calendar = calendar_now()
    moved: list[dict[str, str]] = []
    touched: list[Duty] = []
    for duty in Duty.objects.select_for_update().filter(provisional=True, state__in=LIVE):
        due = reckon(Basis.from_json(duty.basis), calendar)
        if due.on != duty.due_on:
            subject = duty.subject or duty.subject_name
            moved.append(
                {
                    "kind": duty.kind,
                    "subject": subject,
                    "before": duty.due_on.isoformat(),
                    "after": due.on.isoformat(),
                }
            )
        if (due.on, due.provisional) != (duty.due_on, duty.provisional):
            duty.due_on, duty.provisional = due.on, due.provisional
            touched.append(duty)
    Duty.objects.bulk_update(touched, ["due_on", "provisional"], batch_size=500)
    record(
        "recompute",
        label="重算暂定期限",
        subjects=[row, *touched],
        by=by,
        at=at,
        clause="plan:18.1",
        facts={"year": listed.year, "moved": moved, "settled": len(touched)},
    )
    return moved
