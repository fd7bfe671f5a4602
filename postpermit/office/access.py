"""Powers are data. Rooms hand their rows down; here they become two questions: may this officer, and what may they see.

Deny by default: what no row grants is refused, and the same scope decides both questions, so that a list can never show
what a page would refuse.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TypeVar

from django.db import models
from django.db.models import Q, QuerySet

from postpermit.office.standing import Standing, fits
from postpermit.trail.models import Matter

M = TypeVar("M", bound=models.Model)
Scope = Callable[[Standing], Q]
EVERYTHING = Q()


@dataclass(frozen=True)
class Power:
    """One row of the table of powers: whose posts may do which act to which thing, within which scope."""

    thing: str
    act: str
    who: tuple[str, ...]
    scope: str = "district"
    clause: str = "plan:3.1"
    label: str = ""


@dataclass(frozen=True)
class Thing:
    """A kind of thing that rooms have declared."""

    name: str
    label: str
    model: type[models.Model] | None


_powers: dict[tuple[str, str], list[Power]] = {}
_scopes: dict[tuple[str, str], Scope] = {}
_things: dict[str, Thing] = {}
_names: dict[type[models.Model], str] = {}


def declare(
    room: str,
    *,
    powers: Iterable[Power],
    things: Mapping[str, type[models.Model] | str],
    scopes: Mapping[tuple[str, str], Scope] | None = None,
) -> None:
    """Take over a room's rows; the steps of a matter become powers by themselves. Called once from ``ready()``.

    ``things`` maps a name to its model, or to a Chinese label where no table stands behind it. Every thing of the room
    begins with ``<room>.``.
    """
    rows = list(powers)
    for name, model in things.items():
        if not name.startswith(f"{room}."):
            raise ValueError(f"{name} does not belong to {room}")
        if isinstance(model, str):
            _things[name] = Thing(name, model, None)
            continue
        _things[name] = Thing(name, str(model._meta.verbose_name), model)
        _names[model] = name
        if issubclass(model, Matter):
            rows += [Power(name, step.verb, step.who, step.scope, label=step.label) for step in model.STEPS]
    _scopes.update(scopes or {})
    for row in rows:
        if row.thing not in _things:
            raise ValueError(f"{row.thing} is declared by nobody")
        if row.scope != "district" and (row.thing, row.scope) not in _scopes:
            raise ValueError(f"{row.thing} has no scope {row.scope}")
        kept = _powers.setdefault((row.thing, row.act), [])
        if row not in kept:
            kept.append(row)


def powers() -> list[Power]:
    """Every row, for the page that shows them."""
    return [row for rows in _powers.values() for row in rows]


def thing_label(name: str) -> str:
    """The Chinese name of a thing."""
    return _things[name].label


def declared_name(model: type[models.Model]) -> str | None:
    """The name under which a model is guarded; None for one that no page may show by itself."""
    return _names.get(model)


def known(thing: str, act: str) -> bool:
    """Whether any row speaks of this act: a view that names another does not start."""
    return (thing, act) in _powers


def may(standing: Standing | None, act: str, thing: str | models.Model) -> bool:
    """Whether this officer may do the act at all (thing given by name), or to this very object."""
    if standing is None:
        return False
    name = thing if isinstance(thing, str) else _names[type(thing)]
    rows = _granting(standing, act, name)
    if isinstance(thing, str) or not rows:
        return bool(rows)
    granted = _q(standing, rows)
    if granted == EVERYTHING:
        return True
    return type(thing)._default_manager.filter(pk=thing.pk).filter(granted).exists()


def post_for(standing: Standing, act: str, thing: str | models.Model) -> tuple[str, ...]:
    """The ``who`` patterns under which the act is granted, for choosing in whose name it is done."""
    name = thing if isinstance(thing, str) else _names[type(thing)]
    return tuple(pattern for row in _granting(standing, act, name) for pattern in row.who)


def visible_to(standing: Standing | None, model: type[M], act: str = "view") -> "QuerySet[M]":
    """The rows of a model to which this officer may do the act; nothing for whom no row grants it."""
    everything = model._default_manager.all()
    rows = _granting(standing, act, _names[model]) if standing is not None else []
    if standing is None or not rows:
        return everything.none()
    granted = _q(standing, rows)
    return everything if granted == EVERYTHING else everything.filter(granted)


def _granting(standing: Standing, act: str, name: str) -> list[Power]:
    return [
        row
        for row in _powers.get((name, act), ())
        if any(fits(pattern, post) for pattern in row.who for post in standing.posts)
    ]


def _q(standing: Standing, rows: list[Power]) -> Q:
    out: Q | None = None
    for row in rows:
        if row.scope == "district":
            return EVERYTHING
        fitting = tuple(p for p in standing.posts if any(fits(pattern, p) for pattern in row.who))
        part = _scopes[(row.thing, row.scope)](Standing(standing.officer, standing.on, fitting))
        out = part if out is None else out | part
    return out if out is not None else Q(pk__in=[])
