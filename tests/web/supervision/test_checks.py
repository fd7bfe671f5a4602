"""The list of report checks, the batch signature of clean ones, and one check's page."""

import io
from datetime import date, datetime

import openpyxl
import pytest

from postpermit.duties.models import Duty
from postpermit.register.models import Facility
from postpermit.supervision import operations as do
from postpermit.supervision.models import ReportCheck
from postpermit.supervision.queries.places import places_of
from postpermit.web import middleware
from tests.bureau import Bureau, unit_row
from tests.supervision.desk import CheckDesk, open_desk, quarterly
from tests.web.supervision.review_desk import asked, client_of, key, open_hints, review_of, wrong_report

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> CheckDesk:
    """The desk behind the door, with the door's clock standing still."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return open_desk(bureau, at)


def more(checks: CheckDesk, numbers: range) -> list[Facility]:
    """So many more units, each with a report."""
    units = checks.bureau.units(
        *(unit_row(n, 管理类别="重点管理", 街镇="演示街") for n in numbers), at=checks.at
    )
    for unit in units:
        do.receive_report(
            facility=unit,
            kind="QUARTERLY",
            period="2026Q3",
            read=quarterly(),
            name="季报.docx",
            data=b"PK\x03\x04 " + unit.number.encode(),
            submitted_on=date(2026, 10, 12),
            by=checks.bureau("approval-1"),
            at=checks.at,
        )
    return units


def test_the_list_shows_what_waits_and_filters_in_the_address(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    client = client_of(checks, "ecology-1")
    body = client.get("/reports/").content.decode()
    assert checks.unit.name in body
    assert f"{len(open_hints(check))} 条未经核实" in body
    for query in ("kind=QUARTERLY", "period=2026Q3", "state=CHECKING", "division=ECOLOGY", "klass=KEY"):
        assert checks.unit.name in client.get(f"/reports/?{query}").content.decode(), query
    for query in (
        "kind=ANNUAL",
        "period=2025",
        "state=CLOSED",
        "division=LEGAL",
        "klass=SIMPLIFIED",
        "q=没有",
    ):
        text = client.get(f"/reports/?{query}").content.decode()
        assert "没有符合条件" in text, query
    assert client.get("/reports/?campaign=nonsense&late=work&street=x&page=9").status_code == 200


def test_late_means_a_binding_day_and_not_a_default(checks: CheckDesk) -> None:
    owed = [do.Owed(checks.unit, "QUARTERLY", "2026Q3", date(2026, 10, 15), "permit")]
    do.open_checks(owed=owed, by=checks.bureau("approval-1"), at=checks.at)
    client = client_of(checks, "approval-1")
    assert checks.unit.name in client.get("/reports/?late=report").content.decode()
    ReportCheck.objects.get().report.__class__.objects.update(due_source="default")
    assert "没有符合条件" in client.get("/reports/?late=report").content.decode()


def test_newest_period_comes_first_whatever_the_kind(checks: CheckDesk) -> None:
    owed = [
        do.Owed(checks.unit, kind, period, date(2027, 1, 31), "permit")
        for kind, period in (
            ("ANNUAL", "2025"),
            ("QUARTERLY", "2026Q1"),
            ("MONTHLY", "2026-02"),
            ("QUARTERLY", "2025Q3"),
        )
    ]
    do.open_checks(owed=owed, by=checks.bureau("approval-1"), at=checks.at)
    body = client_of(checks, "approval-1").get("/reports/").content.decode().rpartition("<tbody>")[2]
    spots = [body.index(w) for w in ("2026年第1季度", "2026年2月", "2025年度", "2025年第3季度")]
    assert spots == sorted(spots)


def test_the_list_is_taken_out_without_counting_hints_as_problems(checks: CheckDesk) -> None:
    wrong_report(checks)
    client = client_of(checks, "approval-1")
    answer = client.get("/reports/?format=xlsx")
    sheet = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(sheet.iter_rows(values_only=True))
    assert "系统提示" not in rows[0]
    assert rows[1][rows[0].index("问题")] == 0
    assert client.get("/reports/?format=pdf")["Content-Type"] == "application/pdf"
    assert checks.unit.name in client.get("/reports/?format=text").content.decode()


def test_clean_reports_are_signed_in_one_batch_after_the_hits_were_seen(checks: CheckDesk) -> None:
    units = more(checks, range(10, 12))
    rows = list(ReportCheck.objects.filter(report__facility__in=units).order_by("pk"))
    for check in rows:
        checks.answer_hints(check)
    client = client_of(checks, "pollution-1")
    page = client.get("/reports/").content.decode()
    assert "批量签署无问题的报告" in page
    typed = {"act_key": key("a"), "division": "POLLUTION", "checks": [str(c.public_id) for c in rows]}
    refused = client.post("/reports/sign-clean/", typed)
    assert refused.status_code == 422
    assert "请确认已看过" in refused.content.decode()
    assert refused.content.decode().count(" checked") == 2
    for _ in range(2):
        done = client.post("/reports/sign-clean/?period=2026Q3", typed | {"seen": "1"})
        assert (done.status_code, done["Location"]) == (302, "/reports/?period=2026Q3")
    assert {review_of(c, "POLLUTION").state for c in rows} == {"SIGNED"}
    assert {review_of(c, "ECOLOGY").state for c in rows} == {"OPEN"}


def test_a_report_with_a_hint_is_not_batch_signed(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    client = client_of(checks, "ecology-1")
    assert "批量签署" not in client.get("/reports/").content.decode()
    typed = {"act_key": key("a"), "division": "ECOLOGY", "checks": [str(check.public_id)], "seen": "1"}
    refused = client.post("/reports/sign-clean/", typed)
    assert refused.status_code == 422
    assert "不能批量签署" in refused.content.decode()
    assert client.post("/reports/sign-clean/", {"act_key": key("b")}).status_code == 422
    assert client_of(checks, "station-1").post("/reports/sign-clean/", typed).status_code == 404


def test_a_check_shows_where_it_stands_and_whom_it_waits_for(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    body = client_of(checks, "ecology-1").get(f"/reports/{check.public_id}/").content.decode()
    for words in (
        "现在等谁",
        "检查本科室章节",
        "许可证载明",
        "无法判断",
        "第1版",
        "季报.docx",
        "系统提示（未经核实）",
    ):
        assert words in body, words
    other = client_of(checks, "legal-1").get(f"/reports/{check.public_id}/").content.decode()
    assert "检查本科室章节" not in other
    assert "重新审核" not in other


def test_the_audit_runs_again_and_says_what_changed(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    client = client_of(checks, "ecology-1")
    page = f"/reports/{check.public_id}/audit/"
    same = client.post(page, {"act_key": key("a")}, follow=True).content.decode()
    assert "没有变化，结果与上次相同" in same
    Facility.objects.filter(pk=checks.unit.pk).update(legal_representative="另一人")
    changed = client.post(page, {"act_key": key("b")}, follow=True).content.decode()
    assert "已重新审核" in changed
    assert client_of(checks, "legal-1").post(page, {"act_key": key("c")}).status_code == 404


def test_a_report_that_is_not_owed_is_excused_with_a_reason(checks: CheckDesk) -> None:
    do.open_checks(owed=do.owed_reports("QUARTERLY", "2026Q3"), by=checks.bureau("approval-1"), at=checks.at)
    check = ReportCheck.objects.get()
    page = f"/reports/{check.public_id}/do/excuse/"
    client = client_of(checks, "approval-1")
    assert client_of(checks, "ecology-1").post(page, {"act_key": key("a"), "why": "免报"}).status_code == 404
    refused = client.post(page, {"act_key": key("a")})
    assert refused.status_code == 422
    assert "请填写理由" in refused.content.decode()
    assert client.post(page, {"act_key": key("a"), "why": "持证不足一个月"}).status_code == 302
    check.refresh_from_db()
    assert check.state == "NOT_OWED"


def test_a_version_shows_every_cell_with_its_place_and_what_changed(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.receive(quarterly(total="0.80"), data=b"PK\x03\x04 second")
    client = client_of(checks, "approval-1")
    body = client.get(f"/reports/{check.public_id}/versions/2/").content.decode()
    for words in ("与第1版相比改了 1 处", "0.75", "0.80", "第1行“合计”", "废气污染物实际排放量报表 第1行"):
        assert words in body, words
    assert "与第" not in client.get(f"/reports/{check.public_id}/versions/1/").content.decode()
    assert client.get(f"/reports/{check.public_id}/versions/3/").status_code == 404


def test_nobody_without_a_post_sees_checks(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    client = client_of(checks, "group-leader")
    assert client.get(f"/reports/{check.public_id}/").status_code == 200
    checks.bureau.officers["legal-1"].holdings.all().delete()
    nobody = client_of(checks, "legal-1")
    for page in ("/reports/", f"/reports/{check.public_id}/", f"/reports/{check.public_id}/versions/1/"):
        assert nobody.get(page).status_code == 404, page


def test_the_list_asks_the_same_of_one_row_and_of_thirty(checks: CheckDesk) -> None:
    more(checks, range(10, 11))
    client = client_of(checks, "ecology-1")
    one = asked(client, "/reports/")
    more(checks, range(11, 40))
    assert asked(client, "/reports/") == one
    assert one <= 40


def test_the_desk_and_the_duty_lead_to_where_the_work_is(checks: CheckDesk) -> None:
    check = wrong_report(checks)
    client = client_of(checks, "ecology-1")
    page = f"/reports/{check.public_id}/"
    assert page in client.get("/").content.decode()
    duty = Duty.objects.get(kind="check-report", obligor="ECOLOGY", state="OPEN")
    assert page in client.get(f"/duties/{duty.public_id}/").content.decode()
    finding = checks.find(check, "ECOLOGY", kind="SUBSTANTIVE", conduct="NO_MONITORING")
    assert f"/findings/{finding.public_id}/" in client.get("/").content.decode()


def test_every_kind_of_matter_has_its_place(checks: CheckDesk) -> None:
    check = checks.receive().check_matter
    checks.find(check, "ECOLOGY")
    notice = checks.notify(checks.sign_all(check))
    refs = [
        "supervision.reportcheck:1", "supervision.divisionreview:1", "supervision.finding:1",
        f"supervision.feedbacknotice:{notice.pk}", "supervision.finding:99", "linkage.slip:1", "supervision.finding:x",
    ]  # fmt: skip
    refs = [r.replace(":1", f":{check.pk}") if r.endswith("check:1") else r for r in refs]
    refs[1] = f"supervision.divisionreview:{check.reviews.order_by('pk')[0].pk}"
    refs[2] = f"supervision.finding:{check.findings.get().pk}"
    found = places_of(refs)
    assert [found[r][0] for r in refs[:4]] == ["report-check", "report-check", "finding", "notice"]
    assert set(found) == set(refs[:4])
