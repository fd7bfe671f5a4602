"""片区与回避: who of 执法大队 goes where, and from which units somebody keeps away."""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.office.access import may
from postpermit.office.models import Officer
from postpermit.planning import operations as do
from postpermit.planning.models import Recusal
from postpermit.planning.queries.people import sendable_people, streets_known
from postpermit.trail.actors import Actor
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.supervision.entering import chosen_unit
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader


@power("planning.beat", "view", clauses=("plan:6.1",), title="片区与回避")
def people_page(request: HttpRequest) -> HttpResponse:
    """Everybody who may be sent, with streets and recusals."""
    return _show(request)


def _show(request: HttpRequest, form: FormReader | None = None) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    context = {
        "people": sendable_people(request.today),  # type: ignore[attr-defined]
        "streets": streets_known(),
        "may_beat": may(standing, "set", "planning.beat"),
        "sees_recusals": may(standing, "view", "planning.recusal"),
        "may_recuse": may(standing, "set", "planning.recusal"),
        "errors": form.errors if form else {},
        "typed": request.POST,
    }
    return render(request, "desk/planning/people.html", context, status=422 if form else 200)


def _officer(public_id: UUID) -> Officer:
    found = Officer.objects.filter(public_id=public_id).first()
    if found is None:
        raise Http404
    return found


@power("planning.beat", "set", methods=("POST",), clauses=("plan:6.1",), title="确定片区")
def set_beats_view(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The streets ticked for one officer; none ticked lifts the limit."""
    officer = _officer(public_id)
    by = actor_for(request, "set", "planning.beat")
    streets = request.POST.getlist("streets")

    def act() -> str:
        do.set_beats(officer=officer, streets=streets, by=by, at=request.now)  # type: ignore[attr-defined]
        return f"{officer.name}的片区已确定。" if streets else f"{officer.name}不再限定片区。"

    return _done(request, act, by, FormReader(request))


@power("planning.recusal", "set", methods=("POST",), clauses=("penalty-law:43",), title="决定回避")
def recuse_view(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Keep one officer away from a unit."""
    officer = _officer(public_id)
    by = actor_for(request, "set", "planning.recusal")
    form = FormReader(request)
    why = form.text("why", "回避理由", required=True, longest=100)
    unit = chosen_unit(request, form).unit

    def act() -> str:
        assert unit is not None
        do.recuse_from_unit(officer=officer, facility=unit, why=why, by=by, at=request.now)  # type: ignore[attr-defined]
        return f"{officer.name}不再派往{unit.name}。"

    return _done(request, act, by, form)


@power("planning.recusal", "set", methods=("POST",), clauses=("penalty-law:43",), title="解除回避")
def lift_view(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The reason has gone."""
    recusal = get_visible(request, Recusal, public_id)
    by = actor_for(request, "set", "planning.recusal")
    form = FormReader(request)
    why = form.text("why", "解除理由", required=True, longest=100)

    def act() -> str:
        do.lift_recusal(recusal=recusal, why=why, by=by, at=request.now)  # type: ignore[attr-defined]
        return "回避已解除。"

    return _done(request, act, by, form)


def _done(request: HttpRequest, act: Callable[[], str], by: Actor, form: FormReader) -> HttpResponse:
    if form.ok:
        try:
            outcome = do_once(request, act, by=by)
        except Refused as error:
            form.errors[error.place or "why"] = str(error)
        else:
            messages.success(request, outcome.answer)
            return redirect(reverse("drawing-people"))
    return _show(request, form)
