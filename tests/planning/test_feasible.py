"""The proof bites: each way to damage a good plan is found, and said in its own sentence."""

import inspect
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from postpermit.planning import feasible
from postpermit.planning.planner import plan_visits
from postpermit.planning.planning_model import Plan, PlannedVisit, Stage, YearInput
from tests.planning.years import MONITOR, key_unit, monday, task, weeks

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
        lambda: with_visits(replace(visit("s0"), last=visit("s0").week + timedelta(days=8))),
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
        "在同一周两次进入同一单位",
    ),
    "sampling by itself": (sampling_alone, "可以合并为一次而没有合并"),
    "other figures of days": (lambda: replace(GOOD, field_days=GOOD.field_days - 1), "天数或最忙周"),
    "another peak": (lambda: replace(GOOD, crew_peak=0), "天数或最忙周"),
    "another objective": (lambda: replace(GOOD, objective=GOOD.objective - 10), "目标值"),
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


def test_every_visit_matters() -> None:
    """Leave out any one, or put any one into a week far outside: always found."""
    for one in GOOD.visits:
        assert feasible.problems(YEAR, with_visits(without=(one.id,)))
        away = replace(one, week=monday(60), first=monday(60), last=monday(60))
        assert feasible.problems(YEAR, with_visits(away))


def test_the_proof_does_not_know_the_planner() -> None:
    lines = [line for line in inspect.getsource(feasible).splitlines() if "postpermit" in line]
    assert [line.split(" import ")[0] for line in lines] == ["from postpermit.planning.planning_model"]
