"""A visit in another week: what it does is said before, what makes a duty impossible is refused; the rest of a year anew."""

import re
from datetime import date, datetime

import pytest

from postpermit.duties.models import Duty
from postpermit.duties.operations import generate_duties
from postpermit.planning import operations as do
from postpermit.planning.models import PlannedVisit, YearPlan
from postpermit.planning.queries.effects import effect_of
from postpermit.planning.states import PlannedState
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.models import Entry, reference
from tests.bureau import Bureau, unit_row
from tests.planning.planning_desk import PlanDesk, plan_desk, winter


@pytest.fixture
def desk(bureau: Bureau, at: datetime) -> PlanDesk:
    return plan_desk(bureau, at)


def half(plan: YearPlan, period: str = "2027H1") -> PlannedVisit:
    """A visit of a key unit for that half-year."""
    found = plan.visits.filter(duties__duty__kind="inspect-key", duties__duty__period=period).first()
    assert found is not None
    return found


REFUSED = [
    (date(2027, 7, 5), "窗口 2027-06-30 结束，这一周去不能算完成（第六条第二款）"),
    (date(2027, 7, 6), "以周一的日期表示"),
    (date(2026, 11, 16), "已经过去"),
    (date(2028, 3, 6), "不在 2027 年"),
    (date(2027, 11, 8), "进博会"),
]


def test_a_week_that_makes_a_duty_impossible_is_refused_naming_the_clause(desk: PlanDesk) -> None:
    plan = desk.computed()
    for week, sentence in REFUSED:
        visit = half(plan, "2027H2" if week == date(2027, 11, 8) else "2027H1")
        before = visit.week
        effect = effect_of(visit, week, desk.at.date())
        assert not effect.allowed and sentence in " ".join(effect.refused)
        with pytest.raises(do.UnableToMove, match=re.escape(sentence)):
            desk.move(visit, week)
        visit.refresh_from_db()
        assert visit.week == before and not visit.moved_by_hand


def test_a_move_says_what_it_costs_and_leaves_one_entry(desk: PlanDesk) -> None:
    plan = desk.computed()
    visit = half(plan)
    effect = effect_of(visit, date(2027, 6, 21), desk.at.date())
    assert effect.allowed
    assert any("只隔" in w and "8 周以上" in w for w in effect.warnings)
    assert any("在期限内（2027-01-01 至 2027-06-30）" in s for s in effect.said)
    assert any("检查组需要 0 → 1 个组日" in s for s in effect.said)
    assert any("年度上限" in s and "待确认" in s for s in effect.said)
    desk.move(visit, date(2027, 6, 21))
    visit.refresh_from_db()
    assert (visit.week, visit.moved_by_hand, visit.why) == (date(2027, 6, 21), True, "单位检修")
    entry = Entry.objects.get(verb="move")
    assert entry.facts["to"] == "2027-06-21" and entry.why == "单位检修"


def test_a_week_with_too_few_people_is_a_warning_with_its_number(desk: PlanDesk) -> None:
    plan = desk.computed(desk.make(teams=1))
    visit = half(plan)
    week = date(2027, 4, 12)
    others = plan.visits.exclude(facility=visit.facility).filter(duties__duty__kind="inspect-simplified")
    for number, other in enumerate(others.distinct()):
        PlannedVisit.objects.filter(pk=other.pk).update(week=week, zone=f"街{number}", slots=12)
    effect = effect_of(visit, week, desk.at.date())
    assert effect.allowed and any("缺" in w and "现有 5 个" in w for w in effect.warnings)


def test_one_unit_is_entered_once_a_week(desk: PlanDesk) -> None:
    plan = desk.computed()
    first, second = half(plan), half(plan, "2027H2")
    PlannedVisit.objects.filter(pk=second.pk).update(week=date(2027, 5, 10))
    with pytest.raises(do.UnableToMove, match="一周只进一次"):
        desk.move(first, date(2027, 5, 10))


def test_a_move_and_a_drop_need_a_reason_that_may_be_kept(desk: PlanDesk) -> None:
    plan = desk.computed()
    visit = half(plan)
    for why, sentence in (("", "写明理由"), ("涉密任务", "涉密"), ("长" * 201, "200 字")):
        with pytest.raises(do.UnableToMove, match=sentence):
            desk.move(visit, date(2027, 5, 10), why=why)
        with pytest.raises(do.UnableToMove, match=sentence):
            do.drop_visit(visit=visit, why=why, by=desk.bureau("enforcement-1"), at=desk.at)


def test_while_the_plan_is_decided_on_nobody_changes_it(desk: PlanDesk) -> None:
    plan = desk.submitted()
    visit = half(plan)
    with pytest.raises(do.UnableToMove, match="已报法制科，此时不能改动"):
        desk.move(visit, date(2027, 5, 10))
    with pytest.raises(do.UnableToMove, match="此时不能改动"):
        do.drop_visit(visit=visit, why="停", by=desk.bureau("enforcement-1"), at=desk.at)
    with pytest.raises(do.UnableToCompute, match="先退回"):
        desk.computed(plan)
    assert visit.state == PlannedState.PLANNED


def test_a_late_deadline_may_be_moved_because_it_is_late_anyway(desk: PlanDesk) -> None:
    plan = desk.computed()
    visit = half(plan)
    duty = Duty.objects.get(kind="inspect-simplified", facility=desk.units[4], period="2027")
    Duty.objects.filter(pk=duty.pk).update(
        kind="check-expired", opens_on=date(2026, 9, 1), due_on=date(2026, 10, 9)
    )
    visit.duties.all().delete()
    visit.duties.create(duty=duty)
    effect = effect_of(visit, date(2027, 6, 21), desk.at.date())
    assert effect.allowed and any("属于逾期补办" in s for s in effect.said)


def running(desk: PlanDesk) -> YearPlan:
    """The plan of 2027, published, in the middle of January."""
    plan = desk.published()
    desk.at = winter(13)
    return plan


def test_a_new_permit_finds_its_place_and_the_rest_hardly_moves(desk: PlanDesk) -> None:
    plan = running(desk)
    before = dict(plan.visits.values_list("public_id", "week"))
    (unit,) = desk.bureau.units(
        unit_row(41, 首次发证日期=date(2027, 1, 11), 有效期起=date(2027, 1, 11), 有效期止=date(2032, 1, 10)),
        at=desk.at,
    )
    generate_duties(year=2027, by=COMMAND_LINE, at=desk.at)
    told = do.replan(plan=plan, why="新领证 1 家", by=desk.bureau("enforcement-1"), at=desk.at)
    new = plan.visits.get(facility=unit)
    assert new.week <= date(2027, 4, 5) and told.created == 1
    assert new.duties.get().duty.kind == "inspect-new-permit"
    edge = date(2027, 1, 25)
    after = dict(plan.visits.filter(state=PlannedState.PLANNED).values_list("public_id", "week"))
    near = {p: w for p, w in before.items() if date(2027, 1, 11) <= w < edge}
    assert {p: after[p] for p in near} == near
    moved = [p for p, w in before.items() if w >= edge and after.get(p) != w]
    assert len(moved) <= max(1, len(before) // 20)
    assert Entry.objects.filter(verb="replan", subjects__subject=reference(plan)).count() == 1


def test_what_was_missed_gets_a_new_week_with_an_entry_and_keeps_its_name(desk: PlanDesk) -> None:
    plan = desk.published()
    visit = half(plan)
    PlannedVisit.objects.filter(pk=visit.pk).update(week=date(2027, 1, 4))
    desk.at = winter(8, 3)
    do.replan(plan=plan, why="错过的补排", by=desk.bureau("enforcement-1"), at=desk.at)
    visit.refresh_from_db()
    assert visit.week >= date(2027, 3, 8) and visit.state == PlannedState.PLANNED
    entry = Entry.objects.get(verb="move")
    assert entry.facts["moves"][str(visit.public_id)][0] == "2027-01-04" and entry.why == "错过的补排"


def test_what_a_replan_would_do_is_told_before_and_then_done(desk: PlanDesk) -> None:
    plan = desk.published()
    missed = half(plan)
    PlannedVisit.objects.filter(pk=missed.pk).update(week=date(2027, 1, 4))
    (unit,) = desk.bureau.units(
        unit_row(41, 首次发证日期=date(2027, 1, 11), 有效期起=date(2027, 1, 11), 有效期止=date(2032, 1, 10)),
        at=desk.at,
    )
    generate_duties(year=2027, by=COMMAND_LINE, at=desk.at)
    desk.at, by = winter(8, 3), desk.bureau("enforcement-1")
    rows = list(plan.visits.order_by("pk").values())
    told = do.foresee_replan(plan=plan, today=desk.at.date())
    assert (
        list(plan.visits.order_by("pk").values()) == rows and not Entry.objects.filter(verb="replan").exists()
    )
    moved = {(c.unit, c.was): c.will for c in told.moved}
    assert (missed.facility.name, date(2027, 1, 4)) in moved
    assert unit.name in {c.unit for c in told.added}
    with pytest.raises(do.UnableToReplan, match="请重新预览"):
        do.replan(plan=plan, why="补排", seen="0" * 64, by=by, at=desk.at)
    done = do.replan(plan=plan, why="补排", seen=told.mark, by=by, at=desk.at)
    counts = (len(told.moved), len(told.added), len(told.fallen))
    assert (len(done.moves), done.created, done.fallen) == counts
    plan.refresh_from_db()
    assert (plan.objective, plan.lower_bound) == (told.plan.objective, told.plan.lower_bound)
    assert set(moved.items()) == {
        ((v.facility.name, was), v.week)
        for v in plan.visits.select_related("facility")
        for was, will in [done.moves.get(str(v.public_id), (None, None))]
        if will
    }


def test_a_visit_whose_window_is_over_falls_out_with_its_reason(desk: PlanDesk) -> None:
    plan = desk.published()
    visit = half(plan)
    second = half(plan, "2027H2")
    desk.at = winter(16, 8)
    do.replan(plan=plan, why="下半年", by=desk.bureau("enforcement-1"), at=desk.at)
    visit.refresh_from_db()
    second.refresh_from_db()
    assert second.state == PlannedState.PLANNED and second.week >= date(2027, 8, 16)
    assert (visit.state, visit.why) == (PlannedState.DROPPED, "重新编排后不再列入")
    plan.refresh_from_db()
    assert any("窗口已过" in note for note in plan.given["notes"])


def test_an_impossible_rest_is_refused_with_its_shortage_and_nothing_moves(desk: PlanDesk) -> None:
    plan = running(desk)
    do.set_staff(plan=plan, teams=1, crews=0, by=desk.bureau("enforcement-1"), at=desk.at)
    before = list(plan.visits.values_list("public_id", "week", "state"))
    with pytest.raises(do.UnableToReplan, match="余下的一年排不下"):
        do.replan(plan=plan, why="试", by=desk.bureau("enforcement-1"), at=desk.at)
    assert list(plan.visits.values_list("public_id", "week", "state")) == before


def test_visits_on_the_way_and_their_units_weeks_are_left_alone(desk: PlanDesk) -> None:
    from postpermit.trail.advance import advance

    plan = running(desk)
    visit = half(plan)
    by = desk.bureau("enforcement-1")
    advance(visit, "take-up", by=by, at=desk.at, clause="plan:6.2")
    do.replan(plan=plan, why="试", by=by, at=desk.at)
    visit.refresh_from_db()
    assert visit.state == PlannedState.TAKEN_UP
    own = plan.visits.filter(facility=visit.facility).exclude(pk=visit.pk).exclude(state=PlannedState.DROPPED)
    assert {d.duty.period for v in own for d in v.duties.all()} <= {"2027H2", "2027"}


def test_on_a_friday_the_visits_of_the_week_are_not_moved_for_want_of_days(desk: PlanDesk) -> None:
    plan = desk.published(desk.approved(desk.included(desk.submitted(desk.computed(desk.make(teams=1))))))
    monday = date(2027, 3, 1)
    here = {v.zone: v.pk for v in plan.visits.filter(earliest__lte=monday, latest__gte=date(2027, 3, 5))}
    assert len(here) == 3
    PlannedVisit.objects.filter(pk__in=here.values()).update(week=monday)
    told = do.foresee_replan(plan=plan, today=winter(5, 3).date())
    moved = {c.was for c in told.moved}
    assert monday not in moved and told.plan is not None
