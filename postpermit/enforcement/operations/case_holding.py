"""What every act on a case shares: its row is locked first, its file is asked for, and its duties follow its clocks."""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate

from postpermit.duties.operations import discharge_duty, void_duty
from postpermit.duties.queries import open_duties_of
from postpermit.enforcement.models import CaseMember, PenaltyCase
from postpermit.enforcement.operations.waiting import About, hang
from postpermit.enforcement.queries.case_standing import archive_clock, case_refs, facts_of, missing_of
from postpermit.enforcement.rules.case_decision import decider_fault
from postpermit.enforcement.rules.case_facts import CaseFacts
from postpermit.enforcement.rules.clock import Clock
from postpermit.enforcement.rules.clocks import clocks_of
from postpermit.enforcement.rules.waits import CLOCKS, STOPPED, WAITS, Wait
from postpermit.enforcement.states import CaseRole, CaseState, ReviewState
from postpermit.law import SECRET_REFUSAL, holds_secret
from postpermit.office.calendars import calendar_now
from postpermit.office.desks import own_desk
from postpermit.office.models import Post
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry, reference

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
) -> Entry:
    """Move the held case by one step and let its duties follow."""
    told = {"number": case.number, **(facts or {})}
    entry = advance(case, verb, by=by, at=at, clause=clause, why=why.strip(), facts=told, changes=changes)
    rehang_case(case, by=by, at=at)
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


def investigators_of(case: PenaltyCase) -> list[CaseMember]:
    """Who investigates now."""
    rows = case.members.filter(role=CaseRole.INVESTIGATOR, to_on__isnull=True)
    return list(rows.select_related("officer").order_by("pk"))


def refuse_decider(case: PenaltyCase, by: Actor) -> None:
    """Whoever investigates, investigated or reviewed the case does not decide it."""
    took_part = {m.officer.ref for m in case.members.select_related("officer")}
    if fault := decider_fault(by.ref, took_part):
        raise UnableToActOnCase(fault, place="by")


def reviewing(case: PenaltyCase) -> bool:
    """Whether 法制科 has it in hand."""
    return case.reviews.filter(state=ReviewState.ASKED).exists()


def rehang_case(case: PenaltyCase, *, by: Actor, at: datetime, undone: str = "") -> None:
    """The open duties become what the case waits for now, each due on the day its clock says.

    A duty that goes on with the same day stays; one whose day has moved is opened anew. While a clock stands still with no
    end in sight, nothing is due.
    """
    wanted = dict(_waits(case, at))
    why = undone or STOPPED.get(f"enforcement.penaltycase/{case.state}", "")
    for ref in case_refs(case):
        for duty in open_duties_of(ref):
            now = wanted.get(ref)
            if now is not None and now[0].kind == duty.kind and now[1].due_on in (None, duty.due_on):
                wanted.pop(ref)
            elif (now is not None and now[0].kind == duty.kind) or duty.kind in _stopped(case):
                void_duty(duty=duty, why="期限已变动", by=by, at=at)
            elif why:
                void_duty(duty=duty, why=why, by=by, at=at)
            else:
                discharge_duty(duty=duty, discharged_by=reference(case), by=by, at=at)
    for ref, (wait, about) in wanted.items():
        hang(case, wait, about, by=by, at=at, ref=ref)


def _waits(case: PenaltyCase, at: datetime) -> Iterable[tuple[str, tuple[Wait, About]]]:
    """(reference, what it waits for), each with its day."""
    key, people = f"enforcement.penaltycase/{case.state}", investigators_of(case)
    plain, other = case_refs(case)
    keys = {} if case.state == C.INVESTIGATED and reviewing(case) else {plain: key}
    if case.disclosed_on is None:
        keys[other] = f"{key}/disclose"
    elif "overturned_on" in case.other_dates and "disclosure_withdrawn_on" not in case.other_dates:
        keys[other] = f"{key}/withdraw"
    on, calendar = localdate(at), calendar_now()
    # Until it is filed a case may go either way: the time for filing runs.
    facts = replace(facts_of(case), simple=case.summary and case.state != C.FOUND)
    clocks = {c.code: c for c in clocks_of(facts, calendar, on)}
    clocks["archive"] = archive_clock(case, on, calendar)
    held = _stopped(case)
    for ref, name in keys.items():
        wait = WAITS.get(name)
        if wait is not None and wait.kind not in held:
            yield ref, _told(case, wait, clocks.get(CLOCKS.get(wait.kind, "")), people)


def _stopped(case: PenaltyCase) -> tuple[str, ...]:
    """Kinds of duty whose clock stands still until somebody says that it goes on."""
    if case.pauses.filter(to_on__isnull=True).exists():
        return tuple(kind for kind, clock in CLOCKS.items() if clock == "decision")
    return ()


def _told(case: PenaltyCase, wait: Wait, clock: Clock | None, people: list[CaseMember]) -> tuple[Wait, About]:
    due = clock.due_on if clock else None
    note = "".join(clock.lines)[:200] if clock and due else ""
    if due is not None:
        wait = replace(wait, limit="")
    elif not wait.limit:
        wait = replace(wait, limit="case.close.days")
    about = About(
        "ENFORCEMENT",
        f"{case.facility.name}：{case.title}",
        f"{case.found_on:%Y-%m}",
        facility=case.facility,
        due_on=due,
        post=_desk(people),
        handlers=tuple(m.officer.ref for m in people),
        note=note,
    )
    return wait, about


def _desk(people: list[CaseMember]) -> Post | None:
    """The desk of the first investigator who holds a post of 执法大队."""
    for member in people:
        if post := own_desk(member.officer, "ENFORCEMENT", localdate()):
            return post
    return None


def with_gaps(case: PenaltyCase, excused: dict[str, str]) -> dict[str, Any]:
    """The change that keeps what was excused, if anything was."""
    return {"excused": {**case.excused, **excused}} if excused else {}


def facts_as(case: PenaltyCase, **changes: Any) -> CaseFacts:
    """The facts of the case as they would be."""
    return replace(facts_of(case), **changes)
