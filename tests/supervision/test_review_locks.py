"""Two persons at once: every act holds the check first, and several checks always in one order."""

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from postpermit.supervision import operations as do
from postpermit.supervision.models import DivisionReview, Finding, Hint, ReportCheck
from postpermit.supervision.operations import (
    auditing,
    findings,
    handing_over,
    hints,
    opening,
    passes,
    settling,
    signing,
)
from postpermit.trail.actors import SYSTEM
from postpermit.trail.errors import Refused
from tests.bureau import moment, number_of, unit_row
from tests.supervision.desk import CheckDesk, quarterly

pytestmark = pytest.mark.django_db


@pytest.fixture
def held(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[int]]:
    """The checks in the order in which they are held."""
    seen: list[int] = []

    def hold(pk: int) -> ReportCheck:
        seen.append(pk)
        return settling.hold(pk)

    for room in (auditing, findings, handing_over, hints, opening, passes, signing):
        if hasattr(room, "hold"):
            monkeypatch.setattr(room, "hold", hold)
    return seen


def two(checks: CheckDesk) -> list[ReportCheck]:
    """Checks of two quarters."""
    return [
        checks.receive(quarterly(p), data=f"PK\x03\x04{p}".encode()).check_matter
        for p in ("2026Q2", "2026Q3")
    ]


def test_a_batch_signature_holds_the_checks_in_one_order(checks: CheckDesk, held: list[int]) -> None:
    for check in two(checks):
        checks.answer_hints(check)
    rows = list(DivisionReview.objects.filter(division="ECOLOGY"))
    held.clear()
    do.sign_clean(
        reviews=sorted(rows, key=lambda r: -r.check_matter_id), by=checks.bureau("ecology-1"), at=checks.at
    )
    assert held == sorted(held)
    assert len(held) == 2


def test_what_lapsed_is_held_in_one_order(checks: CheckDesk, held: list[int]) -> None:
    for check in two(checks):
        checks.find(check, "ECOLOGY")
        checks.notify(checks.sign_all(check))
    held.clear()
    assert do.lapse_overdue(on=date(2026, 12, 20), by=SYSTEM, at=moment(date(2026, 12, 20))) == 2
    assert held == sorted(held)


def test_a_hand_over_holds_its_checks_before_it_locks_a_finding(
    checks: CheckDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = checks.receive().check_matter
    lead = checks.find(check, "ECOLOGY", conduct="NO_MONITORING", kind="SUBSTANTIVE")

    def dropped_meanwhile(pk: int) -> ReportCheck:
        Finding.objects.filter(pk=lead.pk).update(state="DROPPED", resolved_on=checks.at.date())
        return settling.hold(pk)

    monkeypatch.setattr(handing_over, "hold", dropped_meanwhile)
    with pytest.raises(Refused, match="请刷新"):
        do.hand_over(findings=[lead], by=checks.bureau("ecology-1"), at=checks.at)


def test_an_audit_of_a_check_read_before_somebody_else_audited_it_says_nothing_new(checks: CheckDesk) -> None:
    check = checks.receive(quarterly(total="5000")).check_matter
    stale = ReportCheck.objects.get(pk=check.pk)
    stale.audited = "older"
    before = Hint.objects.count()
    assert do.audit_check(check=stale, why="再审", by=SYSTEM, at=checks.at) is None
    assert Hint.objects.count() == before


def test_an_answer_that_came_while_the_pass_looked_does_not_stop_it(
    checks: CheckDesk, monkeypatch: pytest.MonkeyPatch
) -> None:
    check = checks.receive().check_matter
    finding = checks.find(check, "ECOLOGY")
    notice = checks.notify(checks.sign_all(check))
    late = moment(date(2026, 12, 20))

    def answered(pk: int) -> ReportCheck:
        do.receive_corrections(
            notice=notice, answers={finding.pk: "已改"}, kind="SUPPLEMENT", on=late.date(),
            by=checks.bureau("approval-1"), at=late,
        )  # fmt: skip
        return settling.hold(pk)

    monkeypatch.setattr(passes, "hold", answered)
    assert do.lapse_overdue(on=late.date(), by=SYSTEM, at=late) == 0


def test_a_city_list_asks_the_same_number_of_questions_for_one_unit_and_for_ten(checks: CheckDesk) -> None:
    checks.bureau.units(*(unit_row(n) for n in range(2, 13)), at=checks.at)
    campaign = do.start_campaign(
        name="三季度", periods=["2026Q3", "2026Q2"], starts_on=date(2026, 11, 1), check_by=date(2026, 12, 10),
        by=checks.bureau("approval-1"), at=checks.at,
    )  # fmt: skip

    def questions(numbers: Any) -> int:
        table = [["企业名称", "排污许可证编号"], *([f"甲{n}", number_of(n)] for n in numbers)]
        with CaptureQueriesContext(connection) as found:
            do.take_city_list(
                campaign=campaign, name="清单.xlsx", data=b"PK\x03\x04" + str(list(numbers)).encode(),
                table=table, by=checks.bureau("approval-1"), at=checks.at,
            )  # fmt: skip
        return len(found)

    questions([2])
    assert questions(range(4, 13)) <= questions([3] * 9) + 1
