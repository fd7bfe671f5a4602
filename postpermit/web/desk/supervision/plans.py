"""应急预案备案: the register of 污防科 by when a plan is due again, filing one, and one plan with those before it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.duties.models import Duty
from postpermit.duties.states import DutyState
from postpermit.office.access import may, visible_to
from postpermit.register.models import Facility
from postpermit.register.states import HOLDERS, ManagementClass
from postpermit.supervision.models import EmergencyPlan
from postpermit.supervision.operations import file_plan, withdraw_plan
from postpermit.supervision.operations.emergency_plans import KIND
from postpermit.supervision.queries.emergency_plans import ASKED, plan_rows, plan_units, plans_of, terms_on
from postpermit.supervision.states import PlanState, RiskLevel
from postpermit.trail.queries import attachments_of, timeline
from postpermit.web.desk.acts import WHY, Act, Failed, actor_for, offered, take
from postpermit.web.desk.supervision.acts import carry_out, with_days
from postpermit.web.desk.supervision.entering import UnitChoice, chosen_unit, files_in, hang_file
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = ("单位", "编号", "管理类别", "街镇", "备案编号", "风险级别", "备案日期", "应重新备案日期", "录入人")
BATCH = 500


def _withdraw(plan: EmergencyPlan, typed: dict[str, Any], **who: Any) -> str:
    withdraw_plan(plan=plan, why=typed["why"], **who)
    return "备案登记已撤销，此前的备案恢复有效。"


ACTS = {
    "withdraw": Act(
        _withdraw,
        (WHY,),
        says="须由录入人以外的负责人撤销；此前的备案和备案日期随之恢复，由它完成的应办事项恢复待办。",
    )
}


@power("supervision.plan", "view", clauses=("plan:3.3",), title="应急预案备案")
def plans_page(request: HttpRequest) -> HttpResponse:
    """Every unit with a filing, the oldest first; or the holders without one."""
    chosen = {name: request.GET.get(name, "") for name in ("asked", "klass", "street", "q")}
    base = visible_to(request.standing, Facility)  # type: ignore[attr-defined]
    units = plan_units(base, on=request.today, **chosen)  # type: ignore[attr-defined]
    if answer := listed(
        request,
        title="应急预案备案",
        header=HEADER,
        rows=lambda: _flat(request, units),
        clause="plan:3.3",
    ):
        return answer
    page = page_of(request, units)
    context = {
        "page": page,
        "rows": plan_rows(list(page.object_list), request.today),  # type: ignore[attr-defined]
        "chosen": chosen,
        "asked": ASKED.items(),
        "classes": ManagementClass.choices(),
        "streets": base.exclude(street="").order_by("street").values_list("street", flat=True).distinct(),
        "terms": terms_on(request.today),  # type: ignore[attr-defined]
        "filtered": any(chosen.values()),
    }
    return render(request, "desk/supervision/emergency_plans.html", context)


def _flat(request: HttpRequest, units: "QuerySet[Facility]") -> Iterator[tuple[Any, ...]]:
    batch: list[Facility] = []
    for unit in units.iterator(chunk_size=BATCH):
        batch.append(unit)
        if len(batch) == BATCH:
            yield from _told(request, batch)
            batch = []
    yield from _told(request, batch)


def _told(request: HttpRequest, units: list[Facility]) -> Iterator[tuple[Any, ...]]:
    for row in plan_rows(units, request.today):  # type: ignore[attr-defined]
        yield (
            row.unit.name,
            row.unit.number,
            row.unit.get_management_class_display(),
            row.unit.street,
            row.plan.number if row.plan else "",
            row.plan.get_level_display() if row.plan else "",  # type: ignore[attr-defined]
            row.filed_on,
            row.due_on,
            row.plan.entered_name if row.plan else "",
        )


@power("supervision.plan", "enter", methods=("GET", "POST"), clauses=("plan:3.3",), title="登记应急预案备案")
def new_plan(request: HttpRequest) -> HttpResponse:
    """A filing: it replaces the one in force, and the register of units shows its day."""
    form = FormReader(request)
    chosen = chosen_unit(request, form)
    if request.method != "POST":
        return _form(request, form, chosen)
    typed: dict[str, Any] = {
        "number": form.text("number", "备案编号", required=True, longest=64),
        "level": form.choice("level", "风险级别", RiskLevel, required=False),
        "filed_on": form.day("filed_on", "备案日期", required=True),
        "note": form.text("note", "说明", longest=200),
    }
    by = actor_for(request, "enter", "supervision.plan", "POLLUTION")

    def act() -> tuple[str, str]:
        assert chosen.unit is not None
        files = files_in(request)
        plan = file_plan(facility=chosen.unit, files=files, by=by, at=request.now, **typed)  # type: ignore[attr-defined]
        return "已登记，单位档案里的备案日期已随之更新。", reverse("emergency-plan", args=[plan.public_id])

    return carry_out(request, form, act, by=by, place="number", again=lambda f: _form(request, f, chosen))


def _form(request: HttpRequest, form: FormReader, chosen: UnitChoice) -> HttpResponse:
    now = chosen.unit and EmergencyPlan.objects.filter(facility=chosen.unit, state=PlanState.FILED).first()
    context = {
        "errors": form.errors,
        "typed": request.POST,
        "chosen": chosen,
        "levels": RiskLevel.choices(),
        "now": now,
        "terms": terms_on(form.today),
    }
    page = "desk/supervision/new_emergency_plan.html"
    return render(request, page, context, status=422 if form.errors else 200)


@power("supervision.plan", "view", clauses=("plan:3.3",), title="应急预案备案详情")
def plan_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One filing, those before and after it, and when it is due again."""
    return _show(request, get_visible(request, EmergencyPlan, public_id))


def _show(request: HttpRequest, plan: EmergencyPlan, failed: Failed | None = None) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    unit = plan.facility
    asked = Duty.objects.filter(kind=KIND, facility=unit, state=DutyState.OPEN).order_by("due_on").first()
    with_days(request, [asked])
    holds = unit.management_class in HOLDERS
    context = {
        "plan": plan,
        "unit": unit,
        "others": [p for p in plans_of(unit) if p.pk != plan.pk],
        "due_on": terms_on(request.today).due_on(plan.filed_on) if plan.state == PlanState.FILED else None,  # type: ignore[attr-defined]
        "terms": terms_on(request.today),  # type: ignore[attr-defined]
        "duty": asked,
        "holds": holds,
        "forms": offered(
            request,
            plan,
            ACTS,
            lambda verb: reverse("emergency-plan-act", args=[plan.public_id, verb]),
            failed=failed,
        ),
        "attach_to": reverse("emergency-plan-attach", args=[plan.public_id])
        if may(standing, "attach", plan)
        else "",
        "attachments": attachments_of(plan),
        "entries": timeline(plan)[:40],
        "errors": failed[2].errors if failed else {},
    }
    page = "desk/supervision/emergency_plan.html"
    return render(request, page, context, status=422 if failed else 200)


@power("supervision.plan", "view", methods=("POST",), title="应急预案备案办理")
def plan_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Take a filing back that was entered wrongly."""
    plan = get_visible(request, EmergencyPlan, public_id)
    return take(
        request,
        plan,
        verb,
        ACTS,
        division="POLLUTION",
        page=reverse("emergency-plan", args=[plan.public_id]),
        again=lambda failed: _show(request, plan, failed),
    )


@power("supervision.plan", "attach", methods=("POST",), clauses=("plan:3.3",), title="上传应急预案备案材料")
def plan_attach(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hang the filing form or the plan itself on it."""
    page = reverse("emergency-plan", args=[public_id])
    return hang_file(EmergencyPlan, public_id, page, request=request)
