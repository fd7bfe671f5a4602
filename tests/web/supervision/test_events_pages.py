"""Abnormal events through the door: taken in in one minute, two desks at once, a receipt, nothing entered twice unseen."""

from datetime import datetime, timedelta
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from postpermit.supervision import operations as do
from postpermit.supervision.models import AbnormalEvent
from postpermit.trail.models import Entry
from postpermit.web import middleware
from postpermit.web.desk.supervision.entering import moment_typed
from postpermit.web.paper.receipt import receipt_of
from postpermit.web.wechat import event_words
from tests.bureau import Bureau, unit_row
from tests.supervision.desk import CheckDesk, open_desk
from tests.web.supervision.review_desk import asked, client_of, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> CheckDesk:
    """The desk behind the door, with the door's clock standing still."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return open_desk(bureau, at)


def told(checks: CheckDesk, **given: Any) -> dict[str, Any]:
    """A call as it is typed."""
    typed = {
        "act_key": key("a"), "facility": str(checks.unit.public_id), "kind": "FACILITY", "what": "布袋破损停运",
        "began_at": "0915", "received_at": "2026-11-24 09:40", "reporter": "张工", "equipment": "TA001", "exceeded": "1",
    }  # fmt: skip
    return typed | given


def received(checks: CheckDesk, by: str = "approval-1", **given: Any) -> AbnormalEvent:
    said: dict[str, Any] = {
        "facility": checks.unit, "kind": "FACILITY", "what": "布袋破损停运", "began_at": checks.at - timedelta(hours=1),
        "received_at": checks.at,
    }  # fmt: skip
    return do.receive_event(by=checks.bureau(by), at=checks.at, **said | given)


def test_a_call_is_on_both_desks_with_one_click_and_a_second_click_is_harmless(checks: CheckDesk) -> None:
    clerk = client_of(checks, "approval-1")
    form = clerk.get(f"/events/new/?facility={checks.unit.public_id}").content.decode()
    assert (checks.unit.name in form, 'value="2026-11-24 10:00"' in form) == (True, True)
    photo = SimpleUploadedFile("现场.jpg", b"\xff\xd8\xff x")
    made = clerk.post("/events/new/", told(checks, attachment=photo))
    assert made.status_code == 302, made.content.decode()
    photo = SimpleUploadedFile("现场.jpg", b"\xff\xd8\xff x")
    assert clerk.post("/events/new/", told(checks, attachment=photo))["Location"] == made["Location"]
    event = AbnormalEvent.objects.get()
    assert timezone.localtime(event.began_at).strftime("%H:%M") == "09:15"
    for account in ("ecology-1", "pollution-1"):
        desk = client_of(checks, account)
        assert f"/events/{event.public_id}/" in desk.get("/").content.decode(), account
        assert "确认收到" in desk.get(made["Location"]).content.decode()
    page = clerk.get(made["Location"]).content.decode()
    for words in (
        "普环异〔2026〕1号",
        "涉及超标排放",
        "现场.jpg",
        "2026-11-24 09:40",
        "生态建设科",
        "【已收到】",
    ):
        assert words in page, words
    assert "do/acknowledge/" not in page


def test_each_division_acknowledges_handles_and_one_of_them_restores(checks: CheckDesk) -> None:
    event = received(checks)
    page = f"/events/{event.public_id}/"
    parts = {r.division_id: f"/events/routings/{r.public_id}/do/" for r in event.routings.all()}
    ecology, pollution = client_of(checks, "ecology-1"), client_of(checks, "pollution-1")
    assert ecology.post(f"{parts['POLLUTION']}acknowledge/", {"act_key": key("a")}).status_code == 404
    for client, division in ((ecology, "ECOLOGY"), (pollution, "POLLUTION")):
        for _ in range(2):
            assert client.post(f"{parts[division]}acknowledge/", {"act_key": key("b")}).status_code == 302
    empty = ecology.post(f"{parts['ECOLOGY']}handle/", {"act_key": key("c"), "text": ""})
    assert (empty.status_code, "请填写处置情况" in empty.content.decode()) == (422, True)
    assert (
        ecology.post(f"{parts['ECOLOGY']}handle/", {"act_key": key("d"), "text": "已要求加测"}).status_code
        == 302
    )
    for when in ("晚些时候", "1130", "2026-11-24 08:00"):
        wrong = pollution.post(
            f"{page}do/restore/", {"act_key": key("e"), "restored_at": when, "how": "换好"}
        )
        assert (wrong.status_code, "换好" in wrong.content.decode()) == (422, True), when
    done = {"act_key": key("f"), "restored_at": "0955", "how": "更换布袋"}
    assert pollution.post(f"{page}do/restore/", done).status_code == 302
    event.refresh_from_db()
    assert event.state == "RESTORED"
    body = pollution.get(page).content.decode()
    for words in ("已恢复正常", "更换布袋", "已要求加测", "恢复正常：2026-11-24 09:55"):
        assert words in body, words
    assert client_of(checks, "legal-1").post(f"{page}do/restore/", done).status_code == 404


def test_what_is_known_already_is_shown_before_it_is_entered_again(checks: CheckDesk) -> None:
    first = received(checks)
    client = client_of(checks, "ecology-1")
    form = client.get(f"/events/new/?facility={checks.unit.public_id}").content.decode()
    assert f"/events/{first.public_id}/" in form
    same = client.post("/events/new/", told(checks))
    assert (same.status_code, "是不是同一件" in same.content.decode()) == (422, True)
    assert client.post("/events/new/", told(checks, another="1")).status_code == 302
    assert AbnormalEvent.objects.count() == 2


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"kind": ""}, "请选择异常类别"),
        ({"what": ""}, "请填写异常情况"),
        ({"began_at": ""}, "请填写发生时间"),
        ({"began_at": "早上"}, "没有认出"),
        ({"began_at": "0950"}, "发生时间不能晚于收到时间"),
        ({"received_at": "1001"}, "收到时间不能晚于现在"),
        ({"attachment": SimpleUploadedFile("空.pdf", b"")}, "是空文件"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    checks: CheckDesk, given: dict[str, Any], said: str
) -> None:
    answer = client_of(checks, "pollution-1").post("/events/new/", told(checks, **given))
    body = answer.content.decode()
    assert (answer.status_code, said in body, "张工" in body) == (422, True, True)
    assert not AbnormalEvent.objects.exists()


def test_a_secret_word_is_refused_and_repeated_nowhere(checks: CheckDesk) -> None:
    client = client_of(checks, "pollution-1")
    answer = client.post("/events/new/", told(checks, what="涉密车间停运"), follow=True)
    assert "含有涉密内容" in answer.content.decode()
    assert "涉密车间" not in answer.content.decode()
    assert not AbnormalEvent.objects.exists()


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("0910", "11-24 09:10"), ("9:10", "11-24 09:10"), ("昨天 2130", "11-23 21:30"), ("1123 0910", "11-23 09:10"),
        ("11-23 09:10", "11-23 09:10"), ("11月23日 9点10分", "11-23 09:10"), ("2026-11-23T09:10", "11-23 09:10"),
        ("20261123 0910", "11-23 09:10"), ("2460", None), ("0230 0910", None), ("今早", None), ("", None), ("12345", None),
    ],
)  # fmt: skip
def test_a_moment_is_read_as_people_type_it(at: datetime, typed: str, meant: str | None) -> None:
    found = moment_typed(typed, at)
    assert (f"{timezone.localtime(found):%m-%d %H:%M}" if found else None) == meant


def test_the_receipt_says_the_minute_and_leaves_its_trace(checks: CheckDesk) -> None:
    event = received(checks, by="pollution-1", what="在线仪表 DA001 无数据，已报修，" * 40, kind="INSTRUMENT")
    rows = dict(receipt_of(event).rows)
    assert (rows["收到时间"], rows["已转办"]) == (
        "2026-11-24 10:00",
        "生态建设科、污染防治科（辐射安全管理科）",
    )
    answer = client_of(checks, "ecology-1").get(f"/events/{event.public_id}/receipt/")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert Entry.objects.filter(verb="print", label="打印收到回执").count() == 1
    assert event_words(event).startswith("【已收到】异常情况报告 普环异〔2026〕1号\n")
    assert "2026-11-24 10:00 收到你单位报告的在线设备异常，已转生态科、污防科" in event_words(event)


def test_an_entry_made_twice_is_withdrawn_by_another_head_and_has_no_receipt(checks: CheckDesk) -> None:
    event = received(checks, by="pollution-1")
    page, head = f"/events/{event.public_id}/", client_of(checks, "pollution-head")
    assert (
        client_of(checks, "pollution-1").post(f"{page}do/withdraw/", {"act_key": key("a")}).status_code == 404
    )
    assert head.post(f"{page}do/withdraw/", {"act_key": key("b"), "why": "重复登记"}).status_code == 302
    body = head.get(page).content.decode()
    assert ("登记已撤销：重复登记" in body, "【已收到】" in body) == (True, False)
    assert head.get(f"{page}receipt/").status_code == 404


def test_the_matching_report_and_its_hint_stand_on_the_page(checks: CheckDesk) -> None:
    event = received(checks, began_at=checks.at.replace(month=9, day=10), equipment="TA001")
    client = client_of(checks, "pollution-1")
    assert "还没有列入检查" in client.get(f"/events/{event.public_id}/").content.decode()
    check = checks.receive().check_matter
    body = client.get(f"/events/{event.public_id}/").content.decode()
    assert f"/reports/{check.public_id}/" in body
    assert "系统提示（未经核实）：报告没有提到" in body


def test_everybody_of_the_office_takes_calls_and_the_lists_filter(checks: CheckDesk) -> None:
    received(checks, by="ecology-1")
    for account in ("approval-1", "ecology-1", "legal-1", "enforcement-1", "station-1"):
        assert client_of(checks, account).get("/events/new/").status_code == 200, account
    leader = client_of(checks, "group-leader")
    assert leader.get("/events/new/").status_code == 404
    for query, shown in (
        ("", True), ("state=open", True), ("state=RESTORED", False), ("division=POLLUTION", True), ("kind=EMISSION", False),
        ("exceeded=1", False), ("q=布袋", True), (f"facility={checks.unit.public_id}", True), ("facility=x", False),
    ):  # fmt: skip
        assert ("布袋破损停运" in leader.get(f"/events/?{query}").content.decode()) is shown, query
    for kind in ("xlsx", "pdf", "text"):
        assert leader.get(f"/events/?format={kind}").status_code == 200
    assert leader.get("/events/00000000-0000-4000-8000-000000000000/").status_code == 404


def test_the_list_asks_as_much_for_thirty_rows_as_for_one(checks: CheckDesk, at: datetime) -> None:
    client = client_of(checks, "ecology-1")
    units = checks.bureau.units(*(unit_row(n) for n in range(2, 32)), at=at)
    received(checks, facility=units[0])
    one = asked(client, "/events/")
    for unit in units[1:]:
        received(checks, facility=unit)
    assert asked(client, "/events/") == one
