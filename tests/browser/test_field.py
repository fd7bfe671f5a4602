"""A telephone in a cellar: no signal, a killed browser, an expired log-in, a second telephone. Nothing is lost, nothing is twice."""

import contextlib
import hashlib
from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Error, expect

from tests.browser.conftest import Desk
from tests.browser.sending import arrived, sent_out
from tests.browser.telephone import Telephone, card, draw, enter, log_in_again, part, say, sign, waits
from tests.enforcement.sent import photo

pytestmark = pytest.mark.browser
WECHAT = (
    "Mozilla/5.0 (Linux; Android 14) AppleWebKit/537.36 Chrome/116 Mobile MicroMessenger/8.0.44 NetType/4G"
)


@pytest.fixture(scope="module")
def visits(site: str, folder: Path) -> list[str]:
    """Seven visits on which both inspectors are sent today."""
    return sent_out(folder, 7)


@pytest.fixture(scope="module")
def shot(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A photo in the telephone's album."""
    made = tmp_path_factory.mktemp("album") / "IMG_0001.JPG"
    made.write_bytes(photo(place=True))
    return made


@pytest.fixture
def telephone(chrome: Browser, tmp_path: Path) -> Iterator[Telephone]:
    made = Telephone(chrome, tmp_path / "profile")
    yield made
    with contextlib.suppress(Error):
        made.context.close()


def test_without_signal_killed_and_started_again_everything_arrives_once(
    telephone: Telephone, site: str, visits: list[str], folder: Path, shot: Path
) -> None:
    visit = visits[0]
    page = telephone.switch_on().page
    enter(page, site)
    telephone.context.set_offline(True)
    page.reload()
    expect(page.locator("h1")).to_have_text("今天的检查")
    part(page, site, visit, "record")
    page.click("button:has-text('开始检查')")
    waits(page, 1)
    page.get_by_label("现场负责人", exact=True).fill("演示甲")
    page.get_by_label("现场负责人", exact=True).blur()
    waits(page, 2)
    part(page, site, visit, "list")
    say(page, "1.1.1", "符合")
    say(page, "2.1.1", "不符合", "多出一个排口")
    waits(page, 4)
    card(page, "2.1.1").locator("input[type=file]").first.set_input_files(str(shot))
    waits(page, 5)
    part(page, site, visit, "photos")
    sign(page, "演示甲")
    waits(page, 6)
    part(page, site, visit, "list")
    # Typed and not yet left when the battery goes: the draft is on the device.
    card(page, "1.2.1").locator("textarea").press_sequentially("还没写完")
    page.wait_for_timeout(600)
    telephone.kill()

    page = telephone.switch_on(signal_there=False).page
    page.goto(f"{site}/field/")
    waits(page, 7)
    expect(page.locator("#state")).to_contain_text("没有信号")
    part(page, site, visit, "list")
    expect(card(page, "2.1.1").locator("textarea")).to_have_value("多出一个排口")
    expect(card(page, "1.2.1").locator("textarea")).to_have_value("还没写完")
    before = arrived(folder, visit)
    assert before["acts"] == 0
    # Half an hour without a request ends the log-in; a killed browser may have forgotten it anyway.
    telephone.context.clear_cookies()
    telephone.context.set_offline(False)
    log_in_again(page)
    waits(page, 0)
    part(page, site, visit, "list")
    expect(card(page, "2.1.1")).to_contain_text("已同步")
    came = arrived(folder, visit)
    assert (came["acts"], came["state"], came["record"]) == (7, "UNDERWAY", {"in_charge": "演示甲"})
    assert [row for row in came["answers"] if row[3] and not row[0].startswith("r.")] == [
        ["1.1.1", "MEETS", "", True],
        ["2.1.1", "FAILS", "多出一个排口", True],
        ["1.2.1", "NOT_CHECKED", "还没写完", True],
    ]
    kinds = {kind: (sha, there) for kind, sha, there in came["pictures"]}
    assert kinds["EVIDENCE"] == (hashlib.sha256(shot.read_bytes()).hexdigest(), True)
    assert kinds["SIGNATURE"][1] and len(came["pictures"]) == 2
    page.reload()
    waits(page, 0)
    assert arrived(folder, visit) == came


def test_an_expired_log_in_keeps_what_waits_and_comes_back(
    phone: Desk, visits: list[str], folder: Path
) -> None:
    page, visit = phone.page, visits[1]
    enter(page, phone.site)
    part(page, phone.site, visit, "list")
    phone.context.clear_cookies()
    say(page, "1.1.1", "符合")
    expect(page.locator("#notes")).to_contain_text("登录已过期")
    waits(page, 1)
    page.reload()
    expect(card(page, "1.1.1")).to_contain_text("已存本机，待同步")
    log_in_again(page)
    waits(page, 0)
    assert arrived(folder, visit)["answers"] == [["1.1.1", "MEETS", "", True]]


def test_two_telephones_leave_two_versions_until_one_is_chosen(
    phone: Desk, chrome: Browser, site: str, visits: list[str], folder: Path
) -> None:
    visit, other = visits[2], Desk(chrome, site, 390)
    enter(phone.page, site)
    enter(other.page, site, "enforcement-2")
    part(other.page, site, visit, "list")
    none = other.page.locator("#progress").inner_text()
    for desk, result, words in ((phone, "符合", ""), (other, "不适用", "没有这类设施")):
        part(desk.page, site, visit, "list")
        say(desk.page, "2.1.1", result, words)
        waits(desk.page, 0)
    expect(card(other.page, "2.1.1")).to_contain_text("两台设备填得不一样")
    # As on the desk: nothing counts before one is chosen.
    expect(other.page.locator("#progress")).to_have_text(none + "其中 1 问有两个版本待选定。")
    card(other.page, "2.1.1").locator(".version", has_text="不适用").locator("button").click()
    expect(card(other.page, "2.1.1").get_by_role("radio", name="不适用")).to_be_checked()
    waits(other.page, 0)
    for _ in range(50):  # the choice is queued after the click, and may be on its way
        rows = arrived(folder, visit)["answers"]
        if sum(row[3] for row in rows if row[0] == "2.1.1") == 1:
            break
        other.page.wait_for_timeout(100)
    assert [row for row in rows if row[3]] == [["2.1.1", "NOT_APPLICABLE", "没有这类设施", True]]
    assert ["2.1.1", "MEETS", "", False] in rows
    other.context.close()
    assert other.faults == []


def test_a_sealed_file_goes_by_hand_and_the_later_sending_changes_nothing(
    phone: Desk, chrome: Browser, visits: list[str], folder: Path, shot: Path, tmp_path: Path
) -> None:
    page, visit = phone.page, visits[3]
    enter(page, phone.site)
    phone.context.set_offline(True)
    part(page, phone.site, visit, "list")
    say(page, "1.1.1", "符合")
    card(page, "1.1.1").locator("input[type=file]").first.set_input_files(str(shot))
    waits(page, 2)
    page.evaluate("() => { location.hash = '#/queue'; }")
    with page.expect_download() as saved:
        page.click("button:has-text('导出封存文件')")
    carried = tmp_path / saved.value.suggested_filename
    saved.value.save_as(carried)
    office = Desk(chrome, phone.site, 1440).log_in("enforcement-1")
    office.go("/field/import/").set_input_files("#file", str(carried))
    office.page.click("main button:has-text('导入')")
    expect(office.page.locator(".note-success")).to_contain_text("共 2 条：已收下 2 条")
    office.context.close()
    came = arrived(folder, visit)
    assert (came["acts"], len(came["pictures"]), came["answers"]) == (2, 1, [["1.1.1", "MEETS", "", True]])
    phone.context.set_offline(False)
    waits(page, 0)
    assert arrived(folder, visit) == came
    phone.faults[:] = [f for f in phone.faults if "ERR_INTERNET_DISCONNECTED" not in f]


def test_what_the_server_refuses_stays_with_its_reason_until_a_person_decides(
    phone: Desk, visits: list[str], folder: Path
) -> None:
    page, visit = phone.page, visits[4]
    enter(page, phone.site)
    part(page, phone.site, visit, "end")
    page.get_by_role("radio", name="已完成", exact=True).check()
    page.click("button:has-text('结束检查')")
    expect(page.locator("#state")).to_contain_text("需处理 1")
    page.click("#state a:has-text('需处理')")
    expect(page.locator(".note-error")).to_contain_text("开始")
    page.click("button:has-text('不采纳')")
    expect(page.locator("main")).to_contain_text("未采纳，服务器已保存")
    came = arrived(folder, visit)
    assert (came["acts"], came["state"]) == (1, "ASSIGNED")
    assert arrived(folder, visits[5])["acts"] == 0


def test_leaving_empties_the_device_unless_something_waits(phone: Desk, visits: list[str]) -> None:
    page = phone.page
    left = "Promise.all([indexedDB.databases(), caches.keys()]).then(([d, c]) => d.length + c.length)"
    enter(page, phone.site)
    part(page, phone.site, visits[5], "list")
    phone.context.set_offline(True)
    say(page, "1.1.1", "符合")
    waits(page, 1)
    page.evaluate("() => { location.hash = '#/'; }")
    page.click("button:has-text('退出现场端')")
    expect(page.locator("main")).to_contain_text("没有同步的现场数据，已妥善保存")
    phone.context.set_offline(False)
    enter(page, phone.site)
    waits(page, 0)
    page.click("button:has-text('退出现场端')")
    page.wait_for_url("**/login/**")
    assert page.evaluate(left) == 0
    enter(page, phone.site)
    page.goto(f"{phone.site}/manual/")
    page.click("[data-menu]")
    page.click("button:has-text('退出')")
    page.wait_for_url("**/login/**")
    assert page.evaluate(left) == 0
    phone.faults[:] = [f for f in phone.faults if "ERR_INTERNET_DISCONNECTED" not in f]


def test_what_lacks_its_words_is_not_sent_before_they_are_written(
    phone: Desk, visits: list[str], folder: Path
) -> None:
    page, visit = phone.page, visits[6]
    enter(page, phone.site)
    part(page, phone.site, visit, "list")
    assert card(page, "1.3.1").get_by_role("radio").first.get_attribute("value") == "NOT_CHECKED"
    say(page, "1.3.1", "不符合")
    expect(card(page, "1.3.1")).to_contain_text("需补充说明，未同步")
    page.reload()
    waits(page, 0)
    expect(card(page, "1.3.1").get_by_role("radio", name="不符合", exact=True)).to_be_checked()
    expect(page.locator("#progress")).to_contain_text("其中 1 问需补充说明")
    part(page, phone.site, visit, "end")
    expect(page.locator("main .error").first).to_contain_text("需补充说明：1.3.1")
    page.evaluate("() => { location.hash = '#/queue'; }")
    expect(page.locator("main")).to_contain_text("需补充说明 1")
    assert arrived(folder, visit)["answers"] == []
    page.click("a:has-text('去补充')")
    phone.context.set_offline(True)
    card(page, "1.3.1").locator("textarea").fill("没有台账")
    card(page, "1.3.1").locator("textarea").blur()
    waits(page, 1)
    told = page.evaluate("import('/static/field/store.js').then(s => s.acts()).then(a => a[0].at)")
    phone.context.set_offline(False)
    waits(page, 0)
    expect(card(page, "1.3.1")).to_contain_text("已同步")
    expect(page.locator("#progress")).not_to_contain_text("需补充说明")
    assert arrived(folder, visit)["answers"] == [["1.3.1", "FAILS", "没有台账", True]]
    # The list of what was sent keeps the time of writing.
    kept = page.evaluate("import('/static/field/store.js').then(s => s.done()).then(a => a.at(-1).at)")
    assert kept == told
    group = page.locator("details.group").first
    group.locator("summary").first.click()
    expect(card(page, "1.1.1")).to_be_hidden()
    phone.faults[:] = [f for f in phone.faults if "ERR_INTERNET_DISCONNECTED" not in f]


def test_a_signature_stays_until_it_is_kept(phone: Desk, visits: list[str], folder: Path) -> None:
    page = phone.page
    enter(page, phone.site)
    part(page, phone.site, visits[4], "photos")
    keep, wrong = page.locator("button:has-text('保存签名')"), page.locator(".error")
    inked = "document.querySelector('canvas.pad').getContext('2d').getImageData(0,0,640,260).data.some(v => v < 60)"
    keep.click()
    expect(wrong.filter(has_text="还没有签名")).to_be_visible()
    draw(page)
    expect(wrong.filter(has_text="还没有签名")).to_have_count(0)
    keep.click()
    expect(wrong.filter(has_text="请先写签名人")).to_be_visible()
    # Something else of the page changes meanwhile: nothing that was begun goes.
    page.evaluate("document.activeElement.blur(); document.dispatchEvent(new CustomEvent('field-changed'))")
    page.wait_for_timeout(300)
    assert page.evaluate(inked)
    page.get_by_label("签名人").fill("演示丁")
    expect(wrong.filter(has_text="请先写签名人")).to_have_count(0)
    keep.click()
    expect(page.locator(".shots")).to_contain_text("演示丁")
    assert not page.evaluate(inked)
    for _ in range(50):  # the mark of what waits may not have counted it yet
        if arrived(folder, visits[4])["pictures"]:
            break
        page.wait_for_timeout(200)
    waits(page, 0)
    assert [kind for kind, *_ in arrived(folder, visits[4])["pictures"]] == ["SIGNATURE"]


def test_inside_a_messenger_the_page_names_the_way_out(chrome: Browser, site: str) -> None:
    context = chrome.new_context(viewport={"width": 390, "height": 844}, user_agent=WECHAT)
    page = context.new_page()
    page.goto(f"{site}/field/")
    expect(page.locator("main")).to_contain_text("在浏览器打开")
    expect(page.locator("#address")).to_have_value(f"{site}/field/")
    context.close()


@pytest.mark.parametrize("width", [390, 1440])
def test_axe_finds_nothing_serious_and_nothing_scrolls_sideways(
    chrome: Browser, site: str, visits: list[str], width: int
) -> None:
    desk = Desk(chrome, site, width)
    page = desk.page
    enter(page, site)
    wrong: list[str] = []
    parts = ("brief", "list", "photos", "record", "end") if width == 390 else ("list",)
    for way in ("", *(f"v/{visits[0]}/{name}" for name in parts), "queue"):
        page.evaluate("address => { location.hash = address; }", f"#/{way}")
        page.wait_for_timeout(250)
        found = Axe().run(page).response["violations"]
        wrong += [
            f"{way}: {v['id']} {v['nodes'][0]['html'][:120]}"
            for v in found
            if v["impact"] in ("serious", "critical")
        ]
        if page.evaluate("document.documentElement.scrollWidth > innerWidth"):
            wrong.append(f"{way}: scrolls sideways")
    small = "[...document.querySelectorAll('main .button, .tabs a, .thumb label')].filter(e => e.getBoundingClientRect().height < 44).length"
    assert page.evaluate(small) == 0
    page.goto(f"{site}/field/import/")
    found = Axe().run(page).response["violations"]
    wrong += [f"import: {v['id']}" for v in found if v["impact"] in ("serious", "critical")]
    desk.context.close()
    assert wrong == []
    assert desk.faults == []
