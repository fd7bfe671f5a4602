"""A draw of officers reckoned again: what was sealed, and the visits that came into the quarter afterwards, turn by turn."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from postpermit.office.standing import covers
from postpermit.planning.models import Draw, DrawnOfficer, PlannedVisit, Recusal
from postpermit.planning.officers import Officer, OfficersDrawn, Visit, draw_in_turns


@dataclass(frozen=True)
class Turn:
    """The first turn is the draw itself (``number`` 0); each later one a supplement."""

    number: int
    visits: list[Visit]
    drawn: OfficersDrawn
    at: datetime | None = None


def from_given(given: dict[str, Any]) -> tuple[list[Visit], list[Officer]]:
    """As it was frozen."""
    officers = [
        Officer(
            p["id"],
            p["certified"],
            frozenset(p["zones"]),
            tuple((date.fromisoformat(a), date.fromisoformat(b)) for a, b in p["leave"]),
            p["load"],
        )
        for p in given["people"]
    ]
    return visits_of(given["visits"]), officers


def visits_of(rows: Iterable[Mapping[str, Any]]) -> list[Visit]:
    """As they were written down."""
    return [
        replace(
            Visit(v["id"], v["unit"], v["zone"]),
            first=date.fromisoformat(v["first"]),
            last=date.fromisoformat(v["last"]),
            recused=frozenset(v["recused"]),
            last_pair=frozenset(v["last_pair"]),
        )
        for v in rows
    ]


def recusals_on(on: date) -> dict[str, list[str]]:
    """Unit → who stays away from it, of every unit: sealed with the list, also for visits that nobody plans yet."""
    out: dict[str, list[str]] = {}
    rows = Recusal.objects.filter(covers(on)).values_list("facility__public_id", "officer__public_id")
    for unit, officer in rows:
        out.setdefault(str(unit), []).append(str(officer))
    return {unit: sorted(set(ids)) for unit, ids in sorted(out.items())}


def turns_of(draw: Draw) -> list[Turn]:
    """The draw and its supplements, computed from what is on record and the seed."""
    visits, people = from_given(draw.given["officers"])
    later = list(draw.supplements.order_by("number"))
    turns = [visits, *(visits_of(s.given["visits"]) for s in later)]
    drawn = draw_in_turns(turns, people, bytes.fromhex(draw.seed), algorithm=draw.algorithm)
    told = [(0, draw.drawn_at), *((s.number, s.at) for s in later)]
    return [Turn(n, v, d, at) for (n, at), v, d in zip(told, turns, drawn, strict=True)]


def kept_orders(draw: Draw) -> dict[str, list[tuple[str, bool]]]:
    """Visit → everybody in the order that is on record, each with whether he goes."""
    out: dict[str, list[tuple[str, bool]]] = {}
    rows = DrawnOfficer.objects.filter(draw=draw).order_by("visit", "rank")
    for visit, officer, chosen in rows.values_list("visit__public_id", "officer__public_id", "chosen"):
        out.setdefault(str(visit), []).append((str(officer), chosen))
    return out


def assignments_on_record(draw: Draw, drawn: OfficersDrawn) -> list[dict[str, Any]]:
    """The rows as they stand, not as they should: whoever checks sees any difference.

    A visit of a draft that a new reckoning deleted has no rows any more; for it the computed order is told.
    """
    kept = kept_orders(draw)
    ids = [a.visit for a in drawn.assignments]
    standing = {
        str(p) for p in PlannedVisit.objects.filter(public_id__in=ids).values_list("public_id", flat=True)
    }
    out = []
    for a in drawn.assignments:
        order, pair = list(a.order), list(a.officers)
        if a.visit in standing:
            rows = kept.get(a.visit, [])
            order, pair = [o for o, _ in rows], [o for o, chosen in rows if chosen]
        out.append({"visit": a.visit, "officers": pair, "order": order})
    return out
