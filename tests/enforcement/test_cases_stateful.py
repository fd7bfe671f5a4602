"""A case lived at random by random people: whatever is allowed or refused, nothing is decided unreviewed and nothing is lost."""

from datetime import timedelta
from decimal import Decimal
from typing import Any, ClassVar

import pytest
from django.db import transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from postpermit.duties.models import Duty
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import CasePause, LegalReview, PenaltyCase, VisitFinding
from postpermit.enforcement.queries.case_standing import case_ref, case_refs, missing_of
from postpermit.enforcement.rules.waits import CLOCKS, WAITS
from postpermit.register.models import Penalty
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry, reference
from tests.bureau import Bureau
from tests.enforcement.building import VisitDesk, open_visits
from tests.enforcement.case_desk import GAPS, CaseDesk

pytestmark = pytest.mark.django_db
WHO = st.sampled_from(["enforcement-1", "enforcement-2", "enforcement-head", "legal-1", "group-leader"])
REASON = st.sampled_from(["", GAPS])
# The states in which a run has been: a machine that never gets far shows nothing.
reached: set[str] = set()


class Cases(RuleBasedStateMachine):
    """One case with a finding of a visit, and everything that may be done to it."""

    visits: ClassVar[VisitDesk]
    found: ClassVar[int]

    @initialize(ahead=st.sampled_from([12, 4, 0]))
    def begin(self, ahead: int) -> None:
        """Everything of a run is rolled back at its end; some begin where the case has come some way already."""
        self.block = transaction.atomic()
        self.block.__enter__()
        self.finding = VisitFinding.objects.get(pk=self.found)
        self.desk = CaseDesk(self.visits.bureau, self.finding.facility, self.visits.at)
        self.case = self.desk.open(findings=[self.finding])
        for _ in range(ahead):
            self.next_step()

    def teardown(self) -> None:
        """Take the run back."""
        if hasattr(self, "block"):
            transaction.set_rollback(True)
            self.block.__exit__(None, None, None)

    def attempt(self, act: Any, **asked: Any) -> None:
        """Do it as the case stands; a refusal leaves nothing behind."""
        before, duties = Entry.objects.count(), Duty.objects.count()
        asked.setdefault("case", PenaltyCase.objects.get(pk=self.case.pk))
        if asked["case"] is None:
            del asked["case"]
        try:
            with transaction.atomic():
                act(**asked, at=self.desk.at)
        except Refused:
            assert (Entry.objects.count(), Duty.objects.count()) == (before, duties)

    @rule(days=st.sampled_from([1, 8, 8, 20]))
    def later(self, days: int) -> None:
        self.desk.later(days)

    @rule()
    def fill(self) -> None:
        """Whatever the file lacks is put in."""
        case = PenaltyCase.objects.get(pk=self.case.pk)
        if case.state != "ARCHIVED":
            self.desk.fill(case)

    @rule(verb=st.sampled_from(["file", "not-file", "withdraw", "not-punish", "take-back"]), who=WHO)
    def begin_or_end(self, verb: str, who: str) -> None:
        by, on = self.desk.by(who), self.desk.today
        if verb == "file":
            self.attempt(do.file_case, investigators=self.desk.team(), on=on, by=by)
        elif verb == "not-file":
            self.attempt(do.not_file_case, number="不立1", on=on, why="x", by=by)
        elif verb == "withdraw" and self.desk.at.day % 3 == 0:
            self.attempt(do.withdraw_case, why="x", by=by)
        elif verb == "not-punish" and self.desk.at.day % 3 == 1:
            self.attempt(do.not_punish, number="不罚1", on=on, why="x", gaps_why=GAPS, by=by)
        elif verb == "take-back":
            self.attempt(do.reinvestigate, why="依据须更换", by=by)
            self.attempt(do.revoke_decision, number="复1", body="复议机关", on=on, why="事实不清", by=by)

    @rule(fine=st.sampled_from([30000, 30000, 150000]), hard=st.booleans())
    def choose(self, fine: int, hard: bool) -> None:
        self.attempt(
            do.choose_basis, clause="regulation:36.i1", why="行为时有效", proposed_fine=Decimal(fine), complex_case=hard,
            by=self.desk.by(),
        )  # fmt: skip

    @rule(why=REASON)
    def conclude_and_ask(self, why: str) -> None:
        self.attempt(do.conclude_investigation, on=self.desk.today, gaps_why=why, by=self.desk.by())
        self.attempt(do.ask_review, gaps_why=why, by=self.desk.by())

    @rule(passes=st.sampled_from([True, True, False]), who=WHO)
    def review(self, passes: bool, who: str) -> None:
        review = LegalReview.objects.filter(case=self.case).order_by("-pk").first()
        if review is not None and passes:
            self.attempt(
                do.pass_review,
                case=None,
                review=review,
                opinion="事实清楚，依据正确，同意。",
                by=self.desk.by(who),
            )
        elif review is not None:
            self.attempt(do.return_review, case=None, review=review, why="补充", by=self.desk.by(who))

    @rule(
        name=st.sampled_from(
            [
                "statement_on",
                "statement_waived_on",
                "hearing_requested_on",
                "hearing_waived_on",
                "heard_on",
                "paid_on",
                "correction_served_on",
                "rechecked_on",
                "disclosure_withdrawn_on",
            ]
        ),
        back=st.sampled_from([0, 0, 3, -1]),
    )
    def note(self, name: str, back: int) -> None:
        on = self.desk.today - timedelta(days=back)
        if name == "heard_on":
            self.attempt(do.name_host, host=self.desk.bureau.officers["legal-head"], by=self.desk.by())
        self.attempt(do.note_date, name=name, on=on, why=GAPS, by=self.desk.by())

    @rule(reason=st.sampled_from(["HEARING", "MONITORING"]), ends=st.booleans())
    def pause(self, reason: str, ends: bool) -> None:
        open_ones = CasePause.objects.filter(case=self.case, to_on__isnull=True)
        if open_ones.exists():
            pause = open_ones.first()
            self.attempt(do.resume_clock, case=None, pause=pause, to_on=self.desk.today, by=self.desk.by())
        else:
            on = self.desk.today
            self.attempt(
                do.pause_clock, reason=reason, from_on=on, to_on=on if ends else None, by=self.desk.by()
            )

    @rule(days=st.sampled_from([30, 31]))
    def extend(self, days: int) -> None:
        self.attempt(
            do.extend_case, days=days, on=self.desk.today, why="复杂", by=self.desk.by("enforcement-head")
        )

    @rule(steps=st.sampled_from([1, 2, 3, 8]))
    def onward(self, steps: int) -> None:
        """What the right people would do next, so many times."""
        for _ in range(steps):
            self.next_step()

    def next_step(self) -> None:
        case, on = PenaltyCase.objects.get(pk=self.case.pk), self.desk.today
        if case.state != "ARCHIVED":
            self.desk.fill(case)
        reached.add(str(case.state))
        if case.state == "FOUND":
            self.begin_or_end(verb="file", who="enforcement-head")
        elif case.state == "FILED":
            self.choose(fine=30000, hard=False)
            self.desk.fill(case)
            self.conclude_and_ask(why=GAPS)
        elif case.state == "INVESTIGATED":
            self.review(passes=True, who="legal-1")
        elif case.state == "NOTIFIED":
            self.desk.later(8)
        elif case.state == "SERVED":
            self.attempt(do.note_date, name="paid_on", on=on, why=GAPS, by=self.desk.by())
        if case.state not in ("FOUND", "FILED", "INVESTIGATED"):
            self.go_on(why=GAPS, who="enforcement-head", fine=30000)

    @rule(why=REASON, who=WHO, fine=st.sampled_from([30000, 150000]))
    def go_on(self, why: str, who: str, fine: int) -> None:
        """Every later step is tried in its order; the first that fits is taken."""
        on, by = self.desk.today, self.desk.by()
        self.attempt(do.discuss_case, on=on, outcome="同意", by=self.desk.by("enforcement-head"))
        self.attempt(do.notify_party, on=on, gaps_why=why, by=by)
        self.attempt(
            do.decide_case, number="罚1", on=on, fine=Decimal(fine), gaps_why=why, by=self.desk.by(who)
        )
        self.attempt(do.serve_decision, on=on, gaps_why=why, by=by)
        self.attempt(do.disclose_decision, on=on, by=by)
        self.attempt(do.execute_decision, on=on, how="已缴清", gaps_why=why, by=by)
        self.attempt(do.close_case, on=on, gaps_why=why, by=self.desk.by("enforcement-head"))
        self.attempt(do.archive_case, on=on, gaps_why=why, by=by)

    @invariant()
    def whatever_waits_has_one_open_duty_and_nothing_else_has(self) -> None:
        if not hasattr(self, "case"):
            return
        case = PenaltyCase.objects.get(pk=self.case.pk)
        review = case.reviews.filter(state="ASKED").first()
        paused = case.pauses.filter(to_on__isnull=True).exists()
        plain, other = case_refs(case)[:2]
        key = f"enforcement.penaltycase/{case.state}"
        expected = {}
        for ref, name in ((plain, key), (other, f"{key}/disclose")):
            wait = WAITS.get(name)
            held = paused and wait is not None and CLOCKS.get(wait.kind) == "decision"
            under_review = ref == plain and review is not None
            published = ref == other and case.disclosed_on is not None
            if wait is not None and not held and not under_review and not published:
                expected[ref] = wait.kind
        overturned = case.disclosed_on is not None and "overturned_on" in case.other_dates
        if overturned and "disclosure_withdrawn_on" not in case.other_dates:
            expected[other] = "withdraw-disclosure"
        beside = Duty.objects.filter(subject_ref=case_ref(case, "recheck"), state="OPEN")
        ordered = case.order_on is not None and case.rechecked_on is None
        assert beside.exists() == (ordered and case.state != "WITHDRAWN")
        live = Duty.objects.filter(subject_ref__in=(plain, other), state="OPEN")
        assert dict(live.values_list("subject_ref", "kind")) == expected
        if review is not None:
            assert Duty.objects.filter(subject_ref=reference(review), state="OPEN", obligor="LEGAL").exists()

    @invariant()
    def nothing_is_decided_without_review_nor_by_who_took_part(self) -> None:
        if not hasattr(self, "case"):
            return
        case = PenaltyCase.objects.get(pk=self.case.pk)
        assert Penalty.objects.count() == (1 if case.decided_on else 0)
        if case.decided_on:
            assert case.reviews.filter(state="PASSED").exists()
            assert case.fine <= case.proposed_fine
            by = Entry.objects.get(verb="decide").by
            assert by not in {m.officer.ref for m in case.members.select_related("officer")}
            assert not case.complex or case.discussed_on

    @invariant()
    def the_finding_waits_for_the_case_and_never_longer(self) -> None:
        if not hasattr(self, "case"):
            return
        case, finding = PenaltyCase.objects.get(pk=self.case.pk), VisitFinding.objects.get(pk=self.finding.pk)
        expected = "OPEN" if case.state in ("NOT_FILED", "WITHDRAWN") else "IN_CASE"
        if case.state == "CLOSED":
            expected = "RESOLVED"
        if case.state != "ARCHIVED":
            assert finding.state == expected
        else:
            assert finding.state in ("OPEN", "RESOLVED") and missing_of(case) == ()


def test_a_case_in_any_order_keeps_the_invariants(bureau: Bureau, at: Any) -> None:
    Cases.visits = open_visits(bureau, at)
    Cases.found = Cases.visits.find(Cases.visits.underway()).pk
    run_state_machine_as_test(
        Cases, settings=settings(max_examples=5, stateful_step_count=10, deadline=None, derandomize=True)
    )
    assert {"FILED", "INVESTIGATED", "REVIEWED", "NOTIFIED", "SERVED", "ARCHIVED"} <= reached, reached
