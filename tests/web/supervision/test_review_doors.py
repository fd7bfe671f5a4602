"""What a stranger to a check may not read, and what a hostile form or file may not break."""

import io
from datetime import date, datetime
from typing import Any

import pytest
import xlsxwriter
from django.core.files.uploadedfile import SimpleUploadedFile

from postpermit.office.models import Officer
from postpermit.office.operations import add_officer, hold_post
from postpermit.supervision import operations as do
from postpermit.supervision.models import AbnormalEvent, Campaign, Finding, ReportCheck
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.models import Attachment
from postpermit.web import middleware
from tests.bureau import Bureau, number_of
from tests.supervision.building import NAME
from tests.supervision.desk import CheckDesk, open_desk
from tests.web.supervision.review_desk import add_reader, client_of, key

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> CheckDesk:
    """The desk behind the door, with a reader's post."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    made = open_desk(bureau, at)
    add_reader(made, at)
    return made


def given(checks: CheckDesk) -> ReportCheck:
    """A check that the reader was given, with a finding of a division that is none of the reader's."""
    check = checks.receive().check_matter
    post = checks.bureau.post("TECHNICAL-READER")
    do.give_reading(check=check, post=post, by=checks.bureau("approval-1"), at=checks.at)
    checks.find(check, "POLLUTION", text="科室内部意见甲")
    return check


def test_a_reader_does_not_read_the_divisions_through_the_trail(checks: CheckDesk) -> None:
    check = given(checks)
    reader = client_of(checks, "reader")
    for page in (
        f"/trail/supervision.ReportCheck/{check.public_id}/",
        f"/trail/supervision.DivisionReview/{check.reviews.get(division='POLLUTION').public_id}/",
    ):
        assert client_of(checks, "ecology-1").get(page).status_code == 200, page
        answer = reader.get(page)
        assert "科室内部意见甲" not in answer.content.decode()
        assert answer.status_code == 404, page
    held = Attachment.objects.get(subject=check.reference())
    assert reader.get(f"/attachments/{held.public_id}/").status_code == 200


def test_a_reader_whose_name_begins_anothers_sees_only_its_own_proposals(checks: CheckDesk) -> None:
    check = given(checks)
    at = checks.at
    long = add_officer(name="技核示例", account="reader2", by=COMMAND_LINE, at=at)
    post = checks.bureau.post("TECHNICAL-READER")
    hold_post(post=post, officer=long, role="B", from_on=date(2026, 1, 1), by=COMMAND_LINE, at=at)
    order = check.readings.get()
    by = Officer.objects.get(pk=long.pk)
    from postpermit.trail.actors import Actor

    do.propose_finding(
        order=order, division="ECOLOGY", section="emissions", kind="FORMAL", text="别人的建议",
        clause="plan:5.2", by=Actor(by.ref, by.name, "TECHNICAL"), at=at,
    )  # fmt: skip
    assert "别人的建议" not in client_of(checks, "reader").get("/findings/").content.decode()


ODD = ("%00", "a%00b", "²", "9" * 40, "%F0%9F%98%80", "'", "%ED%A0%80", "../x")


@pytest.mark.parametrize(
    "page",
    [
        "/reports/?kind={0}&period={0}&state={0}&division={0}&klass={0}&street={0}&campaign={0}&late={0}&q={0}",
        "/findings/?state={0}&division={0}&kind={0}&conduct={0}&facility={0}&q={0}",
        "/notices/?state={0}&overdue={0}&q={0}",
        "/reports/rules/?campaign={0}",
        "/disclosures/?state={0}&in_order={0}&division={0}&facility={0}&platform={0}&q={0}",
        "/ledger-checks/?state={0}&in_order={0}&division={0}&facility={0}&q={0}",
        "/emergency-plans/?state={0}&level={0}&facility={0}&ends={0}&q={0}",
        "/events/?state={0}&kind={0}&division={0}&facility={0}&q={0}&exceeded={0}",
        "/disclosures/new/?facility={0}",
        "/reports/minute/?list={0}",
    ],
)
def test_no_filter_breaks_a_list(checks: CheckDesk, page: str) -> None:
    given(checks)
    client = client_of(checks, "approval-1")
    place, _, query = page.partition("?")
    for name in query.split("&"):
        for odd in ODD:
            assert client.get(f"{place}?{name.format(odd)}").status_code < 500, (name, odd)


def book(*rows: list[str]) -> SimpleUploadedFile:
    """A workbook with these rows."""
    out = io.BytesIO()
    made = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = made.add_worksheet()
    for n, row in enumerate(rows):
        for c, text in enumerate(row):
            sheet.write_string(n, c, text)
    made.close()
    return SimpleUploadedFile("清单.xlsx", out.getvalue())


def test_a_city_list_with_odd_cells_is_taken_or_refused(checks: CheckDesk) -> None:
    campaign = do.start_campaign(
        name="三季度", periods=["2026Q3"], starts_on=date(2026, 11, 1), check_by=date(2026, 12, 10),
        by=checks.bureau("approval-1"), at=checks.at,
    )  # fmt: skip
    client = client_of(checks, "approval-1")
    for n, cell in enumerate(("_x0000_", "甲_x0000_乙", "_xD800_", "厂" * 3000)):
        file = book(
            ["企业名称", "排污许可证编号", "检查内容"], [NAME, number_of(1), cell], [cell, cell, cell]
        )
        answer = client.post(
            f"/campaigns/{campaign.public_id}/list/", {"act_key": key(chr(97 + n)), "file": file}
        )
        assert answer.status_code < 500, cell
    assert Campaign.objects.get().rows.count() >= 1


def test_a_platform_list_with_odd_cells_is_taken_or_refused(checks: CheckDesk) -> None:
    client = client_of(checks, "approval-1")
    header = ["排污许可证编号", "单位名称", "报告名称", "提交状态", "提交时间"]
    for n, cell in enumerate(("_x0000_", "_xD800_", "厂" * 3000, "9999-99-99")):
        file = book(header, [number_of(1), NAME, "2026年第03季度季报表", cell, cell], [cell] * 5)
        typed = {"act_key": key(chr(97 + n)), "code": "submissions", "file": file}
        assert client.post("/reports/minute/", typed).status_code < 500, cell
        assert client.get("/reports/minute/").status_code == 200, cell


@pytest.mark.parametrize("when", ["0001-01-01 00:00", "9999-12-31 23:59", "²³:10", "2026-02-30 10:00"])
def test_an_event_at_an_impossible_time_is_refused(checks: CheckDesk, when: str) -> None:
    client = client_of(checks, "ecology-1")
    typed: dict[str, Any] = {
        "act_key": key("e"), "facility": str(checks.unit.public_id), "kind": "FACILITY", "what": "停机",
        "began_at": when, "received_at": "0910",
    }  # fmt: skip
    assert client.post("/events/new/", typed).status_code < 500
    assert AbnormalEvent.objects.count() <= 1
    assert client.get("/events/").status_code == 200


def test_forms_of_the_review_take_nothing_of_another_check(checks: CheckDesk) -> None:
    check = given(checks)
    other = checks.receive(None, data=b"PK\x03\x04 x").check_matter
    client = client_of(checks, "ecology-1")
    page = f"/reports/{check.public_id}/find/"
    base = {"kind": "FORMAL", "text": "x", "clause": "plan:5.2", "division": "POLLUTION"}
    assert client.post(page, base | {"act_key": key("a"), "section": "facilities"}).status_code == 404
    odd = {"act_key": key("b"), "division": "ECOLOGY", "section": "没有" * 40}
    assert client.post(page, base | odd).status_code in (302, 422)
    assert not Finding.objects.filter(division="ECOLOGY").exists()
    assert other.pk == check.pk
