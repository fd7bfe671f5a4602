"""到期提醒、催办、超期预警: run by themselves, once per step; after days switched off only the newest step."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law, workdays
from postpermit.duties.models import Duty, Reminder
from postpermit.duties.states import DutyState, ReminderStep
from postpermit.office.calendars import calendar_now
from postpermit.office.desks import UnableToFindADesk, desk_post
from postpermit.office.models import Post
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.seal import seal

ORDER = {ReminderStep.BEFORE: 1, ReminderStep.URGE: 2, ReminderStep.OVERDUE: 3}
HORIZON = timedelta(days=40)


@dataclass(frozen=True)
class Passed:
    """What a pass did."""

    reminded: int
    sealed: int


def newest_step(due_on: date, today: date, calendar: workdays.Calendar) -> ReminderStep | None:
    """The last step whose day has come for a duty due on a day; None while it is still far."""
    values = {
        name: int(law.value(f"reminder.{name}.days", on=today).value)
        for name in ("before", "urge", "overdue")
    }
    left = workdays.between(calendar, today, due_on)
    if today > due_on and -left >= values["overdue"]:
        return ReminderStep.OVERDUE
    if left <= values["urge"]:
        return ReminderStep.URGE
    return ReminderStep.BEFORE if left <= values["before"] else None


def run_passes(*, by: Actor, at: datetime) -> Passed:
    """Remind what has to be reminded and seal what is unsealed. Idempotent: a second run finds nothing to do."""
    reminded = _remind(by, at)
    return Passed(reminded, seal(at=at))


def urge_duties(*, subject_refs: Sequence[str], by: Actor, at: datetime) -> int:
    """Mark the open duties of these matters as urged by hand, for whoever works on the desk; returns how many."""
    note = f"{by.signature}于 {localdate(at):%m-%d} 催办"
    return Duty.objects.filter(subject_ref__in=subject_refs, state=DutyState.OPEN).update(note=note)


def _remind(by: Actor, at: datetime) -> int:
    today = localdate(at)
    calendar = calendar_now()
    live = Duty.objects.filter(state=DutyState.OPEN, due_on__lte=today + HORIZON, opens_on__lte=today)
    steps = {
        d: newest_step(d, today, calendar)
        for d in live.order_by().values_list("due_on", flat=True).distinct()
    }
    with transaction.atomic():
        rows = list(live.filter(due_on__in=[d for d, s in steps.items() if s]).select_related("post"))
        said: dict[tuple[int, date], int] = {}
        for reminder in Reminder.objects.filter(duty__in=live):
            key = (reminder.duty_id, reminder.due_on)
            said[key] = max(said.get(key, 0), ORDER[ReminderStep(reminder.step)])
        due = [d for d in rows if ORDER[steps[d.due_on]] > said.get((d.pk, d.due_on), 0)]  # type: ignore[index]
        above = _above(due, today)
        made = [
            Reminder(duty=d, step=steps[d.due_on], due_on=d.due_on, at=at, told=above.get(d.obligor_id))
            for d in due
        ]
        Reminder.objects.bulk_create(made, batch_size=2000)
        if due:
            counts = {str(s): sum(m.step == s for m in made) for s in ReminderStep}
            record(
                "remind",
                label="到期提醒、催办、超期预警",
                subjects=due,
                by=by,
                at=at,
                clause="plan:3.1",
                facts=counts,
            )
    return len(due)


def _above(duties: Iterable[Duty], on: date) -> dict[str, Post]:
    """The head's post of each division: reminders tell the post above. Holders are followed by 审批科."""
    found: dict[str, Post] = {}
    for obligor in {d.obligor_id for d in duties}:
        try:
            found[obligor] = desk_post("APPROVAL" if obligor == "HOLDER" else obligor, "HEAD", on)
        except UnableToFindADesk:
            continue
    return found
