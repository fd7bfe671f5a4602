"""Backup and restore on PostgreSQL: compared table by table, into an empty database only."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import psycopg
import pytest

from postpermit.web.backup.digests import digests

ADDRESS = os.environ.get("DATABASE_URL", "")
ROOT = Path(__file__).resolve().parents[2]
pytestmark = pytest.mark.skipif(not ADDRESS, reason="no PostgreSQL is named")


@pytest.fixture
def bases() -> Iterator[list[str]]:
    """Two empty databases on the same server."""
    names = [f"backup_{os.getpid()}_{n}" for n in range(2)]
    with psycopg.connect(ADDRESS, autocommit=True) as server:
        for name in names:
            server.execute(f'CREATE DATABASE "{name}"')
        yield [urlsplit(ADDRESS)._replace(path=f"/{name}").geturl() for name in names]
        for name in names:
            server.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def run(data: Path, base: str, *words: str, code: int = 0) -> Any:
    """A command on that directory and database."""
    environment = {k: v for k, v in os.environ.items() if k != "POSTPERMIT_SECRET"}
    environment |= {"POSTPERMIT_DATA": str(data), "DATABASE_URL": base, "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-m", "postpermit", *words, "--json"]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False, cwd="/")
    assert done.returncode == code, done.stdout + done.stderr
    assert "Traceback" not in done.stderr
    return json.loads(done.stdout)


def held(base: str) -> dict[str, Any]:
    """Digest of every table."""
    with psycopg.connect(base) as connection, connection.cursor() as cursor:
        return digests(cursor, "postgresql")


def test_what_is_restored_equals_what_was_backed_up(tmp_path: Path, bases: list[str]) -> None:
    source, target = bases
    run(tmp_path / "data", source, "init")
    made = run(tmp_path / "data", source, "backup", str(tmp_path / "a.bak"))
    back = run(tmp_path / "other", target, "restore", str(tmp_path / "a.bak"))
    assert back["tables"] == made["tables"] == held(target) == held(source)
    assert run(tmp_path / "other", target, "verify-trail")["ok"]
    # Running keys go on: a second administrator's link can be made in the restored base.
    assert run(tmp_path / "other", target, "init")["ok"]
    again = run(tmp_path / "third", target, "restore", str(tmp_path / "a.bak"), code=1)
    assert "不是空的" in again["message"]
    assert not (tmp_path / "third").exists()
