"""批示: given on any matter by the leader or a head, entered with text, date and scan; each division reports."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.duties.models import Duty, Instruction, InstructionPart, Record
from postpermit.duties.operations import ask_more, give_instruction, report_instruction
from postpermit.duties.states import InstructionState
from postpermit.linkage.models import Slip, ViolationLead
from postpermit.office.access import may, visible_to
from postpermit.register.models import Facility
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused
from postpermit.trail.models import reference
from postpermit.trail.queries import attachments_of, timeline
from postpermit.web.desk.acts import WHY, Act, Ask, Failed, actor_for, offered, take
from postpermit.web.desk.references import numbers_box
from postpermit.web.desk.slip_acts import divisions
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of
from postpermit.web.wechat import instruction_words

# The matters on which somebody may write: name in the address → model, page, its words.
ABOUT: dict[str, tuple[type[models.Model], str]] = {
    "slip": (Slip, "slip"),
    "lead": (ViolationLead, "lead"),
    "duty": (Duty, "duty"),
    "record": (Record, "record"),
    "facility": (Facility, "facility"),
}
HEADER = ("批示编号", "事项", "批示内容", "批示人", "日期", "办理科室", "期限", "状态", "办理情况")


def _report(p: InstructionPart, t: dict[str, Any], **who: Any) -> str:
    report_instruction(part=p, report=t["report"], **who)
    return "办理情况已回报。"


def _more(p: InstructionPart, t: dict[str, Any], **who: Any) -> str:
    ask_more(part=p, why=t["why"], due_on=t["due_on"], **who)
    return "已要求继续办理。"


ACTS = {
    "report": Act(_report, (Ask("report", "办理情况", required=True),)),
    "ask-more": Act(_more, (WHY, Ask("due_on", "新的期限", "day", required=True))),
}


@power("duties.instruction", "view", clauses=("plan:4.1", "plan:3.1"), title="批示")
def instructions_page(request: HttpRequest) -> HttpResponse:
    """Instructions this officer may see, open ones first."""
    rows = (
        visible_to(request.standing, Instruction).prefetch_related("parts__division").order_by("-on", "-pk")
    )  # type: ignore[attr-defined]
    state = request.GET.get("state", "")
    if state == "open":
        rows = rows.filter(parts__state=InstructionState.OPEN).distinct()
    if answer := listed(
        request, title="领导批示", header=HEADER, rows=lambda: _flat(rows), clause="plan:4.1"
    ):
        return answer
    context = {"page": page_of(request, rows), "state": state}
    return render(request, "desk/instructions.html", context)


def _flat(rows: Any) -> Iterator[tuple[Any, ...]]:
    for i in rows:
        for p in i.parts.all():
            told = (p.division.name, p.due_on, p.get_state_display(), p.report)
            yield (i.number, i.about_name, i.text, i.given_name, i.on, *told)


@power("duties.instruction", "view", clauses=("plan:4.1",), title="批示详情")
def instruction_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One instruction: the words, the scan, what each division does."""
    return _show(request, get_visible(request, Instruction, public_id))


def _show(request: HttpRequest, made: Instruction, failed: Failed | None = None) -> HttpResponse:
    parts = []
    for part in made.parts.select_related("division").order_by("pk"):
        forms = offered(
            request,
            part,
            ACTS,
            lambda v, p=part: reverse("part-act", args=[p.public_id, v]),  # type: ignore[misc]
            failed=failed,
        )
        parts.append({"part": part, "forms": forms})
    context = {
        "made": made,
        "parts": parts,
        "place": place_of(request, made),
        "attachments": attachments_of(made),
        "words": instruction_words(made),
        "box": numbers_box(request, "instruction", made),
        "entries": timeline(made, *[p["part"] for p in parts]),
        "errors": failed[2].errors if failed else {},
    }
    return render(request, "desk/instruction.html", context, status=422 if failed else 200)


def place_of(request: HttpRequest, made: Instruction) -> str:
    """The address of the matter it is about, where this officer may see that."""
    label, _, key = made.about.partition(":")
    for model, page in ABOUT.values():
        if model._meta.label_lower == label:
            thing = visible_to(request.standing, model).filter(pk=key).first()  # type: ignore[attr-defined]
            return reverse(page, args=[thing.public_id]) if thing else ""  # type: ignore[attr-defined]
    return ""


@power("duties.part", "view", methods=("POST",), clauses=("plan:4.1",), title="批示办理")
def part_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Report, or ask for more."""
    part = get_visible(request, InstructionPart, public_id)
    made = part.instruction
    return take(
        request,
        part,
        verb,
        ACTS,
        division=part.division_id if verb == "report" else "",
        page=reverse("instruction", args=[made.public_id]),
        again=lambda failed: _show(request, made, failed),
    )


def may_instruct(request: HttpRequest) -> bool:
    """Whether this officer may give an instruction or enter one."""
    standing = request.standing  # type: ignore[attr-defined]
    return may(standing, "give", "duties.instruction") or may(standing, "enter", "duties.instruction")


@power("duties.instruction", "view", methods=("GET", "POST"), clauses=("plan:4.1",), title="录入批示")
def new_instruction(request: HttpRequest) -> HttpResponse:
    """The leader or a head writes on a matter; 审批科 may enter what was written on paper, with the scan."""
    if not may_instruct(request):
        raise Http404
    own = may(request.standing, "give", "duties.instruction")  # type: ignore[attr-defined]
    thing, name = _about(request)
    form = FormReader(request)
    if request.method == "POST":
        typed = _read(request, form, own, name)
        if form.ok:
            by = actor_for(request, "give" if own else "enter", "duties.instruction")

            def act() -> str:
                made = give_instruction(about=thing, **typed, by=by, at=request.now)  # type: ignore[attr-defined]
                if scan := request.FILES.get("scan"):
                    attach(
                        subject=made,
                        name=scan.name or "",
                        data=scan.read(),
                        note="批示原件",
                        by=by,
                        at=request.now,  # type: ignore[attr-defined]
                    )
                return reverse("instruction", args=[made.public_id])

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "text"] = str(error)
            else:
                messages.success(request, "批示已录入，办理科室的应办事项已开出。")
                return redirect(outcome.answer)
    context = {
        "errors": form.errors,
        "typed": request.POST,
        "own": own,
        "about_name": name,
        "about": request.GET.get("about") or request.POST.get("about", ""),
        "divisions": divisions(),
        "checked": request.POST.getlist("others"),
    }
    return render(request, "desk/new_instruction.html", context, status=422 if form.errors else 200)


def _read(request: HttpRequest, form: FormReader, own: bool, name: str) -> dict[str, Any]:
    codes = [c for c, _ in divisions()]
    lead = form.choice("lead", "牵头科室", codes)
    others = [c for c in form.choices("others", "配合科室", codes, required=False) if c != lead]
    given = request.officer.name if own else form.text("given_name", "批示人", required=True, longest=64)  # type: ignore[attr-defined]
    on: date | None = form.day("on", "批示日期", required=True)
    return {
        "about_name": name or form.text("about_name", "事项", required=True, longest=160),
        "text": form.text("text", "批示内容", required=True),
        "on": on or form.today,
        "given_name": given,
        "given_ref": request.officer.ref if own else "",  # type: ignore[attr-defined]
        "divisions": [lead, *others] if lead else [],
        "due_on": form.day("due_on", "办理期限"),
    }


def _about(request: HttpRequest) -> tuple[Any, str]:
    """The matter and its words; (None, "") for an instruction on nothing in particular."""
    asked = request.POST.get("about") or request.GET.get("about", "")
    kind, _, key = asked.partition(":")
    if not kind:
        return None, ""
    if kind not in ABOUT:
        raise Http404
    try:
        thing = get_visible(request, ABOUT[kind][0], UUID(key))
    except ValueError as error:
        raise Http404 from error
    return thing, matter_name(thing)


def matter_name(thing: Any) -> str:
    """How a matter is called in a line."""
    if isinstance(thing, Slip):
        return f"{thing.number} {thing.title}"
    if isinstance(thing, Duty):
        return f"{thing.kind_label} {thing.subject_name} {thing.period}".replace("  ", " ")
    if isinstance(thing, Record):
        unit = thing.facility.name if thing.facility else ""
        return f"{thing.on} {thing.kind_label} {unit}".strip()
    return str(thing)


def instructions_on(request: HttpRequest, thing: Any) -> list[Instruction]:
    """What was written on a matter, for its page."""
    rows = visible_to(request.standing, Instruction).filter(about=reference(thing))  # type: ignore[attr-defined]
    return list(rows.prefetch_related("parts__division"))
