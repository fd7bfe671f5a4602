"""The plan of a year: reckoned from what is owed, proven, put through its steps by two persons, published."""

from datetime import date, datetime, timedelta

import pytest

from postpermit.duties.models import Duty, Record
from postpermit.duties.operations import generate_duties, record_act
from postpermit.office.models import Absence
from postpermit.planning import feasible
from postpermit.planning import operations as do
from postpermit.planning.models import Draw, DrawnUnit, PlannedDuty, PlannedVisit, YearPlan
from postpermit.planning.operations import computing
from postpermit.planning.queries.inputs import inputs_of
from postpermit.planning.queries.plan_tasks import plan_of_rows
from postpermit.planning.queries.plans import visits_in_order
from postpermit.planning.states import DrawState, PlannedState, PlanState
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.advance import AlreadyMoved
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry, reference
from tests.bureau import Bureau, unit_row
from tests.planning.drawing import certify
from tests.planning.planning_desk import PlanDesk, plan_desk, winter


@pytest.fixture
def desk(bureau: Bureau, at: datetime) -> PlanDesk:
    return plan_desk(bureau, at)


def test_every_open_duty_is_planned_inside_its_window_and_sampling_rides_along(desk: PlanDesk) -> None:
    plan = desk.computed()
    owed = Duty.objects.filter(
        kind__in=("inspect-key", "inspect-simplified", "monitor-key"), period__startswith="2027"
    )
    named = PlannedDuty.objects.filter(visit__plan=plan)
    assert sorted(named.values_list("duty", flat=True)) == sorted(owed.values_list("pk", flat=True))
    for row in named.select_related("visit", "duty"):
        assert row.duty.opens_on <= row.visit.week and row.visit.week + timedelta(days=4) <= row.duty.due_on
    assert not PlannedVisit.objects.filter(plan=plan, inspects=False).exists()
    assert (plan.objective, plan.stage) == (plan.lower_bound, "optimal")
    assert plan.gap == 0


def test_what_the_rows_say_is_proven_by_the_separate_checker(desk: PlanDesk) -> None:
    plan = desk.computed()
    inputs = inputs_of(plan, desk.at.date())
    said = plan_of_rows(plan.visits.all(), dict(inputs.wanted))
    faults = feasible.problems(inputs.year, said)
    assert [f for f in faults if "写明" not in f and "日子" not in f] == []
    assert len(said.visits) == plan.visits.count()


def test_a_plan_that_the_checker_refuses_is_not_kept(desk: PlanDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    plan = desk.make()
    monkeypatch.setattr(computing.feasible, "problems", lambda year, answer: ["甲错。", "乙错。"])
    with pytest.raises(do.UnableToCompute, match="独立核对发现 2 处问题，没有保存：甲错。；乙错。"):
        desk.computed(plan)
    assert not plan.visits.exists()
    assert not YearPlan.objects.get().digest


def test_the_same_facts_give_the_same_digest_and_leave_the_rows_alone(desk: PlanDesk) -> None:
    plan = desk.computed()
    first = (plan.digest, list(plan.visits.values_list("public_id", "week").order_by("pk")))
    again = desk.computed(YearPlan.objects.get())
    assert (again.digest, list(again.visits.values_list("public_id", "week").order_by("pk"))) == first
    assert Entry.objects.filter(verb="compute").count() == 2


def test_an_impossible_year_keeps_its_certificate_and_cannot_be_submitted(
    desk: PlanDesk, at: datetime
) -> None:
    plan = desk.computed(desk.make(teams=1, crews=0))
    assert plan.impossible and plan.objective is None and not plan.visits.exists()
    assert plan.impossible[0]["crew_days"] > 0 and "只有 0 个，差 3 个" in plan.impossible[0]["sentence"]
    with pytest.raises(do.UnableToGoOn, match="先解决缺口"):
        do.submit_plan(plan=plan, by=desk.bureau("enforcement-1"), at=at)
    do.set_staff(plan=plan, teams=2, crews=1, by=desk.bureau("enforcement-1"), at=at)
    assert desk.computed(plan).impossible == []


def test_leave_takes_team_days_off_only_where_too_few_are_left(desk: PlanDesk) -> None:
    certify(desk.bureau)
    plan = desk.make()
    before = {w.week.monday: w.week.capacity for w in inputs_of(plan, desk.at.date()).weeks}
    monday = date(2027, 4, 12)
    people = [o for name, o in desk.bureau.officers.items() if name.startswith("enforcement")]
    for officer in people:
        Absence.objects.create(officer=officer, kind="LEAVE", from_on=monday, to_on=monday)
    after = {w.week.monday: w.week.capacity for w in inputs_of(plan, desk.at.date()).weeks}
    assert before[monday] == 10 and after[monday] == 8
    assert {m for m in before if before[m] != after[m]} == {monday}


def test_a_guarantee_is_kept_free_and_meetings_cost_capacity(desk: PlanDesk) -> None:
    plan = desk.computed()
    weeks = inputs_of(plan, desk.at.date()).weeks
    shut = {w.week.monday for w in weeks if w.plain.shut}
    assert any("进博" in note for w in weeks for note in w.notes)
    assert not plan.visits.filter(week__in=shut).exists()
    assert any(w.plain.meeting and w.week.capacity < 2 * w.week.days for w in weeks)


def test_drawn_units_are_planned_in_their_quarter_and_the_yearly_share_is_named(
    desk: PlanDesk, at: datetime
) -> None:
    unit, other = desk.bureau.units(*(unit_row(n, 管理类别="登记管理") for n in (31, 32)), at=at)
    plan = desk.make()
    draw = Draw.objects.create(
        state=DrawState.DRAWN, plan=plan, purpose="INSPECTION", stratum="REGISTERED", quarter="2027Q2", n=1, total=2,
        register_on=at.date(), frozen_at=at, imported_from="市系统",
    )  # fmt: skip
    DrawnUnit.objects.create(draw=draw, facility=unit, rank=1, probability="0.5000", role="SELECTED")
    DrawnUnit.objects.create(draw=draw, facility=other, rank=2, probability="0.5000", role="RESERVE")
    desk.computed(plan)
    visit = PlannedVisit.objects.get(drawn_in=draw)
    assert visit.facility == unit and date(2027, 4, 1) <= visit.week <= date(2027, 6, 28)
    assert not plan.visits.filter(facility=other).exists()
    listed = visits_in_order(plan).get(pk=visit.pk).drawn_in
    assert listed is not None and listed.get_deferred_fields() == {
        "listing",
        "given",
    }  # large, and read by nobody here
    record_act(kind="inspection", facility=unit, on=at.date(), who="甲", result="无", by=desk.bureau("enforcement-1"), at=at)  # fmt: skip
    assert plan.visits.filter(facility=unit).count() == 1


def test_a_week_set_by_hand_stands_when_the_draft_is_reckoned_again(desk: PlanDesk) -> None:
    plan = desk.computed()
    visit = plan.visits.filter(duties__duty__kind="inspect-simplified").first()
    assert visit is not None
    desk.move(visit, date(2027, 5, 17))
    desk.computed(YearPlan.objects.get())
    visit.refresh_from_db()
    assert (visit.week, visit.state) == (date(2027, 5, 17), PlannedState.PLANNED)
    desk.computed(YearPlan.objects.get(), keep_moved=False)
    assert plan.visits.filter(facility=visit.facility, state=PlannedState.PLANNED).count() == 1


def test_what_was_taken_out_stays_out_until_somebody_asks_for_it(desk: PlanDesk, at: datetime) -> None:
    plan = desk.computed()
    visit = plan.visits.filter(duties__duty__kind="inspect-simplified").first()
    assert visit is not None
    do.drop_visit(visit=visit, why="与市级检查合并", by=desk.bureau("enforcement-1"), at=at)
    again = desk.computed(YearPlan.objects.get())
    assert "1 项已由人工移出计划，没有列入。" in again.given["notes"]
    assert not again.visits.filter(facility=visit.facility, state=PlannedState.PLANNED).exists()
    desk.computed(YearPlan.objects.get(), readmit=True)
    assert again.visits.filter(facility=visit.facility, state=PlannedState.PLANNED).count() == 1


def test_a_duty_done_while_the_planner_worked_stops_the_keeping(
    desk: PlanDesk, at: datetime, monkeypatch: pytest.MonkeyPatch
) -> None:
    plan, real = desk.make(), computing.plan_visits

    def slow(year: object, **options: bool) -> object:
        duty = Duty.objects.filter(kind="inspect-simplified", period="2027")[:1].get()
        Duty.objects.filter(pk=duty.pk).update(state="WAIVED")
        return real(year, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(computing, "plan_visits", slow)
    with pytest.raises(do.UnableToCompute, match="编排期间有 1 项应办事项已办结"):
        desk.computed(plan)
    assert not PlannedVisit.objects.exists() and not Entry.objects.filter(verb="compute").exists()


def test_the_plan_goes_through_two_divisions_and_three_persons_and_discharges_the_yearly_duty(
    desk: PlanDesk, at: datetime
) -> None:
    plan = desk.submitted()
    waiting = Duty.objects.get(subject_ref=reference(plan), state="OPEN")
    assert (waiting.kind, waiting.obligor_id) == ("include-plan", "LEGAL")
    desk.included(plan)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.discharged_by) == ("DISCHARGED", reference(plan))
    signing = Duty.objects.get(subject_ref=reference(plan), state="OPEN")
    assert (signing.kind, signing.post and signing.post.rank) == ("approve-plan", "HEAD")
    desk.published(desk.approved(plan))
    assert not Duty.objects.filter(subject_ref=reference(plan), state="OPEN").exists()
    assert (plan.state, plan.number, plan.published_on) == (PlanState.PUBLISHED, "普环〔2027〕1号", at.date())
    made = Record.objects.get(kind="enforcement-plan")
    assert made.facts["plan"] == reference(plan)
    verbs = (
        Entry.objects.filter(subjects__subject=reference(plan)).order_by("pk").values_list("verb", flat=True)
    )
    assert list(verbs) == ["make", "compute", "submit", "include", "approve", "publish"]


@pytest.mark.parametrize("early", [True, False])
def test_published_before_or_in_its_year_it_discharges_that_years_duty_and_no_older_one(
    early: bool, desk: PlanDesk
) -> None:
    """DU-19"""
    generate_duties(year=2026, by=COMMAND_LINE, at=desk.at)
    desk.at = desk.at if early else winter(12)
    desk.published()
    states = Duty.objects.filter(kind="plan-enforcement").values_list("period", "state", "discharged_on")
    assert sorted(states) == [("2026", "OPEN", None), ("2027", "DISCHARGED", desk.at.date())]


def test_who_included_the_plan_cannot_approve_it(desk: PlanDesk, at: datetime) -> None:
    plan = desk.submitted()
    head = desk.bureau("legal-head")
    do.include_plan(plan=plan, by=head, at=at)
    with pytest.raises(do.UnableToGoOn, match="不能为同一人"):
        do.approve_plan(plan=plan, by=head, at=at)
    assert YearPlan.objects.get().state == PlanState.INCLUDED


def test_a_plan_sent_back_is_open_again_and_its_signatures_are_gone(desk: PlanDesk, at: datetime) -> None:
    plan = desk.included()
    do.send_back_plan(plan=plan, why="重排第三季度", by=desk.bureau("legal-1"), at=at)
    plan = YearPlan.objects.get()
    assert (plan.state, plan.submitted_ref, plan.included_ref) == (PlanState.DRAFT, "", "")
    assert not Duty.objects.filter(subject_ref=reference(plan), state="OPEN").exists()
    desk.computed(plan)


def test_a_plan_that_cannot_be_is_refused_with_its_sentence(bureau: Bureau, at: datetime) -> None:
    wrong = [
        ({"year": 2025}, "只能编制今年或明年"),
        ({"year": 2028}, "只能编制今年或明年"),
        ({"teams": 0}, "检查组数应在 1 至 50"),
        ({"crews": -1}, "监测组数应在 0 至 50"),
    ]
    for changes, sentence in wrong:
        told = {"year": 2027, "teams": 2, "crews": 1} | changes
        with pytest.raises(do.UnableToMakePlan, match=sentence):
            do.make_plan(**told, by=bureau("enforcement-1"), at=at)
    assert not YearPlan.objects.exists()


def test_what_does_not_fit_the_state_is_told(bureau: Bureau, at: datetime) -> None:
    by = bureau("enforcement-1")
    plan = do.make_plan(year=2027, teams=2, crews=1, by=by, at=at)
    with pytest.raises(do.UnableToMakePlan, match="已经有了"):
        do.make_plan(year=2027, teams=2, crews=1, by=by, at=at)
    with pytest.raises(do.UnableToCompute, match="先按条款生成应办事项"):
        do.compute_plan(plan=plan, by=by, at=at)
    with pytest.raises(do.UnableToGoOn, match="先编排"):
        do.submit_plan(plan=plan, by=by, at=at)
    with pytest.raises(AlreadyMoved, match="编制中"):
        do.approve_plan(plan=plan, by=bureau("legal-head"), at=at)
    with pytest.raises(do.UnableToReplan, match="公布以后"):
        do.replan(plan=plan, why="试", by=by, at=at)
    assert issubclass(do.UnableToCompute, Refused)


def test_a_number_is_asked_for_and_one_that_speaks_of_secrets_is_refused(
    desk: PlanDesk, at: datetime
) -> None:
    plan = desk.approved()
    for number, sentence in (("", "文号"), ("普环涉密1号", "涉密"), ("号" * 65, "64")):
        with pytest.raises(do.UnableToGoOn, match=sentence):
            do.publish_plan(plan=plan, number=number, by=desk.bureau("legal-1"), at=at)
    assert YearPlan.objects.get().state == PlanState.APPROVED
