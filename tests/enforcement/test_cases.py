"""Penalty cases: their whole life, and everything that is refused on the way."""

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest

from postpermit.duties.models import Duty
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.queries.case_standing import case_refs
from postpermit.register.models import Penalty
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry, reference
from tests.bureau import Bureau
from tests.enforcement.case_desk import GAPS, CaseDesk, open_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau) -> CaseDesk:
    """A unit whose case is dealt with."""
    return open_cases(bureau)


def waits(case: PenaltyCase) -> list[tuple[str, str, str]]:
    """(kind, obligor, day) of everything the case waits for."""
    rows = Duty.objects.filter(subject_ref__in=case_refs(case), state="OPEN").order_by("due_on", "kind")
    return [(d.kind, d.obligor_id, f"{d.due_on}") for d in rows]


def test_a_case_lives_from_finding_to_archive(desk: CaseDesk) -> None:
    case = desk.closed()
    desk.fill(case)
    do.archive_case(case=case, on=desk.today, by=desk.by(), at=desk.at)
    assert (case.state, case.number, waits(case)) == ("ARCHIVED", "普环案〔2026〕1号", [])
    moves = Entry.objects.filter(
        subjects__subject=reference(case), verb__in=[s.verb for s in PenaltyCase.STEPS]
    )
    assert list(moves.order_by("pk").values_list("verb", flat=True)) == [
        "file", "conclude", "pass-review", "notify", "decide", "serve", "execute", "close", "archive",
    ]  # fmt: skip


def test_what_waits_follows_the_clock_of_each_stage(desk: CaseDesk) -> None:
    case = desk.open()
    assert waits(case) == [("file-case", "ENFORCEMENT", "2026-09-16")]
    do.file_case(
        case=case, investigators=desk.team(), on=desk.today, by=desk.by("enforcement-head"), at=desk.at
    )
    assert waits(case) == [("investigate-case", "ENFORCEMENT", "2026-11-30")]
    case = desk.choose(case)
    desk.fill(case)
    do.conclude_investigation(case=case, on=desk.today, gaps_why=GAPS, by=desk.by(), at=desk.at)
    assert waits(case) == [("submit-case", "ENFORCEMENT", "2026-09-03")]
    review = do.ask_review(case=case, gaps_why=GAPS, by=desk.by(), at=desk.at)
    duty = Duty.objects.get(subject_ref=reference(review), state="OPEN")
    assert (waits(case), duty.kind, duty.obligor_id, f"{duty.due_on}") == (
        [],
        "review-case",
        "LEGAL",
        "2026-09-08",
    )


def test_service_and_disclosure_run_side_by_side(desk: CaseDesk) -> None:
    case = desk.decided()
    assert [w[0] for w in waits(case)] == ["disclose-decision", "serve-decision"]
    do.disclose_decision(case=case, on=desk.today, by=desk.by(), at=desk.at)
    assert [w[0] for w in waits(case)] == ["serve-decision"]
    done = Duty.objects.get(subject_ref=case_refs(case)[1], kind="disclose-decision")
    assert done.state == "DISCHARGED"
    desk.fill(case)
    do.serve_decision(case=case, on=desk.today, by=desk.by(), at=desk.at)
    assert waits(case) == [("execute-decision", "ENFORCEMENT", "2026-09-28")]


def test_an_extension_and_a_pause_move_what_is_due(desk: CaseDesk) -> None:
    case = desk.filed()
    head = desk.by("enforcement-head")
    do.extend_case(case=case, days=30, on=desk.today, why="案情复杂", by=head, at=desk.at)
    assert waits(case) == [("investigate-case", "ENFORCEMENT", "2026-12-30")]
    pause = do.pause_clock(
        case=case, reason="MONITORING", from_on=desk.today + timedelta(days=0), by=desk.by(), at=desk.at
    )
    assert waits(case) == []
    desk.later(4)
    do.resume_clock(pause=pause, to_on=desk.today, by=desk.by(), at=desk.at)
    assert waits(case) == [("investigate-case", "ENFORCEMENT", "2027-01-04")]
    voided = Duty.objects.filter(subject_ref=reference(case), state="VOID")
    assert set(voided.values_list("note", flat=True)) == {"期限已变动"}


def test_an_extension_has_its_limits(desk: CaseDesk) -> None:
    case, head = desk.filed(), desk.by("enforcement-head")
    extend = {"case": case, "on": desk.today, "why": "复杂", "by": head, "at": desk.at}
    with pytest.raises(Refused, match="每次延长不超过30日"):
        do.extend_case(days=31, **extend)
    do.extend_case(days=30, **extend)
    do.extend_case(days=30, **extend)
    with pytest.raises(Refused, match="累计延长不超过60日，已延长60日"):
        do.extend_case(days=1, **extend)
    desk.later(200)
    with pytest.raises(Refused, match="期限已满"):
        do.extend_case(days=1, **extend | {"case": aged(desk, 100), "on": desk.today, "at": desk.at})


def aged(desk: CaseDesk, days: int) -> PenaltyCase:
    """A case that was filed so many days ago."""
    since = desk.today - timedelta(days=days)
    case = desk.open(conduct="way", found_on=since, act_from=since)
    head = desk.by("enforcement-head")
    return do.file_case(case=case, investigators=desk.team(), on=since, by=head, at=desk.at)


def test_the_time_for_filing_is_extended_once(desk: CaseDesk) -> None:
    case = desk.open()
    give = {
        "case": case,
        "on": desk.today,
        "why": "须补充核实",
        "by": desk.by("enforcement-head"),
        "at": desk.at,
    }
    do.extend_filing(**give)
    assert waits(case) == [("file-case", "ENFORCEMENT", "2026-10-08")]
    with pytest.raises(Refused, match="只能延长一次"):
        do.extend_filing(**give)


def test_the_decision_stands_in_the_units_file(desk: CaseDesk) -> None:
    case = desk.decided()
    fact = Penalty.objects.get(facility=desk.unit)
    assert (fact.number, fact.on, fact.amount) == ("普环罚〔2026〕1号", case.decided_on, "罚款30000元")
    assert "排放口" in fact.conduct


def test_what_cannot_be_a_case_is_not_opened(desk: CaseDesk) -> None:
    cases: list[tuple[dict[str, Any], str]] = [
        ({"title": " "}, "title"),
        ({"conduct": "no-such"}, "conduct"),
        ({"found_on": date(2026, 9, 2)}, "found_on"),
        ({"act_from": date(2026, 9, 2)}, "act_from"),
        ({"act_to": date(2026, 8, 1)}, "act_to"),
        ({"act_to": date(2026, 9, 2)}, "act_to"),
    ]
    for given, place in cases:
        with pytest.raises(Refused) as told:
            desk.open(**given)
        assert (told.value.place, PenaltyCase.objects.count()) == (place, 0)


def test_the_same_act_or_city_number_is_one_case(desk: CaseDesk) -> None:
    desk.open(city_number="C-1")
    with pytest.raises(Refused, match="已有案件 普环案〔2026〕1号"):
        desk.open()
    with pytest.raises(Refused, match="市系统案号已登记"):
        desk.open(conduct="way", city_number="C-1")


def test_two_certified_officers_of_the_division_investigate(desk: CaseDesk) -> None:
    case, head = desk.open(), desk.by("enforcement-head")
    one, other = desk.team()
    file = {"case": case, "on": desk.today, "by": head, "at": desk.at}
    with pytest.raises(Refused, match="不少于2名，现有1名"):
        do.file_case(investigators=[one, one], **file)
    with pytest.raises(Refused, match="不在执法大队"):
        do.file_case(investigators=[one, desk.bureau.officers["legal-1"]], **file)
    do.file_case(investigators=[one, other], **file)
    assert [m.name for m in case.members.order_by("pk")] == [one.name, other.name]


def test_two_people_who_file_the_same_case(desk: CaseDesk) -> None:
    case = desk.open()
    stale = PenaltyCase.objects.get(pk=case.pk)
    file = {"investigators": desk.team(), "on": desk.today, "by": desk.by("enforcement-head"), "at": desk.at}
    do.file_case(case=case, **file)
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="已由他人办理"):
        do.not_file_case(
            case=stale, number="1", on=desk.today, why="x", by=desk.by("enforcement-head"), at=desk.at
        )
    with pytest.raises(Refused, match="已由他人办理"):
        do.file_case(case=PenaltyCase(pk=case.pk, state="FOUND", revision=0), **file)
    assert Entry.objects.count() == entries


def test_an_investigator_is_replaced_but_two_remain(desk: CaseDesk) -> None:
    case, head = desk.filed(), desk.by("enforcement-head")
    member = case.members.order_by("pk").first()
    assert member is not None
    leave = {"member": member, "on": desk.today, "why": "调离", "by": head, "at": desk.at}
    with pytest.raises(Refused, match="不足两名"):
        do.end_member(**leave)
    third = desk.bureau.officers["enforcement-head"]
    do.add_member(case=case, officer=third, on=desk.today, by=head, at=desk.at)
    do.end_member(**leave)
    again = do.add_member(case=case, officer=third, on=desk.today, by=head, at=desk.at)
    assert (again.officer, case.members.filter(to_on__isnull=True).count()) == (third, 2)
    with pytest.raises(Refused, match="已退出本案调查"):
        do.add_member(case=case, officer=member.officer, on=desk.today, by=head, at=desk.at)


def test_a_case_that_is_not_filed_says_why_and_is_archived(desk: CaseDesk) -> None:
    case = desk.open()
    do.not_file_case(
        case=case,
        number="普环不立〔2026〕1号",
        on=desk.today,
        why="事实不成立",
        by=desk.by("enforcement-head"),
        at=desk.at,
    )
    assert (case.state, case.decision_number) == ("NOT_FILED", "普环不立〔2026〕1号")
    assert waits(case) == [("archive-case", "ENFORCEMENT", "2026-10-08")]
    desk.fill(case)
    do.archive_case(case=case, on=desk.today, by=desk.by(), at=desk.at)
    assert (case.state, waits(case)) == ("ARCHIVED", [])


def test_dates_are_written_in_their_order(desk: CaseDesk) -> None:
    case = desk.filed()
    with pytest.raises(Refused, match="请先登记“送达责令改正决定书”"):
        desk.note(case, "correct_by", desk.today)
    desk.note(case, "correction_served_on")
    desk.note(case, "correct_by", desk.today + timedelta(days=20))
    entries = Entry.objects.count()
    desk.note(case, "correct_by", desk.today + timedelta(days=20))
    assert Entry.objects.count() == entries
    with pytest.raises(Refused, match="请填写更改理由"):
        desk.note(case, "correct_by", desk.today + timedelta(days=25))
    desk.note(case, "correct_by", desk.today + timedelta(days=25), why="写错")
    with pytest.raises(Refused, match="不能晚于今天"):
        desk.note(case, "rechecked_on", desk.today + timedelta(days=1))
    with pytest.raises(Refused, match="才能这样办理"):
        desk.note(case, "paid_on")
    assert PenaltyCase.objects.get(pk=case.pk).order_on == desk.today


def test_the_basis_is_one_of_the_readings_with_a_reason_and_a_fine_in_range(desk: CaseDesk) -> None:
    case = desk.filed()
    for given, place in (
        ({"clause": "regulation:33.i1"}, "clause"),
        ({"why": " "}, "basis_why"),
        ({"proposed_fine": Decimal(500000)}, "proposed_fine"),
        ({"proposed_fine": Decimal(10000)}, "lenient_why"),
        ({"proposed_fine": Decimal(0)}, "measures"),
        ({"circumstance": "工业噪声"}, "circumstance"),
    ):
        with pytest.raises(Refused) as told:
            desk.choose(case, **given)
        assert told.value.place == place
    desk.choose(case, 10000, lenient_why="主动消除危害后果")
    assert "主动消除" in PenaltyCase.objects.get(pk=case.pk).basis_why


def test_the_decision_waits_for_the_partys_time_and_its_documents(desk: CaseDesk) -> None:
    case = desk.notified(60000)
    desk.fill(case)
    with pytest.raises(Refused, match="陈述申辩期限至2026年9月8日，尚未届满"):
        desk.decide(case, 60000)
    desk.note(case, "statement_on")
    with pytest.raises(Refused, match="陈述申辩期限至2026年9月8日.*要求听证期限至2026年9月8日"):
        desk.decide(case, 60000)
    desk.note(case, "hearing_requested_on")
    desk.later(10)
    with pytest.raises(Refused, match="按时要求听证，尚未举行"):
        desk.decide(case, 60000)
    desk.note(case, "hearing_waived_on")
    with pytest.raises(Refused, match="卷内还缺必须有的文书"):
        desk.decide(case, 60000)
    desk.fill(case)
    with pytest.raises(Refused, match="高于告知的数额"):
        desk.decide(case, 70000)
    desk.decide(case, 50000)
    assert case.state == "DECIDED"


def test_after_a_hearing_it_is_reviewed_once_more(desk: CaseDesk) -> None:
    case = desk.notified(60000)
    with pytest.raises(Refused, match="举行听证之后"):
        do.ask_review(case=case, by=desk.by(), at=desk.at)
    desk.note(case, "statement_on")
    desk.note(case, "hearing_requested_on")
    desk.later(8)
    desk.note(case, "heard_on")
    desk.fill(case)
    with pytest.raises(Refused, match="听证之后尚未再经法制审核"):
        desk.decide(case, 60000)
    first = do.ask_review(case=case, gaps_why=GAPS, by=desk.by(), at=desk.at)
    do.return_review(review=first, why="补充听证报告", by=desk.by("legal-1"), at=desk.at)
    again = do.ask_review(case=case, gaps_why=GAPS, by=desk.by(), at=desk.at)
    do.pass_review(review=again, opinion="事实清楚，依据正确，同意。", by=desk.by("legal-1"), at=desk.at)
    case.refresh_from_db()
    assert (case.state, case.reviewed_on, [w[0] for w in waits(case)]) == (
        "NOTIFIED",
        desk.today,
        ["decide-case"],
    )
    assert desk.decide(case, 60000).state == "DECIDED"


def test_a_graver_measure_than_was_told_waits_for_its_hearing(desk: CaseDesk) -> None:
    case = desk.notified()
    desk.later(10)
    desk.fill(case)
    do.discuss_case(case=case, on=desk.today, outcome="同意", by=desk.by("enforcement-head"), at=desk.at)
    with pytest.raises(Refused, match="没有告知听证权利"):
        desk.decide(case, grave=True, measures="吊销排污许可证")


def test_a_written_waiver_ends_the_waiting(desk: CaseDesk) -> None:
    case = desk.notified(60000)
    desk.note(case, "statement_waived_on")
    desk.fill(case)
    assert desk.decide(case, 60000).state == "DECIDED"


def test_who_took_part_does_not_decide(desk: CaseDesk) -> None:
    case = desk.notified()
    desk.later(10)
    desk.fill(case)
    for account in ("enforcement-1", "legal-1"):
        with pytest.raises(Refused, match="不能作出这一决定"):
            desk.decide(case, by=desk.by(account))
    with pytest.raises(Refused, match="已登记在另一案件"):
        PenaltyCase.objects.create(state="CLOSED", number="旧", facility=desk.unit, conduct="way", act_from=desk.today,
                                   found_on=desk.today, decision_number="普环罚〔2026〕1号")  # fmt: skip
        desk.decide(case)


def test_a_large_fine_is_discussed_by_those_who_lead(desk: CaseDesk) -> None:
    case = desk.notified(200000, complex_case=True)
    desk.later(10)
    desk.fill(case)
    with pytest.raises(Refused, match="集体讨论"):
        desk.decide(case, 200000)
    do.discuss_case(case=case, on=desk.today, outcome="同意", by=desk.by("enforcement-head"), at=desk.at)
    desk.fill(case)
    assert desk.decide(case, 200000).state == "DECIDED"


def test_not_punished_needs_number_reason_and_somebody_else(desk: CaseDesk) -> None:
    case = desk.reviewed()
    say = {"number": "普环不罚〔2026〕1号", "on": desk.today, "why": "轻微并及时改正", "at": desk.at}
    with pytest.raises(Refused, match="不能作出这一决定"):
        do.not_punish(case=case, by=desk.by(), **say)
    with pytest.raises(Refused, match="卷内还缺"):
        do.not_punish(case=case, by=desk.by("enforcement-head"), **say)
    desk.fill(case)
    do.not_punish(case=case, by=desk.by("enforcement-head"), **say)
    desk.fill(case)
    do.close_case(case=case, on=desk.today, by=desk.by("enforcement-head"), at=desk.at)
    assert (case.state, Penalty.objects.count()) == ("CLOSED", 0)


def test_it_is_not_executed_unpaid_nor_closed_unpublished(desk: CaseDesk) -> None:
    case = desk.served()
    act = {"case": case, "on": desk.today, "how": "已改正", "gaps_why": GAPS, "by": desk.by(), "at": desk.at}
    with pytest.raises(Refused, match="罚款还没有缴清"):
        do.execute_decision(**act)
    with pytest.raises(Refused, match="期满仍不履行的，次日起才能申请强制执行"):
        desk.note(case, "court_applied_on")
    desk.later(200)
    desk.note(case, "court_applied_on")
    desk.fill(case)
    do.execute_decision(**act | {"on": desk.today, "at": desk.at})
    with pytest.raises(Refused, match="还没有登记公开"):
        do.close_case(case=case, on=desk.today, by=desk.by("enforcement-head"), at=desk.at)


def test_a_withdrawn_case_is_over_but_for_its_archive(desk: CaseDesk) -> None:
    case = desk.filed()
    with pytest.raises(Refused, match="不能作出这一决定"):
        do.withdraw_case(case=case, why="查无实据", by=desk.by(), at=desk.at)
    do.withdraw_case(case=case, why="查无实据", by=desk.by("enforcement-head"), at=desk.at)
    assert [w[0] for w in waits(case)] == ["archive-case"]
    assert Duty.objects.get(subject_ref=reference(case), kind="investigate-case").state == "VOID"


def test_a_small_fine_is_decided_on_the_spot(desk: CaseDesk) -> None:
    case = desk.open(summary=True)
    spot = {
        "case": case, "officers": desk.team(), "basis": "regulation:36.i1", "number": "当罚1", "on": desk.today,
        "by": desk.by(), "at": desk.at,
    }  # fmt: skip
    with pytest.raises(Refused, match="不能当场处罚"):
        do.decide_on_the_spot(fine=Decimal(3001), **spot)
    do.decide_on_the_spot(fine=Decimal(2000), **spot)
    assert (case.state, [w[0] for w in waits(case)]) == (
        "SERVED",
        ["report-spot-decision", "disclose-decision", "execute-decision"],
    )
    assert Penalty.objects.get().number == "当罚1"
    with pytest.raises(Refused, match="没有选用简易程序"):
        do.decide_on_the_spot(
            fine=Decimal(2000), **spot | {"case": desk.open(conduct="way"), "number": "当罚2"}
        )
