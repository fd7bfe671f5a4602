"""Disclosure, ledgers and emergency plans through the door: entered, refused with what was typed, listed, withdrawn."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from postpermit.register.operations import edit_facility
from postpermit.supervision import operations as do
from postpermit.supervision.models import DisclosureCheck, EmergencyPlan, Finding, LedgerCheck
from postpermit.trail.models import Attachment
from postpermit.web import middleware
from tests.bureau import Bureau, unit_row
from tests.supervision.desk import CheckDesk, open_desk
from tests.web.supervision.review_desk import asked, client_of, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> CheckDesk:
    """The desk behind the door, with the door's clock standing still."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return open_desk(bureau, at)


def seen(checks: CheckDesk, **given: Any) -> dict[str, Any]:
    """A disclosure check as it is typed."""
    typed = {
        "act_key": key("a"), "facility": str(checks.unit.public_id), "what": "2025年度执行报告", "platform": "PERMIT",
        "period": "2025", "on": "1123", "disclosed_on": "2026-02-10", "in_order": "yes", "result": "已公开",
    }  # fmt: skip
    return typed | given


def looked_at(checks: CheckDesk, **given: Any) -> dict[str, Any]:
    """A ledger check as it is typed."""
    typed = {
        "act_key": key("a"), "facility": str(checks.unit.public_id), "categories": "治理设施运行", "on": "1123",
        "from_on": "0101", "to_on": "1031", "kept": "yes", "in_order": "yes", "result": "齐全",
    }  # fmt: skip
    return typed | given


def test_a_disclosure_is_entered_with_its_picture_once(checks: CheckDesk) -> None:
    client = client_of(checks, "ecology-1")
    form = client.get(f"/disclosures/new/?facility={checks.unit.public_id}").content.decode()
    assert checks.unit.name in form
    picture = SimpleUploadedFile("截图.png", b"\x89PNG\r\n\x1a\n x")
    made = client.post("/disclosures/new/", seen(checks, attachment=picture))
    assert made.status_code == 302, made.content.decode()
    again = SimpleUploadedFile("截图.png", b"\x89PNG\r\n\x1a\n x")
    assert client.post("/disclosures/new/", seen(checks, attachment=again))["Location"] == made["Location"]
    check = DisclosureCheck.objects.get()
    page = client.get(made["Location"]).content.decode()
    for words in ("2025年度执行报告", "全国排污许可证管理信息平台", "符合要求", "截图.png", "生态建设科"):
        assert words in page, words
    assert made["Location"] == f"/disclosures/{check.public_id}/"
    more = {
        "act_key": key("b"),
        "file": SimpleUploadedFile("二.png", b"\x89PNG\r\n\x1a\n y"),
        "note": "监测页",
    }
    assert client.post(f"/disclosures/{check.public_id}/attach/", more).status_code == 302
    assert Attachment.objects.filter(subject=f"supervision.disclosurecheck:{check.pk}").count() == 2


def test_what_is_not_disclosed_becomes_a_lead_that_shows_its_record(checks: CheckDesk) -> None:
    client = client_of(checks, "approval-1")
    typed = seen(
        checks, disclosed_on="", in_order="no", findings="查不到年报\n\n也查不到季报", kind="SUBSTANTIVE"
    )
    made = client.post("/disclosures/new/", typed)
    assert made.status_code == 302, made.content.decode()
    assert [f.state for f in Finding.objects.all()] == ["LEAD", "LEAD"]
    page = client.get(made["Location"]).content.decode()
    assert "问题 2 个" in page
    finding = client.get(f"/findings/{Finding.objects.first().public_id}/").content.decode()  # type: ignore[union-attr]
    assert made["Location"] in finding
    assert "问题：线索待移交" in client.get("/disclosures/?in_order=no").content.decode()
    assert "问题：线索待移交" not in client.get("/disclosures/?in_order=yes").content.decode()


def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_is_kept(checks: CheckDesk) -> None:
    client = client_of(checks, "ecology-1")
    for given, said in (
        ({"what": ""}, "请填写公开内容"),
        ({"disclosed_on": ""}, "符合要求的，请填写公开日期"),
        ({"in_order": ""}, "请选择是否符合要求"),
        ({"in_order": "no", "kind": "FORMAL"}, "不符合要求的，请写明问题"),
        ({"in_order": "no", "findings": "缺"}, "请选择问题性质"),
        ({"on": "2026-13-01"}, "不是有效日期"),
        ({"attachment": SimpleUploadedFile("病.exe", b"MZ")}, "的类型不支持"),
    ):
        answer = client.post("/disclosures/new/", seen(checks, result="写了一半", **given))
        body = answer.content.decode()
        assert (answer.status_code, said in body, "写了一半" in body) == (422, True, True), said
    assert not DisclosureCheck.objects.exists()


def test_a_unit_is_named_by_a_part_and_chosen_where_several_fit(checks: CheckDesk) -> None:
    checks.bureau.units(
        unit_row(7, 单位名称="普泰电镀（演示）"), unit_row(8, 单位名称="普泰化工（演示）"), at=checks.at
    )
    client = client_of(checks, "enforcement-1")
    typed = {k: v for k, v in looked_at(checks).items() if k != "facility"}
    several = client.post("/ledger-checks/new/", typed | {"unit": "普泰"})
    assert several.status_code == 422
    for words in ("可能是下面几家", "普泰电镀（演示）", "普泰化工（演示）", "治理设施运行"):
        assert words in several.content.decode(), words
    nothing = client.post("/ledger-checks/new/", typed | {"unit": "没有这家"})
    assert "没有找到" in nothing.content.decode()
    assert client.post("/ledger-checks/new/", typed | {"unit": "ptdd"}).status_code == 302
    assert LedgerCheck.objects.get().facility.name == "普泰电镀（演示）"


def test_a_ledger_check_is_entered_and_withdrawn_by_the_head_only(checks: CheckDesk) -> None:
    clerk, head = client_of(checks, "pollution-1"), client_of(checks, "pollution-head")
    wrong = looked_at(checks, in_order="no", kept="no", findings="9月缺12天", kind="SUBSTANTIVE")
    page = clerk.post("/ledger-checks/new/", wrong)["Location"]
    body = clerk.get(page).content.decode()
    assert ("保存不少于 5年" in body, "9月缺12天" in body, "撤销登记" in body) == (True, True, False)
    assert clerk.post(f"{page}do/withdraw/", {"act_key": key("b"), "why": "错"}).status_code == 404
    blank = head.post(f"{page}do/withdraw/", {"act_key": key("c"), "why": ""})
    assert (blank.status_code, "请填写理由" in blank.content.decode()) == (422, True)
    for _ in range(2):
        assert head.post(f"{page}do/withdraw/", {"act_key": key("d"), "why": "看错单位"}).status_code == 302
    assert LedgerCheck.objects.get().state == "WITHDRAWN"
    assert Finding.objects.get().state == "DROPPED"
    assert "登记已撤销：看错单位" in head.get(page).content.decode()


def test_a_plan_is_filed_by_its_division_and_the_list_says_when_it_is_due_again(checks: CheckDesk) -> None:
    clerk, head = client_of(checks, "pollution-1"), client_of(checks, "pollution-head")
    typed = {
        "act_key": key("a"), "facility": str(checks.unit.public_id), "number": "310107-2024-001-L",
        "filed_on": "2024-01-20", "level": "GREATER",
    }  # fmt: skip
    assert "没有备案记录" in clerk.get("/emergency-plans/?asked=none").content.decode()
    made = clerk.post("/emergency-plans/new/", typed)
    assert made.status_code == 302, made.content.decode()
    plan = EmergencyPlan.objects.get()
    body = clerk.get("/emergency-plans/?asked=soon").content.decode()
    assert ("310107-2024-001-L" in body, "2027-01-20 周三" in body, "待确认" in body) == (True, True, True)
    assert "310107-2024-001-L" not in clerk.get("/emergency-plans/?asked=overdue").content.decode()
    assert checks.unit.name not in clerk.get("/emergency-plans/?asked=none").content.decode()
    page = clerk.get(made["Location"]).content.decode()
    assert ("较大" in page, "登记新的备案" in page, "撤销登记" in page) == (True, True, False)
    early = clerk.post("/emergency-plans/new/", typed | {"act_key": key("b"), "filed_on": "2023-01-01"})
    assert (early.status_code, "更早的备案不能取代" in early.content.decode()) == (422, True)
    given = {"emergency_plan_filed_on": "2024-01-21"}
    edit_facility(facility=checks.unit, given=given, by=checks.bureau("pollution-1"), at=checks.at)
    assert "与本备案不一致" in clerk.get(made["Location"]).content.decode()
    withdrawn = {"act_key": key("c"), "why": "录错"}
    assert head.post(f"/emergency-plans/{plan.public_id}/do/withdraw/", withdrawn).status_code == 302
    assert "登记已撤销：录错" in head.get(f"/emergency-plans/{plan.public_id}/").content.decode()


@pytest.mark.parametrize(
    ("account", "entering"),
    [
        ("approval-1", {"/disclosures/new/"}),
        ("ecology-1", {"/disclosures/new/"}),
        ("pollution-1", {"/ledger-checks/new/", "/emergency-plans/new/"}),
        ("enforcement-1", {"/ledger-checks/new/"}),
        ("legal-1", set()),
        ("station-1", set()),
        ("group-leader", set()),
    ],
)
def test_who_may_enter_which(checks: CheckDesk, account: str, entering: set[str]) -> None:
    client = client_of(checks, account)
    forms = ("/disclosures/new/", "/ledger-checks/new/", "/emergency-plans/new/")
    assert {f for f in forms if client.get(f).status_code == 200} == entering
    for path in ("/disclosures/", "/ledger-checks/", "/emergency-plans/"):
        assert client.get(path).status_code == 200
        assert client.get(f"{path}00000000-0000-4000-8000-000000000000/").status_code == 404
        for kind in ("xlsx", "pdf", "text"):
            assert client.get(f"{path}?format={kind}").status_code == 200


def test_lists_ask_as_much_for_thirty_rows_as_for_one(checks: CheckDesk, at: datetime) -> None:
    client = client_of(checks, "pollution-1")
    units = checks.bureau.units(*(unit_row(n) for n in range(2, 32)), at=at)

    def enter(unit: Any, number: int) -> None:
        told: dict[str, Any] = {
            "facility": unit,
            "on": at.date(),
            "in_order": False,
            "result": "看",
            "at": at,
        }
        wrong = {"findings": [f"缺{number}"], "kind": "FORMAL"}
        do.check_disclosure(
            what="年报",
            platform="PERMIT",
            disclosed_on=at.date(),
            by=checks.bureau("ecology-1"),
            **wrong,
            **told,
        )
        do.check_ledger(categories="运行", by=checks.bureau("pollution-1"), **wrong, **told)
        do.file_plan(
            facility=unit,
            number=f"P{number}",
            filed_on=date(2026, 1, 5),
            by=checks.bureau("pollution-1"),
            at=at,
        )

    enter(units[0], 0)
    paths = ("/disclosures/", "/ledger-checks/", "/emergency-plans/")
    one = [asked(client, p) for p in paths]
    for number, unit in enumerate(units[1:], 1):
        enter(unit, number)
    assert [asked(client, p) for p in paths] == one
