"""What a penalty is made of, on a case: times, persons, gains; what it grows by; what was found out; who hears."""

from datetime import timedelta
from decimal import Decimal

import pytest

from postpermit.enforcement import operations as do
from postpermit.enforcement.queries.case_money import surcharge_of
from postpermit.enforcement.queries.case_standing import conditions_of, facts_of
from postpermit.enforcement.rules.case_conditions import Answer
from postpermit.enforcement.rules.punishment import Beside, PersonFine
from postpermit.office.calendars import calendar_now
from postpermit.register.models import Penalty
from postpermit.trail.errors import Refused
from tests.bureau import Bureau
from tests.enforcement.case_desk import GAPS, CaseDesk, open_cases

HEAD = PersonFine("直接负责的主管人员", Decimal(60_000))


@pytest.fixture
def desk(bureau: Bureau) -> CaseDesk:
    return open_cases(bureau)


def test_three_missing_reports_are_fined_three_times(desk: CaseDesk) -> None:
    case = desk.filed(conduct="report-missing")
    with pytest.raises(Refused, match="罚款高于") as told:
        desk.choose(case, 30_000, clause="regulation:37.i3")
    assert told.value.place == "proposed_fine"
    desk.choose(case, 30_000, clause="regulation:37.i3", beside=Beside(3))
    assert (case.times, case.proposed_fine) == (3, Decimal(30_000))
    with pytest.raises(Refused, match="高于"):
        desk.choose(case, 60_001, clause="regulation:37.i3", beside=Beside(3))


def test_a_falsifier_his_gains_and_whoever_was_responsible_stand_in_the_units_file(desk: CaseDesk) -> None:
    told = Beside(1, (HEAD,), Decimal(8_000))
    case = desk.filed(conduct="falsified-data")
    for beside, place in ((Beside(1, (PersonFine("甲", Decimal(49_999)),)), "persons"), (Beside(2), "times")):
        with pytest.raises(Refused) as refused:
            desk.choose(case, 100_000, clause="code:1088", beside=beside)
        assert refused.value.place == place
    desk.choose(case, 100_000, clause="code:1088", beside=told)
    hearing = next(c for c in conditions_of(case, desk.today) if c.code == "hearing")
    assert any("责任人员" in reason for reason in hearing.reasons)
    desk.fill(case)
    do.conclude_investigation(case=case, on=desk.today, gaps_why=GAPS, by=desk.by(), at=desk.at)
    review = do.ask_review(case=case, gaps_why=GAPS, by=desk.by(), at=desk.at)
    do.pass_review(review=review, opinion="事实清楚，依据正确。", by=desk.by("legal-1"), at=desk.at)
    desk.fill(case)
    do.notify_party(case=case, on=desk.today, gaps_why=GAPS, by=desk.by(), at=desk.at)
    desk.later(10)
    desk.fill(case)
    more = (PersonFine(HEAD.who, Decimal(60_001)),)
    with pytest.raises(Refused, match="没有告知过"):
        desk.decide(case, 100_000, beside=Beside(1, more))
    desk.decide(case, 100_000)
    amount = "罚款100000元；没收违法所得8000元；对直接负责的主管人员罚款60000元"
    assert Penalty.objects.get().amount == amount
    assert (case.gains, case.persons) == (Decimal(8_000), [{"who": HEAD.who, "yuan": "60000"}])


def test_a_person_has_the_amounts_of_a_person(desk: CaseDesk) -> None:
    case = desk.open(summary=True, party="PERSON")
    spot = {"case": case, "officers": desk.team(), "basis": "regulation:36.i1", "number": "当罚1", "on": desk.today,
            "by": desk.by(), "at": desk.at}  # fmt: skip
    with pytest.raises(Refused, match="超过200元"):
        do.decide_on_the_spot(fine=Decimal(201), **spot)
    do.decide_on_the_spot(fine=Decimal(200), **spot)
    other = desk.filed(conduct="way", party="BUSINESS")
    desk.choose(other, 20_000, clause="regulation:36.i2")
    assert next(c for c in conditions_of(other, desk.today) if c.code == "hearing").answer is Answer.MUST


def test_a_late_payment_ends_only_with_its_surcharge(desk: CaseDesk) -> None:
    case = desk.served()
    desk.later(30)
    desk.note(case, "review_applied_on")
    desk.later(10)
    desk.note(case, "review_ended_on")
    desk.later(5)
    desk.note(case, "paid_on")
    do.disclose_decision(case=case, on=desk.today, by=desk.by(), at=desk.at)
    desk.fill(case)
    due = surcharge_of(case, desk.today, calendar_now())
    naive = (desk.today - case.served_on).days - 15  # type: ignore[operator]
    assert due is not None and 0 < due.days <= naive - 11
    act = {"case": case, "on": desk.today, "how": "已缴清", "gaps_why": GAPS, "by": desk.by(), "at": desk.at}
    with pytest.raises(Refused, match="请先登记加处罚款的缴纳和减免"):
        do.execute_decision(**act)
    who = {"case": case, "by": desk.by(), "at": desk.at}
    with pytest.raises(Refused, match="合计应为"):
        do.settle_surcharge(paid=due.yuan - 1, **who)
    with pytest.raises(Refused, match="写明理由"):
        do.settle_surcharge(paid=due.yuan - 1, waived=Decimal(1), **who)
    do.settle_surcharge(paid=due.yuan - 1, waived=Decimal(1), why="已采取补救措施", **who)
    do.execute_decision(**act | {"case": case})
    assert case.state == "EXECUTED"


def test_who_paid_in_time_owes_no_surcharge(desk: CaseDesk) -> None:
    case = desk.executed()
    assert case.state == "EXECUTED"
    with pytest.raises(Refused, match="没有应加处的罚款"):
        do.settle_surcharge(case=case, paid=Decimal(1), by=desk.by(), at=desk.at)


def test_what_goes_on_at_the_re_check_is_fined_by_the_day_and_once(desk: CaseDesk) -> None:
    case = desk.served()
    desk.note(case, "correction_served_on")
    desk.later(10)
    desk.note(case, "rechecked_on")
    say = {
        "case": case,
        "number": "普环按日罚〔2026〕1号",
        "on": desk.today,
        "yuan": Decimal(300_000),
        "at": desk.at,
    }
    with pytest.raises(Refused, match="还没有查明"):
        do.decide_daily_fine(by=desk.by("enforcement-head"), **say)
    do.look_into(case=case, answers={"still_going": True}, why="复查笔录", by=desk.by(), at=desk.at)
    with pytest.raises(Refused, match="不能作出这一决定"):
        do.decide_daily_fine(by=desk.by(), **say)
    do.decide_daily_fine(by=desk.by("enforcement-head"), **say)
    assert (case.daily["days"], Penalty.objects.count()) == (10, 2)
    with pytest.raises(Refused, match="不重复登记"):
        do.decide_daily_fine(by=desk.by("enforcement-head"), **say)


def test_what_was_found_out_says_whether_it_may_be_let_off_and_for_how_long_it_may_be_pursued(
    desk: CaseDesk,
) -> None:
    ended = desk.today - timedelta(days=900)
    case = desk.open(act_from=ended, act_to=ended)

    def answers() -> dict[str, Answer]:
        found = {c.code: c.answer for c in conditions_of(case, desk.today)}
        return {code: found[code] for code in ("limitation", "leniency")}

    assert set(answers().values()) == {Answer.UNKNOWN}
    say = {"case": case, "why": "现场检查笔录、监测报告", "by": desk.by(), "at": desk.at}
    with pytest.raises(Refused, match="查明的依据"):
        do.look_into(answers={"slight": True}, **say | {"why": ""})
    do.look_into(answers={"slight": True, "corrected": True, "harmless": True, "health_harm": False}, **say)
    assert answers() == {"limitation": Answer.MAY_NOT, "leniency": Answer.MUST}
    with pytest.raises(Refused, match="不能同时"):
        do.look_into(answers={"health_harm": True}, **say)
    do.look_into(answers={"harmless": None, "health_harm": True, "first_time": True}, **say)
    assert answers() == {"limitation": Answer.MAY, "leniency": Answer.MAY}
    assert "harmless" not in case.looked_into


def test_an_act_corrected_or_taken_up_again_leaves_nothing_of_what_was_meant(desk: CaseDesk) -> None:
    case = desk.filed(conduct="falsified-data")
    desk.choose(case, 100_000, clause="code:1088", beside=Beside(1, (HEAD,), Decimal(8_000)))
    day = {"act_from": case.act_from, "act_to": None, "by": desk.by(), "at": desk.at}
    do.correct_act(case=case, title=case.title, conduct="outlets", why="行为不同", **day)
    assert (case.proposed_persons, case.proposed_gains, case.times) == ([], None, 1)


def test_a_hearing_held_again_has_its_host_named_again(desk: CaseDesk) -> None:
    case = desk.notified(80_000)
    desk.note(case, "hearing_requested_on")
    desk.note(case, "heard_on")
    assert case.hearing_host is not None
    do.reinvestigate(case=case, why="依据须更换", by=desk.by(), at=desk.at)
    assert case.hearing_host is None


def test_nobody_who_investigated_holds_the_hearing(desk: CaseDesk) -> None:
    case = desk.notified(80_000)
    desk.later(1)
    desk.note(case, "hearing_requested_on")
    told = {"case": case, "by": desk.by("enforcement-head"), "at": desk.at}
    with pytest.raises(Refused, match="先登记听证主持人"):
        do.note_date(name="heard_on", on=desk.today, **told)
    for officer in desk.team():
        with pytest.raises(Refused, match="听证主持人不得是本案调查人员"):
            do.name_host(host=officer, **told)
    desk.note(case, "heard_on")
    assert facts_of(case).heard_on == desk.today
