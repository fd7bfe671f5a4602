"""A case that changes its course: taken up again, its hearing given up, its act corrected, its time standing still."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from postpermit.duties.models import Duty
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry, reference
from postpermit.trail.queries import timeline
from tests.bureau import Bureau
from tests.enforcement.building import VisitDesk
from tests.enforcement.case_desk import GAPS, CaseDesk, open_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau) -> CaseDesk:
    """A unit whose case is dealt with."""
    return open_cases(bureau)


def heard(desk: CaseDesk) -> PenaltyCase:
    """A case after its hearing."""
    case = desk.notified(60000)
    desk.note(case, "hearing_requested_on")
    desk.later(10)
    desk.note(case, "heard_on")
    desk.fill(case)
    return case


def test_after_a_hearing_the_lawyers_may_send_the_case_back_to_its_investigators(desk: CaseDesk) -> None:
    case = heard(desk)
    review = do.ask_review(case=case, gaps_why=GAPS, by=desk.by(), at=desk.at)
    do.return_review(review=review, why="应适用法典", reinvestigate=True, by=desk.by("legal-1"), at=desk.at)
    case.refresh_from_db()
    assert (case.state, case.notified_on, case.hearing_on, case.reviewed_on) == ("FILED", None, None, None)
    kept = Entry.objects.get(verb="return-review").facts
    assert kept["before_notified_on"] == "2026-09-01" and kept["before_hearing_on"] == "2026-09-11"
    assert desk.choose(case, 50000).proposed_fine == 50000


def test_investigators_take_a_case_up_again_and_tell_everything_anew(desk: CaseDesk) -> None:
    case = heard(desk)
    review = do.ask_review(case=case, gaps_why=GAPS, by=desk.by(), at=desk.at)
    with pytest.raises(Refused, match="法制审核正在进行"):
        do.reinvestigate(case=case, why="罚款须加重", by=desk.by(), at=desk.at)
    do.return_review(review=review, why="请补充听证报告", by=desk.by("legal-1"), at=desk.at)
    case.refresh_from_db()
    assert case.state == "NOTIFIED"
    do.reinvestigate(case=case, why="罚款须加重", by=desk.by(), at=desk.at)
    assert Duty.objects.get(subject_ref=reference(case), state="OPEN").kind == "investigate-case"
    desk.choose(case, 80000)
    desk.fill(case)
    do.conclude_investigation(case=case, on=desk.today, gaps_why=GAPS, by=desk.by(), at=desk.at)
    again = do.ask_review(case=case, gaps_why=GAPS, by=desk.by(), at=desk.at)
    do.pass_review(review=again, opinion="事实清楚，依据正确，同意。", by=desk.by("legal-1"), at=desk.at)
    case.refresh_from_db()
    desk.fill(case)
    do.notify_party(case=case, on=desk.today, gaps_why=GAPS, by=desk.by(), at=desk.at)
    with pytest.raises(Refused, match="陈述申辩期限至2026年9月18日"):
        desk.decide(case, 80000)
    desk.later(10)
    desk.fill(case)
    assert desk.decide(case, 80000).fine == 80000


def test_a_hearing_given_up_holds_nobody_up(desk: CaseDesk) -> None:
    case = desk.notified(60000)
    desk.note(case, "hearing_requested_on")
    desk.later(20)
    desk.fill(case)
    with pytest.raises(Refused, match="请登记“放弃听证"):
        desk.decide(case, 60000)
    desk.note(case, "hearing_waived_on")
    desk.fill(case)
    with pytest.raises(Refused, match="不能早于“放弃听证”"):
        desk.decide(case, 60000, on=desk.today - timedelta(days=1))
    assert desk.decide(case, 60000).state == "DECIDED"


def test_nobody_decides_while_the_time_stands_still(desk: CaseDesk) -> None:
    case = desk.notified()
    desk.later(10)
    desk.fill(case)
    pause = do.pause_clock(case=case, reason="SUSPENSION", from_on=desk.today, by=desk.by(), at=desk.at)
    with pytest.raises(Refused, match="因中止停止计算，尚未恢复"):
        desk.decide(case)
    do.resume_clock(pause=pause, to_on=desk.today, by=desk.by(), at=desk.at)
    assert desk.decide(case).state == "DECIDED"


def test_the_end_of_an_act_that_went_on_is_written_and_the_chosen_basis_is_void(desk: CaseDesk) -> None:
    case = desk.choose(desk.filed(act_from=date(2026, 7, 1)))
    desk.later(5)
    given = {
        "title": case.title,
        "conduct": "outlets",
        "act_from": date(2026, 7, 1),
        "act_to": date(2026, 9, 4),
    }
    who = {"by": desk.by(), "at": desk.at}
    with pytest.raises(Refused, match="请填写更正理由"):
        do.correct_act(case=case, why=" ", **given, **who)
    do.correct_act(case=case, why="现场已停用", **given, **who)
    assert (case.act_to, case.basis, case.proposed_fine) == (date(2026, 9, 4), "", None)
    entry = Entry.objects.get(verb="correct-act")
    assert (entry.facts["basis_before"], entry.facts["act_to"]) == ("regulation:36.i1", "2026-09-04")
    desk.choose(case)
    do.correct_act(case=case, why="用语", **given | {"title": "排放口多一个"}, **who)
    assert (case.title, case.basis) == ("排放口多一个", "regulation:36.i1")
    other = desk.filed(conduct="way", act_from=date(2026, 7, 1))
    with pytest.raises(Refused, match="已有案件"):
        do.correct_act(case=other, why="同一行为", **given, **who)


def test_the_second_who_chooses_or_extends_is_told(desk: CaseDesk) -> None:
    case = desk.filed()
    one, other = (PenaltyCase.objects.get(pk=case.pk) for _ in range(2))
    desk.choose(one, 30000)
    with pytest.raises(Refused, match="已由他人更改"):
        desk.choose(other, 40000)
    case.refresh_from_db()
    assert case.proposed_fine == 30000
    head = {"by": desk.by("enforcement-head"), "at": desk.at}
    stale = PenaltyCase.objects.get(pk=case.pk)
    do.extend_case(case=case, days=30, on=desk.today, why="复杂", **head)
    with pytest.raises(Refused, match="已由他人更改"):
        do.extend_case(case=stale, days=30, on=desk.today, why="复杂", **head)


@pytest.mark.parametrize("state", ["REVIEWED", "NOTIFIED", "DECIDED", "SERVED", "EXECUTED", "NOT_PUNISHED"])
def test_nothing_new_goes_into_a_case_that_the_party_was_told_of(state: str, visits: VisitDesk) -> None:
    finding, case = visits.find(visits.underway(1)), visits.case(1)
    day = visits.today
    PenaltyCase.objects.filter(pk=case.pk).update(
        state=state, decided_on=day, decision_number="x", basis="regulation:36.i1", reviewed_on=day, filed_on=day,
        fine=Decimal(1),
    )  # fmt: skip
    with pytest.raises(Refused, match="不能再并入问题"):
        do.put_into_case(finding=finding, case=case, by=visits.by(), at=visits.at)


def test_what_is_under_review_takes_no_finding(visits: VisitDesk) -> None:
    finding = visits.find(visits.underway(1))
    desk = CaseDesk(visits.bureau, finding.facility, visits.at)
    case = desk.asked().case
    with pytest.raises(Refused, match="正在法制审核"):
        do.put_into_case(finding=finding, case=case, by=visits.by(), at=visits.at)


def test_an_open_case_is_not_read_on_the_units_page(desk: CaseDesk) -> None:
    before = timeline(desk.unit).count()
    case = desk.notified()
    assert timeline(desk.unit).count() == before
    desk.later(10)
    desk.fill(case)
    desk.decide(case)
    assert [e.verb for e in timeline(desk.unit)].count("enter-penalty") == 1
