"""年度执法计划: the list, the plan with its bound, its load and its visits, what is published, and one planned visit."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.planning import operations as do
from postpermit.planning.models import YearPlan
from postpermit.planning.queries.plan_page import (
    CLASSES,
    MonthRow,
    month_rows,
    needs_of,
    points_of,
    problems_now,
    week_rows,
)
from postpermit.planning.queries.plans import (
    AHEAD,
    MISSED,
    MISSED_SAID,
    WHOLE,
    is_missed,
    missed_count,
    plans_in_order,
    rows_by_hand,
    streets_of,
    visits_in_order,
)
from postpermit.planning.rules import monday_of
from postpermit.planning.states import PlannedState, PlanState
from postpermit.register.states import ManagementClass
from postpermit.trail.errors import Refused
from postpermit.trail.queries import attachments_of, timeline
from postpermit.web.desk.acts import Failed, actor_for, offered, take
from postpermit.web.desk.planning.needs import decisions
from postpermit.web.desk.planning.plan_forms import PLAN_ACTS, running
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader, read_day
from postpermit.web.listing import listed, mark, pdf_answer
from postpermit.web.paging import page_of
from postpermit.web.paper.pdf import list_pdf

HEADER = ("年份", "状态", "文号", "检查次数", "已完成", "目标值", "下界", "编排时间", "公布日期")
VISITS = (
    "周（周一）",
    "街镇",
    "单位",
    "编号",
    "管理类别",
    "检查",
    "监测",
    "时段",
    "应办事项",
    "状态",
    "说明",
)
PUBLIC = ("月份", *(c.label for c in CLASSES), "合计")
STAGES = {"greedy": "快速编排", "polished": "逐街镇优化", "optimal": "已证明最优"}
SPANS = ((AHEAD, "本周起"), (WHOLE, "全年"), (MISSED, MISSED_SAID))
SHOWN = 20


@power("planning.plan", "view", clauses=("plan:3.4",), title="年度执法计划")
def plans_page(request: HttpRequest) -> HttpResponse:
    """Plans, newest year first."""
    rows = plans_in_order()
    if answer := listed(
        request, title="年度执法计划", header=HEADER, rows=lambda: (_flat(p) for p in rows), clause="plan:3.4"
    ):
        return answer
    return render(request, "desk/planning/plans.html", {"page": page_of(request, rows)})


def _flat(p: YearPlan) -> tuple[Any, ...]:
    counts = (p.planned, p.done)  # type: ignore[attr-defined]
    return (
        p.year, p.get_state_display(), p.number, *counts, p.objective, p.lower_bound, p.computed_at, p.published_on,
    )  # fmt: skip


@power("planning.plan", "make", methods=("GET", "POST"), clauses=("plan:3.4",), title="新建年度执法计划")
def new_plan(request: HttpRequest) -> HttpResponse:
    """The year, and how many teams and crews there are."""
    today: date = request.today  # type: ignore[attr-defined]
    years = [str(today.year), str(today.year + 1)]
    form = FormReader(request)
    if request.method == "POST":
        typed = {"year": form.choice("year", "年份", years), **_staff(form)}
        if form.ok:
            by = actor_for(request, "make", "planning.plan")

            def act() -> str:
                told = {name: int(value) for name, value in typed.items()}
                made = do.make_plan(**told, by=by, at=request.now)  # type: ignore[attr-defined]
                return reverse("plan", args=[made.public_id])

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "year"] = str(error)
            else:
                messages.success(request, "已新建。下一步：编排。")
                return redirect(outcome.answer)
    context = {"errors": form.errors, "typed": request.POST, "years": [(y, y) for y in years]}
    return render(request, "desk/planning/plan_new.html", context, status=422 if form.errors else 200)


def _staff(form: FormReader) -> dict[str, str]:
    counts = [str(n) for n in range(51)]
    return {
        "teams": form.choice("teams", "检查组数（0 至 50）", counts),
        "crews": form.choice("crews", "监测组数（0 至 50）", counts),
    }


@power("planning.plan", "make", methods=("POST",), clauses=("plan:3.4",), title="填写计划人力")
def plan_staff(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Other numbers of teams and crews."""
    plan = get_visible(request, YearPlan, public_id)
    form = FormReader(request)
    typed = _staff(form)
    if not form.ok:
        raise Refused("；".join(form.errors.values()), place="teams")
    by = actor_for(request, "make", "planning.plan")

    def act() -> str:
        told = {name: int(value) for name, value in typed.items()}
        do.set_staff(plan=plan, **told, by=by, at=request.now)  # type: ignore[attr-defined]
        return reverse("plan", args=[plan.public_id])

    outcome = do_once(request, act, by=by)
    messages.success(request, "人力已更新，重新编排后生效。")
    return redirect(outcome.answer)


@power("planning.plan", "view", clauses=("plan:3.4", "plan:6.2"), title="年度执法计划内容")
def plan_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One plan: figures and proof, steps, load, needs, visits."""
    return _show(request, get_visible(request, YearPlan, public_id))


def _show(request: HttpRequest, plan: YearPlan, failed: Failed | None = None) -> HttpResponse:
    """The page, also with what was wrong."""
    today: date = request.today  # type: ignore[attr-defined]
    wanted = _wanted(request, plan)
    rows = visits_in_order(plan, **wanted, today=today)
    if answer := listed(
        request,
        title=f"{plan.year}年计划检查",
        header=VISITS,
        rows=lambda: _flat_visits(rows, today),
        clause="plan:6.2",
    ):
        return answer
    streets, weeks, needs = streets_of(plan), week_rows(plan), needs_of(plan.year)
    for need in needs.rows:
        need.forms = decisions(request, need, back="plan")  # type: ignore[attr-defined]
    page = page_of(request, rows)
    for visit in page.object_list:
        visit.missed = is_missed(visit, today)
    context = {
        "plan": plan,
        "weeks": weeks,
        "this_monday": monday_of(today),
        "by_street": [(w, [w.streets[s] for s in streets]) for w in weeks],
        "gap": "" if plan.gap is None else f"{plan.gap:.2%}",
        "stage": STAGES.get(plan.stage, ""),
        "by_hand": rows_by_hand(plan),
        "months": month_rows(plan),
        "classes": [c.label for c in CLASSES],
        "needs": needs,
        "page": page,
        "wanted": wanted,
        "spans": SPANS,
        "missed": missed_count(plan, today),
        "missed_said": MISSED_SAID,
        "streets": streets,
        "klasses": ManagementClass.choices(),
        "states": PlannedState.choices(),
        "forms": offered(
            request, plan, PLAN_ACTS, lambda v: reverse("plan-act", args=[plan.public_id, v]), failed=failed
        ),
        "running": running(plan, request.now),  # type: ignore[attr-defined]
        "may_change": plan.state in (PlanState.DRAFT, PlanState.PUBLISHED),
        "attachments": attachments_of(plan),
        "entries": timeline(plan)[:SHOWN],
        "errors": failed[2].errors if failed else {},
    }
    return render(request, "desk/planning/plan.html", context, status=422 if failed else 200)


@power("planning.plan", "view", methods=("POST",), clauses=("plan:3.4",), title="年度计划办理")
def plan_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Submit, send back, include, approve, publish."""
    plan = get_visible(request, YearPlan, public_id)
    return take(
        request,
        plan,
        verb,
        PLAN_ACTS,
        division="",
        page=reverse("plan", args=[plan.public_id]),
        again=lambda failed: _show(request, plan, failed),
    )


def _wanted(request: HttpRequest, plan: YearPlan) -> dict[str, Any]:
    """What was asked for. A plan of this year opens at this week; whoever asks for a state asks of the whole year."""
    known = {"street": None, "klass": dict(ManagementClass.choices()), "state": dict(PlannedState.choices())}
    told: dict[str, Any] = {}
    for name, options in known.items():
        value = request.GET.get(name, "")[:32]
        told[name] = value if options is None or value in options else ""
    told["week"] = read_day(request.GET.get("week", "")[:10], request.today)  # type: ignore[attr-defined]
    opens = AHEAD if plan.year == request.today.year and not told["state"] else WHOLE  # type: ignore[attr-defined]
    span = request.GET.get("span", "")
    told["span"] = span if span in dict(SPANS) else opens
    return told


def _flat_visits(rows: Any, today: date) -> Iterator[tuple[Any, ...]]:
    for v in rows.iterator(chunk_size=1000):
        duties = "；".join(f"{d.duty.kind_label} {d.duty.period}" for d in v.duties.all())
        unit = v.facility
        yield (
            v.week, v.zone, unit.name, unit.number, unit.get_management_class_display(), v.inspects, v.monitors, v.slots,
            duties, MISSED_SAID if is_missed(v, today) else v.get_state_display(), v.why,
        )  # fmt: skip


@power("planning.plan", "view", clauses=("plan:3.4",), title="编排进度")
def plan_progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far the reckoning is; asked every second while it runs."""
    plan = get_visible(request, YearPlan, public_id)
    context = {"plan": plan, "running": running(plan, request.now), "asked": True}  # type: ignore[attr-defined]
    answer = render(request, "desk/planning/parts/progress.html", context)
    if not context["running"]:
        answer["HX-Refresh"] = "true"
    return answer


@power("planning.plan", "view", clauses=("plan:6.2",), title="核对年度计划")
def plan_check(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The separate checker over the plan as it stands today."""
    plan = get_visible(request, YearPlan, public_id)
    found = problems_now(plan, request.today)  # type: ignore[attr-defined]
    context = {"plan": plan, "problems": found[:200], "count": len(found)}
    return render(request, "desk/planning/plan_check.html", context)


@power("planning.plan", "view", clauses=("plan:3.4",), title="年度计划公布稿")
def plan_public(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """What is published: counts by month and class on A4. No unit and no day of a visit is in it."""
    plan = get_visible(request, YearPlan, public_id)
    rows = month_rows(plan)
    total = MonthRow(0, tuple(sum(r.counts[n] for r in rows) for n in range(len(CLASSES))))
    cells = [[f"{r.month}月", *map(str, r.counts), str(r.total)] for r in rows]
    cells.append(["全年", *map(str, total.counts), str(total.total)])
    lead = f"文号：{plan.number or '（未公布）'}。计划检查次数按月、按管理类别公布，不公布单位和日期。"
    part = {"header": PUBLIC, "rows": cells, "widths": [1, 1, 1, 1, 1]}
    parts = [part]
    if points := points_of(plan):
        parts.append(
            {"header": ("提出科室", "工作要点"), "rows": [list(p) for p in points], "widths": [1, 5]}
        )
    title = f"{plan}（公布稿）"
    return pdf_answer(request, title, list_pdf(title, parts, lead=lead, mark=mark(request)), "plan:3.4")


def plan_or_404(request: HttpRequest, public_id: str) -> YearPlan:
    """The plan that a form names."""
    try:
        return get_visible(request, YearPlan, UUID(public_id))
    except ValueError as error:
        raise Http404 from error
