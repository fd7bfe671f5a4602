"""按条款生成: the year's duties from the register, the values and the calendar. One act, one entry."""

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.duties.models import Duty
from postpermit.duties.queries.desks import Desks
from postpermit.duties.queries.facts import facts_of_register, law_of
from postpermit.duties.queries.ledger import Acts, outcome
from postpermit.duties.rules import Planned, plan_year
from postpermit.duties.rules.records import QUOTA_CLASS
from postpermit.duties.states import DutyState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance_together
from postpermit.trail.models import Matter

LIVE = (DutyState.OPEN, DutyState.WAIVING)
MOST_TOLD = 2000


@dataclass
class Generated:
    """What the act did. ``reissued``: opened again, or with another date or target."""

    added: int = 0
    voided: int = 0
    reissued: int = 0
    discharged: int = 0
    why: dict[str, str] = field(default_factory=dict)


@dataclass
class _Work:
    new: list[Duty] = field(default_factory=list)
    changed: list[Duty] = field(default_factory=list)
    moves: list[tuple[Matter, str]] = field(default_factory=list)


def generate_duties(*, year: int, by: Actor, at: datetime) -> Generated:
    """Make the stored ledger of ``year`` agree with the rules: adds, voids and re-issues only what really differs.

    Discharged and waived duties stay as they are. Doing it again does nothing and leaves no entry.
    """
    today = localdate(at)
    units = facts_of_register()
    classes = {u.facility: u.management_class for u in units}
    planned = plan_year(units, year, today, law_of(year, today))
    acts, desks, done, work = Acts(today), Desks(today), Generated(), _Work()
    with transaction.atomic():
        stored = {
            _key(d): d
            for d in Duty.objects.select_for_update().filter(
                subject_ref="", due_on__year__in=(year - 1, year, year + 1)
            )
        }
        for plan in planned:
            duty = stored.get(plan.key)
            if duty is None:
                _add(plan, classes.get(plan.facility, "") if plan.facility else "", acts, desks, done, work)
            else:
                _agree(plan, duty, acts, done, work, today)
        told = {p.key for p in planned}
        for key, duty in stored.items():
            if key not in told and duty.due_on.year == year and duty.state in LIVE:
                _void(duty, "登记信息或数值变动后，规则不再产生这一事项", done, work)
        _write(year, done, work, by, at)
    return done


def _key(duty: Duty) -> tuple[str, str, str, str]:
    return (duty.kind, duty.obligor_id, duty.subject, duty.period)


def _add(plan: Planned, klass: str, acts: Acts, desks: Desks, done: Generated, work: _Work) -> None:
    state, count, discharged_by, when = outcome(plan, acts)
    work.new.append(
        Duty(
            state=state,
            kind=plan.kind,
            obligor_id=plan.obligor,
            post=desks.of(plan.obligor),
            facility_id=plan.facility,
            klass=klass or QUOTA_CLASS.get(plan.kind, ""),
            subject=plan.subject,
            subject_name=plan.subject_name,
            period=plan.period,
            done=count or 0,
            discharged_by=discharged_by,
            discharged_on=when if state == DutyState.DISCHARGED else None,
            **_terms(plan),
        )
    )
    done.added += 1


def _terms(plan: Planned) -> dict[str, Any]:
    return {
        "opens_on": plan.opens_on,
        "due_on": plan.due.on,
        "provisional": plan.due.provisional,
        "confirmed": plan.confirmed,
        "basis": plan.due.basis.as_json(),
        "target": plan.target,
        "note": plan.void_why or plan.note,
    }


def _agree(plan: Planned, duty: Duty, acts: Acts, done: Generated, work: _Work, today: date) -> None:
    """Bring a stored duty in line with the plan; what is discharged or waived stays."""
    if duty.state in (DutyState.DISCHARGED, DutyState.WAIVED) and plan.target is None:
        return
    state, count, discharged_by, when = outcome(plan, acts)
    if state == DutyState.VOID and duty.state in LIVE:
        _void(duty, plan.void_why, done, work)
        return
    if duty.state == DutyState.VOID and state == DutyState.VOID:
        return
    differs = {k: v for k, v in _terms(plan).items() if getattr(duty, k) != v}
    if plan.target is not None and duty.done != count:
        differs["done"] = count or 0
    if duty.state == DutyState.VOID and state == DutyState.OPEN:
        work.moves.append((duty, "reissue"))
        done.reissued += 1
        done.why[_name(duty)] = "事项重新适用"
    elif {"due_on", "target", "opens_on"} & set(differs):
        done.reissued += 1
        done.why[_name(duty)] = f"期限 {duty.due_on} → {plan.due.on}，目标 {duty.target} → {plan.target}"
    if differs:
        for name, value in differs.items():
            setattr(duty, name, value)
        work.changed.append(duty)
    if state == DutyState.DISCHARGED and duty.state in (*LIVE, DutyState.VOID):
        work.moves.append((duty, "discharge"))
        duty.discharged_by, duty.discharged_on = discharged_by, when or today
        work.changed.append(duty)
        done.discharged += 1
    elif state == DutyState.OPEN and duty.state == DutyState.DISCHARGED:
        work.moves.append((duty, "reopen"))
        done.reissued += 1


def _void(duty: Duty, why: str, done: Generated, work: _Work) -> None:
    work.moves.append((duty, "void"))
    duty.note = why[:200]
    work.changed.append(duty)
    done.voided += 1
    done.why[_name(duty)] = why


def _name(duty: Duty) -> str:
    return f"{duty.kind} {duty.subject} {duty.period}".replace("  ", " ")


FIELDS = (
    "opens_on",
    "due_on",
    "provisional",
    "confirmed",
    "basis",
    "target",
    "done",
    "note",
    "discharged_by",
    "discharged_on",
)


def _write(year: int, done: Generated, work: _Work, by: Actor, at: datetime) -> None:
    if not (work.new or work.changed or work.moves):
        return
    Duty.objects.bulk_create(work.new, batch_size=2000)
    unique = list({d.pk: d for d in work.changed}.values())
    Duty.objects.bulk_update(unique, FIELDS, batch_size=300)
    facts = {
        "year": year,
        "added": done.added,
        "voided": done.voided,
        "reissued": done.reissued,
        "discharged": done.discharged,
        "why": dict(list(done.why.items())[:MOST_TOLD]),
    }
    advance_together(
        work.moves,
        "generate",
        label=f"生成 {year} 年应办事项",
        by=by,
        at=at,
        clause="plan:3.1",
        subjects=[*work.new, *unique],
        facts=facts,
        changes={"reopen": {"discharged_by": "", "discharged_on": None}},
    )
