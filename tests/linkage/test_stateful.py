"""The whole life of tasks and leads explored at random; the invariants hold after every act, allowed or refused."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from postpermit.duties.models import Duty
from postpermit.duties.operations import record_act
from postpermit.linkage import operations as do
from postpermit.linkage.models import Slip, SlipAssignment, SlipSignature, ViolationLead
from postpermit.linkage.operations.waiting import is_waiting
from postpermit.linkage.states import Ground, Outcome, Subject
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry
from tests.bureau import Bureau, moment

DIVISIONS = ("APPROVAL", "ECOLOGY", "POLLUTION", "LEGAL", "ENFORCEMENT", "STATION")
WHO = st.sampled_from(["1", "head"])


class Life(RuleBasedStateMachine):
    """Acts on random tasks by random people; a refusal is fine, a broken invariant is not."""

    bureau: ClassVar[Bureau]

    @initialize()
    def begin(self) -> None:
        """Everything of a run is rolled back at its end."""
        self.block = transaction.atomic()
        self.block.__enter__()
        self.at: datetime = moment(date(2026, 11, 24))
        self.meeting = record_act(
            kind="meeting-dispatch",
            on=date(2026, 11, 10),
            who="甲",
            result="会",
            by=self.bureau("approval-1"),
            at=self.at,
        )

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

    def someone(self, division: str, who: str) -> Any:
        return self.bureau(f"{division.lower()}-{who}")

    @rule(
        raiser=st.sampled_from(DIVISIONS),
        receivers=st.lists(st.sampled_from(DIVISIONS), min_size=0, max_size=3),
        subject=st.sampled_from(list(Subject)),
        who=WHO,
    )
    def raise_it(self, raiser: str, receivers: list[str], subject: Subject, who: str) -> None:
        self.attempt(
            do.raise_slip,
            division=raiser,
            title="题",
            subject=subject,
            ground=Ground.SUPPORT,
            description="述",
            receivers=receivers,
            by=self.someone(raiser, who),
        )

    @rule(division=st.sampled_from(DIVISIONS))
    def suspect(self, division: str) -> None:
        self.attempt(
            do.suspect_lead,
            division=division,
            what="疑",
            clause="plan:a3.2.5",
            found_on=self.at.date(),
            origin_text="查",
            place="演示路",
            by=self.someone(division, "1"),
        )

    @rule(number=st.integers(0, 9), verb=st.sampled_from(["confirm", "confirm", "aside"]))
    def answer_for(self, number: int, verb: str) -> None:
        lead = self.any_of(ViolationLead, number, state="SUSPECTED")
        if lead is None:
            return
        by = self.someone(lead.found_by_id, "1")
        if verb == "confirm":
            self.attempt(do.confirm_lead, lead=lead, by=by)
        else:
            self.attempt(do.set_aside_lead, lead=lead, why="误", by=by)

    @rule(
        number=st.integers(0, 9),
        verb=st.sampled_from(["approve", "approve", "approve", "back", "off"]),
        who=st.sampled_from(["head", "head", "leader"]),
    )
    def head_decides(self, number: int, verb: str, who: str) -> None:
        slip = self.any_of(Slip, number, state="PENDING")
        if slip is None:
            return
        by = self.bureau("group-leader") if who == "leader" else self.someone(slip.raised_by_id, "head")
        if verb == "approve":
            self.attempt(do.approve_slip, slip=slip, by=by)
        else:
            self.attempt(
                do.send_back_slip if verb == "back" else do.call_off_slip, slip=slip, why="因", by=by
            )

    @rule(number=st.integers(0, 9), receivers=st.lists(st.sampled_from(DIVISIONS), min_size=1, max_size=2))
    def mend(self, number: int, receivers: list[str]) -> None:
        slip = self.any_of(Slip, number, state="REVISING")
        if slip is not None:
            self.attempt(
                do.resubmit_slip,
                slip=slip,
                title="题二",
                description="述",
                receivers=receivers,
                by=self.someone(slip.raised_by_id, "1"),
            )

    @rule(
        number=st.integers(0, 30),
        verb=st.sampled_from(["forward", "forward", "forward", "forward", "return", "hand-on", "refuse"]),
        division=st.sampled_from(DIVISIONS),
    )
    def work(self, number: int, verb: str, division: str) -> None:
        part = self.any_of(SlipAssignment, number)
        if part is None:
            return
        clerk, head = self.someone(part.division_id, "1"), self.someone(part.division_id, "head")
        raiser = self.someone(part.slip.raised_by_id, "1")
        if verb == "return":
            self.attempt(do.return_assignment, assignment=part, why="非我", by=clerk)
        elif verb == "hand-on":
            self.attempt(do.hand_on, assignment=part, division=division, why="他", by=clerk)
        elif verb == "refuse":
            act = do.refuse_feedback if part.state == "SIGNING_FEEDBACK" else do.refuse_receipt
            self.attempt(act, assignment=part, why="重", by=head)
        elif part.state == "WAITING":
            self.attempt(do.accept_assignment, assignment=part, text="收", by=clerk)
        elif part.state == "SIGNING_RECEIPT":
            self.attempt(do.sign_receipt, assignment=part, by=head)
        elif part.state == "ACTING":
            outcome = (
                {"outcome": Outcome.NOTHING_FOUND}
                if part.slip.lead_id and part.division_id == part.slip.lead_division
                else {}
            )
            self.attempt(do.give_feedback, assignment=part, text="果", by=clerk, **outcome)
        elif part.state == "SIGNING_FEEDBACK":
            self.attempt(do.sign_feedback, assignment=part, by=head)
        elif part.state == "FED_BACK":
            self.attempt(do.confirm_feedback, assignment=part, by=raiser)
        elif part.state == "RETURNED":
            self.attempt(do.reassign, assignment=part, division=division, why="改", by=raiser)

    @rule(
        number=st.integers(0, 30),
        verb=st.sampled_from(["again", "drop", "add", "ask", "agree", "refuse", "remind"]),
        division=st.sampled_from(DIVISIONS),
    )
    def steer(self, number: int, verb: str, division: str) -> None:
        part = self.any_of(SlipAssignment, number)
        if part is None:
            return
        slip, raiser = part.slip, self.someone(part.slip.raised_by_id, "1")
        head = self.someone(slip.raised_by_id, "head")
        acts: dict[str, tuple[Any, dict[str, Any]]] = {
            "again": (do.ask_again, {"assignment": part, "why": "补", "by": raiser}),
            "drop": (do.drop_assignment, {"assignment": part, "why": "罢", "by": raiser}),
            "add": (do.add_receiver, {"slip": slip, "division": division, "by": raiser}),
            "ask": (do.ask_withdrawal, {"slip": slip, "why": "撤", "by": raiser}),
            "agree": (do.agree_withdrawal, {"slip": slip, "by": head}),
            "refuse": (do.refuse_withdrawal, {"slip": slip, "why": "不", "by": head}),
            "remind": (do.remind_slip, {"slip": slip, "by": raiser}),
        }
        act, asked = acts[verb]
        self.attempt(act, **asked)

    @rule(number=st.integers(0, 9))
    def archive(self, number: int) -> None:
        slip = self.any_of(Slip, number)
        if slip is not None:
            self.attempt(do.archive_slips, slips=[slip], meeting=self.meeting, by=self.bureau("approval-1"))

    @rule(days=st.integers(1, 4))
    def wait(self, days: int) -> None:
        self.at += timedelta(days=days)

    @invariant()
    def no_archive_while_somebody_is_missing(self) -> None:
        for slip in Slip.objects.filter(state__in=("CONFIRMED", "ARCHIVED")):
            states = set(slip.assignments.values_list("state", flat=True)) - {"HANDED_ON", "STOPPED"}
            assert states == {"CONFIRMED"}
            for part in slip.assignments.filter(state="CONFIRMED"):
                assert part.rows.filter(kind="FEEDBACK", signature__isnull=False).exists()

    @invariant()
    def every_lead_is_answered_for_by_a_person_and_has_one_task(self) -> None:
        for lead in ViolationLead.objects.all():
            live = lead.slips.exclude(state="WITHDRAWN").count()
            assert live == (1 if lead.state in ("CONFIRMED", "CLOSED") else 0)
            assert bool(lead.confirmed_ref) == (lead.state in ("CONFIRMED", "CLOSED"))
            assert bool(lead.outcome) == (lead.state == "CLOSED")
        for slip in Slip.objects.filter(lead__isnull=False, state="ARCHIVED").select_related("lead"):
            assert slip.lead is not None
            assert slip.lead.state == "CLOSED"

    @invariant()
    def nobody_approves_their_own(self) -> None:
        for sign in SlipSignature.objects.select_related("row"):
            assert sign.approver_ref not in (sign.row.handler_ref, sign.row.entered_ref)

    @invariant()
    def whatever_waits_has_exactly_one_open_duty_on_one_desk(self) -> None:
        for model in (Slip, SlipAssignment, ViolationLead):
            for thing in model.objects.all():
                duties = list(Duty.objects.filter(subject_ref=thing.reference(), state="OPEN"))
                assert len(duties) == (1 if is_waiting(thing) else 0), (thing.reference(), thing.state)
                assert all(d.post_id for d in duties)

    @invariant()
    def no_part_is_an_orphan(self) -> None:
        for slip in Slip.objects.filter(state="CIRCULATING"):
            assert slip.assignments.exclude(state__in=("HANDED_ON", "STOPPED")).exists()


@pytest.mark.django_db
def test_the_life_of_tasks_keeps_its_invariants(bureau: Bureau) -> None:
    Life.bureau = bureau
    run_state_machine_as_test(
        Life, settings=settings(max_examples=25, stateful_step_count=30, deadline=None, derandomize=True)
    )
