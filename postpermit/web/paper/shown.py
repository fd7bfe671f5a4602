"""Smaller copies of photos for a printed page and for a list on the screen. The originals are never touched; nothing of a copy is kept."""

import io
import tempfile
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from postpermit.trail.files import path_of
from postpermit.web.paper.pdf import pdf

LONGEST, QUALITY = 1100, 82
# On a screen the copy is only recognised; a click opens the original.
ON_SCREEN = 480
# A picture that claims to be larger than this would cost more memory than a page is worth.
MOST_PIXELS = 120_000_000


def smaller(data: bytes, longest: int = LONGEST) -> bytes | None:
    """The picture upright and small, as JPEG; None for what is no picture that can be shown."""
    try:
        with Image.open(io.BytesIO(data)) as held:
            if held.width * held.height > MOST_PIXELS:
                return None
            held.draft("RGB", (longest * 2, longest * 2))
            upright = ImageOps.exif_transpose(held).convert("RGB")
    except (OSError, ValueError, SyntaxError, Image.DecompressionBombError):
        return None
    upright.thumbnail((longest, longest))
    out = io.BytesIO()
    upright.save(out, "JPEG", quality=QUALITY)
    return out.getvalue()


def copies_of(photos: Iterable[Mapping[str, Any]]) -> dict[str, bytes]:
    """Photo → its smaller copy; a photo that cannot be shown, or whose original is gone, is left out."""
    out: dict[str, bytes] = {}
    for photo in photos:
        path = path_of(photo["sha256"])
        small = smaller(path.read_bytes()) if path.exists() else None
        if small is not None:
            out[photo["uid"]] = small
    return out


def pdf_with(template: str, data: Mapping[str, Any], copies: Mapping[str, bytes]) -> bytes:
    """The PDF of a template that shows these files by their names."""
    with tempfile.TemporaryDirectory() as folder:
        for name, held in copies.items():
            (Path(folder) / f"{name}.jpg").write_bytes(held)
        return pdf(template, data, beside=Path(folder))
