"""Forms of this room that are no plain step: filled with what is there, done once, and back to the place they were on."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from postpermit.duties.models import Duty
from postpermit.office.access import visible_to
from postpermit.trail.actors import Actor
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import Act, Offered, drawn
from postpermit.web.door import do_once
from postpermit.web.forms import FormReader

# A form that could not be taken: its name on the page, and what was typed with what is wrong.
Wrong = tuple[str, FormReader]


def form_of(
    name: str,
    label: str,
    act: Act,
    thing: Any,
    address: str,
    *,
    wrong: Wrong | None = None,
    filled: Mapping[str, str] | None = None,
    hidden: tuple[tuple[str, str], ...] = (),
    tone: str = "",
) -> Offered:
    """A form of one page that holds many: ``name`` is its own there, ``filled`` what stands in it before anybody types."""
    form = wrong[1] if wrong and wrong[0] == name else None
    fields = [drawn(ask, thing, form, name) for ask in act.asks if ask.when is None or ask.when(thing)]
    for row in fields if form is None else ():
        value = (filled or {}).get(row["name"], "")
        row["value"] = value
        row["options"] = [(v, text, v == value) for v, text, _ in row["options"]]
    return Offered(name, label, tone, address, act.says, fields, form is not None, hidden)


def with_days(request: HttpRequest, duties: Iterable[Duty | None]) -> None:
    """Each duty with ``days``, where its reckoning stands; "" for one that this officer may not see. One query."""
    held = [d for d in duties if d is not None]
    seen = visible_to(request.standing, Duty).filter(pk__in=[d.pk for d in held])  # type: ignore[attr-defined]
    known = set(seen.values_list("pk", flat=True))
    for duty in held:
        address = reverse("duty-days", args=[duty.public_id])
        duty.days = address if duty.pk in known else ""  # type: ignore[attr-defined]


def read_by_its_view(*_: Any, **__: Any) -> str:
    """Stands where an act is called: the view calls the operation itself, since it knows more than one thing."""
    return ""


def carry_out(
    request: HttpRequest,
    form: FormReader,
    act: Callable[[], tuple[str, str]],
    *,
    by: Actor,
    place: str,
    again: Callable[[FormReader], HttpResponse],
) -> HttpResponse:
    """Do it once; ``act`` answers (sentence, address). A refusal stands beside its field, or at ``place``."""
    if not form.ok:
        return again(form)
    said: list[str] = []

    def once() -> str:
        sentence, address = act()
        said.append(sentence)
        return address

    try:
        outcome = do_once(request, once, by=by)
    except Refused as error:
        form.errors[error.place or place] = str(error)
        return again(form)
    messages.success(request, "这一步先前已办理。" if outcome.repeated else said[0])
    return redirect(outcome.answer)
