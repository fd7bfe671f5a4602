"""A telephone that is full, a clock that is wrong, a thumb that taps twice: nothing goes unsaid, and what was written stays."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Desk
from tests.browser.sending import arrived, sent_out
from tests.browser.telephone import card, enter, part, say, waits
from tests.enforcement.sent import photo

pytestmark = pytest.mark.browser
# The disk takes neither acts nor photos nor drafts while ``full`` is set.
FULL = """() => { window.full = true; for (const name of ["add", "put"]) { const real = IDBObjectStore.prototype[name];
  IDBObjectStore.prototype[name] = function (...a) { if (window.full) throw new DOMException("full", "QuotaExceededError"); return real.apply(this, a); }; } }"""
HELD = "import('/static/field/store.js').then(s => s.acts()).then(a => a.map(x => x.words))"
NOT_KEPT = "没有存下"


@pytest.fixture(scope="module")
def visits(site: str, folder: Path) -> list[str]:
    """Four visits today; the last has no 检查码 yet."""
    return sent_out(folder, 4, 1)


@pytest.fixture(scope="module")
def shot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("album") / "IMG_0002.JPG"
    made.write_bytes(photo())
    return made


@pytest.fixture
def offline(phone: Desk) -> Iterator[Desk]:
    yield phone
    phone.page.close()
    phone.faults[:] = [f for f in phone.faults if "ERR_INTERNET_DISCONNECTED" not in f]


def lost(page: Page, many: int) -> None:
    expect(page.locator("#notes .note-error li")).to_have_count(many)


def test_what_a_full_telephone_cannot_keep_is_said_and_kept_when_there_is_room(
    offline: Desk, visits: list[str], folder: Path, shot: Path
) -> None:
    page, site, visit = offline.page, offline.site, visits[0]
    enter(page, site)
    offline.context.set_offline(True)
    part(page, site, visit, "list")
    page.evaluate(FULL)
    say(page, "1.1.1", "符合")
    expect(card(page, "1.1.1").get_by_role("alert").filter(has_text=NOT_KEPT)).to_be_visible()
    expect(card(page, "1.1.1").locator(".held")).to_have_text(NOT_KEPT)
    expect(page.locator("#state")).to_contain_text("没有存下 1")
    card(page, "2.1.1").locator("input[type=file]").first.set_input_files(str(shot))
    lost(page, 2)
    part(page, site, visit, "record")
    page.get_by_label("姓名").fill("演示乙")
    page.click("button:has-text('登记参加人')")
    lost(page, 3)
    expect(page.get_by_label("姓名")).to_have_value("演示乙")
    page.get_by_label("现场负责人", exact=True).fill("演示丙")
    page.get_by_label("现场负责人", exact=True).blur()
    page.click("button:has-text('开始检查')")
    lost(page, 5)
    waits(page, 0)
    # Coming back to the card, what was chosen is still there, and still not kept.
    part(page, site, visit, "list")
    expect(card(page, "1.1.1").get_by_role("radio", name="符合", exact=True)).to_be_checked()
    expect(card(page, "1.1.1").locator(".held")).to_have_text(NOT_KEPT)
    page.evaluate("window.full = false")
    card(page, "1.1.1").get_by_role("radio", name="符合", exact=True).click()
    lost(page, 4)
    expect(card(page, "1.1.1").locator(".held")).to_have_text("已存本机，待同步")
    say(page, "1.1.1", "不符合", "后来有空间了")
    page.click("button:has-text('再存一次')")
    waits(page, 6)
    expect(page.locator("#notes .note-error")).to_have_count(0)
    offline.context.set_offline(False)
    waits(page, 0)
    came = arrived(folder, visit)
    assert [row for row in came["answers"] if row[3] and row[0] == "1.1.1"] == [
        ["1.1.1", "FAILS", "后来有空间了", True]
    ]
    assert (came["people"], came["record"]["in_charge"], came["state"]) == (["演示乙"], "演示丙", "UNDERWAY")
    assert len(came["pictures"]) == 1


def test_a_refused_hour_opens_again_filled_in_and_the_corrected_one_takes_its_place(
    offline: Desk, visits: list[str], folder: Path
) -> None:
    page, site, visit = offline.page, offline.site, visits[1]
    enter(page, site)
    part(page, site, visit, "record")
    right = page.get_by_label("检查开始时间").input_value()
    page.get_by_label("检查开始时间").fill("2099-01-01T09:00")
    page.click("button:has-text('开始检查')")
    expect(page.locator("#state")).to_contain_text("需处理 1")
    part(page, site, visit, "end")
    page.get_by_role("radio", name="已完成", exact=True).check()
    page.get_by_label("检查结论").fill("未见异常")
    page.click("button:has-text('结束检查')")
    page.click("#state a:has-text('需处理 2')")
    expect(page.locator(".wait-line", has_text="结束检查")).to_contain_text("未见异常")
    hour = page.locator(".wait-line", has_text="开始检查 2099-01-01 09:00")
    expect(hour).to_contain_text("不能晚于现在")
    expect(hour.locator("button:has-text('重试')")).to_have_count(0)
    hour.locator("a:has-text('打开改正')").click()
    expect(page.get_by_label("检查开始时间")).to_have_value("2099-01-01T09:00")
    page.get_by_label("检查开始时间").fill(right)
    page.click("button:has-text('开始检查')")
    expect(page.locator("#state")).to_contain_text("需处理 1")
    part(page, site, visit, "end")
    expect(page.get_by_label("检查结论")).to_have_value("未见异常")
    expect(page.get_by_role("radio", name="已完成", exact=True)).to_be_checked()
    page.click("button:has-text('结束检查')")
    expect(page.locator("main")).to_contain_text("已结束")
    expect(page.locator("#state")).not_to_contain_text("需处理")
    waits(page, 0)
    assert (arrived(folder, visit)["state"], arrived(folder, visit)["acts"]) == ("ENDED", 2)


def test_code_caption_place_and_a_double_tap(
    offline: Desk, visits: list[str], folder: Path, shot: Path
) -> None:
    page, site, visit = offline.page, offline.site, visits[3]
    enter(page, site)
    page.locator("section[aria-label='拍摄位置'] button:has-text('不附')").click()
    page.reload()
    expect(page.locator("h1")).to_have_text("今天的检查")
    expect(page.locator(".visit-card").first).to_be_visible()
    expect(page.locator("section[aria-label='拍摄位置']")).to_have_count(0)
    offline.context.set_offline(True)
    part(page, site, visit, "record")
    page.get_by_label("市系统给出的检查码").fill("XC-门口")
    page.click("button:has-text('登记检查码')")
    waits(page, 1)
    page.locator("button:has-text('开始检查')").dblclick()
    waits(page, 2)
    page.get_by_label("姓名").fill("演示丁")
    page.click("button:has-text('登记参加人')")
    waits(page, 3)
    part(page, site, visit, "list")
    card(page, "2.1.1").locator("input[type=file]").first.set_input_files(str(shot))
    waits(page, 4)
    card(page, "2.1.1").locator("button:has-text('写照片说明')").click()
    card(page, "2.1.1").get_by_label("照片说明").fill("多出的排口")
    card(page, "2.1.1").locator("input[type=file]").first.set_input_files(str(shot))
    waits(page, 5)
    asked = card(page, "2.1.1").locator(".ask").inner_text().removeprefix("2.1.1 ")
    offline.context.set_offline(False)
    waits(page, 0)
    came = arrived(folder, visit)
    assert (came["acts"], came["code"], came["state"]) == (5, "XC-门口", "UNDERWAY")
    assert came["captions"] == [asked, "多出的排口"]
    # What was sent says so without the tasks being loaded again.
    part(page, site, visit, "photos")
    expect(page.locator(".shots li").first).to_contain_text("已同步")
    expect(page.locator("main")).not_to_contain_text("待同步")
    shown = page.locator(".shots li").first
    shown.locator("button:has-text('改说明')").click()
    shown.get_by_label("照片证明什么").fill("排口没有标识牌")
    shown.locator("button:has-text('存下说明')").click()
    expect(shown).to_contain_text("排口没有标识牌")
    expect(shown).not_to_contain_text("待同步")
    part(page, site, visit, "record")
    expect(page.locator("main .lines")).to_contain_text("演示丁")
    expect(page.locator("main")).not_to_contain_text("待同步")


def test_a_clock_three_hours_ahead_is_told_and_the_hours_offered_are_the_servers(
    offline: Desk, visits: list[str]
) -> None:
    page, site = offline.page, offline.site
    page.add_init_script("const real = Date.now; Date.now = () => real() + 3 * 3600000;")
    enter(page, site)
    expect(page.locator("#notes")).to_contain_text("本机时钟比服务器快 180 分钟")
    offline.context.set_offline(True)
    page.reload()
    part(page, site, visits[2], "end")
    expect(page.locator("main")).to_contain_text("本机时钟快 180 分钟，现在实际是")
    ahead = "(Date.parse(document.querySelector('input[type=datetime-local]').value + '+08:00') - Date.now()) / 60000"
    assert -182 <= page.evaluate(ahead) <= -178
