"""How visits end and are closed: only what was carried out counts, and what was entered is taken back by two."""

from datetime import timedelta

import pytest

from postpermit import law
from postpermit.duties.models import Duty, Record
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit, VisitFinding
from postpermit.enforcement.queries.visit_page import visit_page
from postpermit.linkage import operations as linkage
from postpermit.linkage.models import Slip, SlipAssignment
from postpermit.trail.advance import AlreadyMoved, advance
from postpermit.trail.errors import Refused
from tests.enforcement.building import VisitDesk

pytestmark = pytest.mark.django_db
HEAD = "enforcement-head"


def minimum(visits: VisitDesk, unit: int = 2) -> str:
    return Duty.objects.get(kind="inspect-simplified", facility=visits.units[unit]).state


def test_a_visit_on_site_begins_with_its_code_and_its_team(visits: VisitDesk) -> None:
    visit = visits.assigned(1)
    told = {"visit": visit, "by": visits.by(), "at": visits.at}
    with pytest.raises(Refused, match="先在市系统取得检查码"):
        do.start_visit(started_at=visits.at, **told)
    do.note_code(code="JCM1", **told)
    with pytest.raises(Refused, match="晚于现在"):
        do.start_visit(started_at=visits.at + timedelta(minutes=5), **told)
    stale = Visit.objects.get(pk=visit.pk)
    do.start_visit(started_at=visits.at, **told)
    with pytest.raises(AlreadyMoved):
        do.start_visit(visit=stale, started_at=visits.at, by=visits.by("enforcement-2"), at=visits.at)


def test_an_ending_needs_its_words_and_its_time(visits: VisitDesk) -> None:
    visit = visits.underway(2)
    told = {"visit": visit, "by": visits.by(), "at": visits.at}
    for outcome, conclusion, hours, said in (
        ("REFUSED", "", 1, "拒绝检查须写明经过"),
        ("DONE", " ", 1, "写明检查结论"),
        ("WENT_WELL", "好", 1, "请选择检查结局"),
        ("DONE", "好", 5, "早于开始"),
        ("DONE", "好", -1, "晚于现在"),
    ):
        ended = visits.at - timedelta(hours=hours)
        with pytest.raises(Refused, match=said):
            do.finish_visit(outcome=outcome, conclusion=conclusion, ended_at=ended, **told)
    assert (visit.state, Record.objects.count()) == ("UNDERWAY", 0)


def test_what_was_never_begun_cannot_be_done_but_a_locked_gate_can_be_told(visits: VisitDesk) -> None:
    visit = visits.assigned(2)
    with pytest.raises(Refused, match="还没有登记检查开始时间"):
        visits.finish(visit)
    visits.finish(visit, "NOBODY", "")
    assert (visit.state, visit.started_at) == ("ENDED", None)
    with pytest.raises(Refused, match="没有开始过"):
        do.resume_visit(visit=visit, why="再去", by=visits.by(), at=visits.at)


@pytest.mark.parametrize("outcome", ["STOPPED", "NOBODY", "REFUSED"])
def test_a_visit_that_came_to_nothing_discharges_nothing_and_goes_back_to_the_plan(
    visits: VisitDesk, outcome: str
) -> None:
    planned = visits.plan(2)
    visit = visits.ended(2, outcome, planned=planned)
    planned.refresh_from_db()
    assert (minimum(visits), planned.state, visit.done_as) == ("OPEN", "PLANNED", None)
    again = visits.ended(2, planned=planned)
    planned.refresh_from_db()
    assert (minimum(visits), planned.state, again.planned) == ("DISCHARGED", "DONE", planned)
    with pytest.raises(Refused, match="另行派出"):
        do.resume_visit(visit=visit, why="再查", by=visits.by(), at=visits.at)


def test_a_refusal_is_a_finding_by_itself(visits: VisitDesk) -> None:
    visit = visits.finish(visits.assigned(2, inspection_code="JCM1"), "REFUSED", "门卫拒绝开门。")
    finding = VisitFinding.objects.get()
    assert (finding.visit, finding.conduct, finding.text) == (visit, "refusal", "拒绝检查：门卫拒绝开门。")
    with pytest.raises(Refused, match="1 个问题没有确定处理方式"):
        do.close_visit(visit=visit, by=visits.by(), at=visits.at)


@pytest.mark.parametrize(("outcome", "word"), [("SHUT", "关闭"), ("MOVED", "搬迁")])
def test_a_unit_that_is_gone_is_a_task_for_the_approval_division(
    visits: VisitDesk, outcome: str, word: str
) -> None:
    planned = visits.plan(2)
    visit = visits.ended(2, outcome, planned=planned)
    planned.refresh_from_db()
    slip = Slip.objects.get()
    assert (slip.receivers, slip.ground, slip.state, slip.facility) == (
        ["APPROVAL"],
        "OTHER",
        "PENDING",
        visits.units[2],
    )
    assert word in slip.title and visit.number in slip.description
    assert (minimum(visits), planned.state) == ("OPEN", "DONE")
    with pytest.raises(Refused, match="不予发起"):
        do.resume_visit(visit=visit, why="结局有误", by=visits.by(), at=visits.at)
    linkage.approve_slip(slip=slip, by=visits.by(HEAD), at=visits.at)
    assert slip.assignments.get().division_id == "APPROVAL"


def test_a_visit_is_finished_even_when_the_plan_let_it_fall_meanwhile(visits: VisitDesk) -> None:
    planned = visits.plan(2)
    visit = visits.underway(2, planned=planned)
    planned.refresh_from_db()
    advance(
        planned,
        "void",
        by=visits.by(),
        at=visits.at,
        clause="plan:6.2",
        why="重新编排",
        changes={"why": "重新编排"},
    )
    visits.finish(visit)
    planned.refresh_from_db()
    assert (visit.state, minimum(visits), planned.state) == ("ENDED", "DISCHARGED", "DROPPED")


def test_a_task_for_findings_does_not_stand_in_for_the_one_that_verifies_the_register(
    visits: VisitDesk,
) -> None:
    visit = visits.underway(2)
    do.slip_finding(findings=[visits.find(visit)], to="APPROVAL", by=visits.by(), at=visits.at)
    visits.finish(visit, "MOVED")
    assert sorted(Slip.objects.values_list("ground", flat=True)) == ["LEAD", "OTHER"]


def test_gone_units_count_where_the_district_reads_it_so(visits: VisitDesk) -> None:
    from postpermit.office.operations.adopt_value import adopt_value

    adopt_value(
        name="visit.closed_counts",
        text="yes",
        since=visits.today,
        document="演示文件",
        by=visits.by("approval-head"),
        at=visits.at,
    )
    visit = visits.ended(2, "SHUT")
    assert (minimum(visits), visit.done_as.facts["outcome"]) == ("DISCHARGED", "SHUT")


def test_an_off_site_check_discharges_nothing_under_the_present_reading(visits: VisitDesk) -> None:
    assert law.value("visit.offsite_counts", on=visits.today).value == "no"
    visit = visits.ended(2, manner="OFF_SITE", inspection_code="")
    assert (visit.state, minimum(visits), Record.objects.count()) == ("ENDED", "OPEN", 0)


def test_a_drawn_unit_that_was_not_there_is_followed_by_the_next_in_the_ranking(visits: VisitDesk) -> None:
    planned = visits.plan(3, drawn=True)
    page = visit_page(visits.ended(3, "NOBODY", planned=planned))
    assert page.drawn and page.follows
    assert (page.drawn.facility, page.follows.facility) == (visits.units[3], visits.units[2])
    done = visit_page(visits.ended(3, planned=planned))
    assert (done.drawn, done.follows) == (None, None)


def test_what_was_entered_is_taken_back_by_a_second_person(visits: VisitDesk) -> None:
    planned = visits.plan(2)
    visit = visits.ended(2, planned=planned)
    told = {"visit": visit, "at": visits.at}
    with pytest.raises(Refused, match="已计入应办事项"):
        do.resume_visit(why="补查", by=visits.by("enforcement-2"), **told)
    do.ask_to_take_back(why="结局填错", by=visits.by(), **told)
    with pytest.raises(Refused, match="不能自己继续"):
        do.resume_visit(why="补查", by=visits.by(), **told)
    do.resume_visit(why="补查", by=visits.by("enforcement-2"), **told)
    planned.refresh_from_db()
    assert (visit.state, visit.outcome, visit.done_as, minimum(visits), planned.state) == (
        "UNDERWAY",
        "",
        None,
        "OPEN",
        "TAKEN_UP",
    )
    visits.finish(visit)
    assert (minimum(visits), Record.objects.filter(state="STANDING").count()) == ("DISCHARGED", 1)


def test_reopening_takes_the_closing_back_and_leaves_what_was_done(visits: VisitDesk) -> None:
    visit = visits.close(visits.ended(2))
    assert Duty.objects.filter(kind="disclose-inspection", state="OPEN").count() == 1
    do.reopen_visit(visit=visit, why="漏填一项", by=visits.by(HEAD), at=visits.at)
    assert (visit.state, visit.closed_on, minimum(visits)) == ("ENDED", None, "DISCHARGED")
    assert Duty.objects.get(kind="disclose-inspection").state == "VOID"
    do.close_visit(visit=visit, by=visits.by(), at=visits.at)
    assert Duty.objects.filter(kind="disclose-inspection", state="OPEN").count() == 1


def test_reopening_agrees_to_a_withdrawal_that_somebody_asked_for(visits: VisitDesk) -> None:
    visit = visits.close(visits.ended(2))
    do.ask_to_take_back(visit=visit, why="单位有误", by=visits.by(), at=visits.at)
    do.reopen_visit(visit=visit, why="单位有误", by=visits.by(HEAD), at=visits.at)
    assert (minimum(visits), visit.done_as.state) == ("OPEN", "WITHDRAWN")
    with pytest.raises(Refused, match="可直接继续"):
        do.ask_to_take_back(visit=visit, why="再撤", by=visits.by(), at=visits.at)
    do.resume_visit(visit=visit, why="重填", by=visits.by(), at=visits.at)


def test_nothing_is_closed_with_something_open(visits: VisitDesk) -> None:
    visit = visits.ended(2)
    told = {"visit": visit, "by": visits.by(), "at": visits.at}
    finding = visits.find(visit)
    with pytest.raises(Refused, match="1 个问题没有确定"):
        do.close_visit(**told)
    do.correct_on_the_spot(finding=finding, demand="补装标志牌", by=visits.by(), at=visits.at)
    with pytest.raises(Refused, match="没有填写结果"):
        do.close_visit(**told)
    visits.answer_all(visit)
    extra = visits.answer(visit, "1.1.1", "FAILS", "两台设备的另一版本")
    with pytest.raises(Refused, match="两个版本"):
        do.close_visit(**told)
    type(extra).objects.filter(pk=extra.pk).update(current=False)
    type(extra).objects.filter(visit=visit, question="2.1.1").update(result="NOT_CHECKED", note="")
    with pytest.raises(Refused, match="没有写明情况"):
        do.close_visit(**told)
    type(extra).objects.filter(visit=visit, question="2.1.1").update(note="现场停电")
    assert visit_page(visit).hindrance == ""
    assert do.close_visit(**told).state == "CLOSED"


def test_one_reason_covers_what_a_narrow_visit_left_out(visits: VisitDesk) -> None:
    visit = visits.ended(2, kind="TRIGGERED", reason="COMPLAINT")
    told = {"visit": visit, "by": visits.by(), "at": visits.at}
    assert "没有填写结果" in visit_page(visit).hindrance
    do.edit_record(elements={"unchecked_why": "只核查投诉反映的异味"}, **told)
    assert do.close_visit(**told).state == "CLOSED"


def assignment_for(visits: VisitDesk, ground: str = "LEAD") -> SlipAssignment:
    """A task of 生态科 to 执法大队, accepted."""
    by, at = visits.by, visits.at
    if ground == "LEAD":
        lead = linkage.suspect_lead(
            division="ECOLOGY",
            what="自行监测缺测",
            clause="plan:11.1",
            found_on=visits.today,
            origin_text="测试",
            facility=visits.units[2],
            by=by("ecology-1"),
            at=at,
        )
        slip = linkage.confirm_lead(lead=lead, by=by("ecology-1"), at=at)
    else:
        slip = linkage.raise_slip(
            division="ECOLOGY",
            title="请现场核实",
            subject="ENFORCEMENT",
            ground=ground,
            description="请核实",
            receivers=["ENFORCEMENT"],
            facility=visits.units[2],
            by=by("ecology-1"),
            at=at,
        )
    linkage.approve_slip(slip=slip, by=by("ecology-head"), at=at)
    return slip.assignments.get()


def accept(visits: VisitDesk, part: SlipAssignment) -> None:
    linkage.accept_assignment(assignment=part, text="安排检查", by=visits.by(), at=visits.at)
    linkage.sign_receipt(assignment=part, by=visits.by(HEAD), at=visits.at)


def test_a_task_that_the_visit_answers_is_fed_back_with_its_closing(visits: VisitDesk) -> None:
    part = assignment_for(visits, "OTHER")
    visit = visits.ended(2, kind="TRIGGERED", reason="TRANSFER", assignment=part)
    visits.answer_all(visit)
    with pytest.raises(Refused, match="先接收"):
        do.close_visit(visit=visit, by=visits.by(), at=visits.at)
    accept(visits, part)
    do.close_visit(visit=visit, by=visits.by(), at=visits.at)
    part.refresh_from_db()
    said = part.rows.get(kind="FEEDBACK").text
    assert (part.state, visit.number in said, "未发现问题" in said) == ("SIGNING_FEEDBACK", True, True)


def test_a_lead_is_answered_with_how_it_was_dealt_with(visits: VisitDesk) -> None:
    part = assignment_for(visits)
    accept(visits, part)
    visit = visits.ended(2, kind="TRIGGERED", reason="TRANSFER", assignment=part)
    finding = visits.find(visit)
    do.correct_on_the_spot(finding=finding, demand="补测", by=visits.by(), at=visits.at)
    visits.close(visit)
    row = part.rows.get(kind="FEEDBACK")
    assert (row.feedback.outcome, finding.text in row.text) == ("MENDED", True)
    with pytest.raises(Refused, match="正在办理的联动任务"):
        visits.prepare(2, kind="TRIGGERED", reason="TRANSFER", assignment=part)


def test_a_document_that_was_issued_is_named_when_the_lead_is_answered(visits: VisitDesk) -> None:
    part = assignment_for(visits)
    accept(visits, part)
    visit = visits.ended(2, kind="TRIGGERED", reason="TRANSFER", assignment=part)
    visits.answer_all(visit)
    told = {"visit": visit, "by": visits.by(), "at": visits.at, "outcome": "ORDERED"}
    with pytest.raises(Refused, match="文号和日期"):
        do.close_visit(**told)
    visit.refresh_from_db()
    assert visit.state == "ENDED"
    do.close_visit(**told, outcome_number="普演责改〔2026〕1号", outcome_on=visits.today)
    assert part.rows.get(kind="FEEDBACK").feedback.outcome == "ORDERED"


def test_results_are_disclosed_of_closed_visits_only(visits: VisitDesk) -> None:
    open_one, closed = visits.ended(1), visits.close(visits.ended(2))
    told = {"by": visits.by(), "at": visits.at}
    with pytest.raises(Refused, match="还没有办结"):
        do.disclose_results(visits=[closed, open_one], on=visits.today, **told)
    with pytest.raises(Refused, match="晚于今天"):
        do.disclose_results(visits=[closed], on=visits.today + timedelta(days=1), **told)
    with pytest.raises(Refused, match="早于检查"):
        do.disclose_results(visits=[closed], on=visits.today - timedelta(days=1), **told)
    with pytest.raises(Refused, match="请选择"):
        do.disclose_results(visits=[], on=visits.today, **told)
    assert do.disclose_results(visits=[closed], on=visits.today, **told) == 1
