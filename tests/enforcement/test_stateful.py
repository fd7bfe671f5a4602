"""Visits lived at random by random people: whatever is allowed or refused, nothing is left without its end or its duty."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from postpermit.duties.models import Duty, Record
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase, Visit, VisitAnswer, VisitFinding
from postpermit.enforcement.queries.caps import used_visits
from postpermit.enforcement.rules.waits import WAITS
from postpermit.linkage import operations as linkage
from postpermit.linkage.models import Slip
from postpermit.planning.models import PlannedVisit
from postpermit.trail.actors import SYSTEM
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry, reference
from tests.bureau import Bureau, moment
from tests.enforcement.building import VisitDesk, open_visits

NUMBER = st.integers(0, 20)
WHO = st.sampled_from(["enforcement-1", "enforcement-2", "enforcement-3", "enforcement-head"])
WHY = st.sampled_from(["", "有理由"])
KIND = st.sampled_from(
    [("PLANNED", "NONE"), ("TRIGGERED", "COMPLAINT"), ("TRIGGERED", "NONE"), ("RECHECK", "RECHECK")]
)


class Visits(RuleBasedStateMachine):
    """Acts on random visits and findings."""

    bureau: ClassVar[Bureau]

    @initialize()
    def begin(self) -> None:
        """Everything of a run is rolled back at its end."""
        self.block = transaction.atomic()
        self.block.__enter__()
        self.at: datetime = moment(date(2026, 11, 24))
        self.desk: VisitDesk = open_visits(self.bureau, self.at)
        for unit in (1, 2, 3):
            self.desk.plan(unit, drawn=unit == 3)
        # Two are on their way, so that short runs reach the end as well.
        self.desk.underway(1, planned=PlannedVisit.objects.get(facility=self.desk.units[1]))
        self.desk.find(self.desk.ended(2, kind="TRIGGERED", reason="FOLLOW_UP"))

    def teardown(self) -> None:
        """Take the run back."""
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def attempt(self, act: Any, **asked: Any) -> None:
        """Do it; a refusal leaves nothing behind."""
        before = Entry.objects.count()
        try:
            with transaction.atomic():
                act(**asked, at=self.at)
        except Refused:
            assert Entry.objects.count() == before

    def any_of(self, model: Any, number: int, **where: Any) -> Any:
        rows = list(model.objects.filter(**where).order_by("pk"))
        return rows[number % len(rows)] if rows else None

    @rule(unit=st.integers(1, 3), kind=KIND, number=NUMBER, planned=st.booleans(), days=st.integers(-1, 3))
    def prepare(self, unit: int, kind: tuple[str, str], number: int, planned: bool, days: int) -> None:
        self.attempt(
            do.prepare_visit,
            facility=self.desk.units[unit],
            kind=kind[0],
            manner="ON_SITE" if number % 4 else "OFF_SITE",
            reason=kind[1],
            reason_text="热线工单演示1号" if number % 5 else "",
            scheduled_on=self.at.date() + timedelta(days=days),
            planned=self.any_of(PlannedVisit, number) if planned else None,
            recheck_of=self.any_of(VisitFinding, number) if kind[0] == "RECHECK" else None,
            inspection_code=f"JCM{number % 7}" if number % 3 else "",
            by=self.bureau("enforcement-1"),
        )

    @rule(number=NUMBER, people=st.lists(WHO, max_size=3))
    def assign(self, number: int, people: list[str]) -> None:
        visit = self.any_of(Visit, number)
        officers = [self.bureau.officers[a] for a in people]
        self.attempt(do.assign_team, visit=visit, officers=officers, by=self.bureau("enforcement-head"))

    @rule(number=NUMBER, out=WHO, into=st.none() | WHO, why=WHY, ill=st.booleans())
    def leave(self, number: int, out: str, into: str | None, why: str, ill: bool) -> None:
        self.attempt(
            do.excuse_officer if ill else do.recuse_officer,
            visit=self.any_of(Visit, number),
            officer=self.bureau.officers[out],
            instead=self.bureau.officers[into] if into else None,
            why=why,
            by=self.bureau("enforcement-head"),
        )

    @rule(number=NUMBER, minutes=st.integers(-5, 200))
    def start(self, number: int, minutes: int) -> None:
        began = self.at - timedelta(minutes=minutes)
        self.attempt(
            do.start_visit,
            visit=self.any_of(Visit, number),
            started_at=began,
            by=self.bureau("enforcement-1"),
        )

    @rule(
        number=NUMBER,
        outcome=st.sampled_from(["DONE", "DONE", "STOPPED", "SHUT", "MOVED", "NOBODY", "REFUSED"]),
        conclusion=st.sampled_from(["", "检查完毕。"]),
        minutes=st.integers(-5, 60),
    )
    def finish(self, number: int, outcome: str, conclusion: str, minutes: int) -> None:
        self.attempt(
            do.finish_visit,
            visit=self.any_of(Visit, number),
            outcome=outcome,
            conclusion=conclusion,
            ended_at=self.at - timedelta(minutes=minutes),
            by=self.bureau("enforcement-1"),
        )

    @rule(number=NUMBER, answers=st.booleans(), who=WHO)
    def close(self, number: int, answers: bool, who: str) -> None:
        visit = self.any_of(Visit, number, state="ENDED") or self.any_of(Visit, number)
        if answers and not VisitAnswer.objects.filter(visit=visit).exists():
            self.desk.answer_all(visit)
        self.attempt(do.close_visit, visit=visit, by=self.bureau(who))

    @rule(
        number=NUMBER,
        who=WHO,
        why=WHY,
        act=st.sampled_from(["ask_to_take_back", "resume_visit", "reopen_visit", "cancel_visit"]),
    )
    def undo(self, number: int, who: str, why: str, act: str) -> None:
        self.attempt(getattr(do, act), visit=self.any_of(Visit, number), why=why, by=self.bureau(who))

    @rule(number=NUMBER, question=st.sampled_from(["", "2.1.1"]))
    def find(self, number: int, question: str) -> None:
        self.attempt(
            do.add_finding,
            visit=self.any_of(Visit, number),
            text="问题",
            question=question,
            by=self.bureau("enforcement-1"),
        )

    @rule(number=NUMBER, way=st.sampled_from(["correct", "confirm", "drop", "slip", "case"]), why=WHY)
    def settle(self, number: int, way: str, why: str) -> None:
        finding = self.any_of(VisitFinding, number)
        by = self.bureau("enforcement-1")
        if way == "correct":
            self.attempt(do.correct_on_the_spot, finding=finding, demand=why, by=by)
        elif way == "confirm":
            self.attempt(do.confirm_corrected, finding=finding, outcome=why, by=by)
        elif way == "drop":
            self.attempt(do.drop_finding, finding=finding, why=why, by=self.bureau("enforcement-head"))
        elif way == "slip":
            self.attempt(do.slip_finding, findings=[finding], to="STATION", by=by)
        else:
            number = PenaltyCase.objects.count() + 1
            case = self.any_of(PenaltyCase, number, facility=finding.facility) or self.desk.case(
                1, f"普演案〔2026〕{number}号"
            )
            self.attempt(do.put_into_case, finding=finding, case=case, by=by)

    @rule(number=NUMBER, aside=st.booleans())
    def call_off(self, number: int, aside: bool) -> None:
        slip = self.any_of(Slip, number)
        if slip is None:
            return
        self.attempt(linkage.call_off_slip, slip=slip, why="不发", by=self.bureau("enforcement-head"))
        if aside and slip.lead is not None:
            slip.lead.refresh_from_db()
            self.attempt(
                linkage.set_aside_lead, lead=slip.lead, why="不作为", by=self.bureau("enforcement-1")
            )

    @rule(days=st.integers(0, 3))
    def follow(self, days: int) -> None:
        self.at += timedelta(days=days)
        self.desk.at = self.at
        do.run_enforcement(by=SYSTEM, at=self.at)
        assert do.run_enforcement(by=SYSTEM, at=self.at).followed == 0

    @invariant()
    def every_waiting_matter_has_exactly_one_duty(self) -> None:
        for model in (Visit, VisitFinding):
            for matter in model._default_manager.all():
                key = f"{model._meta.label_lower}/{matter.state}"
                live = Duty.objects.filter(subject_ref=reference(matter), state="OPEN")
                if matter.state == "CLOSED":
                    assert live.exclude(kind="disclose-inspection").count() == 0
                    continue
                assert live.count() == (1 if key in WAITS else 0), (key, live)

    @invariant()
    def only_what_was_carried_out_stands_in_the_ledger(self) -> None:
        standing = {r.facts["visit"]: r for r in Record.objects.exclude(state="WITHDRAWN")}
        for visit in Visit.objects.all():
            entered = standing.pop(reference(visit), None)
            if entered is not None:
                assert (visit.outcome, visit.manner, visit.done_as) == ("DONE", "ON_SITE", entered)
        assert standing == {}

    @invariant()
    def a_closed_visit_has_nothing_undecided_and_its_team(self) -> None:
        for visit in Visit.objects.filter(state__in=("UNDERWAY", "CLOSED")).exclude(started_at=None):
            people = list(visit.officers.filter(left_as=""))
            assert len(people) >= 2 and all(p.certificate for p in people)
            assert [p.role for p in people].count("LEAD") == 1
        for finding in VisitFinding.objects.filter(visit__state="CLOSED", state="OPEN"):
            assert Entry.objects.filter(verb="return", subjects__subject=reference(finding)).exists()

    @invariant()
    def the_plan_follows_its_visits(self) -> None:
        for planned in PlannedVisit.objects.all():
            live = Visit.objects.filter(planned=planned).exclude(state="CANCELLED")
            live = live.exclude(outcome__in=("STOPPED", "NOBODY", "REFUSED"))
            alone = "DONE" if planned.fulfilled_by else "PLANNED"
            expected = {0: alone, 1: "DONE" if live.filter(outcome__gt="").exists() else "TAKEN_UP"}
            assert planned.state == expected[live.count()]

    @invariant()
    def no_unit_is_visited_beyond_its_ceiling(self) -> None:
        for unit, cap in ((1, 4), (2, 2), (3, 1)):
            assert used_visits(self.desk.units[unit], 2026) <= cap


@pytest.mark.django_db
def test_visits_in_any_order_keep_the_invariants(bureau: Bureau) -> None:
    Visits.bureau = bureau
    run_state_machine_as_test(
        Visits, settings=settings(max_examples=9, stateful_step_count=16, deadline=None, derandomize=True)
    )
