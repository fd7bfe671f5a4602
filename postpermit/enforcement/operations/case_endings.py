"""What the outcome of a case does elsewhere: findings end or come back, the lead is answered, the unit's file knows it."""

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.enforcement.models import PenaltyCase, VisitFinding
from postpermit.enforcement.operations.findings import UnableToSettle
from postpermit.enforcement.operations.holding import about_finding, hold
from postpermit.enforcement.operations.waiting import rehang
from postpermit.enforcement.queries.case_standing import conduct_label
from postpermit.enforcement.rules.punishment import persons_of, punishment_shown
from postpermit.enforcement.states import Disposition, FindingState
from postpermit.linkage.models import SlipAssignment
from postpermit.linkage.operations import give_feedback
from postpermit.linkage.states import AssignmentState, Outcome
from postpermit.register.operations import enter_fact
from postpermit.register.rules import fact_owner
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused


class UnableToAnswerLead(Refused):
    """The task is not in hand, was answered already, or nothing was decided yet."""


def conclude_findings(case: PenaltyCase, outcome: str, *, by: Actor, at: datetime) -> int:
    """The findings in the case have their end with it."""
    changes = {"outcome": outcome[:300], "resolved_on": localdate(at)}
    return _move(case, "conclude", changes, "", by, at)


def give_back_findings(case: PenaltyCase, why: str, *, by: Actor, at: datetime) -> int:
    """There is no case: each finding is to be settled another way."""
    return _move(case, "return", {"disposition": Disposition.UNDECIDED, "case": None}, why[:300], by, at)


def _move(case: PenaltyCase, verb: str, changes: dict[str, Any], why: str, by: Actor, at: datetime) -> int:
    keys = VisitFinding.objects.filter(case=case, state=FindingState.IN_CASE)
    for visit in sorted(set(keys.values_list("visit", flat=True))):
        hold(visit)
    rows = list(keys.select_related("visit", "facility").order_by("visit", "number"))
    if not rows:
        return 0
    facts = {"case": case.number}
    advance(rows, verb, by=by, at=at, clause="plan:3.5", why=why, facts=facts, changes=changes)
    for finding in rows:
        rehang(finding, about_finding(finding, undone=why if verb == "return" else ""), by=by, at=at)
    return len(rows)


def open_assignment(case: PenaltyCase) -> SlipAssignment | None:
    """The part of 执法大队 in the task by which the lead came, while it is being acted on."""
    if case.lead_id is None:
        return None
    rows = SlipAssignment.objects.filter(
        slip__lead=case.lead_id, division="ENFORCEMENT", state=AssignmentState.ACTING
    )
    return rows.select_related("slip").order_by("-pk").first()


@transaction.atomic
def answer_lead(*, case: PenaltyCase, by: Actor, at: datetime) -> SlipAssignment:
    """查处情况 with number and day goes back to who found the lead: a clerk writes it, the head signs it as every feedback."""
    held = PenaltyCase.objects.select_for_update().get(pk=case.pk)
    assignment = open_assignment(held)
    if assignment is None or assignment.slip.lead_division != "ENFORCEMENT":
        raise UnableToAnswerLead("对应的联动任务还没有接收签收，或者已经反馈。", place="act")
    outcome, number, on = _outcome(held)
    give_feedback(
        assignment=assignment,
        text=f"{outcome.label}：{held.title}（案件 {held.number}）。",
        outcome=outcome,
        outcome_number=number,
        outcome_on=on,
        by=by,
        at=at,
    )
    facts = {"number": held.number, "slip": assignment.slip.number, "outcome": outcome, "document": number}
    record(
        "answer-lead", label="反馈线索查处情况", subjects=[held], by=by, at=at, clause="plan:8.1", facts=facts
    )
    return assignment


def _outcome(case: PenaltyCase) -> tuple[Outcome, str, date]:
    if case.filed_on is not None:
        return Outcome.FILED, case.number, case.filed_on
    if "not_filed_on" in case.other_dates:
        return Outcome.NOT_FILED, case.decision_number, date.fromisoformat(case.other_dates["not_filed_on"])
    raise UnableToAnswerLead("案件还没有决定是否立案，不能反馈。", place="act")


def enter_penalty(case: PenaltyCase, *, by: Actor, at: datetime) -> None:
    """The decision stands in the unit's file. The case is 执法大队's whoever of the leaders decides it."""
    if case.decided_on is None:
        raise UnableToSettle("还没有作出决定。")
    enter_fact(
        kind="penalty",
        facility=case.facility,
        on=case.decided_on,
        given={
            "number": case.decision_number,
            "conduct": f"{conduct_label(case.conduct)}（{case.title}）"[:200],
            "amount": punishment_words(case)[:120],
        },
        note=f"案件 {case.number}",
        by=replace(by, division=fact_owner("penalty")),
        at=at,
    )


def punishment_words(case: PenaltyCase) -> str:
    """罚款120000元；责令停产整治."""
    return punishment_shown(case.fine, case.measures, case.gains, persons_of(case.persons)) or "不予处罚"
