"""Pictures of the demo: drawn here, so that nothing real is shown; each says 演示 and carries its time as a camera does."""

import io
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from PIL import Image, ImageDraw, ImageFont

from postpermit.web import paper

FONT = Path(paper.__file__).parent / "fonts" / "NotoSansSC-GBK.ttf"
SIZE = (480, 320)
TAKEN = 0x9003


def photo(caption: str, at: datetime, tone: int = 0) -> bytes:
    """A small JPEG with its caption and the time in its EXIF block."""
    grey = (150 + tone * 17 % 70, 160 + tone * 29 % 60, 165 + tone * 11 % 55)
    image = Image.new("RGB", SIZE, grey)
    pen = ImageDraw.Draw(image)
    pen.rectangle((60, 150, 420, 300), fill=tuple(part - 45 for part in grey))
    pen.text((24, 20), "演示照片", fill="white", font=_font(44))
    pen.text((24, 84), caption[:18], fill="white", font=_font(26))
    pen.text((24, 290), f"{at:%Y-%m-%d %H:%M}", fill="white", font=_font(20))
    exif = Image.Exif()
    exif[0x010F] = "postpermit demo"
    exif.get_ifd(0x8769)[TAKEN] = f"{at:%Y:%m:%d %H:%M:%S}"
    out = io.BytesIO()
    image.save(out, "JPEG", quality=70, exif=exif)
    return out.getvalue()


def signature(name: str) -> bytes:
    """A name as if written on the screen."""
    image = Image.new("RGB", (360, 140), "white")
    pen = ImageDraw.Draw(image)
    pen.text((30, 40), name, fill=(20, 30, 90), font=_font(48))
    pen.line((20, 112, 330, 104), fill=(20, 30, 90), width=3)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


@cache
def _font(size: int) -> Any:
    return ImageFont.truetype(str(FONT), size)
