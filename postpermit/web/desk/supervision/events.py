"""异常情况报告: taken in while the phone is ringing, followed by two divisions, with a receipt for the unit."""

from collections.abc import Iterator, Sequence
from functools import partial
from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.office.access import may
from postpermit.supervision.models import AbnormalEvent, EventRouting
from postpermit.supervision.operations import receive_event
from postpermit.supervision.queries.events import event_list, event_page_of, open_events_of, soonest_of
from postpermit.supervision.states import EventKind, EventState, RoutingState
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused
from postpermit.trail.models import Matter
from postpermit.trail.queries import attachments_of, timeline
from postpermit.web.desk.acts import Failed, Offered, actor_for, offered, take
from postpermit.web.desk.slip_acts import divisions
from postpermit.web.desk.supervision.acts import carry_out, with_days
from postpermit.web.desk.supervision.entering import (
    UnitChoice,
    chosen_unit,
    files_in,
    hang_file,
    read_moment,
)
from postpermit.web.desk.supervision.event_forms import EVENT_ACTS, MOMENT_HELP, ROUTING_ACTS
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed, mark
from postpermit.web.paging import page_of
from postpermit.web.paper.pdf import pdf
from postpermit.web.paper.receipt import as_typst, receipt_of
from postpermit.web.wechat import event_words
from postpermit.web.words import moment_text

HEADER = (
    "编号", "单位", "单位编号", "异常类别", "异常情况", "设施或排放口", "涉及超标", "发生时间", "收到时间", "报告人", "已采取措施", "转办科室",
    "状态", "恢复时间", "恢复情况", "录入人",
)  # fmt: skip
FILTERS = ("state", "kind", "division", "exceeded", "facility", "q")
STATES = [("open", "未了结"), *EventState.choices()]
ROUTED = ("ECOLOGY", "POLLUTION")
SAME = "这家单位还有未了结的异常情况，请先看是不是同一件；确为另一件的，请勾选。"


@power("supervision.event", "view", clauses=("plan:9.2",), title="异常情况报告")
def events_page(request: HttpRequest) -> HttpResponse:
    """What units have told, newest first."""
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    rows = event_list(request.standing, **chosen)  # type: ignore[attr-defined]
    if answer := listed(
        request, title="异常情况报告", header=HEADER, rows=lambda: _flat(rows), clause="plan:9.2"
    ):
        return answer
    page = page_of(request, rows)
    due = soonest_of(list(page.object_list))
    with_days(request, due.values())
    for event in page.object_list:
        event.due = due.get(event.pk)
    context = {
        "page": page,
        "chosen": chosen,
        "states": STATES,
        "kinds": EventKind.choices(),
        "divisions": [row for row in divisions() if row[0] in ROUTED],
        "filtered": any(chosen.values()),
    }
    return render(request, "desk/supervision/events.html", context)


def _flat(rows: Any) -> Iterator[tuple[Any, ...]]:
    for e in rows.iterator(chunk_size=1000):
        yield (
            e.number,
            e.facility.name,
            e.facility.number,
            e.get_kind_display(),
            e.what,
            e.equipment,
            e.exceeded,
            moment_text(e.began_at),
            moment_text(e.received_at),
            e.reporter,
            e.measure,
            "；".join(f"{r.division.short_name}{r.get_state_display()}" for r in e.routings.all()),
            e.get_state_display(),
            moment_text(e.restored_at),
            e.restored_how,
            e.entered_name,
        )


@power("supervision.event", "enter", methods=("GET", "POST"), clauses=("plan:9.2",), title="登记异常情况报告")
def new_event(request: HttpRequest) -> HttpResponse:
    """Take a call in: whose, what, since when. Both divisions have it on their desks with the same click."""
    form = FormReader(request)
    chosen = chosen_unit(request, form)
    known = open_events_of(chosen.unit) if chosen.unit else []
    if request.method != "POST":
        return _form(request, form, chosen, known)
    typed = _read(request, form)
    by = actor_for(request, "enter", "supervision.event")

    def act() -> tuple[str, str]:
        assert chosen.unit is not None
        if known and not request.POST.get("another"):
            raise Refused(SAME, place="another")
        files = files_in(request)
        made = receive_event(facility=chosen.unit, files=files, by=by, at=request.now, **typed)  # type: ignore[attr-defined]
        said = f"已收到并同时转生态科、污防科，编号 {made.number}。"
        return said, reverse("event", args=[made.public_id])

    return carry_out(
        request, form, act, by=by, place="what", again=lambda f: _form(request, f, chosen, known)
    )


def _read(request: HttpRequest, form: FormReader) -> dict[str, Any]:
    now = request.now  # type: ignore[attr-defined]
    return {
        "kind": form.choice("kind", "异常类别", EventKind),
        "what": form.text("what", "异常情况", required=True),
        "began_at": read_moment(form, "began_at", "发生时间", now),
        "received_at": read_moment(form, "received_at", "收到时间", now),
        "exceeded": bool(request.POST.get("exceeded")),
        "reporter": form.text("reporter", "报告人", longest=64),
        "measure": form.text("measure", "已采取措施"),
        "equipment": form.text("equipment", "设施或排放口", longest=64),
    }


def _form(
    request: HttpRequest, form: FormReader, chosen: UnitChoice, known: list[AbnormalEvent]
) -> HttpResponse:
    context = {
        "errors": form.errors,
        "typed": request.POST,
        "chosen": chosen,
        "known": known,
        "kinds": EventKind.choices(),
        "now": moment_text(request.now),  # type: ignore[attr-defined]
        "day": form.today.isoformat(),
        "moment_help": MOMENT_HELP,
    }
    page = "desk/supervision/new_event.html"
    return render(request, page, context, status=422 if form.errors else 200)


@power("supervision.event", "view", clauses=("plan:9.2",), title="异常情况报告详情")
def event_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One event: what the unit told, where both divisions stand, and the reports that must mention it."""
    return _show(request, get_visible(request, AbnormalEvent, public_id))


def _show(request: HttpRequest, event: AbnormalEvent, failed: Failed | None = None) -> HttpResponse:
    found = event_page_of(event)
    with_days(request, found.waits)
    standing = request.standing  # type: ignore[attr-defined]
    context = {
        "event": event,
        "unit": event.facility,
        "found": found,
        "own": _own(request, found.routings, failed),
        "forms": _forms(request, event, failed),
        "words": event_words(event),
        "withdrawn": event.state == EventState.WITHDRAWN,
        "attach_to": reverse("event-attach", args=[event.public_id])
        if may(standing, "attach", event)
        else "",
        "attachments": attachments_of(event),
        "entries": timeline(event, *found.routings)[:40],
        "errors": failed[2].errors if failed else {},
    }
    return render(request, "desk/supervision/event.html", context, status=422 if failed else 200)


def _own(
    request: HttpRequest, routings: Sequence[EventRouting], failed: Failed | None
) -> list[tuple[str, Offered]]:
    """(division, step) of the parts that this officer works on; what was handled already is no longer the first thing."""
    out = []
    for routing in routings:
        address = partial(_address, "routing-act", routing)
        for form in offered(request, routing, ROUTING_ACTS, address, failed=failed):
            form.tone = "" if routing.state == RoutingState.HANDLED else form.tone
            out.append((routing.division_id, form))
    if len({division for division, _ in out}) > 1:  # one person who stands in both divisions
        names = {r.division_id: r.division.short_name for r in routings}
        for division, form in out:
            form.label = f"{form.label}（{names[division]}）"
    return out


def _forms(request: HttpRequest, event: AbnormalEvent, failed: Failed | None) -> list[Offered]:
    """Steps on the event itself; when everything is handled, that it runs again is what is waited for."""
    forms = offered(request, event, EVENT_ACTS, partial(_address, "event-act", event), failed=failed)
    for form in forms:
        if form.verb == "restore" and event.state == EventState.AWAITING:
            form.tone = "primary"
    return forms


def _address(name: str, thing: Matter, verb: str) -> str:
    return reverse(name, args=[thing.public_id, verb])


@power("supervision.event", "view", methods=("POST",), title="异常情况报告办理")
def event_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """The unit runs normally again, or the entry is taken back."""
    event = get_visible(request, AbnormalEvent, public_id)
    return take(
        request,
        event,
        verb,
        EVENT_ACTS,
        division="",
        page=reverse("event", args=[event.public_id]),
        again=lambda failed: _show(request, event, failed),
    )


@power("supervision.routing", "view", methods=("POST",), title="异常情况转办办理")
def routing_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """One division confirms that it has it, or says what it did."""
    routing = get_visible(request, EventRouting, public_id)
    return take(
        request,
        routing,
        verb,
        ROUTING_ACTS,
        division=routing.division_id,
        page=reverse("event", args=[routing.event.public_id]),
        again=lambda failed: _show(request, routing.event, failed),
    )


@power("supervision.event", "view", clauses=("plan:9.2",), title="异常情况报告收到回执")
def event_receipt(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The receipt as PDF: the unit's proof that it reported, and when. That it was taken out is an act with an entry."""
    event = get_visible(request, AbnormalEvent, public_id)
    if event.state == EventState.WITHDRAWN:
        raise Http404
    record(
        "print",
        label="打印收到回执",
        subjects=[event],
        by=actor_for(request, "view", event),
        at=request.now,  # type: ignore[attr-defined]
        clause="plan:9.2",
        facts={"number": event.number},
    )
    data = pdf("receipt", as_typst(receipt_of(event), f"{mark(request)} · {event.number}"))
    answer = HttpResponse(data, content_type="application/pdf")
    name = quote(f"收到回执{event.number}.pdf")
    answer["Content-Disposition"] = f"inline; filename*=UTF-8''{name}"
    return answer


@power("supervision.event", "attach", methods=("POST",), clauses=("plan:9.2",), title="上传异常情况材料")
def event_attach(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hang a photograph or the unit's written account on it."""
    return hang_file(AbnormalEvent, public_id, reverse("event", args=[public_id]), request=request)
