"""The secret key lives in the data directory, made once, never in the repository."""

import os
import secrets
from pathlib import Path


def secret_key(data: Path) -> str:
    """The key in ``<data>/secret``; a passing one for commands that run before ``init`` has made the directory."""
    if given := os.environ.get("POSTPERMIT_SECRET"):
        return given
    kept = data / "secret"
    if kept.exists():
        return kept.read_text(encoding="ascii").strip()
    return secrets.token_urlsafe(64)
