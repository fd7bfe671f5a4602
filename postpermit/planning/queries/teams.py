"""Who could go to which planned visit: what a draw of officers is given, frozen together with its list."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from django.db.models import Q, QuerySet

from postpermit.duties.models import Record
from postpermit.duties.states import RecordState
from postpermit.office.models import Absence, Holding
from postpermit.office.models import Officer as OfficerRow
from postpermit.office.standing import covers
from postpermit.office.states import Rank
from postpermit.planning.models import Beat, Draw, DrawnOfficer, PlannedVisit, Recusal, YearPlan
from postpermit.planning.officers import Officer, OfficersDrawn, Pair, Visit, as_published
from postpermit.planning.queries.officer_turns import turns_of
from postpermit.planning.rules.strata import quarter_days
from postpermit.planning.states import DrawState, PlannedState

WEEK = timedelta(days=6)
# A pair that goes; a visit that fell out of the plan is carried by nobody, and nobody went there.
_STANDING = Q(chosen=True) & ~Q(draw__state=DrawState.ABORTED) & ~Q(visit__state=PlannedState.DROPPED)


def visits_without_officers(plan: YearPlan, first: date, last: date) -> list[PlannedVisit]:
    """Visits of the plan in the weeks that begin in these days, that inspect and have nobody drawn for them yet."""
    rows = PlannedVisit.objects.filter(
        plan=plan, inspects=True, week__gte=first, week__lte=last, state=PlannedState.PLANNED
    )
    taken = DrawnOfficer.objects.filter(chosen=True).exclude(draw__state=DrawState.ABORTED)
    rows = rows.exclude(pk__in=taken.values("visit"))
    return list(rows.select_related("facility").order_by("public_id"))


def visits_waiting(draw: Draw, today: date) -> list[PlannedVisit]:
    """Visits of the draw's quarter that were in no turn of it: planned, still to come, nobody drawn."""
    first, last = quarter_days(draw.quarter)
    found = visits_without_officers(draw.plan, max(first, today - timedelta(days=today.weekday())), last)
    known = {v.id for turn in turns_of(draw) for v in turn.visits} if found else set()
    return [v for v in found if str(v.public_id) not in known]


def brigade(on: date) -> QuerySet[Holding]:
    """The posts of 执法大队 that inspect, with who holds them that day."""
    held = Holding.objects.filter(covers(on), post__division="ENFORCEMENT", officer__disabled_at__isnull=True)
    return held.exclude(post__rank__in=(Rank.ADMIN, Rank.READER))


def officers_on(plan: YearPlan, on: date) -> list[Officer]:
    """Everybody of 执法大队 that day: certificate, beat, leave, visits already carried this year."""
    people = OfficerRow.objects.filter(pk__in=brigade(on).values("officer")).order_by("public_id")
    beats, leave, load = _beats(on), _leave(on), _load(plan)
    return [
        Officer(
            str(o.public_id),
            bool(o.certificate),
            frozenset(beats.get(o.pk, ())),
            tuple(sorted(leave.get(o.pk, ()))),
            load[o.pk],
        )
        for o in people
    ]


def visits_for(planned: Sequence[PlannedVisit], on: date) -> list[Visit]:
    """The planned visits as the draw takes them."""
    units = [v.facility_id for v in planned]
    recused, pairs = _recused(units, on), _last_pairs(units)
    return [
        Visit(
            str(v.public_id),
            str(v.facility.public_id),
            v.facility.street,
            v.week,
            v.week + WEEK,
            frozenset(recused.get(v.facility_id, ())),
            frozenset(pairs.get(v.facility_id, ())),
        )
        for v in planned
    ]


def as_given(visits: Iterable[Visit], officers: Iterable[Officer]) -> dict[str, Any]:
    """What is kept with the frozen list."""
    told = as_published(visits, officers, OfficersDrawn())
    return {"people": told["people"], "visits": told["visits"]}


def barred_pairs(draw: Draw, planned: PlannedVisit) -> frozenset[Pair]:
    """Pairs that may not go on this visit, since they went to the unit the last time: as the draw itself reckoned."""
    if not draw.seed or "officers" not in draw.given:
        return frozenset()
    own = str(planned.public_id)
    return next(
        (a.barred for t in turns_of(draw) for a in t.drawn.assignments if a.visit == own), frozenset()
    )


def _beats(on: date) -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    for officer, street in Beat.objects.filter(covers(on)).values_list("officer", "street"):
        out.setdefault(officer, []).append(street)
    return out


def _leave(on: date) -> dict[int, list[tuple[date, date]]]:
    out: dict[int, list[tuple[date, date]]] = {}
    for officer, start, end in Absence.objects.filter(to_on__gte=on).values_list(
        "officer", "from_on", "to_on"
    ):
        out.setdefault(officer, []).append((start, end))
    return out


def _load(plan: YearPlan) -> Counter[int]:
    """Officer → visits of the year: those made by whoever went, those still to be made by whoever was drawn."""
    went = pairs_that_went(plan.year)
    keys = {str(public): pk for pk, public in OfficerRow.objects.values_list("pk", "public_id")}
    load = Counter(keys[o] for trips in went.values() for trip in trips for o in trip.officers if o in keys)
    rows = _expected(DrawnOfficer.objects.filter(_STANDING, visit__plan=plan), went)
    load.update(rows.values_list("officer", flat=True))
    return load


@dataclass(frozen=True)
class Trip:
    """An inspection of a unit, and who made it, 主办 first."""

    on: date
    officers: tuple[str, ...]


def pairs_that_went(year: int | None = None, units: Iterable[int] = ()) -> dict[int, list[Trip]]:
    """Unit → its inspections that say who went, oldest first: of a year, or of these units whenever it was."""
    rows = Record.objects.filter(kind="inspection", facts__has_key="officers", facility__isnull=False)
    rows = rows.filter(on__year=year) if year is not None else rows.filter(facility__in=list(units))
    found: dict[int, list[Trip]] = {}
    told = rows.exclude(state=RecordState.WITHDRAWN).order_by("on", "pk")
    for facility, on, facts in told.values_list("facility", "on", "facts"):
        found.setdefault(facility, []).append(Trip(on, tuple(facts["officers"])))
    return found


def _expected(rows: "QuerySet[DrawnOfficer]", went: Iterable[int]) -> "QuerySet[DrawnOfficer]":
    """Drawn pairs that are still to go; of a visit made, only where no inspection of the unit says who went."""
    return rows.exclude(visit__state=PlannedState.DONE, visit__facility__in=list(went))


def _recused(units: Sequence[int], on: date) -> dict[int, list[str]]:
    out: dict[int, list[str]] = {}
    rows = Recusal.objects.filter(covers(on)).values_list("facility", "officer__public_id")
    wanted = set(units)
    for facility, officer in rows:
        if facility in wanted:
            out.setdefault(facility, []).append(str(officer))
    return out


def _last_pairs(units: Sequence[int]) -> dict[int, list[str]]:
    """Unit → the pair that went there last, whatever sort of visit it was, or that is drawn to go there later still."""
    went = pairs_that_went(units=units)
    out = {unit: (trips[-1].on, 0, list(trips[-1].officers[:2])) for unit, trips in went.items()}
    rows = _expected(DrawnOfficer.objects.filter(_STANDING), went)
    wanted = set(units)
    told = rows.values_list("visit__facility", "visit__week", "visit", "officer__public_id")
    for facility, week, visit, officer in told.order_by("visit__week", "visit", "rank"):
        if facility not in wanted or (facility in out and out[facility][0] > week + WEEK):
            continue
        if facility not in out or out[facility][:2] != (week, visit):
            out[facility] = (week, visit, [])
        out[facility][2].append(str(officer))
    return {facility: pair for facility, (_, _, pair) in out.items()}
