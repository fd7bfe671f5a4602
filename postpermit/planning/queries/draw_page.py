"""One draw: its list, who keeps what, the ranking with names, and the file in which it is published."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from postpermit.duties.models import Duty
from postpermit.office.models import Division
from postpermit.planning.draw import published
from postpermit.planning.models import (
    Commitment,
    Draw,
    DrawnOfficer,
    DrawnUnit,
    DrawReplacement,
    PlannedVisit,
)
from postpermit.planning.officers import SEALED, as_published
from postpermit.planning.queries.draws import aborted_count, open_duties_of_draw
from postpermit.planning.queries.officer_turns import (
    Turn,
    assignments_on_record,
    from_given,
    turns_of,
)
from postpermit.planning.rules.strata import Stratum
from postpermit.planning.rules.waits import PARTIES
from postpermit.planning.states import DrawnRole
from postpermit.register.models import Facility

REPLACED = "不能检查，由排序中的下一个递补"
TAKEN = (DrawnRole.SELECTED, DrawnRole.REPLACEMENT)


@dataclass
class Party:
    """A division's half of the draw."""

    code: str
    name: str
    commitment: Commitment | None
    duty: Duty | None


@dataclass
class DrawPage:
    """What the page of a draw shows beside its list."""

    parties: list[Party]
    aborted: int
    excluded: list[dict[str, Any]] = field(default_factory=list)
    replacements: list[Any] = field(default_factory=list)
    supplements: list[Any] = field(default_factory=list)


def listing_of(draw: Draw) -> dict[str, Any]:
    """The object that was hashed."""
    return dict(json.loads(draw.listing)) if draw.listing else {}


def secrets_of(draw: Draw) -> tuple[bytes, bytes]:
    """r1 and r2, in the fixed order of the two divisions. Both have to be told."""
    told = dict(draw.commitments.values_list("division_id", "revealed"))
    first, second = (bytes.fromhex(told[code]) for code in PARTIES)
    return first, second


def draw_page(draw: Draw) -> DrawPage:
    """A fixed number of queries."""
    names = dict(Division.objects.filter(pk__in=PARTIES).values_list("pk", "short_name"))
    kept = {c.division_id: c for c in draw.commitments.all()}
    duties = open_duties_of_draw(draw)
    parties = [Party(code, names.get(code, code), kept.get(code), duties.get(code)) for code in PARTIES]
    rows = draw.replacements.select_related("out__facility", "into__facility")
    return DrawPage(parties, aborted_count(draw), _excluded(draw), list(rows), list(draw.supplements.all()))


def _excluded(draw: Draw) -> list[dict[str, Any]]:
    """Reason → how many, with the first names: a stratum leaves out hundreds."""
    groups: dict[str, list[str]] = {}
    for row in listing_of(draw).get("excluded", []):
        groups.setdefault(row["reason"], []).append(row["id"])
    wanted = [i for ids in groups.values() for i in ids[:20]]
    names = _names(wanted[:400])
    return [
        {"reason": reason, "count": len(ids), "units": [(i, names[i]) for i in ids[:20] if i in names]}
        for reason, ids in sorted(groups.items(), key=lambda g: (-len(g[1]), g[0]))
    ]


def _names(ids: list[str]) -> dict[str, str]:
    rows = Facility.objects.filter(public_id__in=ids).values_list("public_id", "name")
    return {str(public): name for public, name in rows}


def drawn_units(draw: Draw) -> QuerySet[DrawnUnit]:
    """The ranking, once there is one."""
    return draw.units.select_related("facility").order_by("rank")


def told_units(draw: Draw, units: list[dict[str, Any]]) -> list[dict[str, Any]]:
    """Rows of the frozen list with names and with what made their p: of one page only."""
    ids = [u["id"] for u in units]
    names, why = _names(ids), draw.given.get("units", {})
    if draw.stratum == Stratum.OFFICERS:
        rows = PlannedVisit.objects.filter(public_id__in=ids).select_related("facility")
        names = {str(v.public_id): f"{v.facility.name}（{v.week:%m-%d} 当周）" for v in rows}
    return [u | {"name": names.get(u["id"], ""), "why": why.get(u["id"])} for u in units]


def drawn_officers(draw: Draw) -> list[dict[str, Any]]:
    """Visit by visit in the order of the draw: who goes, and who follows."""
    rows = DrawnOfficer.objects.filter(draw=draw).select_related("officer", "visit__facility")
    out: dict[int, dict[str, Any]] = {}
    for row in rows.order_by("visit__week", "visit", "rank"):
        visit = out.setdefault(row.visit_id, {"visit": row.visit, "pair": [], "others": []})
        visit["pair" if row.chosen else "others"].append(row.officer.name)
    return list(out.values())


def published_page(draw: Draw, *, office: bool, people: bool = False) -> dict[str, Any]:
    """The published draw. What was decided (secrets, list) is computed; what came of it is read from the rows as they
    stand, so that whoever checks sees any difference. ``office``: with the reasons of replacements. ``people``: with
    the officers, who is to stay away and who is on leave; never on the public page."""
    r1, r2 = secrets_of(draw)
    public = {"name": draw.public_name, "day": str(draw.public_day), "value": draw.public_value}
    page = published(listing_of(draw), r1, r2, public, algorithm=draw.algorithm)
    page |= {"list_hash": draw.list_hash, "seed": draw.seed}
    page["commitments"] = [c.digest for c in _in_order(draw)]
    if draw.stratum != Stratum.OFFICERS:
        return page | _rows_of(draw, office)
    turns = turns_of(draw)
    page["supplements"] = [{"at": str(t.at), "visits": [v.id for v in t.visits]} for t in turns[1:]]
    return page | ({"officers": _officers(draw, turns)} if people else {})


def _in_order(draw: Draw) -> list[Commitment]:
    return sorted(draw.commitments.all(), key=lambda c: PARTIES.index(c.division_id))


def _rows_of(draw: Draw, office: bool) -> dict[str, Any]:
    """Ranking, selected and replacements as the table and the plan have them."""
    units = list(drawn_units(draw))
    rows = list(draw.replacements.select_related("out__facility", "into__facility").order_by("pk"))
    came, went = {r.into_id for r in rows}, {r.out_id for r in rows}
    first = [u for u in units if u.pk not in came and _was_selected(u, went)]
    return {
        "ranking": [str(u.facility.public_id) for u in units],
        "selected": [str(u.facility.public_id) for u in first],
        "replacements": [_replacement(r, office) for r in rows],
    }


def _was_selected(unit: DrawnUnit, went: set[int]) -> bool:
    return unit.role in TAKEN or (unit.role == DrawnRole.REPLACED and unit.pk in went)


def _replacement(row: DrawReplacement, office: bool) -> dict[str, str | None]:
    """A reason may name the unit: the public is told that the rule was kept, the office why."""
    out = str(row.out.facility.public_id) if row.out.role == DrawnRole.REPLACED else ""
    into = str(row.into.facility.public_id) if row.into.role != DrawnRole.RESERVE else None
    return {"out": out, "reason": row.why if office else REPLACED, "in": into}


def _officers(draw: Draw, turns: list[Turn]) -> dict[str, Any]:
    """What was sealed, turn by turn what came of it, and for each supplement the visits that it was for."""
    visits, people = from_given(draw.given["officers"])
    told = as_published(visits, people, turns[0].drawn)
    sealed = {name: draw.given["officers"][name] for name in SEALED if name in draw.given["officers"]}
    told |= sealed | {"assignments": assignments_on_record(draw, turns[0].drawn)}
    later = [as_published(t.visits, (), t.drawn) for t in turns[1:]]
    told["supplements"] = [
        {
            "visits": row["visits"],
            "assignments": assignments_on_record(draw, t.drawn),
            "unfilled": row["unfilled"],
        }
        for row, t in zip(later, turns[1:], strict=True)
    ]
    return told


def unfilled_visits(draw: Draw) -> list[tuple[str, str]]:
    """Visits for which nobody could be drawn, and why."""
    if draw.stratum != Stratum.OFFICERS or not draw.seed:
        return []
    told = [(u.visit, u.reason) for turn in turns_of(draw) for u in turn.drawn.unfilled]
    rows = PlannedVisit.objects.filter(public_id__in=[visit for visit, _ in told]).select_related("facility")
    names = {str(v.public_id): v.facility.name for v in rows}
    return [(names.get(visit, visit), reason) for visit, reason in told]
