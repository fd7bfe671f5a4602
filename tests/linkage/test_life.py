"""One linkage task from raising to the archive, with the rows of annex 5, its signatures and its deadlines."""

from datetime import date, datetime

import pytest
from django.db import IntegrityError, transaction

from postpermit.duties.models import Duty, Record
from postpermit.duties.operations import record_act
from postpermit.linkage import operations as do
from postpermit.linkage.models import Slip, SlipAssignment, ViolationLead
from postpermit.linkage.states import Ground, Outcome, Subject
from postpermit.trail.advance import AlreadyMoved
from postpermit.trail.models import Entry
from tests.bureau import Bureau, unit_row

pytestmark = pytest.mark.django_db


def raised(
    bureau: Bureau, at: datetime, receivers: tuple[str, ...] = ("STATION",), **changes: object
) -> Slip:
    asked = {
        "division": "ECOLOGY",
        "title": "请协助采样",
        "subject": Subject.MONITORING,
        "ground": Ground.SUPPORT,
        "description": "总排口采样",
        "receivers": list(receivers),
        "by": bureau("ecology-1"),
        "at": at,
    }
    return do.raise_slip(**(asked | changes))  # type: ignore[arg-type]


def approved(
    bureau: Bureau, at: datetime, receivers: tuple[str, ...] = ("STATION",), **changes: object
) -> SlipAssignment:
    slip = raised(bureau, at, receivers, **changes)
    do.approve_slip(slip=slip, by=bureau("ecology-head"), at=at)
    return slip.assignments.order_by("pk")[0]


def fed_back(bureau: Bureau, at: datetime, part: SlipAssignment) -> SlipAssignment:
    code = part.division_id.lower()
    do.accept_assignment(assignment=part, text="已安排", by=bureau(f"{code}-1"), at=at)
    do.sign_receipt(assignment=part, by=bureau(f"{code}-head"), at=at)
    do.give_feedback(assignment=part, text="已采样", by=bureau(f"{code}-1"), at=at)
    do.sign_feedback(assignment=part, by=bureau(f"{code}-head"), at=at)
    return part


def waiting_kinds(slip: Slip) -> list[str]:
    names = [slip.reference(), *(p.reference() for p in slip.assignments.all())]
    return sorted(Duty.objects.filter(subject_ref__in=names, state="OPEN").values_list("kind", flat=True))


def meeting(bureau: Bureau, at: datetime) -> Record:
    return record_act(
        kind="meeting-dispatch", on=date(2026, 11, 10), who="甲", result="会", by=bureau("approval-1"), at=at
    )


def test_a_task_goes_from_raising_to_the_archive_with_a_deadline_at_every_step(
    bureau: Bureau, at: datetime
) -> None:
    slip = raised(bureau, at)
    assert (slip.state, slip.number, waiting_kinds(slip)) == ("PENDING", "2026-001", ["slip-approve"])
    do.approve_slip(slip=slip, by=bureau("ecology-head"), at=at)
    part = slip.assignments.get()
    assert waiting_kinds(slip) == ["slip-accept"]
    assert Duty.objects.get(kind="slip-accept", state="OPEN").due_on == date(2026, 11, 26)
    do.accept_assignment(assignment=part, text="已安排", by=bureau("station-1"), at=at)
    assert waiting_kinds(slip) == ["slip-accept"]
    do.sign_receipt(assignment=part, by=bureau("station-head"), at=at)
    feedback = Duty.objects.get(kind="slip-feedback", state="OPEN")
    assert (feedback.due_on, feedback.confirmed, feedback.post_id) == (date(2026, 12, 15), False, "STATION-1")
    do.give_feedback(assignment=part, text="已采样", by=bureau("station-1"), at=at)
    signing = Duty.objects.get(kind="slip-feedback", state="OPEN")
    assert (signing.due_on, signing.post_id) == (date(2026, 12, 15), "STATION-HEAD")
    do.sign_feedback(assignment=part, by=bureau("station-head"), at=at)
    assert waiting_kinds(slip) == ["slip-confirm"]
    do.confirm_feedback(assignment=part, by=bureau("ecology-1"), at=at)
    slip.refresh_from_db()
    archive = Duty.objects.get(kind="slip-archive", state="OPEN")
    assert (slip.state, archive.obligor_id, archive.due_on) == ("CONFIRMED", "APPROVAL", date(2027, 2, 10))
    do.archive_slips(slips=[slip], meeting=meeting(bureau, at), by=bureau("approval-1"), at=at)
    slip.refresh_from_db()
    assert (slip.state, waiting_kinds(slip)) == ("ARCHIVED", [])
    rows = [(r.kind, r.division_id, r.signature.approver_name) for r in slip.rows.order_by("pk")]
    names = {c: bureau.officers[f"{c.lower()}-head"].name for c in ("ECOLOGY", "STATION")}
    assert rows == [
        ("RAISE", "ECOLOGY", names["ECOLOGY"]),
        ("RECEIVE", "STATION", names["STATION"]),
        ("FEEDBACK", "STATION", names["STATION"]),
    ]


def test_nobody_signs_their_own_and_then_the_leader_signs(bureau: Bureau, at: datetime) -> None:
    slip = raised(bureau, at, by=bureau("ecology-head"))
    assert Duty.objects.get(kind="slip-approve", state="OPEN").post_id == "GROUP-LEADER"
    with pytest.raises(do.UnableToSign, match="同一人"):
        do.approve_slip(slip=slip, by=bureau("ecology-head"), at=at)
    do.approve_slip(slip=slip, by=bureau("group-leader"), at=at)
    assert slip.state == "CIRCULATING"


def test_the_second_of_two_who_act_at_once_is_told(bureau: Bureau, at: datetime) -> None:
    slip = raised(bureau, at)
    twin = Slip.objects.get(pk=slip.pk)
    do.approve_slip(slip=slip, by=bureau("ecology-head"), at=at)
    entries = Entry.objects.count()
    with pytest.raises(AlreadyMoved, match="已由他人办理"):
        do.approve_slip(slip=twin, by=bureau("group-leader"), at=at)
    assert Entry.objects.count() == entries


def test_a_task_sent_back_is_mended_and_sent_again(bureau: Bureau, at: datetime) -> None:
    slip = raised(bureau, at)
    do.send_back_slip(slip=slip, why="写清楚", by=bureau("ecology-head"), at=at)
    assert waiting_kinds(slip) == ["slip-revise"]
    do.resubmit_slip(
        slip=slip,
        title="新题",
        description="写清楚了",
        receivers=["STATION", "ENFORCEMENT"],
        by=bureau("ecology-1"),
        at=at,
    )
    do.approve_slip(slip=slip, by=bureau("ecology-head"), at=at)
    assert slip.assignments.count() == 2


def test_it_waits_for_every_receiver_before_the_archive(bureau: Bureau, at: datetime) -> None:
    part = approved(bureau, at, ("STATION", "ENFORCEMENT"))
    slip = part.slip
    do.confirm_feedback(assignment=fed_back(bureau, at, part), by=bureau("ecology-1"), at=at)
    slip.refresh_from_db()
    assert slip.state == "CIRCULATING"
    with pytest.raises((do.UnableToArchive, AlreadyMoved)):
        do.archive_slips(slips=[slip], meeting=meeting(bureau, at), by=bureau("approval-1"), at=at)
    other = slip.assignments.get(division="ENFORCEMENT")
    do.confirm_feedback(assignment=fed_back(bureau, at, other), by=bureau("ecology-1"), at=at)
    slip.refresh_from_db()
    assert slip.state == "CONFIRMED"


def test_the_database_itself_refuses_an_archive_that_comes_too_early(bureau: Bureau, at: datetime) -> None:
    slip = approved(bureau, at).slip
    with pytest.raises(IntegrityError), transaction.atomic():
        Slip.objects.filter(pk=slip.pk).update(state="CONFIRMED")


def test_asked_again_a_division_feeds_back_once_more(bureau: Bureau, at: datetime) -> None:
    part = fed_back(bureau, at, approved(bureau, at))
    do.ask_again(assignment=part, why="缺数据", deadline=date(2026, 12, 1), by=bureau("ecology-1"), at=at)
    assert (part.state, Duty.objects.get(kind="slip-feedback", state="OPEN").due_on) == (
        "ACTING",
        date(2026, 12, 1),
    )
    with pytest.raises(do.UnableToAskAgain):
        do.ask_again(
            assignment=fed_back_again(bureau, at, part),
            why="缺",
            deadline=date(2026, 1, 1),
            by=bureau("ecology-1"),
            at=at,
        )


def fed_back_again(bureau: Bureau, at: datetime, part: SlipAssignment) -> SlipAssignment:
    do.give_feedback(assignment=part, text="补充", by=bureau("station-1"), at=at)
    do.sign_feedback(assignment=part, by=bureau("station-head"), at=at)
    return part


def test_a_returned_part_waits_for_the_raiser_who_gives_it_elsewhere(bureau: Bureau, at: datetime) -> None:
    part = approved(bureau, at)
    do.return_assignment(assignment=part, why="不属本站", by=bureau("station-1"), at=at)
    assert waiting_kinds(part.slip) == ["slip-reassign"]
    made = do.reassign(assignment=part, division="ENFORCEMENT", why="改派", by=bureau("ecology-1"), at=at)
    assert (made.division_id, made.handed_from_id, waiting_kinds(part.slip)) == (
        "ENFORCEMENT",
        part.pk,
        ["slip-accept"],
    )


def test_handing_on_adding_and_reminding_leave_their_entries(bureau: Bureau, at: datetime) -> None:
    part = approved(bureau, at)
    slip = part.slip
    do.hand_on(assignment=part, division="ENFORCEMENT", why="现场为主", by=bureau("station-1"), at=at)
    slip.refresh_from_db()
    do.add_receiver(slip=slip, division="POLLUTION", by=bureau("ecology-1"), at=at)
    assert do.remind_slip(slip=slip, by=bureau("ecology-1"), at=at) == 2
    verbs = set(
        Entry.objects.filter(subjects__subject__in=[slip.reference(), part.reference()]).values_list(
            "verb", flat=True
        )
    )
    assert verbs >= {"hand-on", "add-receiver", "remind"}


def test_a_withdrawal_takes_a_reason_and_a_second_person_and_stops_everything(
    bureau: Bureau, at: datetime
) -> None:
    part = approved(bureau, at)
    slip = part.slip
    do.ask_withdrawal(slip=slip, why="重复", by=bureau("ecology-head"), at=at)
    with pytest.raises(do.UnableToWithdraw, match="同一人"):
        do.agree_withdrawal(slip=slip, by=bureau("ecology-head"), at=at)
    with pytest.raises(do.UnableToActOnSlip, match="申请撤回"):
        do.accept_assignment(assignment=part, text="x", by=bureau("station-1"), at=at)
    do.agree_withdrawal(slip=slip, by=bureau("group-leader"), at=at)
    part.refresh_from_db()
    assert (slip.state, part.state, waiting_kinds(slip)) == ("WITHDRAWN", "STOPPED", [])


def test_a_row_entered_for_another_division_says_so_and_is_signed_by_its_own_head(
    bureau: Bureau, at: datetime
) -> None:
    part = approved(bureau, at)
    do.accept_assignment(
        assignment=part, text="电话告知已安排", on_behalf_of="站内某人", by=bureau("approval-1"), at=at
    )
    row = part.rows.get()
    assert (row.entered_on_behalf, row.handler_name, row.entered_name) == (
        True,
        "站内某人",
        bureau.officers["approval-1"].name,
    )
    do.sign_receipt(assignment=part, by=bureau("station-head"), at=at)
    assert part.state == "ACTING"


def suspected(bureau: Bureau, at: datetime) -> ViolationLead:
    (unit,) = bureau.units(unit_row(1), at=at)
    return do.suspect_lead(
        division="STATION",
        what="疑似偷排",
        clause="plan:a3.2.5",
        found_on=at.date(),
        origin_text="采样",
        facility=unit,
        by=bureau("station-1"),
        at=at,
    )


def test_a_confirmed_lead_has_one_task_and_in_the_end_one_outcome(bureau: Bureau, at: datetime) -> None:
    lead = suspected(bureau, at)
    assert Duty.objects.get(kind="confirm-lead", state="OPEN").due_on == date(2026, 11, 25)
    slip = do.confirm_lead(lead=lead, by=bureau("station-1"), at=at)
    assert (lead.state, slip.receivers) == ("CONFIRMED", ["ENFORCEMENT"])
    do.approve_slip(slip=slip, by=bureau("station-head"), at=at)
    part = slip.assignments.get()
    do.accept_assignment(assignment=part, text="查", by=bureau("enforcement-1"), at=at)
    do.sign_receipt(assignment=part, by=bureau("enforcement-head"), at=at)
    with pytest.raises(do.UnableToGiveFeedback, match="处理结果"):
        do.give_feedback(assignment=part, text="已查", by=bureau("enforcement-1"), at=at)
    with pytest.raises(do.UnableToGiveFeedback, match="文号"):
        do.give_feedback(
            assignment=part, text="已查", outcome=Outcome.FILED, by=bureau("enforcement-1"), at=at
        )
    do.give_feedback(
        assignment=part,
        text="已查",
        outcome=Outcome.FILED,
        outcome_number="演立〔2026〕1号",
        outcome_on=at.date(),
        by=bureau("enforcement-1"),
        at=at,
    )
    do.sign_feedback(assignment=part, by=bureau("enforcement-head"), at=at)
    do.confirm_feedback(assignment=part, by=bureau("station-1"), at=at)
    slip.refresh_from_db()
    do.archive_slips(slips=[slip], meeting=meeting(bureau, at), by=bureau("approval-1"), at=at)
    lead.refresh_from_db()
    assert (lead.state, lead.outcome, lead.outcome_number) == ("CLOSED", "FILED", "演立〔2026〕1号")


def test_a_lead_set_aside_needs_a_reason_and_has_no_task(bureau: Bureau, at: datetime) -> None:
    lead = suspected(bureau, at)
    with pytest.raises(Exception, match="理由"):
        do.set_aside_lead(lead=lead, why="", by=bureau("station-1"), at=at)
    do.set_aside_lead(lead=lead, why="误报", by=bureau("station-1"), at=at)
    assert (lead.state, lead.slips.count()) == ("SET_ASIDE", 0)


def test_a_lead_whose_task_is_withdrawn_is_a_suspicion_again(bureau: Bureau, at: datetime) -> None:
    lead = suspected(bureau, at)
    slip = do.confirm_lead(lead=lead, by=bureau("station-1"), at=at)
    do.call_off_slip(slip=slip, why="证据不足", by=bureau("station-head"), at=at)
    lead.refresh_from_db()
    assert lead.state == "SUSPECTED"


@pytest.mark.parametrize(
    ("receivers", "said"),
    [
        ((), "至少"),
        (("ECOLOGY",), "发起科室"),
        (("STATION", "STATION"), "重复"),
        (("MOON",), "没有这个科室"),
        (("GROUP",), "没有这个科室"),
    ],
)
def test_wrong_receivers_are_refused(
    receivers: tuple[str, ...], said: str, bureau: Bureau, at: datetime
) -> None:
    with pytest.raises(Exception, match=said):
        raised(bureau, at, receivers)
