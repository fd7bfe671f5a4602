"""Penalty cases of the play from filing to archive; complaints, findings of campaigns and publicity beside them."""

from collections.abc import Callable
from datetime import date, timedelta

from django.db.models import QuerySet

from postpermit.duties.models import Duty
from postpermit.duties.states import DutyState
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import (
    CampaignFinding,
    LegalReview,
    PenaltyCase,
    Visit,
    VisitComplaint,
    VisitFinding,
)
from postpermit.enforcement.queries.case_standing import clocks_on
from postpermit.enforcement.queries.people import candidates
from postpermit.enforcement.rules.clock import ClockState
from postpermit.enforcement.rules.visits import officer_fault
from postpermit.enforcement.states import CaseState, ReviewState
from postpermit.office.models import Officer
from postpermit.register.models import Facility
from postpermit.web.cli import case_steps as steps
from postpermit.web.cli.year.stage import NobodyThere, Stage

C = CaseState
CASE = "enforcement.penaltycase:"
SPENT = {"ledger": "环境管理台账记录不规范", "refusal": "拒绝接受检查"}


class Cases:
    """Takes every case and every entry of a register one step further when its turn has come."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        year = stage.year
        self.complaints = sorted(stage.day_in(date(year, 2, 1), date(year, 11, 20)) for _ in range(9))
        self.campaigns = sorted(stage.day_in(date(year, 4, 1), date(year, 10, 20)) for _ in range(3))
        self.publicity = sorted(stage.day_in(date(year, 3, 1), date(year, 12, 4)) for _ in range(3))
        self.paused: set[int] = set()
        self.returned = 0

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

    def day(self, last: bool = False) -> None:
        """``last``: nothing new begins."""
        if not last:
            self._new(self.complaints, self._complain)
            self._new(self.campaigns, self._campaign)
            self._new(self.publicity, self._publish)
        for act in (self._cases, self._reviews, self._registers):
            try:
                act()
            except NobodyThere:
                continue

    def _new(self, days: list[date], happens: Callable[[], None]) -> None:
        while days and days[0] <= self.stage.today:
            happens()
            days.pop(0)

    # Cases.

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

    def _ask(self, case: PenaltyCase) -> None:
        if not case.reviews.filter(state=ReviewState.ASKED).exists():
            steps.ask(case, by=self.stage.clerk("ENFORCEMENT"), at=self.stage.at())

    def _notify(self, case: PenaltyCase) -> None:
        steps.notify(case, by=self.stage.clerk("ENFORCEMENT"), at=self.stage.at())

    def _decide(self, case: PenaltyCase) -> None:
        """Once the party has had its time; one in five states its case."""
        stage = self.stage
        by, on = stage.clerk("ENFORCEMENT"), stage.today
        running = {c.code for c in clocks_on(case, on, stage.calendar) if c.state is ClockState.RUNNING}
        if running & {"statement", "hearing-request"}:
            if case.pk % 5 == 2 and case.statement_on is None and on > (case.notified_on or on):
                do.note_date(case=case, name="statement_on", on=on, by=by, at=stage.at())
            return
        taking_part = tuple(m.officer.ref for m in case.members.select_related("officer"))
        steps.decide(case, clerk=by, head=stage.head("ENFORCEMENT", taking_part), at=stage.at())

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

    # Registers.

    def _complain(self) -> None:
        stage = self.stage
        number = len(self.complaints)
        do.register_complaint(
            source=("HOTLINE", "PLATFORM", "LETTER")[number % 3], outside_number=f"演示{stage.today:%Y%m%d}{number}",
            received_on=stage.today, facility=self._unit(), what="夜间有异味。", by=stage.clerk("ENFORCEMENT"), at=stage.at(),
        )  # fmt: skip

    def _campaign(self) -> None:
        stage = self.stage
        do.enter_campaign_finding(
            level=("CITY", "ASSIST", "SPECIAL")[len(self.campaigns) % 3], campaign=f"{stage.year}年演示督察",
            found_on=stage.today, facility=self._unit(), what="危废贮存场所标识不规范。",
            division=("POLLUTION", "ENFORCEMENT")[len(self.campaigns) % 2], due_on=stage.later(stage.today, 25),
            by=stage.clerk("ENFORCEMENT"), at=stage.at(),
        )  # fmt: skip

    def _publish(self) -> None:
        stage = self.stage
        do.enter_publicity(
            on=stage.today, topic=f"排污许可管理条例解读（{stage.today:%m}月）", form="现场讲解", audience="持证单位", people=40,
            by=stage.clerk("LEGAL"), at=stage.at(),
        )  # fmt: skip

    def _unit(self) -> Facility:
        rows = Facility.objects.filter(management_class__in=("KEY", "SIMPLIFIED"), ended_on__isnull=True)
        return self.stage.chance.choice(list(rows.order_by("pk")))

    def _registers(self) -> None:
        """Routed the next day; handled where the visit has shown what is behind it, or by the division itself; answered."""
        stage = self.stage
        for row in list(VisitComplaint.objects.exclude(state__in=("CLOSED", "WITHDRAWN")).order_by("pk")):
            if row.state == "RECEIVED":
                division = "POLLUTION" if row.pk % 4 == 0 else "ENFORCEMENT"
                do.route_complaint(
                    complaint=row, division=division, by=stage.clerk("ENFORCEMENT"), at=stage.at()
                )
            elif row.state == "ROUTED" and row.division_id is not None:
                self._handle(row, row.division_id)
            elif row.state == "HANDLED":
                do.reply_complaint(
                    complaint=row, replied_on=stage.today, by=stage.clerk("ENFORCEMENT"), at=stage.at()
                )
        for found in list(CampaignFinding.objects.exclude(state__in=("STRUCK", "WITHDRAWN")).order_by("pk")):
            self._rectify(found)

    def _handle(self, row: VisitComplaint, division: str) -> None:
        stage = self.stage
        visits = Visit.objects.filter(complaint=row).exclude(state="CANCELLED")
        seen = visits.filter(state__in=("ENDED", "CLOSED")).exists()
        there = row.facility is not None and row.facility.ended_on is None
        if division == "ENFORCEMENT" and not seen and (visits.exists() or there):
            return  # somebody is on the way, or will be
        result = ("UNFOUNDED", "FOUNDED", "PARTLY")[row.pk % 3]
        do.handle_complaint(
            complaint=row, result=result, outcome="已现场核实并督促改正。", handled_on=stage.today, by=stage.clerk(division), at=stage.at()
        )  # fmt: skip

    def _rectify(self, found: CampaignFinding) -> None:
        """Put right in three weeks; struck off, or once sent back."""
        stage = self.stage
        if found.state == "OPEN" and stage.today >= found.found_on + timedelta(days=18):
            by = stage.clerk(found.division_id)
            do.rectify_campaign_finding(
                finding=found,
                outcome="标识已更新，台账已补齐。",
                rectified_on=stage.today,
                by=by,
                at=stage.at(),
            )
        elif found.state == "RECTIFIED":
            head = stage.head("APPROVAL")
            if found.pk % 3 == 1 and found.revision < 2:
                due = stage.later(stage.today, 8)
                do.send_back_campaign_finding(
                    finding=found, why="照片不清，请补充", due_on=due, by=head, at=stage.at()
                )
            else:
                do.strike_campaign_finding(finding=found, struck_on=stage.today, by=head, at=stage.at())
