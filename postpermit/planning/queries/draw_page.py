"""One draw: its list, who keeps what, the ranking with names, and the file in which it is published."""

import json
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet

from postpermit.duties.models import Duty
from postpermit.office.models import Division
from postpermit.planning.draw import published
from postpermit.planning.models import Commitment, Draw, DrawnOfficer, DrawnUnit, PlannedVisit
from postpermit.planning.officers import as_published, draw_officers
from postpermit.planning.queries.draws import aborted_count, open_duties_of_draw
from postpermit.planning.queries.teams import from_given
from postpermit.planning.rules.strata import Stratum
from postpermit.planning.rules.waits import PARTIES
from postpermit.register.models import Facility

REPLACED = "不能检查，由排序中的下一个递补"


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
    return DrawPage(parties, aborted_count(draw), _excluded(draw), list(rows))


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


def published_page(draw: Draw, *, office: bool) -> dict[str, Any]:
    """The published draw, built anew from what is on record. ``office``: with the officers; never on the public page."""
    r1, r2 = secrets_of(draw)
    rows = draw.replacements.select_related("out__facility").order_by("pk")
    public = {"name": draw.public_name, "day": str(draw.public_day), "value": draw.public_value}
    return published(
        listing_of(draw),
        r1,
        r2,
        public,
        algorithm=draw.algorithm,
        # A reason may name the unit: the public is told that the rule was kept, the office why.
        replacements=[(str(r.out.facility.public_id), r.why if office else REPLACED) for r in rows],
        officers=_officers(draw) if office and draw.stratum == Stratum.OFFICERS else None,
    )


def _officers(draw: Draw) -> dict[str, Any]:
    visits, people = from_given(draw.given["officers"])
    drawn = draw_officers(visits, people, bytes.fromhex(draw.seed), algorithm=draw.algorithm)
    return as_published(visits, people, drawn)


def unfilled_visits(draw: Draw) -> list[tuple[str, str]]:
    """Visits for which nobody could be drawn, and why."""
    if draw.stratum != Stratum.OFFICERS or not draw.seed:
        return []
    told = _officers(draw)["unfilled"]
    ids = [row["visit"] for row in told]
    rows = PlannedVisit.objects.filter(public_id__in=ids).select_related("facility")
    names = {str(v.public_id): v.facility.name for v in rows}
    return [(names.get(row["visit"], row["visit"]), row["reason"]) for row in told]
