"""The division's screen: hints answered one by one and in batches, problems added, sections signed."""

from datetime import datetime
from typing import Any

import pytest

from postpermit.supervision import operations as do
from postpermit.supervision.models import Finding, Hint
from postpermit.web import middleware
from tests.bureau import Bureau
from tests.supervision.desk import CheckDesk, open_desk, quarterly
from tests.web.supervision.review_desk import (
    asked,
    client_of,
    key,
    open_hints,
    page_of_review,
    review_of,
    wrong_report,
)

pytestmark = pytest.mark.django_db
FOUND = {
    "section": "emissions",
    "division": "ECOLOGY",
    "kind": "FORMAL",
    "clause": "plan:5.2",
    "text": "漏填单位",
}


@pytest.fixture
def checks(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> CheckDesk:
    """The desk behind the door, with the door's clock standing still."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return open_desk(bureau, at)


def test_the_screen_shows_the_section_the_permit_last_period_and_the_hint_at_its_cell(
    checks: CheckDesk,
) -> None:
    checks.receive(quarterly("2026Q2"), data=b"PK\x03\x04 before")
    check = wrong_report(checks)
    body = client_of(checks, "ecology-1").get(page_of_review(check)).content.decode()
    hint = open_hints(check)[0]
    for words in (
        "实际排放情况及达标判定分析",
        "年许可排放量（t）",
        "上期 0.75",
        hint.message,
        f'id="h-{hint.public_id}"',
        "系统提示（未经核实）",
        "本章节同时由",
    ):
        assert words in body, words
    assert "许可的设施" not in body  # a section of another division
    assert (
        "归口待确认"
        in client_of(checks, "approval-1").get(page_of_review(check, "APPROVAL")).content.decode()
    )
    placed = [h for h in open_hints(check) if f'href="#c-{h.public_id}"' in body]
    assert placed
    assert all(f'id="c-{h.public_id}"' in body for h in placed)


def test_a_hint_is_confirmed_in_a_persons_words_and_the_hand_goes_on(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    first, *rest = [h for h in open_hints(check) if h.section == "emissions"]
    client = client_of(checks, "ecology-1")
    typed = {
        "act_key": key("a"),
        "text": "合计与许可量不符",
        "kind": "SUBSTANTIVE",
        "conduct": "NONE",
        "demand": "核对后重报",
    }
    page = f"/reports/hints/{first.public_id}/do/confirm/"
    done = client.post(page, typed)
    anchor = f"h-{rest[0].public_id}" if rest else "s-emissions"
    assert (done.status_code, done["Location"]) == (302, f"{page_of_review(check)}#{anchor}")
    finding = Finding.objects.get()
    assert (finding.text, finding.kind, finding.demand) == ("合计与许可量不符", "SUBSTANTIVE", "核对后重报")
    again = client.post(page, typed, follow=True)
    assert "先前已办理" in again.content.decode()
    assert Finding.objects.count() == 1


def test_a_dismissal_needs_its_reason_and_can_be_looked_at_again(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    hint = open_hints(check)[0]
    client = client_of(checks, "ecology-1")
    refused = client.post(f"/reports/hints/{hint.public_id}/do/dismiss/", {"act_key": key("a"), "why": ""})
    assert refused.status_code == 422
    assert f'href="#dismiss-{hint.pk}-why"' in refused.content.decode()
    assert f'id="dismiss-{hint.pk}-why"' in refused.content.decode()
    client.post(f"/reports/hints/{hint.public_id}/do/dismiss/", {"act_key": key("b"), "why": "许可证已变更"})
    hint.refresh_from_db()
    assert (hint.state, hint.why) == ("DISMISSED", "许可证已变更")
    back = client.post(f"/reports/hints/{hint.public_id}/do/return/", {"act_key": key("c"), "why": "再核"})
    assert back.status_code == 302
    hint.refresh_from_db()
    assert hint.state == "OPEN"


def test_another_division_may_look_but_not_answer(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    hint = open_hints(check)[0]
    for account in ("approval-1", "legal-1", "group-leader"):
        client = client_of(checks, account)
        body = client.get(page_of_review(check)).content.decode()
        assert hint.message in body
        assert "确定不成立" not in body
        typed = {"act_key": key("a"), "why": "不"}
        assert client.post(f"/reports/hints/{hint.public_id}/do/dismiss/", typed).status_code == 404
        assert client.post(f"/reports/reviews/{review_of(check).public_id}/sign/", typed).status_code == 404
    assert Hint.objects.get(pk=hint.pk).state == "OPEN"


def test_ticked_hints_are_dismissed_with_one_reason_or_confirmed_as_they_stand(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    hints = open_hints(check)
    client = client_of(checks, "ecology-1")
    page = f"/reports/{check.public_id}/hints/"
    keys = [str(h.public_id) for h in hints]
    form: dict[str, Any] = {"division": "ECOLOGY", "section": "emissions", "verb": "dismiss"}
    nothing = client.post(page, form | {"act_key": key("a"), "why": "已核"})
    assert (nothing.status_code, "请先勾选" in nothing.content.decode()) == (422, True)
    reasonless = client.post(page, form | {"act_key": key("b"), "hints": keys, "why": ""})
    assert reasonless.status_code == 422
    assert "请填写不成立的理由" in reasonless.content.decode()
    for _ in range(2):
        done = client.post(page, form | {"act_key": key("c"), "hints": keys[:1], "why": "已核"})
        assert done.status_code == 302
    assert len(open_hints(check)) == len(hints) - 1
    if keys[1:]:
        client.post(page, form | {"act_key": key("d"), "hints": keys[1:], "verb": "confirm"})
        assert Finding.objects.count() == len(keys) - 1
    assert client_of(checks, "station-1").post(page, form | {"act_key": key("e")}).status_code == 404


def test_a_person_adds_a_problem_to_a_section(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    client = client_of(checks, "ecology-1")
    page = f"/reports/{check.public_id}/find/"
    refused = client.post(page, FOUND | {"act_key": key("a"), "text": ""})
    assert refused.status_code == 422
    assert "请填写问题" in refused.content.decode()
    wrong = client.post(page, FOUND | {"act_key": key("b"), "section": "basic"})
    assert (wrong.status_code, "不由本科室检查" in wrong.content.decode()) == (422, True)
    for _ in range(2):
        done = client.post(page, FOUND | {"act_key": key("c")})
        assert done["Location"] == f"{page_of_review(check)}#s-emissions"
    finding = Finding.objects.get()
    assert (finding.division_id, finding.state, finding.conduct) == ("ECOLOGY", "CONFIRMED", "NONE")
    assert client_of(checks, "station-1").post(page, FOUND | {"act_key": key("d")}).status_code == 404


def test_a_section_waits_for_its_hints_and_all_are_signed_at_once(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    client = client_of(checks, "ecology-1")
    review = review_of(check)
    page = f"/reports/reviews/{review.public_id}/sign/"
    assert "处理后可签署本章节" in client.get(page_of_review(check)).content.decode()
    refused = client.post(page, {"act_key": key("a"), "sections": ["emissions"], "opinion": "好"})
    assert (refused.status_code, "未核实的系统提示" in refused.content.decode()) == (422, True)
    checks.answer_hints(check)
    body = client.get(page_of_review(check)).content.decode()
    mine = do.reviewing_divisions("QUARTERLY")["ECOLOGY"]
    assert f"签署全部 {len(mine)} 个章节" in body
    one = client.post(page, {"act_key": key("b"), "sections": mine[:1], "opinion": "属实"})
    assert one["Location"] == f"{page_of_review(check)}#s-{mine[0]}"
    rest = client.post(page, {"act_key": key("c"), "all": "1", "sections": mine[1:]})
    assert rest["Location"] == page_of_review(check)
    review.refresh_from_db()
    assert review.state == "SIGNED"
    assert "系统审签" in client.get(page_of_review(check)).content.decode()


def test_a_new_version_says_what_changed_and_which_signature_ended(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.sign_all(check, "POLLUTION")
    checks.receive(quarterly(total="0.80"), data=b"PK\x03\x04 second")
    body = client_of(checks, "pollution-1").get(page_of_review(check, "POLLUTION")).content.decode()
    assert "与上一版相比改了 1 处" in body
    assert "先前对第1版的签署不再有效" in body


def test_after_the_notice_hints_rest_and_problems_are_late(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    hint = open_hints(check)[0]
    do.confirm_hint(hint=hint, conduct="NONE", by=checks.bureau("ecology-1"), at=checks.at)
    checks.notify(checks.sign_all(check))
    client = client_of(checks, "ecology-1")
    assert "意见单已发出，系统提示不再核实" in client.get(page_of_review(check)).content.decode()
    done = client.post(f"/reports/{check.public_id}/find/", FOUND | {"act_key": key("a")}, follow=True)
    assert "转下次检查或作为线索移交" in done.content.decode()
    assert Finding.objects.get(late=True).text == FOUND["text"]


def test_what_is_missing_is_said_before_a_report_has_come(checks: CheckDesk) -> None:
    (check,) = do.open_checks(
        owed=do.owed_reports("QUARTERLY", "2026Q3"), by=checks.bureau("approval-1"), at=checks.at
    )
    body = client_of(checks, "ecology-1").get(page_of_review(check)).content.decode()
    assert "还没有收到报告" in body
    assert client_of(checks, "ecology-1").get(page_of_review(check, "LEGAL")).status_code == 404


def test_the_screen_asks_a_bounded_number_of_questions(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    client = client_of(checks, "ecology-1")
    checks.answer_hints(check)
    few = asked(client, page_of_review(check))
    again = wrong_report(checks)
    assert asked(client, page_of_review(again)) <= few + 2
    assert few <= 60
