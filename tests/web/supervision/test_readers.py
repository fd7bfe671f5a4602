"""A contracted technical body: it sees what it was given, proposes, signs its own conclusion; the division decides."""

from datetime import datetime

import pytest

from postpermit.duties.models import Duty
from postpermit.supervision.models import Finding, ReadingOrder
from postpermit.web import middleware
from tests.bureau import Bureau
from tests.supervision.desk import CheckDesk, open_desk, quarterly
from tests.web.supervision.review_desk import (
    add_reader,
    client_of,
    key,
    open_hints,
    page_of_review,
    wrong_report,
)

pytestmark = pytest.mark.django_db
PROPOSED = {
    "section": "emissions",
    "division": "ECOLOGY",
    "kind": "QUESTION",
    "clause": "plan:5.2",
    "text": "合计待核",
}


@pytest.fixture
def checks(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> CheckDesk:
    """The desk behind the door, with a reader's post."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    made = open_desk(bureau, at)
    add_reader(made, at)
    return made


def give(checks: CheckDesk, check: object, account: str = "ecology-1") -> object:
    """Give the report to the reader's post."""
    typed = {"act_key": key("g"), "post": "TECHNICAL-READER", "due_on": "2026-12-01"}
    return client_of(checks, account).post(f"/reports/{check.public_id}/readers/", typed)  # type: ignore[attr-defined]


def test_a_report_is_given_and_only_that_one_is_seen(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    other = checks.receive(quarterly("2026Q2"), data=b"PK\x03\x04 other").check_matter
    reader = client_of(checks, "reader")
    assert reader.get(f"/reports/{check.public_id}/").status_code == 404
    assert give(checks, check, "legal-1").status_code == 404  # type: ignore[attr-defined]
    assert give(checks, check).status_code == 302  # type: ignore[attr-defined]
    assert ReadingOrder.objects.count() == 1
    assert f"/reports/{check.public_id}/" in reader.get("/").content.decode()
    body = reader.get("/reports/").content.decode()
    assert "2026年第3季度" in body
    assert "2026年第2季度" not in body
    for page in (
        f"/reports/{check.public_id}/",
        page_of_review(check),
        f"/reports/{check.public_id}/versions/1/",
    ):
        assert reader.get(page).status_code == 200, page
    for page in (f"/reports/{other.public_id}/", page_of_review(other), "/facilities/", "/slips/"):
        assert reader.get(page).status_code == 404, page


def test_giving_says_what_is_wrong(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    client = client_of(checks, "ecology-1")
    page = f"/reports/{check.public_id}/readers/"
    refused = client.post(page, {"act_key": key("a"), "post": "", "due_on": "2026-12-01"})
    assert (refused.status_code, "请选择技术机构岗位" in refused.content.decode()) == (422, True)
    past = client.post(page, {"act_key": key("b"), "post": "TECHNICAL-READER", "due_on": "2026-01-01"})
    assert (past.status_code, "不能早于今天" in past.content.decode()) == (422, True)
    give(checks, check)
    twice = client.post(page, {"act_key": key("c"), "post": "TECHNICAL-READER", "due_on": ""})
    assert (twice.status_code, "已委派给该岗位" in twice.content.decode()) == (422, True)


def test_a_reader_sees_hints_but_answers_and_signs_nothing_of_the_divisions(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    give(checks, check)
    reader = client_of(checks, "reader")
    hint = open_hints(check)[0]
    body = reader.get(page_of_review(check)).content.decode()
    assert hint.message in body
    assert "提出建议" in body
    for words in ("确定不成立", "签署本章节", "提出问题"):
        assert words not in body, words
    typed = {"act_key": key("a"), "why": "不"}
    for page in (
        f"/reports/hints/{hint.public_id}/do/dismiss/",
        f"/reports/{check.public_id}/hints/",
        f"/reports/{check.public_id}/find/",
        f"/reports/{check.public_id}/audit/",
        f"/reports/{check.public_id}/readers/",
        f"/reports/reviews/{check.reviews.get(division='ECOLOGY').public_id}/sign/",
        "/reports/sign-clean/",
        "/findings/hand-over/",
    ):
        assert reader.post(page, typed).status_code == 404, page


def test_a_proposal_is_adopted_or_declined_by_the_division(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    give(checks, check)
    reader, ecology = client_of(checks, "reader"), client_of(checks, "ecology-1")
    page = f"/reports/{check.public_id}/propose/"
    refused = reader.post(page, PROPOSED | {"act_key": key("a"), "text": ""})
    assert (refused.status_code, "请填写问题" in refused.content.decode()) == (422, True)
    for _ in range(2):
        assert reader.post(page, PROPOSED | {"act_key": key("b")})["Location"].endswith("#s-emissions")
    reader.post(page, PROPOSED | {"act_key": key("c"), "text": "另一处"})
    first, second = Finding.objects.order_by("pk")
    assert (first.state, first.proposed_name) == ("PROPOSED", "技核示")
    assert first.text in ecology.get(page_of_review(check)).content.decode()
    assert first.text in reader.get(f"/findings/{first.public_id}/").content.decode()
    assert client_of(checks, "ecology-1").post(page, PROPOSED | {"act_key": key("d")}).status_code == 404
    done = ecology.post(f"/findings/{first.public_id}/do/adopt/", {"act_key": key("e"), "from": "review"})
    assert done["Location"] == f"{page_of_review(check)}#s-emissions"
    ecology.post(f"/findings/{second.public_id}/do/decline/", {"act_key": key("f"), "why": "单位已更正"})
    assert list(Finding.objects.order_by("pk").values_list("state", flat=True)) == ["CONFIRMED", "DROPPED"]
    assert (
        reader.post(f"/findings/{first.public_id}/do/drop/", {"act_key": key("g"), "why": "x"}).status_code
        == 404
    )


def test_a_conclusion_is_signed_once_and_ends_the_reading(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    give(checks, check)
    reader = client_of(checks, "reader")
    page = f"/reports/{check.public_id}/conclude/"
    assert "签署阅核结论" in reader.get(f"/reports/{check.public_id}/").content.decode()
    assert reader.post(page, {"act_key": key("a"), "conclusion": ""}).status_code == 422
    for _ in range(2):
        assert reader.post(page, {"act_key": key("b"), "conclusion": "排放量需核对"}).status_code == 302
    assert Duty.objects.get(kind="read-report").state == "DISCHARGED"
    body = client_of(checks, "ecology-1").get(f"/reports/{check.public_id}/").content.decode()
    assert "排放量需核对" in body
    assert "演示技术机构 技核示" in body
    again = reader.post(page, {"act_key": key("c"), "conclusion": "另一个"})
    assert (again.status_code, "结论已签署" in again.content.decode()) == (422, True)
    assert "提出建议" not in reader.get(page_of_review(check)).content.decode()
