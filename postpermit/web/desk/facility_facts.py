"""维护单位: editing fields, permit events, the small registers, and proposals beside the owner's value."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.office.access import may, visible_to
from postpermit.register.cells import text_of
from postpermit.register.fact_kinds import FACT_FIELDS
from postpermit.register.models import Facility, FieldProposal
from postpermit.register.operations import (
    decline_proposal,
    edit_facility,
    enter_event,
    enter_fact,
    take_proposal,
)
from postpermit.register.operations.edit_facility import EDITABLE
from postpermit.register.rules import owner_of
from postpermit.register.states import PermitEvent
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import actor_for
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = ("单位", "编号", "字段", "现有值", "建议值", "提出科室", "提出日期", "归口科室", "状态")


@power("register.facility", "edit", methods=("GET", "POST"), clauses=("plan:8.2",), title="维护单位信息")
def edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Own fields change at once; other divisions' fields become proposals beside the owner's value."""
    unit = get_visible(request, Facility, public_id)
    if not may(request.standing, "edit", unit):  # type: ignore[attr-defined]
        raise Http404
    errors: dict[str, str] = {}
    ours = request.standing.divisions  # type: ignore[attr-defined]
    if request.method == "POST":
        given = {c.field: request.POST.get(c.field, "") for c in EDITABLE if c.field in request.POST}
        by = _editor(request, given)
        said: list[str] = []

        def act() -> str:
            changed, proposed = edit_facility(facility=unit, given=given, by=by, at=request.now)  # type: ignore[attr-defined]
            said.append(
                f"已保存 {changed} 项" + (f"，{proposed} 项作为建议等归口科室决定。" if proposed else "。")
            )
            return reverse("facility", args=[unit.public_id])

        try:
            outcome = do_once(request, act, by=by)
        except Refused as error:
            errors = {error.place or "name": str(error)}
        else:
            messages.success(request, said[0] if said else "先前已保存。")
            return redirect(outcome.answer)
    fields = [
        {
            "column": c,
            "value": request.POST.get(c.field, "") if errors else _shown(c, getattr(unit, c.field)),
            "mine": owner_of(c.field) in ours,
            "error": errors.get(c.field, ""),
        }
        for c in EDITABLE
    ]
    context = {"unit": unit, "fields": fields, "errors": errors}
    return render(request, "desk/facility_edit.html", context, status=422 if errors else 200)


def _shown(column: Any, value: Any) -> str:
    labels = {code: label for label, code in column.options}
    return labels.get(value, text_of(value) if value is not None else "")


def _editor(request: HttpRequest, given: dict[str, str]) -> Any:
    """In the name of the division that owns most of what the officer can own; the first own post otherwise."""
    owners = {owner_of(name) for name in given} & set(request.standing.divisions)  # type: ignore[attr-defined]
    division = "APPROVAL" if "APPROVAL" in owners else next(iter(sorted(owners)), "")
    return actor_for(request, "edit", "register.facility", division)


@power(
    "register.facility",
    "enter-event",
    methods=("GET", "POST"),
    clauses=("plan:10.1",),
    title="登记许可证事件",
)
def enter_event_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Renewal, change, re-application, cancellation: each makes its own version."""
    unit = get_visible(request, Facility, public_id)
    form = FormReader(request)
    if request.method == "POST":
        typed: dict[str, Any] = {
            "event": form.choice("event", "事件", PermitEvent),
            "on": form.day("on", "生效日期", required=True),
            "valid_from": form.day("valid_from", "新的有效期起"),
            "valid_to": form.day("valid_to", "新的有效期止"),
            "note": form.text("note", "说明", longest=200),
        }
        if form.ok:
            by = actor_for(request, "enter-event", "register.facility", "APPROVAL")

            def act() -> str:
                enter_event(facility=unit, **typed, by=by, at=request.now)  # type: ignore[attr-defined]
                return reverse("facility", args=[unit.public_id])

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "event"] = str(error)
            else:
                messages.success(request, "已登记。相关应办事项在下次按条款生成时随之调整。")
                return redirect(outcome.answer)
    context = {"unit": unit, "events": PermitEvent.choices(), "errors": form.errors, "typed": request.POST}
    return render(request, "desk/facility_event.html", context, status=422 if form.errors else 200)


@power("register.fact", "enter", methods=("GET", "POST"), clauses=("plan:8.2",), title="登记归口信息")
def enter_fact_page(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """A row of the small register that the officer's division keeps."""
    unit = get_visible(request, Facility, public_id)
    if kind not in FACT_FIELDS or not may(request.standing, f"enter-{kind}", "register.fact"):  # type: ignore[attr-defined]
        raise Http404
    model, names = FACT_FIELDS[kind]
    form = FormReader(request)
    if request.method == "POST":
        on = form.day("on", "日期", required=True)
        given = {name: form.text(name, str(model._meta.get_field(name).verbose_name)) for name, _ in names}
        note = form.text("note", "备注", longest=200)
        if form.ok and on is not None:
            by = actor_for(request, f"enter-{kind}", "register.fact")
            dated = on

            def act() -> str:
                enter_fact(kind=kind, facility=unit, on=dated, given=given, note=note, by=by, at=request.now)  # type: ignore[attr-defined]
                return reverse("facility", args=[unit.public_id])

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "on"] = str(error)
            else:
                messages.success(request, f"已登记{model._meta.verbose_name}。")
                return redirect(outcome.answer)
    fields = [
        (name, str(model._meta.get_field(name).verbose_name) + ("" if must else "（可不填）"))
        for name, must in names
    ]
    context = {
        "unit": unit,
        "title": model._meta.verbose_name,
        "fields": fields,
        "errors": form.errors,
        "typed": request.POST,
    }
    return render(request, "desk/facility_fact.html", context, status=422 if form.errors else 200)


@power("register.proposal", "view", clauses=("plan:8.2",), title="数据建议")
def proposals_page(request: HttpRequest) -> HttpResponse:
    """Values that somebody else proposed, beside the owner's."""
    rows = visible_to(request.standing, FieldProposal).select_related("facility", "proposed_by", "owner")  # type: ignore[attr-defined]
    state = request.GET.get("state", "OPEN")
    if state:
        rows = rows.filter(state=state)
    flat = lambda: (_flat(p) for p in rows)  # noqa: E731 -- asked for only when the list is taken out
    if answer := listed(request, title="数据建议", header=HEADER, rows=flat, clause="plan:8.2"):
        return answer
    mine = request.standing.divisions  # type: ignore[attr-defined]
    return render(
        request, "desk/proposals.html", {"page": page_of(request, rows), "state": state, "mine": mine}
    )


def _flat(p: FieldProposal) -> tuple[Any, ...]:
    return (
        p.facility.name,
        p.facility.number,
        p.field_label,
        p.current,
        p.proposed,
        p.proposed_by.name,
        p.proposed_on,
        p.owner.name,
        p.get_state_display(),
    )


@power("register.proposal", "view", methods=("POST",), title="数据建议办理")
def decide_proposal(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """The owner takes the value or leaves their own."""
    proposal = get_visible(request, FieldProposal, public_id)
    if verb not in {"take", "decline"} or not may(request.standing, verb, proposal):  # type: ignore[attr-defined]
        raise Http404
    by = actor_for(request, verb, proposal, proposal.owner_id)

    def act() -> str:
        if verb == "take":
            take_proposal(proposal=proposal, by=by, at=request.now)  # type: ignore[attr-defined]
        else:
            decline_proposal(proposal=proposal, why=request.POST.get("why", ""), by=by, at=request.now)  # type: ignore[attr-defined]
        return reverse("proposals")

    outcome = do_once(request, act, by=by)
    messages.success(request, "已采纳。" if verb == "take" else "已决定不采纳。")
    return redirect(outcome.answer)
