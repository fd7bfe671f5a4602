"""A data directory written by every released version opens in this one, and no old record has changed."""

import sqlite3
import tarfile
from pathlib import Path
from typing import Any

import pytest

from tests.web.test_cli import call, facts

pytestmark = pytest.mark.one_database
RELEASES = sorted((Path(__file__).resolve().parents[1] / "releases").glob("*.tar.gz"))
NEVER_CHANGES = (
    "trail_entry",
    "trail_entrysubject",
    "trail_leaf",
    "trail_checkpoint",
    "trail_attachment",
    "linkage_sliprow",
)


def rows(folder: Path, columns: dict[str, list[str]] | None = None) -> dict[str, list[Any]]:
    """The rows of what never changes, by the columns that the old version knew."""
    base = sqlite3.connect(folder / "postpermit.sqlite3")
    out: dict[str, list[Any]] = {}
    for table in NEVER_CHANGES:
        known = [r[1] for r in base.execute(f"PRAGMA table_info({table})")]
        wanted = sorted(columns[table] if columns else known)
        named = ", ".join(f'"{c}"' for c in wanted)
        out[table] = [
            wanted,
            *base.execute(f"SELECT {named} FROM {table} ORDER BY {named}").fetchall(),
        ]
    base.close()
    return out


@pytest.fixture(params=RELEASES, ids=lambda p: p.name)
def released(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    """One released version's data directory."""
    folder = tmp_path / "data"
    folder.mkdir()
    with tarfile.open(request.param) as packed:
        packed.extractall(folder, filter="data")
    return folder


def test_there_is_a_directory_of_every_released_version() -> None:
    assert RELEASES


def test_an_old_directory_is_served_only_after_the_upgrade(released: Path) -> None:
    assert "upgrade" in facts(released, "duties", "--year", "2026", code=1)["message"]
    before = rows(released)
    said = call(released, "upgrade")
    assert "升级完成" in said
    after = rows(released, {name: held[0] for name, held in before.items()})
    for name, held in before.items():
        assert after[name][: len(held)] == held, name
    assert facts(released, "verify-trail")["ok"]
    assert list(released.glob("before-upgrade-*.sqlite3"))


def test_numbers_and_archive_go_on_where_they_stood(released: Path) -> None:
    call(released, "upgrade")
    base = sqlite3.connect(released / "postpermit.sqlite3")
    assert base.execute(
        "SELECT last FROM office_runningnumber WHERE kind = 'slip' AND year = 2026"
    ).fetchone() == (2,)
    assert base.execute("SELECT last FROM office_runningnumber WHERE kind = 'supervision'").fetchone() == (1,)
    filed = base.execute(
        "SELECT archive_year, archive_item FROM linkage_slip WHERE state = 'ARCHIVED'"
    ).fetchall()
    assert filed == [(2026, 1)]
    without = base.execute(
        "SELECT COUNT(*) FROM duties_duty WHERE facility_id IS NOT NULL AND klass = ''"
    ).fetchone()
    assert without == (0,)
    base.close()
    call(released, "upgrade")  # doing it again changes nothing and fails at nothing


def test_what_the_rules_give_is_what_they_gave(released: Path) -> None:
    call(released, "upgrade")
    found = facts(released, "duties", "--year", "2026", "--as-of", "2026-11-20")
    kinds = {row["kind"] for row in found}
    assert kinds >= {"inspect-key", "inspect-simplified", "inspect-registered", "meeting-dispatch"}
