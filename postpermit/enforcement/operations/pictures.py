"""Photos and signatures of a visit: the original bytes as they came, with the time and place they themselves tell."""

import hashlib
import io
import struct
import warnings
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db import transaction
from PIL import Image

from postpermit.enforcement.models import Visit, VisitPicture
from postpermit.enforcement.operations.answers import open_visit
from postpermit.enforcement.queries.answers import questions_asked
from postpermit.enforcement.states import PictureKind
from postpermit.trail.actors import Actor
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused

SHANGHAI = ZoneInfo("Asia/Shanghai")
EXIF_IFD, GPS_IFD = 0x8769, 0x8825
TAKEN, OFFSET = 0x9003, 0x9011
ENDINGS = ((b"\xff\xd8\xff", ".jpg"), (b"\x89PNG\r\n\x1a\n", ".png"), (b"%PDF-", ".pdf"))


class UnableToKeepPicture(Refused):
    """The file is no picture, or the visit takes none any more."""


@dataclass(frozen=True)
class Told:
    """What a picture says of itself; None where it says nothing."""

    taken_at: datetime | None = None
    longitude: Decimal | None = None
    latitude: Decimal | None = None


def told_by(data: bytes) -> Told:
    """Time and place from the EXIF block. A damaged block tells nothing and stops nobody."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            exif = Image.open(io.BytesIO(data)).getexif()
            inner, gps = exif.get_ifd(EXIF_IFD), exif.get_ifd(GPS_IFD)
        return Told(_time(inner), _degrees(gps, 4, 3, "W", 180), _degrees(gps, 2, 1, "S", 90))
    except (
        OSError,
        ValueError,
        SyntaxError,
        TypeError,
        LookupError,
        AttributeError,
        EOFError,
        ArithmeticError,
        struct.error,
        RuntimeError,
        # The largest telephones take more than Pillow's limit of points; only the block is read, never the picture.
        Image.DecompressionBombError,
    ):
        return Told()


def _time(inner: Any) -> datetime | None:
    text = str(inner.get(TAKEN, "")).strip("\x00 ")
    if not text:
        return None
    offset = str(inner.get(OFFSET, "")).strip("\x00 ")
    # A camera without a zone is taken to stand where the district lies.
    zone = datetime.strptime(offset, "%z").tzinfo if offset else SHANGHAI
    found = datetime.strptime(text, "%Y:%m:%d %H:%M:%S").replace(tzinfo=zone)
    return found if 2000 <= found.year <= 2200 else None


def _degrees(gps: Any, tag: int, side: int, negative: str, most: int) -> Decimal | None:
    parts = gps.get(tag)
    if not parts or len(parts) != 3:
        return None
    try:
        whole, minutes, seconds = (Decimal(str(float(p))) for p in parts)
        value = (whole + minutes / 60 + seconds / 3600).quantize(Decimal("0.000001"))
    except InvalidOperation:
        return None
    return None if abs(value) > most else -value if str(gps.get(side, "")).startswith(negative) else value


@transaction.atomic
def keep_picture(
    *,
    visit: Visit,
    uid: UUID,
    kind: str,
    question: str = "",
    name: str,
    data: bytes,
    caption: str = "",
    signer: str = "",
    taken_at: datetime | None = None,
    longitude: Decimal | None = None,
    latitude: Decimal | None = None,
    from_album: bool = False,
    device: str = "",
    by: Actor,
    at: datetime,
) -> VisitPicture:
    """Keep a photo, a signature or the signed page. What the picture says of itself goes before what the device says."""
    held = open_visit(visit)
    if kind not in tuple(PictureKind):
        raise UnableToKeepPicture("不认识的照片类别。", place="kind")
    if question and question not in questions_asked(held):
        raise UnableToKeepPicture("这次检查的检查单里没有这一问。", place="question")
    if kind == PictureKind.SIGNATURE and not signer.strip():
        raise UnableToKeepPicture("请写明签名人。", place="signer")
    if earlier := VisitPicture.objects.filter(uid=uid).first():
        if (earlier.visit_id, earlier.sha256) != (held.pk, hashlib.sha256(data).hexdigest()):
            raise UnableToKeepPicture("这个编号先前已用于另一张照片，没有收下。")
        return earlier
    told = told_by(data)
    file = attach(
        subject=held,
        name=file_name(name, data),
        data=data,
        by=by,
        at=at,
        note=caption or PictureKind(kind).label,
        clause="plan:6.1",
    )
    seen = told.taken_at or taken_at
    placed = told if told.longitude is not None and told.latitude is not None else None
    return VisitPicture.objects.create(
        uid=uid, visit=held, kind=kind, question=question, attachment=file, sha256=file.sha256, caption=caption[:200],
        signer=signer.strip()[:64], taken_at=seen, taken_from=("照片" if told.taken_at else "设备") if seen else "",
        longitude=placed.longitude if placed else longitude, latitude=placed.latitude if placed else latitude,
        from_album=from_album, device=device, received_at=at, by_ref=by.ref, by_name=by.signature[:64],
    )  # fmt: skip


def file_name(name: str, data: bytes) -> str:
    """The name with the ending that the bytes have: a telephone calls its pictures what it likes."""
    ending = next((e for magic, e in ENDINGS if data.startswith(magic)), "")
    if not ending:
        raise UnableToKeepPicture("只收 JPG、PNG 照片和 PDF 扫描件，请换一种格式拍摄或导出。", place="data")
    stem = name.rpartition("/")[2].rpartition("\\")[2]
    bare = stem.rpartition(".")[0] or stem
    return f"{bare or '照片'}{ending}"
