"""Reports dropped in: read, shown, taken in once; what is no report is refused by name and nothing of it is kept."""

import re
from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.supervision.models import ReportCheck, ReportVersion
from postpermit.supervision.reading import read_report
from postpermit.trail.models import Attachment
from postpermit.web import middleware
from tests.bureau import Bureau, unit_row
from tests.supervision.desk import CheckDesk, open_desk, quarterly
from tests.web.supervision.notice_desk import issued
from tests.web.supervision.report_files import bomb, published, sheet, with_cover
from tests.web.supervision.review_desk import add_reader, asked, client_of, key

pytestmark = pytest.mark.django_db
RECEIVE = "/reports/receive/"


@pytest.fixture
def checks(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> CheckDesk:
    """The desk behind the door, with the door's clock standing still and a folder of its own for files."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    monkeypatch.setattr(settings, "DATA_DIR", tmp_path)
    return open_desk(bureau, at)


def read_in(client: Client, *files: SimpleUploadedFile, path: str = RECEIVE, **more: Any) -> tuple[int, str]:
    """Drop files in; the status and the page that shows what was read."""
    answer = client.post(path, {"act_key": key("r"), "act": "read", "files": list(files), **more})
    return answer.status_code, answer.content.decode()


def tokens(page: str) -> list[str]:
    """The signed names of the files on a page."""
    return re.findall(r'name="token" value="([^"]+)"', page)


def take(client: Client, page: str, mark: str = "t", path: str = RECEIVE, **typed: str) -> Any:
    """Press the one button; ``submitted_0`` for the field of the first file."""
    fields = {name.replace("_", "-"): value for name, value in typed.items()}
    return client.post(path, {"act_key": key(mark), "act": "take", "token": tokens(page), **fields})


def kept_files() -> list[str]:
    """Digests of everything that lies in the folder of files."""
    return [p.name for p in (Path(settings.DATA_DIR) / "attachments").rglob("*") if p.is_file()]


def test_a_file_is_shown_and_then_taken_in_with_its_original(checks: CheckDesk) -> None:
    clerk = client_of(checks, "approval-1")
    assert "放入文件" in clerk.get(RECEIVE).content.decode()
    status, page = read_in(clerk, sheet())
    assert status == 200
    for words in (
        checks.unit.name,
        "2026年第3季度执行报告",
        "废气污染物实际排放量",
        "1 行",
        "许可证载明",
        "2026-10-15 周四",
    ):
        assert words in page, words
    assert not ReportVersion.objects.exists()
    answer = take(clerk, page, submitted_0="1012")
    check = ReportCheck.objects.get()
    assert answer["Location"] == f"/reports/{check.public_id}/"
    assert (check.state, check.report.submitted_on) == ("CHECKING", date(2026, 10, 12))
    assert Duty.objects.get(kind="submit-report-quarterly", period="2026Q3").state == "DISCHARGED"
    held = Attachment.objects.get()
    assert (held.name, held.sha256) == ("季报.xlsx", ReportVersion.objects.get().sha256)
    again = take(clerk, page, submitted_0="1012")  # the second click
    assert (again["Location"], ReportVersion.objects.count()) == (answer["Location"], 1)


def test_json_is_taken_in_and_its_original_kept(checks: CheckDesk) -> None:
    clerk = client_of(checks, "pollution-1")
    _, page = read_in(clerk, published())
    assert take(clerk, page, submitted_0="2026-10-12").status_code == 302
    assert (ReportVersion.objects.get().source, Attachment.objects.get().name) == ("json", "季报.json")


def test_the_day_of_submission_is_asked_for_and_never_guessed(checks: CheckDesk) -> None:
    clerk = client_of(checks, "approval-1")
    _, page = read_in(clerk, sheet())
    assert "封面报告日期 2026年10月10日" in page
    for typed, said in (
        ("", "请填写提交日期"),
        ("前天", "不是有效日期"),
        ("20270101", "不能晚于今天"),
        ("20260101", "早于报告周期"),
    ):
        answer = take(clerk, page, submitted_0=typed)
        body = answer.content.decode()
        assert (answer.status_code, said in body, checks.unit.name in body) == (422, True, True), typed
        page = body  # what was read stays on the page
    assert not ReportVersion.objects.exists()
    assert take(clerk, page, "u", submitted_0="1012").status_code == 302


def test_a_cover_that_names_nobody_is_matched_by_hand(checks: CheckDesk) -> None:
    clerk = client_of(checks, "approval-1")
    blank = with_cover(quarterly(), permit_number="无", unit_name="别家厂", period="去年")
    _, page = read_in(clerk, sheet(read=blank))
    assert "单位没有认出" in page
    answer = take(clerk, page, submitted_0="1012")
    body = answer.content.decode()
    assert ("请填写是哪家单位的报告" in body, "请选择报告周期" in body) == (True, True)
    answer = take(clerk, body, unit_0="没有这家", period_0="2026Q3", submitted_0="1012")
    assert "没有找到“没有这家”这家持证单位" in answer.content.decode()
    answer = take(clerk, answer.content.decode(), "v", unit_0="ysjdd", period_0="2026Q3", submitted_0="1012")
    assert answer.status_code == 302
    assert ReportCheck.objects.get().report.facility == checks.unit


def test_a_name_with_other_brackets_is_the_same_name_and_a_typed_unit_goes_first(checks: CheckDesk) -> None:
    clerk = client_of(checks, "approval-1")
    (other,) = checks.bureau.units(unit_row(7, 管理类别="重点管理"), at=checks.at)
    named = with_cover(
        quarterly(), permit_number="", unit_name=checks.unit.name.replace("（", "(").replace("）", ")")
    )
    _, page = read_in(clerk, sheet(read=named))
    assert f"<h2>{checks.unit.name} 2026年第3季度执行报告</h2>" in page
    assert take(clerk, page, unit_0=f"{other.name} {other.number}", submitted_0="1012").status_code == 302
    assert ReportCheck.objects.get().report.facility == other


def test_the_page_of_a_unit_leads_here_and_another_cover_is_pointed_out(checks: CheckDesk) -> None:
    clerk = client_of(checks, "approval-1")
    (other,) = checks.bureau.units(unit_row(7, 管理类别="重点管理"), at=checks.at)
    path = f"{RECEIVE}?facility={other.public_id}&kind=QUARTERLY&period=2026Q3"
    assert other.name in clerk.get(path).content.decode()
    _, page = read_in(clerk, sheet(), path=path)
    assert f"不是“{other.name}”，请核对" in page
    nameless = with_cover(quarterly(), permit_number="", unit_name="", period="看不清")
    _, page = read_in(clerk, sheet(read=nameless), path=path)
    assert f"<h2>{other.name} 2026年第3季度执行报告</h2>" in page
    assert clerk.get(f"{RECEIVE}?facility=nonsense&taken=x").status_code == 200


def test_many_files_at_once_and_the_same_one_twice(checks: CheckDesk) -> None:
    units = checks.bureau.units(*(unit_row(n, 管理类别="重点管理") for n in range(10, 30)), at=checks.at)
    clerk = client_of(checks, "approval-1")
    long = "很长的名字" * 60
    files = [
        sheet(f"{long}{n}.xlsx", with_cover(quarterly(), permit_number=u.number, unit_name=u.name))
        for n, u in enumerate(units)
    ]
    first = files[0].read()
    files[0].seek(0)
    status, page = read_in(clerk, *files, SimpleUploadedFile("同一份.xlsx", first))
    assert (status, len(tokens(page))) == (200, 20)
    assert "内容相同，只收一份" in page
    answer = take(clerk, page, submitted="1012")
    assert answer.status_code == 302
    assert ReportCheck.objects.filter(state="CHECKING").count() == 20
    said = clerk.get(answer["Location"]).content.decode()
    assert all(u.name in said for u in units)
    _, page = read_in(clerk, SimpleUploadedFile("又来.xlsx", first))
    assert "这份文件先前已收过（第1版）" in page


def test_a_second_version_says_so_and_one_file_that_is_refused_undoes_no_other(checks: CheckDesk) -> None:
    issued(checks)
    clerk = client_of(checks, "approval-1")
    (registered,) = checks.bureau.units(unit_row(8, 管理类别="登记管理"), at=checks.at)
    other = with_cover(quarterly(), permit_number=registered.number, unit_name=registered.name)
    _, page = read_in(clerk, sheet(), sheet("登记.xlsx", other))
    assert "已有第1版" in page
    assert "意见单已发出" in page
    answer = take(clerk, page, submitted="1124")
    body = answer.content.decode()
    assert (answer.status_code, "只有持证单位提交执行报告" in body) == (422, True)
    assert ReportVersion.objects.filter(check_matter__report__facility=checks.unit).count() == 2
    assert f"{checks.unit.name} 2026年第3季度执行报告</a>" in body.partition("已收下")[2]
    assert len(tokens(body)) == 1


@pytest.mark.parametrize(("name", "data", "said"), [
    ("年报.pdf", b"%PDF-1.7", "PDF"), ("季报.docx", b"PK\x03\x04", "文件不完整或已损坏"), ("季报.doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧格式"),
    ("季报.docx", bomb(), ""), ("空.xlsx", b"", "文件是空的"), ("季报.json", b"{", "不是有效的 JSON"),
    ("大.docx", b"PK\x03\x04" + b"x" * (21 * 1024 * 1024), "文件超过 20 MB，没有读取"), ("程序.exe", b"MZ", "程序文件"),
])  # fmt: skip
def test_what_is_no_report_is_refused_by_name_and_not_kept(
    checks: CheckDesk, name: str, data: bytes, said: str
) -> None:
    status, page = read_in(client_of(checks, "approval-1"), SimpleUploadedFile(name, data))
    assert status == 422
    assert f"<strong>{name}</strong>：" in page
    assert said in page
    assert (tokens(page), kept_files()) == ([], [])


def test_a_good_file_beside_a_bad_one_is_read(checks: CheckDesk) -> None:
    status, page = read_in(client_of(checks, "approval-1"), SimpleUploadedFile("坏.docx", b"x"), sheet())
    assert (status, len(tokens(page)), "坏.docx" in page) == (200, 1, True)


def test_secrets_are_neither_kept_nor_repeated(checks: CheckDesk) -> None:
    clerk = client_of(checks, "approval-1")
    told = quarterly()
    secret = published(read=with_cover(told, unit_name="国家秘密 某厂"))
    for file in (secret, sheet("绝密材料 国家秘密.xlsx")):
        status, page = read_in(clerk, file)
        assert (status, law.SECRET_REFUSAL in page, kept_files()) == (422, True, [])
        assert "绝密材料" not in page


def test_a_kept_file_is_taken_only_from_whom_it_came_in_the_same_session(checks: CheckDesk) -> None:
    clerk, other = client_of(checks, "approval-1"), client_of(checks, "ecology-1")
    _, page = read_in(clerk, sheet())
    for who, shown in (
        (other, page),
        (client_of(checks, "approval-1"), page),
        (clerk, page.replace('value="Wy', 'value="Wz')),
    ):
        answer = take(who, shown, submitted_0="1012")
        assert (answer.status_code, "预览已失效" in answer.content.decode()) == (422, True)
    assert not ReportVersion.objects.exists()


def test_files_may_be_added_and_left_out(checks: CheckDesk) -> None:
    clerk = client_of(checks, "approval-1")
    _, page = read_in(clerk, sheet())
    second = published(read=quarterly("2026Q2"))
    _, page = read_in(clerk, second, token=tokens(page), **{"submitted-0": "1012"})
    assert len(tokens(page)) == 2
    assert 'value="1012"' in page
    answer = take(clerk, page, submitted_0="1012", submitted_1="0710", skip_1="1")
    assert answer.status_code in (200, 302)
    assert [c.report.period for c in ReportCheck.objects.filter(versions__isnull=False)] == ["2026Q3"]


def test_only_the_three_divisions_receive(checks: CheckDesk, at: datetime) -> None:
    add_reader(checks, at)
    for account in ("legal-1", "enforcement-1", "station-1", "group-leader", "reader"):
        client = client_of(checks, account)
        for path in (RECEIVE, "/reports/template/annual/", "/reports/type/", "/reports/stop-note/"):
            assert client.get(path).status_code == 404, (account, path)
        assert client.post(RECEIVE, {"act_key": key("a")}).status_code == 404


@pytest.mark.parametrize("kind", ["annual", "quarterly", "monthly"])
def test_an_empty_workbook_of_each_kind_can_be_had_and_read_back(checks: CheckDesk, kind: str) -> None:
    clerk = client_of(checks, "approval-1")
    answer = clerk.get(f"/reports/template/{kind}/")
    assert read_report(answer.content, "空白.xlsx").kind == kind.upper()
    assert clerk.get("/reports/template/weekly/").status_code == 404


def test_the_page_asks_no_more_with_more_files(checks: CheckDesk) -> None:
    assert asked(client_of(checks, "approval-1"), RECEIVE) <= 20
