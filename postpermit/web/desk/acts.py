"""Acts as forms: which fields a step asks for and which operation it calls. The steps themselves are STEPS rows."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect

from postpermit.office.access import may, post_for
from postpermit.trail.actors import Actor
from postpermit.trail.errors import Refused
from postpermit.trail.models import Matter
from postpermit.trail.steps import steps_from
from postpermit.web.door import do_once
from postpermit.web.forms import FormReader

Options = Callable[[Any], list[tuple[str, str]]]
# A step that could not be taken: the thing, the verb, and the form with what is wrong.
Failed = tuple[Matter, str, FormReader]


@dataclass(frozen=True)
class Ask:
    """One field of an act's form. ``kind``: line, area, day, select, checks. ``when``: for which things it is asked."""

    name: str
    label: str
    kind: str = "area"
    required: bool = False
    help: str = ""
    options: Options | None = None
    longest: int = 2000
    when: Callable[[Any], bool] | None = None


@dataclass(frozen=True)
class Act:
    """What a verb asks and does. ``call(thing, typed, by=, at=)`` answers the sentence said afterwards."""

    call: Callable[..., str]
    asks: tuple[Ask, ...] = ()
    says: str = ""


@dataclass
class Offered:
    """A step that this officer may take now, ready to be drawn as a form."""

    verb: str
    label: str
    tone: str
    address: str
    says: str
    fields: list[dict[str, Any]] = field(default_factory=list)
    open: bool = False
    # (name, value) pairs that the form carries along.
    hidden: tuple[tuple[str, str], ...] = ()


def offered(
    request: HttpRequest,
    thing: Matter,
    acts: Mapping[str, Act],
    address: Callable[[str], str],
    *,
    failed: Failed | None = None,
    extra: tuple[tuple[str, str], ...] = (),
) -> list[Offered]:
    """The forms of every step open to this officer, in the order of the table; ``extra``: acts that move no state."""
    rows = [(s.verb, s.label, s.tone) for s in steps_from(type(thing).STEPS, thing.state)]
    rows += [(verb, label, "") for verb, label in extra]
    out = []
    for verb, label, tone in rows:
        if verb not in acts or not may(request.standing, verb, thing):  # type: ignore[attr-defined]
            continue
        form = failed[2] if failed and failed[:2] == (thing, verb) else None
        asks = [
            drawn(ask, thing, form, verb) for ask in acts[verb].asks if ask.when is None or ask.when(thing)
        ]
        out.append(Offered(verb, label, tone, address(verb), acts[verb].says, asks, open=form is not None))
    return out


def drawn(ask: Ask, thing: Any, form: FormReader | None, verb: str) -> dict[str, Any]:
    """The field as the template draws it; ``form``: what was typed before and was wrong."""
    typed = form.post.getlist(ask.name) if form else []
    return {
        "id": f"{verb}-{ask.name}",
        "name": ask.name,
        "label": ask.label,
        "kind": ask.kind,
        "help": ask.help,
        "required": ask.required,
        "options": [(v, text, v in typed) for v, text in (ask.options(thing) if ask.options else [])],
        "value": typed[0] if typed else "",
        "error": form.errors.get(ask.name, "") if form else "",
    }


def read(request: HttpRequest, act: Act, thing: Any) -> tuple[FormReader, dict[str, Any]]:
    """What was typed into the act's form, and the reader that knows what is wrong with it."""
    form = FormReader(request)
    typed: dict[str, Any] = {}
    for ask in act.asks:
        options = [v for v, _ in ask.options(thing)] if ask.options else []
        if ask.kind == "day":
            typed[ask.name] = form.day(ask.name, ask.label, required=ask.required)
        elif ask.kind == "select":
            typed[ask.name] = form.choice(ask.name, ask.label, options, required=ask.required)
        elif ask.kind == "checks":
            typed[ask.name] = form.choices(ask.name, ask.label, options, required=ask.required)
        else:
            typed[ask.name] = form.text(ask.name, ask.label, required=ask.required, longest=ask.longest)
    return form, typed


def actor_for(request: HttpRequest, act: str, thing: Matter | str, division: str = "") -> Actor:
    """In whose name the act is done: the post that the row grants it to, in that division where the officer has one."""
    patterns = post_for(request.standing, act, thing)  # type: ignore[attr-defined]
    by: Actor = request.standing.actor(*patterns, division=division)  # type: ignore[attr-defined]
    return by


def take(
    request: HttpRequest,
    thing: Matter,
    verb: str,
    acts: Mapping[str, Act],
    *,
    division: str,
    page: str,
    again: Callable[[Failed], HttpResponse],
) -> HttpResponse:
    """Take a step: power, form, the act once, and back to ``page``; ``again`` draws the page with what was wrong."""
    if verb not in acts or not may(request.standing, verb, thing):  # type: ignore[attr-defined]
        raise Http404
    form, typed = read(request, acts[verb], thing)
    if not form.ok:
        return again((thing, verb, form))
    by = actor_for(request, verb, thing, division)
    said: list[str] = []

    def act() -> str:
        said.append(acts[verb].call(thing, typed, by=by, at=request.now))  # type: ignore[attr-defined]
        return page

    try:
        outcome = do_once(request, act, by=by)
    except Refused as error:
        form.errors[error.place or (acts[verb].asks[0].name if acts[verb].asks else "act")] = str(error)
        thing.refresh_from_db()
        return again((thing, verb, form))
    messages.success(request, "这一步先前已办理。" if outcome.repeated else said[0])
    return redirect(outcome.answer)


WHY = Ask("why", "理由", required=True)
