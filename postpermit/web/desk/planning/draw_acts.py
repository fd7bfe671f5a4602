"""The replacement of a drawn unit, and a draw that was made elsewhere."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit import law
from postpermit.planning import operations as do
from postpermit.planning.models import Draw, YearPlan
from postpermit.planning.rules.strata import UNITS, Stratum, quarter_words
from postpermit.trail.errors import Refused
from postpermit.web.asked import asked_number
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.planning.draw_forms import plans
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.sheets import first_sheet

LARGEST = 20 * 1024 * 1024


@power("planning.draw", "replace", methods=("POST",), clauses=("plan:6.1",), title="递补")
def draw_replace(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The next of the ranking takes the place of a unit that cannot be visited."""
    draw = get_visible(request, Draw, public_id)
    rank = asked_number(request.POST.get("rank", ""), 1, 99_999)
    drawn = draw.units.filter(rank=rank).first() if rank else None
    page = reverse("draw", args=[draw.public_id])
    if drawn is None:
        raise Refused("请从名单里选择要递补的单位。", place="rank")
    form = FormReader(request)
    why = form.text("why", "理由", required=True, longest=200)
    if not form.ok:
        raise Refused(next(iter(form.errors.values())), place="why")
    by = actor_for(request, "replace", "planning.draw")
    said: list[str] = []

    def act() -> str:
        made = do.replace_unit(drawn=drawn, why=why, by=by, at=request.now)  # type: ignore[attr-defined]
        said.append(
            f"已递补：第 {made.into.rank} 名 {made.into.facility.name}。年度计划须重排，把它排进计划。"
        )
        return page

    outcome = do_once(request, act, by=by)
    messages.success(request, "这一步先前已办理。" if outcome.repeated else said[0])
    return redirect(outcome.answer)


@power("planning.draw", "import", methods=("GET", "POST"), clauses=("plan:6.1",), title="导入抽取结果")
def import_draw(request: HttpRequest) -> HttpResponse:
    """A draw that was made in the city's own system: its list of units as an Excel file."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        form, typed = _read(request)
        if form.ok:
            try:
                return _take(request, typed)
            except Refused as error:
                form.errors[error.place or "file"] = str(error)
        errors = form.errors
    context = {
        "errors": errors,
        "typed": request.POST,
        "plans": plans(),
        "strata": [(s.value, s.label) for s in UNITS],
        "quarters": _quarters(),
    }
    return render(request, "desk/planning/draw_import.html", context, status=422 if errors else 200)


def _quarters() -> list[tuple[str, str]]:
    years = list(YearPlan.objects.order_by("-year").values_list("year", flat=True)[:5])
    return [(f"{y}Q{q}", quarter_words(f"{y}Q{q}")) for y in years for q in (1, 2, 3, 4)]


def _read(request: HttpRequest) -> tuple[FormReader, dict[str, Any]]:
    form = FormReader(request)
    typed: dict[str, Any] = {
        "plan": form.choice("plan", "年度计划", [v for v, _ in plans()]),
        "stratum": form.choice("stratum", "抽取范围", [str(s) for s in UNITS]),
        "quarter": form.choice("quarter", "季度", [v for v, _ in _quarters()]),
        "source": form.text("source", "在哪个系统抽取", required=True, longest=64),
    }
    file = request.FILES.get("file")
    if file is None:
        form.errors["file"] = "请选择抽取结果的表格（xlsx）。"
    elif (file.size or 0) > LARGEST:
        form.errors["file"] = f"文件超过 {LARGEST // 1024 // 1024} MB，请拆分后导入。"
    return form, typed


def _take(request: HttpRequest, typed: dict[str, Any]) -> HttpResponse:
    file: Any = request.FILES["file"]
    data = file.read()
    table = first_sheet(data)
    if law.holds_secret(file.name or "") or any(law.holds_secret(str(c)) for row in table for c in row):
        raise Refused(law.SECRET_REFUSAL, place="file")
    plan = YearPlan.objects.filter(public_id=typed.pop("plan")).first()
    if plan is None:
        raise Http404
    by = actor_for(request, "import", "planning.draw")

    def act() -> str:
        made = do.import_draw(
            **typed,
            plan=plan,
            name=file.name or "抽取结果.xlsx",
            data=data,
            table=table,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        return reverse("draw", args=[made.public_id])

    outcome = do_once(request, act, by=by)
    messages.success(request, f"已导入{Stratum(typed['stratum']).label}的抽取结果。")
    return redirect(outcome.answer)
