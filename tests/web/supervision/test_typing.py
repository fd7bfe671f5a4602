"""A report typed in: cells from paper or Excel under the columns of its kind, errors beside the table; and stop notes."""

import json
from datetime import date, datetime
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.supervision.models import ReportCheck, ReportVersion
from postpermit.supervision.reading import read_report
from postpermit.supervision.report import from_kept
from postpermit.trail.files import path_of
from postpermit.trail.models import Attachment
from postpermit.web import middleware
from postpermit.web.desk.supervision.pasted import as_pasted, columns_of, pasted
from tests.bureau import Bureau
from tests.supervision.desk import CheckDesk, open_desk
from tests.web.supervision.review_desk import client_of, key

pytestmark = pytest.mark.django_db
AMOUNTS = law.report_form().tables["air-amount"]
LABELS = [c.label for c in columns_of(AMOUNTS, "QUARTERLY")]
ROW = "主要排放口\tDA001\t锅炉废气\t氮氧化物\t2.0\t0.25\t0.25\t0.25\t0.75\t否\t"


@pytest.fixture
def checks(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> CheckDesk:
    """The desk behind the door, with the door's clock standing still."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return open_desk(bureau, at)


def address(checks: CheckDesk, period: str = "2026Q3") -> str:
    """Where that report is typed in."""
    return f"/reports/type/?facility={checks.unit.public_id}&period={period}"


def typed(**more: str) -> dict[str, Any]:
    """A filled form; ``table_air-amount`` and the like are given by their own names."""
    given = {
        "act_key": key("a"),
        "submitted_on": "1012",
        "cover-unit_name": "某厂",
        "cover-period": "2026年第3季度",
    }
    return given | {"chapter-emissions": "达标。", "chapter-explanation": "/", "table-air-amount": ROW} | more


def test_first_the_unit_and_the_period_are_chosen(checks: CheckDesk) -> None:
    clerk = client_of(checks, "approval-1")
    page = clerk.get("/reports/type/").content.decode()
    assert f"{checks.unit.name} {checks.unit.number}" in page
    assert "2026年第3季度" in page
    wrong = clerk.get("/reports/type/?unit=没有&period=2026Q3")
    assert (wrong.status_code, "没有找到“没有”" in wrong.content.decode()) == (422, True)
    assert clerk.get(address(checks, "2026Q9")).status_code == 422
    page = clerk.get(f"/reports/type/?unit={checks.unit.number}&period=2026Q3").content.decode()
    for words in (
        checks.unit.number,
        "演示法人",
        "2026年第3季度执行报告",
        "2026-10-15",
        "许可证载明",
        AMOUNTS.title,
        *LABELS,
    ):
        assert words in page, words
    assert law.report_form().tables["waste"].title not in page  # a table of the annual report only


def test_what_is_typed_becomes_a_version_whose_original_reads_the_same(checks: CheckDesk) -> None:
    clerk = client_of(checks, "ecology-1")
    answers = [clerk.post(address(checks), typed()) for _ in range(2)]
    check = ReportCheck.objects.get(versions__isnull=False)
    assert [a["Location"] for a in answers] == [f"/reports/{check.public_id}/"] * 2
    version = ReportVersion.objects.get()
    read = from_kept(version.content)
    assert (version.source, read.kind, read.period, version.submitted_on) == ("typed", "QUARTERLY", "2026Q3", date(2026, 10, 12))  # fmt: skip
    assert {c: cell.text for c, cell in read.tables["air-amount"][0].cells.items()}["total"] == "0.75"
    assert (read.chapters["emissions"].text, read.chapters["explanation"].text) == ("达标。", "")
    assert "commitment" not in read.chapters
    held = Attachment.objects.get()
    data = path_of(held.sha256).read_bytes()
    again = read_report(data, held.name)
    assert (again.tables, again.chapters, again.cover) == (read.tables, read.chapters, read.cover)
    assert json.loads(data)["period"] == "2026Q3"


@pytest.mark.parametrize(("pasted_text", "said"), [
    (f"{ROW}多\t又多", "第 1 行有 12 格，只有 11 列"),
    (f"{ROW}\n\n主要排放口\tDA002\t\t颗粒物\t1\t一吨多\t0\t0\t0\t否", "第 3 行“第一个月”写的“一吨多”不是数。"),
    (f"{ROW}\n\"没关上\tDA002\n颗粒物", "引号不成对"),
    ("长" * 20_001, "第 1 行“" + LABELS[0] + "”超过 20000 个字"),
])  # fmt: skip
def test_a_cell_that_cannot_be_is_named_by_row_and_column_and_all_is_kept(
    checks: CheckDesk, pasted_text: str, said: str
) -> None:
    if "第一个月" in said:
        said = said.replace("第一个月", LABELS[5])
    answer = client_of(checks, "approval-1").post(address(checks), typed(**{"table-air-amount": pasted_text}))
    page = answer.content.decode()
    assert (answer.status_code, said in page, "达标。" in page) == (422, True, True)
    assert "DA001" in page or pasted_text.startswith("长")
    assert not ReportVersion.objects.exists()


def test_what_the_report_really_says_can_be_insisted_on(checks: CheckDesk) -> None:
    clerk = client_of(checks, "approval-1")
    odd = typed(**{"table-air-amount": ROW.replace("0.75", "约一吨")})
    assert "按原样录入" in clerk.post(address(checks), odd).content.decode()
    assert clerk.post(address(checks), odd | {"as-air-amount": "1"}).status_code == 302
    assert from_kept(ReportVersion.objects.get().content).tables["air-amount"][0]["total"].text == "约一吨"


@pytest.mark.parametrize(("more", "said"), [
    ({"submitted_on": ""}, "请填写提交日期"), ({"submitted_on": "20270101"}, "不能晚于今天"),
    ({"submitted_on": "20260101"}, "早于报告周期"), ({"cover-unit_name": "长" * 301}, "不能超过 300 个字"),
])  # fmt: skip
def test_a_day_or_a_cover_that_cannot_be_is_said(checks: CheckDesk, more: dict[str, str], said: str) -> None:
    answer = client_of(checks, "approval-1").post(address(checks), typed(**more))
    page = answer.content.decode()
    assert (answer.status_code, said in page, "锅炉废气" in page) == (422, True, True)


def test_a_heading_may_be_pasted_and_then_the_order_is_free() -> None:
    first, rest = LABELS[0], LABELS[1:]
    text = (
        "\t".join([*rest, "我们自己的列", first])
        + "\n"
        + "\t".join([*ROW.split("\t")[1:], "备", "主要排放口"])
    )
    out = pasted(AMOUNTS, "QUARTERLY", text)
    assert (out.errors, out.doubts, len(out.rows or [])) == ([], [], 1)
    assert out.rows is not None
    assert (out.rows[0]["type"], out.rows[0]["outlet"], out.rows[0]["extra"]) == ("主要排放口", "DA001", {"我们自己的列": "备"})  # fmt: skip


def test_blanks_below_a_merged_cell_take_the_text_above_and_it_is_said() -> None:
    text = f"{ROW}\n\t\t\t颗粒物\t1\t0\t0\t0\t0\t否\n全厂合计\t\t\t氮氧化物\t2\t0\t0\t0\t0\t否"
    out = pasted(AMOUNTS, "QUARTERLY", text)
    assert out.rows is not None
    assert [(r["type"], r["outlet"]) for r in out.rows] == [("主要排放口", "DA001"), ("主要排放口", "DA001"), ("全厂合计", "")]  # fmt: skip
    assert any("第2行“排放口编号”空白" in said for said in out.filled)


@pytest.mark.parametrize(("text", "rows"), [("", None), (" \n\t\n", None), ("/", 0), (f"\n{ROW}\r\n{ROW}\r\n", 2), ("\"两\n行\"\tDA001", 1)])  # fmt: skip
def test_a_table_is_absent_empty_or_filled(text: str, rows: int | None) -> None:
    out = pasted(AMOUNTS, "QUARTERLY", text)
    assert out.errors == []
    assert (None if out.rows is None else len(out.rows)) == rows


def test_a_new_version_may_begin_from_the_last_one(checks: CheckDesk) -> None:
    clerk = client_of(checks, "approval-1")
    clerk.post(address(checks), typed(**{"table-water-amount": "/", "attachments": "无"}))
    assert "从第1版的内容改起" in clerk.get(address(checks)).content.decode()
    page = clerk.get(address(checks) + "&from=last").content.decode()
    for words in ("锅炉废气", "达标。", 'value="某厂"', "\n/</textarea>", ">无</textarea>"):
        assert words in page, words
    first = from_kept(ReportVersion.objects.get().content)
    text = as_pasted(AMOUNTS, "QUARTERLY", first.tables["air-amount"])
    assert (
        clerk.post(address(checks), typed(act_key=key("b"), **{"table-air-amount": text})).status_code == 302
    )
    second = from_kept(ReportVersion.objects.get(number=2).content)
    assert second.tables["air-amount"][0]["outlet_name"].text == "锅炉废气"
    assert len(second.tables["air-amount"]) == 1


def test_secrets_are_not_typed_in(checks: CheckDesk) -> None:
    answer = client_of(checks, "approval-1").post(
        address(checks), typed(**{"chapter-emissions": "绝密，国家秘密"})
    )
    assert answer.status_code == 302
    assert not ReportVersion.objects.exists()


def stop(**more: Any) -> dict[str, Any]:
    """A filled stop note."""
    return {"act_key": key("s"), "period": "2026Q3", "text": "7月至9月全厂停产", "on": "1012"} | more


def test_a_stop_note_discharges_the_duty_and_nothing_is_checked(checks: CheckDesk) -> None:
    clerk, path = client_of(checks, "approval-1"), f"/reports/stop-note/?facility={checks.unit.public_id}"
    assert checks.unit.name in clerk.get(f"{path}&period=2026Q3").content.decode()
    for _ in range(2):
        scan = SimpleUploadedFile("停产.pdf", b"%PDF-1.7")
        done = clerk.post(path, stop(file=scan))
        assert done.status_code == 302
    check = ReportCheck.objects.get()
    assert (check.state, check.report.stop_note, done["Location"]) == ("NOT_OWED", "7月至9月全厂停产", f"/reports/{check.public_id}/")  # fmt: skip
    assert Duty.objects.get(kind="submit-report-quarterly", period="2026Q3").state == "DISCHARGED"
    assert Attachment.objects.get().note == "停产说明原件"


@pytest.mark.parametrize(("more", "said"), [
    ({"text": ""}, "请填写停产情况和时段"), ({"period": "2026"}, "提交日期早于报告周期"), ({"period": "x"}, "请选择报告周期"),
    ({"on": "20270101"}, "不能晚于今天"), ({"unit": "没有"}, "没有找到"), ({"unit": ""}, "请填写单位"),
    ({"file": SimpleUploadedFile("甲.exe", b"MZ")}, "类型不支持"),
])  # fmt: skip
def test_a_stop_note_that_cannot_be_is_said_and_kept(
    checks: CheckDesk, more: dict[str, Any], said: str
) -> None:
    given = stop(unit=checks.unit.number) | more
    if more.get("period") == "2026":
        given["on"] = "20251231"
    answer = client_of(checks, "approval-1").post("/reports/stop-note/", given)
    page = answer.content.decode()
    assert (answer.status_code, said in page) == (422, True)
    if "text" not in more:
        assert "7月至9月全厂停产" in page
    assert not ReportCheck.objects.filter(state="NOT_OWED").exists()


def test_after_a_report_came_there_is_no_stop_note(checks: CheckDesk) -> None:
    checks.receive()
    answer = client_of(checks, "approval-1").post("/reports/stop-note/", stop(unit=checks.unit.number))
    assert (answer.status_code, "已收到执行报告" in answer.content.decode()) == (422, True)
