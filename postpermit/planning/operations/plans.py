"""年度执法计划: made by 执法大队, put into the yearly enforcement plan by 法制科, approved by a second person, published (plan 3.4)."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.operations import discharge_duty, record_act
from postpermit.duties.states import DutyState
from postpermit.planning.models import Need, PlannedVisit, YearPlan
from postpermit.planning.operations.needed import left_out
from postpermit.planning.operations.plan_waiting import rehang_plan
from postpermit.planning.states import NeedState, PlannedState, PlanState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused
from postpermit.trail.models import reference

CLAUSE = "plan:3.4"
MOST = 50


class UnableToMakePlan(Refused):
    """There is one already, the year does not fit, or nobody could go."""


class UnableToGoOn(Refused):
    """The plan is not ready for this step, or the same person did the one before."""


@transaction.atomic
def make_plan(*, year: int, teams: int, crews: int, by: Actor, at: datetime) -> YearPlan:
    """Begin the plan of a year with the teams and crews at hand. Two at once: one begins it, the other is told."""
    today = localdate(at)
    if not today.year <= year <= today.year + 1:
        raise UnableToMakePlan("只能编制今年或明年的计划。", place="year")
    if not 1 <= teams <= MOST:
        raise UnableToMakePlan(f"每天检查组数应在 1 至 {MOST} 之间。", place="teams")
    if not 0 <= crews <= MOST:
        raise UnableToMakePlan(f"每天监测组数应在 0 至 {MOST} 之间。", place="crews")
    try:
        with transaction.atomic():
            made = YearPlan.objects.create(state=PlanState.DRAFT, year=year, teams=teams, crews=crews)
    except IntegrityError as error:
        raise UnableToMakePlan(f"{year} 年的计划已经有了，请刷新后查看。", place="year") from error
    facts = {"year": year, "teams": teams, "crews": crews}
    record("make", label="新建年度执法计划", subjects=[made], by=by, at=at, clause=CLAUSE, facts=facts)
    return made


@transaction.atomic
def set_staff(*, plan: YearPlan, teams: int, crews: int, by: Actor, at: datetime) -> YearPlan:
    """Other numbers of teams and crews; they count from the next reckoning on."""
    if not 1 <= teams <= MOST or not 0 <= crews <= MOST:
        raise UnableToMakePlan(
            f"检查组数应在 1 至 {MOST} 之间，监测组数应在 0 至 {MOST} 之间。", place="teams"
        )
    held = YearPlan.objects.select_for_update().get(pk=plan.pk)
    if held.state not in (PlanState.DRAFT, PlanState.PUBLISHED):
        raise UnableToMakePlan("计划正在报批，不能改人力。", place="teams")
    facts = {"teams": [held.teams, teams], "crews": [held.crews, crews]}
    YearPlan.objects.filter(pk=held.pk).update(teams=teams, crews=crews)
    record("set-staff", label="填写计划人力", subjects=[held], by=by, at=at, clause=CLAUSE, facts=facts)
    plan.teams, plan.crews = teams, crews
    return plan


@transaction.atomic
def submit_plan(*, plan: YearPlan, by: Actor, at: datetime) -> YearPlan:
    """Hand the plan to 法制科."""
    if plan.impossible:
        raise UnableToGoOn("最近一次编排没有成功，请先解决缺口再报送。", place="act")
    visits = PlannedVisit.objects.filter(plan=plan, state=PlannedState.PLANNED).count()
    if not visits:
        raise UnableToGoOn("计划里还没有检查，请先编排。", place="act")
    changes = {"submitted_ref": by.ref, "submitted_name": by.signature}
    facts = {"visits": visits, "objective": plan.objective, "bound": plan.lower_bound, "digest": plan.digest}
    advance(plan, "submit", by=by, at=at, clause=CLAUSE, facts=facts, changes=changes)
    rehang_plan(plan, by=by, at=at)
    return plan


@transaction.atomic
def send_back_plan(*, plan: YearPlan, why: str, by: Actor, at: datetime) -> YearPlan:
    """Back to 执法大队, with the reason; nothing that was signed before counts any more."""
    signed = ("submitted_ref", "submitted_name", "included_ref", "included_name")
    advance(plan, "send-back", by=by, at=at, clause=CLAUSE, why=why, changes=dict.fromkeys(signed, ""))
    rehang_plan(plan, by=by, at=at)
    return plan


@transaction.atomic
def include_plan(*, plan: YearPlan, by: Actor, at: datetime) -> YearPlan:
    """Put it into the yearly enforcement plan together with the needs put forward, each of which is decided first."""
    needs = Need.objects.filter(year=plan.year)
    if waiting := needs.filter(state=NeedState.SUBMITTED).count():
        raise UnableToGoOn(f"还有 {waiting} 项工作需求没有决定是否采纳，请先逐项处理。", place="act")
    if (missing := left_out(plan)) and not plan.imported_from:
        raise UnableToGoOn(
            f"采纳的需求“{missing[0].subject_name[:40]}”等 {len(missing)} 项还没有排进计划，请退回执法大队重新编排。",
            place="act",
        )
    taken = list(needs.filter(state=NeedState.TAKEN).order_by("pk"))
    changes = {"included_ref": by.ref, "included_name": by.signature}
    facts = {"needs": [str(n.public_id) for n in taken]}
    advance(plan, "include", by=by, at=at, clause=CLAUSE, facts=facts, changes=changes)
    rehang_plan(plan, by=by, at=at)
    return plan


@transaction.atomic
def approve_plan(*, plan: YearPlan, by: Actor, at: datetime) -> YearPlan:
    """Approve it, by a second person."""
    if by.ref in (plan.submitted_ref, plan.included_ref):
        raise UnableToGoOn("报送、纳入和批准不能为同一人，请由另一位负责人批准。", place="act")
    changes = {"approved_ref": by.ref, "approved_name": by.signature, "approved_on": localdate(at)}
    advance(plan, "approve", by=by, at=at, clause=CLAUSE, changes=changes)
    rehang_plan(plan, by=by, at=at)
    return plan


@transaction.atomic
def publish_plan(*, plan: YearPlan, number: str, by: Actor, at: datetime) -> YearPlan:
    """Publish under the number of its document. It is the yearly plan that the duty of 法制科 asks for."""
    number = number.strip()
    if not number or len(number) > 64:
        raise UnableToGoOn("请填写计划的文号（不超过 64 字）。", place="number")
    if law.holds_secret(number):
        raise UnableToGoOn(law.SECRET_REFUSAL, place="number")
    changes = {"number": number, "published_on": localdate(at)}
    advance(plan, "publish", by=by, at=at, clause=CLAUSE, facts={"number": number}, changes=changes)
    rehang_plan(plan, by=by, at=at)
    _enter(plan, number, by, at)
    return plan


def _enter(plan: YearPlan, number: str, by: Actor, at: datetime) -> None:
    """The record that the yearly plan is out. Published before its year begins, it meets a duty that is not open yet."""
    made = record_act(
        kind="enforcement-plan",
        on=localdate(at),
        who=by.signature[:100],
        result=f"{plan}（{number}）",
        facts={"plan": reference(plan), "number": number, "period": str(plan.year)},
        by=by,
        at=at,
    )
    ahead = Duty.objects.filter(kind="plan-enforcement", subject_ref="", period=str(plan.year))
    for duty in ahead.filter(state__in=(DutyState.OPEN, DutyState.WAIVING)):
        discharge_duty(duty=duty, discharged_by=reference(made), by=by, at=at)
