"""Which database: one SQLite file in the data directory, or the PostgreSQL that DATABASE_URL names."""

from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

from postpermit.trail.errors import Refused

# FULL: a receipt shown is on the disk. IMMEDIATE: two writers wait for each other instead of failing half-way.
SQLITE = {
    "transaction_mode": "IMMEDIATE",
    "timeout": 20,
    "init_command": (
        "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA foreign_keys=ON;"
        "PRAGMA journal_size_limit=27103364;"
    ),
}


def database(url: str, data: Path) -> dict[str, Any]:
    """The ``DATABASES["default"]`` row for a ``postgres://`` address, or for the data directory when it is empty."""
    if not url:
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": data / "postpermit.sqlite3",
            "OPTIONS": SQLITE,
            "TEST": {"NAME": data / "test.sqlite3"},
        }
    parts = urlsplit(url)
    if parts.scheme not in {"postgres", "postgresql"}:
        raise Refused("DATABASE_URL 只支持 postgres:// 开头的地址")
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.path.lstrip("/"),
        "USER": unquote(parts.username or ""),
        "PASSWORD": unquote(parts.password or ""),
        "HOST": parts.hostname or "",
        "PORT": str(parts.port or ""),
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
