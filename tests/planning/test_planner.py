"""The planner's answers: as cheap as trying everything, always proven, the same bytes, sampling never by itself."""

import random
import subprocess
import sys
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bench.planner import uneven
from postpermit.planning import feasible
from postpermit.planning.planner import plan_visits
from postpermit.planning.planning_model import (
    Capacities,
    Certificate,
    Plan,
    Stage,
    Task,
    Week,
    Weights,
    YearInput,
)
from tests.planning.years import INSPECT, MONITOR, cheapest, key_unit, monday, task, tiny, weeks

pytestmark = pytest.mark.one_database


def planned(year: YearInput, *, polished: bool = True) -> Plan:
    """The plan, proven."""
    plan = plan_visits(year, polished=polished)
    assert isinstance(plan, Plan), plan
    assert feasible.problems(year, plan) == []
    return plan


def small_district(units: int = 40, seed: int = 1) -> YearInput:
    """Four streets, a fifth of the units key, a year of 52 weeks with a closed fortnight."""
    chance = random.Random(seed)
    tasks: list[Task] = []
    for number in range(units):
        zone = f"街道{chance.randrange(4)}"
        if number % 5 == 0:
            tasks += key_unit(f"K{number}", zone=zone)
        else:
            first = chance.randrange(30)
            tasks.append(task(f"S{number}", first, first + 12, zone=zone))
    return YearInput(weeks(52, 4, 4, closed=(6, 7)), tuple(tasks))


@pytest.mark.parametrize("seed", range(70))
def test_no_assignment_of_weeks_is_cheaper(seed: int) -> None:
    """Every tiny year tried in full: the same price, proven best; and a certificate exactly when nothing fits."""
    year = tiny(seed)
    best, plan = cheapest(year), plan_visits(year)
    if best is None:
        assert isinstance(plan, Certificate) and plan.sentences
        return
    assert isinstance(plan, Plan)
    assert feasible.problems(year, plan) == []
    assert (plan.objective, plan.lower_bound, plan.stage) == (best, best, Stage.OPTIMAL)


def test_the_tiny_years_are_of_both_sorts() -> None:
    impossible = sum(cheapest(tiny(seed)) is None for seed in range(70))
    assert 10 <= impossible <= 45


@settings(max_examples=40, deadline=None)
@given(seed=st.integers(0, 10**6), capacity=st.integers(1, 3))
def test_a_year_is_either_proven_or_refused_with_reasons(seed: int, capacity: int) -> None:
    year = replace(small_district(12, seed), weeks=weeks(52, capacity, 1))
    plan = plan_visits(year, polished=False)
    if isinstance(plan, Certificate):
        assert plan.sentences
    else:
        assert feasible.problems(year, plan) == []
        assert plan.lower_bound <= plan.objective


def test_a_district_reaches_its_bound() -> None:
    plan = planned(small_district())
    assert (plan.stage, plan.gap) == (Stage.OPTIMAL, Decimal("0.0000"))


def test_a_zones_windows_count_in_the_bound() -> None:
    """One visit in spring and one in autumn, a quarter of a day each: two days, not one; proven without the solver."""
    plan = planned(YearInput(weeks(52), (task("a", 10, 12), task("b", 40, 42))), polished=False)
    assert (plan.field_days, plan.lower_bound, plan.stage) == (2, plan.objective, Stage.OPTIMAL)


@pytest.mark.parametrize("seed", range(1, 4))
def test_a_year_of_few_big_and_many_small_streets_is_proven_best(seed: int) -> None:
    """Two teams, one crew, ten uneven streets: no week has room to spare, yet the gap is closed."""
    plan = planned(uneven(60, 10, seed, teams=2, crews=1))
    assert (plan.stage, plan.gap) == (Stage.OPTIMAL, Decimal("0.0000"))


def test_the_same_input_gives_the_same_bytes_in_any_order() -> None:
    year = small_district(seed=2)
    shuffled = list(year.tasks)
    random.Random(9).shuffle(shuffled)
    assert planned(year).to_json() == planned(replace(year, tasks=tuple(shuffled))).to_json()


def test_polishing_never_costs() -> None:
    for seed in range(3):
        year = small_district(seed=seed)
        assert planned(year).objective <= planned(year, polished=False).objective


def test_the_greedy_plan_needs_no_solver() -> None:
    code = (
        "import sys; from tests.planning.test_planner import planned, small_district; "
        "planned(small_district(), polished=False); sys.exit('ortools' in sys.modules)"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_bytes_read_back_are_the_plan() -> None:
    plan = planned(small_district(10), polished=False)
    assert Plan.from_json(plan.to_json()) == plan
    assert b'"gap":"' in plan.to_json() and b" " not in plan.to_json()


def test_sampling_rides_along_with_a_visit_of_the_team() -> None:
    plan = planned(YearInput(weeks(52), tuple(key_unit("K"))))
    assert len(plan.visits) == 2
    assert sum("K-m" in visit.tasks for visit in plan.visits) == 1


def test_a_new_permit_and_a_half_year_share_a_visit_where_both_are_due() -> None:
    tasks = [*key_unit("K")[:2], task("new", 20, 33, unit="K", slots=1)]
    plan = planned(YearInput(weeks(52), tuple(tasks)))
    assert len(plan.visits) == 2
    shared = next(visit for visit in plan.visits if "new" in visit.tasks)
    assert len(shared.tasks) == 2 and shared.slots == 2


def test_sampling_that_meets_no_visit_goes_by_itself() -> None:
    tasks = (task("a", 0, 3, unit="U"), task("m", 5, 8, unit="U", kind=MONITOR))
    plan = planned(YearInput(weeks(10), tasks, caps={"U": 1}))
    assert [(visit.slots, visit.crew_slots) for visit in plan.visits] == [(1, 0), (0, 1)]


def test_a_unit_is_entered_once_a_week_even_when_two_duties_share_no_day() -> None:
    """Monday of a week, and Friday of it or a week later: the later one waits. With the one week only it is impossible."""
    early = replace(task("a", 0, 0, unit="U"), latest=monday(1), earliest=monday(1))
    late = replace(
        early, id="b", earliest=monday(1) + timedelta(days=4), latest=monday(2) + timedelta(days=1)
    )
    plan = planned(YearInput(weeks(3), (early, late)))
    assert [(visit.id, visit.week) for visit in plan.visits] == [("a", monday(1)), ("b", monday(2))]
    none = plan_visits(YearInput(weeks(2), (early, late)))
    assert isinstance(none, Certificate) and none.proven and "每周至多一次" in none.sentences[0]


def test_zones_share_no_day() -> None:
    tasks = tuple(task(name, 0, 0, zone=f"街道{name}") for name in "abcd")
    assert planned(YearInput(weeks(1), tasks)).field_days == 4
    assert planned(YearInput(weeks(1), tuple(replace(t, zone="甲") for t in tasks))).field_days == 1


def test_a_frozen_week_stays() -> None:
    tasks = (task("a", 0, 9, frozen=7), task("b", 0, 9))
    plan = planned(YearInput(weeks(10), tasks))
    assert plan.week_of("a") == monday(7)
    assert plan.week_of("b") == monday(7), "sharing the day costs nothing"


def test_the_days_of_a_visit_lie_in_every_window() -> None:
    ends = replace(task("a", 0, 3), latest=monday(2) + timedelta(days=4), earliest=monday(2))
    plan = planned(YearInput(weeks(5), (ends,)))
    assert (plan.visits[0].first, plan.visits[0].last) == (monday(2), monday(2) + timedelta(days=4))


def test_a_window_without_a_whole_week_uses_part_of_one() -> None:
    short = replace(
        task("a", 0, 0), earliest=monday(2) + timedelta(days=1), latest=monday(2) + timedelta(days=3)
    )
    visit = planned(YearInput(weeks(5), (short,))).visits[0]
    assert (visit.week, visit.first, visit.last) == (monday(2), short.earliest, short.latest)


def test_too_full_a_greedy_start_is_mended_by_the_solver() -> None:
    """One team-day a week, each week filled to the last slot: only one way fits."""
    tasks = [task(f"{w}{n}", 0, w, zone=f"街道{w}") for w in range(5) for n in range(4)]
    plan = planned(YearInput(weeks(5, capacity=1), tuple(tasks)), polished=False)
    assert (plan.field_days, plan.peak) == (5, 1)


def test_what_a_day_and_a_peak_cost_is_given() -> None:
    year = YearInput(weeks(3), tuple(task(n, 0, 2, zone=n) for n in "abc"), weights=Weights(day=1, peak=0))
    assert planned(year).objective == 3


def test_a_meeting_week_has_three_quarters_of_the_staff() -> None:
    staff = Capacities(teams=3, crews=1)
    assert staff.week(monday(0), 5) == Week(monday(0), 5, 15, 5)
    assert staff.week(monday(0), 5, meeting=True) == Week(monday(0), 5, 11, 3)


def test_nothing_to_do_is_a_plan() -> None:
    plan = planned(YearInput(weeks(3), ()))
    assert (plan.visits, plan.objective, plan.stage, plan.gap) == ((), 0, Stage.OPTIMAL, Decimal("0.0000"))


def test_a_unit_lies_in_one_zone() -> None:
    tasks = (task("a", 0, 1, unit="U"), task("b", 0, 1, unit="U", zone="乙街道"))
    with pytest.raises(ValueError, match="more than one zone"):
        plan_visits(YearInput(weeks(2), tasks))


def test_a_visit_keeps_its_name_when_others_join() -> None:
    alone = planned(YearInput(weeks(9), (task("a", 0, 5, unit="U"),)))
    joined = planned(
        YearInput(weeks(9), (task("a", 0, 5, unit="U"), task("b", 0, 8, unit="U", kind=INSPECT)))
    )
    assert alone.visits[0].id == joined.visits[0].id == "a"
    assert joined.visits[0].tasks == ("a", "b")
    assert isinstance(joined.visits[0].week, date)
