"""A plan that waits for somebody has one open duty on that desk."""

from datetime import datetime

from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.operations import discharge_duty, open_duty
from postpermit.duties.states import DutyState
from postpermit.office.desks import desk_post
from postpermit.planning.models import YearPlan
from postpermit.planning.rules.waits import PLAN_WAITS
from postpermit.trail.actors import Actor
from postpermit.trail.models import reference


def rehang_plan(plan: YearPlan, *, by: Actor, at: datetime) -> None:
    """Close what the plan no longer waits for and open what it waits for now. Call in the transaction that moved it."""
    for duty in Duty.objects.filter(subject_ref=reference(plan), state=DutyState.OPEN):
        discharge_duty(duty=duty, discharged_by=reference(plan), by=by, at=at)
    wait = PLAN_WAITS.get(plan.state)
    if wait is None:
        return
    kind, division, rank, limit = wait
    on = localdate(at)
    open_duty(
        kind=kind,
        clause=law.duty_kind(kind).clause,
        obligor=division,
        post=desk_post(division, rank, on),
        subject_ref=reference(plan),
        subject_name=str(plan),
        period=str(plan.year),
        opens_on=on,
        days=int(law.value(limit, on=on).value),
        limit=limit,
        by=by,
        at=at,
    )
