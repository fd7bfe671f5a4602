"""What a visit is there for: everything it hangs on belongs to the unit and still waits for a visit."""

from dataclasses import dataclass
from datetime import date

from postpermit.enforcement.models import CampaignFinding, PenaltyCase, VisitComplaint, VisitFinding
from postpermit.enforcement.rules.visits import Asked, beside_plan_fault, sampling_fault
from postpermit.enforcement.states import OVER, CampaignFindingState, ComplaintState, FindingState
from postpermit.linkage.models import SlipAssignment
from postpermit.linkage.states import AssignmentState
from postpermit.planning.models import PlannedVisit
from postpermit.planning.queries.plans import APPROVED, waiting_for_unit
from postpermit.planning.states import PlannedState
from postpermit.register.models import Facility
from postpermit.trail.errors import Refused

ANSWERING = (AssignmentState.WAITING, AssignmentState.SIGNING_RECEIPT, AssignmentState.ACTING)


class UnableToPrepare(Refused):
    """The kind, the reason, the day or what the visit hangs on does not fit, or the unit was visited often enough."""


@dataclass(frozen=True)
class Hangs:
    """What a visit is there for."""

    planned: PlannedVisit | None
    assignment: SlipAssignment | None
    complaint: VisitComplaint | None
    recheck_of: VisitFinding | None
    case: PenaltyCase | None
    campaign: CampaignFinding | None

    def asked(self, kind: str, reason: str, text: str) -> Asked:
        """As the rules read it."""
        return Asked(
            kind,
            reason,
            text,
            planned=self.planned is not None,
            complaint=self.complaint is not None,
            assignment=self.assignment is not None,
            recheck_of=self.recheck_of is not None,
            case=self.case is not None,
            campaign=self.campaign is not None,
        )


def refuse_beside_plan(facility: Facility, asked: Asked, on: date) -> None:
    """What the plan still asks for at the unit is carried out as planned, not beside it."""
    weeks = [row.week for row in waiting_for_unit(facility.pk, on)]
    if fault := beside_plan_fault(asked.kind, asked.planned, weeks):
        raise UnableToPrepare(fault, place="planned")


def refuse_hangs(facility: Facility, hangs: Hangs) -> None:
    """Everything the visit is there for belongs to this unit and still waits for a visit."""
    if hangs.planned is not None:
        hangs.planned.refresh_from_db()
        if hangs.planned.facility_id != facility.pk:
            raise UnableToPrepare("所选计划检查不是这个单位的。", place="planned")
        if hangs.planned.state != PlannedState.PLANNED:
            raise UnableToPrepare("该计划检查已派出、已完成或已移出，请刷新后查看。", place="planned")
        if hangs.planned.plan.state not in APPROVED:
            raise UnableToPrepare("年度计划还没有批准，不能按计划派出检查。", place="planned")
        if fault := sampling_fault(hangs.planned.inspects):
            raise UnableToPrepare(fault, place="planned")
    if hangs.campaign is not None:
        _refuse_campaign(facility, hangs.campaign)
    if hangs.assignment is not None:
        _refuse_assignment(facility, hangs.assignment)
    if hangs.complaint is not None:
        _refuse_complaint(facility, hangs.complaint)
    if hangs.recheck_of is not None:
        hangs.recheck_of.refresh_from_db()
        fits = hangs.recheck_of.facility_id == facility.pk
        if not fits or hangs.recheck_of.state != FindingState.CORRECTING:
            raise UnableToPrepare("只能复查本单位正在整改的问题。", place="recheck_of")
    if hangs.case is not None and hangs.case.facility_id != facility.pk:
        raise UnableToPrepare("所选案件不是这个单位的。", place="case")
    if hangs.case is not None and PenaltyCase.objects.get(pk=hangs.case.pk).state in OVER:
        raise UnableToPrepare("所选案件已办结或未立案，不能再安排案件调查。", place="case")


def _refuse_complaint(facility: Facility, complaint: VisitComplaint) -> None:
    complaint.refresh_from_db()
    if complaint.facility_id not in (None, facility.pk):
        raise UnableToPrepare("所选信访投诉反映的不是这个单位。", place="complaint")
    if complaint.state in (ComplaintState.CLOSED, ComplaintState.WITHDRAWN):
        raise UnableToPrepare("所选信访投诉已办结或已撤销，不能再据以安排检查。", place="complaint")


def _refuse_campaign(facility: Facility, finding: CampaignFinding) -> None:
    finding.refresh_from_db()
    if finding.facility_id not in (None, facility.pk):
        raise UnableToPrepare("所选督察问题不是这个单位的。", place="campaign_finding")
    if finding.state in (CampaignFindingState.STRUCK, CampaignFindingState.WITHDRAWN):
        raise UnableToPrepare("所选督察问题已销号或已撤销，不能再据以安排检查。", place="campaign_finding")


def _refuse_assignment(facility: Facility, assignment: SlipAssignment) -> None:
    assignment.refresh_from_db()
    if assignment.division_id != "ENFORCEMENT" or assignment.state not in ANSWERING:
        raise UnableToPrepare("只能对应执法大队正在办理的联动任务。", place="assignment")
    if assignment.slip.facility_id not in (None, facility.pk):
        raise UnableToPrepare("所选联动任务不是这个单位的。", place="assignment")
