"""Findings: the list, the batch hand-over, one finding's way to its end, and its evidence."""

from datetime import date, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from postpermit.linkage import operations as linkage
from postpermit.linkage.models import Slip
from postpermit.linkage.states import Outcome
from postpermit.supervision import operations as do
from postpermit.supervision.models import Finding
from postpermit.trail.actors import SYSTEM
from postpermit.trail.models import Attachment
from postpermit.web import middleware
from tests.bureau import Bureau, unit_row
from tests.supervision.desk import CheckDesk, open_desk
from tests.web.supervision.review_desk import asked, client_of, key

pytestmark = pytest.mark.django_db
LEAD = {"kind": "SUBSTANTIVE", "conduct": "NO_MONITORING", "text": "三季度未监测"}


@pytest.fixture
def checks(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> CheckDesk:
    """The desk behind the door, with the door's clock standing still."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return open_desk(bureau, at)


def page_of(finding: Finding) -> str:
    """The finding's page."""
    return f"/findings/{finding.public_id}/"


def test_the_list_filters_in_the_address_and_is_taken_out(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.find(check, "ECOLOGY", **LEAD)
    client = client_of(checks, "legal-1")
    for query in ("state=LEAD", "division=ECOLOGY", "kind=SUBSTANTIVE", "conduct=NO_MONITORING", "q=未监测"):
        assert LEAD["text"] in client.get(f"/findings/?{query}").content.decode(), query
    assert LEAD["text"] in client.get(f"/findings/?facility={checks.unit.public_id}").content.decode()
    for query in ("state=CORRECTED", "division=LEGAL", "facility=x", "q=没有"):
        assert "没有符合条件的问题" in client.get(f"/findings/?{query}").content.decode(), query
    assert client.get("/findings/?format=xlsx").status_code == 200
    assert "批量移交" not in client.get("/findings/").content.decode()


def test_findings_of_one_unit_are_handed_over_as_one_task(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    rows = [checks.find(check, "ECOLOGY", **LEAD | {"text": t}) for t in ("未监测甲", "未监测乙")]
    client = client_of(checks, "ecology-1")
    assert "批量移交执法大队" in client.get("/findings/").content.decode()
    nothing = client.post("/findings/hand-over/", {"act_key": key("a")})
    assert (nothing.status_code, "请先勾选" in nothing.content.decode()) == (422, True)
    typed = {"act_key": key("b"), "findings": [str(f.public_id) for f in rows], "note": "附监测记录"}
    other = client_of(checks, "pollution-1").post("/findings/hand-over/", typed)
    assert other.status_code == 422
    for _ in range(2):
        done = client.post("/findings/hand-over/", typed)
        assert done["Location"] == f"/slips/{Slip.objects.get().public_id}/"
    assert set(Finding.objects.values_list("state", flat=True)) == {"HANDED_OVER"}
    assert "附监测记录" in Slip.objects.get().description


def test_a_mixed_hand_over_is_refused_with_its_sentence_and_keeps_the_ticks(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    mine = checks.find(check, "ECOLOGY", **LEAD)
    (other,) = checks.bureau.units(unit_row(5, 管理类别="重点管理"), at=checks.at)
    second = do.add_finding_from(
        origin="supervision.ledgercheck:1",
        origin_text="台账检查",
        facility=other,
        division="ECOLOGY",
        kind="SUBSTANTIVE",
        text="未公开",
        clause="plan:14.1",
        conduct="NO_DISCLOSURE",
        by=checks.bureau("ecology-1"),
        at=checks.at,
    )
    typed = {"act_key": key("a"), "findings": [str(f.public_id) for f in (mine, second)]}
    refused = client_of(checks, "ecology-1").post("/findings/hand-over/", typed)
    assert refused.status_code == 422
    assert "同一单位" in refused.content.decode()
    assert refused.content.decode().count(" checked") == 2


def test_a_finding_follows_its_lead_to_the_outcome(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    finding = checks.find(check, "ECOLOGY", **LEAD)
    client = client_of(checks, "ecology-1")
    done = client.post(f"{page_of(finding)}do/hand-over/", {"act_key": key("a"), "note": ""})
    assert done.status_code == 302
    slip = Slip.objects.get()
    assert slip.number in client.get(page_of(finding)).content.decode()
    hidden = client_of(checks, "legal-1").get(page_of(finding)).content.decode()
    assert slip.number not in hidden
    who = checks.bureau
    linkage.approve_slip(slip=slip, by=who("ecology-head"), at=checks.at)
    part = slip.assignments.get()
    linkage.accept_assignment(assignment=part, text="已安排", by=who("enforcement-1"), at=checks.at)
    linkage.sign_receipt(assignment=part, by=who("enforcement-head"), at=checks.at)
    linkage.give_feedback(
        assignment=part,
        text="现场核查属实",
        outcome=Outcome.ORDERED,
        outcome_number="普演责改〔2026〕1号",
        outcome_on=checks.at.date(),
        by=who("enforcement-1"),
        at=checks.at,
    )
    linkage.sign_feedback(assignment=part, by=who("enforcement-head"), at=checks.at)
    assert "现场核查属实" in client.get(page_of(finding)).content.decode()
    linkage.confirm_feedback(assignment=part, by=who("ecology-2"), at=checks.at)
    do.follow_leads(by=SYSTEM, at=checks.at)
    body = client.get(page_of(finding)).content.decode()
    assert "已有处理结果" in body
    assert "普演责改〔2026〕1号" in body


def test_corrections_are_reviewed_by_the_division_that_found(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    rows = [checks.find(check, "ECOLOGY", text=t) for t in ("漏填甲", "漏填乙")]
    notice = checks.notify(checks.sign_all(check))
    do.receive_corrections(
        notice=notice,
        answers={f.pk: "已补正" for f in rows},
        kind="SUPPLEMENT",
        on=date(2026, 11, 24),
        by=checks.bureau("approval-1"),
        at=checks.at,
    )
    client = client_of(checks, "ecology-1")
    first, second = (page_of(f) for f in rows)
    assert "已补正" in client.get(first).content.decode()
    assert (
        client_of(checks, "approval-1").post(f"{first}do/accept/", {"act_key": key("a")}).status_code == 404
    )
    assert client.post(f"{first}do/accept/", {"act_key": key("b"), "why": ""}).status_code == 302
    refused = client.post(f"{second}do/refuse/", {"act_key": key("c"), "why": ""})
    assert (refused.status_code, "请填写不符合的理由" in refused.content.decode()) == (422, True)
    assert client.post(f"{second}do/refuse/", {"act_key": key("d"), "why": "未补日期"}).status_code == 302
    assert [Finding.objects.get(pk=f.pk).state for f in rows] == ["CORRECTED", "LEAD"]


def test_evidence_is_hung_on_a_finding_by_its_division(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    finding = checks.find(check, "ECOLOGY")
    client = client_of(checks, "ecology-1")
    file = SimpleUploadedFile("截图.png", b"\x89PNG\r\n\x1a\n x")
    typed = {"act_key": key("a"), "file": file, "note": "公开页截图"}
    assert client.post(f"{page_of(finding)}attach/", typed).status_code == 302
    held = Attachment.objects.get(note="公开页截图")
    assert client_of(checks, "legal-1").get(f"/attachments/{held.public_id}/").status_code == 200
    file = SimpleUploadedFile("截图.png", b"\x89PNG\r\n\x1a\n x")
    other = client_of(checks, "approval-1").post(
        f"{page_of(finding)}attach/", {"act_key": key("b"), "file": file}
    )
    assert other.status_code == 404
    missing = client.post(f"{page_of(finding)}attach/", {"act_key": key("c")}, follow=True)
    assert "请选择要上传的文件" in missing.content.decode()


def test_a_late_finding_is_carried_over_with_its_reason(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.find(check, "APPROVAL")
    checks.notify(checks.sign_all(check))
    late = checks.find(check, "POLLUTION", text="迟发现")
    client = client_of(checks, "pollution-1")
    body = client.get(page_of(late)).content.decode()
    assert "转下次检查" in body
    assert "settle-finding" not in body
    assert (
        client.post(f"{page_of(late)}do/carry/", {"act_key": key("a"), "why": "下季再查"}).status_code == 302
    )
    late.refresh_from_db()
    assert late.state == "CARRIED"


def test_the_list_asks_the_same_of_one_row_and_of_thirty(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.find(check, "ECOLOGY", **LEAD)
    client = client_of(checks, "ecology-1")
    one, page = asked(client, "/findings/"), asked(client, f"/reports/{check.public_id}/")
    for n in range(29):
        checks.find(check, "ECOLOGY", **LEAD | {"text": f"未监测{n}"})
    assert asked(client, "/findings/") == one
    assert asked(client, f"/reports/{check.public_id}/") == page
    assert max(one, page) <= 60
