"""Paper, instructions, coverage, values and other systems, walked in a real browser by the people they concern."""

import io
import re
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import expect

from tests.browser.conftest import Desk

pytestmark = pytest.mark.browser


def today_of(desk: Desk) -> str:
    """Today in Shanghai, as the browser knows it."""
    code = "new Intl.DateTimeFormat('sv-SE', {timeZone: 'Asia/Shanghai'}).format(new Date())"
    return str(desk.page.evaluate(code))


def test_a_paper_slip_goes_out_filled_and_comes_back(desk: Desk, tmp_path: Path) -> None:
    page = desk.log_in("ecology-1").go("/slips/new/")
    page.fill("#title", "纸质走一圈")
    page.select_option("#subject", "MONITORING")
    page.select_option("#ground", "SUPPORT")
    page.fill("#description", "请采样")
    page.check("input[name=receivers][value=STATION]")
    page.select_option("#channel", "PAPER")
    page.click("text=提交审签")
    expect(page.locator(".note-error")).to_contain_text("不能在线办理的原因")
    expect(page.locator("#title")).to_have_value("纸质走一圈")
    page.fill("#channel_why", "市级系统停机维护")
    page.check("input[name=receivers][value=STATION]")
    page.click("text=提交审签")
    expect(page.locator(".note-success")).to_be_visible()
    path = page.url.removeprefix(desk.site)
    desk.log_in("ecology-head").go(path)
    desk.act("审签发出")
    desk.log_in("ecology-1").go(path)
    with page.expect_download() as saved:
        page.click("text=转办单 Word")
    document = Document(str(saved.value.path()))
    row = next(
        r for r in document.tables[0].rows if r.cells[1].text == "监测站" and "接收" in r.cells[0].text
    )
    for cell, text in zip(row.cells[2:6], ("已安排采样", "周示安", "冯示安", today_of(desk)), strict=True):
        cell.paragraphs[0].text = text
    out = io.BytesIO()
    document.save(out)
    filled = tmp_path / "填好的转办单.docx"
    filled.write_bytes(out.getvalue())
    desk.go("/slips/paper/")
    page.set_input_files("#file", str(filled))
    page.click("text=读入并核对")
    expect(page.locator("h1")).to_contain_text("核对转办单")
    expect(page.locator(".multiline", has_text="已安排采样").first).to_be_visible()
    page.locator("input[value=paper]").first.check()
    page.click("text=按所选办理")
    expect(page.locator(".note-success")).to_contain_text("原件保留")
    expect(page.locator("h2", has_text="监测站").locator(".pill")).to_have_text("办理中")


def test_the_leader_instructs_from_a_unit_and_the_division_reports(phone: Desk) -> None:
    page = phone.log_in("group-leader").go("/facilities/?klass=KEY")
    page.locator(".main-cell a").first.click()
    page.locator("a.button", has_text="批示").click()
    page.fill("#text", "请执法大队三日内核查并报告")
    page.fill("#on", today_of(phone).replace("-", ""))
    page.select_option("#lead", "ENFORCEMENT")
    page.click("main button:has-text('录入批示')")
    expect(page.locator(".note-success")).to_be_visible()
    path = page.url.removeprefix(phone.site)
    phone.log_in("enforcement-1").go("/")
    expect(page.locator("a", has_text="办理领导批示").first).to_be_visible()
    phone.go(path)
    phone.act("回报办理情况", report="已核查，正常")
    expect(page.locator(".pill", has_text="已回报")).to_be_visible()


def test_a_figure_opens_its_rows_and_many_get_their_reason_at_once(desk: Desk) -> None:
    page = desk.log_in("enforcement-head").go("/coverage/")
    row = page.locator("tr", has=page.locator("a", has_text="简化管理单位执法检查")).first
    count = row.locator("td.num a").nth(0).inner_text()
    row.locator("td.num a").nth(0).click()
    expect(page.locator(".pages").first).to_contain_text(f"{count} 条")
    desk.go("/duties/?late=1&division=ENFORCEMENT")
    boxes = page.locator("input[name=duties]")
    assert boxes.count() > 0
    boxes.first.check()
    page.select_option("#e-code", "SECONDED")
    page.click("text=登记原因")
    expect(page.locator(".note-success")).to_contain_text("已登记 1 项")
    expect(page.locator("text=原因：人员借调").first).to_be_visible()


def test_a_value_is_confirmed_after_looking_at_what_changes(desk: Desk) -> None:
    page = desk.log_in("approval-head").go("/values/")
    before = int(re.sub(r"\D", "", page.locator("h1").inner_text()))
    page.locator("tr", has_text="反馈确认").locator("a.button").click()
    page.fill("#p-text", "3")
    page.fill("#p-since", "20160101")
    page.click("text=看影响")
    expect(page.locator("h2", has_text="影响")).to_be_visible()
    page.fill("#document", "普演环〔2026〕9号（演示）")
    page.click("text=确认并采用")
    expect(page.locator(".note-success")).to_be_visible()
    expect(page.locator("h1")).to_contain_text(str(before - 1))


def test_a_trial_shows_the_year_beside_todays(desk: Desk) -> None:
    page = desk.log_in("legal-1").go("/what-if/")
    page.select_option("#name-0", "inspection.registered.share")
    page.fill("#value-0", "25%")
    page.locator("main button:has-text('推演')").first.click()
    expect(page.locator("summary", has_text="按科室")).to_be_visible()
    expect(page.locator("text=登记单位年度检查比例：20% → 25%")).to_be_visible()
    assert page.locator("text=凭文件采用").count() == 0


def test_a_message_is_ready_to_paste(desk: Desk) -> None:
    desk.context.grant_permissions(["clipboard-read", "clipboard-write"])
    page = desk.log_in("approval-head").go("/loops/")
    page.click("a[data-copy-from]")
    expect(page.locator(".note[role=status]").first).to_contain_text("已复制")
    assert page.evaluate("navigator.clipboard.readText()").startswith("【未办结清单】")


def test_what_the_backlog_names_is_matched_with_one_click(desk: Desk) -> None:
    page = desk.log_in("enforcement-1").go("/backlog/?side=there")
    rows = page.locator("tbody tr").count()
    page.locator("button", has_text="对应：").first.click()
    expect(page.locator(".note-success")).to_contain_text("已对应")
    assert page.locator("tbody tr").count() == rows - 1
