"""Committing to a random number: made on this device, kept by the person, and never sent."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page

from postpermit.planning.draw import commitment
from tests.browser.conftest import CHROMIUM

pytestmark = [
    pytest.mark.browser,
    pytest.mark.one_database,
    pytest.mark.skipif(not CHROMIUM, reason="no Chromium here"),
]
ROOT = Path(__file__).resolve().parents[2] / "postpermit/web"
HEX = re.compile(r"[0-9a-f]{64}")


def form(algorithm: str) -> str:
    """The template's own form, its tags taken out."""
    text = (ROOT / "templates/desk/planning/draw_commit.html").read_text(encoding="utf-8")
    text = text.replace("{{ draw.algorithm }}", algorithm).replace("{{ f.name }}", "digest")
    return re.sub(r"<script.*?</script>|\{%.*?%\}|\{\{.*?\}\}", "", text)


@pytest.fixture(params=["SHA-256", "SM3"])
def page(chrome: Browser, request: pytest.FixtureRequest) -> Iterator[tuple[Page, str]]:
    """The form with both scripts, and the algorithm it was made for."""
    made = chrome.new_page()
    made.set_content(form(request.param))
    made.evaluate("document.querySelector('details').open = true")
    for name in ("app.js", "draw.js", "commit.js"):
        made.add_script_tag(path=str(ROOT / "static/app" / name))
    yield made, request.param
    made.close()


def test_only_the_digest_of_what_was_made_here_can_be_sent(page: tuple[Page, str]) -> None:
    shown, algorithm = page
    made = set()
    for turn in range(3):
        shown.click("[data-commit-make]")
        if turn:
            shown.click("[data-commit-anew]")
        secret, digest = shown.input_value("[data-commit-secret]"), shown.input_value("[name=digest]")
        assert HEX.fullmatch(secret) and digest == commitment(bytes.fromhex(secret), algorithm)
        made.add(secret)
    assert len(made) == 3
    sent = shown.evaluate("[...new FormData(document.querySelector('form')).entries()].map(e => e.join('='))")
    assert f"digest={digest}" in sent and not any(secret in field for field in sent)


def test_nothing_is_sent_before_the_person_says_that_it_is_kept(page: tuple[Page, str]) -> None:
    shown, _ = page
    shown.evaluate(
        "window.sent = 0; document.querySelector('form').addEventListener('submit', (e) => { window.sent += !e.defaultPrevented; e.preventDefault(); })"
    )
    shown.click("[data-commit-make]")
    shown.click("button:not([type=button])")
    assert shown.evaluate("window.sent") == 0 and "请先保管好" in shown.inner_text("[data-commit-said]")
    shown.wait_for_timeout(50)  # app.js takes a button away a moment after it was pressed
    shown.check("[data-commit-sure]")
    shown.click("button:not([type=button])")
    assert shown.evaluate("window.sent") == 1


def test_another_number_is_made_only_after_a_second_word(page: tuple[Page, str]) -> None:
    shown, _ = page
    shown.click("[data-commit-make]")
    first = shown.input_value("[data-commit-secret]")
    shown.check("[data-commit-sure]")
    shown.click("[data-commit-make]")
    assert shown.input_value("[data-commit-secret]") == first and shown.is_checked("[data-commit-sure]")
    assert "就作废了" in shown.inner_text("[data-commit-said]")
    shown.click("[data-commit-anew]")
    assert shown.input_value("[data-commit-secret]") != first and not shown.is_checked("[data-commit-sure]")
    assert not shown.is_visible("[data-commit-anew]")
