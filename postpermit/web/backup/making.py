"""Making a backup while the site runs: a consistent copy of the base, every attachment, the secret."""

import json
import os
import sqlite3
import tempfile
from contextlib import closing
from pathlib import Path
from typing import Any

from django.conf import settings
from django.db import connection
from django.utils import timezone

import postpermit
from postpermit.trail.files import path_of
from postpermit.trail.models import Attachment
from postpermit.web.backup.digests import digests, lines, tables
from postpermit.web.backup.package import DATABASE, SMALL, UnableToRestore, Writer, sync

SHA256 = 64


class UnableToBackUp(UnableToRestore):
    """The target exists, or something that belongs into a backup is missing."""


def make(target: Path) -> dict[str, Any]:
    """Write the backup; answers its manifest with ``sha256`` of the whole. Nothing half-written is left behind."""
    if target.exists():
        raise UnableToBackUp(f"{target} 已存在，为防覆盖不予备份，请换一个文件名。")
    if not target.parent.is_dir():
        raise UnableToBackUp(f"目录 {target.parent} 不存在。")
    handle, name = tempfile.mkstemp(dir=target.parent, prefix=".backup-")
    part = Path(name)
    try:
        with os.fdopen(handle, "wb") as stream:
            writer = Writer(stream)
            manifest = _write(writer, part)
            digest = writer.finish(manifest)
            stream.flush()
        sync(part)
        part.replace(target)
        sync(target)
    finally:
        part.unlink(missing_ok=True)
    return {**manifest, "members": writer.members, "sha256": digest}


def _write(writer: Writer, beside: Path) -> dict[str, Any]:
    with tempfile.TemporaryDirectory(dir=beside.parent, prefix=".backup-") as folder:
        found = (_sqlite if connection.vendor == "sqlite" else _postgres)(writer, Path(folder))
    _attachments(writer, found.pop("attachments"))
    for name in SMALL:
        path = Path(settings.DATA_DIR) / name
        if path.exists() or name == "secret":
            _file(writer, name, path)
    return {
        "format": 1,
        "product": postpermit.__doc__ or "",
        "vendor": connection.vendor,
        "made_at": timezone.localtime().isoformat(timespec="seconds"),
        **found,
    }


def _sqlite(writer: Writer, folder: Path) -> dict[str, Any]:
    copy = folder / DATABASE
    with (
        closing(sqlite3.connect(str(settings.DATABASES["default"]["NAME"]))) as live,
        closing(sqlite3.connect(copy)) as kept,
    ):
        live.backup(kept)
        kept.execute("PRAGMA journal_mode=DELETE")
        cursor = kept.cursor()
        found = _facts(cursor, "sqlite")
    _file(writer, DATABASE, copy)
    return found


def _postgres(writer: Writer, folder: Path) -> dict[str, Any]:
    connection.ensure_connection()
    with connection.connection.transaction(), connection.connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY")
        found = _facts(cursor, "postgresql")
        for table, columns in tables(cursor, "postgresql").items():
            kept = folder / f"{table}.jsonl"
            with kept.open("wb") as stream:
                stream.write(json.dumps(columns).encode() + b"\n")
                stream.writelines(lines(cursor, "postgresql", table, columns))
            _file(writer, f"tables/{table}.jsonl", kept)
    return found


def _facts(cursor: Any, vendor: str) -> dict[str, Any]:
    found = digests(cursor, vendor)
    cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
    migrations = [list(r) for r in cursor.fetchall()]
    cursor.execute(f'SELECT DISTINCT sha256 FROM "{Attachment._meta.db_table}" ORDER BY sha256')
    return {"tables": found, "migrations": migrations, "attachments": [r[0] for r in cursor.fetchall()]}


def _attachments(writer: Writer, wanted: list[str]) -> None:
    """Every file that a row names, and every other kept file: a workbook on its way in is named by its import alone."""
    for sha256 in wanted:
        if not path_of(sha256).exists():
            held = Attachment.objects.filter(sha256=sha256).first()
            name = held.name if held else sha256
            raise UnableToBackUp(f"附件“{name}”的原件不在数据目录中，备份将不完整，已停止。请先找回该文件。")
    kept = {p.name for p in (Path(settings.DATA_DIR) / "attachments").glob("??/*") if len(p.name) == SHA256}
    for sha256 in sorted(kept | set(wanted)):
        _file(writer, f"attachments/{sha256[:2]}/{sha256}", path_of(sha256))


def _file(writer: Writer, name: str, path: Path) -> None:
    if not path.exists():
        raise UnableToBackUp(f"缺少 {name}，备份将不完整，已停止。")
    with path.open("rb") as stream:
        writer.member(name, stream, path.stat().st_size)
