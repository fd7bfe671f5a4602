"""A visit from the unit's page to the public list of results, walked by those who do it; axe finds nothing serious."""

import re
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from PIL import Image
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import Desk

pytestmark = pytest.mark.browser


def serious(page: Page) -> list[str]:
    """What axe finds on the page, from serious upwards."""
    found = Axe().run(page).response["violations"]
    return [
        f"{v['id']}: {v['nodes'][0]['html'][:120]}" for v in found if v["impact"] in ("serious", "critical")
    ]


def opened(page: Page, label: str) -> Locator:
    """A step with its form open."""
    step = page.locator(
        "details.act", has=page.locator("summary", has_text=re.compile(f"^\\s*{label}\\s*$"))
    ).first
    step.locator("summary").click()
    return step


def done(page: Page, words: str) -> None:
    """The sentence after an act."""
    expect(page.locator(".note-success")).to_contain_text(words)


def prepared(desk: Desk) -> tuple[str, str]:
    """A visit prepared from a unit's page: its address, and the name of who is logged in."""
    page = desk.log_in("enforcement-1").go("/facilities/?klass=SIMPLIFIED")
    mine = page.locator(".who-name").inner_text()
    page.locator("td.main-cell a").last.click()
    page.locator("#enforcement a", has_text="安排检查").click()
    page.locator("label", has_text="触发式检查").click()
    page.select_option("#reason", "COMPLAINT")
    page.fill("#reason_text", "热线工单演示1号")
    assert serious(page) == []
    page.locator("form.panel button", has_text="安排检查").click()
    done(page, "已安排")
    return page.url.removeprefix(desk.site), mine


def test_a_visit_from_the_unit_to_its_signed_paper(desk: Desk, tmp_path: Path) -> None:
    visit, mine = prepared(desk)
    page = desk.log_in("enforcement-head").go(visit)
    step = opened(page, "派员")
    step.locator("select[name=lead]").select_option(label=mine)
    others = step.locator("fieldset label").filter(has_not_text=re.compile(f"（|{mine}"))
    others.first.locator("input").check()
    step.locator("button", has_text="确定派员").click()
    done(page, "已派员")

    page = desk.log_in("enforcement-1").go(visit)
    assert serious(page) == []
    page.locator(".head-acts a", has_text="检查前情况").click()
    expect(page.locator("h1")).to_contain_text("检查前情况")
    assert serious(page) == []
    page = desk.go(visit)
    step = opened(page, "登记检查码")
    step.locator("input[name=code]").fill(f"JCM{visit.strip('/')[-12:]}")
    step.locator("button", has_text="确定登记检查码").click()
    done(page, "检查码已登记")
    step = opened(page, "开始检查")
    step.locator("button", has_text="确定开始检查").click()
    done(page, "检查已开始")
    answer_everything(page)
    photo = tmp_path / "排放口.jpg"
    Image.new("RGB", (640, 480), "gray").save(photo)
    step = opened(page, "上传照片")
    step.locator("#pic-question").select_option(index=1)
    step.locator("#pic-caption").fill("标志牌缺失")
    page.set_input_files("#files", str(photo))
    step.locator("button").click()
    done(page, "已保存 1 张")
    step = opened(page, "登记问题")
    expect(step.locator("textarea[name=text]")).to_have_value("许可证副本没有放在现场")
    step.locator("button", has_text="确定登记问题").click()
    done(page, "问题已登记")
    step = opened(page, "结束检查")
    step.locator("select[name=outcome]").select_option("DONE")
    step.locator("textarea[name=conclusion]").fill("发现一个问题，已要求整改。")
    step.locator("button", has_text="确定结束检查").click()
    done(page, "检查已结束")
    expect(page.locator(".note-warning").first).to_contain_text("还有 1 个问题没有确定处理方式")
    step = opened(page, "立行立改")
    step.locator("textarea[name=demand]").fill("三日内将副本放回现场")
    step.locator("button", has_text="确定立行立改").click()
    done(page, "已要求立行立改")
    step = opened(page, "办结")
    step.locator("button", has_text="确定办结").click()
    done(page, "检查已办结")
    assert serious(page) == []
    sign_the_checklist(page)
    page.locator("[data-copy]", has_text="按市系统栏目复制").click()
    expect(page.locator("#copy-paste")).to_have_value(re.compile("许可证副本没有放在现场"))


def answer_everything(page: Page) -> None:
    """Every question 符合 but the first, which needs its words."""
    for group in page.locator("#answers details.section").all():
        if group.get_attribute("open") is None:
            group.locator("> summary").click()
    for question in page.locator("#answers .question").all():
        question.locator("label", has_text=re.compile("^\\s*符合\\s*$")).click()
    first = page.locator("#answers .question").first
    first.locator("label", has_text="不符合").click()
    page.locator("button", has_text="保存检查结果").first.click()
    expect(page.locator(".question .error").first).to_contain_text("请写明情况")
    page.locator("#answers .question").first.locator("textarea").fill("许可证副本没有放在现场")
    page.locator("button", has_text="保存检查结果").first.click()
    done(page, "已保存")
    expect(page.locator("#answers")).to_contain_text("不符合 1")


def sign_the_checklist(page: Page) -> None:
    """The paper as a file, then recorded as signed: its content stands."""
    with page.expect_download() as saved:
        page.locator("#papers a", has_text="Word").nth(1).click()
    assert Path(saved.value.path()).read_bytes().startswith(b"PK")
    step = opened(page, "登记已签署文书")
    step.locator("select[name=kind]").select_option("CHECKLIST")
    step.locator("[name=original_system]").select_option("CITY-ENFORCEMENT")
    step.locator("[name=original_number]").fill("演示检〔2026〕0901号")
    step.locator("button", has_text="确定登记").click()
    done(page, "第 1 版，内容固定")
    expect(page.locator("#papers")).to_contain_text("签署时的内容")


def test_results_are_published_in_one_batch(desk: Desk) -> None:
    page = desk.log_in("enforcement-1").go("/visits/disclosure/")
    assert serious(page) == []
    rows = page.locator("#visits tbody tr")
    waiting = rows.count()
    with page.expect_download() as saved:
        page.locator("a", has_text="导出公开清单").click()
    assert Path(saved.value.path()).read_bytes().startswith(b"PK")
    page.locator("[data-tick]").click()
    page.locator("button", has_text="勾选的已公开").click()
    done(page, f"已登记 {waiting} 次检查的结果公开")
    page = desk.go("/visits/disclosure/?done=1")
    assert page.locator("#visits tbody tr").count() >= min(waiting, 30)


@pytest.mark.parametrize("width", ["desk", "phone"])
def test_pages_of_enforcement_are_easy_to_reach_and_never_scroll_sideways(
    width: str, request: pytest.FixtureRequest
) -> None:
    desk: Desk = request.getfixturevalue(width)
    desk.log_in("enforcement-1")
    for path in (
        "/visits/",
        "/visits/findings/",
        "/checklists/",
        "/classification/?industries=3360",
        "/visits/unlicensed/",
    ):
        page = desk.go(path)
        assert serious(page) == [], path
        assert page.evaluate("document.documentElement.scrollWidth") <= desk.width, path
