"""A finding that was handed over follows its lead, whatever becomes of the task."""

from typing import Any

import pytest

from postpermit.duties.models import Duty
from postpermit.linkage import operations as linkage
from postpermit.linkage.models import Slip
from postpermit.supervision import operations as do
from postpermit.supervision.models import Finding
from postpermit.trail.actors import SYSTEM
from tests.supervision.desk import CheckDesk

pytestmark = pytest.mark.django_db


def handed(checks: CheckDesk) -> tuple[Finding, Slip]:
    """A finding of 生态科 on its way, and its task."""
    check = checks.receive().check_matter
    finding = checks.find(check, "ECOLOGY", conduct="NO_MONITORING", kind="SUBSTANTIVE")
    checks.sign_all(check)
    return finding, do.hand_over(findings=[finding], by=checks.bureau("ecology-1"), at=checks.at)


def state_of(checks: CheckDesk, finding: Finding) -> tuple[str, str, str]:
    """Finding, outcome and check after a pass."""
    do.run_supervision(by=SYSTEM, at=checks.at)
    finding.refresh_from_db()
    assert finding.check_matter is not None
    finding.check_matter.refresh_from_db()
    return finding.state, finding.outcome, finding.check_matter.state


def test_a_task_that_the_head_calls_off_leaves_the_lead_to_be_judged_anew(checks: CheckDesk) -> None:
    finding, slip = handed(checks)
    linkage.call_off_slip(slip=slip, why="证据不足", by=checks.bureau("ecology-head"), at=checks.at)
    assert state_of(checks, finding) == ("HANDED_OVER", "", "SETTLING")
    assert Duty.objects.filter(subject_ref=slip.lead.reference(), state="OPEN").count() == 1
    linkage.set_aside_lead(lead=slip.lead, why="不成立", by=checks.bureau("ecology-head"), at=checks.at)
    assert state_of(checks, finding) == ("ANSWERED", "不作为线索", "CLOSED")


def test_a_withdrawn_task_that_is_sent_again_still_answers_the_finding(checks: CheckDesk) -> None:
    finding, slip = handed(checks)
    who: Any = checks.bureau
    linkage.approve_slip(slip=slip, by=who("ecology-head"), at=checks.at)
    linkage.ask_withdrawal(slip=slip, why="写错", by=who("ecology-1"), at=checks.at)
    linkage.agree_withdrawal(slip=slip, by=who("ecology-head"), at=checks.at)
    assert state_of(checks, finding)[0] == "HANDED_OVER"
    slip.lead.refresh_from_db()
    again = linkage.confirm_lead(
        lead=slip.lead, title="执法跟踪检查", description="重新移交", by=who("ecology-1"), at=checks.at
    )
    assert again.pk != slip.pk
    from tests.supervision.test_life import close

    close(checks, again, checks.at)
    assert state_of(checks, finding)[0] == "ANSWERED"
