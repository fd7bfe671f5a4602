"""The decision: made by a leader who neither investigated nor reviewed, with basis, number and a fine within its range."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from postpermit.enforcement.models import CaseMember, PenaltyCase
from postpermit.enforcement.operations.case_endings import enter_penalty
from postpermit.enforcement.operations.case_holding import (
    hold_as_seen,
    move_case,
    refuse_day,
    refuse_decider,
    refuse_gaps,
    refuse_words,
    with_gaps,
)
from postpermit.enforcement.operations.case_steps import refuse_while_reviewed
from postpermit.enforcement.operations.cases import UnableToStaffCase
from postpermit.enforcement.operations.imposing import also_decided, decided_beside, told_beside
from postpermit.enforcement.queries.case_standing import (
    chosen_basis,
    facts_of,
    intended_of,
)
from postpermit.enforcement.queries.people import candidates
from postpermit.enforcement.rules.case_conditions import (
    Answer,
    Person,
    officer_faults,
    on_the_spot,
)
from postpermit.enforcement.rules.case_decision import Deciding, fine_faults
from postpermit.enforcement.rules.obstacles import Obstacle, obstacles_to_decision, obstacles_to_letting_off
from postpermit.enforcement.rules.punishment import Beside, punishment_shown
from postpermit.enforcement.rules.visits import officer_fault
from postpermit.enforcement.states import CaseRole
from postpermit.office.calendars import calendar_now
from postpermit.office.models import Officer
from postpermit.trail.actors import Actor
from postpermit.trail.errors import Refused


class UnableToDecide(Refused):
    """Something that must come before is missing, or the fine does not fit."""


@transaction.atomic
def decide_case(
    *,
    case: PenaltyCase,
    number: str,
    on: date,
    fine: Decimal,
    measures: str = "",
    grave: bool = False,
    beside: Beside | None = None,
    why: str = "",
    gaps_why: str = "",
    by: Actor,
    at: datetime,
) -> PenaltyCase:
    """作出决定. The decision stands in the unit's file from now on; ``beside`` None: as the party was told."""
    held = hold_as_seen(case)
    beside = told_beside(held) if beside is None else beside
    number, measures, why = _words(number, measures, why)
    refuse_day(on, at, held.notified_on, "决定日期")
    _refuse_number(held, number)
    refuse_decider(held, by)
    _refuse_obstacles(held, on, fine, grave, beside)
    meant = Deciding(
        chosen_basis(held, on), fine, measures, held.circumstance, held.proposed_fine, why, **also_decided(held, beside)
    )  # fmt: skip
    if faults := fine_faults(meant):
        raise UnableToDecide(faults[0].sentence, place=faults[0].place)
    excused = refuse_gaps(held, gaps_why)
    changes = {
        "decided_on": on,
        "decision_number": number,
        "fine": fine,
        "measures": measures,
        **decided_beside(beside),
        "grave": held.grave or grave,
        "why": why,
        **with_gaps(held, excused),
    }
    facts = {
        "on": on.isoformat(),
        "document": number,
        "fine": str(fine),
        "basis": held.basis,
        "measures": punishment_shown(None, measures, beside.gains, beside.persons),
    }
    move_case(held, "decide", by=by, at=at, clause="penalty-law:57", why=why, facts=facts, changes=changes)
    enter_penalty(held, by=by, at=at)
    case.refresh_from_db()
    return case


def _words(number: str, measures: str, why: str) -> tuple[str, str, str]:
    return (
        refuse_words("number", number, 64, "决定书文号"),
        refuse_words("measures", measures, 200, "其他处罚或措施", required=False),
        refuse_words("why", why, 300, "说明", required=False),
    )


def _refuse_number(case: PenaltyCase, number: str) -> None:
    if PenaltyCase.objects.filter(decision_number=number).exclude(pk=case.pk).exists():
        raise UnableToDecide("该文号已登记在另一案件上，请核对。", place="number")


def _place(found: Sequence[Obstacle]) -> str:
    return "on" if all(o.code in ("order", "statement", "hearing-request") for o in found) else "by"


def _refuse_obstacles(case: PenaltyCase, on: date, fine: Decimal, grave: bool, beside: Beside) -> None:
    people = tuple(p.yuan for p in beside.persons)
    meant = replace(
        intended_of(case, fine), grave=case.grave or grave, person_fines=people, gains=beside.gains
    )
    if found := obstacles_to_decision(facts_of(case), meant, calendar_now(), on):
        raise UnableToDecide("".join(o.sentence for o in found), place=_place(found))


@transaction.atomic
def not_punish(
    *, case: PenaltyCase, number: str, on: date, why: str, gaps_why: str = "", by: Actor, at: datetime
) -> PenaltyCase:
    """不予处罚, with number and reason, by somebody who did not investigate; reviewed and discussed like a punishment."""
    held = hold_as_seen(case)
    refuse_while_reviewed(held)
    number = refuse_words("number", number, 64, "不予处罚决定书文号")
    why = refuse_words("why", why, 300, "不予处罚的理由")
    refuse_day(on, at, held.concluded_on, "决定日期")
    _refuse_number(held, number)
    refuse_decider(held, by)
    if found := obstacles_to_letting_off(facts_of(held), intended_of(held), on):
        raise UnableToDecide("".join(o.sentence for o in found), place=_place(found))
    excused = refuse_gaps(held, gaps_why)
    changes: dict[str, Any] = {
        "other_dates": {**held.other_dates, "not_punished_on": on.isoformat()},
        "decision_number": number,
        "why": why,
        **with_gaps(held, excused),
    }
    facts = {"on": on.isoformat(), "document": number}
    move_case(
        held, "not-punish", by=by, at=at, clause="penalty-law:57", why=why, facts=facts, changes=changes
    )
    case.refresh_from_db()
    return case


@transaction.atomic
def decide_on_the_spot(
    *,
    case: PenaltyCase,
    officers: Sequence[Officer],
    basis: str,
    circumstance: str = "",
    number: str,
    on: date,
    fine: Decimal,
    measures: str = "",
    by: Actor,
    at: datetime,
) -> PenaltyCase:
    """当场处罚: two inspectors decide and hand the decision over at once, up to the small amounts of the law."""
    held = hold_as_seen(case)
    number, measures, _ = _words(number, measures, "")
    refuse_day(on, at, held.found_on, "决定日期")
    _refuse_number(held, number)
    if not held.summary:
        raise UnableToDecide("本案没有选用简易程序。", place="basis")
    held.basis, held.circumstance = basis, circumstance
    _refuse_spot(held, officers, fine, measures, on)
    for officer in dict.fromkeys(officers):
        CaseMember.objects.create(case=held, officer=officer, name=officer.name, certificate=officer.certificate,
                                  role=CaseRole.INVESTIGATOR, from_on=on)  # fmt: skip
    changes = {"decided_on": on, "served_on": on, "decision_number": number, "fine": fine, "measures": measures,
               "basis": basis, "circumstance": circumstance}  # fmt: skip
    facts = {"on": on.isoformat(), "document": number, "fine": str(fine), "basis": basis}
    move_case(held, "spot", by=by, at=at, clause="penalty-law:51", facts=facts, changes=changes)
    enter_penalty(held, by=by, at=at)
    case.refresh_from_db()
    return case


def _refuse_spot(
    case: PenaltyCase, officers: Sequence[Officer], fine: Decimal, measures: str, on: date
) -> None:
    people = list(dict.fromkeys(officers))
    for candidate in candidates(people, case.facility, on):
        if fault := officer_fault(candidate):
            raise UnableToStaffCase(fault, place="officers")
    if faults := officer_faults([Person(o.ref, o.certificate) for o in people], on):
        raise UnableToStaffCase(faults[0], place="officers")
    said = on_the_spot(intended_of(case, fine), on)
    if said.answer is Answer.MAY_NOT:
        raise UnableToDecide(f"不能当场处罚：{said.reasons[0]}请改用普通程序立案。", place="fine")
    meant = Deciding(chosen_basis(case, on), fine, measures, case.circumstance)
    # A small fine stays below the ranges of most provisions: the law of the spot has its own limit, so only the basis is asked.
    if faults_of := [f for f in fine_faults(meant) if f.place in ("basis", "measures")]:
        raise UnableToDecide(faults_of[0].sentence, place=faults_of[0].place)
