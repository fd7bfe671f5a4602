"""The register of emergency plans: every unit with a filing, and the holders without one."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django.db.models import Q, QuerySet

from postpermit import law, workdays
from postpermit.register.cells import narrow
from postpermit.register.models import Facility
from postpermit.register.states import HOLDERS
from postpermit.supervision.models import EmergencyPlan
from postpermit.supervision.states import PlanState

MONTHS = 12
# What the register can be asked for, in the order of the filter.
ASKED = {"soon": "即将到期", "overdue": "已过重新备案期限", "none": "持证单位没有备案记录"}


@dataclass(frozen=True)
class Terms:
    """How long a filing lasts and from when it is told, as the law has it on a day. ``confirmed``: both values are."""

    years: int
    before: int
    confirmed: bool

    def due_on(self, filed_on: date) -> date:
        """By when it has to be filed anew."""
        return workdays.add_months(filed_on, self.years * MONTHS)


@dataclass(frozen=True)
class PlanRow:
    """A unit of the register. ``plan`` None: only its day is known, from the register of units.

    ``due_on`` None: nothing filed, or the permit has ended.
    """

    unit: Facility
    plan: EmergencyPlan | None
    filed_on: date | None
    due_on: date | None


def terms_on(on: date) -> Terms:
    """The terms of a day."""
    years = law.value("emergency_plan.validity.years", on=on)
    before = law.value("emergency_plan.opens_days_before", on=on)
    return Terms(int(years.value), int(before.value), years.confirmed and before.confirmed)


def plan_units(
    base: "QuerySet[Facility]", *, on: date, asked: str = "", klass: str = "", street: str = "", q: str = ""
) -> "QuerySet[Facility]":
    """Units with a filing, the oldest first; asked for "none" the holders in force without one."""
    terms = terms_on(on)
    if asked == "none":
        rows = base.filter(
            management_class__in=HOLDERS, emergency_plan_filed_on__isnull=True, ended_on__isnull=True
        )
    else:
        rows = base.filter(emergency_plan_filed_on__isnull=False)
    if asked in ("overdue", "soon"):
        rows = rows.filter(ended_on__isnull=True)
    gone = workdays.add_months(on, -terms.years * MONTHS)
    if asked == "overdue":
        rows = rows.filter(emergency_plan_filed_on__lt=gone)
    elif asked == "soon":
        last = workdays.add_months(on + timedelta(days=terms.before), -terms.years * MONTHS)
        rows = rows.filter(emergency_plan_filed_on__range=(gone, last))
    if klass:
        rows = rows.filter(management_class=klass)
    if street:
        rows = rows.filter(street=street)
    for word in narrow(q).lower().split()[:5]:
        plans = EmergencyPlan.objects.filter(number__icontains=word, state=PlanState.FILED)
        rows = rows.filter(Q(search_text__contains=word) | Q(pk__in=plans.values("facility")))
    return rows.order_by("emergency_plan_filed_on", "pk")


def plan_rows(units: Sequence[Facility], on: date) -> list[PlanRow]:
    """The units of a page, each with the plan in force and the day on which it is due again. One query."""
    terms = terms_on(on)
    plans = EmergencyPlan.objects.filter(facility__in=[u.pk for u in units], state=PlanState.FILED)
    held = {p.facility_id: p for p in plans}
    out = []
    for unit in units:
        filed_on = unit.emergency_plan_filed_on
        due_on = terms.due_on(filed_on) if filed_on and not unit.ended_on else None
        out.append(PlanRow(unit, held.get(unit.pk), filed_on, due_on))
    return out


def plans_of(facility: Facility) -> list[EmergencyPlan]:
    """Every filing of a unit, the newest first."""
    return list(EmergencyPlan.objects.filter(facility=facility).order_by("-filed_on", "-pk"))
