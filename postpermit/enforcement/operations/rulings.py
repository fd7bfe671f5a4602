"""复议、诉讼结果: a decision is revoked or amended by somebody else, and the unit's file says so."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from postpermit.enforcement.models import CaseRuling, PenaltyCase
from postpermit.enforcement.operations.case_duties import rehang_case
from postpermit.enforcement.operations.case_holding import (
    hold_case,
    move_case,
    refuse_case_state,
    refuse_day,
    refuse_words,
)
from postpermit.enforcement.rules.rulings import Ruled, ruling_faults, ruling_words
from postpermit.enforcement.states import CaseState, Ruling
from postpermit.register.operations import mark_penalty
from postpermit.trail.actors import Actor
from postpermit.trail.advance import AlreadyMoved, record
from postpermit.trail.errors import Refused

C = CaseState
# A case that is over stays over: the ruling is written beside it.
MOVES = (C.SERVED, C.EXECUTED)
RULED = (*MOVES, C.CLOSED, C.ARCHIVED)


class UnableToEnterRuling(Refused):
    """The decision is not out, was revoked already, or the ruling does not fit it."""


@transaction.atomic
def revoke_decision(
    *, case: PenaltyCase, number: str, body: str, on: date, why: str, by: Actor, at: datetime
) -> PenaltyCase:
    """登记决定被撤销: nothing is owed any more; what was published is taken back, and the case can be closed."""
    held = _hold(case, number)
    ruled = _read(held, Ruling.REVOKED, number, body, on, None, "", at)
    why = refuse_words("why", why, 300, "撤销的理由")
    _keep(held, ruled, why, by)
    changes = _dates(held, on) | {"revoked_on": on.isoformat()}
    facts = {"document": ruled.number, "body": ruled.body, "on": on.isoformat()}
    if held.state in MOVES:
        move_case(held, "revoke", by=by, at=at, clause="review-law:64", why=why, facts=facts,
                  changes={"other_dates": changes}, undone="决定已被撤销")  # fmt: skip
    else:
        _write(
            held, {"other_dates": changes}, "revoke", "登记决定被撤销", "review-law:64", why, facts, by, at
        )
    mark_penalty(facility=held.facility, number=held.decision_number, changed=ruling_words(ruled), revoked_on=on,
                 clause="review-law:64", by=by, at=at)  # fmt: skip
    case.refresh_from_db()
    return case


@transaction.atomic
def amend_decision(
    *, case: PenaltyCase, number: str, body: str, on: date, fine: Decimal, measures: str = "", why: str, by: Actor,
    at: datetime,
) -> PenaltyCase:  # fmt: skip
    """登记决定被变更: from now on the party owes what the ruling says; what was decided at first stays readable."""
    held = _hold(case, number)
    ruled = _read(held, Ruling.AMENDED, number, body, on, fine, measures, at)
    why = refuse_words("why", why, 300, "变更的理由")
    _keep(held, ruled, why, by)
    changes = {"other_dates": _dates(held, on), "fine": fine, "measures": ruled.measures}
    facts = {"document": ruled.number, "body": ruled.body, "on": on.isoformat(), "fine_before": f"{held.fine}",
             "fine": f"{fine}", "measures": ruled.measures}  # fmt: skip
    _write(held, changes, "amend", "登记决定被变更", "review-law:63", why, facts, by, at)
    mark_penalty(facility=held.facility, number=held.decision_number, changed=ruling_words(ruled),
                 clause="review-law:63", by=by, at=at)  # fmt: skip
    case.refresh_from_db()
    return case


def _hold(case: PenaltyCase, number: str) -> PenaltyCase:
    held = hold_case(case.pk)
    if (held.state, held.revision) != (case.state, case.revision):
        raise AlreadyMoved(f"已由他人办理：当前状态为“{C(held.state).label}”，请刷新后查看。")
    refuse_case_state(held, *RULED)
    if held.decided_on is None:
        raise UnableToEnterRuling("本案没有作出处罚决定。", place="number")
    if "revoked_on" in held.other_dates:
        raise AlreadyMoved("决定已登记为被撤销，请刷新后查看。")
    if held.rulings.filter(number=number.strip()).exists():
        raise AlreadyMoved("这份文书已登记，请刷新后查看。")
    return held


def _read(
    case: PenaltyCase, ruling: Ruling, number: str, body: str, on: date, fine: Decimal | None, measures: str, at: datetime
) -> Ruled:  # fmt: skip
    number, body = refuse_words("number", number, 64, "文书文号"), refuse_words("body", body, 64, "作出机关")
    measures = refuse_words("measures", measures, 200, "其他处罚或措施", required=False)
    refuse_day(on, at, case.served_on, "作出日期")
    ruled = Ruled(ruling, number, body, on, fine, measures)
    if faults := ruling_faults(ruled, case.fine or Decimal(0), case.measures):
        raise UnableToEnterRuling(faults[0].sentence, place=faults[0].place)
    return ruled


def _keep(case: PenaltyCase, ruled: Ruled, why: str, by: Actor) -> None:
    CaseRuling.objects.create(
        case=case, ruling=ruled.ruling, number=ruled.number, body=ruled.body, on=ruled.on, why=why,
        fine_before=case.fine or 0, measures_before=case.measures, fine=ruled.fine, measures=ruled.measures,
        by_name=by.signature,
    )  # fmt: skip


def _dates(case: PenaltyCase, on: date) -> dict[str, Any]:
    """What was published goes anew: also what was published, or taken back, after an earlier ruling."""
    rest = {name: day for name, day in case.other_dates.items() if name != "disclosure_withdrawn_on"}
    return {**rest, "overturned_on": on.isoformat()}


def _write(
    held: PenaltyCase,
    changes: dict[str, Any],
    verb: str,
    label: str,
    clause: str,
    why: str,
    facts: dict[str, str],
    by: Actor,
    at: datetime,
) -> None:
    for name, value in changes.items():
        setattr(held, name, value)
    PenaltyCase.objects.filter(pk=held.pk).update(**changes)
    record(
        verb,
        label=label,
        subjects=[held],
        by=by,
        at=at,
        clause=clause,
        why=why,
        facts={"number": held.number, **facts},
    )
    rehang_case(held, by=by, at=at)
