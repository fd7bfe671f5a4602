"""What was found out about an act, and who holds its hearing."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.operations.case_holding import hold_case, refuse_case_state, refuse_words
from postpermit.enforcement.rules.case_conditions import Person, separation_faults
from postpermit.enforcement.rules.inquiry import QUESTIONS, inquiry_fault
from postpermit.enforcement.states import CaseRole, CaseState
from postpermit.office.models import Officer
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

C = CaseState
OPEN = (C.FOUND, C.FILED, C.INVESTIGATED, C.REVIEWED, C.NOTIFIED, C.DECIDED, C.SERVED, C.EXECUTED)


class UnableToInquire(Refused):
    """An answer is none, or excludes another; or the host of a hearing investigated the case."""


@transaction.atomic
def look_into(
    *, case: PenaltyCase, answers: Mapping[str, bool | None], why: str = "", by: Actor, at: datetime
) -> PenaltyCase:
    """What was found out by now; None takes an answer back. What is not named stays. The evidence is said in ``why``."""
    held = hold_case(case.pk)
    refuse_case_state(held, *OPEN)
    if strange := set(answers) - set(QUESTIONS):
        raise UnableToInquire("请在列出的情况中选择。", place=sorted(strange)[0])
    known = {**held.looked_into, **answers}
    kept = {name: bool(said) for name, said in known.items() if said is not None}
    if kept == held.looked_into:
        return case
    why = refuse_words("why", why, 300, "查明的依据")
    if fault := inquiry_fault(kept):
        raise UnableToInquire(fault, place="why")
    PenaltyCase.objects.filter(pk=held.pk).update(looked_into=kept)
    facts = {"number": held.number, "answers": kept, "before": held.looked_into}
    _record(held, "look-into", "登记查明情况", "code:1056", why, facts, by, at)
    case.refresh_from_db()
    return case


@transaction.atomic
def name_host(*, case: PenaltyCase, host: Officer, by: Actor, at: datetime) -> PenaltyCase:
    """Who holds the hearing: nobody who investigated, also not one who has left the investigation."""
    held = hold_case(case.pk)
    refuse_case_state(held, C.NOTIFIED)
    if held.hearing_host_id == host.pk:
        return case
    ours = held.members.filter(role=CaseRole.INVESTIGATOR).select_related("officer")
    if faults := separation_faults([Person(m.officer.ref) for m in ours], (), [Person(host.ref)]):
        raise UnableToInquire(faults[0], place="host")
    PenaltyCase.objects.filter(pk=held.pk).update(hearing_host=host)
    facts = {"number": held.number, "host": host.name}
    _record(held, "name-host", "登记听证主持人", "penalty-law:64", "", facts, by, at)
    case.refresh_from_db()
    return case


def _record(
    case: PenaltyCase,
    verb: str,
    label: str,
    clause: str,
    why: str,
    facts: dict[str, Any],
    by: Actor,
    at: datetime,
) -> None:
    record(verb, label=label, subjects=[case], by=by, at=at, clause=clause, why=why, facts=facts)
