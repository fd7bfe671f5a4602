"""外部编号: the number under which another system holds a thing, and the thing copied in that system's field order."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from postpermit import law
from postpermit.duties.models import Instruction, Record
from postpermit.linkage.models import Slip, ViolationLead
from postpermit.office.access import may, visible_to
from postpermit.register.models import Facility
from postpermit.trail.errors import Refused
from postpermit.trail.models import ExternalReference, reference
from postpermit.trail.references import end_reference, refer, references_of
from postpermit.web.desk.acts import actor_for
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader

# What may carry a number of another system: the name in an address → model, page, power to note a number.
THINGS: dict[str, tuple[type[models.Model], str, str]] = {
    "slip": (Slip, "slip", "linkage.slip"),
    "lead": (ViolationLead, "lead", "linkage.lead"),
    "record": (Record, "record", "duties.record"),
    "facility": (Facility, "facility", "register.facility"),
    "instruction": (Instruction, "instruction", "duties.instruction"),
}


def thing_named(request: HttpRequest, kind: str, public_id: UUID, act: str = "view") -> Any:
    """The thing that an address names, if this officer may do ``act`` to it."""
    if kind not in THINGS:
        raise Http404
    return get_visible(request, THINGS[kind][0], public_id, act)


@dataclass(frozen=True)
class Copied:
    """A record in the field order of one system."""

    code: str
    name: str
    text: str


def numbers_box(request: HttpRequest, kind: str, thing: Any) -> dict[str, Any]:
    """What the box 外部编号 on a page shows: numbers, the form for another, texts to copy."""
    held = list(references_of(reference(thing)))
    for row in held:
        row.system_name = law.system(row.system).name if row.system in law.district().systems else row.system  # type: ignore[attr-defined]
    known = {r.system for r in held}
    return {
        "kind": kind,
        "thing": thing,
        "held": held,
        "systems": [(s.code, s.name) for s in law.systems() if s.code not in known],
        "may_refer": may(request.standing, "refer", thing),  # type: ignore[attr-defined]
        "copies": copies_of(thing, {r.system: r.number for r in held}),
    }


def copies_of(thing: Any, numbers: dict[str, str]) -> list[Copied]:
    """The thing in the field order of every system that has one for it."""
    name = record_name(thing)
    facts = facts_of(thing)
    out = []
    for system in law.systems():
        order = system.fields.get(name) or (system.fields.get("*") if name in system.holds else None)
        if order:
            told = {**facts, "number": numbers.get(system.code, facts.get("number", ""))}
            lines = [f"{label}：{told.get(fact, '')}" for label, fact in order]
            out.append(Copied(system.code, system.name, "\n".join(lines)))
    return out


def record_name(thing: Any) -> str:
    """How the page of systems names this kind of record."""
    return f"{thing._meta.label_lower}:{thing.kind}" if isinstance(thing, Record) else thing._meta.label_lower


def facts_of(thing: Any) -> dict[str, str]:
    """The named facts that field orders are written with."""
    unit: Facility | None = getattr(thing, "facility", None)
    facts = {
        "unit": unit.name if unit else getattr(thing, "place", ""),
        "unit_number": unit.number if unit else "",
        "uscc": unit.uscc if unit else "",
        "address": f"{unit.street}{unit.address}" if unit else getattr(thing, "place", ""),
    }
    if isinstance(thing, Record):
        return facts | {
            "on": f"{thing.on}",
            "who": thing.who,
            "text": thing.result,
            "kind": thing.kind_label,
            "number": "",
        }
    if isinstance(thing, Slip):
        parts = list(thing.assignments.select_related("division"))
        fed = [r.text for r in thing.rows.filter(kind="FEEDBACK").order_by("pk")]
        return facts | {
            "number": "",
            "title": thing.title,
            "subject": str(thing.get_subject_display()),
            "raiser": thing.raised_by.name,
            "on": f"{thing.raised_on}",
            "text": thing.description,
            "receivers": "、".join(p.division.name for p in parts),
            "deadline": f"{thing.deadline or ''}",
            "feedback": "；".join(fed),
        }
    return facts


@power("office.desk", "view", methods=("POST",), clauses=("plan:8.1",), title="登记外部编号")
def add_reference(request: HttpRequest, kind: str, public_id: UUID) -> HttpResponse:
    """Note under which number another system holds this."""
    thing = thing_named(request, kind, public_id, "refer")
    form = FormReader(request)
    by = actor_for(request, "refer", thing)
    given = {
        "system": form.choice("system", "系统", law.district().systems),
        "number": form.text("number", "对方编号", required=True, longest=64),
    }
    if form.errors:
        raise Refused("；".join(form.errors.values()))

    def act() -> str:
        refer(subject=thing, **given, on=request.today, by=by, at=request.now)  # type: ignore[attr-defined]
        return reverse(THINGS[kind][1], args=[public_id])

    outcome = do_once(request, act, by=by)
    messages.success(request, "外部编号已登记。")
    return redirect(_back(request, outcome.answer))


def _back(request: HttpRequest, page: str) -> str:
    wanted = request.POST.get("back", "")
    return wanted if wanted.startswith("/backlog/") else page


@power("office.desk", "view", methods=("POST",), title="作废外部编号")
def drop_reference(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A wrong number is ended with its reason."""
    held = ExternalReference.objects.filter(public_id=public_id).first()
    if held is None:
        raise Http404
    kind, thing = _thing_of(request, held)
    form = FormReader(request)
    why = form.text("why", "作废理由", required=True, longest=200)
    if form.errors:
        raise Refused("；".join(form.errors.values()))
    by = actor_for(request, "refer", thing)

    def act() -> str:
        end_reference(held=held, why=why, by=by, at=request.now)  # type: ignore[attr-defined]
        return reverse(THINGS[kind][1], args=[thing.public_id])

    outcome = do_once(request, act, by=by)
    messages.success(request, "编号已作废，记录保留。")
    return redirect(outcome.answer)


def _thing_of(request: HttpRequest, held: ExternalReference) -> tuple[str, Any]:
    label, _, key = held.subject.partition(":")
    for kind, (model, _, _) in THINGS.items():
        if model._meta.label_lower == label:
            thing = visible_to(request.standing, model, "refer").filter(pk=key).first()  # type: ignore[attr-defined]
            if thing is not None:
                return kind, thing
    raise Http404
