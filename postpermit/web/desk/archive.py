"""归档: what waits for the dispatch meeting, what was archived, and the act of archiving."""

from typing import Any

from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.duties.models import Record
from postpermit.linkage.models import Slip
from postpermit.linkage.operations import archive_slips
from postpermit.linkage.queries import slip_list, with_next
from postpermit.linkage.states import SlipState
from postpermit.office.access import may, visible_to
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.slips import uuid_of
from postpermit.web.door import do_once, power
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = ("编号", "事项", "发起科室", "单位", "归档调度会", "归档时间", "线索处理结果", "文号")


@power("linkage.slip", "view", clauses=("plan:8.1", "plan:4.2", "plan:a5"), title="归档")
def archive_page(request: HttpRequest) -> HttpResponse:
    """Tasks waiting for the meeting on top, the archive below."""
    standing = request.standing  # type: ignore[attr-defined]
    done = visible_to(standing, Slip).filter(state=SlipState.ARCHIVED).order_by("-archived_at", "-pk")
    done = done.select_related("raised_by", "facility", "lead", "archived_record")
    if q := request.GET.get("q", "").strip():
        done = done.filter(Q(title__icontains=q) | Q(number__icontains=q) | Q(facility__name__icontains=q))
    if answer := listed(
        request, title="归档", header=HEADER, rows=lambda: (_flat(s) for s in done), clause="plan:8.1"
    ):
        return answer
    meetings = Record.objects.filter(kind="meeting-dispatch", state="STANDING").order_by("-on")[:8]
    context = {
        "waiting": with_next(list(slip_list(standing, on=request.today, state=SlipState.CONFIRMED))),  # type: ignore[attr-defined]
        "page": page_of(request, done),
        "may_archive": may(standing, "archive", "linkage.slip"),
        "meetings": meetings,
        "q": q,
    }
    return render(request, "desk/archive.html", context)


def _flat(slip: Slip) -> tuple[Any, ...]:
    return (
        slip.number,
        slip.title,
        slip.raised_by.name,
        slip.facility.name if slip.facility else slip.place,
        slip.archived_record.on if slip.archived_record else None,
        slip.archived_at,
        slip.lead.get_outcome_display() if slip.lead else "",
        slip.lead.outcome_number if slip.lead else "",
    )


@power("linkage.slip", "archive", methods=("POST",), clauses=("plan:4.2", "plan:a5"), title="调度会归档")
def file_slips(request: HttpRequest) -> HttpResponse:
    """Archive the chosen tasks at the chosen meeting; all of them or none."""
    keys = [uuid_of(key) for key in request.POST.getlist("slips")]
    slips = list(visible_to(request.standing, Slip, "archive").filter(public_id__in=keys))  # type: ignore[attr-defined]
    if len(slips) != len(set(keys)):
        raise Refused("有任务已不在待归档之列，请刷新后重新选择。")
    meeting = Record.objects.filter(public_id=uuid_of(request.POST.get("meeting") or "0" * 32)).first()
    if meeting is None:
        raise Refused("请选择归档的调度会；还没有记录的，先登记本次调度会。")
    by = actor_for(request, "archive", "linkage.slip", "APPROVAL")

    def act() -> str:
        archive_slips(slips=slips, meeting=meeting, by=by, at=request.now)  # type: ignore[attr-defined]
        return reverse("archive")

    outcome = do_once(request, act, by=by)
    messages.success(request, f"已归档 {len(slips)} 项联动任务。")
    return redirect(outcome.answer)
