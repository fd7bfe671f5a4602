"""The one file of a backup: magic, members with their lengths, a manifest, and a digest over everything before it.

    magic (8) · for each member: length of head (4) · head as JSON · bytes · … · manifest as the last member · SHA-256 (32)

No padding and no free byte: a bit that flips anywhere is found.
"""

import hashlib
import io
import json
import os
import struct
from collections.abc import Iterator
from pathlib import Path
from typing import Any, BinaryIO

from postpermit.trail.errors import Refused

MAGIC = b"PPBAK\x00\x01\n"
CHUNK = 1 << 20
HEAD = struct.Struct(">I")
LONGEST_HEAD = 64 * 1024
MANIFEST = "manifest.json"
DATABASE = "database.sqlite3"
# Small files of the data directory: the secret always, the marks of a demo where it is one.
SMALL = ("secret", "DEMO", "demo-accounts.json")


class UnableToRestore(Refused):
    """The file is no backup, is damaged, or does not fit where it should go."""


class Writer:
    """Writes members one after another; everything goes through one running digest."""

    def __init__(self, stream: BinaryIO) -> None:
        self.stream = stream
        self.digest = hashlib.sha256()
        self.members: list[dict[str, Any]] = []
        self._put(MAGIC)

    def _put(self, data: bytes) -> None:
        self.digest.update(data)
        self.stream.write(data)

    def member(self, name: str, source: BinaryIO, size: int) -> None:
        """Add a member of a known size, read to its end."""
        head = json.dumps({"name": name, "size": size}, ensure_ascii=False, sort_keys=True).encode()
        self._put(HEAD.pack(len(head)) + head)
        left, own = size, hashlib.sha256()
        while left and (data := source.read(min(CHUNK, left))):
            own.update(data)
            self._put(data)
            left -= len(data)
        if left:
            raise UnableToRestore(f"{name} 在备份时变短了，请重新备份。")
        self.members.append({"name": name, "size": size, "sha256": own.hexdigest()})

    def finish(self, manifest: dict[str, Any]) -> str:
        """The manifest, then the digest of everything; answers it."""
        data = json.dumps({**manifest, "members": self.members}, ensure_ascii=False, sort_keys=True).encode()
        self.member(MANIFEST, io.BytesIO(data), len(data))
        digest = self.digest.digest()
        self.stream.write(digest)
        return digest.hex()


def verify(path: Path) -> dict[str, Any]:
    """Read the whole file, check every length and digest, and answer the manifest. Writes nothing.

    Raises ``UnableToRestore`` naming the part that is damaged.
    """
    size = path.stat().st_size
    if size < len(MAGIC) + 32:
        raise UnableToRestore("文件太短，不是备份文件。")
    found: list[dict[str, Any]] = []
    manifest: dict[str, Any] | None = None
    with path.open("rb") as stream:
        digest = _whole(stream, size - 32)
        kept = stream.read(32)
        stream.seek(0)
        for name, length, body in members(stream, size - 32):
            own = hashlib.sha256()
            data = b""
            for piece in body:
                own.update(piece)
                data = data + piece if name == MANIFEST else b""
            if name == MANIFEST:
                manifest = _manifest(data)
                break
            found.append({"name": name, "size": length, "sha256": own.hexdigest()})
    _refuse_damage(manifest, found)
    if digest != kept:
        raise UnableToRestore("备份文件已损坏：总校验值不符。")
    assert manifest is not None
    return manifest


def _whole(stream: BinaryIO, size: int) -> bytes:
    digest, left = hashlib.sha256(), size
    while left and (data := stream.read(min(CHUNK, left))):
        digest.update(data)
        left -= len(data)
    return digest.digest()


def _refuse_damage(manifest: dict[str, Any] | None, found: list[dict[str, Any]]) -> None:
    if manifest is None:
        raise UnableToRestore("备份文件已损坏：缺少清单。")
    for told, seen in zip(manifest.get("members", []), found, strict=False):
        if told != seen:
            raise UnableToRestore(f"备份文件已损坏：{told.get('name')} 与清单不符。")
    if len(manifest.get("members", [])) != len(found):
        raise UnableToRestore("备份文件已损坏：成员数与清单不符。")


def _manifest(data: bytes) -> dict[str, Any]:
    try:
        page = json.loads(data)
    except ValueError as error:
        raise UnableToRestore("备份文件已损坏：清单无法读取。") from error
    if not isinstance(page, dict):
        raise UnableToRestore("备份文件已损坏：清单无法读取。")
    return page


def members(stream: BinaryIO, end: int) -> Iterator[tuple[str, int, Iterator[bytes]]]:
    """(name, size, pieces) of every member up to ``end``; a head that says nonsense is damage."""
    if stream.read(len(MAGIC)) != MAGIC:
        raise UnableToRestore("不是本系统的备份文件，或开头已损坏。")
    while stream.tell() < end:
        raw = stream.read(HEAD.size)
        length = HEAD.unpack(raw)[0] if len(raw) == HEAD.size else LONGEST_HEAD + 1
        if length > LONGEST_HEAD:
            raise UnableToRestore("备份文件已损坏：成员头长度不对。")
        try:
            head = json.loads(stream.read(length))
            name, size = str(head["name"]), int(head["size"])
        except (ValueError, KeyError, TypeError) as error:
            raise UnableToRestore("备份文件已损坏：成员头无法读取。") from error
        start = stream.tell()
        if size < 0 or start + size > end or not _safe(name):
            raise UnableToRestore("备份文件已损坏：成员长度或名称不对。")
        yield name, size, _pieces(stream, size)
        stream.seek(start + size)


def _safe(name: str) -> bool:
    parts = name.split("/")
    return bool(name) and not name.startswith("/") and ".." not in parts and "\\" not in name


def _pieces(stream: BinaryIO, size: int) -> Iterator[bytes]:
    left = size
    while left and (data := stream.read(min(CHUNK, left))):
        left -= len(data)
        yield data


def sync(path: Path) -> None:
    """The file and its folder reach the disk before anybody is told."""
    with path.open("rb") as stream:
        os.fsync(stream.fileno())
    folder = os.open(path.parent, os.O_RDONLY)
    try:
        os.fsync(folder)
    finally:
        os.close(folder)
