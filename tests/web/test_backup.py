"""Backup and restore: compared by digest of every table and file; every flipped bit is found."""

import io
import random
import sqlite3
import subprocess
import sys
import tarfile
import time
from pathlib import Path
from typing import Any

import pytest

from postpermit.web.backup.digests import digests
from postpermit.web.backup.package import UnableToRestore, Writer, verify
from tests.web.test_cli import call, facts

pytestmark = pytest.mark.one_database
RELEASE = Path(__file__).resolve().parents[1] / "releases" / "0.1.0.tar.gz"


@pytest.fixture(scope="module")
def data(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A small district with tasks and an attachment, brought up to this version."""
    folder = tmp_path_factory.mktemp("backup") / "data"
    folder.mkdir()
    with tarfile.open(RELEASE) as packed:
        packed.extractall(folder, filter="data")
    call(folder, "upgrade")
    return folder


def tables(folder: Path) -> dict[str, Any]:
    """Digest of every table of a data directory."""
    base = sqlite3.connect(folder / "postpermit.sqlite3")
    try:
        return digests(base.cursor(), "sqlite")
    finally:
        base.close()


def files(folder: Path) -> dict[str, bytes]:
    """Every attachment and the secret."""
    kept = [p for p in folder.rglob("*") if p.is_file() and ("attachments" in p.parts or p.name == "secret")]
    return {str(p.relative_to(folder)): p.read_bytes() for p in kept}


def test_what_is_restored_equals_what_was_backed_up(data: Path, tmp_path: Path) -> None:
    made = facts(data, "backup", str(tmp_path / "a.bak"))
    assert made["ok"]
    assert made["files"] == 1
    back = facts(tmp_path / "other", "restore", str(tmp_path / "a.bak"))
    assert back["tables"] == made["tables"] == tables(tmp_path / "other") == tables(data)
    assert files(tmp_path / "other") == files(data)
    assert facts(tmp_path / "other", "verify-trail")["ok"]
    assert facts(tmp_path / "other", "duties", "--year", "2026") == facts(data, "duties", "--year", "2026")


def test_nothing_is_overwritten(data: Path, tmp_path: Path) -> None:
    target = tmp_path / "a.bak"
    call(data, "backup", str(target))
    before = target.read_bytes()
    assert "已存在" in facts(data, "backup", str(target), code=1)["message"]
    assert target.read_bytes() == before
    whole = tables(data)
    assert "不是空目录" in facts(data, "restore", str(target), code=1)["message"]
    assert tables(data) == whole
    assert list(tmp_path.iterdir()) == [target]  # no half-written file is left


def test_a_backup_while_somebody_writes_is_consistent(data: Path, tmp_path: Path) -> None:
    script = (
        "import sqlite3, sys, time\n"
        f"base = sqlite3.connect({str(data / 'postpermit.sqlite3')!r}, timeout=20)\n"
        "base.execute('CREATE TABLE IF NOT EXISTS noise (a INTEGER, b INTEGER)')\n"
        "end = time.time() + 4\n"
        "n = 0\n"
        "while time.time() < end:\n"
        "    n += 1\n"
        "    base.execute('BEGIN IMMEDIATE'); base.execute('INSERT INTO noise VALUES (?, 1)', (n,))\n"
        "    base.execute('INSERT INTO noise VALUES (?, 2)', (n,)); base.commit()\n"
    )
    writer = subprocess.Popen([sys.executable, "-c", script])
    time.sleep(0.5)
    call(data, "backup", str(tmp_path / "a.bak"))
    writer.wait()
    call(tmp_path / "other", "restore", str(tmp_path / "a.bak"))
    base = sqlite3.connect(tmp_path / "other" / "postpermit.sqlite3")
    halves = base.execute("SELECT a FROM noise GROUP BY a HAVING COUNT(*) <> 2").fetchall()
    base.close()
    assert halves == []


def test_a_missing_attachment_stops_the_backup(data: Path, tmp_path: Path) -> None:
    held = next((data / "attachments").rglob("*/*"))
    moved = held.rename(tmp_path / "away")
    try:
        assert "甲.txt" in facts(data, "backup", str(tmp_path / "a.bak"), code=1)["message"]
        assert not (tmp_path / "a.bak").exists()
    finally:
        moved.rename(held)


def small() -> bytes:
    """A package of a few members."""
    out = io.BytesIO()
    writer = Writer(out)
    for name, size in (("database.sqlite3", 3000), ("attachments/ab/abc", 500), ("secret", 43)):
        writer.member(name, io.BytesIO(random.Random(name).randbytes(size)), size)
    writer.finish({"format": 1, "tables": {}, "vendor": "sqlite"})
    return out.getvalue()


def found(data: bytes, path: Path) -> bool:
    """Whether the damage is found."""
    path.write_bytes(data)
    try:
        verify(path)
    except UnableToRestore:
        return True
    return False


def test_every_one_of_a_thousand_flipped_bits_is_found(tmp_path: Path) -> None:
    whole, path = small(), tmp_path / "flipped"
    assert not found(whole, path)
    chance = random.Random(9)
    places = [chance.randrange(len(whole) * 8) for _ in range(1000)]
    missed = []
    for place in places:
        broken = bytearray(whole)
        broken[place // 8] ^= 1 << place % 8
        if not found(bytes(broken), path):
            missed.append(place)
    assert missed == []


def test_every_shortening_and_lengthening_is_found(tmp_path: Path) -> None:
    whole, path = small(), tmp_path / "cut"
    assert all(found(whole[:size], path) for size in range(0, len(whole), 37))
    assert found(whole + b"\0", path)
    assert found(b"\0" + whole, path)


def test_what_is_no_backup_is_refused_and_nothing_is_written(tmp_path: Path) -> None:
    for name, data in (("empty", b""), ("text", b"x" * 5000), ("zip", b"PK\x03\x04" * 100)):
        (tmp_path / name).write_bytes(data)
        assert not facts(tmp_path / "target", "restore", str(tmp_path / name), code=1)["ok"]
        assert not (tmp_path / "target").exists()
    assert "没有找到" in facts(tmp_path / "target", "restore", str(tmp_path / "none"), code=1)["message"]


def test_a_workbook_on_its_way_into_the_register_is_backed_up_too(data: Path, tmp_path: Path) -> None:
    name = "ab" + "0" * 62
    (data / "attachments" / "ab").mkdir(exist_ok=True)
    (data / "attachments" / "ab" / name).write_bytes(b"waiting")
    made = facts(data, "backup", str(tmp_path / "a.bak"))
    assert made["files"] == 2
    call(tmp_path / "other", "restore", str(tmp_path / "a.bak"))
    assert (tmp_path / "other" / "attachments" / "ab" / name).read_bytes() == b"waiting"
