"""Report files of the desk's unit, as a unit sends them, and files that are none."""

import io
import json
import zipfile
from dataclasses import replace
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile

from postpermit.supervision.reading import as_published, filled_workbook
from postpermit.supervision.report import Cell, Report
from tests.supervision.desk import quarterly


def sheet(name: str = "季报.xlsx", read: Report | None = None) -> SimpleUploadedFile:
    """Our template, filled."""
    return SimpleUploadedFile(name, filled_workbook(read or quarterly()))


def published(name: str = "季报.json", read: Report | None = None, **changes: Any) -> SimpleUploadedFile:
    """JSON by the published schema."""
    return SimpleUploadedFile(name, json.dumps(as_published(read or quarterly()) | changes).encode())


def with_cover(read: Report, **texts: str) -> Report:
    """The same report with other words on its cover; "" takes a field away."""
    cover = dict(read.cover) | {code: Cell(text, "封面") for code, text in texts.items()}
    return replace(read, cover={code: cell for code, cell in cover.items() if cell.text})


def bomb() -> bytes:
    """A small file that unpacks to far too much."""
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as packed:
        packed.writestr("word/document.xml", b"0" * (70 * 1024 * 1024))
    return out.getvalue()
