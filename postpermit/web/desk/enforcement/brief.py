"""检查前情况: one page before a visit; what 监管 knows of the unit is laid beside what enforcement knows."""

from dataclasses import replace
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit.enforcement.models import Visit
from postpermit.enforcement.queries.brief import brief_of
from postpermit.office.access import may, visible_to
from postpermit.office.standing import Standing
from postpermit.register.models import Facility
from postpermit.supervision.models import Hint
from postpermit.supervision.queries.unit import supervision_of
from postpermit.trail.advance import record
from postpermit.web.desk.acts import actor_for
from postpermit.web.door import get_visible, power
from postpermit.web.listing import mark
from postpermit.web.paper.brief_paper import as_typst, fitting
from postpermit.web.paper.pdf import pdf

HINTS = 5


@power("enforcement.visit", "view", clauses=("plan:6.1",), title="检查前情况")
def brief_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """On the screen, or as one A4 page."""
    visit = get_visible(request, Visit, public_id)
    visit = Visit.objects.select_related("facility", "extra_list", "assignment__slip", "complaint").get(
        pk=visit.pk
    )
    found = brief_of(visit, request.today)  # type: ignore[attr-defined]
    if not may(request.standing, "view", "enforcement.case"):  # type: ignore[attr-defined]
        found = replace(found, cases=())
    beside = supervision_beside(request.standing, visit.facility)  # type: ignore[attr-defined]
    told = as_typst(found, beside, mark(request))
    if request.GET.get("format") != "pdf":
        context = {"visit": visit, "unit": visit.facility, **told}
        return render(request, "desk/enforcement/brief.html", context)
    record(
        "print",
        label="打印检查前情况",
        subjects=[visit],
        by=actor_for(request, "view", visit),
        at=request.now,  # type: ignore[attr-defined]
        clause="plan:6.1",
        facts={"visit": visit.number},
    )
    answer = HttpResponse(pdf("brief", fitting(told)), content_type="application/pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{quote('检查前情况' + visit.number)}.pdf"
    return answer


def supervision_beside(standing: Standing, unit: Facility) -> dict[str, Any]:
    """Findings and unanswered hints of the unit's execution reports, its last check, its emergency plan."""
    held = supervision_of(unit)
    hints = visible_to(standing, Hint).filter(check_matter__report__facility=unit, state="OPEN")
    return {
        "report_findings": list(held.findings)[:HINTS],
        "hints": list(hints.order_by("-pk")[:HINTS]),
        "checks": list(held.checks)[:2],
        "plans": [held.plan] if held.plan else [],
        "events": list(held.events)[:2],
    }
