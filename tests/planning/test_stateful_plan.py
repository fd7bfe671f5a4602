"""A plan lived at random by random people: whatever is allowed or refused, no duty is planned twice and no law is broken."""

from collections import Counter
from datetime import datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from postpermit.duties.models import Duty
from postpermit.duties.operations import record_act
from postpermit.duties.rules.records import WINDOWED
from postpermit.planning import operations as do
from postpermit.planning.models import Need, PlannedDuty, PlannedVisit, YearPlan
from postpermit.planning.queries.plan_page import month_rows, week_rows
from postpermit.planning.rules.waits import PLAN_WAITS
from postpermit.planning.states import NeedState, PlannedState, PlanState
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry, reference
from tests.bureau import Bureau
from tests.planning.planning_desk import PlanDesk, plan_desk, winter

WHO = st.sampled_from(["enforcement-1", "enforcement-2", "legal-1", "legal-head"])
NUMBER = st.integers(0, 30)
WHY = st.sampled_from(["", "有理由"])
LIVE = (PlannedState.PLANNED, PlannedState.TAKEN_UP, PlannedState.DONE)


class Year(RuleBasedStateMachine):
    """Acts on one plan, its visits and its needs, while the year goes on."""

    desk: ClassVar[PlanDesk]

    @initialize()
    def begin(self) -> None:
        """Everything of a run is rolled back at its end."""
        self.block = transaction.atomic()
        self.block.__enter__()
        self.at: datetime = winter(4)
        self.desk.at = self.at
        self.plan_pk = self.desk.computed().pk

    def teardown(self) -> None:
        """Take the run back."""
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    @property
    def plan(self) -> YearPlan:
        """As it stands now."""
        return YearPlan.objects.get(pk=self.plan_pk)

    def attempt(self, act: Any, **asked: Any) -> bool:
        """Do it; a refusal leaves nothing behind."""
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                act(**asked, at=self.at)
        except Refused:
            assert Entry.objects.count() == before
            return False
        return True

    def visit(self, number: int, **where: Any) -> PlannedVisit | None:
        rows = list(PlannedVisit.objects.filter(plan=self.plan_pk, **where).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(keep=st.booleans(), readmit=st.booleans())
    def compute(self, keep: bool, readmit: bool) -> None:
        by = self.desk.bureau("enforcement-1")
        self.attempt(do.compute_plan, plan=self.plan, keep_moved=keep, readmit=readmit, polished=False, by=by)

    @rule(step=st.sampled_from([do.submit_plan, do.include_plan, do.approve_plan]), who=WHO)
    def sign(self, step: Any, who: str) -> None:
        before = self.plan
        if self.attempt(step, plan=self.plan, by=self.desk.bureau(who)) and step is do.approve_plan:
            assert self.desk.bureau(who).ref not in (before.submitted_ref, before.included_ref)

    @rule(why=WHY)
    def send_back(self, why: str) -> None:
        self.attempt(do.send_back_plan, plan=self.plan, why=why, by=self.desk.bureau("legal-1"))

    @rule()
    def publish(self) -> None:
        self.attempt(
            do.publish_plan, plan=self.plan, number="普环〔2027〕1号", by=self.desk.bureau("legal-1")
        )

    @rule(readmit=st.booleans(), why=WHY)
    def replan(self, readmit: bool, why: str) -> None:
        edge = self.at.date() - timedelta(days=self.at.weekday()) + timedelta(weeks=2)
        near = dict(
            PlannedVisit.objects.filter(
                plan=self.plan_pk, state=PlannedState.PLANNED, week__gte=self.at.date(), week__lt=edge
            ).values_list("pk", "week")
        )
        by = self.desk.bureau("enforcement-1")
        if self.attempt(do.replan, plan=self.plan, why=why, readmit=readmit, by=by):
            rows = PlannedVisit.objects.filter(pk__in=near, state=PlannedState.PLANNED)
            assert all(near[pk] == week for pk, week in rows.values_list("pk", "week"))

    @rule(number=NUMBER, weeks=st.integers(-10, 40), why=WHY)
    def move(self, number: int, weeks: int, why: str) -> None:
        visit = self.visit(number)
        if visit is None:
            return
        week = visit.week + timedelta(weeks=weeks)
        by = self.desk.bureau("enforcement-1")
        if self.attempt(do.move_visit, visit=visit, week=week, why=why, by=by):
            for duty in Duty.objects.filter(pk__in=visit.duties.values("duty"), kind__in=WINDOWED):
                assert duty.opens_on <= week + timedelta(days=4) and week <= duty.due_on

    @rule(number=NUMBER, why=WHY)
    def drop(self, number: int, why: str) -> None:
        if visit := self.visit(number):
            self.attempt(do.drop_visit, visit=visit, why=why, by=self.desk.bureau("enforcement-1"))

    @rule(number=NUMBER)
    def take_up_and_finish(self, number: int) -> None:
        """As the room of visits does it: sent out, carried out, recorded."""
        visit = self.visit(number, state=PlannedState.PLANNED, inspects=True)
        if visit is None or self.plan.state != PlanState.PUBLISHED:
            return
        by = self.desk.bureau("enforcement-1")
        advance(visit, "take-up", by=by, at=self.at, clause="plan:6.2")
        if number % 2:
            record_act(kind="inspection", facility=visit.facility, on=self.at.date(), who="甲", result="无", by=by, at=self.at)  # fmt: skip
            advance(visit, "fulfil", by=by, at=self.at, clause="plan:6.2")

    @rule(take=st.booleans(), why=WHY)
    def need(self, take: bool, why: str) -> None:
        waiting = Need.objects.filter(state=NeedState.SUBMITTED).first()
        legal = self.desk.bureau("legal-1")
        if waiting is None:
            self.attempt(do.submit_need, year=2027, text="查", by=self.desk.bureau("ecology-1"))
        elif take:
            self.attempt(do.take_need, need=waiting, by=legal)
        else:
            self.attempt(do.decline_need, need=waiting, why=why, by=legal)

    @rule(days=st.integers(1, 60))
    def time_goes_on(self, days: int) -> None:
        if (self.at + timedelta(days=days)).year == 2027:
            self.at += timedelta(days=days)

    @invariant()
    def a_unit_is_entered_once_a_week_and_no_duty_is_planned_twice(self) -> None:
        rows = PlannedVisit.objects.filter(plan=self.plan_pk, state__in=LIVE)
        entered = Counter(rows.values_list("facility", "week"))
        assert not [key for key, n in entered.items() if n > 1]
        waiting = PlannedDuty.objects.filter(visit__in=rows.exclude(state=PlannedState.DONE))
        planned = Counter(waiting.filter(duty__state="OPEN").values_list("duty", flat=True))
        assert not [duty for duty, n in planned.items() if n > 1]

    @invariant()
    def no_visit_lies_in_a_guarantee_and_what_fell_out_says_why(self) -> None:
        shut = {w.monday for w in week_rows(self.plan) if w.shut and w.notes}
        assert not PlannedVisit.objects.filter(
            plan=self.plan_pk, state=PlannedState.PLANNED, week__in=shut
        ).exists()
        assert not PlannedVisit.objects.filter(state=PlannedState.DROPPED, why="").exists()

    @invariant()
    def exactly_who_is_waited_for_has_a_duty(self) -> None:
        plan = self.plan
        held = Duty.objects.filter(subject_ref=reference(plan), state="OPEN").values_list("kind", flat=True)
        assert list(held) == ([PLAN_WAITS[plan.state][0]] if plan.state in PLAN_WAITS else [])

    @invariant()
    def the_published_counts_are_those_of_the_rows(self) -> None:
        live = PlannedVisit.objects.filter(plan=self.plan_pk, state__in=LIVE).count()
        assert sum(row.total for row in month_rows(self.plan)) == live


@pytest.mark.django_db
@pytest.mark.one_database
def test_no_story_of_a_plan_breaks_a_rule(bureau: Bureau, at: datetime) -> None:
    Year.desk = plan_desk(bureau, at, 2, 2)
    run_state_machine_as_test(
        Year, settings=settings(max_examples=12, stateful_step_count=12, deadline=None, derandomize=True)
    )
