"""信访投诉: what was complained about and what came of it; never who complained."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import VisitComplaint
from postpermit.enforcement.queries.complaints import complaint_list, complaint_page_of, soonest_duties
from postpermit.enforcement.states import ComplaintResult, ComplaintSource, ComplaintState
from postpermit.office.access import may
from postpermit.trail.queries import timeline
from postpermit.web.desk.acts import WHY, Act, Ask, Failed, actor_for, offered, take
from postpermit.web.desk.enforcement.unit_or_place import unit_or_place
from postpermit.web.desk.slip_acts import divisions
from postpermit.web.desk.supervision.acts import carry_out, with_days
from postpermit.web.desk.supervision.entering import UnitChoice
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = (
    "编号", "来源", "来源编号", "收到日期", "单位", "地点", "反映问题", "承办科室", "办理期限", "状态", "核查结果", "办理情况", "办理日期", "答复日期",
)  # fmt: skip
FILTERS = ("state", "source", "division", "result", "q")
STATES = [("open", "未办结"), *ComplaintState.choices()]


@power("enforcement.complaint", "view", clauses=("plan:8.2",), title="信访投诉")
def complaints_page(request: HttpRequest) -> HttpResponse:
    """What was complained about, newest first."""
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    rows = complaint_list(request.standing, **chosen)  # type: ignore[attr-defined]
    if answer := listed(
        request, title="信访投诉", header=HEADER, rows=lambda: _flat(rows), clause="plan:8.2"
    ):
        return answer
    page = page_of(request, rows)
    due = soonest_duties(list(page.object_list))
    with_days(request, due.values())
    for complaint in page.object_list:
        complaint.due = due.get(complaint.pk)
    context = {
        "page": page,
        "chosen": chosen,
        "states": STATES,
        "sources": ComplaintSource.choices(),
        "results": ComplaintResult.choices(),
        "divisions": divisions(),
        "filtered": any(chosen.values()),
    }
    return render(request, "desk/enforcement/complaints.html", context)


def _flat(rows: Any) -> Iterator[tuple[Any, ...]]:
    for c in rows.iterator(chunk_size=1000):
        yield (
            c.number,
            c.get_source_display(),
            c.outside_number,
            c.received_on,
            c.facility.name if c.facility else "",
            c.place,
            c.what,
            c.division.name if c.division else "",
            c.due_on,
            c.get_state_display(),
            c.get_result_display(),
            c.outcome,
            c.handled_on,
            c.replied_on,
        )


@power("enforcement.complaint", "enter", methods=("GET", "POST"), clauses=("plan:8.2",), title="登记信访投诉")
def new_complaint(request: HttpRequest) -> HttpResponse:
    """Register one: the source, the matter, the unit or the place."""
    form = FormReader(request)
    chosen, place = unit_or_place(request, form)
    if request.method != "POST":
        return _form(request, form, chosen)
    typed: dict[str, Any] = {
        "source": form.choice("source", "来源", ComplaintSource),
        "outside_number": form.text("outside_number", "来源编号", longest=64),
        "received_on": form.day("received_on", "收到日期", required=True) or form.today,
        "what": form.text("what", "反映问题", required=True),
        "due_on": form.day("due_on", "办理期限"),
    }
    by = actor_for(request, "enter", "enforcement.complaint", "ENFORCEMENT")

    def act() -> tuple[str, str]:
        made = do.register_complaint(facility=chosen.unit, place=place, by=by, at=request.now, **typed)  # type: ignore[attr-defined]
        return f"已登记，编号 {made.number}，请分派。", reverse("complaint", args=[made.public_id])

    return carry_out(request, form, act, by=by, place="what", again=lambda f: _form(request, f, chosen))


def _form(request: HttpRequest, form: FormReader, chosen: UnitChoice) -> HttpResponse:
    context = {
        "errors": form.errors,
        "typed": request.POST,
        "chosen": chosen,
        "sources": ComplaintSource.choices(),
        "today_text": form.today.isoformat(),
    }
    page = "desk/enforcement/complaint_new.html"
    return render(request, page, context, status=422 if form.errors else 200)


def _route(complaint: VisitComplaint, typed: dict[str, Any], **who: Any) -> str:
    do.route_complaint(complaint=complaint, **typed, **who)
    return "已分派。"


def _handle(complaint: VisitComplaint, typed: dict[str, Any], **who: Any) -> str:
    do.handle_complaint(complaint=complaint, **typed, **who)
    return "办理结果已登记" + ("，并写入一企一档。" if complaint.facility_id else "。")


def _reply(complaint: VisitComplaint, typed: dict[str, Any], **who: Any) -> str:
    do.reply_complaint(complaint=complaint, **typed, **who)
    return "已登记答复，信访投诉办结。"


def _withdraw(complaint: VisitComplaint, typed: dict[str, Any], **who: Any) -> str:
    do.withdraw_complaint(complaint=complaint, **typed, **who)
    return "登记已撤销。"


ACTS: dict[str, Act] = {
    "route": Act(
        _route,
        (
            Ask("division", "承办科室", "select", required=True, options=divisions),
            Ask("due_on", "办理期限", "day", help="不填的，按办理期限的数值推算。"),
        ),
    ),
    "handle": Act(
        _handle,
        (
            Ask("result", "核查结果", "select", required=True, options=lambda _: ComplaintResult.choices()),
            Ask("outcome", "办理情况", required=True, help="写核查和处理情况，不写投诉人的姓名、电话。"),
            Ask("handled_on", "办理日期", "day", required=True),
        ),
        says="涉及单位的，结果同时写入一企一档，以后不能撤销登记。",
    ),
    "reply": Act(
        _reply,
        (Ask("replied_on", "答复日期", "day", required=True),),
        says="答复在来源系统里给出，这里只登记日期。",
    ),
    "withdraw": Act(_withdraw, (WHY,), says="误录或重复登记的，由录入人以外的负责人撤销，记录全部保留。"),
}


@power("enforcement.complaint", "view", clauses=("plan:8.2",), title="信访投诉详情")
def complaint_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One complaint, the visits it caused, and what may be done now."""
    return _show(request, get_visible(request, VisitComplaint, public_id))


def _show(request: HttpRequest, complaint: VisitComplaint, failed: Failed | None = None) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    found = complaint_page_of(complaint, standing)
    with_days(request, found.waits)
    routed = complaint.state in (ComplaintState.RECEIVED, ComplaintState.ROUTED)
    context = {
        "complaint": complaint,
        "found": found,
        "forms": offered(request, complaint, ACTS, partial(_address, complaint), failed=failed),
        "may_visit": routed and may(standing, "prepare", "enforcement.visit"),
        "entries": timeline(complaint)[:40],
        "errors": failed[2].errors if failed else {},
    }
    return render(request, "desk/enforcement/complaint.html", context, status=422 if failed else 200)


def _address(complaint: VisitComplaint, verb: str) -> str:
    return reverse("complaint-act", args=[complaint.public_id, verb])


@power("enforcement.complaint", "view", methods=("POST",), clauses=("plan:8.2",), title="信访投诉办理")
def complaint_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Route, handle, answer for, or take back."""
    complaint = get_visible(request, VisitComplaint, public_id)
    division = complaint.division_id or "ENFORCEMENT" if verb == "handle" else "ENFORCEMENT"
    return take(
        request,
        complaint,
        verb,
        ACTS,
        division=division,
        page=reverse("complaint", args=[complaint.public_id]),
        again=lambda failed: _show(request, complaint, failed),
    )
