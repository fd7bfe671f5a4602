"""The main paths, walked in a real browser by the people they concern."""

import io
import re
from pathlib import Path

import openpyxl
import pytest
from playwright.sync_api import expect

from postpermit.register.workbook import write_workbook
from tests.browser.conftest import Desk
from tests.bureau import unit_row

pytestmark = pytest.mark.browser


def test_a_task_goes_from_raising_to_the_archive(desk: Desk) -> None:
    page = desk.log_in("ecology-1").go("/slips/new/")
    page.fill("#title", "浏览器走通的任务")
    page.select_option("#subject", "MONITORING")
    page.select_option("#ground", "SUPPORT")
    page.fill("#description", "请采样")
    page.check("input[name=receivers][value=STATION]")
    page.click("text=提交审签")
    expect(page.locator(".note-success")).to_contain_text("待本科室负责人审签")
    path = page.url.removeprefix(desk.site)
    steps = (
        ("ecology-head", "审签发出", {}),
        ("station-1", "接收", {"text": "已安排"}),
        ("station-head", "签收", {}),
        ("station-1", "反馈结果", {"text": "已采样，结果正常"}),
        ("station-head", "签发反馈", {}),
        ("ecology-1", "确认反馈", {}),
    )
    for who, label, typed in steps:
        desk.log_in(who).go(path)
        desk.act(label, **typed)
        expect(page.locator(".note-success")).to_be_visible()
    expect(page.locator("h1 + p .pill")).to_have_text("待归档")
    desk.log_in("approval-1").go("/records/new/?kind=meeting-dispatch")
    page.fill("#on", "今天")
    page.click("button:has-text('登记')")
    expect(page.locator(".note-error")).to_contain_text("不是有效日期")
    today = page.evaluate("new Intl.DateTimeFormat('sv-SE', {timeZone: 'Asia/Shanghai'}).format(new Date())")
    page.fill("#on", today.replace("-", ""))
    page.select_option("#kind", "meeting-dispatch")
    page.fill("#who", "演示甲")
    page.fill("#result", "归档联动任务")
    page.locator("main button:has-text('登记')").click()
    expect(page.locator(".note-success")).to_be_visible()
    desk.go("/archive/")
    expect(page.locator("text=浏览器走通的任务")).to_be_visible()
    page.select_option("#meeting", index=1)
    page.click("text=归档所选")
    desk.go(path)
    expect(page.locator("h1 + p .pill")).to_have_text("已归档")
    assert page.locator(".row-card").count() == 3
    assert page.locator("text=系统审签").count() >= 3


def test_a_visit_recorded_on_the_telephone_completes_its_duty(phone: Desk) -> None:
    page = phone.log_in("enforcement-1").go("/duties/?kind=inspect-new-permit&state=OPEN")
    page.locator(".main-cell a[href^='/']").first.click()
    page.click("text=登记办理记录")
    page.fill("#who", "演示乙")
    page.fill("#result", "未发现异常")
    today = page.evaluate("new Intl.DateTimeFormat('sv-SE', {timeZone: 'Asia/Shanghai'}).format(new Date())")
    page.fill("#on", today)
    page.locator("main button:has-text('登记')").click()
    expect(page.locator(".note-success")).to_contain_text("已登记")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")


def test_a_register_is_checked_with_its_faults_named_and_then_taken(desk: Desk, tmp_path: Path) -> None:
    page = desk.log_in("approval-2").go("/facilities/import/")
    wrong = tmp_path / "错.xlsx"
    wrong.write_bytes(write_workbook({"单位": [unit_row(71, 统一社会信用代码="123")]}))
    page.set_input_files("#file", str(wrong))
    page.click("text=上传并检查")
    expect(page.locator("h2", has_text="有错误，未导入")).to_be_visible()
    expect(page.locator("table")).to_contain_text("统一社会信用代码")
    right = tmp_path / "对.xlsx"
    right.write_bytes(write_workbook({"单位": [unit_row(71, 单位名称="走通的厂（演示）")]}))
    desk.go("/facilities/import/")
    page.set_input_files("#file", str(right))
    page.click("text=上传并检查")
    page.click("text=确认导入")
    expect(page.locator("h2", has_text="已导入")).to_be_visible()
    page.keyboard.press("Escape")
    page.locator("body").press("/")
    page.locator("#find").fill("zoutong")
    page.locator("#find").press("Enter")
    expect(page.locator("h1")).to_have_text("走通的厂（演示）")


def test_a_secret_file_is_refused_and_nothing_of_it_is_shown(desk: Desk, tmp_path: Path) -> None:
    page = desk.log_in("approval-2").go("/facilities/import/")
    file = tmp_path / "甲.xlsx"
    file.write_bytes(write_workbook({"单位": [unit_row(72, 单位名称="涉密的某厂子丑")]}))
    page.set_input_files("#file", str(file))
    page.click("text=上传并检查")
    expect(page.locator(".note-error")).to_contain_text("单位 第 2 行 单位名称")
    assert "子丑" not in page.content()


def test_a_deadline_opens_its_reckoning_day_by_day(desk: Desk) -> None:
    page = desk.log_in("approval-1").go("/duties/?kind=meeting-dispatch")
    page.locator(".main-cell a[href^='/']").first.click()
    page.click("text=看这一天是怎么来的")
    expect(page.locator("main")).to_contain_text("上旬")
    expect(page.locator("tbody tr").first).to_contain_text("工作日")


def test_a_list_is_taken_out_as_a_spreadsheet(desk: Desk) -> None:
    page = desk.log_in("approval-1").go("/duties/")
    with page.expect_download() as taken:
        page.click("text=导出")
    sheet = openpyxl.load_workbook(io.BytesIO(Path(taken.value.path()).read_bytes())).active
    assert sheet.max_row > 100
    assert re.match(r"事项", sheet["A1"].value)


def test_a_form_keeps_what_was_typed_over_a_lost_session(desk: Desk) -> None:
    page = desk.log_in("station-1").go("/slips/new/")
    page.fill("#title", "没有丢的字")
    desk.context.clear_cookies()
    page.click("text=提交审签")
    page.wait_for_load_state()
    desk.log_in("station-1").go("/slips/new/")
    expect(page.locator("#title")).to_have_value("没有丢的字")


def test_the_keyboard_alone_reaches_the_main_thing(desk: Desk) -> None:
    page = desk.log_in("approval-1").go("/slips/")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_the_login_page_of_the_demo_shows_one_account_per_post(desk: Desk) -> None:
    page = desk.go("/login/")
    assert page.locator("tbody tr").count() == 25
    expect(page.locator("main")).to_contain_text("仅演示环境显示")
