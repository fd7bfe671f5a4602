"""What every act on a case shares: its row is locked first, its file is asked for, and its duties follow its clocks."""

import hashlib
from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.operations.case_duties import rehang_case
from postpermit.enforcement.queries.case_standing import facts_of, missing_of
from postpermit.enforcement.rules.case_decision import decider_fault
from postpermit.enforcement.rules.case_facts import CaseFacts
from postpermit.enforcement.states import CaseState
from postpermit.law import SECRET_REFUSAL, holds_secret
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry

C = CaseState


class UnableToActOnCase(Refused):
    """The case is at another point than the act needs, the day does not fit, or the file lacks something."""


def hold_case(pk: int) -> PenaltyCase:
    """The case, locked until the end of the transaction."""
    PenaltyCase.objects.select_for_update().get(pk=pk)
    return PenaltyCase.objects.select_related("facility", "lead").get(pk=pk)


def hold_as_seen(case: PenaltyCase) -> PenaltyCase:
    """The case, locked, but at the point where the caller saw it: a second person who moves it is told."""
    held = hold_case(case.pk)
    held.state, held.revision = case.state, case.revision
    return held


def move_case(
    case: PenaltyCase,
    verb: str,
    *,
    by: Actor,
    at: datetime,
    clause: str = "plan:3.5",
    why: str = "",
    facts: Mapping[str, Any] | None = None,
    changes: Mapping[str, Any] | None = None,
    undone: str = "",
) -> Entry:
    """Move the held case by one step and let its duties follow; ``undone``: why what was waited for is void."""
    told = {"number": case.number, **(facts or {})}
    entry = advance(case, verb, by=by, at=at, clause=clause, why=why.strip(), facts=told, changes=changes)
    rehang_case(case, by=by, at=at, undone=undone)
    return entry


def refuse_case_state(case: PenaltyCase, *states: CaseState) -> None:
    """Refuse unless the case stands in one of these states."""
    if case.state not in states:
        words = "、".join(s.label for s in states)
        now = C(case.state).label
        raise UnableToActOnCase(f"案件当前为“{now}”，只有{words}的案件才能这样办理。")


def refuse_day(on: date, at: datetime, first: date | None, what: str, place: str = "on") -> None:
    """A deed lies neither ahead nor before what it follows."""
    if on > localdate(at):
        raise UnableToActOnCase(f"{what}不能晚于今天。", place=place)
    if first is not None and on < first:
        raise UnableToActOnCase(f"{what}不能早于 {first}。", place=place)


def refuse_words(place: str, text: str, longest: int, label: str, *, required: bool = True) -> str:
    """The text without blanks at its ends; refused where it is missing, too long, or may be a state secret."""
    clean = text.strip()
    if holds_secret(clean):
        raise UnableToActOnCase(SECRET_REFUSAL, place=place)
    if required and not clean:
        raise UnableToActOnCase(f"请填写{label}。", place=place)
    if len(clean) > longest:
        raise UnableToActOnCase(f"{label}不超过 {longest} 字。", place=place)
    return clean


def refuse_gaps(case: PenaltyCase, why: str, facts: CaseFacts | None = None) -> dict[str, str]:
    """What the file lacks is told. Rows a law demands hold the case up; for the others a reason is enough.

    Answers the documents that this reason excuses, to be kept on the case.
    """
    gaps = missing_of(case, facts)
    firm = [f"《{n.row.label}》" for n in gaps if n.row.confirmed]
    if firm:
        raise UnableToActOnCase(f"卷内还缺必须有的文书：{'、'.join(firm)}，请先归入卷内。", place="files")
    if gaps and not why.strip():
        names = "、".join(f"《{n.row.label}》" for n in gaps)
        raise UnableToActOnCase(
            f"卷内还缺：{names}。请先归入；本案确实没有的，写明理由后继续。", place="gaps_why"
        )
    return {n.row.code: why.strip()[:200] for n in gaps}


def refuse_decider(case: PenaltyCase, by: Actor) -> None:
    """Whoever investigates, investigated or reviewed the case does not decide it."""
    took_part = {m.officer.ref for m in case.members.select_related("officer")}
    if fault := decider_fault(by.ref, took_part):
        raise UnableToActOnCase(fault, place="by")


def case_stamp(case: PenaltyCase) -> str:
    """What somebody saw of the case when deciding on its basis, its people's time or its act."""
    parts = (
        case.title, case.conduct, case.act_from, case.act_to, case.basis, case.circumstance, case.basis_why,
        case.proposed_fine, case.measures, case.grave, case.complex, case.public_interest, case.extension_days,
        case.times, case.party, case.proposed_gains, case.proposed_persons,
    )  # fmt: skip
    return hashlib.sha256("\n".join(str(p) for p in parts).encode()).hexdigest()[:16]


def refuse_unseen(case: PenaltyCase, seen: PenaltyCase, stamp: str = "") -> None:
    """The second of two people who change the same thing is told; ``stamp``: what the page showed."""
    if (stamp or case_stamp(seen)) != case_stamp(case):
        raise UnableToActOnCase("案由、依据、拟处罚或延长日数已由他人更改，请刷新核对后再办。", place="act")


def with_gaps(case: PenaltyCase, excused: dict[str, str]) -> dict[str, Any]:
    """The change that keeps what was excused, if anything was."""
    return {"excused": {**case.excused, **excused}} if excused else {}


def facts_as(case: PenaltyCase, **changes: Any) -> CaseFacts:
    """The facts of the case as they would be."""
    return replace(facts_of(case), **changes)
