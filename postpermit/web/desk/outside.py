"""市级系统、线下已办的联动任务: kept here by number, rows and dates, on one page."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.linkage.models import SlipAssignment, ViolationLead
from postpermit.linkage.operations import OutsidePart, OutsideRow, keep_outside_progress, keep_outside_slip
from postpermit.linkage.states import Channel, Ground, LeadState, Outcome, Subject
from postpermit.office.access import visible_to
from postpermit.register.models import Facility
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.slip_acts import divisions
from postpermit.web.desk.slips import uuid_of
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader

CHANNELS = ((str(Channel.CITY), Channel.CITY.label), (str(Channel.PAPER), Channel.PAPER.label))
ROWS = (("received", "接收与执行"), ("fed_back", "反馈"))


@power(
    "linkage.slip", "keep-outside", methods=("GET", "POST"), clauses=("plan:8.1",), title="登记市级系统任务"
)
def keep_slip(request: HttpRequest) -> HttpResponse:
    """A task done in the city's system or on paper: one form, one act, no second clicks."""
    form = FormReader(request)
    ours = [(c, n) for c, n in divisions() if c in request.standing.divisions]  # type: ignore[attr-defined]
    asked = request.POST if request.method == "POST" else request.GET
    facility = get_visible(request, Facility, uuid_of(asked["facility"])) if asked.get("facility") else None
    leads = visible_to(request.standing, ViolationLead).filter(state=LeadState.SUSPECTED)  # type: ignore[attr-defined]
    if request.method == "POST":
        typed = _read(request, form, ours)
        lead = (
            leads.filter(public_id=uuid_of(request.POST["lead"])).first()
            if request.POST.get("lead")
            else None
        )
        if form.ok:
            by = actor_for(request, "keep-outside", "linkage.slip", typed["division"])

            def act() -> str:
                slip = keep_outside_slip(**typed, lead=lead, facility=facility, by=by, at=request.now)  # type: ignore[attr-defined]
                return reverse("slip", args=[slip.public_id])

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "title"] = str(error)
            else:
                messages.success(request, "已按市级系统、线下的编号和日期登记，无需再逐步点办。")
                return redirect(outcome.answer)
    context = {
        "errors": form.errors,
        "typed": request.POST or request.GET,
        "channels": CHANNELS,
        "ours": ours,
        "subjects": Subject.choices(),
        "grounds": Ground.choices(),
        "leads": [(str(le.public_id), le.what[:40]) for le in leads[:100]],
        "facility": facility,
        "parts": _boxes(request, divisions()),
        "outcomes": Outcome.choices(),
    }
    return render(request, "desk/keep_outside.html", context, status=422 if form.errors else 200)


def _boxes(request: HttpRequest, codes: list[tuple[str, str]]) -> list[dict[str, Any]]:
    """What each receiver's fields hold now, so that nothing typed is lost."""
    names = [f"{row}-{name}" for row, _ in ROWS for name in ("text", "handler", "approver", "on")]
    names += ["outcome", "outcome_number", "outcome_on", "confirmed"]
    out = []
    for code, label in codes:
        values = {n.replace("-", "_"): request.POST.get(f"{code}-{n}", "") for n in names}
        out.append({"code": code, "label": label, "open": any(values.values()), **values})
    return out


def _read(request: HttpRequest, form: FormReader, ours: list[tuple[str, str]]) -> dict[str, Any]:
    channel = form.choice("channel", "办理渠道", [c for c, _ in CHANNELS])
    on = form.day("raised_on", "发起日期", required=True) or form.today
    raised = OutsideRow(
        form.text("description", "问题描述", required=True),
        form.text("raised_handler", "发起经办人", required=True, longest=64),
        on,
        form.text("raised_approver", "发起负责人", longest=64),
    )
    parts = [part for code, label in divisions() if (part := read_part(form, code, label))]
    return {
        "channel": channel,
        "why": form.text("channel_why", "未在线办理的原因", longest=200),
        "city_number": form.text("city_number", "市级系统任务编号", longest=64),
        "division": form.choice("division", "发起科室", [c for c, _ in ours]),
        "title": form.text("title", "事项", required=True, longest=100),
        "subject": form.choice("subject", "事项类别", Subject),
        "ground": form.choice("ground", "发起原因", Ground),
        "place": form.text("place", "地点", longest=200),
        "raised": raised,
        "parts": parts,
    }


def read_part(form: FormReader, code: str, label: str) -> OutsidePart | None:
    """What was typed for one receiver; None when it is no receiver."""
    rows: dict[str, OutsideRow | None] = {}
    for row, name in ROWS:
        text = form.text(f"{code}-{row}-text", f"{label}{name}")
        handler = form.text(f"{code}-{row}-handler", f"{label}{name}经办人", longest=64)
        approver = form.text(f"{code}-{row}-approver", f"{label}{name}负责人", longest=64)
        on = form.day(f"{code}-{row}-on", f"{label}{name}日期")
        rows[row] = OutsideRow(text, handler, on or form.today, approver) if text or handler else None
        if rows[row] is not None and on is None and f"{code}-{row}-on" not in form.errors:
            form.errors[f"{code}-{row}-on"] = f"请填写{label}{name}的日期。"
    receives = form.post.get(f"{code}-receives") == "1"
    if not any(rows.values()) and not receives:
        return None
    return OutsidePart(
        code,
        rows["received"],
        rows["fed_back"],
        form.choice(f"{code}-outcome", "处理结果", Outcome, required=False),
        form.text(f"{code}-outcome_number", "文书文号", longest=64),
        form.day(f"{code}-outcome_on", "文书日期"),
        form.post.get(f"{code}-confirmed") == "1",
    )


@power(
    "linkage.assignment",
    "keep-progress",
    methods=("GET", "POST"),
    clauses=("plan:8.1",),
    title="登记线上、线下进展",
)
def keep_progress(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How far one receiver has come in the city's system or on paper."""
    part = get_visible(request, SlipAssignment, public_id, "keep-progress")
    form = FormReader(request)
    code, label = part.division_id, part.division.name
    if request.method == "POST":
        said = read_part(form, code, label)
        channel = part.slip.channel if part.slip.channel != Channel.HERE else Channel.PAPER
        if said is None and form.ok:
            form.errors["parts"] = "请填写接收或反馈情况。"
        if said is not None and form.ok:
            by = actor_for(request, "keep-progress", part)

            def act() -> str:
                keep_outside_progress(assignment=part, part=said, channel=channel, by=by, at=request.now)  # type: ignore[attr-defined]
                return reverse("slip", args=[part.slip.public_id])

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "parts"] = str(error)
            else:
                messages.success(request, "进展已登记。")
                return redirect(outcome.answer)
    boxes = _boxes(request, [(code, label)])
    context = {
        "errors": form.errors,
        "part": part,
        "slip": part.slip,
        "parts": boxes,
        "outcomes": Outcome.choices(),
    }
    return render(request, "desk/keep_progress.html", context, status=422 if form.errors else 200)
