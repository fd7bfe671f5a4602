"""What is written on a case beside its steps: dates, pauses and extensions of its clock, the basis, discussion, disclosure."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.enforcement.models import CasePause, PenaltyCase
from postpermit.enforcement.operations.case_duties import rehang_case
from postpermit.enforcement.operations.case_holding import (
    UnableToActOnCase,
    hold_case,
    refuse_case_state,
    refuse_day,
    refuse_unseen,
    refuse_words,
)
from postpermit.enforcement.operations.case_steps import refuse_while_reviewed
from postpermit.enforcement.operations.imposing import also, proposed_beside
from postpermit.enforcement.queries.case_standing import clocks_on, facts_of
from postpermit.enforcement.rules.bases import readings
from postpermit.enforcement.rules.case_dates import NOTABLE, date_fault
from postpermit.enforcement.rules.case_decision import Deciding, fine_faults
from postpermit.enforcement.rules.case_facts import CaseFacts, Pause
from postpermit.enforcement.rules.clock import Clock, ClockState
from postpermit.enforcement.rules.counting import dated
from postpermit.enforcement.rules.court import court_fault
from postpermit.enforcement.rules.punishment import NOTHING, Beside, punishment_shown
from postpermit.enforcement.states import CaseState
from postpermit.office.calendars import calendar_now
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

C = CaseState
UNDER = (C.FILED, C.INVESTIGATED, C.REVIEWED, C.NOTIFIED)
DECIDED = (C.DECIDED, C.SERVED, C.EXECUTED)


class UnableToNoteOnCase(Refused):
    """The date, the pause, the extension or the basis does not fit the case."""


@transaction.atomic
def note_date(
    *, case: PenaltyCase, name: str, on: date, why: str = "", by: Actor, at: datetime
) -> PenaltyCase:
    """Write one date down; another day for one that stands there needs a reason, the same day changes nothing."""
    held, row = hold_case(case.pk), NOTABLE.get(name)
    if row is None:
        raise UnableToNoteOnCase("请选择要登记哪个日期。", place="name")
    refuse_case_state(held, *row.stages)
    facts = facts_of(held)
    before = getattr(facts, name, None) if name not in held.other_dates else None
    before = date.fromisoformat(held.other_dates[name]) if name in held.other_dates else before
    if before == on:
        return case
    why = refuse_words("why", why, 300, "更改理由", required=before is not None)
    if fault := date_fault(facts, row, on, localdate(at)) or _own_fault(held, facts, name, on):
        raise UnableToNoteOnCase(fault, place="on")
    if row.column:
        changes: dict[str, Any] = {row.column: on}
    else:
        changes = {"other_dates": {**held.other_dates, name: on.isoformat()}}
    told = {"date": row.label, "on": on.isoformat(), "before": str(before or "")}
    _write(held, changes, "note-date", f"登记{row.label}日期"[:64], told, by, at, why=why)
    return _seen(case)


def _own_fault(case: PenaltyCase, facts: CaseFacts, name: str, on: date) -> str:
    """What only this date needs before it: who holds the hearing, and the end of the time for review and suit."""
    if name == "heard_on" and case.hearing_host_id is None:
        return "请先登记听证主持人，再登记听证日期。"
    if name == "court_applied_on":
        return court_fault(facts, _clock(case, "suit", on).due_on, on)
    return ""


@transaction.atomic
def pause_clock(
    *, case: PenaltyCase, reason: str, from_on: date, to_on: date | None = None, note: str = "", by: Actor, at: datetime
) -> CasePause:  # fmt: skip
    """Days that do not count begin; without an end the clock stands still until it goes on."""
    held = hold_case(case.pk)
    refuse_case_state(held, *UNDER)
    if reason not in set(Pause):
        raise UnableToNoteOnCase("请选择不计入期限的事由。", place="reason")
    note = refuse_words("note", note, 100, "说明", required=False)
    refuse_day(from_on, at, held.filed_on, "开始日期", "from_on")
    if to_on is not None and to_on < from_on:
        raise UnableToNoteOnCase("结束日期不能早于开始日期。", place="to_on")
    _refuse_same_pause(held, reason, from_on, to_on)
    made = CasePause.objects.create(
        case=held, reason=reason, from_on=from_on, to_on=to_on, note=note, by_name=by.signature
    )
    told = {"reason": Pause(reason).label, "from_on": from_on.isoformat(), "to_on": str(to_on or "")}
    _write(held, {}, "pause", "登记不计入期限的期间", told, by, at, "penalty-procedure:57", note)
    return made


def _refuse_same_pause(case: PenaltyCase, reason: str, from_on: date, to_on: date | None) -> None:
    for row in case.pauses.filter(reason=reason):
        if row.to_on is None or (row.to_on >= from_on and (to_on is None or row.from_on <= to_on)):
            raise UnableToNoteOnCase(
                f"同一事由（{Pause(reason).label}）已登记了这段期间，不重复登记。", place="from_on"
            )


@transaction.atomic
def resume_clock(*, pause: CasePause, to_on: date, by: Actor, at: datetime) -> CasePause:
    """The last day that does not count is known: the clock goes on, and what is due moves by it."""
    held = hold_case(pause.case_id)
    pause.refresh_from_db()
    if pause.to_on is not None:
        if pause.to_on == to_on:
            return pause
        raise UnableToNoteOnCase("该期间已结束，请刷新后查看。", place="pause")
    refuse_day(to_on, at, pause.from_on, "结束日期", "to_on")
    pause.to_on = to_on
    pause.save(update_fields=["to_on"])
    told = {"reason": Pause(pause.reason).label, "to_on": to_on.isoformat()}
    _write(held, {}, "go-on", "恢复计算期限", told, by, at, "penalty-procedure:57")
    return pause


@transaction.atomic
def extend_filing(*, case: PenaltyCase, on: date, why: str, by: Actor, at: datetime) -> PenaltyCase:
    """A chief gives another fifteen days for deciding whether to file; once."""
    held = hold_case(case.pk)
    refuse_case_state(held, C.FOUND)
    why = refuse_words("why", why, 300, "延长理由")
    refuse_day(on, at, held.found_on, "批准日期")
    if "filing_extended_on" in held.other_dates:
        raise UnableToNoteOnCase("立案期限已延长过，只能延长一次。", place="on")
    _refuse_over(_clock(held, "filing", on))
    changes = {"other_dates": {**held.other_dates, "filing_extended_on": on.isoformat()}}
    told = {"on": on.isoformat()}
    _write(held, changes, "extend-filing", "批准延长立案期限", told, by, at, "penalty-procedure:18", why)
    return _seen(case)


@transaction.atomic
def extend_case(
    *, case: PenaltyCase, days: int, on: date, why: str, seen: str = "", by: Actor, at: datetime
) -> PenaltyCase:
    """A chief gives more days for deciding: as often and as many as the values allow, before the time is over.

    ``seen``: the stamp of what the page showed; the second of two who extend the same time is told.
    """
    held = hold_case(case.pk)
    refuse_case_state(held, *UNDER)
    refuse_unseen(held, case, seen)
    why = refuse_words("why", why, 300, "延长理由")
    refuse_day(on, at, held.filed_on, "批准日期")
    each = dated("penalty.decision.extension.days", held.filed_on or on).value
    most = each * dated("penalty.decision.extensions", held.filed_on or on).value
    if not 0 < days <= each:
        raise UnableToNoteOnCase(f"每次延长不超过{each}日。", place="days")
    if held.extension_days + days > most:
        raise UnableToNoteOnCase(f"累计延长不超过{most}日，已延长{held.extension_days}日。", place="days")
    _refuse_over(_clock(held, "decision", on))
    told = {"days": days, "on": on.isoformat()}
    changes = {"extension_days": held.extension_days + days}
    _write(held, changes, "extend", "批准延长办案期限", told, by, at, "penalty-procedure:57", why)
    return _seen(case)


def _clock(case: PenaltyCase, code: str, on: date) -> Clock:
    return next(c for c in clocks_on(case, on, calendar_now()) if c.code == code)


def _refuse_over(clock: Clock) -> None:
    if clock.state is ClockState.LATE:
        raise UnableToNoteOnCase("期限已满，不能再延长。", place="on")


@transaction.atomic
def choose_basis(
    *,
    case: PenaltyCase,
    clause: str,
    circumstance: str = "",
    why: str,
    proposed_fine: Decimal,
    measures: str = "",
    lenient_why: str = "",
    grave: bool = False,
    complex_case: bool = False,
    public_interest: bool = False,
    beside: Beside = NOTHING,
    seen: str = "",
    by: Actor,
    at: datetime,
) -> PenaltyCase:
    """A person chooses among the readings, says why, and what is to be imposed; 法制科 then reviews exactly that.

    ``seen``: the stamp of what the page showed; whoever would overwrite another's choice unseen is told.
    """
    held, on = hold_case(case.pk), localdate(at)
    refuse_case_state(held, C.FILED, C.INVESTIGATED)
    refuse_unseen(held, case, seen)
    refuse_while_reviewed(held)
    why = refuse_words("basis_why", why, 300, "适用理由")
    measures = refuse_words("measures", measures, 200, "其他处罚或措施", required=False)
    lenient = refuse_words("lenient_why", lenient_why, 300, "减轻的理由", required=False)
    found = readings(held.conduct, held.act_from, held.act_to, on, circumstance).readings
    basis = next((r.basis for r in found if r.basis.clause == clause), None)
    if basis is None:
        raise UnableToNoteOnCase("请在列出的依据中选择一项。", place="clause")
    if circumstance and circumstance not in {f.when for f in basis.fines}:
        raise UnableToNoteOnCase("所选依据没有这种情节，请重新选择。", place="circumstance")
    meant = Deciding(basis, proposed_fine, measures, circumstance, None, lenient, **also(beside))
    if faults := fine_faults(meant):
        place = {"fine": "proposed_fine", "why": "lenient_why"}.get(faults[0].place, faults[0].place)
        raise UnableToNoteOnCase(faults[0].sentence, place=place)
    changes = {
        "basis": clause,
        "circumstance": circumstance,
        "basis_why": f"{why}{f'；减轻理由：{lenient}' if lenient else ''}"[:300],
        "proposed_fine": proposed_fine,
        "measures": measures,
        "grave": grave,
        "complex": complex_case,
        "public_interest": public_interest,
        **proposed_beside(held, beside),
    }
    shown = punishment_shown(proposed_fine, measures, beside.gains, beside.persons)
    told = {"basis": clause, "proposed_fine": str(proposed_fine), "measures": measures, "proposed": shown}
    _write(held, changes, "choose-basis", "选择适用依据和拟处罚", told, by, at, "penalty-law:37", why)
    return _seen(case)


@transaction.atomic
def discuss_case(*, case: PenaltyCase, on: date, outcome: str, by: Actor, at: datetime) -> PenaltyCase:
    """集体讨论 by those who lead; its record goes into the file."""
    held = hold_case(case.pk)
    refuse_case_state(held, C.INVESTIGATED, C.REVIEWED, C.NOTIFIED)
    outcome = refuse_words("outcome", outcome, 300, "讨论意见")
    refuse_day(on, at, held.concluded_on, "讨论日期")
    told = {"on": on.isoformat(), "outcome": outcome}
    _write(held, {"discussed_on": on}, "discuss", "登记集体讨论", told, by, at, "penalty-procedure:52")
    return _seen(case)


@transaction.atomic
def disclose_decision(*, case: PenaltyCase, on: date, by: Actor, at: datetime) -> PenaltyCase:
    """The decision was published; done once, told again it stays."""
    held = hold_case(case.pk)
    refuse_case_state(held, *DECIDED)
    if held.disclosed_on == on:
        return case
    if held.disclosed_on is not None:
        raise UnableToActOnCase("公开日期已登记，请刷新后查看。", place="on")
    refuse_day(on, at, held.decided_on, "公开日期")
    _write(held, {"disclosed_on": on}, "disclose", "登记公开处罚决定", {"on": on.isoformat()}, by, at,
           "penalty-procedure:63")  # fmt: skip
    return _seen(case)


def _write(
    held: PenaltyCase,
    changes: dict[str, Any],
    verb: str,
    label: str,
    told: dict[str, Any],
    by: Actor,
    at: datetime,
    clause: str = "penalty-law:47",
    why: str = "",
) -> None:
    for name, value in changes.items():
        setattr(held, name, value)
    if changes:
        PenaltyCase.objects.filter(pk=held.pk).update(**changes)
    facts = {"number": held.number, **told}
    record(verb, label=label, subjects=[held], by=by, at=at, clause=clause, why=why, facts=facts)
    rehang_case(held, by=by, at=at)


def _seen(case: PenaltyCase) -> PenaltyCase:
    case.refresh_from_db()
    return case
