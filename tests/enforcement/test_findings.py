"""Where findings go: put right on the spot and rechecked, to another division, into a case, or taken back."""

from datetime import date, timedelta

import pytest

from postpermit.duties.models import Duty
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase, VisitFinding
from postpermit.linkage import operations as linkage
from postpermit.linkage.models import Slip
from postpermit.trail.actors import SYSTEM
from postpermit.trail.advance import AlreadyMoved
from postpermit.trail.errors import Refused
from postpermit.trail.queries import attachments_of
from tests.enforcement.building import VisitDesk

pytestmark = pytest.mark.django_db
HEAD = "enforcement-head"


def due(kind: str) -> list[date]:
    return list(Duty.objects.filter(kind=kind, state="OPEN").order_by("pk").values_list("due_on", flat=True))


def test_a_finding_is_numbered_and_waits_for_a_decision(visits: VisitDesk) -> None:
    visit = visits.underway(1)
    first = visits.find(visit, question="2.1.1", conduct="outlets")
    second = visits.find(visit, "台账缺页")
    assert [(f.number, f.state, f.found_on) for f in (first, second)] == [
        (1, "OPEN", visits.today),
        (2, "OPEN", visits.today),
    ]
    assert due("settle-visit-finding") == [date(2026, 11, 27)] * 2
    for changes, said in (
        ({"text": " "}, "写明发现的问题"),
        ({"text": "长" * 2001}, "2000"),
        ({"clause": "plan:99.9"}, "没有这一条款"),
        ({"question": "2.1.1"}, "已登记过问题"),
        ({"text": "涉密场所"}, "涉密"),
    ):
        with pytest.raises(Refused, match=said):
            visits.find(visit, **changes)


def test_nothing_is_found_on_a_visit_that_has_not_begun_or_is_over(visits: VisitDesk) -> None:
    with pytest.raises(Refused, match="待检查"):
        visits.find(visits.assigned(1))
    with pytest.raises(Refused, match="已办结"):
        visits.find(visits.close(visits.ended(2)))


def test_put_right_on_the_spot_it_is_rechecked_on_a_visit_that_does_not_count(visits: VisitDesk) -> None:
    finding = visits.find(visits.ended(1))
    told = {"by": visits.by(), "at": visits.at}
    with pytest.raises(Refused, match="整改要求"):
        do.correct_on_the_spot(finding=finding, demand=" ", **told)
    with pytest.raises(Refused, match="早于今天"):
        do.correct_on_the_spot(finding=finding, demand="补", due_on=visits.today - timedelta(days=1), **told)
    do.correct_on_the_spot(finding=finding, demand="补装标志牌", **told)
    assert (finding.state, finding.due_on, due("recheck-visit")) == (
        "CORRECTING",
        date(2026, 12, 8),
        [date(2026, 12, 8)],
    )
    recheck = visits.underway(1, kind="RECHECK", reason="RECHECK", recheck_of=finding)
    assert not recheck.counts_toward_cap
    other = visits.underway(1)
    for visit, outcome, said in ((other, "已改", "不是对这个问题的复查"), (recheck, " ", "复查情况")):
        with pytest.raises(Refused, match=said):
            do.confirm_corrected(finding=finding, visit=visit, outcome=outcome, **told)
    do.confirm_corrected(finding=finding, visit=recheck, outcome="标志牌已补装", **told)
    assert (finding.state, finding.resolved_on, due("recheck-visit")) == ("RESOLVED", visits.today, [])
    assert do.close_visit(visit=visits.finish(recheck), **told).state == "CLOSED"
    with pytest.raises(Refused, match="正在整改"):
        visits.prepare(1, kind="RECHECK", reason="RECHECK", recheck_of=finding)


def test_more_time_is_given_with_a_reason(visits: VisitDesk) -> None:
    finding = visits.find(visits.ended(1))
    told = {"by": visits.by(HEAD), "at": visits.at}
    do.correct_on_the_spot(finding=finding, demand="补", by=visits.by(), at=visits.at)
    with pytest.raises(Refused, match="晚于原期限"):
        do.extend_correction(finding=finding, due_on=date(2026, 12, 8), why="订货", **told)
    with pytest.raises(Refused, match="理由"):
        do.extend_correction(finding=finding, due_on=date(2026, 12, 18), why="", **told)
    do.extend_correction(finding=finding, due_on=date(2026, 12, 18), why="订货", **told)
    assert due("recheck-visit") == [date(2026, 12, 18)]


def test_a_case_takes_findings_of_its_own_unit_while_it_runs(visits: VisitDesk) -> None:
    visit = visits.ended(1)
    finding, corrected = visits.find(visit), visits.find(visit, "另一问题")
    told = {"by": visits.by(), "at": visits.at}
    with pytest.raises(Refused, match="不是这个单位"):
        do.put_into_case(finding=finding, case=visits.case(2, "普演案〔2026〕2号"), **told)
    case = visits.case(1)
    do.correct_on_the_spot(finding=corrected, demand="改", **told)
    for each in (finding, corrected):
        do.put_into_case(finding=each, case=case, **told)
        assert (each.state, each.case, each.disposition) == ("IN_CASE", case, "CASE")
    assert due("settle-visit-finding") == due("recheck-visit") == []
    over = visits.case(1, "普演案〔2026〕3号")
    PenaltyCase.objects.filter(pk=over.pk).update(state="NOT_FILED")
    with pytest.raises(Refused, match="不能再并入问题"):
        do.put_into_case(finding=visits.find(visit, "第三个"), case=over, **told)


def test_the_second_of_two_who_decide_is_told(visits: VisitDesk) -> None:
    finding = visits.find(visits.ended(1))
    stale = VisitFinding.objects.get(pk=finding.pk)
    do.correct_on_the_spot(finding=finding, demand="改", by=visits.by(), at=visits.at)
    with pytest.raises(AlreadyMoved):
        do.drop_finding(finding=stale, why="误记", by=visits.by(HEAD), at=visits.at)
    with pytest.raises(Refused, match="已确定处理方式"):
        do.slip_finding(findings=[stale], to="APPROVAL", by=visits.by(), at=visits.at)


def test_a_finding_is_taken_back_with_a_reason_only(visits: VisitDesk) -> None:
    finding = visits.find(visits.ended(1), question="2.1.1")
    with pytest.raises(Refused, match="理由"):
        do.drop_finding(finding=finding, why=" ", by=visits.by(HEAD), at=visits.at)
    do.drop_finding(finding=finding, why="看错编号", by=visits.by(HEAD), at=visits.at)
    assert (finding.state, due("settle-visit-finding")) == ("DROPPED", [])
    assert visits.find(finding.visit, question="2.1.1").number == 2


@pytest.mark.parametrize(
    ("to", "receivers", "way"),
    [
        ("APPROVAL", ["APPROVAL"], "SUPERVISION"),
        ("POLLUTION", ["APPROVAL", "POLLUTION"], "SUPERVISION"),
        ("ECOLOGY", ["ECOLOGY"], "MONITORING"),
        ("STATION", ["ECOLOGY", "STATION"], "MONITORING"),
    ],
)
def test_findings_go_to_another_division_as_one_lead_and_one_task(
    visits: VisitDesk, to: str, receivers: list[str], way: str
) -> None:
    visit = visits.ended(1)
    visits.photo(visit, "2.1.1")
    visits.photo(visit, "2.2.1")
    found = [visits.find(visit, question="2.1.1"), visits.find(visit, "台账缺页")]
    slip = do.slip_finding(findings=found, to=to, description="请核实", by=visits.by(), at=visits.at)
    assert (slip.receivers, slip.ground, slip.raised_by_id) == (receivers, "LEAD", "ENFORCEMENT")
    assert slip.lead.origin == found[0].reference()
    assert [(f.state, f.disposition, f.slip) for f in found] == [("SLIPPED", way, slip)] * 2
    assert attachments_of(slip).count() == 1
    assert due("settle-visit-finding") == []


def test_what_does_not_belong_together_is_not_slipped(visits: VisitDesk) -> None:
    mine, theirs = visits.find(visits.ended(1)), visits.find(visits.ended(2))
    told = {"by": visits.by(), "at": visits.at}
    for findings, to, said in (
        ([mine, theirs], "APPROVAL", "同一单位"),
        ([], "APPROVAL", "请选择要转办"),
        ([mine], "LEGAL", "转给哪个科室"),
    ):
        with pytest.raises(Refused, match=said):
            do.slip_finding(findings=findings, to=to, **told)
    with pytest.raises(Refused, match="由执法大队转办"):
        do.slip_finding(findings=[mine], to="ECOLOGY", by=visits.by("approval-1"), at=visits.at)
    assert not Slip.objects.exists()


def slipped(visits: VisitDesk) -> VisitFinding:
    finding = visits.find(visits.ended(1))
    do.slip_finding(findings=[finding], to="APPROVAL", by=visits.by(), at=visits.at)
    return finding


def test_a_confirmed_feedback_ends_the_finding(visits: VisitDesk) -> None:
    finding = slipped(visits)
    who, at = visits.by, visits.at
    assert finding.slip is not None
    linkage.approve_slip(slip=finding.slip, by=who(HEAD), at=at)
    part = finding.slip.assignments.get()
    linkage.accept_assignment(assignment=part, text="已安排", by=who("approval-1"), at=at)
    linkage.sign_receipt(assignment=part, by=who("approval-head"), at=at)
    linkage.give_feedback(
        assignment=part, text="已核实", outcome="NOTHING_FOUND", by=who("approval-1"), at=at
    )
    linkage.sign_feedback(assignment=part, by=who("approval-head"), at=at)
    assert do.follow_slips(by=SYSTEM, at=at) == 0
    linkage.confirm_feedback(assignment=part, by=who("enforcement-2"), at=at)
    assert do.run_enforcement(by=SYSTEM, at=at).followed == 1
    finding.refresh_from_db()
    assert (finding.state, finding.outcome) == ("RESOLVED", "查无问题")
    assert do.run_enforcement(by=SYSTEM, at=at).followed == 0


def test_a_task_called_off_gives_the_finding_back_once_the_lead_is_laid_aside(visits: VisitDesk) -> None:
    finding = slipped(visits)
    assert finding.slip is not None
    linkage.call_off_slip(slip=finding.slip, why="不必移交", by=visits.by(HEAD), at=visits.at)
    assert do.follow_slips(by=SYSTEM, at=visits.at) == 0
    lead = finding.slip.lead
    assert lead is not None
    lead.refresh_from_db()
    linkage.set_aside_lead(lead=lead, why="自行处理", by=visits.by(), at=visits.at)
    assert do.follow_slips(by=SYSTEM, at=visits.at) == 1
    finding.refresh_from_db()
    assert (finding.state, finding.slip, finding.disposition) == ("OPEN", None, "UNDECIDED")
    assert len(due("settle-visit-finding")) == 1


def test_a_lead_sent_anew_is_followed_on_its_new_task(visits: VisitDesk) -> None:
    finding = slipped(visits)
    assert finding.slip is not None
    linkage.call_off_slip(slip=finding.slip, why="写明地点", by=visits.by(HEAD), at=visits.at)
    lead = finding.slip.lead
    assert lead is not None
    lead.refresh_from_db()
    newer = linkage.confirm_lead(lead=lead, subject="SUPERVISION", by=visits.by(), at=visits.at)
    assert do.follow_slips(by=SYSTEM, at=visits.at) == 0
    finding.refresh_from_db()
    assert (finding.state, finding.slip) == ("SLIPPED", newer)
