"""Generated pages are fresh, the glossary is true, lock files name no address, every rule has its test."""

import hashlib
import json
import re
from pathlib import Path

import pytest

from postpermit import law
from postpermit.web.cli import documents
from postpermit.web.cli.documents import clauses_text, diagram_texts

ROOT = Path(__file__).resolve().parents[2]


def test_the_register_of_clauses_is_fresh() -> None:
    assert (ROOT / "docs/clauses.md").read_text(encoding="utf-8") == clauses_text()


def test_the_diagrams_are_fresh() -> None:
    for path, text in diagram_texts().items():
        assert path.read_text(encoding="utf-8") == text
        assert "stateDiagram-v2" in text


def test_every_rule_has_a_test_that_names_it() -> None:
    clauses_text()
    tested = documents.tests_of_rules(ROOT / "tests")
    ours = [r.number for r in law.rules() if r.function.startswith("postpermit.")]
    assert len(ours) >= 20
    assert [n for n in ours if n not in tested] == []


def test_every_name_of_the_glossary_exists_in_the_code() -> None:
    rows = re.findall(
        r"^\| [^|]+ \| `([A-Za-z.]+)` \|",
        (ROOT / "docs/glossary.md").read_text(encoding="utf-8"),
        re.MULTILINE,
    )
    text = "\n".join(p.read_text(encoding="utf-8") for p in (ROOT / "postpermit").rglob("*.py"))
    assert len(rows) >= 25
    assert [name for name in rows if not re.search(rf"\b{name.rpartition('.')[2]}\b", text)] == []


@pytest.mark.parametrize("name", ["requirements.lock", "requirements-dev.lock"])
def test_a_lock_file_pins_by_hash_and_names_no_address(name: str) -> None:
    text = (ROOT / name).read_text(encoding="utf-8")
    assert "http" not in text
    pinned = re.findall(r"^[A-Za-z0-9_.\-\[\]]+==", text, re.MULTILINE)
    assert len(pinned) > 10
    assert text.count("--hash=sha256:") >= len(pinned)


@pytest.mark.parametrize("name", ["requirements", "requirements-dev"])
def test_a_lock_file_holds_everything_asked_for(name: str) -> None:
    asked = re.findall(
        r"^([A-Za-z0-9_.\-]+)", (ROOT / f"{name}.in").read_text(encoding="utf-8"), re.MULTILINE
    )
    locked = {
        n.lower().replace("_", "-")
        for n in re.findall(
            r"^([A-Za-z0-9_.\-]+)", (ROOT / f"{name}.lock").read_text(encoding="utf-8"), re.MULTILINE
        )
    }
    assert [n for n in asked if not n.startswith("-") and n.lower() not in locked] == []


def test_vendored_files_are_what_the_manifest_says() -> None:
    folder = ROOT / "postpermit/web/static"
    manifest = json.loads((folder / "vendor/manifest.json").read_text(encoding="utf-8"))
    assert len(manifest) >= 2
    for name, digest in manifest.items():
        assert hashlib.sha256((folder / name).read_bytes()).hexdigest() == digest


def test_every_icon_in_use_is_in_the_sprite() -> None:
    sprite = (ROOT / "postpermit/web/static/app/icons.svg").read_text(encoding="utf-8")
    used = {
        n
        for p in (ROOT / "postpermit/web/templates").rglob("*.html")
        for n in re.findall(r'{% icon "([a-z0-9-]+)"', p.read_text(encoding="utf-8"))
    }
    used |= set(
        re.findall(
            r'MenuRow\("[a-z-]+", "[^"]+", "([a-z0-9-]+)"',
            (ROOT / "postpermit/web/context.py").read_text(encoding="utf-8"),
        )
    )
    assert len(used) > 10
    assert [n for n in sorted(used) if f'id="{n}"' not in sprite] == []


def test_nothing_in_a_page_is_inline_script_or_style() -> None:
    for path in (ROOT / "postpermit/web/templates").rglob("*.html"):
        text = path.read_text(encoding="utf-8")
        assert not re.search(r"<script(?![^>]*\bsrc=)|\bstyle=\"|\bon[a-z]+=\"|javascript:", text), path.name


def test_tests_mirror_the_tree() -> None:
    rooms = {p.name for p in (ROOT / "postpermit").iterdir() if p.is_dir() and (p / "__init__.py").exists()}
    folders = {p.name for p in (ROOT / "tests").iterdir() if p.is_dir() and any(p.glob("test_*.py"))}
    assert folders - rooms <= {"house", "browser"}
    assert {"law", "workdays", "trail", "office", "register", "duties", "linkage", "web"} <= folders
