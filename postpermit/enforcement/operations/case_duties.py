"""The duties of a case follow its clocks: one for its stage, and one for everything that runs beside it."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, datetime

from django.utils.timezone import localdate

from postpermit.duties.operations import discharge_duty, void_duty
from postpermit.duties.queries import open_duties_of
from postpermit.duties.rules.facts import Basis
from postpermit.enforcement.models import CaseMember, PenaltyCase
from postpermit.enforcement.operations.waiting import About, hang
from postpermit.enforcement.queries.case_beside import unsettled
from postpermit.enforcement.queries.case_people import investigators_of, reviewing
from postpermit.enforcement.queries.case_standing import archive_clock, case_ref, case_refs, facts_of
from postpermit.enforcement.rules.clock import Clock
from postpermit.enforcement.rules.clocks import clocks_of
from postpermit.enforcement.rules.counting import Unit
from postpermit.enforcement.rules.waits import BESIDE, CLOCKS, STOPPED, WAITS, Wait
from postpermit.enforcement.states import CaseState
from postpermit.office.calendars import calendar_now
from postpermit.office.desks import own_desk
from postpermit.office.models import Post
from postpermit.trail.actors import Actor
from postpermit.trail.models import reference

C = CaseState


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
    key, people, held = f"enforcement.penaltycase/{case.state}", investigators_of(case), _stopped(case)
    on = localdate(at)
    clocks = _clocks(case, on)
    keys = {} if case.state == C.INVESTIGATED and reviewing(case) else {"": key}
    if case.disclosed_on is None:
        keys["disclose"] = f"{key}/disclose"
    elif "overturned_on" in case.other_dates and "disclosure_withdrawn_on" not in case.other_dates:
        keys["disclose"] = f"{key}/withdraw"
    for mark, name in keys.items():
        wait = WAITS.get(name)
        if wait is not None and wait.kind not in held:
            yield case_ref(case, mark), _told(case, wait, clocks.get(CLOCKS.get(wait.kind, "")), people, on)
    for mark, clock in unsettled(case, clocks.values()).items():
        yield case_ref(case, mark), _told(case, BESIDE[mark][0], clock, people, on)


def _clocks(case: PenaltyCase, on: date) -> dict[str, Clock]:
    calendar = calendar_now()
    # Until it is filed a case may go either way: the time for filing runs.
    facts = replace(facts_of(case), simple=case.summary and case.state != C.FOUND)
    clocks = {c.code: c for c in clocks_of(facts, calendar, on)}
    clocks["archive"] = archive_clock(case, on, calendar)
    return clocks


def _stopped(case: PenaltyCase) -> tuple[str, ...]:
    """Kinds of duty whose clock stands still until somebody says that it goes on."""
    if case.pauses.filter(to_on__isnull=True).exists():
        return tuple(kind for kind, clock in CLOCKS.items() if clock == "decision")
    return ()


def _told(
    case: PenaltyCase, wait: Wait, clock: Clock | None, people: list[CaseMember], on: date
) -> tuple[Wait, About]:
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
        post=_desk(people, on),
        handlers=tuple(m.officer.ref for m in people),
        note=note,
        basis=_basis(clock, note) if clock and due else None,
        confirmed=clock.confirmed if clock and due else None,
    )
    return wait, about


def _basis(clock: Clock, note: str) -> Basis | None:
    """How the day is found again on another calendar; None where it is fixed."""
    if clock.unit is Unit.WORKING and clock.started_on is not None:
        return Basis("add", clock.started_on, clock.days)
    return Basis("roll", clock.end, 0, note[:120]) if clock.end is not None else None


def _desk(people: list[CaseMember], on: date) -> Post | None:
    """The desk of the first investigator who holds a post of 执法大队."""
    for member in people:
        if post := own_desk(member.officer, "ENFORCEMENT", on):
            return post
    return None
