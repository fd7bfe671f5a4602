"""What limits a unit's visits: its yearly ceiling, the last visit, and the weeks in which somebody is there already."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from postpermit.duties.models import Record
from postpermit.duties.rules import Law
from postpermit.duties.states import RecordState
from postpermit.planning.models import CapException, PlannedDuty, PlannedVisit, YearPlan
from postpermit.planning.rules import CapFacts, cap_of, counts_toward_cap
from postpermit.planning.rules.tasks import HALVES
from postpermit.planning.rules.year_plan import apart_weeks
from postpermit.planning.states import PlannedState, TriggerReason, VisitKind, VisitManner


def last_visits(year: int) -> dict[int | None, date]:
    """Unit → its latest inspection by plan, of this year or the one before."""
    rows = Record.objects.filter(kind="inspection", on__gte=date(year - 1, 1, 1), on__lte=date(year, 12, 31))
    rows = rows.exclude(state=RecordState.WITHDRAWN).order_by("on")
    plain = (VisitKind.PLANNED, None)
    return {
        f: on for f, on, facts in rows.values_list("facility", "on", "facts") if facts.get("kind") in plain
    }


@dataclass(frozen=True)
class Busy:
    """Weeks in which a unit is not entered again, and those too near to a visit of its half-year."""

    same: Mapping[int, frozenset[date]]
    near: Mapping[int, frozenset[date]]

    def of(self, facility: int, halves: bool) -> frozenset[date]:
        """The Mondays blocked for a task of the unit."""
        weeks = self.same.get(facility, frozenset())
        return weeks | self.near.get(facility, frozenset()) if halves else weeks


def busy_weeks(plan: YearPlan, law_: Law) -> Busy:
    """From the visits on the way and those made."""
    rows = PlannedVisit.objects.filter(plan=plan, state__in=(PlannedState.TAKEN_UP, PlannedState.DONE))
    halves = set(
        PlannedDuty.objects.filter(visit__in=rows, duty__kind=HALVES).values_list("visit", flat=True)
    )
    reach = apart_weeks(law_) - 1
    same: dict[int, set[date]] = defaultdict(set)
    near: dict[int, set[date]] = defaultdict(set)
    for pk, facility, week in rows.values_list("pk", "facility", "week"):
        same[facility].add(week)
        if pk in halves:
            near[facility] |= {week + timedelta(weeks=n) for n in range(-reach, reach + 1)}
    return Busy(
        {f: frozenset(w) for f, w in same.items()},
        {f: frozenset(w) for f, w in near.items()},
    )


def used_by_unit(year: int, law_: Law) -> Counter[int | None]:
    """Unit → inspections of the year that count towards its ceiling."""
    rows = Record.objects.filter(kind="inspection", on__year=year).exclude(state=RecordState.WITHDRAWN)
    told: dict[tuple[Any, ...], bool] = {}
    found: Counter[int | None] = Counter()
    for facility, facts in rows.values_list("facility", "facts"):
        key = (
            facts.get("kind", VisitKind.PLANNED),
            facts.get("manner", VisitManner.ON_SITE),
            facts.get("reason", TriggerReason.NONE),
        )
        if key not in told:
            told[key] = counts_toward_cap(CapFacts("KEY", key[0], key[1], 0, key[2]), law_)[0]
        found[facility] += told[key]
    # Sampling by the station, in a city where it counts.
    if counts_toward_cap(CapFacts("KEY", VisitKind.PLANNED, VisitManner.ON_SITE, 0, sampling=True), law_)[0]:
        sampled = Record.objects.filter(kind="monitoring", on__year=year).exclude(state=RecordState.WITHDRAWN)
        found.update(sampled.values_list("facility", flat=True))
    return found


def caps_left(plan: YearPlan, units: Iterable[tuple[int, str]], law_: Law) -> dict[int, int]:
    """Visits left under the yearly ceiling of each (unit, class), visits on the way taken off."""
    used = used_by_unit(plan.year, law_)
    sent = PlannedVisit.objects.filter(plan=plan, state=PlannedState.TAKEN_UP, inspects=True)
    used.update(sent.values_list("facility", flat=True))
    allowed = Counter(CapException.objects.filter(year=plan.year).values_list("facility", flat=True))
    limits: dict[str, int] = {}
    caps = {}
    for facility, klass in units:
        if klass not in limits:
            limits[klass] = int(cap_of(klass, law_).value)
        caps[facility] = max(limits[klass] + allowed[facility] - used[facility], 0)
    return caps
