"""What a unit sent, entered by a clerk: several problems at once, each in its own words, with files and a new version."""

from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from postpermit.supervision.models import Correction, FeedbackNotice, Finding
from postpermit.supervision.operations import draft_notice
from postpermit.trail.models import Attachment
from postpermit.web import middleware
from tests.bureau import Bureau
from tests.supervision.desk import CheckDesk, open_desk, quarterly
from tests.web.supervision.notice_desk import issued, signed
from tests.web.supervision.review_desk import asked, client_of, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> CheckDesk:
    """The desk behind the door, with the door's clock standing still."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return open_desk(bureau, at)


def page_of(notice: FeedbackNotice) -> str:
    """Where it is entered."""
    return f"/notices/{notice.public_id}/corrections/"


def findings(notice: FeedbackNotice) -> list[Finding]:
    """What was told, in order."""
    return list(notice.check_matter.findings.order_by("number"))


def form(*chosen: Finding, **more: Any) -> dict[str, Any]:
    """A filled form for these problems."""
    ticked = [str(f.public_id) for f in chosen]
    return {
        "act_key": key("a"),
        "findings": ticked,
        "kind": "SUPPLEMENT",
        "on": "1124",
        "text": "已说明",
        **more,
    }


def test_one_text_for_all_and_an_own_one_where_it_is_written(checks: CheckDesk) -> None:
    notice = issued(checks, 3)
    clerk, (one, two, three) = client_of(checks, "approval-1"), findings(notice)
    typed = form(one, two, **{f"text-{two.public_id}": "第二个另有说明"})
    typed["files"] = [SimpleUploadedFile("说明.pdf", b"%PDF-1.7"), SimpleUploadedFile("照片.txt", b"abc")]
    done = clerk.post(page_of(notice), typed)
    assert done["Location"] == f"/notices/{notice.public_id}/"
    assert [(c.finding, c.text) for c in Correction.objects.order_by("pk")] == [
        (one, "已说明"), (two, "第二个另有说明"),
    ]  # fmt: skip
    assert Attachment.objects.filter(note="整改或补充说明材料").count() == 2
    body = clerk.get(f"/notices/{notice.public_id}/").content.decode()
    for words in ("第二个另有说明", "补充说明材料", "说明.pdf", "待审查", "录入整改和说明"):
        assert words in body, words
    left = clerk.get(page_of(notice)).content.decode()
    assert str(three.public_id) in left
    assert str(one.public_id) not in left
    clerk.post(page_of(notice), form(three, kind="ON_THE_SPOT", act_key=key("b")))
    notice.refresh_from_db()
    assert notice.state == "REPLIED"
    assert "没有等待答复的问题" in clerk.get(page_of(notice)).content.decode()


def test_a_second_click_enters_nothing_twice(checks: CheckDesk) -> None:
    notice = issued(checks)
    clerk, typed = client_of(checks, "pollution-1"), form(*findings(notice))
    assert [clerk.post(page_of(notice), typed).status_code for _ in range(2)] == [302, 302]
    assert Correction.objects.count() == 2


def test_a_corrected_report_is_chosen_among_those_submitted_since(checks: CheckDesk) -> None:
    notice = issued(checks)
    clerk, (one, _) = client_of(checks, "approval-1"), findings(notice)
    page = clerk.get(page_of(notice)).content.decode()
    assert "意见单发出后还没有收到新版" in page
    assert f"/reports/receive/?facility={checks.unit.public_id}&amp;kind=QUARTERLY&amp;period=2026Q3" in page
    none = clerk.post(page_of(notice), form(one, kind="REPORT"))
    assert (none.status_code, "还没有收到新版报告" in none.content.decode()) == (422, True)
    checks.receive(quarterly(total="0.7"), data=b"PK\x03\x04 second", on=date(2026, 11, 24))
    assert "第2版（2026-11-24 提交，季报.docx）" in clerk.get(page_of(notice)).content.decode()
    wrong = clerk.post(page_of(notice), form(one, kind="REPORT", version="1"))
    assert (wrong.status_code, "请选择修改后的是哪一版" in wrong.content.decode()) == (422, True)
    assert clerk.post(page_of(notice), form(one, kind="REPORT", version="2")).status_code == 302
    made = Correction.objects.get()
    assert made.version is not None
    assert made.version.number == 2
    assert "第2版报告" in clerk.get(f"/notices/{notice.public_id}/").content.decode()


@pytest.mark.parametrize(("more", "said"), [
    ({"findings": []}, "请勾选答复了哪些问题"),
    ({"kind": ""}, "请选择答复方式"),
    ({"kind": "OTHER"}, "请选择答复方式"),
    ({"on": ""}, "请填写收到日期"),
    ({"on": "20261123"}, "收到日期须在意见单发出之后"),
    ({"on": "20261125"}, "收到日期须在意见单发出之后"),
    ({"text": " "}, "请写明整改或说明"),
    ({"text": "长" * 4001}, "不能超过 4000 个字"),
    ({"findings": ["x"]}, "所选问题中有已答复"),
])  # fmt: skip
def test_what_is_missing_is_said_and_what_was_typed_is_kept(
    checks: CheckDesk, more: dict[str, Any], said: str
) -> None:
    notice = issued(checks)
    answer = client_of(checks, "approval-1").post(page_of(notice), form(*findings(notice), **more))
    body = answer.content.decode()
    assert (answer.status_code, said in body) == (422, True)
    if "text" not in more:
        assert "已说明" in body
    if "findings" not in more:
        assert body.count(" checked") >= 2
    assert not Correction.objects.exists()


@pytest.mark.parametrize(("name", "data", "said"), [
    ("程序.exe", b"MZ", "类型不支持"), ("假.pdf", b"MZ", "扩展名不符"), ("空.pdf", b"", "空文件"),
    ("大.pdf", b"%PDF-" + b"x" * (21 * 1024 * 1024), "超过 20 MB"),
])  # fmt: skip
def test_a_file_that_is_not_accepted_takes_nothing_in(
    checks: CheckDesk, name: str, data: bytes, said: str
) -> None:
    notice = issued(checks)
    typed = form(*findings(notice), files=[SimpleUploadedFile(name, data)])
    answer = client_of(checks, "approval-1").post(page_of(notice), typed)
    body = answer.content.decode()
    assert (answer.status_code, said in body, "文件需要重新选择" in body) == (422, True, True)
    assert not Correction.objects.exists()


def test_only_the_three_divisions_enter_and_only_after_issue(checks: CheckDesk) -> None:
    check = signed(checks)
    notice = draft_notice(check=check, by=checks.bureau("approval-1"), at=checks.at)
    clerk = client_of(checks, "approval-1")
    assert "意见单还没有发出" in clerk.get(page_of(notice)).content.decode()
    assert clerk.post(page_of(notice), form(*findings(notice))).status_code == 422
    for account in ("legal-1", "enforcement-1", "station-1", "group-leader", "admin-x"):
        if account in checks.bureau.officers:
            assert client_of(checks, account).get(page_of(notice)).status_code == 404, account


def test_thirty_problems_ask_no_more_than_one(checks: CheckDesk) -> None:
    notice = issued(checks, 1)
    clerk = client_of(checks, "approval-1")
    one = asked(clerk, page_of(notice))
    rows = [
        Finding(
            state="NOTIFIED", check_matter=notice.check_matter, origin_text="检查", facility=checks.unit, number=n,
            kind="FORMAL", division_id="ECOLOGY", clause="plan:5.2", text="又一个", found_on=checks.at.date(), confirmed_ref="x",
        )
        for n in range(2, 32)
    ]  # fmt: skip
    Finding.objects.bulk_create(rows)
    assert asked(clerk, page_of(notice)) == one
