"""办理记录: plain entry of what was done; it discharges every open duty that it meets."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.duties.models import Record
from postpermit.duties.operations import (
    agree_withdrawal,
    ask_withdrawal,
    record_act,
    refuse_withdrawal,
)
from postpermit.duties.queries import discharged_duties, kinds_recordable, record_list
from postpermit.duties.rules import RECORD_KINDS
from postpermit.duties.states import RecordState
from postpermit.planning.operations import follow_records
from postpermit.register.models import Facility
from postpermit.trail.errors import Refused
from postpermit.trail.queries import timeline
from postpermit.web.desk.acts import WHY, Act, Failed, actor_for, offered, take
from postpermit.web.desk.instructions import instructions_on, may_instruct
from postpermit.web.desk.references import numbers_box
from postpermit.web.desk.slips import uuid_of
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = ("事项", "日期", "单位", "编号", "办理科室", "办理人", "结果", "状态", "完成的应办事项数")


def _ask(r: Record, t: dict[str, Any], **who: Any) -> str:
    ask_withdrawal(record=r, why=t["why"], **who)
    return "已申请撤回，待另一人同意。"


def _agree(r: Record, t: dict[str, Any], **who: Any) -> str:
    agree_withdrawal(record=r, **who)
    if r.facility is not None:
        follow_records(facility=r.facility, **who)
    return "记录已撤回，所完成的应办事项按原期限恢复。"


def _refuse(r: Record, t: dict[str, Any], **who: Any) -> str:
    refuse_withdrawal(record=r, why=t["why"], **who)
    return "已决定不撤回，记录仍然有效。"


ACTS = {
    "ask-withdrawal": Act(_ask, (WHY,), "撤回须由另一人同意；由它完成的应办事项将按原期限恢复为待办。"),
    "agree-withdrawal": Act(_agree, (), "同意后，由它完成的应办事项按原期限恢复为待办。"),
    "refuse-withdrawal": Act(_refuse, (WHY,)),
}


@power("duties.record", "view", clauses=("plan:6.2", "plan:7.2"), title="办理记录")
def records_page(request: HttpRequest) -> HttpResponse:
    """What was done, newest first."""
    chosen = {name: request.GET.get(name, "") for name in ("kind", "division", "state", "facility", "q")}
    rows = record_list(request.standing, **chosen)  # type: ignore[attr-defined]
    if request.GET.get("format"):
        counted = discharged_duties(*rows)
        flat = (_flat(r, len(counted[r.pk])) for r in rows)
        if answer := listed(request, title="办理记录", header=HEADER, rows=flat, clause="plan:6.2"):
            return answer
    page = page_of(request, rows)
    served = discharged_duties(*page.object_list)
    for record in page.object_list:
        record.discharged_count = len(served[record.pk])
    context = {
        "page": page,
        "chosen": chosen,
        "kinds": kinds_recordable(),
        "states": RecordState.choices(),
        "filtered": any(chosen.values()),
    }
    return render(request, "desk/records.html", context)


def _flat(record: Record, done: int) -> tuple[Any, ...]:
    return (
        record.kind_label,
        record.on,
        record.facility.name if record.facility else "",
        record.facility.number if record.facility else "",
        record.division_name,
        record.who,
        record.result,
        record.get_state_display(),
        done,
    )


@power("duties.record", "view", title="办理记录详情")
def record_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One record with the duties that it discharged."""
    return _show(request, get_visible(request, Record, public_id))


def _show(request: HttpRequest, record: Record, failed: Failed | None = None) -> HttpResponse:
    context = {
        "record": record,
        "forms": offered(
            request, record, ACTS, lambda v: reverse("record-act", args=[record.public_id, v]), failed=failed
        ),
        "duties": discharged_duties(record)[record.pk],
        "entries": timeline(record),
        "box": numbers_box(request, "record", record),
        "instructions": instructions_on(request, record),
        "may_instruct": may_instruct(request),
        "about": f"record:{record.public_id}",
        "errors": failed[2].errors if failed else {},
    }
    return render(request, "desk/record.html", context, status=422 if failed else 200)


@power("duties.record", "view", methods=("POST",), title="办理记录撤回")
def record_act_view(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Ask for a withdrawal, agree, or refuse."""
    record = get_visible(request, Record, public_id)
    return take(
        request,
        record,
        verb,
        ACTS,
        division=record.division_id,
        page=reverse("record", args=[record.public_id]),
        again=lambda failed: _show(request, record, failed),
    )


def _division(request: HttpRequest, kind: str) -> str:
    """In whose name: of the divisions that may enter this kind, one of the officer's own."""
    mine = request.standing.divisions  # type: ignore[attr-defined]
    return next((d for d in RECORD_KINDS[kind].divisions if d in mine), "")


@power(
    "duties.record",
    "enter",
    methods=("GET", "POST"),
    clauses=("plan:6.2", "plan:7.2", "plan:4.2"),
    title="登记办理记录",
)
def new_record(request: HttpRequest) -> HttpResponse:
    """Date, unit, who, result: the plain form of now."""
    form = FormReader(request)
    asked = request.POST if request.method == "POST" else request.GET
    facility = get_visible(request, Facility, uuid_of(asked["facility"])) if asked.get("facility") else None
    kinds = kinds_recordable(request.standing, with_facility=facility is not None)  # type: ignore[attr-defined]
    if request.method == "POST":
        typed: dict[str, Any] = {
            "kind": form.choice("kind", "事项", [k for k, _ in kinds]),
            "on": form.day("on", "日期", required=True),
            "who": form.text("who", "办理人", required=True, longest=100),
            "result": form.text("result", "结果", required=True),
        }
        if typed["on"] and typed["on"] > form.today:
            form.errors["on"] = "日期不能晚于今天。"
        if form.ok:
            by = actor_for(request, "enter", "duties.record", _division(request, typed["kind"]))

            def act() -> str:
                record = record_act(**typed, facility=facility, by=by, at=request.now)  # type: ignore[attr-defined]
                if facility is not None:
                    follow_records(facility=facility, by=by, at=request.now)  # type: ignore[attr-defined]
                return reverse("record", args=[record.public_id])

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "kind"] = str(error)
            else:
                messages.success(request, "已登记，所满足的应办事项已完成。")
                return redirect(outcome.answer)
    context = {
        "errors": form.errors,
        "typed": request.POST or request.GET,
        "kinds": kinds,
        "facility": facility,
    }
    return render(request, "desk/new_record.html", context, status=422 if form.errors else 200)
