"""开始、结束、继续检查: only a visit that was carried out discharges a minimum; what was entered is taken back by two."""

from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.models import Record
from postpermit.duties.operations import agree_withdrawal, ask_withdrawal, record_act
from postpermit.duties.states import RecordState
from postpermit.enforcement.models import Visit
from postpermit.enforcement.operations.ending import ask_to_verify_register, note_refusal, take_back_asking
from postpermit.enforcement.operations.holding import (
    about_visit,
    hold,
    hold_as_seen,
    mirror,
    names_of,
    refuse_future,
    refuse_long_ago,
    refuse_secret,
    team_of,
    to_the_minute,
)
from postpermit.enforcement.operations.numbering import carry_code
from postpermit.enforcement.operations.waiting import rehang
from postpermit.enforcement.queries.caps import verdict_for
from postpermit.enforcement.queries.codes import code_kinds
from postpermit.enforcement.rules.visits import (
    GONE,
    Ended,
    discharges,
    fate_of_planned,
    finish_fault,
    start_fault,
)
from postpermit.enforcement.states import VisitOutcome
from postpermit.planning.operations import follow_records
from postpermit.planning.states import PlannedState
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused
from postpermit.trail.models import reference


class UnableToGoOn(Refused):
    """The code, the people or the time is missing, or what the visit discharged has to be taken back first."""


@transaction.atomic
def start_visit(*, visit: Visit, started_at: datetime, by: Actor, at: datetime) -> Visit:
    """Begin: with the code where one is needed, and the team complete."""
    held = hold_as_seen(visit)
    refuse_future(started_at, at, "开始时间", "started_at")
    refuse_long_ago(started_at, held, "开始时间", "started_at")
    if fault := start_fault(held.manner, held.kind, held.inspection_code, code_kinds(localdate(started_at))):
        raise UnableToGoOn(fault, place="inspection_code")
    least = int(law.value("inspection.officers.least", on=localdate(started_at)).value)
    if len(team_of(held)) < least:
        raise UnableToGoOn(f"检查人员不足 {least} 人，不能开始检查。", place="officers")
    began = to_the_minute(started_at)
    facts = {"number": held.number, "started_at": began.isoformat(), "officers": names_of(held)}
    advance(held, "start", by=by, at=at, clause="plan:6.1", facts=facts, changes={"started_at": began})
    rehang(held, about_visit(held), by=by, at=at)
    return mirror(visit, held)


@transaction.atomic
def finish_visit(
    *, visit: Visit, outcome: str, conclusion: str, ended_at: datetime, by: Actor, at: datetime
) -> Visit:
    """End with an outcome. Done, it discharges every duty that it meets; gone, 审批科 is asked to verify the register."""
    held = hold_as_seen(visit)
    ended = to_the_minute(ended_at)
    _refuse_ending(held, outcome, conclusion, ended, ended_at, at)
    changes = {"outcome": outcome, "conclusion": conclusion.strip(), "ended_at": ended}
    facts = {"number": held.number, "outcome": outcome, "ended_at": ended.isoformat()}
    facts["conclusion"] = conclusion.strip()
    advance(held, "finish", by=by, at=at, clause="plan:6.1", facts=facts, changes=changes)
    _settle_planned(held, by, at)
    if discharges(_read(held)):
        made = _enter(held, by, at)
        Visit.objects.filter(pk=held.pk).update(done_as=made)
        # Whatever else the plan held for the same duties is done by it too, and nobody is sent there for them again.
        follow_records(facility=held.facility, by=by, at=at)
    if outcome in GONE:
        ask_to_verify_register(held, by=by, at=at)
    if outcome == VisitOutcome.REFUSED:
        note_refusal(held, by=by, at=at)
    rehang(held, about_visit(held), by=by, at=at)
    return mirror(visit, held)


def _refuse_ending(
    held: Visit, outcome: str, conclusion: str, ended: datetime, told: datetime, at: datetime
) -> None:
    if outcome not in set(VisitOutcome):
        raise UnableToGoOn("请选择检查结局。", place="outcome")
    refuse_secret(conclusion)
    refuse_future(told, at, "结束时间", "ended_at")
    refuse_long_ago(told, held, "结束时间", "ended_at")
    if len(conclusion.strip()) > 2000:
        raise UnableToGoOn("检查结论不超过 2000 字。", place="conclusion")
    if held.started_at is not None and ended < held.started_at:
        raise UnableToGoOn("结束时间不能早于开始时间。", place="ended_at")
    if fault := finish_fault(outcome, conclusion, held.started_at is not None):
        raise UnableToGoOn(fault, place="conclusion")


def _read(visit: Visit) -> Ended:
    """The ending under the readings in force on the day."""
    on = localdate(visit.ended_at)

    def yes(name: str) -> bool:
        return bool(law.value(name, on=on).value == "yes")

    return Ended(
        visit.outcome,
        visit.kind,
        visit.manner,
        yes("visit.offsite_counts"),
        yes("visit.closed_counts"),
        yes("visit.recheck_counts"),
    )


def _enter(visit: Visit, by: Actor, at: datetime) -> Record:
    facts: dict[str, Any] = {
        "visit": reference(visit),
        "number": visit.number,
        "kind": visit.kind,
        "manner": visit.manner,
        "reason": visit.reason,
        "outcome": visit.outcome,
        "code": visit.inspection_code,
        # Who went, 主办 first: not the same pair the next time, and the work of the year counts for them.
        "officers": [str(row.officer.public_id) for row in team_of(visit)],
    }
    made = record_act(
        kind="inspection",
        facility=visit.facility,
        on=localdate(visit.ended_at),
        who=names_of(visit)[:100],
        result=visit.conclusion,
        facts=facts,
        by=by,
        at=at,
    )
    carry_code(made=made, code=visit.inspection_code, by=by, at=at)
    return made


def _fate(visit: Visit) -> str:
    """What its planned visit becomes, under the readings of the day on which it ended."""
    return fate_of_planned(visit.outcome, discharges(_read(visit)))


def _settle_planned(visit: Visit, by: Actor, at: datetime) -> None:
    if visit.planned is None:
        return
    verb, facts = _fate(visit), {"visit": visit.number, "outcome": visit.outcome}
    # The plan may have let it fall meanwhile: the visit was made all the same.
    if visit.planned.state == PlannedState.TAKEN_UP:
        advance(visit.planned, verb, by=by, at=at, clause="plan:6.2", facts=facts)


@transaction.atomic
def ask_to_take_back(*, visit: Visit, why: str, by: Actor, at: datetime) -> Visit:
    """Ask that what the visit discharged be taken back; another person agrees by resuming or reopening the visit."""
    held = hold(visit.pk)
    if held.done_as is None or held.done_as.state == RecordState.WITHDRAWN:
        raise UnableToGoOn("本次检查没有计入应办事项，可直接继续检查。")
    refuse_secret(why)
    ask_withdrawal(record=held.done_as, why=why, by=by, at=at)
    return mirror(visit, held)


@transaction.atomic
def resume_visit(*, visit: Visit, why: str, by: Actor, at: datetime) -> Visit:
    """Go on with an ended visit. What it discharged opens again; that takes a second person who asked for it."""
    # The unit before the visit, as whoever opens a case from findings takes them.
    Facility.objects.select_for_update().get(pk=visit.facility_id)
    held = hold_as_seen(visit)
    refuse_secret(why)
    if held.started_at is None:
        raise UnableToGoOn("检查没有开始过，请另行安排一次检查。")
    take_back(held, by, at)
    _refuse_beyond(held)
    _plan_again(held, why, by, at)
    if held.outcome in GONE:
        take_back_asking(held, by=by, at=at)
    changes = {"outcome": "", "ended_at": None, "done_as": None}
    facts = {"number": held.number, "outcome": held.outcome}
    advance(held, "resume", by=by, at=at, clause="plan:6.1", why=why, facts=facts, changes=changes)
    rehang(held, about_visit(held, undone="继续检查"), by=by, at=at)
    return mirror(visit, held)


def take_back(visit: Visit, by: Actor, at: datetime) -> None:
    """Withdraw the record of a visit, as the second person; a record that nobody asked to withdraw stands in the way."""
    made = visit.done_as
    if made is None or made.state == RecordState.WITHDRAWN:
        return
    if made.state == RecordState.STANDING:
        raise UnableToGoOn(
            "本次检查已计入应办事项。请先由一人申请撤回办理记录，再由另一人继续检查。", place="record"
        )
    if made.asked_ref == by.ref:
        raise UnableToGoOn("申请撤回办理记录的人不能自己继续检查，请由另一人办理。", place="record")
    agree_withdrawal(record=made, by=by, at=at)
    follow_records(facility=visit.facility, by=by, at=at)


def _refuse_beyond(visit: Visit) -> None:
    """A visit that had come to nothing used nothing up; gone on with it counts, if the ceiling still leaves room."""
    if not visit.counts_toward_cap or fate_of_planned(visit.outcome) != "release":
        return
    verdict = verdict_for(
        visit.facility,
        kind=visit.kind,
        manner=visit.manner,
        reason=visit.reason,
        on=visit.scheduled_on,
        exception=visit.exception,
    )
    if not verdict.allowed:
        raise UnableToGoOn(verdict.sentence, place="exception")


def _plan_again(visit: Visit, why: str, by: Actor, at: datetime) -> None:
    """The planned visit is under way again, unless it was sent out or dropped meanwhile."""
    if visit.planned is None:
        return
    released = _fate(visit) == "release"
    if visit.planned.state != (PlannedState.PLANNED if released else PlannedState.DONE):
        raise UnableToGoOn("该计划检查已另行派出或移出计划，请另行安排检查。", place="planned")
    verb = "take-up" if released else "take-back"
    advance(visit.planned, verb, by=by, at=at, clause="plan:6.2", why=why, facts={"visit": visit.number})
