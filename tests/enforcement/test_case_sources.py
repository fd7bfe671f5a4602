"""Where cases come from and what their outcome does there: findings of visits, leads of other divisions."""

import pytest

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase, VisitFinding
from postpermit.linkage import operations as linkage
from postpermit.linkage.models import ViolationLead
from postpermit.linkage.states import Outcome
from postpermit.trail.errors import Refused
from tests.bureau import Bureau
from tests.enforcement.building import VisitDesk
from tests.enforcement.case_desk import GAPS, CaseDesk, open_cases

pytestmark = pytest.mark.django_db


def found(visits: VisitDesk) -> tuple[CaseDesk, VisitFinding]:
    finding = visits.find(visits.underway(), conduct="outlets")
    return CaseDesk(visits.bureau, finding.facility, visits.at), finding


def test_findings_wait_for_the_end_of_their_case(visits: VisitDesk) -> None:
    desk, finding = found(visits)
    case = desk.open(findings=[finding])
    assert (finding.state, finding.case) == ("IN_CASE", case)
    with pytest.raises(Refused):
        desk.open(conduct="way", findings=[VisitFinding.objects.get(pk=finding.pk)])
    assert PenaltyCase.objects.count() == 1
    head = desk.by("enforcement-head")
    do.not_file_case(case=case, number="不立1", on=desk.today, why="不成立", by=head, at=desk.at)
    finding.refresh_from_db()
    assert (finding.state, finding.disposition, finding.case) == ("OPEN", "UNDECIDED", None)


def test_closed_the_case_ends_its_findings(visits: VisitDesk) -> None:
    desk, finding = found(visits)
    case = desk.open(findings=[finding])
    head = desk.by("enforcement-head")
    do.file_case(case=case, investigators=desk.team(), on=desk.today, by=head, at=desk.at)
    desk.choose(case)
    desk.fill(case)
    do.conclude_investigation(case=case, on=desk.today, gaps_why=GAPS, by=desk.by(), at=desk.at)
    review = do.ask_review(case=case, gaps_why=GAPS, by=desk.by(), at=desk.at)
    do.pass_review(
        review=review, opinion="事实清楚，依据正确，可以不予处罚。", by=desk.by("legal-1"), at=desk.at
    )
    case.refresh_from_db()
    do.not_punish(
        case=case, number="普环不罚1", on=desk.today, why="轻微", gaps_why=GAPS, by=head, at=desk.at
    )
    desk.fill(case)
    do.close_case(case=case, on=desk.today, gaps_why=GAPS, by=head, at=desk.at)
    finding.refresh_from_db()
    assert finding.state == "RESOLVED"
    assert finding.outcome == f"案件 {case.number} 结案：不予处罚（普环不罚1）"


def lead_of(desk: CaseDesk, accepted: bool = True) -> ViolationLead:
    """A lead of the station, whose task 执法大队 has in hand."""
    lead = linkage.suspect_lead(
        division="STATION",
        what="疑似偷排",
        clause="plan:7.1",
        found_on=desk.today,
        origin_text="采样",
        facility=desk.unit,
        by=desk.by("station-1"),
        at=desk.at,
    )
    slip = linkage.confirm_lead(lead=lead, by=desk.by("station-1"), at=desk.at)
    linkage.approve_slip(slip=slip, by=desk.by("station-head"), at=desk.at)
    part = slip.assignments.get()
    if accepted:
        linkage.accept_assignment(assignment=part, text="查", by=desk.by(), at=desk.at)
        linkage.sign_receipt(assignment=part, by=desk.by("enforcement-head"), at=desk.at)
    return lead


def test_a_lead_is_answered_with_number_and_day(bureau: Bureau) -> None:
    desk = open_cases(bureau)
    lead = lead_of(desk)
    case = desk.open(lead=lead)
    with pytest.raises(Refused, match="还没有决定是否立案"):
        do.answer_lead(case=case, by=desk.by(), at=desk.at)
    with pytest.raises(Refused, match="该线索已登记案件"):
        desk.open(lead=lead, conduct="way")
    do.file_case(
        case=case, investigators=desk.team(), on=desk.today, by=desk.by("enforcement-head"), at=desk.at
    )
    part = do.answer_lead(case=case, by=desk.by(), at=desk.at)
    with pytest.raises(Refused, match="已经反馈"):
        do.answer_lead(case=case, by=desk.by(), at=desk.at)
    linkage.sign_feedback(assignment=part, by=desk.by("enforcement-head"), at=desk.at)
    linkage.confirm_feedback(assignment=part, by=desk.by("station-1"), at=desk.at)
    said = part.slip.rows.filter(kind="FEEDBACK").get().feedback
    assert (said.outcome, said.outcome_number, said.outcome_on) == (Outcome.FILED, case.number, desk.today)


def test_a_task_not_in_hand_is_not_answered(bureau: Bureau) -> None:
    desk = open_cases(bureau)
    case = desk.open(lead=lead_of(desk, accepted=False))
    head = desk.by("enforcement-head")
    do.not_file_case(case=case, number="不立1", on=desk.today, why="不成立", by=head, at=desk.at)
    with pytest.raises(Refused, match="还没有接收签收"):
        do.answer_lead(case=case, by=desk.by(), at=desk.at)


def test_only_a_confirmed_lead_of_the_unit_becomes_a_case(bureau: Bureau) -> None:
    desk = open_cases(bureau)
    lead = linkage.suspect_lead(
        division="STATION", what="疑似", clause="plan:7.1", found_on=desk.today, origin_text="采样", facility=desk.unit,
        by=desk.by("station-1"), at=desk.at,
    )  # fmt: skip
    with pytest.raises(Refused, match="经确认的违法线索"):
        desk.open(lead=lead)
    lead.facility = None
    lead.place = "路口"
    lead.save()
    with pytest.raises(Refused, match="不是这个单位的"):
        desk.open(lead=lead)
