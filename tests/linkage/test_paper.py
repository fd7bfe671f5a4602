"""Paper round trip: printed, filled, read back, taken over; the original is kept and nothing is taken twice."""

from dataclasses import replace
from datetime import date, datetime, timedelta

import pytest

from postpermit.linkage import operations as do
from postpermit.linkage.form import FormRow, compare
from postpermit.linkage.models import PaperReturn, PrintedSlip, Slip, SlipRow
from postpermit.linkage.operations import UnableToKeep, UnableToRaiseSlip, UnableToTakePaper
from postpermit.linkage.queries.form import form_of, printed_as
from postpermit.linkage.states import (
    AssignmentState,
    Channel,
    Ground,
    Outcome,
    PaperState,
    SlipState,
    Subject,
)
from postpermit.trail.advance import AlreadyMoved
from postpermit.trail.models import Attachment
from tests.bureau import Bureau

pytestmark = pytest.mark.django_db
RECEIVE = FormRow("RECEIVE", "STATION", "已接收", "周示安", "吴示和", "2026-11-20")
FEEDBACK = FormRow("FEEDBACK", "STATION", "已办结", "周示安", "吴示和", "2026-11-23")


def slip_of(bureau: Bureau, at: datetime, *receivers: str) -> Slip:
    """A task of ECOLOGY off line, under way."""
    slip = do.raise_slip(
        division="ECOLOGY",
        title="线下任务",
        subject=Subject.MONITORING,
        ground=Ground.SUPPORT,
        description="述",
        receivers=list(receivers or ("STATION",)),
        place="某处",
        channel=Channel.PAPER,
        channel_why="系统停机维护",
        by=bureau("ecology-1"),
        at=at,
    )
    do.approve_slip(slip=slip, by=bureau("ecology-head"), at=at)
    slip.refresh_from_db()
    return slip


def returned(
    bureau: Bureau, at: datetime, slip: Slip, *rows: FormRow, data: bytes = b"PK\x03\x04 one"
) -> PaperReturn:
    """That form came back."""
    return do.return_paper(
        slip=slip,
        name="转办单.docx",
        data=data,
        rows=rows,
        version=1,
        notes=[],
        by=bureau("ecology-1"),
        at=at,
    )


def test_off_line_needs_the_reason_why_on_line_was_not_possible(bureau: Bureau, at: datetime) -> None:
    with pytest.raises(UnableToRaiseSlip, match="不能在线"):
        do.raise_slip(
            division="ECOLOGY", title="题", subject=Subject.MONITORING, ground=Ground.SUPPORT, description="述",
            receivers=["STATION"], channel=Channel.PAPER, by=bureau("ecology-1"), at=at,
        )  # fmt: skip


def test_an_unchanged_form_is_the_same_version_and_a_changed_one_the_next(
    bureau: Bureau, at: datetime
) -> None:
    slip = slip_of(bureau, at)
    first = do.print_slip(slip=slip, by=bureau("ecology-1"), at=at)
    assert do.print_slip(slip=slip, by=bureau("ecology-1"), at=at) == first
    do.accept_assignment(assignment=slip.assignments.get(), text="收", by=bureau("station-1"), at=at)
    assert do.print_slip(slip=slip, by=bureau("ecology-1"), at=at).version == 2
    assert PrintedSlip.objects.filter(slip=slip).count() == 2


def test_a_filled_form_carries_its_division_on_as_far_as_it_shows(bureau: Bureau, at: datetime) -> None:
    slip = slip_of(bureau, at)
    do.print_slip(slip=slip, by=bureau("ecology-1"), at=at)
    paper = returned(bureau, at, slip, RECEIVE, FEEDBACK)
    assert slip.assignments.get().state == AssignmentState.WAITING  # nothing moves before a person has picked
    found = compare(printed_as(slip, 1), form_of(slip), [RECEIVE, FEEDBACK])
    do.take_paper(
        paper=paper, picked=[d.key for d in found if d.only != "here"], by=bureau("ecology-1"), at=at
    )
    part = slip.assignments.get()
    assert part.state == AssignmentState.FED_BACK
    assert part.accepted_on == date(2026, 11, 20)
    row = SlipRow.objects.get(slip=slip, kind="FEEDBACK")
    assert (row.text, row.handler_name, row.written, row.signature.approver_name) == (
        "已办结", "周示安", Channel.PAPER, "吴示和",
    )  # fmt: skip
    assert Attachment.objects.filter(sha256=paper.sha256).exists()
    assert compare(None, form_of(slip), [RECEIVE, FEEDBACK]) == [
        d for d in compare(None, form_of(slip), [RECEIVE, FEEDBACK]) if d.kind == "RAISE"
    ]


def test_an_unsigned_receipt_waits_for_the_head_here(bureau: Bureau, at: datetime) -> None:
    slip = slip_of(bureau, at)
    paper = returned(bureau, at, slip, replace(RECEIVE, approver=""))
    do.take_paper(paper=paper, picked=["RECEIVE-STATION-1"], by=bureau("ecology-1"), at=at)
    part = slip.assignments.get()
    assert part.state == AssignmentState.SIGNING_RECEIPT
    do.sign_receipt(assignment=part, by=bureau("station-head"), at=at)


def test_keeping_what_stands_here_takes_nothing(bureau: Bureau, at: datetime) -> None:
    slip = slip_of(bureau, at)
    paper = returned(bureau, at, slip, RECEIVE)
    do.take_paper(paper=paper, picked=[], by=bureau("ecology-1"), at=at)
    assert slip.assignments.get().state == AssignmentState.WAITING
    assert PaperReturn.objects.get().state == PaperState.TAKEN


def test_a_form_is_taken_once_and_the_second_person_is_told(bureau: Bureau, at: datetime) -> None:
    slip = slip_of(bureau, at)
    paper = returned(bureau, at, slip, RECEIVE)
    twin = PaperReturn.objects.get(pk=paper.pk)
    do.take_paper(paper=paper, picked=["RECEIVE-STATION-1"], by=bureau("ecology-1"), at=at)
    with pytest.raises(AlreadyMoved):
        do.take_paper(paper=twin, picked=["RECEIVE-STATION-1"], by=bureau("ecology-2"), at=at)
    assert SlipRow.objects.filter(slip=slip, kind="RECEIVE").count() == 1


def test_the_same_file_again_is_the_same_return(bureau: Bureau, at: datetime) -> None:
    slip = slip_of(bureau, at)
    assert returned(bureau, at, slip, RECEIVE) == returned(bureau, at, slip, RECEIVE)
    assert Attachment.objects.count() == 1


def test_feedback_of_a_division_that_has_not_received_is_refused_whole(bureau: Bureau, at: datetime) -> None:
    slip = slip_of(bureau, at)
    paper = returned(bureau, at, slip, FEEDBACK)
    with pytest.raises(UnableToTakePaper, match="尚未接收"):
        do.take_paper(paper=paper, picked=["FEEDBACK-STATION-1"], by=bureau("ecology-1"), at=at)
    assert PaperReturn.objects.get().state == PaperState.READ
    assert slip.assignments.get().state == AssignmentState.WAITING


def test_a_division_that_stands_on_paper_only_becomes_a_receiver(bureau: Bureau, at: datetime) -> None:
    slip = slip_of(bureau, at)
    paper = returned(bureau, at, slip, replace(RECEIVE, division="ENFORCEMENT"))
    do.take_paper(paper=paper, picked=["RECEIVE-ENFORCEMENT-1"], by=bureau("ecology-1"), at=at)
    assert set(slip.assignments.values_list("division", "state")) == {
        ("STATION", "WAITING"),
        ("ENFORCEMENT", "ACTING"),
    }


def test_where_the_original_lies_is_said_and_follows_to_the_archive(bureau: Bureau, at: datetime) -> None:
    slip = slip_of(bureau, at)
    assert slip.paper_place == "生态科（发起科室）"
    do.place_paper(slip=slip, place="监测站周示安处", by=bureau("ecology-1"), at=at)
    assert Slip.objects.get(pk=slip.pk).paper_place == "监测站周示安处"


def city(bureau: Bureau, at: datetime, **changes: object) -> Slip:
    """A task that the city's system has carried to its end."""
    row = do.OutsideRow("已办", "甲", at.date() - timedelta(days=3), "乙")
    given: dict[str, object] = {
        "channel": Channel.CITY, "city_number": "SH2026-77", "division": "ECOLOGY", "title": "市级任务", "subject": Subject.MONITORING,
        "ground": Ground.SUPPORT, "raised": do.OutsideRow("述", "丙", at.date() - timedelta(days=9), "丁"), "place": "某处",
        "parts": [do.OutsidePart("STATION", row, row, confirmed=True)],
    }  # fmt: skip
    return do.keep_outside_slip(**(given | changes), by=bureau("ecology-1"), at=at)  # type: ignore[arg-type]


def test_a_task_done_in_the_city_is_kept_in_one_act_and_waits_only_for_the_archive(
    bureau: Bureau, at: datetime
) -> None:
    slip = city(bureau, at)
    slip.refresh_from_db()
    assert slip.state == SlipState.CONFIRMED
    assert slip.raised_on == date(2026, 11, 15)
    assert [r.written for r in slip.rows.all()] == [Channel.CITY] * 3
    with pytest.raises(UnableToKeep, match="编号"):
        city(bureau, at, city_number="")


def test_a_task_half_done_in_the_city_goes_on_from_there(bureau: Bureau, at: datetime) -> None:
    row = do.OutsideRow("已接收", "甲", at.date(), "乙")
    slip = city(bureau, at, parts=[do.OutsidePart("STATION", row), do.OutsidePart("ENFORCEMENT")])
    assert set(slip.assignments.values_list("division", "state")) == {
        ("STATION", "ACTING"),
        ("ENFORCEMENT", "WAITING"),
    }
    part = slip.assignments.get(division="STATION")
    said = do.OutsidePart("STATION", fed_back=do.OutsideRow("已办结", "甲", at.date(), "乙"), confirmed=True)
    do.keep_outside_progress(assignment=part, part=said, channel=Channel.CITY, by=bureau("ecology-1"), at=at)
    assert slip.assignments.get(division="STATION").state == AssignmentState.CONFIRMED


def test_a_lead_handed_over_in_the_city_needs_its_outcome(bureau: Bureau, at: datetime) -> None:
    lead = do.suspect_lead(
        division="ECOLOGY", what="疑", clause="plan:a3.1.1", found_on=at.date(), origin_text="查", place="某处",
        by=bureau("ecology-1"), at=at,
    )  # fmt: skip
    row = do.OutsideRow("已办", "甲", at.date(), "乙")
    given = {"ground": Ground.LEAD, "subject": Subject.ENFORCEMENT, "lead": lead}
    with pytest.raises(UnableToKeep, match="处理结果"):
        city(bureau, at, **given, parts=[do.OutsidePart("ENFORCEMENT", row, row, confirmed=True)])
    lead.refresh_from_db()
    assert lead.state == "SUSPECTED"  # nothing half-written
    part = do.OutsidePart(
        "ENFORCEMENT", row, row, Outcome.ORDERED, "普责〔2026〕1号", at.date(), confirmed=True
    )
    slip = city(bureau, at, **given, parts=[part])
    slip.refresh_from_db()
    assert slip.state == SlipState.CONFIRMED
    lead.refresh_from_db()
    assert lead.state == "CONFIRMED"
