"""Units with many duties: an impossible year is only called proven when no way to share their visits is left."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from postpermit.planning import feasible, ways
from postpermit.planning.planner import plan_visits
from postpermit.planning.planning_model import Certificate, Lack, Plan, Stage, YearInput
from tests.planning.one_unit import INSPECT, cheapest_of_one, crowded, duty, possible, rest_of_2026
from tests.planning.years import MONITOR, task, weeks

pytestmark = pytest.mark.one_database

# Years that were refused though possible, whose bound was too high, or whose plan the checker did not accept.
SEEN = (41, 240, 412, 413, 461, 485, 568, 627, 637, 861, 1211, 1524, 2327, 3199, 3641, 3752)
SEEN_2026 = (1206, 1299, 1770, 2757, 3243, 3359, 3394, 4149, 4575, 4888, 5091, 5369)


@pytest.mark.parametrize("seed", [*range(40, 340, 3), *SEEN])
def test_no_way_to_share_visits_is_cheaper(seed: int) -> None:
    """All ways and all weeks tried: the same price, proven best; and a proven certificate exactly when nothing fits."""
    year = crowded(seed)
    if year is None:
        return
    best, plan = cheapest_of_one(year), plan_visits(year)
    if best is None:
        assert isinstance(plan, Certificate) and plan.proven and plan.sentences
        return
    assert isinstance(plan, Plan), plan.sentences
    assert feasible.problems(year, plan) == []
    assert (plan.objective, plan.lower_bound, plan.stage) == (best, best, Stage.OPTIMAL)


@pytest.mark.parametrize("seed", [*range(0, 60, 2), *SEEN_2026])
def test_a_key_units_rest_of_2026_is_only_refused_when_nothing_fits(seed: int) -> None:
    year = rest_of_2026(seed)
    plan = plan_visits(year, polished=False)
    assert isinstance(plan, Plan) == possible(year)
    assert isinstance(plan, Certificate) or feasible.problems(year, plan) == []


def test_the_years_of_one_unit_are_of_both_sorts() -> None:
    found = [possible(year) for year in map(crowded, range(40, 340, 3)) if year is not None]
    assert 20 <= sum(found) <= len(found) - 20


def test_the_first_visit_goes_with_the_second_half_where_the_first_leaves_no_distance() -> None:
    """On 17 June: June's inspection and the expired permit's check cannot share a visit and keep eight weeks; apart they can."""
    half = {"group": "h", "spacing": 8}
    held = (
        duty("h1", INSPECT, date(2026, 6, 17), date(2026, 6, 30), **half),
        duty("h2", INSPECT, date(2026, 7, 1), date(2026, 12, 31), **half),
        duty("ce", INSPECT, date(2026, 7, 2), date(2026, 7, 16)),
        duty("np", INSPECT, date(2026, 11, 30), date(2026, 12, 31)),
    )
    mondays = [date(2026, 6, 15) + timedelta(weeks=n) for n in range(29)]
    year = YearInput(tuple(replace(weeks(1)[0], monday=monday) for monday in mondays), held, {"U": 3})
    plan = plan_visits(year)
    assert isinstance(plan, Plan) and feasible.problems(year, plan) == []
    assert [set(visit.tasks) for visit in plan.visits] == [{"h1"}, {"ce"}, {"h2", "np"}]
    none = plan_visits(replace(year, caps={"U": 2}))
    assert isinstance(none, Certificate) and none.proven and none.shortages[0].lack is Lack.CAP


def test_where_not_every_way_was_tried_nothing_is_called_proven(monkeypatch: pytest.MonkeyPatch) -> None:
    tasks = (
        task("a", 0, 1, unit="U", group="half", spacing=8),
        task("b", 2, 3, unit="U", group="half", spacing=8),
        task("m", 0, 3, unit="U", kind=MONITOR),
    )
    year = YearInput(weeks(9), tasks)
    full = plan_visits(year)
    assert isinstance(full, Certificate) and full.proven and full.shortages[0].lack is Lack.SPACING
    monkeypatch.setattr(ways, "MOST", 1)
    short = plan_visits(year)
    assert isinstance(short, Certificate) and not short.proven
