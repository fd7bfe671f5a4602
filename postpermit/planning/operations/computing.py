"""编排: open duties, weeks and staff go to the planner, and its answer, proven by the separate checker, into the plan."""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from postpermit.duties.models import Duty
from postpermit.planning import feasible
from postpermit.planning.models import PlannedVisit, YearPlan
from postpermit.planning.operations.settling import settle
from postpermit.planning.planner import plan_visits
from postpermit.planning.planning_model import Certificate, Plan, YearInput, canonical
from postpermit.planning.queries.inputs import LIVE, Inputs, inputs_of
from postpermit.planning.queries.plan_tasks import tasks_of_rows
from postpermit.planning.states import PlannedState, PlanState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused

RUNNING, BROKEN = "RUNNING", "BROKEN"
STILL = timedelta(minutes=5)
Tell = Callable[[str], None]


class UnableToCompute(Refused):
    """There is nothing to plan, the plan is not a draft, or what it stood on changed meanwhile."""


@dataclass(frozen=True)
class Reckoned:
    """What the planner was given and answered, ready to be kept."""

    inputs: Inputs
    answer: Plan | Certificate
    given: dict[str, Any]
    digest: str


def compute_plan(
    *,
    plan: YearPlan,
    by: Actor,
    at: datetime,
    keep_moved: bool = True,
    readmit: bool = False,
    polished: bool = True,
    tell: Tell = lambda said: None,
) -> YearPlan:
    """Reckon the draft anew. ``keep_moved``: weeks set by hand stand; ``readmit``: what was taken out comes back.

    The long work is done outside the transaction; if the plan or its duties moved meanwhile, nothing is kept.
    """
    if plan.imported_from:
        raise UnableToCompute("导入的计划以原系统为准，不在这里编排。", place="act")
    if plan.state != PlanState.DRAFT:
        raise UnableToCompute("计划已报送，不能重新编排；需要修改的请先退回。", place="act")
    tell("读取应办事项和力量")
    pinned = _moved_by_hand(plan) if keep_moved else {}
    inputs = inputs_of(plan, localdate(at), readmit=readmit, pinned=pinned)
    if not inputs.year.tasks:
        raise UnableToCompute(f"{plan.year} 年没有待安排的检查，请先按条款生成应办事项。", place="act")
    tell(f"编排 {len(inputs.year.tasks)} 项检查和监测")
    reckoned = reckon(inputs, polished=polished, at=at)
    tell("核对并保存")
    return _keep(plan, reckoned, by, at)


def reckon(inputs: Inputs, *, polished: bool, at: datetime) -> Reckoned:
    """The planner's answer with its proof. Raises ``UnableToCompute`` where the checker finds a fault."""
    answer = plan_visits(inputs.year, polished=polished)
    given = given_of(inputs, at)
    if isinstance(answer, Plan):
        refuse_faulty(inputs.year, answer)
        given |= {
            "field_days": answer.field_days, "crew_days": answer.crew_days,
            "peak": answer.peak, "crew_peak": answer.crew_peak, "checked": len(answer.visits),
        }  # fmt: skip
    told = canonical(given) + answer.to_json()
    return Reckoned(inputs, answer, given, hashlib.sha256(told).hexdigest())


def refuse_faulty(year: YearInput, answer: Plan) -> None:
    """A plan that the checker does not accept is never kept."""
    if faults := feasible.problems(year, answer):
        raise UnableToCompute(
            f"独立核对发现 {len(faults)} 处问题，没有保存：{'；'.join(faults[:3])}", place="act"
        )


def given_of(inputs: Inputs, at: datetime) -> dict[str, Any]:
    """Everything the planner was given, as plain data."""
    year = inputs.year
    return {
        "on": str(localdate(at)),
        "notes": list(inputs.notes),
        "slots_per_day": year.slots_per_day,
        "weights": asdict(year.weights),
        "caps": dict(sorted(year.caps.items())),
        "weeks": [[str(w.monday), w.days, w.capacity, w.crew_capacity] for w in year.weeks],
        "tasks": [
            [
                t.id, t.unit, t.zone, str(t.kind), t.duty, str(t.earliest), str(t.latest), t.slots, t.group,
                t.spacing, str(t.frozen_week or ""), sorted(map(str, t.not_in_weeks)),
            ]
            for t in year.tasks
        ],
    }  # fmt: skip


def _moved_by_hand(plan: YearPlan) -> Mapping[str, date]:
    rows = PlannedVisit.objects.filter(plan=plan, state=PlannedState.PLANNED, moved_by_hand=True)
    return {name: row.week for row, names in tasks_of_rows(rows) for name in names}


@transaction.atomic
def _keep(plan: YearPlan, reckoned: Reckoned, by: Actor, at: datetime) -> YearPlan:
    answer = reckoned.answer
    changes: dict[str, Any] = {
        "given": reckoned.given, "digest": reckoned.digest, "computed_at": at, "impossible": [],
        "stage": "", "objective": None, "lower_bound": None,
    }  # fmt: skip
    facts: dict[str, Any] = {"tasks": len(reckoned.inputs.year.tasks), "digest": reckoned.digest}
    if isinstance(answer, Certificate):
        changes["impossible"] = shortages(answer)
        facts["impossible"] = list(answer.sentences)[:20]
    else:
        changes |= {
            "stage": str(answer.stage),
            "objective": answer.objective,
            "lower_bound": answer.lower_bound,
        }
        facts |= {"visits": len(answer.visits), "objective": answer.objective, "bound": answer.lower_bound}
    advance(plan, "compute", by=by, at=at, clause="plan:6.2", facts=facts, changes=changes)
    refuse_stale(reckoned.inputs)
    if isinstance(answer, Plan):
        settle(plan, answer.visits, reckoned.inputs.wanted, draft=True, why="", by=by, at=at)
    return plan


def refuse_stale(inputs: Inputs) -> None:
    """What was done or waived while the planner worked is not to be planned any more."""
    keys = sorted({w.duty for w in inputs.wanted.values() if w.duty is not None and w.draw is None})
    gone = 0
    for start in range(0, len(keys), 500):
        gone += Duty.objects.filter(~Q(state__in=LIVE), pk__in=keys[start : start + 500]).count()
    if gone:
        raise UnableToCompute(f"编排期间有 {gone} 项应办事项已办结，请重新编排。", place="act")


def shortages(answer: Certificate) -> list[dict[str, Any]]:
    """Why there is no plan, as data: what is missing, which duties and units, which weeks, how many days short."""
    return [
        {
            "lack": str(s.lack), "duties": list(s.duties), "units": list(s.units), "weeks": [str(w) for w in s.weeks],
            "team_days": s.team_days, "crew_days": s.crew_days, "sentence": s.sentence, "proven": answer.proven,
        }
        for s in answer.shortages
    ]  # fmt: skip


def claim_job(plan: YearPlan, at: datetime) -> bool:
    """Whether the reckoning may begin: of two who ask at once one begins it. One without a sign of life has ended."""
    free = YearPlan.objects.filter(~Q(job=RUNNING) | Q(job_at__lt=at - STILL), pk=plan.pk)
    return bool(free.update(job=RUNNING, job_said="排队", job_at=at))


def tell_job(plan: YearPlan, said: str, at: datetime, *, job: str = RUNNING) -> None:
    """How far it is, or how it ended."""
    YearPlan.objects.filter(pk=plan.pk).update(job=job, job_said=said[:300], job_at=at)
