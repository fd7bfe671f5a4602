"""Hanging a file on a matter: size and type are checked before anything is parsed, the original bytes are kept."""

import unicodedata
from datetime import datetime

from django.db import models, transaction

from postpermit import law
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused
from postpermit.trail.files import keep
from postpermit.trail.models import Attachment, reference

LARGEST = 20 * 1024 * 1024

# What an office really hangs on a slip, told by the first bytes and never by the name alone.
TYPES: tuple[tuple[str, str, bytes, int], ...] = (
    (".pdf", "application/pdf", b"%PDF-", 0),
    (".png", "image/png", b"\x89PNG\r\n\x1a\n", 0),
    (".jpg", "image/jpeg", b"\xff\xd8\xff", 0),
    (".jpeg", "image/jpeg", b"\xff\xd8\xff", 0),
    (".docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", b"PK\x03\x04", 0),
    (".xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", b"PK\x03\x04", 0),
    (".zip", "application/zip", b"PK\x03\x04", 0),
    (".eml", "message/rfc822", b"", 0),
    (".txt", "text/plain", b"", 0),
    (".json", "application/json", b"", 0),
)
SHOWN_IN_PLACE = {"application/pdf", "image/png", "image/jpeg"}


class UnableToAttach(Refused):
    """The file is too large, empty, or not of a kind that is accepted."""


def media_type(name: str, data: bytes) -> str:
    """The type of an accepted file; raises ``UnableToAttach`` with what is wrong."""
    if not data:
        raise UnableToAttach(f"附件“{name}”是空文件。", place="attachment")
    if len(data) > LARGEST:
        raise UnableToAttach(
            f"附件“{name}”超过 {LARGEST // 1024 // 1024} MB，请压缩或拆分后上传。", place="attachment"
        )
    for ending, kind, magic, offset in TYPES:
        if name.lower().endswith(ending):
            if data[offset : offset + len(magic)] != magic or (not magic and not _is_text(data)):
                raise UnableToAttach(
                    f"附件“{name}”的内容与扩展名不符，请确认文件未损坏。", place="attachment"
                )
            return kind
    allowed = "、".join(ending for ending, *_ in TYPES)
    raise UnableToAttach(f"附件“{name}”的类型不支持，可上传：{allowed}。", place="attachment")


def attach(
    *,
    subject: models.Model,
    name: str,
    data: bytes,
    by: Actor,
    at: datetime,
    note: str = "",
    clause: str = "plan:8.1",
) -> Attachment:
    """Keep the file and say in the trail that it was hung on ``subject``."""
    clean = _clean(name)
    if law.holds_secret(clean) or law.holds_secret(note):
        raise UnableToAttach(law.SECRET_REFUSAL, place="attachment")
    kind = media_type(clean, data)
    digest = keep(data)
    with transaction.atomic():
        held = Attachment.objects.create(
            subject=reference(subject),
            name=clean,
            media_type=kind,
            size=len(data),
            sha256=digest,
            note=note[:200],
            by_name=by.signature,
            at=at,
        )
        record(
            "attach",
            label="上传附件",
            subjects=[subject],
            by=by,
            at=at,
            clause=clause,
            facts={"name": clean, "sha256": digest, "size": len(data)},
        )
        return held


def _is_text(data: bytes) -> bool:
    for encoding in ("utf-8", "gb18030"):
        try:
            data.decode(encoding)
        except UnicodeDecodeError:
            continue
        return b"\x00" not in data
    return False


def _clean(name: str) -> str:
    """The bare file name without path, control or direction-changing characters."""
    bare = name.replace("\\", "/").rsplit("/", 1)[-1]
    kept = "".join(c for c in bare if unicodedata.category(c) not in {"Cc", "Cf"})
    return kept.strip()[-200:] or "未命名"
