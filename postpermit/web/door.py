"""The frame around every view: which power it asks for, which clauses it serves, and how an act is done once.

A view says ``@power(thing, act)`` or ``@open_to_all(reason)``. One that says neither does not start (system check), and
what a person may not see answers 404, never 403: a refusal would confirm that the thing exists.
"""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import wraps
from typing import Any, TypeVar
from uuid import UUID

from django.contrib.auth.views import redirect_to_login
from django.core.checks import CheckMessage, Error, register
from django.db import models
from django.http import Http404, HttpRequest, HttpResponse
from django.urls import URLPattern, URLResolver, get_resolver
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from postpermit import law
from postpermit.office import access
from postpermit.trail.actors import Actor
from postpermit.trail.errors import Refused
from postpermit.trail.once import Outcome, fingerprint_of, once

View = Callable[..., HttpResponse]
M = TypeVar("M", bound=models.Model)


@dataclass(frozen=True)
class Demand:
    """What a view asks of who comes: a power, or nothing with the reason why."""

    thing: str
    act: str
    clauses: tuple[str, ...] = ()
    methods: tuple[str, ...] = ("GET", "HEAD")
    title: str = ""
    open_reason: str = ""


class UnableToRepeat(Refused):
    """The form carries no key of its own, so a repeated click could not be told from a second wish."""


def power(
    thing: str, act: str, *, clauses: Iterable[str] = (), methods: Iterable[str] = ("GET",), title: str = ""
) -> Callable[[View], View]:
    """Only for officers whom a row grants ``act`` on ``thing``; others meet the log-in page, or 404."""
    allowed = tuple(methods) + (("HEAD",) if "GET" in methods else ())
    demand = Demand(thing, act, tuple(clauses), allowed, title)

    def wrap(view: View) -> View:
        @wraps(view)
        def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.standing is None:  # type: ignore[attr-defined]
                return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
            if not access.may(request.standing, act, thing):  # type: ignore[attr-defined]
                raise Http404
            return view(request, *args, **kwargs)

        door = never_cache(require_http_methods(list(allowed))(guarded))
        door.power = demand  # type: ignore[attr-defined]
        return door

    return wrap


def open_to_all(reason: str, *, methods: Iterable[str] = ("GET", "HEAD")) -> Callable[[View], View]:
    """For the few pages before the log-in; the reason is read in review."""

    def wrap(view: View) -> View:
        door = require_http_methods(list(methods))(view)
        door.power = Demand("", "", (), tuple(methods), "", reason)  # type: ignore[attr-defined]
        return door

    return wrap


def get_visible(request: HttpRequest, model: type[M], public_id: UUID | str, act: str = "view") -> M:
    """The object with that public id if this officer may do ``act`` to it; otherwise it does not exist."""
    row = access.visible_to(request.standing, model, act).filter(public_id=public_id).first()  # type: ignore[attr-defined]
    if row is None:
        raise Http404
    return row


def do_once(request: HttpRequest, act: Callable[[], str], *, by: Actor) -> Outcome:
    """Do the act of this form exactly once; ``act`` answers with the address to go to."""
    key = request.POST.get("act_key", "")
    if not 16 <= len(key) <= 64:
        raise UnableToRepeat("页面已过期，请刷新后重试。")
    content = {k: request.POST.getlist(k) for k in request.POST if k not in {"csrfmiddlewaretoken"}}
    content |= {k: [f"{f.name}:{f.size}" for f in request.FILES.getlist(k)] for k in request.FILES}
    content["path"] = [request.path]
    return once(
        f"{by.ref}:{key}",
        by=by,
        at=request.now,  # type: ignore[attr-defined]
        fingerprint=fingerprint_of(content),
        act=act,
    )


def patterns(resolver: URLResolver | None = None, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every address of the site with its pattern."""
    for entry in (resolver or get_resolver()).url_patterns:
        if isinstance(entry, URLResolver):
            yield from patterns(entry, prefix + str(entry.pattern))
        else:
            yield prefix + str(entry.pattern), entry


def screens() -> dict[str, list[str]]:
    """Clause → titles of the screens that serve it, for the register of clauses."""
    out: dict[str, list[str]] = {}
    for route, pattern in patterns():
        demand: Demand | None = getattr(pattern.callback, "power", None)
        for clause in demand.clauses if demand else ():
            named = f"{demand.title or pattern.name} `/{route}`" if demand else ""
            out.setdefault(clause, []).append(named)
    return {clause: sorted(set(named)) for clause, named in out.items()}


@register
def every_address_names_its_power(**_: Any) -> list[CheckMessage]:
    """System check: an address without a declared power, or with one that nobody declared, fails the build."""
    faults: list[CheckMessage] = []
    for route, pattern in patterns():
        demand: Demand | None = getattr(pattern.callback, "power", None)
        if demand is None:
            faults.append(Error(f"/{route} names no power", id="postpermit.E001"))
        elif not demand.open_reason and not access.known(demand.thing, demand.act):
            faults.append(
                Error(
                    f"/{route} asks for {demand.thing}:{demand.act}, declared by nobody", id="postpermit.E002"
                )
            )
        for clause in demand.clauses if demand else ():
            try:
                law.clause(clause)
            except law.UnknownClause:
                faults.append(Error(f"/{route} cites {clause}, which does not exist", id="postpermit.E003"))
    return faults
