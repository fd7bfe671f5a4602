"""The sealed file: acts that never reached the server, carried there by hand (plan 6.1). No Django."""

import base64
import binascii
import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from postpermit import law
from postpermit.enforcement.rules.device_act import digest_of
from postpermit.trail.errors import Refused

FORMAT = "postpermit-field"
VERSION = 1
# The proxy in front takes no more; a device writes several files where one would be larger.
LARGEST = 64 * 1024 * 1024
MOST = 2000


class UnreadableSeal(Refused):
    """The file is none of ours, is damaged, or was changed."""


@dataclass(frozen=True)
class SealedItem:
    """One act with its photo. ``fault`` says what does not fit; such an item is not taken."""

    act: bytes
    data: bytes | None
    fault: str = ""


@law.rule("EN-96", "plan:6.1")
def seal_of(digests: Iterable[tuple[str, str]]) -> str:
    """封存文件的总校验值由各条的校验值依次算出，增删、调换任何一条都会不同。"""
    lines = "\n".join(f"{act}:{data}" for act, data in digests)
    return hashlib.sha256(lines.encode("utf-8", "surrogatepass")).hexdigest()


@law.rule("EN-97", "plan:6.1")
def open_sealed(raw: bytes) -> tuple[SealedItem, ...]:
    """导入封存文件先核对总校验值，不符的整份不收；再逐条核对，损坏的一条指明，其余照收。"""
    body = _body(raw)
    rows = body["items"]
    if len(rows) > MOST or not all(_whole(row) for row in rows):
        raise UnreadableSeal("封存文件的内容不完整，没有导入任何一条。", place="file")
    if body.get("sha256") != seal_of((row["act_sha256"], row["data_sha256"]) for row in rows):
        raise UnreadableSeal("封存文件的总校验值不符，文件已损坏或被改动，没有导入任何一条。", place="file")
    return tuple(_item(row) for row in rows)


def seal(items: Iterable[tuple[bytes, bytes | None]], **about: str) -> bytes:
    """The file of these acts, as the device writes it."""
    rows = [
        {
            "act": act.decode("utf-8"),
            "act_sha256": digest_of(act),
            "data": base64.b64encode(data).decode() if data is not None else None,
            "data_sha256": digest_of(data),
        }
        for act, data in items
    ]
    total = seal_of((str(row["act_sha256"]), str(row["data_sha256"])) for row in rows)
    return json.dumps(
        {"format": FORMAT, "version": VERSION, **about, "items": rows, "sha256": total}, ensure_ascii=False
    ).encode()


def _body(raw: bytes) -> dict[str, Any]:
    if len(raw) > LARGEST:
        raise UnreadableSeal(f"封存文件超过 {LARGEST // 1024 // 1024} MB。", place="file")
    try:
        body = json.loads(raw.decode("utf-8-sig"))
    except (UnicodeDecodeError, ValueError, RecursionError) as error:
        raise UnreadableSeal("这不是现场端导出的封存文件，或者文件不完整。", place="file") from error
    known = isinstance(body, dict) and body.get("format") == FORMAT and isinstance(body.get("items"), list)
    if not known or body.get("version") != VERSION:
        raise UnreadableSeal("这不是现场端导出的封存文件。", place="file")
    return body


def _whole(row: Any) -> bool:
    texts = ("act", "act_sha256", "data_sha256")
    return isinstance(row, dict) and all(isinstance(row.get(name), str) for name in texts)


def _item(row: Mapping[str, Any]) -> SealedItem:
    act = row["act"].encode("utf-8", "surrogatepass")
    held = row.get("data")
    try:
        data = base64.b64decode(held, validate=True) if held is not None else None
    except (binascii.Error, TypeError, ValueError):
        return SealedItem(act, None, "照片读不出来")
    fits = digest_of(act) == row["act_sha256"] and digest_of(data) == row["data_sha256"]
    return SealedItem(act, data, "" if fits else "校验值不符，内容已损坏")
