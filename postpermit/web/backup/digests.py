"""Digests of what a backup holds: every row of every table in key order. The same code reads source, copy and restored base."""

import hashlib
import json
from collections.abc import Iterator
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any
from uuid import UUID

# What a database keeps for itself.
OWN = ("sqlite_", "pg_")


def tables(cursor: Any, vendor: str) -> dict[str, list[str]]:
    """Table → its columns, in the order of names."""
    if vendor == "sqlite":
        cursor.execute("SELECT name FROM sqlite_master WHERE type = 'table' ORDER BY name")
        names = [r[0] for r in cursor.fetchall() if not r[0].startswith(OWN)]
        found = {}
        for name in names:
            cursor.execute(f'PRAGMA table_info("{name}")')
            found[name] = [r[1] for r in cursor.fetchall()]
        return found
    cursor.execute(
        "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = current_schema() "
        "AND table_name IN (SELECT tablename FROM pg_tables WHERE schemaname = current_schema()) "
        "ORDER BY table_name, ordinal_position"
    )
    out: dict[str, list[str]] = {}
    for table, column in cursor.fetchall():
        out.setdefault(table, []).append(column)
    return out


def keys(cursor: Any, vendor: str, table: str) -> list[str]:
    """The columns of the primary key, which order a table's rows."""
    if vendor == "sqlite":
        cursor.execute(f'PRAGMA table_info("{table}")')
        return [r[1] for r in sorted((r for r in cursor.fetchall() if r[5]), key=lambda r: r[5])]
    cursor.execute(
        "SELECT a.attname FROM pg_index i JOIN pg_attribute a ON a.attrelid = i.indrelid AND a.attnum = ANY(i.indkey) "
        "WHERE i.indrelid = %s::regclass AND i.indisprimary ORDER BY array_position(i.indkey, a.attnum)",
        [f'"{table}"'],
    )
    return [r[0] for r in cursor.fetchall()]


def lines(cursor: Any, vendor: str, table: str, columns: list[str]) -> Iterator[bytes]:
    """Every row in key order, as the line that is hashed and, for PostgreSQL, kept."""
    order = ", ".join(f'"{c}"' for c in (keys(cursor, vendor, table) or columns))
    named = ", ".join(f'"{c}"' for c in columns)
    cursor.execute(f'SELECT {named} FROM "{table}" ORDER BY {order}')
    while batch := cursor.fetchmany(2000):
        for row in batch:
            told = [plain(v) for v in row]
            yield json.dumps(told, ensure_ascii=False, separators=(",", ":")).encode() + b"\n"


def plain(value: Any) -> Any:
    """A cell as JSON says it."""
    if isinstance(value, datetime):
        return value.isoformat()
    if isinstance(value, date | time | UUID | Decimal):
        return str(value)
    if isinstance(value, bytes | memoryview):
        return {"bytes": bytes(value).hex()}
    if isinstance(value, dict | list):
        return {"json": json.dumps(value, ensure_ascii=False, sort_keys=True)}
    return value


def digests(cursor: Any, vendor: str) -> dict[str, dict[str, Any]]:
    """Table → {"rows", "sha256"} of the base behind the cursor."""
    out = {}
    for table, columns in tables(cursor, vendor).items():
        digest, count = hashlib.sha256(json.dumps(columns).encode()), 0
        for line in lines(cursor, vendor, table, columns):
            digest.update(line)
            count += 1
        out[table] = {"rows": count, "sha256": digest.hexdigest()}
    return out
