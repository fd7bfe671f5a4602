"""应急预案备案: the register of 污防科; the newest plan counts, and the register of units says when it was filed."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.db.models import Q
from django.utils.timezone import localdate

from postpermit.duties.models import Duty
from postpermit.duties.operations import discharge_duty, reopen_duty, void_duty
from postpermit.duties.states import DutyState
from postpermit.register.models import Facility
from postpermit.register.operations import edit_facility
from postpermit.register.rules import owner_of
from postpermit.supervision.models import EmergencyPlan
from postpermit.supervision.states import PlanState, RiskLevel
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused
from postpermit.trail.models import reference

CLAUSE = "plan:3.3"
FIELD = "emergency_plan_filed_on"
KIND = "emergency-plan"
LIVE = (DutyState.OPEN, DutyState.WAIVING)


class UnableToFilePlan(Refused):
    """Another division's register, no number, or a day that cannot be."""


class UnableToWithdrawPlan(Refused):
    """The person who entered it cannot take it back alone."""


@transaction.atomic
def file_plan(
    *,
    facility: Facility,
    number: str,
    filed_on: date,
    level: str = "",
    note: str = "",
    files: Sequence[tuple[str, bytes]] = (),
    by: Actor,
    at: datetime,
) -> EmergencyPlan:
    """Enter a filing: it replaces the one in force and discharges the duty to file anew.

    The same number and day again answers the one that is there.
    """
    _refuse_unfit(number, level, filed_on, by, localdate(at))
    held = Facility.objects.select_for_update().get(pk=facility.pk)
    now = EmergencyPlan.objects.filter(facility=facility, state=PlanState.FILED).first()
    if now is not None and (now.number, now.filed_on) == (number.strip(), filed_on):
        return now
    if now is not None and filed_on < now.filed_on:
        said = f"现行备案日期为 {now.filed_on}，更早的备案不能取代它；现行备案登记有误的，请先撤销。"
        raise UnableToFilePlan(said, place="filed_on")
    if now is not None:
        facts = {"number": now.number, "by": number.strip()}
        advance(now, "replace", by=by, at=at, clause=CLAUSE, facts=facts)
    plan = EmergencyPlan.objects.create(
        state=PlanState.FILED,
        facility=facility,
        number=number.strip(),
        level=level,
        filed_on=filed_on,
        before_on=held.emergency_plan_filed_on,
        replaces=now,
        note=note.strip()[:200],
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    facts = {"number": plan.number, "filed_on": filed_on.isoformat(), "level": level}
    label = "登记应急预案备案"
    record("file", label=label, subjects=[plan, facility], by=by, at=at, clause=CLAUSE, facts=facts)
    for name, data in files:
        attach(subject=plan, name=name, data=data, note="备案材料", by=by, at=at)
    edit_facility(facility=facility, given={FIELD: filed_on.isoformat()}, by=by, at=at)
    _settle_duties(plan, by, at)
    return plan


def _refuse_unfit(number: str, level: str, filed_on: date, by: Actor, today: date) -> None:
    if by.division != owner_of(FIELD):
        raise UnableToFilePlan("应急预案备案由污染防治科（辐射安全管理科）登记。", place="number")
    if not number.strip():
        raise UnableToFilePlan("请填写备案编号。", place="number")
    if level and level not in set(RiskLevel):
        raise UnableToFilePlan("请选择风险级别。", place="level")
    if filed_on > today:
        raise UnableToFilePlan("备案日期不能晚于今天。", place="filed_on")


def _settle_duties(plan: EmergencyPlan, by: Actor, at: datetime) -> None:
    """What asked for this filing is done; what was only to come is asked for anew from the new day."""
    asked = Duty.objects.filter(kind=KIND, facility=plan.facility, subject_ref="", state__in=LIVE)
    for duty in asked.exclude(period=plan.filed_on.isoformat()):
        if duty.opens_on <= plan.filed_on:
            discharge_duty(duty=duty, discharged_by=reference(plan), on=plan.filed_on, by=by, at=at)
        else:
            void_duty(duty=duty, why=_early(plan), by=by, at=at)


def _early(plan: EmergencyPlan) -> str:
    return f"已于 {plan.filed_on} 重新备案"


@transaction.atomic
def withdraw_plan(*, plan: EmergencyPlan, why: str, by: Actor, at: datetime) -> EmergencyPlan:
    """Take a wrong entry back, by a second person: the plan before it counts again, and so does what it had discharged."""
    if by.ref == plan.entered_ref:
        raise UnableToWithdrawPlan("登记和撤销不能为同一人，请由另一位负责人撤销。", place="why")
    unit = Facility.objects.select_for_update().get(pk=plan.facility_id)
    changes = {"withdrawn_ref": by.ref, "why": why.strip()[:200]}
    advance(plan, "withdraw", by=by, at=at, clause=CLAUSE, why=why, changes=changes)
    earlier = plan.replaces
    if earlier is not None:
        advance(earlier, "reinstate", by=by, at=at, clause=CLAUSE, facts={"number": earlier.number})
    if unit.emergency_plan_filed_on == plan.filed_on:
        back = earlier.filed_on if earlier is not None else plan.before_on
        edit_facility(facility=unit, given={FIELD: back.isoformat() if back else ""}, by=by, at=at)
    said = f"应急预案备案登记已撤销：{why.strip()}"
    done = Q(discharged_by=reference(plan), state=DutyState.DISCHARGED)
    voided = Q(kind=KIND, facility=unit, state=DutyState.VOID, note=_early(plan))
    for duty in Duty.objects.filter(done | voided).order_by("pk"):
        reopen_duty(duty=duty, why=said, by=by, at=at)
    return plan
