"""Penalty cases of the play from filing to archive: most are decided, one is let off, one withdrawn, one heard first."""

from collections.abc import Callable
from datetime import date
from typing import Any

from django.db.models import QuerySet

from postpermit.duties.models import Duty
from postpermit.duties.states import DutyState
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import LegalReview, PenaltyCase, VisitFinding
from postpermit.enforcement.queries.case_standing import clocks_on
from postpermit.enforcement.queries.people import candidates
from postpermit.enforcement.rules.case_dates import ANY
from postpermit.enforcement.rules.visits import officer_fault
from postpermit.enforcement.states import CaseState, ReviewState
from postpermit.office.models import Officer
from postpermit.web.cli import case_steps as steps
from postpermit.web.cli.year.stage import NobodyThere, Stage

C = CaseState
CASE = "enforcement.penaltycase:"
UNPROVEN = "违法事实不能成立"
SPENT = {"ledger": "环境管理台账记录不规范", "refusal": "拒绝接受检查"}


class Cases:
    """Takes every case one step further when its turn has come."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.paused: set[int] = set()
        self.returned = self.reviewed = 0
        self.heard: set[int] = set()

    def open_duties(self, kind: str) -> QuerySet[Duty]:
        """Open duties of a kind."""
        return Duty.objects.filter(kind=kind, state=DutyState.OPEN).order_by("pk")

    def open(self, finding: VisitFinding) -> PenaltyCase:
        """A case for what was found; another finding of the same conduct joins the one that runs."""
        stage = self.stage
        by = stage.clerk("ENFORCEMENT")
        rows = PenaltyCase.objects.filter(facility=finding.facility, conduct=finding.conduct)
        known = rows.filter(state__in=(C.FOUND, C.FILED)).first()
        if known is not None:
            do.put_into_case(finding=finding, case=known, by=by, at=stage.at())
            return known
        return do.open_case(
            facility=finding.facility,
            title=SPENT.get(finding.conduct, finding.text[:40]),
            conduct=finding.conduct,
            act_from=finding.found_on,
            act_to=finding.found_on,
            found_on=finding.found_on,
            findings=[finding],
            by=by,
            at=stage.at(),
        )

    def day(self) -> None:
        """Cases first, then what 法制科 is asked."""
        for act in (self._cases, self._reviews):
            try:
                act()
            except NobodyThere:
                continue

    def _cases(self) -> None:
        turns: dict[str, Callable[[PenaltyCase], None]] = {
            C.FOUND: self._file, C.FILED: self._investigate, C.INVESTIGATED: self._ask, C.REVIEWED: self._notify,
            C.NOTIFIED: self._decide, C.DECIDED: self._serve, C.SERVED: self._execute, C.EXECUTED: self._close,
            C.NOT_PUNISHED: self._close, C.CLOSED: self._archive, C.NOT_FILED: self._archive, C.WITHDRAWN: self._archive,
        }  # fmt: skip
        rows = PenaltyCase.objects.exclude(state=C.ARCHIVED).select_related("facility")
        press = self._pressing()
        for case in list(rows.order_by("pk")):
            # Each has its day; what presses and what is concluded does not wait for it.
            own = (case.pk + self.stage.today.toordinal()) % 3 == 0
            if str(case.pk) in press:
                self._tried(lambda c=case: self._recheck(c))  # type: ignore[misc]
            if own or case.state == C.INVESTIGATED or str(case.pk) in press:
                self._tried(lambda c=case: turns[C(c.state)](c))  # type: ignore[misc]

    def _pressing(self) -> set[str]:
        """Cases with something due within two working days."""
        soon = self.stage.later(self.stage.today, 2)
        due = Duty.objects.filter(state=DutyState.OPEN, due_on__lte=soon, subject_ref__startswith=CASE)
        refs = due.values_list("subject_ref", flat=True)
        return {ref.partition("/")[0].removeprefix(CASE) for ref in refs}

    def _tried(self, act: Callable[[], None]) -> None:
        try:
            act()
        except NobodyThere:
            return

    def _file(self, case: PenaltyCase) -> None:
        stage = self.stage
        head = stage.head("ENFORCEMENT")
        if case.pk % 6 == 5:
            do.not_file_case(
                case=case, number=f"普演不立〔{stage.year}〕{case.pk}号", on=stage.today, why="轻微并已当场改正", by=head, at=stage.at()
            )  # fmt: skip
            return
        do.file_case(case=case, investigators=self._two(case), on=stage.today, by=head, at=stage.at())

    def _two(self, case: PenaltyCase) -> list[Officer]:
        """Two clerks: the head stays free to decide."""
        rows = list(
            Officer.objects.filter(user__username__startswith="enforcement-")
            .exclude(user__username="enforcement-head")
            .order_by("pk")
        )
        standing = candidates(rows, case.facility, self.stage.today)
        able = [o for o, c in zip(rows, standing, strict=True) if not officer_fault(c)]
        if len(able) < 2:
            raise NobodyThere("investigators")
        return able[case.pk % (len(able) - 1) :][:2]

    def _investigate(self, case: PenaltyCase) -> None:
        """Ordered to put it right; a pause while a sample is analysed; the basis chosen; concluded."""
        stage = self.stage
        by, at = stage.clerk("ENFORCEMENT"), stage.at()
        pause = case.pauses.filter(to_on__isnull=True).first()
        if case.order_on is None:
            steps.order(case, by=by, at=at)
            if case.pk % 4 == 1:
                do.pause_clock(case=case, reason="MONITORING", from_on=stage.today, by=by, at=at)
        elif pause is not None:
            do.resume_clock(pause=pause, to_on=stage.today, by=by, at=at)
        elif not case.basis:
            steps.choose(case, by=by, at=at)
        else:
            steps.conclude(case, by=by, at=at)

    def _recheck(self, case: PenaltyCase) -> None:
        """What was ordered is looked at before its thirty days are over."""
        if case.state in ANY and case.order_on is not None and self.stage.today > case.order_on:
            steps.recheck(case, by=self.stage.clerk("ENFORCEMENT"), at=self.stage.at())
            case.refresh_from_db()

    def _ask(self, case: PenaltyCase) -> None:
        if not case.reviews.filter(state=ReviewState.ASKED).exists():
            steps.ask(case, by=self.stage.clerk("ENFORCEMENT"), at=self.stage.at())

    def _notify(self, case: PenaltyCase) -> None:
        """One of the year is let off, one is withdrawn; the others are told."""
        stage = self.stage
        taking_part = tuple(m.officer.ref for m in case.members.select_related("officer"))
        self.reviewed += 1
        if self.reviewed == 3:
            head = stage.head("ENFORCEMENT", taking_part)
            number = f"普演不罚〔{stage.year}〕{case.pk}号"
            steps.let_off(case, number=number, clerk=stage.clerk("ENFORCEMENT"), head=head, at=stage.at())
            return
        if self.reviewed == 4:
            head = stage.head("ENFORCEMENT", taking_part)
            do.withdraw_case(case=case, why=UNPROVEN, by=head, at=stage.at())
            return
        steps.notify(case, by=self.stage.clerk("ENFORCEMENT"), at=self.stage.at())

    def _decide(self, case: PenaltyCase) -> None:
        """Once the party has had its time; one in five states its case."""
        stage = self.stage
        by, on = stage.clerk("ENFORCEMENT"), stage.today
        rights = ("statement", "hearing-request")
        clocks = [c for c in clocks_on(case, on, stage.calendar) if c.code in rights]
        running = {c.code for c in clocks if c.due_on is not None and on <= c.due_on}
        if running:
            if case.pk % 5 == 2 and case.statement_on is None and on > (case.notified_on or on):
                do.note_date(case=case, name="statement_on", on=on, by=by, at=stage.at())
            if "hearing-request" in running and not self.heard:
                self.heard.add(case.pk)
                do.note_date(case=case, name="hearing_requested_on", on=on, by=by, at=stage.at())
            return
        if case.pk in self.heard and not self._was_heard(case):
            return
        taking_part = tuple(m.officer.ref for m in case.members.select_related("officer"))
        steps.decide(case, clerk=by, head=stage.head("ENFORCEMENT", taking_part), at=stage.at())

    def _was_heard(self, case: PenaltyCase) -> bool:
        """The hearing: set and announced in good time, then held."""
        stage, dates = self.stage, case.other_dates
        told: dict[str, Any] = {"case": case, "by": stage.clerk("ENFORCEMENT"), "at": stage.at()}
        if "hearing_set_for" not in dates:
            do.note_date(name="hearing_noticed_on", on=stage.today, **told)
            do.note_date(name="hearing_set_for", on=stage.later(stage.today, 9), **told)
        elif case.hearing_on is None and stage.today >= date.fromisoformat(dates["hearing_set_for"]):
            do.name_host(host=Officer.objects.get(user__username="legal-head"), **told)
            do.note_date(name="heard_on", on=stage.today, **told)
        case.refresh_from_db()
        if case.hearing_on is None:
            return False
        # What was heard is reviewed once more before anybody decides.
        if not case.reviews.filter(asked_on__gte=case.hearing_on).exists():
            steps.ask(case, by=told["by"], at=told["at"])
        return case.reviews.filter(asked_on__gte=case.hearing_on, state=ReviewState.PASSED).exists()

    def _serve(self, case: PenaltyCase) -> None:
        steps.serve(case, by=self.stage.clerk("ENFORCEMENT"), at=self.stage.at())

    def _execute(self, case: PenaltyCase) -> None:
        steps.execute(case, by=self.stage.clerk("ENFORCEMENT"), at=self.stage.at())

    def _close(self, case: PenaltyCase) -> None:
        steps.close(case, by=self.stage.head("ENFORCEMENT"), at=self.stage.at())

    def _archive(self, case: PenaltyCase) -> None:
        steps.archive(case, by=self.stage.clerk("ENFORCEMENT"), at=self.stage.at())

    def _reviews(self) -> None:
        """法制科 passes; the second one of the year is sent back once."""
        stage = self.stage
        for review in (
            LegalReview.objects.filter(state=ReviewState.ASKED).select_related("case").order_by("pk")
        ):
            by = stage.clerk("LEGAL", (review.asked_ref,))
            if self.returned == 1 and review.case.reviews.count() == 1:
                do.return_review(review=review, why="请补充询问笔录", by=by, at=stage.at())
            else:
                do.pass_review(review=review, opinion="事实清楚，依据正确，同意。", by=by, at=stage.at())
            self.returned += 1
