"""批示: written by the group's leader or a head, entered by anybody; it gives divisions duties at once."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Model
from django.utils.timezone import localdate

from postpermit import law, workdays
from postpermit.duties.models import Instruction, InstructionPart
from postpermit.duties.operations.opening import discharge_duty, open_duty
from postpermit.duties.queries.lists import open_duties_of
from postpermit.duties.states import InstructionState
from postpermit.office.calendars import calendar_now
from postpermit.office.desks import UnableToFindADesk, desk_post
from postpermit.office.models import Division, Post
from postpermit.office.operations import next_number
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused
from postpermit.trail.models import reference

NO_PART = ("GROUP", "HOLDER", "TECHNICAL")


class UnableToInstruct(Refused):
    """Text, person or division is missing, or the day does not fit."""


class UnableToReport(Refused):
    """The report says nothing."""


@transaction.atomic
def give_instruction(
    *,
    about: Model | None,
    about_name: str,
    text: str,
    on: date,
    given_name: str,
    given_ref: str = "",
    divisions: Sequence[str],
    due_on: date | None = None,
    by: Actor,
    at: datetime,
) -> Instruction:
    """Enter an instruction; the first of ``divisions`` leads. Each gets a duty due on ``due_on``, or in the usual time."""
    today = localdate(at)
    _refuse_incomplete(text, on, given_name, divisions, due_on, today)
    made = Instruction.objects.create(
        number=next_number("instruction", on),
        about=reference(about) if about is not None else "",
        about_name=about_name[:160],
        text=text.strip(),
        on=on,
        given_name=given_name.strip(),
        given_ref=given_ref,
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    until = due_on or _usual(today)
    facts = {
        "number": made.number,
        "text": made.text,
        "on": on.isoformat(),
        "given_by": made.given_name,
        "divisions": list(divisions),
        "due_on": until.isoformat(),
    }
    subjects = [made, *([about] if about is not None else [])]
    record("instruct", label="批示", subjects=subjects, by=by, at=at, clause="plan:4.1", facts=facts)
    for place, code in enumerate(divisions):
        part = InstructionPart.objects.create(
            state=InstructionState.OPEN, instruction=made, division_id=code, leads=place == 0, due_on=until
        )
        _hang(part, by, at)
    return made


def _refuse_incomplete(
    text: str, on: date, given_name: str, divisions: Sequence[str], due_on: date | None, today: date
) -> None:
    known = set(Division.objects.exclude(code__in=NO_PART).values_list("code", flat=True))
    if not text.strip():
        raise UnableToInstruct("请填写批示内容。", place="text")
    if not given_name.strip():
        raise UnableToInstruct("请填写批示人。", place="given_name")
    if on > today:
        raise UnableToInstruct("批示日期不能晚于今天。", place="on")
    if not divisions or set(divisions) - known or len(set(divisions)) != len(divisions):
        raise UnableToInstruct("请选择办理科室（不能重复）。", place="divisions")
    if due_on is not None and due_on < today:
        raise UnableToInstruct("办理期限不能早于今天。", place="due_on")


def _usual(today: date) -> date:
    days = int(law.value("instruction.days", on=today).value)
    return workdays.add(calendar_now(), today, days).result


def _hang(part: InstructionPart, by: Actor, at: datetime) -> None:
    today, instruction = localdate(at), part.instruction
    open_duty(
        kind="follow-instruction",
        clause="plan:4.1",
        obligor=part.division_id,
        post=_desk(part.division_id, today),
        subject_ref=reference(part),
        subject_name=f"{instruction.number} {instruction.about_name}",
        period=today.isoformat(),
        opens_on=today,
        due_on=part.due_on,
        note=f"{instruction.given_name}批示：{instruction.text}",
        by=by,
        at=at,
    )


def _desk(division: str, on: date) -> Post | None:
    try:
        return desk_post(division, "STAFF", on)
    except UnableToFindADesk:
        return None


@transaction.atomic
def report_instruction(*, part: InstructionPart, report: str, by: Actor, at: datetime) -> InstructionPart:
    """Report what was done; the duty is discharged."""
    if not report.strip():
        raise UnableToReport("请填写办理情况。", place="report")
    changes = {"report": report.strip(), "reported_name": by.signature, "reported_on": localdate(at)}
    facts = {"number": part.instruction.number, "division": part.division_id, "report": report.strip()}
    advance(part, "report", by=by, at=at, clause="plan:4.1", facts=facts, changes=changes)
    for duty in open_duties_of(reference(part)):
        discharge_duty(duty=duty, discharged_by=reference(part), by=by, at=at)
    return part


@transaction.atomic
def ask_more(*, part: InstructionPart, why: str, due_on: date, by: Actor, at: datetime) -> InstructionPart:
    """What was reported is not enough: the part is open again, by a new day."""
    if due_on < localdate(at):
        raise UnableToInstruct("办理期限不能早于今天。", place="due_on")
    changes = {"due_on": due_on}
    facts = {"number": part.instruction.number, "division": part.division_id}
    advance(part, "ask-more", by=by, at=at, clause="plan:4.1", why=why, facts=facts, changes=changes)
    _hang(part, by, at)
    return part
