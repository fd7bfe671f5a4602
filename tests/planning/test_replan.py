"""While the year runs: two weeks stand, little moves without cause, a new permit goes in at once."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postpermit.planning import feasible
from postpermit.planning.planner import insert, move, plan_visits, replan
from postpermit.planning.planning_model import Certificate, Lack, Plan, Replanned, Stage, Task, YearInput
from tests.planning.test_planner import small_district
from tests.planning.years import MONITOR, key_unit, monday, task, weeks

pytestmark = pytest.mark.one_database
TODAY = monday(20) + timedelta(days=2)


def begun(year: YearInput) -> tuple[YearInput, Plan]:
    """The year's plan, and the input of what is still to do on the day."""
    plan = plan_visits(year, polished=False)
    assert isinstance(plan, Plan)
    done = {name for visit in plan.visits if visit.week < monday(20) for name in visit.tasks}
    return replace(year, tasks=tuple(t for t in year.tasks if t.id not in done)), plan


def again(year: YearInput, plan: Plan, **how: Decimal) -> Replanned:
    """Planned again, and proven."""
    answer = replan(year, plan, today=TODAY, **how)
    assert isinstance(answer, Replanned), answer
    assert feasible.problems(answer.year, answer.plan) == []
    return answer


def test_nothing_moves_when_nothing_changed_and_nothing_may_move() -> None:
    year, plan = begun(small_district())
    answer = again(year, plan, share=Decimal(0))
    assert (answer.moved, answer.by_cause, answer.added, answer.budget) == ((), (), (), 0)
    assert answer.plan.visits == tuple(v for v in plan.visits if v.week >= monday(20))


@settings(max_examples=25, deadline=None)
@given(seed=st.integers(0, 10**6), lost=st.integers(0, 2), blocked=st.integers(0, 9))
def test_the_next_two_weeks_stand_and_little_moves_without_cause(seed: int, lost: int, blocked: int) -> None:
    year, plan = begun(small_district(40, seed))
    closed = frozenset(monday(w) for w in range(24, 32))
    fewer = tuple(replace(w, capacity=w.capacity - lost) for w in year.weeks)
    tasks = tuple(
        replace(t, not_in_weeks=closed) if t.unit.endswith(str(blocked)) and t.latest >= monday(40) else t
        for t in year.tasks
    )
    answer = replan(replace(year, weeks=fewer, tasks=tasks), plan, today=TODAY)
    if isinstance(answer, Certificate):
        assert answer.sentences
        return
    assert feasible.problems(answer.year, answer.plan) == []
    future = sum(v.week >= monday(22) for v in plan.visits)
    assert len(answer.moved) <= answer.budget == future // 20
    near = {t: v.week for v in plan.visits if monday(20) <= v.week < monday(22) for t in v.tasks}
    assert all(answer.plan.week_of(name) == week for name, week in near.items())


def test_moving_lowers_the_price_or_is_left_alone() -> None:
    """A plan spoilt by hand: within the budget it gets better, with none it stays."""
    year = YearInput(weeks(52, 5, 5), tuple(task(f"s{n}", 25, 45) for n in range(40)))
    plan = plan_visits(year)
    assert isinstance(plan, Plan)
    for number in range(2):
        plan = move(year, plan, f"s{number}", monday(40 + number))
    assert feasible.problems(year, plan) == []
    assert again(year, plan, share=Decimal(0)).plan.objective == plan.objective
    better = again(year, plan)
    assert better.budget == 2 and 0 < len(better.moved) <= 2
    assert better.plan.objective < plan.objective


def test_a_unit_that_is_now_blocked_moves_by_cause() -> None:
    year, plan = begun(small_district())
    visit = next(v for v in plan.visits if v.week >= monday(24) and v.id.startswith("K"))
    tasks = tuple(
        replace(t, not_in_weeks=frozenset([visit.week])) if t.unit == visit.unit else t for t in year.tasks
    )
    answer = again(replace(year, tasks=tasks), plan, share=Decimal(0))
    assert (answer.moved, answer.by_cause) == ((), (visit.id,))
    assert answer.plan.week_of(visit.id) != visit.week


def test_a_week_that_lost_its_team_is_emptied_by_cause() -> None:
    year, plan = begun(small_district())
    busy = next(v.week for v in plan.visits if v.week >= monday(24))
    fewer = tuple(replace(w, capacity=0) if w.monday == busy else w for w in year.weeks)
    answer = again(replace(year, weeks=fewer), plan, share=Decimal(0))
    assert not any(v.week == busy and v.slots for v in answer.plan.visits)
    assert answer.moved == () and len(answer.by_cause) >= 1


def test_a_missed_visit_is_planned_again() -> None:
    year = YearInput(weeks(52), (task("a", 10, 30), task("b", 10, 40)))
    plan = plan_visits(year)
    assert isinstance(plan, Plan)
    missed = move(year, plan, "a", monday(12))
    answer = again(year, missed)
    assert answer.plan.week_of("a") is not None and answer.plan.week_of("a") >= monday(22)  # type: ignore[operator]


def test_a_duty_that_is_due_before_the_frozen_weeks_end_is_not_put_off() -> None:
    year, plan = begun(small_district())
    urgent = task("urgent", 19, 20, zone="街道1")
    answer = again(replace(year, tasks=(*year.tasks, urgent)), plan)
    assert answer.plan.week_of("urgent") == monday(20)
    assert answer.added == ("urgent",)


def test_what_can_no_longer_be_met_is_certified() -> None:
    year, plan = begun(small_district())
    answer = replan(replace(year, tasks=(*year.tasks, task("gone", 10, 19))), plan, today=TODAY)
    assert isinstance(answer, Certificate)
    assert [(s.lack, s.duties) for s in answer.shortages] == [(Lack.WINDOW, ("事项gone",))]


def put_in(year: YearInput, plan: Plan, one: Task) -> Plan:
    """With the new duty, proven."""
    grown = insert(year, plan, one, today=TODAY)
    assert isinstance(grown, Plan), grown
    assert feasible.problems(replace(year, tasks=(*year.tasks, one)), grown) == []
    return grown


def test_a_new_permit_moves_nobody_else() -> None:
    year = small_district()
    plan = plan_visits(year, polished=False)
    assert isinstance(plan, Plan)
    grown = put_in(year, plan, task("new", 20, 33, zone="街道2"))
    assert set(plan.visits) < set(grown.visits)
    assert (grown.week_of("new") or monday(0)) >= monday(22)
    assert grown.objective >= plan.objective and grown.lower_bound == plan.lower_bound


def test_a_new_duty_joins_a_visit_that_is_planned_already() -> None:
    year = YearInput(weeks(52), tuple(key_unit("K")[:2]))
    plan = plan_visits(year)
    assert isinstance(plan, Plan)
    grown = put_in(year, plan, task("m", 0, 51, unit="K", kind=MONITOR))
    assert [(v.id, v.week) for v in grown.visits] == [(v.id, v.week) for v in plan.visits]
    assert sum("m" in v.tasks for v in grown.visits) == 1


def test_a_duty_that_fits_nowhere_is_certified() -> None:
    year = YearInput(weeks(52, capacity=1), tuple(task(f"s{n}", 30, 30, zone=f"街道{n}") for n in range(1)))
    plan = plan_visits(year)
    assert isinstance(plan, Plan)
    answer = insert(year, plan, task("new", 30, 30, zone="乙街道"), today=TODAY)
    assert isinstance(answer, Certificate)
    assert (answer.shortages[0].lack, answer.shortages[0].weeks) == (Lack.CAPACITY, (monday(30),))


def test_a_visit_moved_by_hand_is_counted_anew_and_its_faults_are_told() -> None:
    year = YearInput(weeks(52), (task("a", 10, 30), task("b", 10, 12)))
    plan = plan_visits(year)
    assert isinstance(plan, Plan)
    good = move(year, plan, "a", monday(25))
    assert good.objective > plan.objective and good.stage is Stage.GREEDY
    assert feasible.problems(year, good) == []
    bad = move(year, plan, "b", monday(25))
    assert any("不在期限" in sentence for sentence in feasible.problems(year, bad))
