"""登记办理记录: an act discharges every open duty that it meets; withdrawing it opens them again."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.duties.models import Duty, Record
from postpermit.duties.rules import RECORD_KINDS, counts_for, meets, serves_period
from postpermit.duties.rules.records import WINDOWED
from postpermit.duties.states import DutyState, RecordState
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, advance_together, record
from postpermit.trail.errors import Refused
from postpermit.trail.models import Matter, reference

LIVE = (DutyState.OPEN, DutyState.WAIVING)


class UnableToRecord(Refused):
    """The kind, the unit or the date does not fit."""


class UnableToWithdrawRecord(Refused):
    """Withdrawing takes a second person."""


@transaction.atomic
def record_act(
    *,
    kind: str,
    facility: Facility | None = None,
    on: date,
    who: str,
    result: str,
    by: Actor,
    at: datetime,
    facts: Mapping[str, Any] | None = None,
) -> Record:
    """Enter what was done on ``on`` and discharge every open duty whose window and subject it meets."""
    _refuse_unfit(kind, facility, on, localdate(at), by)
    made = Record.objects.create(
        state=RecordState.STANDING,
        kind=kind,
        facility=facility,
        on=on,
        who=who,
        result=result,
        facts=dict(facts or {}),
        division_id=by.division or RECORD_KINDS[kind].divisions[0],
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    subjects: list[Any] = [made, *([facility] if facility else [])]
    told = {"kind": kind, "on": on.isoformat(), "who": who}
    record(
        "enter",
        label=f"登记{made.kind_label}",
        subjects=subjects,
        by=by,
        at=at,
        clause="plan:3.1",
        facts=told,
    )
    met = _met(made)
    if met:
        changes = {"discharged_by": reference(made), "discharged_on": on}
        advance(
            met,
            "discharge",
            by=by,
            at=at,
            clause=met[0].clause,
            facts={"by": reference(made)},
            changes=changes,
        )
    _recount(made, by, at)
    return made


def _refuse_unfit(kind: str, facility: Facility | None, on: date, today: date, by: Actor) -> None:
    known = RECORD_KINDS.get(kind)
    if known is None:
        raise UnableToRecord("没有这一类办理记录。", place="kind")
    if by.division and by.division not in known.divisions:
        raise UnableToRecord(f"“{known.label}”由归口科室登记。", place="kind")
    if known.with_facility and facility is None:
        raise UnableToRecord(f"“{known.label}”须选择单位，请从单位页登记。", place="kind")
    if not known.with_facility and facility is not None:
        raise UnableToRecord(f"“{known.label}”不针对单个单位。", place="kind")
    if on > today:
        raise UnableToRecord("日期不能晚于今天。", place="on")


def _met(made: Record) -> list[Duty]:
    """Open duties without a target that the record meets. Of several deadlines of one kind only the oldest."""
    serves = RECORD_KINDS[made.kind].serves
    rows = Duty.objects.filter(
        kind__in=serves, subject_ref="", state__in=LIVE, target__isnull=True, opens_on__lte=made.on
    )
    rows = rows.filter(facility=made.facility).order_by("due_on", "pk")
    found: list[Duty] = []
    for duty in rows:
        if not meets(duty.kind, duty.opens_on, duty.due_on, made.on) or not _of_period(made, duty):
            continue
        if duty.kind not in WINDOWED and any(d.kind == duty.kind for d in found):
            continue
        found.append(duty)
    return found


def _of_period(made: Record, duty: Duty) -> bool:
    return serves_period(made.kind, str(made.facts.get("period", "")), duty.kind, duty.period)


def quotas_of(made: Record) -> list[Duty]:
    """The quota duties in whose window the record lies."""
    rows = Duty.objects.filter(
        kind__in=RECORD_KINDS[made.kind].serves,
        target__isnull=False,
        opens_on__lte=made.on,
        due_on__gte=made.on,
        state__in=(*LIVE, DutyState.DISCHARGED),
    )
    klass = made.facility.management_class if made.facility else ""
    return [d for d in rows if made.facility is None or counts_for(d.kind, klass)]


def _recount(made: Record, by: Actor, at: datetime) -> None:
    """Count a quota anew and let it follow: reached it is discharged, fallen short again it is open."""
    moves: list[tuple[Matter, str]] = []
    for duty in quotas_of(made):
        done = count_done(duty)
        Duty.objects.filter(pk=duty.pk).update(done=done)
        duty.done = done
        reached = done >= (duty.target or 0)
        if reached and duty.state in LIVE:
            moves.append((duty, "discharge"))
        elif not reached and duty.state == DutyState.DISCHARGED:
            moves.append((duty, "reopen"))
    if moves:
        changes: dict[str, dict[str, Any]] = {
            "discharge": {"discharged_on": made.on, "discharged_by": reference(made)},
            "reopen": {"discharged_on": None, "discharged_by": ""},
        }
        advance_together(
            moves, "recount", label="比例任务计数", by=by, at=at, clause="plan:6.2", changes=changes
        )


def count_done(duty: Duty) -> int:
    """Distinct units of the class with a standing record in the window; acts without a unit count each."""
    served = [r.kind for r in RECORD_KINDS.values() if duty.kind in r.serves]
    rows = Record.objects.exclude(state=RecordState.WITHDRAWN).filter(
        kind__in=served, on__gte=duty.opens_on, on__lte=duty.due_on
    )
    pairs = rows.values_list("facility", "facility__management_class")
    units = {f for f, klass in pairs if f is not None and counts_for(duty.kind, klass)}
    return len(units) + sum(1 for f, _ in pairs if f is None)


def ask_withdrawal(*, record: Record, why: str, by: Actor, at: datetime) -> Record:
    """Ask for a withdrawal with its reason; another person decides."""
    changes = {"asked_ref": by.ref, "withdrawal_why": why.strip()}
    advance(record, "ask-withdrawal", by=by, at=at, clause="plan:3.1", why=why, changes=changes)
    return record


@transaction.atomic
def agree_withdrawal(*, record: Record, by: Actor, at: datetime) -> Record:
    """Withdraw it: every duty that it had discharged opens again with its old due date, unless another act meets it."""
    _refuse_same(record, by)
    why = record.withdrawal_why
    advance(
        record, "agree-withdrawal", by=by, at=at, clause="plan:3.1", why=why, changes={"agreed_ref": by.ref}
    )
    opened = list(
        Duty.objects.filter(discharged_by=reference(record), state=DutyState.DISCHARGED, target__isnull=True)
    )
    if opened:
        changes: dict[str, Any] = {"discharged_by": "", "discharged_on": None}
        said = f"办理记录已撤回：{why}"
        advance(opened, "reopen", by=by, at=at, clause=opened[0].clause, why=said, changes=changes)
    _serve_again(opened, by, at)
    _recount(record, by, at)
    return record


def _serve_again(opened: list[Duty], by: Actor, at: datetime) -> None:
    """Another standing record may meet the duty as well."""
    for duty in opened:
        kinds = [r.kind for r in RECORD_KINDS.values() if duty.kind in r.serves]
        others = Record.objects.filter(kind__in=kinds, facility=duty.facility).exclude(
            state=RecordState.WITHDRAWN
        )
        for other in others.filter(on__gte=duty.opens_on).order_by("on", "pk"):
            fits = meets(duty.kind, duty.opens_on, duty.due_on, other.on) and _of_period(other, duty)
            if fits and (
                duty.kind in WINDOWED
                or not Duty.objects.filter(discharged_by=reference(other), kind=duty.kind).exists()
            ):
                changes = {"discharged_by": reference(other), "discharged_on": other.on}
                advance(
                    duty,
                    "discharge",
                    by=by,
                    at=at,
                    clause=duty.clause,
                    facts={"by": reference(other)},
                    changes=changes,
                )
                break


def refuse_withdrawal(*, record: Record, why: str, by: Actor, at: datetime) -> Record:
    """The record stands."""
    _refuse_same(record, by)
    changes = {"asked_ref": "", "withdrawal_why": ""}
    advance(record, "refuse-withdrawal", by=by, at=at, clause="plan:3.1", why=why, changes=changes)
    return record


def _refuse_same(record: Record, by: Actor) -> None:
    if by.ref == record.asked_ref:
        raise UnableToWithdrawRecord("申请撤回和同意撤回不能为同一人。")
