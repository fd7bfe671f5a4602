"""Reports that come, come again, or do not come, at every state of their check."""

from datetime import date
from typing import Any

import pytest

from postpermit.duties.models import Duty
from postpermit.duties.operations import generate_duties
from postpermit.register.models import Facility
from postpermit.supervision import operations as do
from postpermit.supervision.models import Finding, ReportCheck
from postpermit.supervision.operations import passes
from postpermit.trail.actors import COMMAND_LINE, SYSTEM
from tests.bureau import moment
from tests.supervision.desk import CheckDesk, quarterly

pytestmark = pytest.mark.django_db

SECOND = b"PK\x03\x04 second"


def owed(checks: CheckDesk, period: str = "2026Q3") -> ReportCheck:
    """The check of a report that is owed and not there."""
    do.open_checks(owed=do.owed_reports("QUARTERLY", period), by=SYSTEM, at=checks.at)
    return ReportCheck.objects.get(report__period=period)


def test_a_report_sent_again_after_a_clean_end_is_checked_again(checks: CheckDesk) -> None:
    check = checks.sign_all(checks.receive().check_matter)
    assert check.state == "CLOSED"
    checks.receive(quarterly(total="5000"), data=SECOND)
    check.refresh_from_db()
    assert check.state == "CHECKING"
    assert dict(check.reviews.values_list("division", "state")) == {
        "APPROVAL": "SIGNED",
        "ECOLOGY": "OPEN",
        "POLLUTION": "OPEN",
    }


def test_the_same_content_sent_again_after_a_clean_end_ends_again(checks: CheckDesk) -> None:
    check = checks.sign_all(checks.receive().check_matter)
    checks.receive(quarterly(), data=SECOND)
    check.refresh_from_db()
    assert (check.state, check.versions.count()) == ("CLOSED", 2)


def test_a_report_sent_again_beside_a_lead_is_checked_again(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.find(check, "ECOLOGY", conduct="NO_MONITORING", kind="SUBSTANTIVE")
    assert checks.sign_all(check).state == "SETTLING"
    checks.receive(quarterly(total="5000"), data=SECOND)
    check.refresh_from_db()
    assert check.state == "CHECKING"


def test_a_corrected_report_after_the_notice_takes_no_signature_back(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.find(check, "ECOLOGY")
    checks.notify(checks.sign_all(check))
    checks.receive(quarterly(total="0.80"), data=SECOND, on=checks.at.date())
    check.refresh_from_db()
    assert (check.state, check.reviews.filter(state="SIGNED").count()) == ("NOTIFIED", 3)
    assert not check.hints.filter(state="OPEN").exists()


def test_who_owes_nothing_any_more_is_no_candidate(checks: CheckDesk) -> None:
    check = owed(checks)
    Duty.objects.filter(kind="submit-report-quarterly", period="2026Q3").update(state="VOID")
    assert do.run_supervision(by=SYSTEM, at=checks.at).missing == 0
    check.refresh_from_db()
    assert (check.state, Finding.objects.count()) == ("AWAITED", 0)


def test_the_last_quarter_that_the_annual_report_discharged_makes_nobody_a_candidate(
    checks: CheckDesk,
) -> None:
    owed(checks)
    Duty.objects.filter(kind="submit-report-quarterly", period="2026Q3").update(
        state="DISCHARGED", discharged_on=date(2026, 10, 12), discharged_by="duties.record:1"
    )
    assert do.run_supervision(by=SYSTEM, at=checks.at).missing == 0


def test_a_deadline_that_moved_moves_the_day_of_the_report(checks: CheckDesk) -> None:
    check = owed(checks)
    rows = Duty.objects.filter(kind="submit-report-quarterly", period="2026Q3")
    rows.update(due_on=date(2026, 12, 31), basis={"way": "fixed", "note": "通知规定的提交期限"})
    assert do.run_supervision(by=SYSTEM, at=checks.at).missing == 0
    check.report.refresh_from_db()
    assert (check.report.due_on, check.report.due_source) == (date(2026, 12, 31), "notice")
    assert do.run_supervision(by=SYSTEM, at=moment(date(2027, 1, 4))).missing == 1


def test_a_cancelled_permit_makes_no_candidate(checks: CheckDesk) -> None:
    owed(checks)
    Facility.objects.filter(pk=checks.unit.pk).update(ended_on=date(2026, 9, 1), ended_by="CANCEL")
    generate_duties(year=2026, by=COMMAND_LINE, at=checks.at)
    assert do.run_supervision(by=SYSTEM, at=checks.at).missing == 0


def test_a_report_that_comes_while_the_pass_looks_is_not_called_missing(
    checks: CheckDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    owed(checks)
    real = passes.hold

    def late(pk: int) -> Any:
        checks.receive()
        return real(pk)

    monkeypatch.setattr(passes, "hold", late)
    assert do.suspect_missing(on=checks.at.date(), by=SYSTEM, at=checks.at) == 0
    assert ReportCheck.objects.get().state == "CHECKING"
    assert not Finding.objects.exists()


def test_two_clerks_who_open_the_same_check_at_once_both_find_it(
    checks: CheckDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    from postpermit.supervision.operations import opening

    real, rival = opening._make, []

    def slow(fresh: Any, campaign: Any) -> Any:
        if not rival:
            rival.append(real(fresh, campaign))
        return real(fresh, campaign)

    monkeypatch.setattr(opening, "_make", slow)
    version = checks.receive()
    assert ReportCheck.objects.get() == version.check_matter
    assert len(rival) == 1
