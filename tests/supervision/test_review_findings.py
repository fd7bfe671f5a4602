"""Findings that come at the wrong moment: after the end, while the head signs, or where no notice can follow."""

from datetime import date, timedelta
from typing import Any

import pytest

from postpermit.duties.models import Duty
from postpermit.office.models import Post
from postpermit.supervision import operations as do
from postpermit.supervision.models import FeedbackNotice, Finding, Hint, ReadingOrder, ReportCheck
from postpermit.trail.actors import SYSTEM
from postpermit.trail.errors import Refused
from tests.bureau import moment
from tests.supervision.desk import CheckDesk, quarterly

pytestmark = pytest.mark.django_db


def given_to_reader(checks: CheckDesk, check: ReportCheck) -> ReadingOrder:
    """The report given to a technical body's post."""
    post = Post.objects.filter(rank="READER").first() or Post.objects.create(
        code="TECHNICAL-READER", division_id="ECOLOGY", rank="READER", title="技术机构"
    )
    return do.give_reading(check=check, post=post, by=checks.bureau("approval-1"), at=checks.at)


def proposed(checks: CheckDesk, order: ReadingOrder, **more: Any) -> Finding:
    """What the body thinks is wrong."""
    told: dict[str, Any] = {"division": "ECOLOGY", "section": "emissions", "kind": "FORMAL", "text": "疑有误"}
    by = checks.bureau("ecology-2")
    return do.propose_finding(order=order, by=by, at=checks.at, **told | {"clause": "plan:5.2"} | more)


def test_nothing_is_proposed_on_a_check_that_has_ended(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    order = given_to_reader(checks, check)
    assert checks.sign_all(check).state == "CLOSED"
    with pytest.raises(Refused, match="已办结"):
        proposed(checks, order)


def test_no_report_is_given_to_a_reader_whose_check_has_ended(checks: CheckDesk) -> None:
    check = checks.sign_all(checks.receive().check_matter)
    with pytest.raises(Refused, match="已办结"):
        given_to_reader(checks, check)


def test_a_proposal_cites_a_clause_that_exists(checks: CheckDesk) -> None:
    order = given_to_reader(checks, checks.receive().check_matter)
    with pytest.raises(Refused, match="没有这一条款"):
        proposed(checks, order, clause="plan:99.9")


def test_a_proposal_after_the_notice_is_a_late_finding_with_its_duty(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    order = given_to_reader(checks, check)
    checks.find(check, "APPROVAL")
    checks.notify(checks.sign_all(check))
    late = proposed(checks, order)
    assert late.late
    do.adopt_finding(finding=late, by=checks.bureau("ecology-1"), at=checks.at)
    assert Duty.objects.filter(kind="settle-finding", state="OPEN", obligor="ECOLOGY").count() == 1
    do.carry_finding(finding=late, why="下次查", by=checks.bureau("ecology-1"), at=checks.at)
    assert late.state == "CARRIED"


def test_a_proposal_that_waited_while_the_notice_went_out_is_adopted_as_a_late_one(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    order = given_to_reader(checks, check)
    checks.find(check, "APPROVAL")
    check = checks.sign_all(check)
    waiting = proposed(checks, order)
    checks.notify(check)
    waiting.refresh_from_db()
    do.adopt_finding(finding=waiting, by=checks.bureau("ecology-1"), at=checks.at)
    waiting.refresh_from_db()
    assert (waiting.state, waiting.late) == ("CONFIRMED", True)
    assert Duty.objects.filter(kind="settle-finding", state="OPEN", obligor="ECOLOGY").count() == 1


def test_what_the_head_signs_does_not_grow_while_it_lies_on_the_desk(checks: CheckDesk) -> None:
    check = checks.receive(quarterly(total="5000")).check_matter
    hint = check.hints.filter(division="ECOLOGY", state="OPEN").order_by("pk").first()
    assert hint is not None
    checks.find(check, "APPROVAL")
    check = checks.sign_all(check)
    notice = do.draft_notice(check=check, by=checks.bureau("approval-1"), at=checks.at)
    do.submit_notice(notice=notice, by=checks.bureau("approval-1"), at=checks.at)
    with pytest.raises(Refused, match="正在审签"):
        checks.find(check, "POLLUTION")
    hint.refresh_from_db()
    do.return_hint(hint=hint, why="再看", by=checks.bureau("ecology-1"), at=checks.at)
    with pytest.raises(Refused, match="正在审签"):
        do.confirm_hint(hint=hint, by=checks.bureau("ecology-1"), at=checks.at)
    assert Hint.objects.get(pk=hint.pk).state == "OPEN"
    at_once = checks.find(check, "ECOLOGY", conduct="NO_MONITORING", kind="SUBSTANTIVE")
    assert at_once.state == "LEAD"
    assert len(do.issue_notice(notice=notice, by=checks.bureau("approval-head"), at=checks.at).items) == 1


def test_where_no_notice_can_follow_a_new_finding_is_a_late_one(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.find(check, "ECOLOGY", conduct="NO_MONITORING", kind="SUBSTANTIVE")
    assert checks.sign_all(check).state == "SETTLING"
    late = checks.find(check, "POLLUTION")
    assert (late.late, late.state) == (True, "CONFIRMED")
    do.carry_finding(finding=late, why="下次查", by=checks.bureau("pollution-1"), at=checks.at)


def test_a_draft_whose_findings_are_all_dropped_ends_with_the_check(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    finding = checks.find(check, "ECOLOGY")
    check = checks.sign_all(check)
    notice = do.draft_notice(check=check, by=checks.bureau("approval-1"), at=checks.at)
    do.drop_finding(finding=finding, why="有误", by=checks.bureau("ecology-1"), at=checks.at)
    check.refresh_from_db()
    notice.refresh_from_db()
    assert (check.state, notice.state) == ("CLOSED", "STOPPED")
    with pytest.raises(Refused):
        do.edit_notice(notice=notice, opening="x", reply_days=5, by=checks.bureau("approval-1"), at=checks.at)


def test_a_stopped_draft_is_taken_up_again_when_there_is_something_to_tell(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    finding = checks.find(check, "ECOLOGY")
    check = checks.sign_all(check)
    first = do.draft_notice(check=check, by=checks.bureau("approval-1"), at=checks.at)
    do.drop_finding(finding=finding, why="有误", by=checks.bureau("ecology-1"), at=checks.at)
    checks.receive(quarterly(total="0.80"), data=b"PK\x03\x04 second")
    check.refresh_from_db()
    assert check.state == "CHECKING"
    checks.find(check, "ECOLOGY", text="新版有误")
    notice = checks.notify(checks.sign_all(check))
    assert (notice.pk, notice.state, FeedbackNotice.objects.count()) == (first.pk, "ISSUED", 1)


def test_when_every_answer_stayed_out_the_unit_owes_none_any_more(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.find(check, "ECOLOGY")
    notice = checks.notify(checks.sign_all(check))
    do.run_supervision(by=SYSTEM, at=moment(date(2026, 12, 20)))
    notice.refresh_from_db()
    assert notice.state == "LAPSED"
    assert not Duty.objects.filter(kind="reply-notice", state="OPEN").exists()
    late = checks.find(check, "POLLUTION")
    assert late.late


def test_an_unanswered_hint_outside_the_asked_sections_still_holds_the_signature(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.answer_hints(check)
    Hint.objects.create(
        state="OPEN", check_matter=check, key="SV-53|x", rule="SV-53", clause="plan:5.2", kind="SUBSTANTIVE",
        division_id="ECOLOGY", section="monitoring", message="次数不足",
    )  # fmt: skip
    with pytest.raises(Refused, match="未核实的系统提示"):
        checks.sign(check.reviews.get(division="ECOLOGY"))


def test_a_reminder_that_came_back_is_asked_at_its_time(checks: CheckDesk) -> None:
    """Two proposals decided one after the other leave the check settled."""
    check = checks.receive().check_matter
    order = given_to_reader(checks, check)
    one, two = proposed(checks, order), proposed(checks, order, text="另一处")
    do.decline_finding(finding=one, why="无误", by=checks.bureau("ecology-1"), at=checks.at)
    do.decline_finding(
        finding=two, why="无误", by=checks.bureau("ecology-1"), at=checks.at + timedelta(minutes=1)
    )
    assert checks.sign_all(check).state == "CLOSED"
