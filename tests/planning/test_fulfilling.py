"""The plan follows the ledger: a record does what it meets, a withdrawn one opens it again; a taken need is in the plan."""

from datetime import date, datetime
from typing import Any

import pytest

from postpermit.duties.models import Duty, Record
from postpermit.duties.operations import agree_withdrawal, ask_withdrawal, record_act
from postpermit.planning import operations as do
from postpermit.planning.models import DrawnOfficer, Need, PlannedDuty, PlannedVisit, YearPlan
from postpermit.planning.queries.plan_page import needs_of, points_of
from postpermit.planning.queries.teams import officers_on, visits_for
from postpermit.planning.states import NeedState, PlannedState
from postpermit.trail.actors import SYSTEM
from tests.bureau import Bureau
from tests.planning.planning_desk import PlanDesk, plan_desk, winter


@pytest.fixture
def desk(bureau: Bureau, at: datetime) -> PlanDesk:
    return plan_desk(bureau, at)


def made(desk: PlanDesk, kind: str, visit: PlannedVisit, on: date, **facts: Any) -> Record:
    desk.at = winter(on.day, on.month)
    by = desk.bureau("station-1" if kind == "monitoring" else "enforcement-1")
    unit = visit.facility
    return record_act(
        kind=kind, facility=unit, on=on, who=by.name, result="无", facts=facts, by=by, at=desk.at
    )


def withdrawn(desk: PlanDesk, record: Record) -> None:
    one, two = (
        ("station-1", "station-head")
        if record.kind == "monitoring"
        else ("enforcement-1", "enforcement-head")
    )
    ask_withdrawal(record=record, why="登记有误", by=desk.bureau(one), at=desk.at)
    agree_withdrawal(record=record, by=desk.bureau(two), at=desk.at)


def follow(desk: PlanDesk) -> do.Followed:
    return do.follow_records(by=SYSTEM, at=desk.at)


def only(plan: YearPlan, kind: str, *, alone: bool) -> PlannedVisit:
    """A visit for a duty of that kind, alone or together with others."""
    for row in plan.visits.filter(duties__duty__kind=kind).order_by("pk"):
        if (row.duties.count() == 1) is alone:
            return row
    raise AssertionError(kind)


def test_monitoring_alone_is_done_by_its_record_and_stands_after_a_new_reckoning(desk: PlanDesk) -> None:
    """PL-75: it is not said of it that it fell out of the plan."""
    plan = desk.published()
    visit = only(plan, "inspect-key", alone=False)
    assert visit.inspects and visit.monitors
    own = visit.duties.get(duty__kind="monitor-key")
    PlannedDuty.objects.filter(visit=visit).exclude(pk=own.pk).delete()
    PlannedVisit.objects.filter(pk=visit.pk).update(inspects=False)
    made(desk, "monitoring", visit, own.duty.opens_on)
    do.replan(plan=plan, why="新季度", by=desk.bureau("enforcement-1"), at=desk.at)
    visit.refresh_from_db()
    own.duty.refresh_from_db()
    assert (visit.state, visit.fulfilled_by) == (PlannedState.DONE, own.duty.discharged_by)


def test_a_record_leaves_of_a_visit_what_it_did_not_meet_and_comes_back_when_withdrawn(
    desk: PlanDesk,
) -> None:
    """PL-75"""
    plan = desk.published()
    visit = only(plan, "inspect-key", alone=False)
    day = max(d.duty.opens_on for d in visit.duties.select_related("duty"))
    inspected = made(desk, "inspection", visit, day)
    told = follow(desk)
    visit.refresh_from_db()
    assert (told.narrowed, visit.state, visit.inspects, visit.monitors) == (
        1,
        PlannedState.PLANNED,
        False,
        True,
    )
    sampled = made(desk, "monitoring", visit, day)
    assert follow(desk).done == 1
    visit.refresh_from_db()
    assert visit.state == PlannedState.DONE
    assert follow(desk) == do.Followed()
    withdrawn(desk, sampled)
    assert follow(desk).again == 1
    withdrawn(desk, inspected)
    assert follow(desk).narrowed == 1
    visit.refresh_from_db()
    assert (visit.state, visit.inspects, visit.monitors, visit.fulfilled_by) == ("PLANNED", True, True, "")


def test_following_all_units_asks_a_fixed_number_of_questions(
    desk: PlanDesk, django_assert_max_num_queries: Any
) -> None:
    desk.published()
    with django_assert_max_num_queries(12):
        follow(desk)


def test_who_went_last_is_who_is_not_drawn_again_whatever_was_drawn(desk: PlanDesk) -> None:
    """PL-2: also where the pair was named by hand, and its work counts in the year."""
    plan = desk.published()
    visit = only(plan, "inspect-simplified", alone=True)
    names = [str(desk.bureau.officers[f"enforcement-{n}"].public_id) for n in (1, 2, 3)]
    (asked,) = visits_for([visit], desk.at.date())
    assert asked.last_pair == frozenset()
    made(desk, "inspection", visit, date(2027, 3, 1), officers=names[:2], reason="COMPLAINT")
    made(desk, "inspection", visit, date(2027, 3, 2), officers=names[1:])
    (asked,) = visits_for([visit], desk.at.date())
    assert asked.last_pair == frozenset(names[1:])
    load = {o.id: o.load for o in officers_on(plan, date(2027, 3, 3))}
    assert [load[n] for n in names] == [1, 2, 1]
    follow(desk)
    visit.refresh_from_db()
    assert visit.state == PlannedState.DONE and not DrawnOfficer.objects.exists()


def need(desk: PlanDesk, wish: str = "二季度", **more: Any) -> Need:
    told: dict[str, Any] = {
        "year": 2027,
        "text": "请复查排口",
        "wish": wish,
        "facility": desk.units[4],
    } | more
    return do.submit_need(**told, by=desk.bureau("ecology-1"), at=desk.at)


def test_a_taken_need_of_a_unit_is_in_the_plan_and_an_inspection_there_meets_it(desk: PlanDesk) -> None:
    """PL-76: and the plan is not put before anybody without it."""
    plan, asked = desk.computed(), need(desk)
    before = plan.visits.filter(facility=desk.units[4]).count()
    do.take_need(need=asked, by=desk.bureau("legal-1"), at=desk.at)
    duty = Duty.objects.get(kind="inspect-need")
    assert (duty.obligor_id, duty.opens_on, duty.due_on) == (
        "ENFORCEMENT",
        date(2027, 4, 1),
        date(2027, 6, 30),
    )
    desk.submitted(plan)
    with pytest.raises(do.UnableToGoOn, match="还没有排进计划"):
        desk.included(plan)
    do.send_back_plan(plan=plan, why="加上需求", by=desk.bureau("legal-1"), at=desk.at)
    plan = desk.computed(YearPlan.objects.get())
    visit = plan.visits.get(duties__duty=duty)
    assert date(2027, 3, 29) <= visit.week <= date(2027, 6, 28) and before >= 1
    (shown,) = needs_of(2027).rows
    assert shown.visits == [(visit.public_id, visit.week)]  # type: ignore[attr-defined]
    desk.published(desk.approved(desk.included(desk.submitted(plan))))
    done = made(desk, "inspection", visit, date(2027, 4, 6))
    follow(desk)
    visit.refresh_from_db()
    duty.refresh_from_db()
    assert (visit.state, duty.state) == (PlannedState.DONE, "DISCHARGED")
    withdrawn(desk, done)
    follow(desk)
    visit.refresh_from_db()
    duty.refresh_from_db()
    assert (visit.state, duty.state) == (PlannedState.PLANNED, "OPEN")


def test_a_need_of_no_unit_is_a_point_in_words_and_none_is_taken_once_the_plan_is_approved(
    desk: PlanDesk,
) -> None:
    """PL-77"""
    words, late = need(desk, facility=None), need(desk)
    legal = desk.bureau("legal-1")
    do.take_need(need=words, by=legal, at=desk.at)
    assert not Duty.objects.filter(kind="inspect-need").exists()
    do.submit_no_need(year=2027, by=desk.bureau("pollution-1"), at=desk.at)
    do.decline_need(need=late, why="明年列入", by=legal, at=desk.at)
    plan = desk.approved()
    assert points_of(plan) == [("生态科", "请复查排口")]
    after = need(desk)
    with pytest.raises(do.UnableToDecideNeed, match="已经批准"):
        do.take_need(need=after, by=legal, at=desk.at)
    after.refresh_from_db()
    assert after.state == NeedState.SUBMITTED
    do.decline_need(need=after, why="明年列入", by=legal, at=desk.at)
