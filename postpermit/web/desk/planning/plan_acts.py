"""The reckoning of a plan in a thread of its own, and a plan that was made elsewhere."""

import threading
from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import timezone

from postpermit import law
from postpermit.planning import operations as do
from postpermit.planning.models import YearPlan
from postpermit.planning.operations.computing import BROKEN
from postpermit.planning.states import PlanState
from postpermit.trail.actors import Actor
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.planning.plans import plan_or_404
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.sheets import first_sheet

LARGEST = 20 * 1024 * 1024


@power("planning.plan", "make", methods=("POST",), clauses=("plan:6.2",), title="编排年度计划")
def plan_compute(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Begin the reckoning; of two who ask at once one begins it. A published plan is looked at before: ``seen``."""
    plan = get_visible(request, YearPlan, public_id)
    page = reverse("plan", args=[plan.public_id])
    form = FormReader(request)
    again = plan.state == PlanState.PUBLISHED
    why = form.text("why", "理由", required=again, longest=200)
    if not form.ok:
        raise Refused(next(iter(form.errors.values())), place="why")
    by = actor_for(request, "make", "planning.plan")
    asked = {
        "readmit": request.POST.get("readmit") == "1",
        "keep_moved": request.POST.get("keep_moved") == "1",
    }
    seen = request.POST.get("seen", "")[:64]
    if again and not seen:
        told = urlencode({"why": why, "readmit": int(asked["readmit"])})
        return redirect(f"{reverse('plan-replan', args=[plan.public_id])}?{told}")
    if not do.claim_job(plan, request.now):  # type: ignore[attr-defined]
        messages.info(request, "正在编排，请稍候。")
        return redirect(page)
    start(plan.pk, why if again else None, asked, by, seen)
    return redirect(page)


def start(pk: int, why: str | None, asked: dict[str, bool], by: Actor, seen: str = "") -> None:
    """Work on in a thread of its own: the person may leave the page and come back."""

    def run() -> None:
        try:
            work(pk, why, asked, by, seen)
        finally:
            connection.close()

    transaction.on_commit(lambda: threading.Thread(target=run, daemon=True).start())


def work(pk: int, why: str | None, asked: dict[str, bool], by: Actor, seen: str = "") -> None:
    """Reckon the plan, anew (``why`` None) or its rest, and leave on it how it ended."""
    plan = YearPlan.objects.get(pk=pk)

    def tell(said: str) -> None:
        do.tell_job(plan, said, timezone.now())

    said, job = "", BROKEN
    try:
        if why is None:
            do.compute_plan(plan=plan, **asked, by=by, at=timezone.now(), tell=tell)
            said, job = ("编排没有成功，缺口见下。" if plan.impossible else "编排完成。"), ""
        else:
            told = do.replan(
                plan=plan, why=why, readmit=asked["readmit"], seen=seen, by=by, at=timezone.now(), tell=tell
            )
            said, job = (
                f"重新编排完成：调整 {len(told.moves)} 次，新增 {told.created} 次，移出 {told.fallen} 次。",
                "",
            )
    except Refused as error:
        said = str(error)
    finally:
        do.tell_job(plan, said or "编排中断，没有保存，请再试一次。", timezone.now(), job=job)


@power("planning.plan", "import", methods=("GET", "POST"), clauses=("plan:3.4",), title="导入年度计划")
def import_plan(request: HttpRequest) -> HttpResponse:
    """A plan made in the city's own system: its list of units and weeks as an Excel file."""
    form = FormReader(request)
    if request.method == "POST":
        typed = _read(request, form)
        if form.ok:
            try:
                return _take(request, typed)
            except Refused as error:
                form.errors[error.place or "file"] = str(error)
    drafts = YearPlan.objects.filter(state=PlanState.DRAFT).order_by("-year")
    context = {
        "errors": form.errors,
        "typed": request.POST,
        "plans": [(str(p.public_id), str(p)) for p in drafts],
    }
    return render(request, "desk/planning/plan_import.html", context, status=422 if form.errors else 200)


def _read(request: HttpRequest, form: FormReader) -> dict[str, Any]:
    drafts = YearPlan.objects.filter(state=PlanState.DRAFT).values_list("public_id", flat=True)
    typed = {
        "plan": form.choice("plan", "年度计划", [str(p) for p in drafts]),
        "source": form.text("source", "在哪个系统编制", required=True, longest=64),
    }
    file = request.FILES.get("file")
    if file is None:
        form.errors["file"] = "请选择计划的表格（xlsx）。"
    elif (file.size or 0) > LARGEST:
        form.errors["file"] = f"文件超过 {LARGEST // 1024 // 1024} MB，请拆分后导入。"
    return typed


def _take(request: HttpRequest, typed: dict[str, Any]) -> HttpResponse:
    file = request.FILES["file"]
    data = file.read()
    table = first_sheet(data)
    if law.holds_secret(file.name or "") or any(law.holds_secret(str(c)) for row in table for c in row):
        raise Refused(law.SECRET_REFUSAL, place="file")
    plan = plan_or_404(request, typed["plan"])
    by = actor_for(request, "import", "planning.plan")

    def act() -> str:
        do.import_plan(
            plan=plan,
            source=typed["source"],
            name=file.name or "年度计划.xlsx",
            data=data,
            table=table,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        return reverse("plan", args=[plan.public_id])

    outcome = do_once(request, act, by=by)
    messages.success(request, "已导入年度计划。")
    return redirect(outcome.answer)
