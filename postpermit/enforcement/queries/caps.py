"""How many visits of the year a unit has had that count towards its ceiling, and what the ceiling says of a further one."""

from datetime import date

from django.db.models import Q

from postpermit.duties.models import Record
from postpermit.duties.queries import law_of
from postpermit.duties.states import RecordState
from postpermit.enforcement.models import Visit
from postpermit.enforcement.rules.visits import fate_of_planned
from postpermit.enforcement.states import VisitOutcome, VisitState
from postpermit.planning.models import CapException
from postpermit.planning.rules import CapFacts, HeadException, Verdict, cap_verdict, counts_toward_cap
from postpermit.planning.states import VisitKind, VisitManner
from postpermit.register.models import Facility
from postpermit.trail.models import reference


def used_visits(facility: Facility, year: int) -> int:
    """Counting visits of the calendar year, prepared ones included; and inspections entered without a visit.

    Where nobody could be inspected (停产、无人、拒绝检查) nothing was used up: the visit goes back to the plan.
    """
    # A visit counts in the year in which it was made; until then in the year for which it is scheduled.
    then = Q(started_at__year=year) | Q(started_at__isnull=True, scheduled_on__year=year)
    visits = Visit.objects.filter(then, facility=facility, counts_toward_cap=True)
    visits = visits.exclude(outcome__in=[o for o in VisitOutcome if fate_of_planned(o) == "release"])
    entered = Record.objects.filter(kind="inspection", facility=facility, on__year=year)
    entered = entered.exclude(state=RecordState.WITHDRAWN).filter(facts__visit__isnull=True)
    return visits.exclude(state=VisitState.CANCELLED).count() + entered.count() + sampled(facility, year)


def sampled(facility: Facility, year: int) -> int:
    """Sampling by the station, in a city where it counts."""
    law_ = law_of(year, date(year, 1, 1))
    asked = CapFacts(facility.management_class, VisitKind.PLANNED, VisitManner.ON_SITE, 0, sampling=True)
    if not counts_toward_cap(asked, law_)[0]:
        return 0
    made = Record.objects.filter(kind="monitoring", facility=facility, on__year=year)
    return made.exclude(state=RecordState.WITHDRAWN).count()


def verdict_for(
    facility: Facility,
    *,
    kind: str,
    manner: str,
    reason: str,
    on: date,
    exception: CapException | None = None,
    linked: bool = False,
) -> Verdict:
    """Whether one more visit of this kind may be prepared for that day, whether it counts, and why."""
    through = HeadException(exception.why, True, reference(exception)) if exception else None
    facts = CapFacts(
        facility.management_class,
        kind,
        manner,
        used_visits(facility, on.year),
        reason,
        exception=through,
        linked=linked,
    )
    return cap_verdict(facts, law_of(on.year, on))


def free_exceptions(facility: Facility, year: int) -> list[CapException]:
    """What the head let through for this unit and year that no visit has used."""
    used = Visit.objects.filter(exception__isnull=False).values("exception")
    return list(CapException.objects.filter(facility=facility, year=year).exclude(pk__in=used))
