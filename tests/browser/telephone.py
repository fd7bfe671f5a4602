"""A telephone that may lose its power, and what a thumb does on the door on site."""

import contextlib
import os
import signal
from pathlib import Path
from typing import Any

from playwright.sync_api import Browser, BrowserContext, Error, Page, expect

from tests.browser.conftest import CHROMIUM, PASSWORD


class Telephone:
    """A browser with a profile of its own, which outlives its process."""

    def __init__(self, chrome: Browser, profile: Path) -> None:
        self.chrome, self.profile = chrome, profile
        self.context: BrowserContext
        self.page: Page

    def switch_on(self, *, signal_there: bool = True) -> "Telephone":
        """Open the browser on what its profile holds."""
        self.context = self.chrome.browser_type.launch_persistent_context(
            str(self.profile), executable_path=CHROMIUM, args=["--no-sandbox"], viewport={"width": 390, "height": 844},
            locale="zh-CN", accept_downloads=True,
        )  # fmt: skip
        self.context.set_offline(not signal_there)
        self.page = self.context.new_page()
        self.page.set_default_timeout(15000)
        return self

    def kill(self) -> None:
        """The process goes without a word, as when the battery is empty."""
        for entry in Path("/proc").iterdir():
            with contextlib.suppress(OSError, ValueError):
                words = (entry / "cmdline").read_bytes()
                if str(self.profile).encode() in words and b"--type=" not in words:
                    os.kill(int(entry.name), signal.SIGKILL)
        with contextlib.suppress(Error):
            self.context.close()


def enter(page: Page, site: str, account: str = "enforcement-1") -> None:
    """Log in on the way to the door on site, take the day's tasks along, wait until the page is kept."""
    page.goto(f"{site}/login/?next=/field/")
    page.fill("#account", account)
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    expect(page.locator("h1")).to_have_text("今天的检查")
    page.click("button:has-text('下载任务')")
    expect(page.locator(".note-success")).to_contain_text("已下载到本机")
    page.evaluate("navigator.serviceWorker.ready.then(() => true)")


def log_in_again(page: Page) -> None:
    """By the link that the page itself offers, which leads back."""
    expect(page.locator("#notes")).to_contain_text("登录已过期", timeout=30000)
    page.click("#notes a:has-text('去登录')")
    page.fill("#account", "enforcement-1")
    page.fill("#password", PASSWORD)
    page.press("#password", "Enter")
    expect(page.locator("h1")).to_have_text("今天的检查")


def part(page: Page, site: str, visit: str, name: str) -> None:
    """Go to a part of a visit, without asking the network."""
    page.evaluate("address => { location.hash = address; }", f"#/v/{visit}/{name}")
    expect(page.locator(f".tabs a[href$='/{name}']")).to_have_attribute("aria-current", "page")


def card(page: Page, code: str) -> Any:
    return page.locator(f".question[data-code='{code}']")


def say(page: Page, code: str, result: str, words: str = "") -> None:
    """Answer one question with the thumb."""
    card(page, code).get_by_role("radio", name=result, exact=True).check()
    if words:
        card(page, code).locator("textarea").fill(words)
        card(page, code).locator("textarea").blur()


def waits(page: Page, many: int) -> None:
    """So many acts wait."""
    expect(page.locator("#state")).to_contain_text(f"待同步 {many}", timeout=30000)


def sign(page: Page, name: str) -> None:
    page.get_by_label("签名人").fill(name)
    draw(page)
    page.click("button:has-text('保存签名')")


def draw(page: Page) -> None:
    """Write something on the pad."""
    box = page.locator("canvas.pad")
    box.scroll_into_view_if_needed()
    place = box.bounding_box()
    assert place
    page.mouse.move(place["x"] + 30, place["y"] + 60)
    page.mouse.down()
    for step in range(8):
        page.mouse.move(place["x"] + 30 + 20 * step, place["y"] + 40 + 12 * (step % 3))
    page.mouse.up()
