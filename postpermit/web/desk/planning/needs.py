"""工作需求: every supervising division says what it needs of the year's plan; 法制科 takes it in or says why not."""

from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.office.access import visible_to
from postpermit.planning import operations as do
from postpermit.planning.models import Need, YearPlan
from postpermit.planning.states import NeedState
from postpermit.register.models import Facility
from postpermit.trail.errors import Refused
from postpermit.web.asked import asked_number
from postpermit.web.desk.acts import WHY, Act, Ask, Failed, Offered, actor_for, offered, take
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = (
    "年份",
    "科室",
    "工作需求",
    "单位",
    "希望的时间",
    "提出日期",
    "提出人",
    "状态",
    "决定人",
    "决定日期",
    "决定说明",
)


def _take(n: Need, t: dict[str, Any], **who: Any) -> str:
    do.take_need(need=n, why=t["why"], **who)
    if n.facility is None:
        return "已采纳，作为文字要点写入计划。"
    return "已采纳，列为执法大队对该单位的检查，编排计划时一并安排。"


def _decline(n: Need, t: dict[str, Any], **who: Any) -> str:
    do.decline_need(need=n, why=t["why"], **who)
    return "已答复不采纳，理由对提出科室可见。"


ACTS = {
    "take": Act(_take, (Ask("why", "说明", longest=200),)),
    "decline": Act(_decline, (WHY,)),
}


def decisions(
    request: HttpRequest, need: Need, *, back: str = "", failed: Failed | None = None
) -> list[Offered]:
    """What this officer may decide on a need; ``back`` is where the form was shown."""
    forms = offered(
        request, need, ACTS, lambda v: reverse("need-act", args=[need.public_id, v]), failed=failed
    )
    for form in forms:
        form.hidden = (("from", back),) if back else ()
    return forms


@power("planning.need", "view", clauses=("plan:3.4",), title="年度检查需求")
def needs_page(request: HttpRequest) -> HttpResponse:
    """Needs of a year; which divisions have said nothing yet."""
    return _show(request)


def _show(request: HttpRequest, failed: Failed | None = None) -> HttpResponse:
    """The list, also with what was wrong."""
    year = asked_number(request.GET.get("year", ""), 2000, 2100)
    state = request.GET.get("state", "")
    rows = visible_to(request.standing, Need).select_related("division", "facility")  # type: ignore[attr-defined]
    if year:
        rows = rows.filter(year=year)
    if state in dict(NeedState.choices()):
        rows = rows.filter(state=state)
    rows = rows.order_by("-year", "division__order", "pk")
    if answer := listed(
        request, title="年度检查需求", header=HEADER, rows=lambda: (_flat(n) for n in rows), clause="plan:3.4"
    ):
        return answer
    page = page_of(request, rows)
    for need in page.object_list:
        need.forms = decisions(request, need, failed=failed)
    context = {
        "page": page,
        "years": range(request.today.year + 1, request.today.year - 4, -1),  # type: ignore[attr-defined]
        "year": year,
        "states": NeedState.choices(),
        "state": state,
        "errors": failed[2].errors if failed else {},
    }
    return render(request, "desk/planning/needs.html", context, status=422 if failed else 200)


def _flat(n: Need) -> tuple[Any, ...]:
    unit = n.facility.name if n.facility else ""
    said = (n.get_state_display(), n.decided_name, n.decided_on, n.why)
    return (n.year, n.division.short_name, n.text, unit, n.wish, n.on, n.entered_name, *said)


@power("planning.need", "submit", methods=("GET", "POST"), clauses=("plan:3.4",), title="提出检查需求")
def new_need(request: HttpRequest) -> HttpResponse:
    """What the division needs, or that it needs nothing."""
    today: date = request.today  # type: ignore[attr-defined]
    years = [str(today.year + 1), str(today.year)]
    form = FormReader(request)
    if request.method == "POST":
        nothing = request.POST.get("nothing") == "1"
        typed: dict[str, Any] = {
            "year": form.choice("year", "年份", years),
            "text": form.text("text", "工作需求", required=not nothing, longest=1000),
            "wish": form.text("wish", "希望的时间", longest=64),
            "unit": form.text("unit", "单位编号", longest=22).upper(),
        }
        if nothing and request.POST.get("sure") != "1":
            form.errors["sure"] = "请先勾选，确认这一年没有需要列入计划的检查。"
        unit = Facility.objects.filter(number=typed.pop("unit")).first() if typed["unit"] else None
        if request.POST.get("unit", "").strip() and unit is None:
            form.errors["unit"] = "一企一档里没有这个编号。"
        if form.ok:
            try:
                return _submit(request, typed, unit, nothing)
            except Refused as error:
                form.errors[error.place or "text"] = str(error)
    context = {"errors": form.errors, "typed": request.POST, "years": [(y, y) for y in years]}
    return render(request, "desk/planning/need_new.html", context, status=422 if form.errors else 200)


def _submit(
    request: HttpRequest, typed: dict[str, Any], unit: Facility | None, nothing: bool
) -> HttpResponse:
    by = actor_for(request, "submit", "planning.need")
    year = int(typed["year"])

    def act() -> str:
        if nothing:
            do.submit_no_need(year=year, by=by, at=request.now)  # type: ignore[attr-defined]
        else:
            do.submit_need(
                year=year,
                text=typed["text"],
                facility=unit,
                wish=typed["wish"],
                by=by,
                at=request.now,  # type: ignore[attr-defined]
            )
        return reverse("needs")

    outcome = do_once(request, act, by=by)
    messages.success(request, "已说明没有需求。" if nothing else "已提出，法制科汇总时逐项答复。")
    return redirect(outcome.answer)


@power("planning.need", "view", methods=("POST",), clauses=("plan:3.4",), title="处理检查需求")
def need_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Take it in, or say why not; from the page of the plan one comes back to it."""
    need = get_visible(request, Need, public_id)
    plan = YearPlan.objects.filter(year=need.year).first() if request.POST.get("from") == "plan" else None
    page = reverse("plan", args=[plan.public_id]) if plan else reverse("needs")
    return take(
        request,
        need,
        verb,
        ACTS,
        division="",
        page=page,
        again=lambda failed: _show(request, failed),
    )
