"""A check from the report that arrives to the end of every finding, act by act."""

from datetime import date, timedelta

import pytest

from postpermit.duties.models import Duty
from postpermit.linkage import operations as linkage
from postpermit.linkage.models import Slip
from postpermit.linkage.states import Outcome
from postpermit.supervision import operations as do
from postpermit.supervision.models import FeedbackNotice, Finding, ReportCheck
from postpermit.trail.actors import SYSTEM
from postpermit.trail.errors import Refused
from tests.bureau import moment
from tests.supervision.desk import CheckDesk, quarterly

pytestmark = pytest.mark.django_db


def open_duties(kind: str) -> list[str]:
    return list(Duty.objects.filter(kind=kind, state="OPEN").order_by("pk").values_list("obligor", flat=True))


def test_a_report_discharges_its_own_period_and_opens_three_duties(checks: CheckDesk) -> None:
    version = checks.receive()
    check = version.check_matter
    assert check.state == "CHECKING"
    done = Duty.objects.get(kind="submit-report-quarterly", period="2026Q3")
    assert (done.state, done.discharged_on) == ("DISCHARGED", date(2026, 10, 12))
    assert Duty.objects.get(kind="submit-report-quarterly", period="2026Q2").state == "OPEN"
    assert sorted(open_duties("check-report")) == ["APPROVAL", "ECOLOGY", "POLLUTION"]


def test_the_same_file_twice_is_one_version(checks: CheckDesk) -> None:
    assert checks.receive() == checks.receive()
    assert ReportCheck.objects.get().versions.count() == 1


def test_a_clean_report_closes_with_the_last_signature(checks: CheckDesk) -> None:
    check = checks.sign_all(checks.receive().check_matter)
    assert (check.state, check.findings_open, check.reviews_open) == ("CLOSED", 0, 0)
    assert open_duties("check-report") == open_duties("issue-notice") == []
    assert not FeedbackNotice.objects.exists()


def test_one_notice_tells_the_findings_of_all_divisions_and_their_correction_closes_the_check(
    checks: CheckDesk,
) -> None:
    check = checks.receive().check_matter
    mine, theirs = checks.find(check, "APPROVAL"), checks.find(check, "POLLUTION")
    check = checks.sign_all(check)
    assert (check.state, open_duties("issue-notice")) == ("SIGNED", ["APPROVAL"])
    notice = checks.notify(check)
    assert [i["division"] for i in notice.items] == ["审批科", "污防科"]
    assert (notice.number, open_duties("reply-notice")) == ("普环许反〔2026〕1号", ["HOLDER"])
    do.receive_corrections(
        notice=notice,
        answers={mine.pk: "已补", theirs.pk: "已改"},
        kind="SUPPLEMENT",
        on=checks.at.date(),
        files=[("说明.txt", "已改".encode())],
        by=checks.bureau("approval-1"),
        at=checks.at,
    )
    assert open_duties("reply-notice") == []
    assert sorted(open_duties("review-correction")) == ["APPROVAL", "POLLUTION"]
    for finding in Finding.objects.all():
        by = checks.bureau(f"{finding.division_id.lower()}-1")
        do.accept_correction(finding=finding, by=by, at=checks.at)
    check.refresh_from_db()
    assert (check.state, Duty.objects.filter(state="OPEN").exclude(subject_ref="").count()) == ("CLOSED", 0)


def test_an_answer_that_does_not_come_goes_to_enforcement_and_its_feedback_ends_the_finding(
    checks: CheckDesk,
) -> None:
    check = checks.receive().check_matter
    finding = checks.find(check, "ECOLOGY")
    checks.notify(checks.sign_all(check))
    late = moment(date(2026, 12, 20))
    assert do.run_supervision(by=SYSTEM, at=late).lapsed == 1
    assert do.run_supervision(by=SYSTEM, at=late).lapsed == 0
    finding.refresh_from_db()
    assert (finding.state, open_duties("hand-over-lead")) == ("LEAD", ["ECOLOGY"])
    check.refresh_from_db()
    assert (check.notice.state, open_duties("reply-notice")) == ("LAPSED", [])
    by = checks.bureau("ecology-1")
    slip = do.hand_over(findings=[finding], by=by, at=late)
    assert (slip.title, slip.receivers) == (f"{checks.unit.name}执法跟踪检查", ["ENFORCEMENT"])
    close(checks, slip, late)
    do.run_supervision(by=SYSTEM, at=late)
    finding.refresh_from_db()
    check.refresh_from_db()
    assert (finding.state, finding.outcome, check.state) == (
        "ANSWERED",
        "责令改正（普演责改〔2026〕1号 2026-12-20）",
        "CLOSED",
    )


def close(checks: CheckDesk, slip: Slip, at: object) -> None:
    """执法大队 takes the task, deals with it, feeds back; the finder confirms."""
    who = checks.bureau
    day = at.date()  # type: ignore[attr-defined]
    linkage.approve_slip(slip=slip, by=who("ecology-head"), at=at)
    part = slip.assignments.get()
    linkage.accept_assignment(assignment=part, text="已安排", by=who("enforcement-1"), at=at)
    linkage.sign_receipt(assignment=part, by=who("enforcement-head"), at=at)
    linkage.give_feedback(
        assignment=part,
        text="已责令改正",
        outcome=Outcome.ORDERED,
        outcome_number="普演责改〔2026〕1号",
        outcome_on=day,
        by=who("enforcement-1"),
        at=at,
    )
    linkage.sign_feedback(assignment=part, by=who("enforcement-head"), at=at)
    linkage.confirm_feedback(assignment=part, by=who("ecology-2"), at=at)


def test_named_conduct_goes_at_once_without_a_notice(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    finding = checks.find(check, "ECOLOGY", kind="SUBSTANTIVE", conduct="NO_MONITORING", text="未监测")
    assert (finding.state, open_duties("hand-over-lead")) == ("LEAD", ["ECOLOGY"])
    check = checks.sign_all(check)
    assert check.state == "SETTLING"
    with pytest.raises(Refused, match="没有需要告知|各科室签署"):
        do.draft_notice(check=check, by=checks.bureau("approval-1"), at=checks.at)


def test_a_late_finding_has_no_second_notice(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.find(check, "APPROVAL")
    checks.notify(checks.sign_all(check))
    late = checks.find(check, "POLLUTION", text="迟发现")
    assert (late.late, late.state, open_duties("settle-finding")) == (True, "CONFIRMED", ["POLLUTION"])
    assert FeedbackNotice.objects.get().items[0]["text"] == "漏填"
    with pytest.raises(Refused, match="理由"):
        do.carry_finding(finding=late, why=" ", by=checks.bureau("pollution-1"), at=checks.at)
    do.carry_finding(finding=late, why="下季度再查", by=checks.bureau("pollution-1"), at=checks.at)
    assert (late.state, open_duties("settle-finding")) == ("CARRIED", [])


def test_a_new_version_takes_back_only_the_signatures_under_what_changed(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.sign_all(check, "APPROVAL", "POLLUTION")
    checks.receive(quarterly(total="0.80"), data=b"PK\x03\x04 second")
    states = dict(check.reviews.values_list("division", "state"))
    assert states == {"APPROVAL": "SIGNED", "ECOLOGY": "OPEN", "POLLUTION": "OPEN"}
    ended = check.reviews.get(division="POLLUTION").signatures.filter(ended_by__isnull=False)
    assert list(ended.values_list("section", flat=True)) == ["emissions"]
    assert [v.number for v in check.versions.all()] == [1, 2]


def test_who_sent_nothing_is_a_candidate_that_a_person_decides(checks: CheckDesk) -> None:
    do.open_checks(owed=do.owed_reports("QUARTERLY", "2026Q3"), by=SYSTEM, at=checks.at)
    done = do.run_supervision(by=SYSTEM, at=checks.at)
    assert (done.missing, do.run_supervision(by=SYSTEM, at=checks.at).missing) == (1, 0)
    finding = Finding.objects.get()
    assert (finding.state, finding.conduct, open_duties("hand-over-lead")) == (
        "PROPOSED",
        "NO_REPORT",
        ["APPROVAL"],
    )
    do.adopt_finding(finding=finding, by=checks.bureau("approval-1"), at=checks.at)
    assert finding.state == "LEAD"
    late = checks.receive(on=checks.at.date()).check_matter
    late.refresh_from_db()
    assert (late.state, late.findings_open) == ("CHECKING", 1)


def test_a_default_date_makes_nobody_late(checks: CheckDesk) -> None:
    Duty.objects.filter(kind="submit-report-quarterly").update(basis={"note": "许可证未载明期限，按默认期限"})
    do.open_checks(owed=do.owed_reports("QUARTERLY", "2026Q3"), by=SYSTEM, at=checks.at)
    assert ReportCheck.objects.get().report.due_source == "default"
    assert do.run_supervision(by=SYSTEM, at=checks.at).missing == 0


def test_a_stop_note_discharges_the_duty_and_nothing_is_checked(checks: CheckDesk) -> None:
    check = do.receive_stop_note(
        facility=checks.unit,
        kind="QUARTERLY",
        period="2026Q3",
        text="三季度全季停产",
        on=date(2026, 10, 9),
        by=checks.bureau("approval-1"),
        at=checks.at,
    )
    assert check.state == "NOT_OWED"
    assert Duty.objects.get(kind="submit-report-quarterly", period="2026Q3").state == "DISCHARGED"


def test_a_stop_note_that_comes_after_the_report_was_found_missing_is_kept_for_whoever_decides(
    checks: CheckDesk,
) -> None:
    do.open_checks(owed=do.owed_reports("QUARTERLY", "2026Q3"), by=SYSTEM, at=checks.at)
    assert do.run_supervision(by=SYSTEM, at=checks.at).missing == 1
    finding = Finding.objects.get()
    do.adopt_finding(finding=finding, by=checks.bureau("approval-1"), at=checks.at)
    before = ReportCheck.objects.get().state
    told = {
        "facility": checks.unit,
        "kind": "QUARTERLY",
        "period": "2026Q3",
        "text": "全季停产",
        "on": checks.at.date(),
    }
    check = do.receive_stop_note(**told, by=checks.bureau("approval-1"), at=checks.at)
    check.refresh_from_db()
    assert (check.state, check.report.stop_note) == (before, "全季停产")
    assert Duty.objects.get(kind="submit-report-quarterly", period="2026Q3").state == "DISCHARGED"
    finding.refresh_from_db()
    assert finding.state == "LEAD"


def test_nobody_signs_over_an_unanswered_hint(checks: CheckDesk) -> None:
    check = checks.receive(quarterly(total="5000")).check_matter
    hint = check.hints.filter(state="OPEN", division="ECOLOGY").first()
    if hint is None:
        pytest.fail("an amount of 5000 t against 2 t permitted goes unseen")
    review = check.reviews.get(division="ECOLOGY")
    with pytest.raises(Refused, match="未核实的系统提示"):
        checks.sign(review)
    do.confirm_hint(hint=hint, by=checks.bureau("ecology-1"), at=checks.at + timedelta(minutes=1))
    assert hint.finding.text.startswith(hint.message)
