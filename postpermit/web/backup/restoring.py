"""Restoring a backup into an empty place: verified whole before anything is written, compared table by table after."""

import hashlib
import json
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

from postpermit.web.backup.digests import digests
from postpermit.web.backup.package import DATABASE, SMALL, UnableToRestore, members, verify

BATCH = 1000


def place_files(source: Path, data: Path) -> dict[str, Any]:
    """Verify ``source`` and lay its files into the empty directory ``data``; answers the manifest."""
    manifest = verify(source)
    if data.exists() and any(data.iterdir()):
        raise UnableToRestore(f"{data} 不是空目录，为防覆盖不予恢复。请换一个空目录。")
    data.mkdir(parents=True, exist_ok=True)
    with source.open("rb") as stream:
        for name, _, pieces in members(stream, source.stat().st_size - 32):
            if name == DATABASE:
                _keep(data / "postpermit.sqlite3", pieces)
            elif name in SMALL:
                _keep(data / name, pieces, 0o600)
            elif name.startswith("attachments/"):
                _keep(data / name, pieces)
    return manifest


def _keep(path: Path, pieces: Iterator[bytes], mode: int = 0o640) -> None:
    path.parent.mkdir(parents=True, exist_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, mode)
    with os.fdopen(handle, "wb") as stream:
        stream.writelines(pieces)
        stream.flush()
        os.fsync(stream.fileno())


def compare_sqlite(data: Path, manifest: dict[str, Any]) -> None:
    """Every table of the restored file against the manifest."""
    with closing(sqlite3.connect(data / "postpermit.sqlite3")) as base:
        _compare(digests(base.cursor(), "sqlite"), manifest)


def _compare(found: dict[str, Any], manifest: dict[str, Any]) -> None:
    told = manifest["tables"]
    wrong = [name for name in sorted(set(told) | set(found)) if told.get(name) != found.get(name)]
    if wrong:
        raise UnableToRestore(f"恢复后有 {len(wrong)} 张表与备份不一致：{'、'.join(wrong[:5])}。")


def compare_files(data: Path, manifest: dict[str, Any]) -> int:
    """Every file against the manifest; answers how many."""
    count = 0
    for row in manifest["members"]:
        if row["name"].startswith("attachments/"):
            seen = hashlib.sha256((data / row["name"]).read_bytes()).hexdigest()
            if seen != row["sha256"]:
                raise UnableToRestore(f"恢复后的附件 {row['name']} 与备份不一致。")
            count += 1
    return count


def fill_postgres(source: Path, manifest: dict[str, Any]) -> None:
    """The tables of a PostgreSQL backup into an empty database. Django is set up, nothing is migrated yet."""
    from django.core.management import call_command
    from django.db import connection

    from postpermit.trail.walls import lower_walls, raise_walls

    refuse_filled()
    for app, name in _targets(manifest["migrations"]):
        call_command("migrate", app, name, verbosity=0, interactive=False)
    lower_walls(connection)
    connection.ensure_connection()
    with connection.connection.transaction(), connection.connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL DEFERRED")
        for table in manifest["tables"]:
            cursor.execute(f'TRUNCATE "{table}" CASCADE')
        with source.open("rb") as stream:
            for name, _, pieces in members(stream, source.stat().st_size - 32):
                if name.startswith("tables/"):
                    _insert(cursor, name.removeprefix("tables/").removesuffix(".jsonl"), pieces)
    raise_walls(connection)
    with connection.connection.cursor() as cursor:
        _sequences(cursor, manifest["tables"])
        _compare(digests(cursor, "postgresql"), manifest)


def refuse_filled() -> None:
    """Raise when the database holds any table already."""
    from django.db import connection

    with connection.cursor() as cursor:
        names = [n for n in connection.introspection.table_names(cursor) if n != "django_migrations"]
        if names:
            raise UnableToRestore("目标数据库不是空的，为防覆盖不予恢复。请新建一个空数据库。")


def _targets(migrations: list[list[str]]) -> list[tuple[str, str]]:
    """The last migration of every app, as the backup had them."""
    last: dict[str, str] = {}
    for app, name in migrations:
        last[app] = name
    return list(last.items())


def _insert(cursor: Any, table: str, pieces: Iterator[bytes]) -> None:
    rows = _rows(pieces)
    columns = next(rows)
    named = ", ".join(f'"{c}"' for c in columns)
    marks = ", ".join(["%s"] * len(columns))
    batch: list[list[Any]] = []
    for row in rows:
        batch.append([_cell(v) for v in row])
        if len(batch) == BATCH:
            cursor.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', batch)
            batch = []
    if batch:
        cursor.executemany(f'INSERT INTO "{table}" ({named}) VALUES ({marks})', batch)


def _rows(pieces: Iterator[bytes]) -> Iterator[list[Any]]:
    rest = b""
    for piece in pieces:
        *whole, rest = (rest + piece).split(b"\n")
        for line in whole:
            yield json.loads(line)
    if rest:
        yield json.loads(rest)


def _cell(value: Any) -> Any:
    if isinstance(value, dict):
        if "json" in value:
            return value["json"]
        return bytes.fromhex(value["bytes"])
    return value


def _sequences(cursor: Any, tables: dict[str, Any]) -> None:
    """Running keys go on after the highest that was restored."""
    for table in tables:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_schema = current_schema() "
            "AND table_name = %s AND (is_identity = 'YES' OR column_default LIKE 'nextval%%')",
            [table],
        )
        for (column,) in cursor.fetchall():
            cursor.execute(
                f'SELECT setval(pg_get_serial_sequence(%s, %s), COALESCE((SELECT MAX("{column}") FROM "{table}"), 0) + 1, false)',
                [f'"{table}"', column],
            )
