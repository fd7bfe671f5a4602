"""What the page of a plan shows: load and staff by week and street, months and classes, and the proof as of today."""

from collections import Counter, defaultdict
from dataclasses import dataclass, field, replace
from datetime import date, timedelta

from django.db.models import Count

from postpermit.duties.queries.facts import law_of
from postpermit.duties.rules import Law
from postpermit.planning import feasible
from postpermit.planning.models import Need, PlannedDuty, PlannedVisit, YearPlan
from postpermit.planning.queries.inputs import inputs_of
from postpermit.planning.queries.plan_tasks import plan_of_rows
from postpermit.planning.queries.plan_weeks import days_of, staffed_weeks
from postpermit.planning.queries.plans import LIVE
from postpermit.planning.rules import monday_of
from postpermit.planning.rules.tasks import NEEDED
from postpermit.planning.states import NeedState, PlannedState
from postpermit.register.states import ManagementClass
from postpermit.trail.models import reference

NONE = "本年度没有需要列入计划的检查需求"
FRIDAY = timedelta(days=4)
# Faults of figures that only the planner itself prints; rows carry none.
PRINTED = ("计划写明", "没有对所有事项都在期限内的日子", "用时与事项不符")


@dataclass
class WeekRow:
    """One week: how many visits, team-days against those at hand, crew-days, visits by street."""

    monday: date
    visits: int = 0
    team: int = 0
    room: int = 0
    crew: int = 0
    crew_room: int = 0
    notes: tuple[str, ...] = ()
    shut: bool = False
    streets: Counter[str] = field(default_factory=Counter)

    @property
    def friday(self) -> date:
        """Its last working day as a rule."""
        return self.monday + FRIDAY

    @property
    def over(self) -> bool:
        """Whether more people are needed than there are."""
        return self.team > self.room or self.crew > self.crew_room

    @property
    def filled(self) -> int:
        """How full the week is, for a bar of a hundred."""
        if not self.room:
            return 100 if self.team else 0
        return min(100 * self.team // self.room, 100)

    @property
    def label(self) -> str:
        """3月2日—3月6日."""
        return f"{self.monday.month}月{self.monday.day}日—{self.friday.month}月{self.friday.day}日"


def week_rows(plan: YearPlan) -> list[WeekRow]:
    """Every working week of the year. A fixed number of queries."""
    law_ = law_of(plan.year, date(plan.year, 1, 1))
    rows = {
        s.week.monday: WeekRow(
            s.week.monday,
            room=s.week.capacity,
            crew_room=s.week.crew_capacity,
            notes=s.notes,
            shut=s.plain.shut,
        )
        for s in staffed_weeks(plan, date(plan.year, 1, 1), law_, whole=True)
    }
    _load(plan, rows, law_)
    return sorted(rows.values(), key=lambda r: r.monday)


def _load(plan: YearPlan, rows: dict[date, WeekRow], law_: Law) -> None:
    held = PlannedVisit.objects.filter(plan=plan, state__in=LIVE).order_by()
    told = list(held.values_list("week", "zone", "slots", "inspects", "monitors"))
    for monday, (team, crew) in days_of(told, int(law_.value("year_plan.slots_per_day"))).items():
        row = rows.setdefault(monday, WeekRow(monday, shut=True))
        row.team, row.crew = team, crew
    for monday, zone, *_ in told:
        rows[monday].visits += 1
        rows[monday].streets[zone] += 1


@dataclass(frozen=True)
class MonthRow:
    """A month of the published plan: visits by class, no unit and no day."""

    month: int
    counts: tuple[int, ...]

    @property
    def total(self) -> int:
        """All classes."""
        return sum(self.counts)


CLASSES = (ManagementClass.KEY, ManagementClass.SIMPLIFIED, ManagementClass.REGISTERED)


def month_rows(plan: YearPlan) -> list[MonthRow]:
    """What may be published: how many visits in which month to units of which class (plan 3.4)."""
    held = PlannedVisit.objects.filter(plan=plan, state__in=LIVE).order_by()
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for week, klass, n in held.values_list("week", "facility__management_class").annotate(n=Count("pk")):
        # A week across New Year belongs to the plan's own January.
        counts[week.month if week.year == plan.year else 1][klass] += n
    return [MonthRow(m, tuple(counts[m][k] for k in CLASSES)) for m in range(1, 13)]


def problems_now(plan: YearPlan, today: date) -> list[str]:
    """The separate checker over the rows as they stand, against duties, leave and ceilings of today.

    This week counts whole: who goes on Friday is not late on Wednesday. What lies in a week gone by was missed.
    """
    monday = monday_of(today)
    inputs = inputs_of(plan, monday)
    rows = PlannedVisit.objects.filter(plan=plan, state=PlannedState.PLANNED)
    wanted = dict(inputs.wanted)
    missed = plan_of_rows(rows.filter(week__lt=monday), wanted)
    gone = {name for visit in missed.visits for name in visit.tasks}
    said = plan_of_rows(rows.filter(week__gte=monday), wanted)
    year = replace(inputs.year, tasks=tuple(t for t in inputs.year.tasks if t.id not in gone))
    names = {v.id: f"{v.unit}（{v.week}）" for v in said.visits} | {t.id: t.duty for t in inputs.year.tasks}
    found = [f"{v.unit}：排在 {v.week} 的一周，已经过去，还没有派出。" for v in missed.visits]
    return found + [
        _named(fault, names)
        for fault in feasible.problems(year, said)
        if not any(mark in fault for mark in PRINTED)
    ]


def _named(fault: str, names: dict[str, str]) -> str:
    """The sentence with names in place of the keys that the checker knows."""
    words = fault.split(" ")
    return "".join(names.get(word, f" {word}" if n else word) for n, word in enumerate(words))


@dataclass(frozen=True)
class Needs:
    """The needs for the year of a plan."""

    rows: tuple[Need, ...]

    @property
    def waiting(self) -> int:
        """Not decided yet."""
        return sum(n.state == NeedState.SUBMITTED for n in self.rows)


def needs_of(year: int) -> Needs:
    """All needs of that year, by division."""
    rows = tuple(Need.objects.filter(year=year).select_related("division", "facility"))
    names = {reference(need): need for need in rows if need.facility_id is not None}
    asked = PlannedDuty.objects.filter(duty__kind=NEEDED, duty__subject_ref__in=names, visit__state__in=LIVE)
    for ref, visit, week in asked.order_by("visit__week").values_list(
        "duty__subject_ref", "visit__public_id", "visit__week"
    ):
        names[ref].visits = [*getattr(names[ref], "visits", []), (visit, week)]  # type: ignore[attr-defined]
    return Needs(rows)


def points_of(plan: YearPlan) -> list[tuple[str, str]]:
    """What the plan says in words: the needs taken that name no unit, by division."""
    taken = Need.objects.filter(year=plan.year, state=NeedState.TAKEN, facility__isnull=True)
    rows = taken.exclude(text=NONE).select_related("division").order_by("division__order", "pk")
    return [(need.division.short_name, need.text) for need in rows]
