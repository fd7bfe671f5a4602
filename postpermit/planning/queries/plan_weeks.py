"""The weeks of a plan with the team-days at hand: guarantees, meetings, leave and visits already under way taken off."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from math import ceil

from postpermit import law
from postpermit.duties.models import MeetingDate
from postpermit.duties.rules import Law
from postpermit.office.models import Absence
from postpermit.planning.models import PlannedVisit, YearPlan
from postpermit.planning.planning_model import Week
from postpermit.planning.queries.teams import brigade
from postpermit.planning.rules import PlanWeek, plan_weeks
from postpermit.planning.states import PlannedState


@dataclass(frozen=True)
class Staffed:
    """A week as the planner takes it, and why it is as short as it is."""

    week: Week
    plain: PlanWeek

    @property
    def notes(self) -> tuple[str, ...]:
        """What an officer reads beside the week."""
        return self.plain.notes


def staffed_weeks(plan: YearPlan, from_on: date, law_: Law, *, whole: bool = False) -> list[Staffed]:
    """The weeks of the plan's year from ``from_on`` on. ``whole``: visits on the way are not taken off.

    A fixed number of queries.
    """
    held = MeetingDate.objects.filter(kind="meeting-dispatch", on__year=plan.year).values_list(
        "on", flat=True
    )
    plain = [w for w in plan_weeks(plan.year, law_, held) if w.working[-1] >= from_on]
    away, people = _away(plan.year), certified_officers(from_on)
    least = int(law.value("inspection.officers.least", on=law_.on).value)
    sent = {} if whole else days_under_way(plan, law_)
    made = [_staffed(plan, _cut(w, from_on), away, people, least, sent) for w in plain]
    if made and not whole and made[0].week.monday < from_on:
        made[0] = _begun(made[0], plan, law_)
    return made


def _begun(week: Staffed, plan: YearPlan, law_: Law) -> Staffed:
    """A week that has begun keeps room for the visits that stand in it: what its days left allow is no reason to move
    them, for whoever is sent tomorrow was sent by the plan as it is."""
    per_day = int(law_.value("year_plan.slots_per_day"))
    rows = PlannedVisit.objects.filter(plan=plan, state=PlannedState.PLANNED, week=week.week.monday)
    days = days_of(rows.values_list("week", "zone", "slots", "inspects", "monitors"), per_day)
    team, crew = days.get(week.week.monday, (0, 0))
    kept = replace(
        week.week,
        capacity=max(week.week.capacity, team),
        crew_capacity=max(week.week.crew_capacity, crew),
    )
    return replace(week, week=kept)


def _cut(week: PlanWeek, from_on: date) -> PlanWeek:
    """Only the days still ahead."""
    left = tuple(d for d in week.usable if d >= from_on)
    if left == week.usable:
        return week
    share = week.capacity * len(left) / len(week.usable)
    return replace(week, usable=left, capacity=share)


def _staffed(
    plan: YearPlan,
    week: PlanWeek,
    away: dict[date, set[int]],
    people: frozenset[int],
    least: int,
    sent: dict[date, tuple[int, int]],
) -> Staffed:
    days = len(week.usable)
    share = week.capacity / days if days else week.capacity
    teams = sum(_teams(plan.teams, away.get(d, set()) & people, people, least) for d in week.usable)
    team, crew = sent.get(week.monday, (0, 0))
    made = Week(
        week.monday,
        days,
        max(int(teams * share) - team, 0),
        max(int(plan.crews * week.capacity) - crew, 0),
    )
    return Staffed(made, week)


def _teams(teams: int, away: set[int], people: frozenset[int], least: int) -> int:
    """The chief's number of teams, unless leave leaves fewer people than they need."""
    return min(teams, (len(people) - len(away)) // least) if away else teams


def _away(year: int) -> dict[date, set[int]]:
    first, last = date(year, 1, 1), date(year, 12, 31)
    found: dict[date, set[int]] = defaultdict(set)
    rows = Absence.objects.filter(to_on__gte=first, from_on__lte=last)
    for officer, start, end in rows.values_list("officer", "from_on", "to_on"):
        on = max(start, first)
        while on <= min(end, last):
            found[on].add(officer)
            on += timedelta(days=1)
    return found


def certified_officers(on: date) -> frozenset[int]:
    """Officers of 执法大队 who may be sent."""
    return frozenset(brigade(on).exclude(officer__certificate="").values_list("officer", flat=True))


def days_under_way(plan: YearPlan, law_: Law) -> dict[date, tuple[int, int]]:
    """Monday → team-days and crew-days of visits that are sent out already."""
    rows = PlannedVisit.objects.filter(plan=plan, state=PlannedState.TAKEN_UP)
    per_day = int(law_.value("year_plan.slots_per_day"))
    return days_of(rows.values_list("week", "zone", "slots", "inspects", "monitors"), per_day)


def days_of(rows: Iterable[tuple[date, str, int, bool, bool]], per_day: int) -> dict[date, tuple[int, int]]:
    """Team-days and crew-days by week: a day belongs to one street, a started day counts whole."""
    slots: dict[tuple[date, str], list[int]] = defaultdict(lambda: [0, 0])
    for week, zone, length, inspects, monitors in rows:
        held = slots[week, zone]
        held[0] += length if inspects else 0
        held[1] += length if monitors else 0
    days: dict[date, tuple[int, int]] = {}
    for (week, _), (team, crew) in slots.items():
        was = days.get(week, (0, 0))
        days[week] = (was[0] + ceil(team / per_day), was[1] + ceil(crew / per_day))
    return days
