"""Checks at the points where notices are worked on: signed by all, drafted, issued."""

from datetime import date
from typing import Any

from postpermit.register.models import Facility
from postpermit.supervision import operations as do
from postpermit.supervision.models import FeedbackNotice, ReportCheck
from tests.bureau import unit_row
from tests.supervision.desk import CheckDesk, quarterly

FINDERS = ("APPROVAL", "ECOLOGY", "POLLUTION")


def signed(checks: CheckDesk, count: int = 2, **more: Any) -> ReportCheck:
    """A check that every division has signed, with so many confirmed problems."""
    check = checks.receive().check_matter
    for at in range(count):
        checks.find(check, FINDERS[at % 3], **{"text": f"第{at + 1}个问题", "demand": "请补填", **more})
    return checks.sign_all(check)


def issued(checks: CheckDesk, count: int = 2, **more: Any) -> FeedbackNotice:
    """A notice that has gone out with so many problems."""
    notice: FeedbackNotice = checks.notify(signed(checks, count, **more))
    return notice


def more_notices(checks: CheckDesk, numbers: range) -> list[FeedbackNotice]:
    """So many more units, each with a notice that has gone out."""
    units = checks.bureau.units(*(unit_row(n, 管理类别="重点管理") for n in numbers), at=checks.at)
    return [checks.notify(_signed_of(checks, unit)) for unit in units]


def _signed_of(checks: CheckDesk, unit: Facility) -> ReportCheck:
    version = do.receive_report(
        facility=unit,
        kind="QUARTERLY",
        period="2026Q3",
        read=quarterly(),
        name="季报.docx",
        data=b"PK\x03\x04 " + unit.number.encode(),
        submitted_on=date(2026, 10, 12),
        by=checks.bureau("approval-1"),
        at=checks.at,
    )
    checks.find(version.check_matter, "ECOLOGY")
    return checks.sign_all(version.check_matter)
