"""Two people at the same moment on one plan, in two real connections: one act counts, the other is told."""

from datetime import date, datetime

import pytest

from postpermit.planning import operations as do
from postpermit.planning.models import Need, PlannedVisit, YearPlan
from postpermit.planning.states import PlannedState, PlanState
from postpermit.trail.models import Entry
from tests.bureau import found_bureau
from tests.linkage.test_together import together
from tests.planning.planning_desk import PlanDesk, plan_desk

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def desk(transactional_db: None, at: datetime) -> PlanDesk:
    """Committed, so that every connection sees it."""
    return plan_desk(found_bureau(date(2026, 11, 24)), at, 2, 2)


def names(met: list[BaseException | None]) -> list[str]:
    return sorted(type(m).__name__ for m in met)


def test_of_eight_who_begin_a_plan_or_its_reckoning_one_does(desk: PlanDesk, at: datetime) -> None:
    by = desk.bureau("enforcement-1")
    met = together(*(lambda: do.make_plan(year=2027, teams=2, crews=1, by=by, at=at) for _ in range(8)))
    assert names(met) == ["NoneType"] + ["UnableToMakePlan"] * 7
    plan, claims = YearPlan.objects.get(), []
    together(*(lambda: claims.append(do.claim_job(plan, at)) for _ in range(8)))
    assert sorted(claims) == [False] * 7 + [True]


def test_of_two_reckonings_at_once_one_is_kept_whole(desk: PlanDesk) -> None:
    plan = desk.make()
    first, second = YearPlan.objects.get(pk=plan.pk), YearPlan.objects.get(pk=plan.pk)
    met = together(lambda: desk.computed(first), lambda: desk.computed(second))
    assert names(met) == ["AlreadyMoved", "NoneType"]
    assert Entry.objects.filter(verb="compute").count() == 1
    units = PlannedVisit.objects.values_list("facility", "week")
    assert len(units) == len(set(units)) == 6


def test_a_visit_moved_and_dropped_and_a_plan_submitted_at_once_leave_one_story(
    desk: PlanDesk, at: datetime
) -> None:
    plan = desk.computed()
    row = plan.visits.filter(duties__duty__period="2027H1")[:1].get()
    one, two = (PlannedVisit.objects.get(pk=row.pk) for _ in range(2))
    by = desk.bureau("enforcement-1")
    met = together(
        lambda: desk.move(one, date(2027, 5, 10)),
        lambda: do.drop_visit(visit=two, why="停", by=by, at=at),
    )
    assert names(met) == ["AlreadyMoved", "NoneType"]
    assert Entry.objects.filter(verb__in=("move", "drop")).count() == 1
    plans = [YearPlan.objects.get(pk=plan.pk) for _ in range(2)]
    met = together(*(lambda p=p: do.submit_plan(plan=p, by=by, at=at) for p in plans))
    assert names(met) == ["AlreadyMoved", "NoneType"]
    assert YearPlan.objects.get().state == PlanState.SUBMITTED
    row.refresh_from_db()
    assert row.state in (PlannedState.PLANNED, PlannedState.DROPPED)


def test_of_two_who_decide_a_need_one_decides(desk: PlanDesk, at: datetime) -> None:
    made = do.submit_need(year=2027, text="查", by=desk.bureau("ecology-1"), at=at)
    first, second = (Need.objects.get(pk=made.pk) for _ in range(2))
    legal = desk.bureau("legal-1")
    met = together(
        lambda: do.take_need(need=first, by=legal, at=at),
        lambda: do.decline_need(need=second, why="不列", by=legal, at=at),
    )
    assert names(met) == ["AlreadyMoved", "NoneType"]
