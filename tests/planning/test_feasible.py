"""The proof bites: each way to damage a good plan is found, and said in its own sentence."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from postpermit.planning import feasible
from postpermit.planning.planner import plan_visits
from postpermit.planning.planning_model import Plan, PlannedVisit, Stage, Task, YearInput
from tests.planning.years import INSPECT, MONITOR, key_unit, monday, task, weeks

pytestmark = pytest.mark.one_database

# Two key units and one with a ceiling in 甲街道, four small ones in 乙街道, one frozen, one partly blocked.
YEAR = YearInput(
    weeks(52, capacity=3, crew=2, closed=(6, 7)),
    (
        *key_unit("K"),
        *key_unit("L"),
        task("f", 0, 40, frozen=12),
        task("b", 10, 14, blocked=(11, 12)),
        *(task(f"s{n}", 20, 32, zone="乙街道") for n in range(4)),
        task("late", 45, 51, unit="K2"),
        task("m", 2, 4, unit="K2", kind=MONITOR),
    ),
    caps={"K": 2, "K2": 1},
)
PLAN = plan_visits(YEAR)
assert isinstance(PLAN, Plan)
GOOD: Plan = PLAN


def visit(name: str) -> PlannedVisit:
    """The visit that holds the task."""
    return next(v for v in GOOD.visits if name in v.tasks)


def with_visits(*changed: PlannedVisit, without: tuple[str, ...] = ()) -> Plan:
    """The good plan with visits replaced by name, added or left out; its figures as they were."""
    kept = {v.id: v for v in GOOD.visits if v.id not in without}
    return replace(GOOD, visits=tuple((kept | {v.id: v for v in changed}).values()))


def moved(name: str, week: int) -> PlannedVisit:
    """The visit in another week, with the days it would have there."""
    held = [t for t in YEAR.tasks if t.id in visit(name).tasks]
    last = min([monday(week) + timedelta(days=6), *(t.latest for t in held)])
    return replace(
        visit(name), week=monday(week), first=max([monday(week), *(t.earliest for t in held)]), last=last
    )


def split(name: str, task_id: str) -> tuple[PlannedVisit, PlannedVisit]:
    """One task taken out of its visit into a visit of its own, a few weeks away."""
    old = visit(name)
    week = old.week + timedelta(weeks=3)
    alone = replace(old, id="alone", tasks=(task_id,), week=week, first=week, last=week)
    return replace(old, tasks=tuple(t for t in old.tasks if t != task_id)), alone


def sampling_alone() -> Plan:
    """The sampling of K in a visit of its own."""
    first, second = split("K-m", "K-m")
    return with_visits(replace(first, crew_slots=0), replace(second, slots=0))


DAMAGED: dict[str, tuple[Callable[[], Plan], str]] = {
    "a duty left out": (lambda: with_visits(without=(visit("b").id,)), "事项 b 安排了 0 次"),
    "a duty twice": (lambda: with_visits(replace(visit("b"), id="again")), "事项 b 安排了 2 次"),
    "a duty of nobody": (
        lambda: with_visits(replace(visit("b"), tasks=("b", "ghost"))),
        "不存在的事项 ghost",
    ),
    "a visit without duty": (
        lambda: with_visits(replace(visit("b"), id="empty", tasks=())),
        "empty 没有事项",
    ),
    "two visits of one name": (
        lambda: replace(GOOD, visits=(*GOOD.visits, replace(visit("b"), tasks=()))),
        "编号 b 重复",
    ),
    "the wrong unit": (lambda: with_visits(replace(visit("b"), unit="L")), "b 的单位或片区与事项不符"),
    "the wrong street": (lambda: with_visits(replace(visit("b"), zone="乙街道")), "b 的单位或片区与事项不符"),
    "before the window": (lambda: with_visits(moved("s0", 19)), "事项 s0 排在 2026-05-18 的一周，不在期限"),
    "after the window": (lambda: with_visits(moved("s0", 33)), "不在期限"),
    "a blocked week": (lambda: with_visits(moved("b", 12)), "不安排检查的一周"),
    "a closed week": (lambda: with_visits(moved("K-1", 6)), "不可用的一周"),
    "a week of no year": (lambda: with_visits(moved("late", 52)), "不可用的一周"),
    "a frozen visit moved": (lambda: with_visits(moved("f", 13)), "事项 f 已冻结"),
    "days outside the window": (
        lambda: with_visits(replace(visit("s0"), last=visit("s0").week + timedelta(days=7))),
        "没有对所有事项都在期限内的日子",
    ),
    "first day after the last": (
        lambda: with_visits(replace(visit("s0"), first=visit("s0").last + timedelta(days=1))),
        "没有对所有事项都在期限内的日子",
    ),
    "a shorter visit": (lambda: with_visits(replace(visit("K-1"), slots=1)), "K-1 的用时与事项不符"),
    "no time for the crew": (lambda: with_visits(replace(visit("m"), crew_slots=0)), "m 的用时与事项不符"),
    "too close": (lambda: with_visits(moved("K-1", 25), moved("K-2", 27)), "只相隔 2 周，至少 8 周"),
    "both half-years at once": (
        lambda: with_visits(
            replace(visit("K-1"), tasks=("K-1", *visit("K-2").tasks)), without=(visit("K-2").id,)
        ),
        "应当分两次检查，却排在同一次",
    ),
    "twice in one week": (
        lambda: with_visits(moved("K-1", 25), moved("K-2", 25)),
        "只相隔 0 周，至少 8 周",
    ),
    "sampling by itself": (sampling_alone, "可以合并为一次而没有合并"),
    "other figures of days": (lambda: replace(GOOD, field_days=GOOD.field_days - 1), "天数或最忙周"),
    "another peak": (lambda: replace(GOOD, crew_peak=0), "天数或最忙周"),
    "another objective": (lambda: replace(GOOD, objective=GOOD.objective - 10), "按安排应为"),
    "a bound above the objective": (lambda: replace(GOOD, lower_bound=GOOD.objective + 1), "下界或阶段"),
    "optimal without being it": (lambda: replace(GOOD, lower_bound=0), "下界或阶段"),
    "not optimal though at the bound": (lambda: replace(GOOD, stage=Stage.GREEDY), "下界或阶段"),
}


def test_the_good_plan_is_good() -> None:
    assert feasible.problems(YEAR, GOOD) == []
    assert GOOD.stage is Stage.OPTIMAL


@pytest.mark.parametrize("damage", DAMAGED)
def test_damage_is_found(damage: str) -> None:
    make, words = DAMAGED[damage]
    found = feasible.problems(YEAR, make())
    assert any(words in sentence for sentence in found), found


@pytest.mark.parametrize(
    ("year", "words"),
    [
        (replace(YEAR, caps={"K": 1}), "单位 K 安排检查 2 次，上限还剩 1 次"),
        (replace(YEAR, weeks=tuple(replace(w, capacity=0) for w in YEAR.weeks)), "执法组日，只有 0 个"),
        (replace(YEAR, weeks=tuple(replace(w, crew_capacity=0) for w in YEAR.weeks)), "监测组日，只有 0 个"),
        (replace(YEAR, slots_per_day=1), "天数或最忙周"),
        (replace(YEAR, tasks=(*YEAR.tasks, task("new", 3, 9))), "事项 new 安排了 0 次"),
        (replace(YEAR, tasks=tuple(replace(t, spacing=40) for t in YEAR.tasks)), "至少 40 周"),
    ],
)
def test_a_plan_for_another_year_is_found(year: YearInput, words: str) -> None:
    assert any(words in sentence for sentence in feasible.problems(year, GOOD))


def by_hand(year: YearInput, weeks_of: dict[tuple[str, ...], int]) -> list[str]:
    """What the proof says about visits put together by hand, their printed figures aside."""
    tasks = {t.id: t for t in year.tasks}
    visits = []
    for names, week in weeks_of.items():
        held = [tasks[name] for name in names]
        longest = {kind: max([0, *(t.slots for t in held if t.kind is kind)]) for kind in (INSPECT, MONITOR)}
        first = max([monday(week), *(t.earliest for t in held)])
        last = min([monday(week) + timedelta(days=6), *(t.latest for t in held)])
        visits.append(
            PlannedVisit(
                names[0],
                held[0].unit,
                held[0].zone,
                monday(week),
                names,
                longest[INSPECT],
                longest[MONITOR],
                first,
                last,
            )
        )
    plan = replace(GOOD, visits=tuple(visits))
    return [sentence for sentence in feasible.problems(year, plan) if not sentence.startswith("计划写明")]


def due(first: int, last: int, **rest: Any) -> Task:
    """A task due from one day to another, counted from the first Monday."""
    return replace(
        task("a", 0, 0, **rest), earliest=monday(0) + timedelta(first), latest=monday(0) + timedelta(last)
    )


# Monday of week 2 is day 14, its Friday day 18, its Saturday day 19.
@pytest.mark.parametrize(
    ("one", "fine"),
    [
        (due(14, 25), [2, 3]),
        (due(14, 24), [2]),
        (due(15, 25), [3]),
        (due(18, 21), [2, 3]),
        (due(19, 21), [3]),
        (due(16, 16), [2]),
        (due(14, 25, blocked=(2,)), [3]),
        (due(14, 39), [2, 3, 5]),
        (due(28, 36), [5]),
    ],
)
def test_a_window_is_open_in_these_weeks_only(one: Task, fine: list[int]) -> None:
    """Whole weeks; parts of one only where there is no whole one. Week 4 is closed, week 5 has one day."""
    open_weeks = tuple(replace(w, days=1) if w.monday == monday(5) else w for w in weeks(8, closed=(4,)))
    year = YearInput(open_weeks, (one,))
    assert [week for week in range(8) if by_hand(year, {("a",): week}) == []] == fine


R = {"unit": "U", "group": "half"}
HAND: dict[str, tuple[YearInput, dict[tuple[str, ...], int], str]] = {
    "as many days as there are": (
        YearInput(weeks(2, 1, 1), (task("a", 0, 1), task("m", 0, 1, zone="乙", kind=MONITOR))),
        {("a",): 0, ("m",): 0},
        "",
    ),
    "rivals and a third that goes with one": (
        YearInput(weeks(9), (task("a", 0, 8, **R), task("b", 0, 8, **R), task("c", 0, 8, unit="U"))),
        {("a", "c"): 0, ("b",): 1},
        "",
    ),
    "two duties without group in one visit": (
        YearInput(weeks(9), (task("a", 0, 8, unit="U"), task("b", 0, 8, unit="U", slots=2))),
        {("a", "b"): 0},
        "",
    ),
    "the same two apart": (
        YearInput(weeks(9), (task("a", 0, 8, unit="U"), task("b", 0, 8, unit="U"))),
        {("a",): 0, ("b",): 8},
        "可以合并",
    ),
    "only a closed week in common": (
        YearInput(weeks(9, closed=(4,)), (task("a", 0, 4, unit="U"), task("b", 4, 8, unit="U"))),
        {("a",): 0, ("b",): 8},
        "",
    ),
    "only a blocked week in common": (
        YearInput(weeks(9), (task("a", 0, 4, unit="U", blocked=(4,)), task("b", 4, 8, unit="U"))),
        {("a",): 0, ("b",): 8},
        "",
    ),
    "two that could only be one at the cost of a distance": (
        YearInput(
            weeks(9),
            (
                task("a", 0, 4, spacing=8, **R),
                task("b", 4, 8, spacing=8, **R),
                task("c", 2, 4, unit="U"),
            ),
        ),
        {("a",): 0, ("c",): 3, ("b",): 8},
        "",
    ),
    "two that could be one and leave room for the third": (
        YearInput(
            weeks(9),
            (
                task("a", 0, 4, spacing=8, **R),
                task("b", 4, 8, spacing=8, **R),
                task("c", 0, 4, unit="U"),
            ),
        ),
        {("a",): 0, ("c",): 3, ("b",): 8},
        "可以合并",
    ),
    "one open week in common": (
        YearInput(weeks(9), (task("a", 0, 4, unit="U"), task("b", 4, 8, unit="U"))),
        {("a",): 0, ("b",): 8},
        "可以合并",
    ),
    "one week in common but no day": (
        YearInput(weeks(9), (due(7, 8, unit="U"), replace(due(9, 11, unit="U"), id="b"))),
        {("a",): 1, ("b",): 1},
        "在同一周进同一家单位两次",
    ),
    "one day in common": (
        YearInput(weeks(9), (due(7, 9, unit="U"), replace(due(9, 11, unit="U"), id="b"))),
        {("a",): 1, ("b",): 1},
        "可以合并",
    ),
    "rivals in one week": (
        YearInput(weeks(9), (task("a", 0, 8, **R), task("b", 0, 8, **R))),
        {("a",): 3, ("b",): 3},
        "只相隔 0 周，至少 1 周",
    ),
    "rivals of which one wants a distance": (
        YearInput(weeks(9), (task("a", 0, 8, **R), task("b", 0, 8, spacing=4, **R))),
        {("a",): 0, ("b",): 3},
        "只相隔 3 周，至少 4 周",
    ),
    "rivals just far enough apart": (
        YearInput(weeks(9), (task("a", 0, 8, **R), task("b", 0, 8, spacing=4, **R))),
        {("a",): 0, ("b",): 4},
        "",
    ),
    "two units in one visit": (
        YearInput(weeks(9), (task("a", 0, 8), task("b", 0, 8))),
        {("a", "b"): 0},
        "单位或片区与事项不符",
    ),
}


@pytest.mark.parametrize("case", HAND)
def test_a_plan_by_hand_is_judged_at_the_boundary(case: str) -> None:
    year, weeks_of, words = HAND[case]
    found = by_hand(year, weeks_of)
    assert (found == []) if not words else any(words in sentence for sentence in found), found


def test_promised_days_that_one_of_two_windows_does_not_hold_are_found() -> None:
    """Both tasks share a visit; the promise leaves one window at its start, or the other at its end."""
    tasks = (due(8, 13, unit="U"), replace(due(7, 10, unit="U"), id="b"))
    year = YearInput(weeks(9), tasks)
    plan = plan_visits(year)
    assert isinstance(plan, Plan)
    both = plan.visits[0]
    assert (both.tasks, feasible.problems(year, plan)) == (("a", "b"), [])
    for wrong in (replace(both, first=monday(1)), replace(both, last=monday(1) + timedelta(days=4))):
        found = feasible.problems(year, replace(plan, visits=(wrong,)))
        assert any("都在期限内的日子" in sentence for sentence in found)


def test_a_longer_and_a_shorter_duty_in_one_visit_take_the_longer() -> None:
    year = YearInput(
        weeks(9), (task("a", 0, 8, unit="U"), task("b", 0, 8, unit="U", slots=2)), slots_per_day=1
    )
    plan = plan_visits(year)
    assert isinstance(plan, Plan)
    assert (plan.field_days, feasible.problems(year, plan)) == (2, [])


def test_an_empty_year_has_an_empty_plan() -> None:
    year = YearInput(weeks(2), ())
    plan = plan_visits(year)
    assert isinstance(plan, Plan)
    assert feasible.problems(year, plan) == []


def test_every_visit_matters() -> None:
    """Leave out any one, or put any one into a week far outside: always found."""
    for one in GOOD.visits:
        assert feasible.problems(YEAR, with_visits(without=(one.id,)))
        away = replace(one, week=monday(60), first=monday(60), last=monday(60))
        assert feasible.problems(YEAR, with_visits(away))


def test_the_proof_does_not_know_the_planner() -> None:
    lines = [line for line in inspect.getsource(feasible).splitlines() if "postpermit" in line]
    assert [line.split(" import ")[0] for line in lines] == ["from postpermit.planning.planning_model"]
