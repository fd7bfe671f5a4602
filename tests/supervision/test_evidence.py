"""Disclosure and ledger checks: kept with what was seen; what was wrong goes its way without a report."""

from datetime import date
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from postpermit.duties.models import Duty
from postpermit.linkage.models import Slip
from postpermit.register.operations import enter_unlisted_unit
from postpermit.supervision import operations as do
from postpermit.supervision.models import DisclosureCheck, Finding, LedgerCheck
from postpermit.supervision.queries import facts_of
from postpermit.supervision.queries.findings import origin_of
from postpermit.trail.errors import Refused
from postpermit.trail.models import reference
from postpermit.trail.queries import attachments_of
from tests.bureau import unit_row
from tests.supervision.desk import CheckDesk

pytestmark = pytest.mark.django_db
PNG = ("截图.png", b"\x89PNG\r\n\x1a\n seen")


def disclosure(checks: CheckDesk, by: str = "ecology-1", **given: Any) -> DisclosureCheck:
    told: dict[str, Any] = {
        "facility": checks.unit, "on": date(2026, 11, 20), "what": "2025年度执行报告", "platform": "PERMIT",
        "period": "2025", "disclosed_on": date(2026, 2, 10), "in_order": True, "result": "已公开，内容完整",
    }  # fmt: skip
    return do.check_disclosure(by=checks.bureau(by), at=checks.at, **told | given)


def not_disclosed(checks: CheckDesk, **given: Any) -> DisclosureCheck:
    told: dict[str, Any] = {"disclosed_on": None, "in_order": False, "findings": ["平台上查不到年度执行报告"]}
    return disclosure(checks, **told | given)


def ledger(checks: CheckDesk, by: str = "pollution-1", **given: Any) -> LedgerCheck:
    told: dict[str, Any] = {
        "facility": checks.unit, "on": date(2026, 11, 20), "categories": "治理设施运行、危险废物", "kept": True,
        "from_on": date(2026, 1, 1), "to_on": date(2026, 10, 31), "in_order": True, "result": "记录完整",
    }  # fmt: skip
    return do.check_ledger(by=checks.bureau(by), at=checks.at, **told | given)


def test_what_was_disclosed_stands_with_its_picture_and_feeds_the_audit(checks: CheckDesk) -> None:
    made = disclosure(checks, files=[PNG], period="2026Q3", what="2026年第3季度执行报告")
    assert (made.state, made.division_id, made.in_order) == ("STANDING", "ECOLOGY", True)
    assert [a.name for a in attachments_of(made)] == ["截图.png"]
    assert not Finding.objects.exists()
    check = checks.receive().check_matter
    (seen,) = facts_of(check, checks.at.date()).disclosed or ()
    assert (seen.what, seen.on) == ("2026年第3季度执行报告", date(2026, 2, 10))


def test_not_disclosed_at_all_goes_to_enforcement_at_once_with_its_evidence(checks: CheckDesk) -> None:
    made = not_disclosed(checks, kind="SUBSTANTIVE", files=[PNG])
    finding = Finding.objects.get()
    assert (finding.state, finding.conduct, finding.clause) == ("LEAD", "NO_DISCLOSURE", "plan:14.1")
    assert origin_of(finding) == ("disclosure", made.public_id)
    assert Duty.objects.get(subject_ref=reference(finding), state="OPEN").obligor_id == "ECOLOGY"
    slip = do.hand_over(findings=[finding], by=checks.bureau("ecology-1"), at=checks.at)
    assert [a.name for a in attachments_of(slip)] == ["截图.png"]
    assert Slip.objects.get().receivers == ["ENFORCEMENT"]


def test_disclosed_but_wrong_waits_for_the_divisions_decision(checks: CheckDesk) -> None:
    disclosure(checks, in_order=False, findings=["公开的排放量与报告不符", "没有公开监测数据"], kind="FORMAL")
    rows = list(Finding.objects.all())
    assert [(f.state, f.conduct, f.late) for f in rows] == [("CONFIRMED", "NONE", True)] * 2
    assert Duty.objects.filter(kind="settle-finding", state="OPEN").count() == 2


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"what": " "}, "what"),
        ({"platform": "X"}, "platform"),
        ({"result": ""}, "result"),
        ({"on": date(2026, 11, 25)}, "on"),
        ({"disclosed_on": date(2026, 11, 21)}, "disclosed_on"),
        ({"disclosed_on": None}, "disclosed_on"),
        ({"in_order": False}, "findings"),
        ({"findings": ["问题"]}, "findings"),
        ({"in_order": False, "findings": ["问题"], "kind": "X"}, "kind"),
    ],
)
def test_a_disclosure_check_that_cannot_be_is_refused_whole(
    checks: CheckDesk, given: dict[str, Any], place: str
) -> None:
    with pytest.raises(Refused) as told:
        disclosure(checks, **given)
    assert told.value.place == place
    assert not DisclosureCheck.objects.exists()


def test_a_registered_unit_keeps_a_ledger_too_and_an_unlisted_one_has_none(checks: CheckDesk) -> None:
    (registered,) = checks.bureau.units(unit_row(2, 管理类别="登记管理"), at=checks.at)
    assert ledger(checks, facility=registered, by="enforcement-1").division_id == "ENFORCEMENT"
    by = checks.bureau("enforcement-1")
    outside = enter_unlisted_unit(name="路边店（演示）", address="演示路9号", by=by, at=checks.at)
    with pytest.raises(Refused, match="未纳入名录"):
        ledger(checks, facility=outside)
    with pytest.raises(Refused, match="未纳入名录"):
        disclosure(checks, facility=outside)


def test_a_ledger_that_lacks_days_makes_a_finding(checks: CheckDesk) -> None:
    made = ledger(checks, in_order=False, kept=False, findings=["9 月缺 12 天运行记录"], kind="SUBSTANTIVE")
    finding = Finding.objects.get()
    assert (finding.origin, finding.origin_text, finding.clause, finding.state) == (
        reference(made),
        "台账检查：治理设施运行、危险废物",
        "plan:12.1",
        "CONFIRMED",
    )


@pytest.mark.parametrize(
    ("given", "place"),
    [
        ({"categories": ""}, "categories"),
        ({"from_on": date(2026, 10, 31), "to_on": date(2026, 10, 1)}, "to_on"),
        ({"kept": False}, "in_order"),
    ],
)
def test_a_ledger_check_that_cannot_be_is_refused_whole(
    checks: CheckDesk, given: dict[str, Any], place: str
) -> None:
    with pytest.raises(Refused) as told:
        ledger(checks, **given)
    assert told.value.place == place
    assert not LedgerCheck.objects.exists()


def test_a_record_is_withdrawn_by_a_second_person_and_its_findings_go_with_it(checks: CheckDesk) -> None:
    made = not_disclosed(checks)
    wrong = ledger(checks, in_order=False, findings=["缺"], kind="FORMAL")
    head = checks.bureau("ecology-head")
    with pytest.raises(Refused, match="不能为同一人"):
        do.withdraw_evidence(evidence=made, why="单位选错", by=checks.bureau("ecology-1"), at=checks.at)
    with pytest.raises(Refused, match="理由"):
        do.withdraw_evidence(evidence=made, why=" ", by=head, at=checks.at)
    do.withdraw_evidence(evidence=made, why="单位选错", by=head, at=checks.at)
    do.withdraw_evidence(evidence=wrong, why="看错", by=checks.bureau("pollution-head"), at=checks.at)
    assert made.state == wrong.state == "WITHDRAWN"
    assert set(Finding.objects.values_list("state", flat=True)) == {"DROPPED"}
    assert not Duty.objects.filter(state="OPEN").exclude(subject_ref="").exists()
    with pytest.raises(IntegrityError), transaction.atomic():
        LedgerCheck.objects.filter(pk=wrong.pk).update(withdrawn_ref=wrong.entered_ref)


def test_a_record_whose_finding_is_with_enforcement_stands(checks: CheckDesk) -> None:
    made = not_disclosed(checks)
    do.hand_over(findings=[Finding.objects.get()], by=checks.bureau("ecology-1"), at=checks.at)
    with pytest.raises(Refused, match="已移交执法大队"):
        do.withdraw_evidence(evidence=made, why="错", by=checks.bureau("ecology-head"), at=checks.at)
    made.refresh_from_db()
    assert made.state == "STANDING"
