"""联动任务: the list, one task with everything that may be done to it now, and raising a new one."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.linkage.models import Slip, SlipAssignment, ViolationLead
from postpermit.linkage.operations import raise_slip
from postpermit.linkage.queries import slip_list, slip_page_of, with_next
from postpermit.linkage.states import Channel, Ground, SlipState, Subject
from postpermit.office.access import may
from postpermit.register.models import Facility
from postpermit.trail.errors import Refused
from postpermit.trail.queries import attachments_of, timeline
from postpermit.web.desk.acts import Failed, Offered, actor_for, offered, take
from postpermit.web.desk.instructions import instructions_on, may_instruct
from postpermit.web.desk.references import numbers_box
from postpermit.web.desk.slip_acts import ASSIGNMENT_ACTS, ON_BEHALF, SLIP_ACTS, divisions
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of
from postpermit.web.wechat import slip_words

HEADER = (
    "编号",
    "事项",
    "类别",
    "发起原因",
    "发起科室",
    "发起日期",
    "接收科室",
    "单位",
    "状态",
    "反馈期限",
    "渠道",
)
PROGRESSING = ("WAITING", "SIGNING_RECEIPT", "ACTING", "SIGNING_FEEDBACK", "FED_BACK")
FILTERS = ("state", "division", "ground", "subject", "mine", "late", "q")


@power("linkage.slip", "view", clauses=("plan:8.1", "plan:a4"), title="联动任务")
def slips_page(request: HttpRequest) -> HttpResponse:
    """The tasks this officer may see, filtered by the address."""
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    rows = slip_list(request.standing, on=request.today, **chosen)  # type: ignore[attr-defined]
    if answer := listed(
        request, title="联动任务", header=HEADER, rows=lambda: (_flat(s) for s in rows), clause="plan:8.1"
    ):
        return answer
    page = page_of(request, rows)
    with_next(page.object_list)
    context = {
        "page": page,
        "chosen": chosen,
        "states": SlipState.choices(),
        "grounds": Ground.choices(),
        "subjects": Subject.choices(),
        "divisions": divisions(),
        "filtered": any(chosen.values()),
    }
    return render(request, "desk/slips.html", context)


def _flat(slip: Slip) -> tuple[Any, ...]:
    return (
        slip.number,
        slip.title,
        slip.get_subject_display(),
        slip.get_ground_display(),
        slip.raised_by.name,
        slip.raised_on,
        "、".join(a.division.short_name for a in slip.assignments.all()),
        slip.facility.name if slip.facility else slip.place,
        slip.get_state_display(),
        slip.deadline,
        slip.get_channel_display(),
    )


@power("linkage.slip", "view", clauses=("plan:8.1", "plan:a5"), title="联动任务详情")
def slip_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One task: state, next step and deadline, the three blocks of annex 5, timeline, attachments."""
    return _show(request, get_visible(request, Slip, public_id))


def _show(request: HttpRequest, slip: Slip, failed: Failed | None = None) -> HttpResponse:
    found = slip_page_of(slip)
    parts = []
    for part in found.assignments:
        extra = ON_BEHALF.get(part.state, ())
        forms = offered(
            request,
            part,
            ASSIGNMENT_ACTS,
            lambda v, p=part: reverse("assignment-act", args=[p.public_id, v]),  # type: ignore[misc]
            failed=failed,
            extra=extra if not _receives(request, part) else (),
        )
        keeps = part.state in PROGRESSING and may(request.standing, "keep-progress", part)  # type: ignore[attr-defined]
        parts.append(
            {"part": part, "forms": forms, "may_keep": keeps and slip.state == SlipState.CIRCULATING}
        )
    forms = offered(
        request, slip, SLIP_ACTS, lambda v: reverse("slip-act", args=[slip.public_id, v]), failed=failed
    )
    _prefill(slip, forms)
    context = {
        "slip": slip,
        "found": found,
        "parts": parts,
        "forms": forms,
        "rows": found.rows,
        "may_attach": may(request.standing, "attach", slip),  # type: ignore[attr-defined]
        "may_archive": slip.state == SlipState.CONFIRMED and may(request.standing, "archive", slip),  # type: ignore[attr-defined]
        "entries": timeline(slip, *found.assignments, *([slip.lead] if slip.lead else []))[:60],
        "attachments": attachments_of(slip, *found.rows),
        "errors": failed[2].errors if failed else {},
        "wanted": dict(divisions()),
        "may_print": may(request.standing, "print", slip),  # type: ignore[attr-defined]
        "may_paper": may(request.standing, "return-paper", slip),  # type: ignore[attr-defined]
        "may_place": may(request.standing, "place-paper", slip),  # type: ignore[attr-defined]
        "papers": slip.papers.order_by("-pk"),
        "words": slip_words(slip, "、".join(p.division.short_name for p in found.assignments)),
        "box": numbers_box(request, "slip", slip),
        "instructions": instructions_on(request, slip),
        "may_instruct": may_instruct(request),
        "about": f"slip:{slip.public_id}",
    }
    return render(request, "desk/slip.html", context, status=422 if failed else 200)


def _prefill(slip: Slip, forms: list[Offered]) -> None:
    """A task sent back is mended, not typed anew."""
    known: Mapping[str, Any] = {
        "title": slip.title,
        "description": slip.description,
        "deadline": slip.deadline.isoformat() if slip.deadline else "",
    }
    for form in forms:
        if form.verb != "resubmit" or form.open:
            continue
        for asked in form.fields:
            asked["value"] = known.get(asked["name"], "")
            asked["options"] = [(v, text, v in slip.receivers) for v, text, _ in asked["options"]]


def _receives(request: HttpRequest, part: SlipAssignment) -> bool:
    return part.division_id in request.standing.divisions  # type: ignore[attr-defined]


@power("linkage.slip", "view", methods=("POST",), title="联动任务办理")
def slip_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Take one step on a task."""
    slip = get_visible(request, Slip, public_id)
    return take(
        request,
        slip,
        verb,
        SLIP_ACTS,
        division=slip.raised_by_id,
        page=reverse("slip", args=[slip.public_id]),
        again=lambda failed: _show(request, slip, failed),
    )


@power("linkage.assignment", "view", methods=("POST",), title="接收与反馈办理")
def assignment_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Take one step on a receiver's part."""
    part = get_visible(request, SlipAssignment, public_id)
    steps = {s.verb: s.scope for s in SlipAssignment.STEPS}
    ours = part.division_id if steps.get(verb, "raiser").startswith("receiver") else part.slip.raised_by_id
    return take(
        request,
        part,
        verb,
        ASSIGNMENT_ACTS,
        division=ours,
        page=reverse("slip", args=[part.slip.public_id]),
        again=lambda failed: _show(request, part.slip, failed),
    )


@power(
    "linkage.slip", "raise", methods=("GET", "POST"), clauses=("plan:8.1", "plan:3.1"), title="发起联动任务"
)
def new_slip(request: HttpRequest) -> HttpResponse:
    """Raise a task; on the ground of a lead this is also the confirmation of the suspicion."""
    form = FormReader(request)
    ours = [(c, n) for c, n in divisions() if c in request.standing.divisions]  # type: ignore[attr-defined]
    lead, facility = _about(request)
    if request.method == "POST":
        typed = _read_new(form, ours)
        if form.ok:
            by = actor_for(request, "raise", "linkage.slip", typed["division"])

            def act() -> str:
                slip = raise_slip(**typed, lead=lead, facility=facility, by=by, at=request.now)  # type: ignore[attr-defined]
                return reverse("slip", args=[slip.public_id])

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "title"] = str(error)
            else:
                messages.success(request, "已发起，待本科室负责人审签。")
                return redirect(outcome.answer)
    context = {
        "errors": form.errors,
        "typed": request.POST,
        "checked": request.POST.getlist("receivers"),
        "ours": ours,
        "divisions": divisions(),
        "subjects": Subject.choices(),
        "grounds": Ground.choices(),
        "channels": [(str(c), c.label) for c in (Channel.HERE, Channel.PAPER)],
        "lead": lead,
        "facility": facility,
    }
    return render(request, "desk/new_slip.html", context, status=422 if form.errors else 200)


def _about(request: HttpRequest) -> tuple[ViolationLead | None, Facility | None]:
    """The lead and the unit that the address or the form names, if this officer may see them."""
    asked = request.POST if request.method == "POST" else request.GET
    lead, facility = None, None
    if key := asked.get("lead"):
        lead = get_visible(request, ViolationLead, uuid_of(key))
    if key := asked.get("facility"):
        facility = get_visible(request, Facility, uuid_of(key))
    return lead, facility or (lead.facility if lead else None)


def uuid_of(text: str) -> UUID:
    """The id that a form or an address names; 404 for anything else."""
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


def _read_new(form: FormReader, ours: list[tuple[str, str]]) -> dict[str, Any]:
    return {
        "division": form.choice("division", "发起科室", [c for c, _ in ours]),
        "title": form.text("title", "事项", required=True, longest=100),
        "subject": form.choice("subject", "事项类别", Subject),
        "ground": form.choice("ground", "发起原因", Ground),
        "description": form.text("description", "问题描述", required=True),
        "receivers": form.choices("receivers", "接收科室", [c for c, _ in divisions()]),
        "deadline": form.day("deadline", "反馈期限"),
        "place": form.text("place", "地点", longest=200),
        "remark": form.text("remark", "备注", longest=200),
        "channel": form.choice("channel", "办理渠道", (Channel.HERE, Channel.PAPER), required=False)
        or Channel.HERE,
        "channel_why": form.text("channel_why", "未在线办理的原因", longest=200),
    }
