"""调整计划: one visit moved by hand, one taken out with a reason."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.planning.models import PlannedVisit, YearPlan
from postpermit.planning.queries.effects import effect_of
from postpermit.planning.states import PlannedState, PlanState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused

CHANGEABLE = (PlanState.DRAFT, PlanState.PUBLISHED)
LONGEST = 200


class UnableToMove(Refused):
    """The week does not fit, a duty would become impossible, or the plan is being decided on."""


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
