"""One visit of the plan: what it is there for, another week with its effect, taking it out."""

from datetime import date
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.planning.models import PlannedVisit
from postpermit.planning.queries.effects import effect_of
from postpermit.planning.queries.plan_page import week_rows
from postpermit.planning.queries.plans import MISSED_SAID, is_missed
from postpermit.planning.states import PlanState
from postpermit.trail.queries import timeline
from postpermit.web.desk.acts import Failed, offered, take
from postpermit.web.desk.planning.plan_forms import VISIT_ACTS
from postpermit.web.door import get_visible, power
from postpermit.web.forms import read_day

SHOWN = 20


@power("planning.planned", "view", clauses=("plan:6.2",), title="计划检查")
def planned_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One visit: what it is there for, another week with its effect, taking it out."""
    return _show_visit(request, get_visible(request, PlannedVisit, public_id))


def _show_visit(request: HttpRequest, visit: PlannedVisit, failed: Failed | None = None) -> HttpResponse:
    """The page of a visit; with ``week`` in the address the effect of moving it there, alone when dragged."""
    today: date = request.today  # type: ignore[attr-defined]
    asked = read_day((request.POST.get("week") or request.GET.get("week", ""))[:10], today)
    forms = offered(
        request, visit, VISIT_ACTS, lambda v: reverse("planned-act", args=[visit.public_id, v]), failed=failed
    )
    movable = visit.plan.state in (PlanState.DRAFT, PlanState.PUBLISHED)
    context: dict[str, Any] = {
        "visit": visit,
        "plan": visit.plan,
        "week": asked,
        "effect": effect_of(visit, asked, today) if asked else None,
        "duties": [d.duty for d in visit.duties.select_related("duty")],
        "move": next((f for f in forms if f.verb == "move"), None) if movable else None,
        "forms": [f for f in forms if f.verb != "move"] if movable else [],
        "missed": MISSED_SAID if is_missed(visit, today) else "",
        "errors": failed[2].errors if failed else {},
    }
    if request.headers.get("HX-Request"):
        return render(request, "desk/planning/parts/effect.html", context)
    context["weeks"] = [w for w in week_rows(visit.plan) if not w.shut and w.friday >= today]
    context["entries"] = timeline(visit)[:SHOWN]
    return render(request, "desk/planning/planned.html", context, status=422 if failed else 200)


@power("planning.planned", "view", methods=("POST",), clauses=("plan:6.2",), title="调整计划检查")
def planned_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Into another week, or out of the plan."""
    visit = get_visible(request, PlannedVisit, public_id)
    return take(
        request,
        visit,
        verb,
        VISIT_ACTS,
        division="",
        page=reverse("planned", args=[visit.public_id]),
        again=lambda failed: _show_visit(request, visit, failed),
    )
