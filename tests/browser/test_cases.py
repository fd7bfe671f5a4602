"""A penalty case from its first day to the legal review, and a complaint, walked by those who do it; axe finds nothing serious."""

import re
from datetime import date, timedelta
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Desk
from tests.browser.test_office_ways import today_of

pytestmark = pytest.mark.browser


def serious(page: Page) -> list[str]:
    """What axe finds on the page, from serious upwards."""
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in ("serious", "critical")
    ]


def opened(page: Page, label: str) -> Locator:
    """A step with its form open."""
    name = re.compile(f"^\\s*{label}\\s*$")
    step = page.locator("details.act", has=page.locator("summary", has_text=name)).first
    step.locator("summary").first.click()
    return step


def sent(step: Locator, label: str) -> None:
    """Press the form's own button."""
    step.locator("button", has_text=f"确定{label}").click()


def said(page: Page, words: str) -> None:
    """The sentence after an act."""
    expect(page.locator(".note-success")).to_contain_text(words)


def open_a_case(desk: Desk) -> tuple[str, str]:
    """Opened from the list for the first unit found; answers its address, and who opened it."""
    page = desk.log_in("enforcement-1").go("/facilities/?klass=KEY")
    mine = page.locator(".who-name").inner_text()
    unit = page.locator("td.main-cell a").last.inner_text()
    page = desk.go("/cases/new/")
    assert serious(page) == []
    page.fill("#title", "超过许可排放浓度")
    page.select_option("#conduct", "over-limits")
    page.fill("#unit", unit)
    page.fill("#act_from", (date.fromisoformat(today_of(desk)) - timedelta(days=9)).isoformat())
    page.locator("form.panel button", has_text="登记").click()
    said(page, "已登记待立案案件")
    return page.url.removeprefix(desk.site), mine


def test_a_case_goes_from_its_first_day_to_its_review(desk: Desk, tmp_path: Path) -> None:
    case, mine = open_a_case(desk)
    page = desk.log_in("enforcement-head").go(case)
    step = opened(page, "立案")
    head = page.locator(".who-name").inner_text()
    people = step.locator("fieldset label")
    people.filter(has_text=mine).locator("input").check()
    people.filter(has_not_text=re.compile(f"{mine}|{head}")).first.locator("input").check()
    step.locator("[name=on]").fill(today_of(desk))
    sent(step, "立案")
    said(page, "已立案")
    expect(page.locator("#clocks")).to_contain_text("90日")
    page = desk.log_in("enforcement-1").go(case)
    step = opened(page, "选择依据和拟处罚")
    step.locator("[name=clause]").select_option(index=1)
    step.locator("[name=circumstance]").select_option(index=1)
    step.locator("[name=basis_why]").fill("行为时的规定，处罚时仍然有效。")
    step.locator("[name=proposed_fine]").fill("250000")
    sent(step, "选择依据和拟处罚")
    said(page, "已登记适用依据")
    expect(page.locator("#bases")).to_contain_text("已选用")
    file_a_scan(page, tmp_path, today_of(desk))
    step = opened(page, "调查终结")
    step.locator("[name=on]").fill(today_of(desk))
    step.locator("[name=gaps_why]").fill("现场笔录即为证据，其余没有")
    sent(step, "调查终结")
    said(page, "已登记调查终结")
    step = opened(page, "送法制审核")
    step.locator("[name=gaps_why]").fill("见调查终结")
    sent(step, "送法制审核")
    said(page, "已送法制科审核")
    assert serious(page) == []
    review(desk, case)


def file_a_scan(page: Page, folder: Path, day: str) -> None:
    """The form that the law demands goes into the file with its scan."""
    scan = folder / "立案审批表.pdf"
    scan.write_bytes(b"%PDF-1.4\n%demo\n")
    expect(page.locator("#files")).to_contain_text("立案审批表（必须有）")
    step = opened(page, "归入文书")
    step.locator("[name=code]").select_option("filing")
    step.locator("[name=on]").fill(day)
    step.locator("[name=pages]").fill("2")
    step.locator("[name=scan]").set_input_files(str(scan))
    step.locator("button", has_text="归入卷内").click()
    said(page, "《立案审批表》已归入卷内")
    expect(page.locator("#files .note-warning")).not_to_contain_text("立案审批表")


def review(desk: Desk, case: str) -> None:
    """法制科 finds it on its desk and passes it."""
    page = desk.log_in("legal-1").go("/")
    page.locator("a", has_text="行政处罚法制审核").first.click()
    expect(page.locator("h1")).to_be_visible()
    page = desk.go(case)
    step = opened(page, "审核通过")
    step.locator("[name=opinion]").fill("主体、事实、依据、程序、裁量均无不当。")
    sent(step, "审核通过")
    said(page, "法制审核已通过")
    assert serious(page) == []


def test_a_complaint_keeps_nobodys_telephone(phone: Desk) -> None:
    page = phone.log_in("enforcement-1").go("/complaints/new/")
    page.select_option("#source", "HOTLINE")
    page.fill("#outside_number", "演示-20260001")
    page.fill("#place", "演示路与示范路口")
    page.fill("#what", "夜间有刺鼻气味，联系13800138000")
    page.locator("form.panel button", has_text="登记").click()
    expect(page.locator(".note-error")).to_contain_text("疑似有手机号码")
    assert serious(page) == []
    page.fill("#what", "夜间有刺鼻气味")
    page.locator("form.panel button", has_text="登记").click()
    said(page, "已登记，编号")
    step = opened(page, "分派")
    step.locator("[name=division]").select_option("POLLUTION")
    sent(step, "分派")
    said(page, "已分派")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.parametrize("who", ["enforcement-1", "legal-1"])
def test_lists_and_registers_are_readable_by_everybody(desk: Desk, phone: Desk, who: str) -> None:
    faults = []
    for screen in (desk, phone):
        screen.log_in(who)
        for path in ("/cases/", "/complaints/", "/campaign-findings/", "/publicity/", "/credit/"):
            page = screen.go(path)
            wide = page.evaluate("document.documentElement.scrollWidth")
            faults += [f"{path} {screen.width}: {fault}" for fault in serious(page)]
            faults += [f"{path} {wide} > {screen.width}"] if wide > screen.width else []
    assert faults == []
