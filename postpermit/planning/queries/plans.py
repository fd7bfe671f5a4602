"""Plans of years as a list, their visits, and where a duty of one leads."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from postpermit.planning.models import DrawnOfficer, Need, PlannedVisit, YearPlan
from postpermit.planning.rules import monday_of
from postpermit.planning.states import DrawState, PlannedState, PlanState

# What the list of a plan begins with: from this week on, everything, or what was missed.
AHEAD, WHOLE, MISSED = "ahead", "whole", "missed"
MISSED_SAID = "已错过，待重新编排"
APPROVED = (PlanState.APPROVED, PlanState.PUBLISHED)
LIVE = (PlannedState.PLANNED, PlannedState.TAKEN_UP, PlannedState.DONE)


def plans_in_order() -> QuerySet[YearPlan]:
    """Newest year first, with the number of visits and of those done; what the planner was given stays in the database."""
    live = Count("visits", filter=Q(visits__state__in=LIVE))
    done = Count("visits", filter=Q(visits__state=PlannedState.DONE))
    return YearPlan.objects.defer("given").annotate(planned=live, done=done).order_by("-year")


def visits_in_order(
    plan: YearPlan,
    *,
    street: str = "",
    klass: str = "",
    state: str = "",
    week: date | None = None,
    span: str = WHOLE,
    today: date | None = None,
) -> QuerySet[PlannedVisit]:
    """The visits of a plan by week and street; those taken out only when asked for. ``span`` is reckoned from ``today``."""
    rows = PlannedVisit.objects.filter(plan=plan).select_related("facility", "drawn_in")
    # The sealed list and what it rests on are large, and nobody reads them in a list of visits.
    rows = rows.defer("drawn_in__listing", "drawn_in__given")
    rows = rows.filter(state=state) if state else rows.exclude(state=PlannedState.DROPPED)
    if street:
        rows = rows.filter(zone=street)
    if klass:
        rows = rows.filter(facility__management_class=klass)
    if week is not None:
        rows = rows.filter(week=week)
    elif today is not None and span == AHEAD:
        rows = rows.filter(week__gte=monday_of(today))
    elif today is not None and span == MISSED:
        rows = rows.filter(state=PlannedState.PLANNED, week__lt=monday_of(today))
    return rows.prefetch_related("duties__duty").order_by("week", "zone", "facility__name", "pk")


def is_missed(visit: PlannedVisit, today: date) -> bool:
    """Its week has passed and nobody was sent: it needs another week."""
    return visit.state == PlannedState.PLANNED and visit.week < monday_of(today)


def missed_count(plan: YearPlan, today: date) -> int:
    """How many visits of the plan were missed."""
    return visits_in_order(plan, span=MISSED, today=today).order_by().count()


def streets_of(plan: YearPlan) -> list[str]:
    """The streets with a visit."""
    rows = PlannedVisit.objects.filter(plan=plan).exclude(zone="")
    return list(rows.order_by("zone").values_list("zone", flat=True).distinct())


def rows_by_hand(plan: YearPlan) -> int:
    """How many visits lie where somebody put them: the printed figures are those of the reckoning before."""
    return PlannedVisit.objects.filter(plan=plan, state=PlannedState.PLANNED, moved_by_hand=True).count()


def planned_for_unit(facility_id: int) -> QuerySet[PlannedVisit]:
    """What is planned for one unit and not yet done."""
    rows = PlannedVisit.objects.filter(
        facility=facility_id, state__in=(PlannedState.PLANNED, PlannedState.TAKEN_UP)
    )
    return rows.select_related("plan").order_by("week")


def waiting_for_unit(facility_id: int, on: date) -> list[PlannedVisit]:
    """Inspections that the approved plan of that day's year still asks for at a unit, the nearest week first."""
    rows = PlannedVisit.objects.filter(
        facility=facility_id,
        state=PlannedState.PLANNED,
        inspects=True,
        plan__year=on.year,
        plan__state__in=APPROVED,
    )
    held = rows.select_related("plan").defer("plan__given").order_by("week")
    return sorted(held, key=lambda row: (abs((row.week - on).days), row.week))


def with_drawn_officers(rows: Iterable[PlannedVisit]) -> set[int]:
    """Which of these visits have their inspectors drawn."""
    held = DrawnOfficer.objects.filter(visit__in=[row.pk for row in rows]).exclude(
        draw__state=DrawState.ABORTED
    )
    return set(held.values_list("visit", flat=True))


def years_of_needs(refs: Iterable[str]) -> dict[str, int]:
    """Reference behind a duty → the year of the need. One query, none where no need is named."""
    label = f"{Need._meta.label_lower}:"
    numbers = {ref: int(ref.removeprefix(label)) for ref in refs if ref.startswith(label)}
    if not numbers:
        return {}
    years = dict(Need.objects.filter(pk__in=set(numbers.values())).values_list("pk", "year"))
    return {ref: years[pk] for ref, pk in numbers.items() if pk in years}


def places_of_plans(refs: Iterable[str]) -> dict[str, tuple[str, UUID]]:
    """Reference behind a duty → (name of a page, public id of the plan). One query, none where no plan is named."""
    label = f"{YearPlan._meta.label_lower}:"
    keys = {ref: ref.removeprefix(label) for ref in refs if ref.startswith(label)}
    numbers = {ref: int(key) for ref, key in keys.items() if key.isdecimal()}
    if not numbers:
        return {}
    public = dict(YearPlan.objects.filter(pk__in=set(numbers.values())).values_list("pk", "public_id"))
    return {ref: ("plan", public[pk]) for ref, pk in numbers.items() if pk in public}
