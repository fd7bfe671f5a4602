"""无证单位: a unit without permit or registration, entered in the register as such; met on a visit, it is a finding too."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.enforcement.models import Visit
from postpermit.enforcement.operations import register_unlicensed
from postpermit.enforcement.states import VisitState
from postpermit.office.access import visible_to
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.same_units import same_units
from postpermit.web.desk.supervision.acts import carry_out
from postpermit.web.door import power
from postpermit.web.forms import FormReader

FIELDS = (
    ("name", "单位名称", True, 120),
    ("address", "生产经营场所地址", True, 200),
    ("street", "街镇", False, 32),
    ("uscc", "统一社会信用代码", False, 18),
    ("industry_code", "行业代码", False, 8),
    ("industry_name", "行业名称", False, 64),
    ("legal_representative", "法定代表人（负责人）", False, 64),
    ("phone", "联系电话", False, 32),
    ("found", "现场情况", False, 1000),
)


@power(
    "enforcement.finding",
    "add",
    methods=("GET", "POST"),
    clauses=("plan:6.1", "plan:8.2"),
    title="登记无证单位",
)
def new_unlicensed_unit(request: HttpRequest) -> HttpResponse:
    """The form, and what is entered with it."""
    form = FormReader(request)
    open_visits = visible_to(request.standing, Visit).filter(  # type: ignore[attr-defined]
        state__in=(VisitState.UNDERWAY, VisitState.ENDED)
    )
    known = {str(v.public_id): v for v in open_visits.select_related("facility")[:50]}
    if request.method != "POST":
        return _show(request, form, known)
    typed: dict[str, Any] = {n: form.text(n, label, required=r, longest=m) for n, label, r, m in FIELDS}
    chosen = form.choice("visit", "哪次检查", known, required=False)
    by = actor_for(request, "add", "enforcement.finding", "ENFORCEMENT")

    def act() -> tuple[str, str]:
        unit, finding = register_unlicensed(
            **typed, again=form.post.get("again") == "1", visit=known.get(chosen), by=by, at=request.now  # type: ignore[attr-defined]
        )  # fmt: skip
        said = "已登记为未纳入单位，请按名录判断管理类别。"
        if finding is not None:
            return said + "同时登记为本次检查的一个问题。", reverse(
                "visit", args=[finding.visit.public_id]
            ) + "#findings"
        return said, reverse("facility", args=[unit.public_id])

    return carry_out(request, form, act, by=by, place="name", again=lambda f: _show(request, f, known))


def _show(request: HttpRequest, form: FormReader, known: dict[str, Visit]) -> HttpResponse:
    context = {
        "errors": form.errors,
        "typed": form.post,
        "visits": [(k, f"{v.number} {v.facility.name}") for k, v in known.items()],
        "same": same_units(request, form.errors),
        "chosen": form.post.get("visit") or request.GET.get("visit", ""),
    }
    return render(request, "desk/enforcement/unlicensed.html", context, status=422 if form.errors else 200)
