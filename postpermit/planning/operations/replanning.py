"""重新编排: the rest of a published year reckoned again while near weeks stand; what it would do is shown first."""

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.duties.queries.facts import law_of
from postpermit.planning import planner
from postpermit.planning.answers import loads_of
from postpermit.planning.models import PlannedVisit, YearPlan
from postpermit.planning.operations.computing import (
    Tell,
    given_of,
    refuse_faulty,
    refuse_stale,
    shortages,
)
from postpermit.planning.operations.fulfilling import follow_records
from postpermit.planning.operations.officers_draw import supplement_plan
from postpermit.planning.operations.settling import Settled, match, settle
from postpermit.planning.planning_model import Certificate, Plan, Replanned
from postpermit.planning.queries.fulfilled import rests_of
from postpermit.planning.queries.inputs import Inputs, inputs_of
from postpermit.planning.queries.plan_tasks import plan_of_rows
from postpermit.planning.rules.year_plan import steadiness
from postpermit.planning.states import PlannedState, PlanState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused

LONGEST = 200


class UnableToReplan(Refused):
    """The rest of the year is impossible, every shortage a sentence; or it is no longer what was looked at."""


@dataclass(frozen=True)
class Rest:
    """The rest of the year reckoned again, nothing of it kept yet."""

    inputs: Inputs
    before: Plan
    found: Replanned

    @property
    def mark(self) -> str:
        """By it one knows whether what is carried out is what was looked at."""
        return hashlib.sha256(self.found.plan.to_json()).hexdigest()


@dataclass(frozen=True)
class Change:
    """One visit that would move, fall out or come in. No week before: it is new; none after: it falls out."""

    unit: str
    zone: str
    was: date | None
    will: date | None


@dataclass(frozen=True)
class Foreseen:
    """What carrying it out would do. ``standing``: the price of the remaining weeks as they are."""

    moved: Sequence[Change]
    added: Sequence[Change]
    fallen: Sequence[Change]
    by_cause: int
    standing: int
    plan: Plan
    mark: str


def replan(
    *,
    plan: YearPlan,
    why: str,
    by: Actor,
    at: datetime,
    readmit: bool = False,
    seen: str = "",
    tell: Tell = lambda said: None,
) -> Settled:
    """Reckon the rest of a published year: near weeks stand, little else moves, new duties find their place.

    ``seen``: the mark of what was looked at before; if the answer is another one by now, nothing is kept.
    """
    if not why.strip():
        raise UnableToReplan("请写明为什么重新编排。", place="why")
    # What was done meanwhile is done, and does not fall out of the plan as if nobody had asked for it.
    follow_records(by=by, at=at)
    rest = _reckon_rest(plan, localdate(at), readmit, tell)
    if seen and seen != rest.mark:
        raise UnableToReplan("预览以后情况有变，结果已不同，没有保存；请重新预览。", place="why")
    tell("核对并保存")
    return _keep(plan, rest.inputs, rest.found, why.strip(), by, at)


def foresee_replan(*, plan: YearPlan, today: date, readmit: bool = False) -> Foreseen:
    """The same reckoning, only told: what would move, come in and fall out. Nothing is kept."""
    rest = _reckon_rest(plan, today, readmit, lambda said: None)
    rows = _rows(plan)
    pairs, new = match(rows, rest.found.plan.visits, rest.inputs.wanted)
    kept = {row.pk for row, _ in pairs} | {pk for pk, left in rests_of(rows).items() if left.met_by}
    weeks = {w.monday for w in rest.found.year.weeks}
    ahead = [v for v in rest.before.visits if v.week in weeks]
    return Foreseen(
        moved=[
            Change(r.facility.name, v.zone, r.week, v.week)
            for r, v in sorted(pairs, key=lambda p: (p[0].week, p[0].pk))
            if r.week != v.week
        ],
        added=[Change(v.unit, v.zone, None, v.week) for v in new],
        fallen=[Change(r.facility.name, r.zone, r.week, None) for r in rows if r.pk not in kept],
        by_cause=len(rest.found.by_cause),
        standing=loads_of(rest.found.year, ahead)[0].objective(),
        plan=rest.found.plan,
        mark=rest.mark,
    )


def _rows(plan: YearPlan) -> list[PlannedVisit]:
    held = PlannedVisit.objects.filter(plan=plan, state=PlannedState.PLANNED)
    return list(held.select_related("facility", "plan", "drawn_in").order_by("week", "pk"))


def _reckon_rest(plan: YearPlan, today: date, readmit: bool, tell: Tell) -> Rest:
    if plan.state != PlanState.PUBLISHED:
        raise UnableToReplan("计划公布以后才能重新编排未来各周；编制中的请直接编排。", place="why")
    if plan.imported_from:
        raise UnableToReplan("导入的计划以原系统为准，不在这里编排。", place="why")
    tell("读取应办事项和力量")
    inputs = inputs_of(plan, today, readmit=readmit)
    before = plan_of_rows(_rows(plan), dict(inputs.wanted))
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
    return Rest(inputs, before, found)


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
    told = settle(plan, answer.visits, inputs.wanted, draft=False, why=why[:LONGEST], by=by, at=at)
    supplement_plan(plan, by=by, at=at)
    return told
