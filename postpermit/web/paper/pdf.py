"""PDF by typst with the fonts that come with the product: the same page on every machine."""

import json
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import typst

HERE = Path(__file__).parent


def pdf(template: str, data: Mapping[str, Any], *, beside: Path | None = None) -> bytes:
    """The PDF (PDF/A-2b) of a template in this folder. ``beside``: a folder with pictures that the page shows by name."""
    told = json.dumps(data, ensure_ascii=False)
    for page in HERE.glob("*.typ") if beside else ():
        shutil.copy(page, beside or HERE)
    return typst.compile(
        str((beside or HERE) / "whole.typ"),
        font_paths=[str(HERE / "fonts")],
        ignore_system_fonts=True,
        sys_inputs={"data": told, "page": f"{template}.typ"},
        pdf_standards="a-2b",
    )


def list_pdf(
    title: str,
    parts: list[dict[str, Any]],
    *,
    lead: str = "",
    mark: str = "",
    wide: bool = False,
) -> bytes:
    """A printed list. ``parts``: title, header, rows (texts), widths."""
    shown = [
        {
            "title": p.get("title", ""),
            "header": list(p["header"]),
            "rows": [["" if c is None else str(c) for c in row] for row in p["rows"]],
            "widths": list(p.get("widths") or [1] * len(p["header"])),
        }
        for p in parts
    ]
    return pdf("list", {"title": title, "lead": lead, "mark": mark, "wide": wide, "parts": shown})
