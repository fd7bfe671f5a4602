"""A real browser on a real site: the demo's own district, served on this machine."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
PASSWORD = "putuo-demo-2026"
CHROMIUM = os.environ.get("POSTPERMIT_CHROMIUM") or shutil.which("chromium") or ""


def free_port() -> int:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        return int(held.getsockname()[1])


@pytest.fixture(scope="session")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the demo keeps its data, and the files to try it with."""
    return tmp_path_factory.mktemp("browser") / "demo-data"


@pytest.fixture(scope="session")
def site(folder: Path) -> Iterator[str]:
    """The demo, built and served as a newcomer would."""
    if not CHROMIUM:
        pytest.skip("no Chromium here")
    port, data = free_port(), folder
    environment = {
        k: v
        for k, v in os.environ.items()
        if k not in ("DATABASE_URL", "POSTPERMIT_DATA", "POSTPERMIT_SECRET")
    }
    environment |= {"PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "postpermit", "demo", "--port", str(port), "--data", str(data)]
    log = (data.parent / "log").open("wb")
    running = subprocess.Popen(command, env=environment, stdout=log, stderr=log)
    try:
        for _ in range(600):
            with socket.socket() as asked:
                if asked.connect_ex(("127.0.0.1", port)) == 0:
                    break
            assert running.poll() is None, (data.parent / "log").read_text(encoding="utf-8")
            time.sleep(0.2)
        yield f"http://127.0.0.1:{port}"
    finally:
        running.terminate()
        running.wait(20)
        log.close()


@pytest.fixture(scope="session")
def chrome() -> Iterator[Browser]:
    """Debian's Chromium."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield browser
        browser.close()


class Desk:
    """Somebody at a screen."""

    def __init__(self, chrome: Browser, site: str, width: int) -> None:
        self.context: BrowserContext = chrome.new_context(
            viewport={"width": width, "height": 900}, locale="zh-CN", accept_downloads=True
        )
        self.page: Page = self.context.new_page()
        self.page.set_default_timeout(15000)
        self.site, self.width = site, width
        self.faults: list[str] = []
        self.page.on(
            "console",
            lambda m: (
                self.faults.append(m.text)
                if m.type == "error" and not any(code in m.text for code in ("403", "404", "422"))
                else None
            ),
        )
        self.page.on("pageerror", lambda e: self.faults.append(str(e)))

    def log_in(self, account: str) -> "Desk":
        """Log in with the demo's password."""
        self.context.clear_cookies()
        self.page.goto(f"{self.site}/login/")
        self.page.fill("#account", account)
        self.page.fill("#password", PASSWORD)
        self.page.press("#password", "Enter")
        self.page.wait_for_selector("h1")
        return self

    def go(self, path: str) -> Page:
        """Open a page."""
        self.page.goto(self.site + path)
        return self.page

    def act(self, label: str, **typed: str) -> None:
        """Open a step by its button, fill its form, press its own button."""
        step = self.page.locator("details.act", has=self.page.locator("summary", has_text=label)).first
        step.locator("summary").click()
        for name, value in typed.items():
            step.locator(f"[name={name}]").first.fill(value)
        step.locator("button", has_text=f"确定{label}").click()
        self.page.wait_for_load_state()


@pytest.fixture
def desk(chrome: Browser, site: str) -> Iterator[Desk]:
    """A clerk's screen."""
    made = Desk(chrome, site, 1440)
    yield made
    made.context.close()
    assert made.faults == []


@pytest.fixture
def phone(chrome: Browser, site: str) -> Iterator[Desk]:
    """An inspector's telephone."""
    made = Desk(chrome, site, 390)
    yield made
    made.context.close()
    assert made.faults == []
