"""The pictures of the manual are taken from the demo; with POSTPERMIT_PICTURES=1 they are renewed in the tree."""

import os
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import expect

from postpermit.web.desk.manual import CHAPTERS
from tests.browser.conftest import Desk

pytestmark = pytest.mark.browser
FOLDER = Path(__file__).resolve().parents[2] / "postpermit/web/static/manual"
SHOWN = {
    "start": ("approval-head", "/facilities/import/"),
    "desk": ("enforcement-1", "/"),
    "slip": ("approval-head", "first:/slips/"),
    "paper": ("ecology-1", "paper:"),
    "duties": ("approval-head", "/duties/"),
    "coverage": ("approval-head", "/coverage/"),
    "meeting": ("approval-head", "/meeting/"),
    "backlog": ("enforcement-1", "/backlog/?side=there"),
    "values": ("approval-head", "/values/"),
    "reports": ("ecology-1", "review:/reports/?state=CHECKING"),
    "evidence": ("ecology-1", "first:/events/?state=AWAITING"),
    "plan": ("enforcement-head", "first:/plans/"),
    "visit": ("enforcement-1", "first:/visits/?state=UNDERWAY"),
    "field": ("enforcement-1", "/field/"),
    "case": ("enforcement-2", "first:/cases/"),
    "facility": ("approval-head", "first:/facilities/?klass=KEY"),
}


@pytest.mark.parametrize("chapter", CHAPTERS, ids=lambda c: c.slug)
def test_every_chapter_opens_with_its_picture_and_the_picture_can_be_taken(
    desk: Desk, chapter: object, tmp_path: Path
) -> None:
    account, where = SHOWN[chapter.picture]  # type: ignore[attr-defined]
    page = desk.log_in(account).go("/")
    if where.startswith("first:"):
        desk.go(where.removeprefix("first:"))
        page.locator(".main-cell a[href^='/']").first.click()
    elif where.startswith("paper:"):
        desk.go("/slips/?q=异味投诉点位联合核查")
        page.locator(".main-cell a").first.click()
        page.locator("a", has_text=".docx").first.click()
    elif where.startswith("review:"):
        desk.go(where.removeprefix("review:"))
        page.locator(".main-cell a[href^='/reports/']").first.click()
        page.locator("#parts h3 a", has_text="生态").first.click()
        expect(page.locator("summary").first).to_be_visible()
    else:
        desk.go(where)
    expect(page.locator("h1")).to_be_visible()
    taken = tmp_path / "taken.png"
    page.screenshot(path=str(taken))
    if os.environ.get("POSTPERMIT_PICTURES") == "1":
        image = Image.open(taken).convert("RGB").resize((1080, 675), Image.Resampling.LANCZOS)
        image.quantize(96).save(FOLDER / f"{chapter.picture}.png", optimize=True)  # type: ignore[attr-defined]
    assert taken.stat().st_size > 10_000
    desk.go(f"/manual/{chapter.slug}/")  # type: ignore[attr-defined]
    picture = page.locator(".manual img")
    picture.scroll_into_view_if_needed()
    expect(picture).to_be_visible()
    assert (
        page.evaluate(
            "new Promise(done => { const i = document.querySelector('.manual img'); i.complete ? done(i.naturalWidth) : i.addEventListener('load', () => done(i.naturalWidth)); })"
        )
        > 500
    )
