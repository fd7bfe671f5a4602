"""调整计划: the future reckoned again while near weeks stand, one visit moved by hand, one taken out with a reason."""

from datetime import date, datetime
from typing import Any

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.queries.facts import law_of
from postpermit.planning import planner
from postpermit.planning.models import PlannedVisit, YearPlan
from postpermit.planning.operations.computing import (
    Tell,
    given_of,
    refuse_faulty,
    refuse_stale,
    shortages,
)
from postpermit.planning.operations.settling import Settled, settle
from postpermit.planning.planning_model import Certificate, Replanned
from postpermit.planning.queries.effects import effect_of
from postpermit.planning.queries.inputs import Inputs, inputs_of
from postpermit.planning.queries.plan_tasks import plan_of_rows
from postpermit.planning.rules.year_plan import steadiness
from postpermit.planning.states import PlannedState, PlanState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused

CHANGEABLE = (PlanState.DRAFT, PlanState.PUBLISHED)
LONGEST = 200


class UnableToMove(Refused):
    """The week does not fit, a duty would become impossible, or the plan is being decided on."""


class UnableToReplan(Refused):
    """The rest of the year is impossible; every shortage is a sentence."""


def replan(
    *,
    plan: YearPlan,
    why: str,
    by: Actor,
    at: datetime,
    readmit: bool = False,
    tell: Tell = lambda said: None,
) -> Settled:
    """Plan the rest of the year again: the next weeks stand, few of the others move, new duties find their place."""
    today = localdate(at)
    if plan.state != PlanState.PUBLISHED:
        raise UnableToReplan("计划公布以后才能重新编排未来各周；编制中的请直接编排。", place="why")
    if plan.imported_from:
        raise UnableToReplan("导入的计划以原系统为准，不在这里编排。", place="why")
    if not why.strip():
        raise UnableToReplan("请写明为什么重新编排。", place="why")
    tell("读取应办事项和力量")
    inputs = inputs_of(plan, today, readmit=readmit)
    rows = PlannedVisit.objects.filter(plan=plan, state=PlannedState.PLANNED).select_related("facility")
    before = plan_of_rows(rows, dict(inputs.wanted))
    steady = steadiness(law_of(plan.year, today))
    start = max(today, date(plan.year, 1, 1))
    tell(f"编排 {len(inputs.year.tasks)} 项，近 {steady.frozen_weeks} 周不动")
    found = planner.replan(
        inputs.year, before, today=start, freeze=steady.frozen_weeks, share=steady.moved_share
    )
    if isinstance(found, Certificate):
        told = "；".join(s["sentence"].rstrip("。") for s in shortages(found)[:3])
        raise UnableToReplan(f"余下的一年排不下：{told}。", place="why")
    refuse_faulty(found.year, found.plan)
    tell("核对并保存")
    return _keep(plan, inputs, found, why.strip(), by, at)


@transaction.atomic
def _keep(plan: YearPlan, inputs: Inputs, found: Replanned, why: str, by: Actor, at: datetime) -> Settled:
    answer = found.plan
    given: dict[str, Any] = given_of(inputs, at) | {
        "field_days": answer.field_days, "crew_days": answer.crew_days,
        "peak": answer.peak, "crew_peak": answer.crew_peak, "checked": len(answer.visits),
        "moved": len(found.moved), "by_cause": len(found.by_cause), "added": len(found.added), "budget": found.budget,
    }  # fmt: skip
    changes = {
        "given": given, "computed_at": at, "stage": str(answer.stage), "objective": answer.objective,
        "lower_bound": answer.lower_bound, "impossible": [],
    }  # fmt: skip
    facts = {k: given[k] for k in ("moved", "by_cause", "added", "budget", "checked")}
    advance(plan, "replan", by=by, at=at, clause="plan:3.4", why=why[:LONGEST], facts=facts, changes=changes)
    refuse_stale(inputs)
    return settle(plan, answer.visits, inputs.wanted, draft=False, why=why[:LONGEST], by=by, at=at)


@transaction.atomic
def move_visit(*, visit: PlannedVisit, week: date, why: str, by: Actor, at: datetime) -> PlannedVisit:
    """Put one visit into another week by hand. Refused when one of its duties could then not be met any more."""
    plan = _changeable(visit.plan_id)
    visit.plan = plan
    _refuse_reason(why)
    if visit.state != PlannedState.PLANNED:
        raise UnableToMove("这次检查已派出、已完成或已移出，不能再调整。", place="week")
    effect = effect_of(visit, week, localdate(at))
    if not effect.allowed:
        raise UnableToMove("；".join(s.rstrip("。") for s in effect.refused) + "。", place="week")
    facts = {"from": visit.week.isoformat(), "to": week.isoformat(), "warnings": list(effect.warnings)}
    changes = {"week": week, "moved_by_hand": True, "why": why.strip()}
    try:
        with transaction.atomic():
            advance(
                visit, "move", by=by, at=at, clause="plan:3.4", why=why.strip(), facts=facts, changes=changes
            )
    except IntegrityError as error:
        raise UnableToMove("这一周刚有人安排了对该单位的检查，请刷新后查看。", place="week") from error
    return visit


@transaction.atomic
def drop_visit(*, visit: PlannedVisit, why: str, by: Actor, at: datetime) -> PlannedVisit:
    """Take a visit out of the plan. Its duties stay owed and are not planned again until somebody asks for it."""
    _changeable(visit.plan_id)
    _refuse_reason(why)
    advance(visit, "drop", by=by, at=at, clause="plan:3.4", why=why.strip(), changes={"why": why.strip()})
    return visit


def _changeable(plan_id: int) -> YearPlan:
    """The plan, held: while it is being decided on nobody changes it under the hands of who decides."""
    plan = YearPlan.objects.select_for_update().get(pk=plan_id)
    if plan.state not in CHANGEABLE:
        raise UnableToMove(
            f"计划{plan.get_state_display()}，此时不能改动；需要修改的请先退回。", place="week"
        )
    return plan


def _refuse_reason(why: str) -> None:
    if not why.strip():
        raise UnableToMove("请写明理由。", place="why")
    if len(why.strip()) > LONGEST:
        raise UnableToMove(f"理由不超过 {LONGEST} 字。", place="why")
    if law.holds_secret(why):
        raise UnableToMove(law.SECRET_REFUSAL, place="why")
