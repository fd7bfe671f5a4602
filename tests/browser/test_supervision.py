"""Execution reports from the file to the hand-over, and abnormal events, walked by the people they concern."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from docx import Document
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Desk
from tests.browser.test_office_ways import today_of

pytestmark = pytest.mark.browser
SAMPLES = "示例文件"


def row_where(page: Page, words: str) -> Locator:
    """The last row of the list on which these words stand."""
    return page.locator("tbody tr", has=page.get_by_text(re.compile(words))).last


def path_of(desk: Desk) -> str:
    return desk.page.url.removeprefix(desk.site).split("#")[0]


def sign_everything(desk: Desk, check: str, who: str, division: str) -> None:
    """Sign what this division still has to sign, as one of its people."""
    desk.log_in(who).go(f"{check}review/{division}/")
    desk.act("签署全部", opinion="已检查")
    expect(desk.page.locator(".note-success")).to_contain_text("已签署")


def download(page: Page, link: Locator) -> bytes:
    with page.expect_download() as saved:
        link.click()
    return Path(saved.value.path()).read_bytes()


def test_a_report_is_dropped_in_looked_at_and_taken(desk: Desk, folder: Path) -> None:
    page = desk.log_in("approval-1").go("/reports/receive/")
    report = sorted((folder / SAMPLES).glob("*.docx"))[0]
    page.set_input_files("#files", str(report))
    page.click("button[value=read]")
    preview = page.locator(".dropped")
    unit = report.name.partition("（")[0]
    expect(preview.locator("h2")).to_contain_text(unit)
    expect(preview).to_contain_text(re.compile(r"读到 \d+ 个章节、\d+ 张表"))
    preview.locator("summary", has_text="读出的封面、章节和表").click()
    expect(preview.locator("dl.facts")).to_contain_text(unit)
    page.fill("input[name^=submitted-]", today_of(desk).replace("-", ""))
    page.click("button[value=take]")
    expect(page.locator(".note-success")).to_contain_text("已收下 1 份")
    expect(page.locator("h1")).to_contain_text(unit)
    expect(page.locator("main")).to_contain_text("第1版")
    expect(page.locator("#audit")).to_contain_text("系统提示（未经核实）")
    expect(page.locator("a", has_text=report.name)).to_be_visible()


def test_a_division_answers_hints_and_the_notice_goes_out(desk: Desk) -> None:
    page = desk.log_in("ecology-1").go("/reports/?division=ECOLOGY&state=CHECKING")
    row_where(page, "^[3-9] 条未经核实").locator("a", has_text="条未经核实").click()
    check = path_of(desk).partition("review/")[0]
    hints = page.locator(".hint-open")
    waiting = hints.count()
    first = hints.first
    first.locator("summary", has_text="确认为问题").click()
    first.locator("textarea[name=text]").fill("氨氮合计像是漏了小数点，请核对原始记录。")
    first.locator("button", has_text="确定确认为问题").click()
    expect(page.locator(".note-success")).to_contain_text("已确认为第 1 个问题")
    expect(hints).to_have_count(waiting - 1)
    hints.first.locator("summary", has_text="不成立").click()
    hints.first.locator("input[name=why]").fill("与单位核对，单位换算无误")
    hints.first.locator("button", has_text="确定不成立").click()
    expect(hints).to_have_count(waiting - 2)
    section = page.locator("details.section", has=hints.first)
    section.locator("[data-tick]").click()
    section.locator("form.batch [name=why]").fill("同一处引起，已随上一个问题告知")
    section.locator("button", has_text="勾选的不成立").click()
    expect(hints).to_have_count(0)
    other = page.locator("details.section", has_text="其他需要说明的情况").first
    other.locator("summary", has_text="提出问题").click()
    other.locator("textarea[name=text]").fill("没有说明停产检修的起止日期。")
    other.locator("select[name=kind]").select_option("FORMAL")
    other.locator("select[name=clause]").select_option(index=1)
    other.locator("button", has_text="确定提出问题").click()
    expect(page.locator(".note-success")).to_contain_text("已提出第 2 个问题")
    desk.act("签署全部", opinion="其余未见异常")
    expect(page.locator("h1 + .line .pill").first).to_have_text("已签署")
    for who, division in (("pollution-1", "POLLUTION"), ("approval-1", "APPROVAL")):
        sign_everything(desk, check, who, division)
    issue(desk, check)


def issue(desk: Desk, check: str) -> None:
    """Draft, submit, sign, take out, deliver."""
    page = desk.go(check)
    page.click("button:has-text('拟意见单')")
    expect(page.locator(".telling")).to_contain_text("漏了小数点")
    notice = path_of(desk)
    desk.act("提交审签")
    expect(page.locator("h1 + p .pill").first).to_have_text("待审签")
    desk.log_in("approval-head").go(notice)
    desk.act("审签发出")
    expect(page.locator("h1 + p")).to_contain_text(re.compile(r"〔\d{4}〕\d+号"))
    desk.log_in("approval-1").go(notice)
    word = Document(io.BytesIO(download(page, page.locator("a", has_text="意见单 Word"))))
    text = "\n".join(p.text for p in word.paragraphs) + "".join(
        c.text for t in word.tables for r in t.rows for c in r.cells
    )
    assert "漏了小数点" in text and "停产检修" in text
    paper = desk.context.request.get(f"{desk.site}{notice}print/pdf/")
    assert paper.body().startswith(b"%PDF")
    desk.act("登记送达", on=today_of(desk).replace("-", ""), how="当面送达", to="演示负责人")
    expect(page.locator("main")).to_contain_text("演示负责人 签收")


def test_an_answer_is_taken_refused_and_handed_over_with_its_evidence(desk: Desk, tmp_path: Path) -> None:
    page = desk.log_in("approval-1").go("/reports/?state=NOTIFIED")
    for address in [str(a.get_attribute("href")) for a in page.locator(".main-cell a").all()]:
        desk.go(address)
        if page.locator("#findings", has_text="污防科").count():
            break
    findings = [str(a.get_attribute("href")) for a in page.locator("#findings li a").all()]
    page.locator("#notice a").click()
    page.click("a:has-text('录入整改和说明')")
    for box in page.locator("input[name=findings]").all():
        box.check()
    page.fill("#text", "已核对原始记录并更正。")
    page.locator("input[name=kind][value=SUPPLEMENT]").check()
    page.fill("#on", today_of(desk).replace("-", ""))
    proof = tmp_path / "原始记录.txt"
    proof.write_text("原始记录（演示）", encoding="utf-8")
    page.set_input_files("#files", str(proof))
    page.click("main button:has-text('录入')")
    expect(page.locator(".note-success")).to_be_visible()
    desk.log_in("ecology-1").go(findings[0])
    desk.act("符合要求", why="已核对")
    expect(page.locator("h1 + .line .pill").first).to_have_text("已整改")
    desk.log_in("pollution-1").go(findings[1])
    desk.act("不符合要求", why="仍未说明恢复时间")
    expect(page.locator("h1 + .line .pill").first).to_have_text("线索待移交")
    page.set_input_files("#file", str(proof))
    page.click("main button:has-text('上传')")
    expect(page.locator("a", has_text="原始记录.txt")).to_be_visible()
    desk.act("移交执法大队", note="请现场核查")
    expect(page.locator(".note-success")).to_contain_text("已生成联动任务")
    page.locator(".row-card a").first.click()
    expect(page.locator("h1")).to_be_visible()
    expect(page.locator("main")).to_contain_text("原始记录.txt")


def test_one_minute_says_who_is_late_and_the_citys_form_fills_itself(desk: Desk, folder: Path) -> None:
    page = desk.log_in("approval-1").go("/reports/minute/")
    samples = folder / SAMPLES
    page.set_input_files("#file-holders", str(samples / "平台导出_持证单位清单.xlsx"))
    page.locator("form", has=page.locator("#file-holders")).locator("button").click()
    expect(page.locator(".note-success")).to_contain_text("已读入")
    page.set_input_files("#file-submissions", str(samples / "平台导出_执行报告提交情况.xlsx"))
    page.locator("form", has=page.locator("#file-submissions")).locator("button").click()
    expect(page.locator("h2", has_text=re.compile(r"^未提交 [1-9]\d* 份"))).to_be_visible()
    expect(page.locator("h2", has_text="许可证即将到期")).to_be_visible()
    expect(page.locator("h2", has_text=re.compile(r"不一致 [1-9]\d* 处"))).to_be_visible()
    desk.go("/campaigns/")
    page.locator(".main-cell a").first.click()
    page.set_input_files("#form-file", str(samples / "市级上报表样.xlsx"))
    page.locator("form", has=page.locator("#form-file")).locator("button").click()
    expect(page.locator(".note-success")).to_contain_text("表样已保存")
    data = download(page, page.locator("a", has_text="填好的上报表"))
    sheet = openpyxl.load_workbook(io.BytesIO(data)).active
    assert sheet["A1"].value.startswith("普陀区")
    rows = [[c.value for c in r] for r in sheet.iter_rows(min_row=3)]
    assert len(rows) > 10
    assert all(r[1].endswith("（演示）") and r[2] == "重点管理" for r in rows)
    assert {r[3] for r in rows} == {"是", "否"}


def test_a_technical_body_sees_its_report_alone_proposes_and_signs(desk: Desk) -> None:
    page = desk.log_in("technical-1").go("/reports/")
    expect(page.locator("tbody tr")).to_have_count(1)
    page.locator(".main-cell a").click()
    check = path_of(desk)
    page.locator("#parts a", has_text="生态建设科").click()
    section = page.locator("details.section").first
    section.locator("summary", has_text="提出建议").click()
    section.locator("textarea[name=text]").fill("全厂合计与各排放口之和不符，建议退回更正。")
    section.locator("select[name=kind]").select_option("FORMAL")
    section.locator("select[name=clause]").select_option(index=1)
    section.locator("button", has_text="确定提出建议").click()
    expect(page.locator(".note-success")).to_be_visible()
    expect(section).to_contain_text("建议人 洪示审")
    desk.go(check)
    desk.act("签署阅核结论", conclusion="除所提建议外未见异常。")
    expect(page.locator("#readers")).to_contain_text("系统审签")
    desk.go("/findings/")
    expect(page.locator("tbody tr")).to_have_count(1)
    desk.go("/notices/")
    expect(page.locator("h1")).not_to_have_text("问题反馈意见单")
    desk.log_in("ecology-1").go(f"{check}review/ECOLOGY/")
    desk.act("采纳建议")
    expect(page.locator("article", has_text="建议退回更正").locator(".pill").first).to_have_text("已确认")


def test_a_telephone_call_of_trouble_reaches_both_divisions(phone: Desk) -> None:
    page = phone.log_in("enforcement-1").go("/facilities/?klass=SIMPLIFIED&page=2")
    name = page.locator(".main-cell a[href^='/']").nth(2).inner_text()
    phone.go("/events/new/")
    page.fill("#unit", name)
    page.locator("label", has=page.locator("input[name=kind][value=FACILITY]")).click()
    page.fill("#what", "布袋除尘器破损，烟囱冒灰。")
    page.fill("#began_at", "昨天 2130")
    page.locator("input[name=exceeded]").check()
    page.click("button:has-text('登记并转两科室')")
    expect(page.locator(".note-success")).to_contain_text("同时转生态科、污防科")
    path = path_of(phone)
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    for who in ("ecology-1", "pollution-1"):
        page = phone.log_in(who).go("/")
        expect(page.locator("a", has_text=name).first).to_be_visible()
        phone.go(path)
        phone.act("确认收到")
        expect(page.locator(".note-success")).to_contain_text("已确认收到")
    expect(page.locator(".pill", has_text="已确认收到")).to_have_count(2)
    receipt = phone.context.request.get(f"{phone.site}{path}receipt/")
    assert receipt.body().startswith(b"%PDF")


def test_clean_reports_are_signed_together(desk: Desk) -> None:
    page = desk.log_in("pollution-1").go("/reports/?division=POLLUTION")
    boxes = page.locator("#checks input[name=checks]")
    there = boxes.count()
    assert there > 0
    boxes.last.check()
    page.click("button:has-text('签署所选报告')")
    expect(page.locator(".note-error")).to_be_visible()
    expect(boxes.last).to_be_checked()
    page.locator("input[name=seen]").check()
    page.click("button:has-text('签署所选报告')")
    expect(page.locator(".note-success")).to_be_visible()
    expect(boxes).to_have_count(there - 1)
