"""The notice through the door: drafted, edited, signed, delivered, sent back on the platform; the list of notices."""

from datetime import datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from postpermit.supervision.models import FeedbackNotice
from postpermit.supervision.operations import draft_notice
from postpermit.trail.models import Attachment
from postpermit.web import middleware
from tests.bureau import Bureau
from tests.supervision.desk import CheckDesk, open_desk
from tests.web.supervision.notice_desk import issued, more_notices, signed
from tests.web.supervision.review_desk import add_reader, asked, client_of, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> CheckDesk:
    """The desk behind the door, with the door's clock standing still."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return open_desk(bureau, at)


def test_a_notice_goes_from_the_draft_to_the_platform(checks: CheckDesk) -> None:
    check = signed(checks, 3)
    clerk, head = client_of(checks, "approval-1"), client_of(checks, "approval-head")
    made = clerk.post(f"/reports/{check.public_id}/notice/", {"act_key": key("a")})
    assert clerk.post(f"/reports/{check.public_id}/notice/", {"act_key": key("a")}).status_code == 302
    notice = FeedbackNotice.objects.get()
    page = f"/notices/{notice.public_id}/"
    assert made["Location"] == page
    body = clerk.get(page).content.decode()
    for words in (
        "第1个问题",
        "第2个问题",
        "请补填",
        "行政审批服务科",
        "污染防治科（辐射安全管理科）",
        "2026-12-08 周二",
    ):
        assert words in body, words
    typed = {"act_key": key("b"), "opening": "请看下列问题。", "reply_days": "5"}
    assert clerk.post(f"{page}edit/", typed).status_code == 302
    assert "2026-12-01 周二" in clerk.get(page).content.decode()
    assert clerk.post(f"{page}do/submit/", {"act_key": key("c")}).status_code == 302
    assert head.post(f"{page}do/send-back/", {"act_key": key("d"), "why": "改措辞"}).status_code == 302
    assert clerk.post(f"{page}do/submit/", {"act_key": key("e")}).status_code == 302
    assert "答复期限为 2026-12-01 周二" in head.get(page).content.decode()
    assert head.post(f"{page}do/issue/", {"act_key": key("f")}).status_code == 302
    assert head.post(f"{page}do/issue/", {"act_key": key("f")}).status_code == 302
    notice.refresh_from_db()
    assert (notice.state, notice.number, len(notice.items)) == ("ISSUED", "普环许反〔2026〕1号", 3)
    told = {"act_key": key("g"), "on": "1124", "how": "当面送达", "to": "演示甲"}
    assert clerk.post(f"{page}do/deliver/", told).status_code == 302
    back = {"act_key": key("h"), "on": "20261124", "why": "附件缺失"}
    assert clerk.post(f"{page}do/return-on-platform/", back).status_code == 302
    body = clerk.get(page).content.decode()
    for words in (
        "当面送达，演示甲 签收",
        "附件缺失",
        "【问题反馈意见单】普环许反〔2026〕1号",
        "剩 5 个工作日",
        "录入整改和说明",
    ):
        assert words in body, words


def test_what_is_wrong_stands_beside_the_field_and_what_was_typed_is_kept(checks: CheckDesk) -> None:
    notice = draft_notice(check=signed(checks), by=checks.bureau("approval-1"), at=checks.at)
    clerk, page = client_of(checks, "approval-1"), f"/notices/{notice.public_id}/"
    for days in ("0", "61", "五", "-1", "", "³"):
        typed = {"act_key": key("a"), "opening": "写了一半", "reply_days": days}
        answer = clerk.post(f"{page}edit/", typed)
        assert answer.status_code == 422, days
        assert "写了一半" in answer.content.decode()
        assert "约定答复工作日" in answer.content.decode()
    answer = clerk.post(f"{page}edit/", {"act_key": key("b"), "opening": " ", "reply_days": "5"})
    assert (answer.status_code, "请填写正文" in answer.content.decode()) == (422, True)


def test_only_who_may_does_and_a_step_out_of_turn_is_said(checks: CheckDesk) -> None:
    notice = draft_notice(check=signed(checks), by=checks.bureau("approval-1"), at=checks.at)
    page = f"/notices/{notice.public_id}/"
    other = client_of(checks, "ecology-1")
    assert other.get(page).status_code == 200
    assert "保存正文" not in other.get(page).content.decode()
    for path in ("edit/", "do/submit/", "do/issue/", "do/nothing/", "attach/"):
        assert other.post(f"{page}{path}", {"act_key": key("a")}).status_code == 404, path
    assert (
        other.post(f"/reports/{notice.check_matter.public_id}/notice/", {"act_key": key("a")}).status_code
        == 404
    )
    early = client_of(checks, "approval-1").post(
        f"{page}do/deliver/", {"act_key": key("b"), "on": "2026-11-24", "how": "邮寄"}
    )
    assert (early.status_code, "不能再" in early.content.decode()) == (422, True)
    assert (
        client_of(checks, "approval-head").get(f"/notices/{notice.check_matter.public_id}/").status_code
        == 404
    )


def test_who_drafted_it_does_not_sign_it(checks: CheckDesk) -> None:
    notice = draft_notice(check=signed(checks), by=checks.bureau("approval-1"), at=checks.at)
    head, page = client_of(checks, "approval-head"), f"/notices/{notice.public_id}/"
    head.post(f"{page}do/submit/", {"act_key": key("a")})
    refused = head.post(f"{page}do/issue/", {"act_key": key("b")})
    assert refused.status_code == 422
    assert "拟稿人与审签人不能为同一人" in refused.content.decode()
    leader = client_of(checks, "group-leader")
    assert leader.post(f"{page}do/issue/", {"act_key": key("c")}).status_code == 302


@pytest.mark.parametrize(("verb", "typed", "said"), [
    ("deliver", {"on": "2026-11-23", "how": "邮寄"}, "不能早于意见单发出日期"),
    ("deliver", {"on": "2026-11-25", "how": "邮寄"}, "不能晚于今天"),
    ("deliver", {"on": "昨天", "how": "邮寄"}, "不是有效日期"),
    ("deliver", {"on": "2026-11-24"}, "请填写送达方式"),
    ("return-on-platform", {"on": "2026-11-24"}, "请填写退回原因"),
])  # fmt: skip
def test_a_day_or_a_reason_that_is_missing_is_asked_for(
    checks: CheckDesk, verb: str, typed: dict[str, str], said: str
) -> None:
    page = f"/notices/{issued(checks).public_id}/"
    answer = client_of(checks, "approval-1").post(f"{page}do/{verb}/", {"act_key": key("a"), **typed})
    assert (answer.status_code, said in answer.content.decode()) == (422, True)


def test_what_was_told_stays_word_for_word_and_what_is_left_out_says_why(checks: CheckDesk) -> None:
    notice = issued(checks)
    late = checks.find(notice.check_matter, "ECOLOGY", text="后来才看到的问题")
    assert late.late
    body = client_of(checks, "legal-1").get(f"/notices/{notice.public_id}/").content.decode()
    assert "不在本单内的问题" in body
    assert "后来才看到的问题" in body
    assert "意见单发出后发现" in body
    assert "后来才看到的问题" not in body.partition("不在本单内的问题")[0]


def test_a_scan_of_the_sealed_page_is_hung_on_it(checks: CheckDesk) -> None:
    notice = issued(checks)
    page, clerk = f"/notices/{notice.public_id}/", client_of(checks, "approval-1")
    for _ in range(2):
        file = SimpleUploadedFile("盖章件.pdf", b"%PDF-1.7 scan")
        typed = {"act_key": key("a"), "file": file, "note": "盖章件"}
        assert clerk.post(f"{page}attach/", typed)["Location"] == page
    held = Attachment.objects.get(note="盖章件")
    assert "盖章件.pdf" in clerk.get(page).content.decode()
    assert client_of(checks, "station-1").get(f"/attachments/{held.public_id}/").status_code == 200


def test_the_list_filters_and_is_taken_out(checks: CheckDesk, monkeypatch: pytest.MonkeyPatch) -> None:
    notice = issued(checks)
    clerk = client_of(checks, "approval-1")
    assert notice.number in clerk.get("/notices/").content.decode()
    seen = {"state=ISSUED": True, "state=DRAFT": False, "state=x": False, "overdue=1": False, "q=没有": False}
    for query, there in {**seen, "q=反〔2026〕1": True, f"q={checks.unit.name}": True}.items():
        assert (
            notice.number in client_of(checks, "legal-1").get(f"/notices/?{query}").content.decode()
        ) is there
    for kind, starts in {"xlsx": b"PK", "pdf": b"%PDF", "text": "【".encode()}.items():
        assert clerk.get(f"/notices/?format={kind}").content.startswith(starts)
    late = checks.at.replace(year=2027)
    monkeypatch.setattr(middleware.timezone, "now", lambda: late)
    late_clerk = client_of(checks, "approval-1")
    body = late_clerk.get("/notices/?overdue=1").content.decode()
    assert (notice.number in body, "逾期" in body) == (True, True)


def test_a_reader_and_nobody_see_no_notice(checks: CheckDesk, at: datetime) -> None:
    notice = issued(checks)
    add_reader(checks, at)
    reader = client_of(checks, "reader")
    for path in ("/notices/", f"/notices/{notice.public_id}/", f"/notices/{notice.public_id}/print/pdf/"):
        assert reader.get(path).status_code == 404, path


def test_the_list_and_the_page_ask_no_more_with_more_rows(checks: CheckDesk) -> None:
    first, *_ = more_notices(checks, range(10, 11))
    clerk = client_of(checks, "approval-1")
    lists = asked(clerk, "/notices/")
    one = asked(clerk, f"/notices/{first.public_id}/")
    more_notices(checks, range(20, 49))
    assert asked(clerk, "/notices/") == lists
    many = issued(checks, 20)
    assert asked(clerk, f"/notices/{many.public_id}/") == one
