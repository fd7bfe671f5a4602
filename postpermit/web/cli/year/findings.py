"""After a visit: what was found goes its way and is looked at again, the visit is closed and its result disclosed."""

from datetime import timedelta
from typing import Any

from django.utils import timezone

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase, Visit, VisitFinding
from postpermit.enforcement.states import FindingState, VisitOutcome, VisitState
from postpermit.linkage.models import SlipAssignment
from postpermit.linkage.operations.give_feedback import answers_for_lead
from postpermit.linkage.states import AssignmentState, SlipState
from postpermit.trail.actors import SYSTEM
from postpermit.web.cli.year.cases import UNPROVEN, Cases
from postpermit.web.cli.year.sending import Sending
from postpermit.web.cli.year.stage import NobodyThere, Stage


class Aftercare:
    """Findings, closing, disclosure."""

    def __init__(self, stage: Stage, sending: Sending, cases: Cases) -> None:
        self.stage, self.sending, self.cases = stage, sending, cases

    def day(self) -> None:
        """Everything whose turn has come."""
        for act in (self._findings, self._close, self._disclose):
            try:
                act()
            except NobodyThere:
                continue
        if self.stage.today.weekday() in (1, 4):
            do.run_enforcement(by=SYSTEM, at=self.stage.at())

    def _findings(self) -> None:
        """Each goes its way, and what was to be corrected is looked at again when its day has come."""
        for finding in list(
            VisitFinding.objects.filter(state=FindingState.OPEN)
            .select_related("visit", "facility")
            .order_by("pk")
        ):
            self._settle(finding)
        due = VisitFinding.objects.filter(
            state=FindingState.CORRECTING, due_on__lte=self.stage.later(self.stage.today, 1)
        )
        for finding in list(due.select_related("visit", "facility").order_by("pk")):
            self._recheck(finding)

    def _settle(self, finding: VisitFinding) -> None:
        stage = self.stage
        by = stage.clerk("ENFORCEMENT")
        luck = stage.chance.random()
        if PenaltyCase.objects.filter(
            facility=finding.facility, conduct=finding.conduct, why=UNPROVEN
        ).exists():
            head = stage.head("ENFORCEMENT")
            do.drop_finding(finding=finding, why=f"案件已撤销：{UNPROVEN}", by=head, at=stage.at())
        elif finding.conduct == "refusal" or luck < 0.3:
            self.cases.open(finding)
        elif luck < 0.75:
            do.correct_on_the_spot(finding=finding, demand="限期整改并报告", by=by, at=stage.at())
        elif luck < 0.95:
            to = stage.chance.choice(("APPROVAL", "ECOLOGY", "STATION"))
            do.slip_finding(findings=[finding], to=to, by=by, at=stage.at())
        else:
            why = "复核后确认现场已有记录"
            do.drop_finding(finding=finding, why=why, by=stage.head("ENFORCEMENT"), at=stage.at())

    def _recheck(self, finding: VisitFinding) -> None:
        """On site, or by what the unit sent in; one in eight is given more time first."""
        stage, known = self.stage, finding.rechecks.exclude(state=VisitState.CANCELLED).order_by("pk").first()
        by = stage.clerk("ENFORCEMENT")
        if known is not None:
            if known.state in (VisitState.ENDED, VisitState.CLOSED):
                do.confirm_corrected(
                    finding=finding, visit=known, outcome="已整改到位。", by=by, at=stage.at()
                )
            return
        if (
            finding.pk % 8 == 0
            and finding.revision < 2
            and finding.due_on is not None
            and finding.due_on >= stage.today
        ):
            until = stage.later(max(finding.due_on, stage.today), 5)
            do.extend_correction(
                finding=finding, due_on=until, why="配件未到货", by=stage.head("ENFORCEMENT"), at=stage.at()
            )
        elif finding.pk % 3 == 0:
            why = "单位报送整改照片，核实无误。"
            do.accept_corrected(finding=finding, why=why, by=stage.head("ENFORCEMENT"), at=stage.at())
        else:
            self.sending.prepare(
                finding.facility,
                stage.later(stage.today, 1),
                kind="RECHECK",
                reason="RECHECK",
                recheck_of=finding,
            )

    def _close(self) -> None:
        """One to four days after the visit, as soon as nothing of it is undecided."""
        stage = self.stage
        rows = (
            Visit.objects.filter(state=VisitState.ENDED)
            .exclude(findings__state=FindingState.OPEN)
            .exclude(recheck_of__state=FindingState.CORRECTING, outcome=VisitOutcome.DONE)
            .select_related("assignment__slip", "planned")
        )
        for visit in rows.order_by("pk").distinct():
            ended = timezone.localdate(visit.ended_at)
            if stage.today < ended + timedelta(days=visit.pk % 4 + 1):
                continue
            if visit.assignment is not None and not _answerable(visit.assignment):
                continue
            do.close_visit(visit=visit, **self._outcome(visit), by=stage.clerk("ENFORCEMENT"), at=stage.at())

    def _outcome(self, visit: Visit) -> dict[str, Any]:
        """How a lead was dealt with that this visit answers."""
        if visit.assignment is None or not answers_for_lead(visit.assignment.slip, "ENFORCEMENT"):
            return {}
        if not visit.findings.exclude(state=FindingState.DROPPED).exists():
            return {"outcome": "NOTHING_FOUND"}
        number = f"普演责改〔{self.stage.year}〕{visit.pk}号"
        return {"outcome": "ORDERED", "outcome_number": number, "outcome_on": self.stage.today}

    def _disclose(self) -> None:
        """Every second Thursday."""
        stage = self.stage
        if stage.today.weekday() != 3 or stage.today.isocalendar().week % 2:
            return
        owed = {d.subject_ref for d in self.cases.open_duties("disclose-inspection")}
        keys = [int(ref.partition(":")[2]) for ref in sorted(owed)]
        visits = list(Visit.objects.filter(pk__in=keys).order_by("pk"))
        if visits:
            do.disclose_results(visits=visits, on=stage.today, by=stage.clerk("ENFORCEMENT"), at=stage.at())


def _answerable(part: SlipAssignment) -> bool:
    """Whether the task is in hand or over: one that waits to be received, or whose withdrawal is asked for, is waited for."""
    waits = (AssignmentState.WAITING, AssignmentState.SIGNING_RECEIPT)
    return part.state not in waits and part.slip.state != SlipState.WITHDRAWAL_ASKED
