"""What reckoning the rest of a published year again would do, looked at before it is carried out."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit.planning import operations as do
from postpermit.planning.models import YearPlan
from postpermit.trail.errors import Refused
from postpermit.web.door import get_visible, power

SHOWN = 200


@power("planning.plan", "make", clauses=("plan:3.4",), title="重新编排预览")
def plan_replan(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Which visits would move, come in and fall out, and the figures before and after; nothing is kept."""
    plan = get_visible(request, YearPlan, public_id)
    why, readmit = request.GET.get("why", "").strip()[:200], request.GET.get("readmit") == "1"
    errors: dict[str, str] = {}
    found: do.Foreseen | None = None
    if not why:
        errors["why"] = "请写明为什么重新编排。"
    try:
        found = do.foresee_replan(plan=plan, today=request.today, readmit=readmit)  # type: ignore[attr-defined]
    except Refused as error:
        errors["why"] = str(error)
    context = {
        "plan": plan,
        "why": why,
        "readmit": readmit,
        "errors": errors,
        "found": found,
        "parts": _parts(found) if found else [],
        "gap": "" if plan.gap is None else f"{plan.gap:.2%}",
        "gap_after": f"{found.plan.gap:.2%}" if found else "",
    }
    return render(request, "desk/planning/plan_replan.html", context, status=422 if errors else 200)


def _parts(found: do.Foreseen) -> list[tuple[str, int, list[do.Change]]]:
    """The three lists, each with how many it holds and those that are shown."""
    rows = (("换周", found.moved), ("新列入", found.added), ("移出", found.fallen))
    return [(title, len(part), list(part[:SHOWN])) for title, part in rows]
