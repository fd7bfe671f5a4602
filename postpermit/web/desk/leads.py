"""线索: suspected by anybody, answered for by a person."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit import law
from postpermit.linkage.models import ViolationLead
from postpermit.linkage.operations import suspect_lead
from postpermit.linkage.queries import lead_list
from postpermit.linkage.states import LeadState
from postpermit.register.models import Facility
from postpermit.trail.errors import Refused
from postpermit.trail.queries import timeline
from postpermit.web.desk.acts import Failed, actor_for, offered, take
from postpermit.web.desk.instructions import instructions_on, may_instruct
from postpermit.web.desk.references import numbers_box
from postpermit.web.desk.slip_acts import LEAD_ACTS, divisions
from postpermit.web.desk.slips import uuid_of
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = (
    "线索内容",
    "单位或地点",
    "涉及条款",
    "发现科室",
    "发现日期",
    "来源",
    "状态",
    "处理结果",
    "文号",
    "日期",
)


@power("linkage.lead", "view", clauses=("plan:8.1", "plan:5.3"), title="线索")
def leads_page(request: HttpRequest) -> HttpResponse:
    """Suspicions and confirmed leads this officer may see."""
    chosen = {name: request.GET.get(name, "") for name in ("state", "division", "q")}
    rows = lead_list(request.standing, **chosen)  # type: ignore[attr-defined]
    if answer := listed(
        request, title="线索", header=HEADER, rows=lambda: (_flat(le) for le in rows), clause="plan:8.1"
    ):
        return answer
    context = {
        "page": page_of(request, rows),
        "chosen": chosen,
        "states": LeadState.choices(),
        "divisions": divisions(),
        "filtered": any(chosen.values()),
    }
    return render(request, "desk/leads.html", context)


def _flat(lead: ViolationLead) -> tuple[Any, ...]:
    return (
        lead.what,
        lead.facility.name if lead.facility else lead.place,
        law.clause(lead.clause).label,
        lead.found_by.name,
        lead.found_on,
        lead.origin_text,
        lead.get_state_display(),
        lead.get_outcome_display(),
        lead.outcome_number,
        lead.outcome_on,
    )


@power("linkage.lead", "view", title="线索详情")
def lead_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One lead: what, where, against which clause, and what became of it."""
    return _show(request, get_visible(request, ViolationLead, public_id))


def _show(request: HttpRequest, lead: ViolationLead, failed: Failed | None = None) -> HttpResponse:
    context = {
        "lead": lead,
        "forms": offered(
            request, lead, LEAD_ACTS, lambda v: reverse("lead-act", args=[lead.public_id, v]), failed=failed
        ),
        "slips": lead.slips.select_related("raised_by"),
        "entries": timeline(lead),
        "box": numbers_box(request, "lead", lead),
        "instructions": instructions_on(request, lead),
        "may_instruct": may_instruct(request),
        "about": f"lead:{lead.public_id}",
        "errors": failed[2].errors if failed else {},
    }
    return render(request, "desk/lead.html", context, status=422 if failed else 200)


@power("linkage.lead", "view", methods=("POST",), title="线索判定")
def lead_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Confirm the suspicion, or set it aside."""
    lead = get_visible(request, ViolationLead, public_id)
    return take(
        request,
        lead,
        verb,
        LEAD_ACTS,
        division=lead.found_by_id,
        page=reverse("lead", args=[lead.public_id]),
        again=lambda failed: _show(request, lead, failed),
    )


@power("linkage.lead", "suspect", methods=("GET", "POST"), clauses=("plan:8.1",), title="登记疑似线索")
def new_lead(request: HttpRequest) -> HttpResponse:
    """Note a suspicion; somebody of the division then confirms it or sets it aside."""
    form = FormReader(request)
    ours = [(c, n) for c, n in divisions() if c in request.standing.divisions]  # type: ignore[attr-defined]
    clauses = [(c.ref, f"{c.label} {c.wording[:30]}") for c in law.clauses("plan")]
    asked = request.POST if request.method == "POST" else request.GET
    facility = get_visible(request, Facility, uuid_of(asked["facility"])) if asked.get("facility") else None
    if request.method == "POST":
        typed: dict[str, Any] = {
            "division": form.choice("division", "发现科室", [c for c, _ in ours]),
            "what": form.text("what", "线索内容", required=True),
            "clause": form.choice("clause", "涉及条款", [ref for ref, _ in clauses]),
            "found_on": form.day("found_on", "发现日期", required=True),
            "origin_text": form.text("origin_text", "来源", required=True, longest=120),
            "place": form.text("place", "地点", longest=200, required=facility is None),
        }
        if typed["found_on"] and typed["found_on"] > form.today:
            form.errors["found_on"] = "发现日期不能晚于今天。"
        if form.ok:
            by = actor_for(request, "suspect", "linkage.lead", typed["division"])

            def act() -> str:
                lead = suspect_lead(**typed, facility=facility, by=by, at=request.now)  # type: ignore[attr-defined]
                return reverse("lead", args=[lead.public_id])

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "what"] = str(error)
            else:
                messages.success(request, "已登记为疑似线索，待本科室判定。")
                return redirect(outcome.answer)
    context = {
        "errors": form.errors,
        "typed": request.POST,
        "ours": ours,
        "clauses": clauses,
        "facility": facility,
    }
    return render(request, "desk/new_lead.html", context, status=422 if form.errors else 200)
