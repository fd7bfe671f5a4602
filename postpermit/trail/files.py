"""Where attached bytes lie: in the data directory, under their digest, written before the row that names them."""

import hashlib
import os
import tempfile
from pathlib import Path

from django.conf import settings


def path_of(sha256: str) -> Path:
    """The file of that digest."""
    return Path(settings.DATA_DIR) / "attachments" / sha256[:2] / sha256


def keep(data: bytes) -> str:
    """Store the bytes durably and return their SHA-256. A file that no row names is harmless; the reverse is not."""
    sha256 = hashlib.sha256(data).hexdigest()
    target = path_of(sha256)
    if target.exists():
        return sha256
    target.parent.mkdir(parents=True, exist_ok=True)
    handle, name = tempfile.mkstemp(dir=target.parent)
    with os.fdopen(handle, "wb") as stream:
        stream.write(data)
        stream.flush()
        os.fsync(stream.fileno())
    os.replace(name, target)
    folder = os.open(target.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
    return sha256
