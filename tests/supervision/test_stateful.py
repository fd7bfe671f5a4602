"""Checks lived at random by random people: whatever is allowed or refused, no loop is left without its end or its duty."""

from datetime import date, datetime, timedelta
from typing import Any, ClassVar

import pytest
from django.db import IntegrityError, transaction
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test

from postpermit.duties.models import Duty
from postpermit.linkage import operations as linkage
from postpermit.linkage.models import Slip
from postpermit.linkage.states import Outcome
from postpermit.supervision import operations as do
from postpermit.supervision.models import (
    DivisionReview,
    FeedbackNotice,
    Finding,
    Hint,
    ReportCheck,
    SectionSignature,
)
from postpermit.supervision.rules.waits import WAITS
from postpermit.supervision.states import NOTICE_OUT, RESOLVED
from postpermit.trail.actors import SYSTEM
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry, reference
from tests.bureau import Bureau, moment
from tests.supervision.desk import CHECKERS, CheckDesk, open_desk, quarterly

WHO = st.sampled_from(["1", "head"])
DIVISION = st.sampled_from(CHECKERS)
NUMBER = st.integers(0, 20)
WHY = st.sampled_from(["", "有理由"])


class Checks(RuleBasedStateMachine):
    """Acts on random checks, reviews, hints, findings and notices."""

    bureau: ClassVar[Bureau]

    @initialize()
    def begin(self) -> None:
        """Everything of a run is rolled back at its end."""
        self.block = transaction.atomic()
        self.block.__enter__()
        self.at: datetime = moment(date(2026, 10, 20))
        self.desk: CheckDesk = open_desk(self.bureau, self.at)
        do.open_checks(owed=do.owed_reports("QUARTERLY", "2026Q2"), by=SYSTEM, at=self.at)
        self.desk.receive(quarterly("2026Q3"), on=self.at.date())

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

    @rule(quarter=st.sampled_from(["2026Q2", "2026Q3"]), total=st.sampled_from(["0.75", "0.80", "90000"]))
    def receive(self, quarter: str, total: str) -> None:
        self.attempt(
            do.receive_report,
            facility=self.desk.unit,
            kind="QUARTERLY",
            period=quarter,
            read=quarterly(quarter, total=total),
            name="季报.docx",
            data=f"PK\x03\x04{quarter}{total}".encode(),
            submitted_on=self.at.date(),
            by=self.someone("APPROVAL", "1"),
        )

    @rule(number=NUMBER, confirms=st.booleans(), why=WHY, who=WHO)
    def answer_hint(self, number: int, confirms: bool, why: str, who: str) -> None:
        hint = self.any_of(Hint, number)
        if hint is None:
            return
        by = self.someone(hint.division_id, who)
        if confirms:
            self.attempt(do.confirm_hint, hint=hint, by=by)
        else:
            self.attempt(do.dismiss_hints, hints=[hint], why=why, by=by)

    @rule(number=NUMBER)
    def dismiss_all(self, number: int) -> None:
        check = self.any_of(ReportCheck, number)
        if check is not None:
            self.desk.at = self.at
            for division in CHECKERS:
                hints = list(check.hints.filter(state="OPEN", division=division))
                if hints:
                    self.attempt(do.dismiss_hints, hints=hints, why="已核实", by=self.someone(division, "1"))

    @rule(
        number=NUMBER,
        division=DIVISION,
        conduct=st.sampled_from(["NONE", "NONE", "NONE", "NO_MONITORING"]),
        kind=st.sampled_from(["FORMAL", "SUBSTANTIVE", "QUESTION"]),
        who=WHO,
    )
    def find(self, number: int, division: str, conduct: str, kind: str, who: str) -> None:
        check = self.any_of(ReportCheck, number)
        section = {"APPROVAL": "basic", "ECOLOGY": "emissions", "POLLUTION": "facilities"}[division]
        if check is not None:
            self.attempt(
                do.add_finding, check=check, division=division, section=section, kind=kind, text="题",
                clause="plan:5.2", conduct=conduct, by=self.someone(division, who),
            )  # fmt: skip

    @rule(number=NUMBER, all_of_them=st.booleans(), who=WHO)
    def sign(self, number: int, all_of_them: bool, who: str) -> None:
        review = self.any_of(DivisionReview, number)
        if review is not None:
            mine = do.reviewing_divisions("QUARTERLY")[review.division_id]
            by = self.someone(review.division_id, who)
            self.attempt(do.sign_sections, review=review, sections=mine if all_of_them else mine[:1], by=by)

    @rule(number=NUMBER)
    def sign_everything(self, number: int) -> None:
        for review in DivisionReview.objects.filter(state="OPEN").order_by("pk"):
            mine = do.reviewing_divisions("QUARTERLY")[review.division_id]
            by = self.someone(review.division_id, "1")
            self.attempt(do.sign_sections, review=review, sections=mine, by=by)

    @rule(number=NUMBER, step=st.sampled_from(["draft", "submit", "back", "issue"]), who=WHO, why=WHY)
    def notice(self, number: int, step: str, who: str, why: str) -> None:
        by = self.someone("APPROVAL", who)
        check, notice = self.any_of(ReportCheck, number), self.any_of(FeedbackNotice, number)
        if step == "draft" and check is not None:
            self.attempt(do.draft_notice, check=check, by=by)
        elif notice is not None and step == "submit":
            self.attempt(do.submit_notice, notice=notice, by=by)
        elif notice is not None and step == "back":
            self.attempt(do.send_notice_back, notice=notice, why=why, by=by)
        elif notice is not None and step == "issue":
            self.attempt(do.issue_notice, notice=notice, by=by)

    @rule(number=NUMBER, how_many=st.integers(1, 3))
    def reply(self, number: int, how_many: int) -> None:
        notice = self.any_of(FeedbackNotice, number)
        if notice is not None:
            told = Finding.objects.filter(check_matter=notice.check_matter, state="NOTIFIED")
            answers = {f.pk: "已改" for f in told.order_by("pk")[:how_many]}
            self.attempt(
                do.receive_corrections, notice=notice, answers=answers, kind="SUPPLEMENT", on=self.at.date(),
                by=self.someone("APPROVAL", "1"),
            )  # fmt: skip

    @rule(
        number=NUMBER,
        verb=st.sampled_from(
            ["accept", "refuse", "drop", "carry", "escalate", "not-a-lead", "adopt", "decline"]
        ),
        why=WHY,
        who=WHO,
    )
    def decide(self, number: int, verb: str, why: str, who: str) -> None:
        finding = self.any_of(Finding, number)
        if finding is None:
            return
        by = self.someone(finding.division_id, who)
        if verb == "adopt":
            self.attempt(do.adopt_finding, finding=finding, by=by)
        else:
            acts = {
                "accept": do.accept_correction, "refuse": do.refuse_correction, "drop": do.drop_finding,
                "carry": do.carry_finding, "escalate": do.escalate_finding, "not-a-lead": do.not_a_lead,
                "decline": do.decline_finding,
            }  # fmt: skip
            self.attempt(acts[verb], finding=finding, why=why, by=by)

    @rule(number=NUMBER)
    def hand_over(self, number: int) -> None:
        finding = self.any_of(Finding, number, state="LEAD")
        if finding is not None:
            by = self.someone(finding.division_id, "1")
            same = list(Finding.objects.filter(state="LEAD", division=finding.division_id))
            self.attempt(do.hand_over, findings=same, by=by)

    @rule(number=NUMBER)
    def enforce(self, number: int) -> None:
        """执法大队 deals with a handed-over task from end to end."""
        slip = self.any_of(Slip, number, state="PENDING")
        if slip is None:
            return
        finder = slip.raised_by_id
        self.attempt(linkage.approve_slip, slip=slip, by=self.someone(finder, "head"))
        part = slip.assignments.first()
        if part is None:
            return
        a, head = self.someone("ENFORCEMENT", "1"), self.someone("ENFORCEMENT", "head")
        self.attempt(linkage.accept_assignment, assignment=part, text="办", by=a)
        self.attempt(linkage.sign_receipt, assignment=part, by=head)
        self.attempt(linkage.give_feedback, assignment=part, text="已查", outcome=Outcome.NOTHING_FOUND, by=a)
        self.attempt(linkage.sign_feedback, assignment=part, by=head)
        self.attempt(linkage.confirm_feedback, assignment=part, by=self.someone(finder, "2"))

    @rule(
        number=NUMBER,
        accepts=st.booleans(),
        finds=st.integers(0, 2),
        how_far=st.sampled_from([2, 3, 4, 7, 7, 7]),
    )
    def push(self, number: int, accepts: bool, finds: int, how_far: int) -> None:
        """One check as far along its road as the dice say; other acts come in between."""
        check = self.any_of(ReportCheck, number)
        if check is None:
            return
        if not check.versions.exists():
            self.receive(check.report.period, "0.75")
        self.dismiss_all(number)
        for turn in range(finds):
            self.find(number, CHECKERS[turn], "NONE", "FORMAL", "1")
        for stage in (
            lambda: self.sign_everything(0),
            lambda: [self.notice_of(check, step) for step in ("draft", "submit", "issue")],
            lambda: self.reply_to(check),
            lambda: [self.settle_one(f, accepts) for f in check.findings.filter(state="REPLIED")],
            lambda: [self.hand_over(0) for _ in range(3)],
            lambda: [self.enforce(0) for _ in range(3)],
            lambda: self.wait(1),
        )[:how_far]:
            stage()

    def notice_of(self, check: ReportCheck, step: str) -> None:
        notice = FeedbackNotice.objects.filter(check_matter=check).first()
        if step == "draft":
            self.attempt(do.draft_notice, check=check, by=self.someone("APPROVAL", "1"))
        elif notice is not None and step == "submit":
            self.attempt(do.submit_notice, notice=notice, by=self.someone("APPROVAL", "1"))
        elif notice is not None:
            self.attempt(do.issue_notice, notice=notice, by=self.someone("APPROVAL", "head"))

    def reply_to(self, check: ReportCheck) -> None:
        notice = FeedbackNotice.objects.filter(check_matter=check).first()
        if notice is not None:
            answers = {f.pk: "已改" for f in check.findings.filter(state="NOTIFIED")}
            self.attempt(
                do.receive_corrections, notice=notice, answers=answers, kind="SUPPLEMENT", on=self.at.date(),
                by=self.someone("APPROVAL", "1"),
            )  # fmt: skip

    def settle_one(self, finding: Finding, accepts: bool) -> None:
        by = self.someone(finding.division_id, "1")
        act = do.accept_correction if accepts else do.refuse_correction
        self.attempt(act, finding=finding, why="有理由", by=by)

    @rule(days=st.integers(1, 25))
    def wait(self, days: int) -> None:
        """Time goes by and the passes run."""
        self.at += timedelta(days=days)
        do.run_supervision(by=SYSTEM, at=self.at)
        before = Entry.objects.count()
        do.run_supervision(by=SYSTEM, at=self.at)
        assert Entry.objects.count() == before, "a pass is not idempotent"

    @invariant()
    def no_closed_check_has_an_unresolved_finding(self) -> None:
        for check in ReportCheck.objects.filter(state="CLOSED"):
            assert not check.findings.exclude(state__in=RESOLVED).exists()
            assert not check.reviews.filter(state__in=("OPEN", "WAITING")).exists()

    @invariant()
    def every_waiting_matter_has_exactly_one_open_duty(self) -> None:
        for model in (ReportCheck, DivisionReview, FeedbackNotice, Finding):
            for thing in model.objects.all():
                late = getattr(thing, "late", False) and thing.state in ("CONFIRMED", "PROPOSED")
                key = f"{thing._meta.label_lower}/{thing.state}" + ("/late" if late else "")
                count = Duty.objects.filter(subject_ref=reference(thing), state="OPEN").count()
                assert count == (1 if key in WAITS else 0), (key, count)

    @invariant()
    def counts_are_true(self) -> None:
        for check in ReportCheck.objects.all():
            assert check.findings_open == check.findings.exclude(state__in=RESOLVED).count()

    @invariant()
    def one_notice_and_nothing_leaks_into_it(self) -> None:
        for notice in FeedbackNotice.objects.filter(state__in=NOTICE_OUT):
            told = {i["number"] for i in notice.items}
            for finding in notice.check_matter.findings.filter(late=True):
                assert finding.number not in told
            assert notice.issued_ref != notice.drafted_ref

    @invariant()
    def a_notice_waits_only_for_a_finding_that_waits(self) -> None:
        for notice in FeedbackNotice.objects.filter(state="ISSUED"):
            assert notice.check_matter.findings.filter(state="NOTIFIED").exists()

    @invariant()
    def a_signed_review_has_every_section_signed(self) -> None:
        for review in DivisionReview.objects.filter(state="SIGNED"):
            mine = set(do.reviewing_divisions("QUARTERLY")[review.division_id])
            signed = SectionSignature.objects.filter(review=review, ended_by__isnull=True)
            assert set(signed.values_list("section", flat=True)) == mine

    @invariant()
    def a_check_that_has_nothing_open_has_ended_or_is_being_read(self) -> None:
        stuck = ReportCheck.objects.filter(findings_open=0, reviews_open=0).exclude(
            state__in=("CLOSED", "NOT_OWED")
        )
        assert list(stuck) == []


@pytest.mark.django_db
def test_checks_in_any_order_keep_the_invariants(bureau: Bureau) -> None:
    Checks.bureau = bureau
    run_state_machine_as_test(
        Checks, settings=settings(max_examples=30, stateful_step_count=14, deadline=None, derandomize=True)
    )


@pytest.mark.django_db
def test_the_database_refuses_a_closing_with_an_open_finding(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.find(check)
    with (
        pytest.raises(IntegrityError, match="no_check_closes_with_an_unresolved_finding|CHECK"),
        transaction.atomic(),
    ):
        ReportCheck.objects.filter(pk=check.pk).update(state="CLOSED", findings_open=1)


@pytest.mark.django_db
def test_the_database_refuses_a_second_notice(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.find(check)
    first = checks.notify(checks.sign_all(check))
    with pytest.raises(IntegrityError), transaction.atomic():
        FeedbackNotice.objects.create(
            state="DRAFT",
            check_matter=check,
            opening="再来",
            reply_days=5,
            drafted_ref="a",
            drafted_name="甲",
        )
    assert do.draft_notice(check=check, by=checks.bureau("approval-1"), at=checks.at) == first
