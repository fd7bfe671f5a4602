"""From 调查终结 to 归档: each step asks for the file of the steps before it, and leaves one entry."""

from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

from django.db import transaction

from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.operations.case_endings import conclude_findings, punishment_words
from postpermit.enforcement.operations.case_holding import (
    UnableToActOnCase,
    facts_as,
    hold_as_seen,
    move_case,
    refuse_day,
    refuse_gaps,
    refuse_words,
    with_gaps,
)
from postpermit.enforcement.operations.case_money import refuse_unsettled_surcharge
from postpermit.enforcement.queries.case_beside import unsettled
from postpermit.enforcement.queries.case_people import reviewing
from postpermit.enforcement.queries.case_standing import clocks_on, facts_of, filed_of
from postpermit.enforcement.rules.case_facts import CaseFacts
from postpermit.enforcement.rules.case_files import file_faults
from postpermit.enforcement.rules.obstacles import unsettled_fault
from postpermit.office.calendars import calendar_now
from postpermit.trail.actors import Actor


@transaction.atomic
def conclude_investigation(
    *, case: PenaltyCase, on: date, gaps_why: str = "", by: Actor, at: datetime
) -> PenaltyCase:
    """调查终结: the basis is chosen and the file holds what an investigation has."""
    held = hold_as_seen(case)
    refuse_day(on, at, held.filed_on, "调查终结日期")
    if not held.basis:
        raise UnableToActOnCase("还没有选择适用依据，请先选择依据、写明理由和拟处罚。", place="basis")
    if held.pauses.filter(to_on__isnull=True).exists():
        raise UnableToActOnCase("期限还在停止计算，请先恢复计算。", place="on")
    excused = refuse_gaps(held, gaps_why, facts_as(held, investigated_on=on))
    changes = {"concluded_on": on, **with_gaps(held, excused)}
    _move(case, held, "conclude", by, at, "penalty-law:57", on, excused, changes)
    return case


@transaction.atomic
def notify_party(*, case: PenaltyCase, on: date, gaps_why: str = "", by: Actor, at: datetime) -> PenaltyCase:
    """告知书 was served: what is proposed, and the party's rights."""
    held = hold_as_seen(case)
    refuse_day(on, at, held.reviewed_on, "告知日期")
    excused = refuse_gaps(held, gaps_why)
    changes = {"notified_on": on, **with_gaps(held, excused)}
    _move(case, held, "notify", by, at, "penalty-law:44", on, excused, changes)
    return case


@transaction.atomic
def serve_decision(
    *, case: PenaltyCase, on: date, gaps_why: str = "", by: Actor, at: datetime
) -> PenaltyCase:
    """决定书 was served."""
    held = hold_as_seen(case)
    refuse_day(on, at, held.decided_on, "送达日期")
    excused = refuse_gaps(held, gaps_why)
    changes = {"served_on": on, **with_gaps(held, excused)}
    _move(case, held, "serve", by, at, "penalty-law:61", on, excused, changes)
    return case


@transaction.atomic
def execute_decision(
    *, case: PenaltyCase, on: date, how: str, gaps_why: str = "", by: Actor, at: datetime
) -> PenaltyCase:
    """履行完毕: the fine is paid, or the court executes; other measures are done as ``how`` says."""
    held = hold_as_seen(case)
    refuse_day(on, at, held.served_on, "履行日期")
    how = refuse_words("how", how, 300, "履行情况")
    by_court = "court_applied_on" in held.other_dates
    if held.fine and held.paid_on is None and not by_court:
        raise UnableToActOnCase(
            "罚款还没有缴清，也没有申请强制执行，请先登记缴清罚款或申请强制执行的日期。", place="on"
        )
    if not by_court:
        refuse_unsettled_surcharge(held, at)
    excused = refuse_gaps(held, gaps_why)
    changes = with_gaps(held, excused)
    _move(case, held, "execute", by, at, "penalty-law:67", on, excused, changes, how=how)
    return case


@transaction.atomic
def close_case(*, case: PenaltyCase, on: date, gaps_why: str = "", by: Actor, at: datetime) -> PenaltyCase:
    """结案: the decision is public, nothing beside it is open, the file is whole, and the findings end with the case."""
    held = hold_as_seen(case)
    facts = facts_of(held)
    refuse_day(on, at, facts.revoked_on or held.served_on or facts.not_punished_on, "结案日期")
    if held.decided_on and held.disclosed_on is None and facts.revoked_on is None:
        raise UnableToActOnCase("处罚决定还没有登记公开，请先登记公开日期。", place="on")
    _refuse_unsettled(held, on, "结案", but=("spot-report",))
    _refuse_kept(facts)
    excused = refuse_gaps(held, gaps_why)
    changes = {"closed_on": on, **with_gaps(held, excused)}
    _move(case, held, "close", by, at, "penalty-procedure:80", on, excused, changes)
    done = punishment_words(held) if held.decided_on else "不予处罚"
    done = f"{done}，决定已被撤销" if facts.revoked_on else done
    outcome = f"案件 {held.number} 结案：{done}（{held.decision_number}）"
    conclude_findings(held, outcome, by=by, at=at)
    return case


@transaction.atomic
def archive_case(*, case: PenaltyCase, on: date, gaps_why: str = "", by: Actor, at: datetime) -> PenaltyCase:
    """归档: nothing is missing, everything lies in its volume, and from now on nothing is added."""
    held = hold_as_seen(case)
    facts = facts_of(held)
    refuse_day(on, at, facts.closed_on or facts.not_filed_on or facts.withdrawn_on, "归档日期")
    _refuse_unsettled(held, on, "归档")
    excused = refuse_gaps(held, gaps_why)
    if faults := file_faults(filed_of(held), on):
        raise UnableToActOnCase(faults[0], place="files")
    changes = {"archived_on": on, **with_gaps(held, excused)}
    _move(case, held, "archive", by, at, "penalty-procedure:80", on, excused, changes)
    return case


def _refuse_unsettled(case: PenaltyCase, on: date, step: str, but: Sequence[str] = ()) -> None:
    labels = [
        clock.label
        for mark, clock in unsettled(case, clocks_on(case, on, calendar_now())).items()
        if mark not in but
    ]
    if fault := unsettled_fault(labels, step):
        raise UnableToActOnCase(fault, place="on")


def _refuse_kept(facts: CaseFacts) -> None:
    """What was paid under a decision that is revoked goes back."""
    if facts.revoked_on and facts.paid_on and facts.refunded_on is None:
        raise UnableToActOnCase("决定被撤销，已缴的罚款须退还，请先登记“退还已缴罚款”的日期。", place="on")


def refuse_while_reviewed(case: PenaltyCase) -> None:
    """What 法制科 has in hand does not change under it."""
    if reviewing(case):
        raise UnableToActOnCase("法制审核正在进行，请先由法制科审核或退回。", place="by")


def _move(
    case: PenaltyCase,
    held: PenaltyCase,
    verb: str,
    by: Actor,
    at: datetime,
    clause: str,
    on: date,
    excused: dict[str, str],
    changes: dict[str, Any],
    **more: str,
) -> None:
    facts = {"on": on.isoformat(), **more, **({"without": sorted(excused)} if excused else {})}
    why = next(iter(excused.values()), "")
    move_case(held, verb, by=by, at=at, clause=clause, why=why, facts=facts, changes=changes)
    case.refresh_from_db()
