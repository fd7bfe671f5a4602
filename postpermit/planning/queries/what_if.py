"""推演年度计划: the year's visits under changed values, classes or staff, planned beside today's. Reads only."""

from collections.abc import Iterable, Sequence
from contextlib import nullcontext
from dataclasses import dataclass, replace
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import Any

from postpermit import law
from postpermit.duties.queries.facts import facts_of_register, law_of
from postpermit.duties.rules import HolderFacts, Law, plan_year
from postpermit.duties.rules.facts import Planned
from postpermit.duties.rules.what_if import Changes, UnreadableChanges, with_classes
from postpermit.planning.models import YearPlan
from postpermit.planning.planner import plan_visits
from postpermit.planning.planning_model import Certificate, Plan, Task, TaskKind, Week, YearInput
from postpermit.planning.possible import possible_part, without_limits
from postpermit.planning.queries.inputs import NOWHERE
from postpermit.planning.queries.plan_weeks import certified_officers
from postpermit.planning.rules import cap_of, plan_weeks
from postpermit.planning.rules.quarters import QUOTAS
from postpermit.planning.rules.strata import UNITS, quarter_days
from postpermit.planning.rules.tasks import HALVES, INSPECTS, MONITORS, span_of
from postpermit.planning.rules.year_plan import apart_weeks, lengths
from postpermit.register.models import Facility

MOST = 500
NAMED = 5
TWO, ONE = 2, 1
CLASS_OF = {duty: klass for klass, duty, _ in UNITS.values()}


@dataclass(frozen=True)
class Staff:
    """Teams and crews a day, and officers who may be sent."""

    teams: int
    crews: int
    officers: int

    def said(self) -> str:
        """检查 2 组、监测 1 组、可派 8 人."""
        return f"检查 {self.teams} 组、监测 {self.crews} 组、可派 {self.officers} 人"


@dataclass(frozen=True)
class Load:
    """A planned year in figures. ``weeks``: Monday → (visits, team-days, crew-days); ``impossible``: what is missing for all.

    ``left_out``: the duties that are not in the figures; ``beyond``: the figures need more people than there are.
    Where ``planned`` is False there are no figures, and the noughts are not to be shown.
    """

    staff: Staff
    visits: int
    field_days: int
    crew_days: int
    peak: int
    weeks: dict[date, tuple[int, int, int]]
    impossible: tuple[str, ...]
    least: int
    left_out: tuple[str, ...] = ()
    beyond: bool = False
    planned: bool = True

    @property
    def remark(self) -> str:
        """What one has to know to read the figures; empty for a year that can be done."""
        if not self.planned:
            return "无法编排，没有可列的数字。"
        said = []
        if self.left_out:
            named = "、".join(self.left_out[:NAMED]) + ("等" if len(self.left_out) > NAMED else "")
            said.append(f"{len(self.left_out)} 项排不下，没有计入下列数字（{named}）")
        if self.beyond:
            said.append("人力不够，下列数字是把其余各项全部做完所需的")
        return "；".join(said) + ("。" if said else "")

    @property
    def per_officer(self) -> Decimal:
        """Field days of one officer in the year."""
        return self._each(self.field_days)

    @property
    def busiest(self) -> Decimal:
        """Field days of one officer in the busiest week."""
        return self._each(self.peak)

    def each(self, monday: date) -> Decimal:
        """Field days of one officer in that week."""
        return self._each(self.weeks.get(monday, (0, 0, 0))[1])

    def _each(self, days: int) -> Decimal:
        officers = max(self.staff.officers, 1)
        return (Decimal(days * self.least) / officers).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class PlansBeside:
    """Today's year and the tried one."""

    year: int
    before: Load
    after: Load

    @property
    def weeks(self) -> list[tuple[date, tuple[int, int, int], tuple[int, int, int], Decimal, Decimal]]:
        """(Monday, before, after, per officer before, after) of every week with a visit in either."""
        mondays = sorted(set(self.before.weeks) | set(self.after.weeks))
        none = (0, 0, 0)
        return [
            (
                m,
                self.before.weeks.get(m, none),
                self.after.weeks.get(m, none),
                self.before.each(m),
                self.after.each(m),
            )
            for m in mondays
        ]


def read_staff(page: Any, now: Staff) -> Staff:
    """From the page of changes: ``teams``, ``crews``, ``officers``; what is not named stays. Raises ``UnreadableChanges``."""
    if page is None:
        return now
    if not isinstance(page, dict) or set(page) - {"teams", "crews", "officers"}:
        raise UnreadableChanges("staff 应含 teams（检查组）、crews（监测组）、officers（可派人数）。")
    for name, value in page.items():
        least = 0 if name == "crews" else 1
        if isinstance(value, bool) or not isinstance(value, int) or not least <= value <= MOST:
            raise UnreadableChanges(f"staff.{name}：应为 {least} 至 {MOST} 的整数。")
    return replace(now, **page)


def staff_now(year: int, on: date) -> Staff:
    """The numbers of the year's plan where there is one, and everybody certified."""
    plan = YearPlan.objects.filter(year=year).values_list("teams", "crews").first()
    teams, crews = plan or (TWO, ONE)
    return Staff(teams, crews, max(len(certified_officers(on)), 1))


def plan_what_if(changes: Changes, year: int, on: date, before: Staff, after: Staff) -> PlansBeside:
    """Both years planned from the register as it stands. Visits already made are not taken off: a whole year is compared."""
    units = facts_of_register()
    streets = dict(Facility.objects.exclude(street="").values_list("pk", "street"))
    now = law_of(year, on)
    calendar = now.calendar
    for listed in changes.calendars:
        calendar = calendar.with_year(listed)
    tried = Law(calendar, now.on, now.annual_meeting)
    changed = with_classes(units, changes.classes)
    return PlansBeside(
        year,
        _load(units, streets, year, on, now, before, ()),
        _load(changed, streets, year, on, tried, after, changes.values),
    )


def _load(
    units: Sequence[HolderFacts],
    streets: dict[int, str],
    year: int,
    on: date,
    law_: Law,
    staff: Staff,
    values: tuple[law.Value, ...],
) -> Load:
    with law.trying(values) if values else nullcontext():
        least = int(law_.value("inspection.officers.least"))
        given = _given(units, streets, year, on, law_, staff)
        return _planned(given, staff, least)


def _planned(given: YearInput, staff: Staff, least: int) -> Load:
    """The year in figures; of an impossible one what can be done, and what all of that would ask for."""
    lacks: list[str] = []
    left_out: tuple[str, ...] = ()
    beyond = False
    answer = plan_visits(given, polished=False)
    if isinstance(answer, Certificate):
        lacks += answer.sentences
        given, out = possible_part(given)
        left_out = tuple(task.duty for task in out)
        answer = plan_visits(given, polished=False) if out else answer
    if isinstance(answer, Certificate):
        lacks += [sentence for sentence in answer.sentences if sentence not in lacks]
        beyond = True
        answer = plan_visits(without_limits(given), polished=False)
    if isinstance(answer, Certificate):
        return Load(staff, 0, 0, 0, 0, {}, tuple(lacks), least, left_out, planned=False)
    days, crew, peak = answer.field_days, answer.crew_days, answer.peak
    return Load(
        staff, len(answer.visits), days, crew, peak, _weeks(answer, given), tuple(lacks), least, left_out, beyond
    )  # fmt: skip


def _given(
    units: Sequence[HolderFacts], streets: dict[int, str], year: int, on: date, law_: Law, staff: Staff
) -> YearInput:
    classes = {u.facility: u.management_class for u in units}
    tasks = [t for p in plan_year(units, year, on, law_) if not p.void_why for t in _tasks(p, units, year, classes, streets, law_)]  # fmt: skip
    inspected = {t.unit: t.id for t in tasks if t.kind is TaskKind.INSPECT}
    limits = {k: int(cap_of(k, law_).value) for k in set(classes.values())}
    by_name = {_name(u): u.management_class for u in units}
    return YearInput(
        tuple(
            Week(w.monday, len(w.usable), int(staff.teams * w.capacity), int(staff.crews * w.capacity))
            for w in plan_weeks(year, law_)
        ),
        tuple(tasks),
        {name: limits[by_name[name]] for name in sorted(inspected)},
        int(law_.value("year_plan.slots_per_day")),
    )


def _name(unit: HolderFacts) -> str:
    return f"{unit.name}（{unit.number}）"


def _tasks(
    p: Planned,
    units: Sequence[HolderFacts],
    year: int,
    classes: dict[int | None, str],
    streets: dict[int, str],
    law_: Law,
) -> Iterable[Task]:
    """The tasks of one duty; a yearly share falls evenly on units and quarters, as a draw would on average."""
    if p.kind in QUOTAS and p.target:
        kin = [u for u in units if u.management_class == CLASS_OF[p.kind] and u.in_force(law_.on)]
        for n, unit in enumerate(kin[i * len(kin) // p.target] for i in range(min(p.target, len(kin)))):
            first, last = quarter_days(f"{year}Q{n * 4 // p.target + 1}")
            yield _task(p.kind, unit.facility, _name(unit), first, last, f"Q{n}", classes, streets, law_)
    elif p.kind in INSPECTS | MONITORS:
        span = span_of(p.kind, p.opens_on, p.due.on, date(year, 1, 1), year)
        if span is not None:
            name = f"{p.subject_name}（{p.subject}）"
            yield _task(
                p.kind, p.facility, name, span.earliest, span.latest, p.period, classes, streets, law_
            )


def _task(
    kind: str,
    facility: int | None,
    name: str,
    first: date,
    last: date,
    period: str,
    classes: dict[int | None, str],
    streets: dict[int, str],
    law_: Law,
) -> Task:
    monitor = kind in MONITORS or kind == "monitor-simplified"
    return Task(
        id=f"{kind}:{facility}:{period}",
        unit=name,
        zone=streets.get(facility or 0, NOWHERE),
        kind=TaskKind.MONITOR if monitor else TaskKind.INSPECT,
        duty=f"{name} {law.duty_kind(kind).label}",
        earliest=first,
        latest=last,
        slots=lengths(classes[facility], law_).visit,
        group=HALVES if kind == HALVES else "",
        spacing=apart_weeks(law_) if kind == HALVES else 0,
    )


def _weeks(plan: Plan, given: YearInput) -> dict[date, tuple[int, int, int]]:
    slots: dict[tuple[date, str], list[int]] = {}
    visits: dict[date, int] = {}
    for v in plan.visits:
        held = slots.setdefault((v.week, v.zone), [0, 0])
        held[0] += v.slots
        held[1] += v.crew_slots
        visits[v.week] = visits.get(v.week, 0) + 1
    days: dict[date, list[int]] = {m: [0, 0] for m in visits}
    for (monday, _), (team, crew) in slots.items():
        days[monday][0] += -(-team // given.slots_per_day)
        days[monday][1] += -(-crew // given.slots_per_day)
    return {m: (visits[m], *days[m]) for m in sorted(visits)}
