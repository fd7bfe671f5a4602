"""更正案由、违法行为和日期: what was written at the opening is put right while nobody has been told of it."""

from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.operations.case_duties import rehang_case
from postpermit.enforcement.operations.case_holding import (
    UnableToActOnCase,
    hold_case,
    refuse_case_state,
    refuse_unseen,
    refuse_words,
)
from postpermit.enforcement.operations.cases import refuse_act, refuse_same_act
from postpermit.enforcement.states import CaseState
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record

# A basis was chosen for the act as it stood.
UNCHOSEN: dict[str, Any] = {
    "basis": "", "circumstance": "", "basis_why": "", "proposed_fine": None, "measures": "", "grave": False,
    "complex": False, "public_interest": False, "times": 1, "proposed_persons": [], "proposed_gains": None,
}  # fmt: skip


@transaction.atomic
def correct_act(
    *,
    case: PenaltyCase,
    title: str,
    conduct: str,
    act_from: date,
    act_to: date | None,
    why: str,
    seen: str = "",
    by: Actor,
    at: datetime,
) -> PenaltyCase:
    """Another conduct, other days, the end of an act that went on: with the reason. A chosen basis is void with it."""
    Facility.objects.select_for_update().get(pk=case.facility_id)
    held = hold_case(case.pk)
    refuse_case_state(held, CaseState.FOUND, CaseState.FILED)
    refuse_unseen(held, case, seen)
    title, why = refuse_words("title", title, 160, "案由"), refuse_words("why", why, 300, "更正理由")
    refuse_act(conduct, act_from, act_to, held.found_on, localdate(at))
    refuse_same_act(held.facility, conduct, act_from, but=held)
    now = {"title": title, "conduct": conduct, "act_from": act_from, "act_to": act_to}
    before = {name: getattr(held, name) for name in now}
    if now == before:
        raise UnableToActOnCase("没有更改任何内容。", place="title")
    void = {} if {**now, "title": ""} == {**before, "title": ""} else UNCHOSEN
    PenaltyCase.objects.filter(pk=held.pk).update(**now, **void)
    told = {f"{name}_before": f"{value or ''}" for name, value in before.items() if value != now[name]}
    facts = {
        "number": held.number,
        **told,
        **{n: f"{v or ''}" for n, v in now.items()},
        "basis_before": held.basis,
    }
    record("correct-act", label="更正违法行为和日期", subjects=[held], by=by, at=at, clause="penalty-law:54", why=why,
           facts=facts)  # fmt: skip
    held.refresh_from_db()
    rehang_case(held, by=by, at=at)
    case.refresh_from_db()
    return case
