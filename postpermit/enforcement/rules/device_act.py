"""An act as a device wrote it down, read from the bytes that it sent. No Django."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from postpermit import law
from postpermit.trail.errors import Refused
from postpermit.trail.steps import Labelled

LONGEST = 64 * 1024


class UnreadableAct(Refused):
    """What came is no act of a device; it stays where it is, with this sentence."""


class ActKind(Labelled):
    """What an inspector does on site."""

    ANSWER = "answer", "检查结果"
    SETTLE = "settle", "选定版本"
    PICTURE = "picture", "照片和签名"
    PARTICIPANT = "participant", "参加人"
    RECORD = "record", "笔录要素"
    START = "start", "开始检查"
    FINISH = "finish", "结束检查"
    CODE = "code", "检查码"
    CAPTION = "caption", "照片说明"


@dataclass(frozen=True)
class FieldAct:
    """One act. ``digest`` is that of the very bytes; ``told_at`` is the device's own clock, ``owner`` who wrote it."""

    uid: UUID
    device: str
    visit: UUID
    kind: ActKind
    payload: Mapping[str, Any]
    based_on: UUID | None
    told_at: datetime | None
    digest: str
    owner: str = ""

    def text(self, name: str, longest: int = 200) -> str:
        """A text of the payload, "" where there is none."""
        value = self.payload.get(name, "")
        if not isinstance(value, str):
            raise UnreadableAct(f"“{name}”不是文字。")
        if len(value.strip()) > longest:
            raise UnreadableAct(f"文字超过 {longest} 个字，请缩短后再试。", place=name)
        return value.strip()

    def moment(self, name: str) -> datetime | None:
        """A time of the payload with its zone."""
        return moment_of(self.text(name, 40))


def digest_of(data: bytes | None) -> str:
    """SHA-256 as text; "" where there are no bytes."""
    return hashlib.sha256(data).hexdigest() if data is not None else ""


def moment_of(text: str) -> datetime | None:
    """A time with its zone, None for an empty one; raises ``UnreadableAct``."""
    if not text:
        return None
    try:
        found = datetime.fromisoformat(text)
    except ValueError as error:
        raise UnreadableAct("时间写法不对。") from error
    if found.tzinfo is None or not 2000 <= found.year <= 2200:
        raise UnreadableAct("时间没有时区，或者年份不对。")
    return found


def read_act(raw: bytes) -> FieldAct:
    """The act in these bytes; raises ``UnreadableAct`` with what is wrong."""
    if len(raw) > LONGEST:
        raise UnreadableAct("内容过长。")
    try:
        body = json.loads(raw.decode("utf-8"))
        # Escaped letters would hide words from a plain search, so it is the parsed text that is looked through.
        text = json.dumps(body, ensure_ascii=False)
        text.encode("utf-8")
    except (UnicodeError, ValueError, RecursionError) as error:
        raise UnreadableAct("内容不完整，读不出来。") from error
    if not isinstance(body, dict) or not isinstance(body.get("payload"), dict):
        raise UnreadableAct("内容不完整，读不出来。")
    if "\\u0000" in text:
        raise UnreadableAct("含有不能保存的字符，请删去后再试。")
    if law.holds_secret(text):
        raise UnreadableAct(law.SECRET_REFUSAL)
    return _act(body, hashlib.sha256(raw).hexdigest())


def _act(body: Mapping[str, Any], digest: str) -> FieldAct:
    device = body.get("device")
    if not isinstance(device, str) or not 0 < len(device) <= 40:
        raise UnreadableAct("没有设备编号。")
    if body.get("kind") not in tuple(ActKind):
        raise UnreadableAct("这种现场数据系统不认识，请更新页面后再试。")
    told = body.get("told_at") or ""
    owner = body.get("owner") or ""
    if not isinstance(owner, str) or len(owner) > 64:
        raise UnreadableAct("填写人的写法不对。")
    return FieldAct(
        uid=_uid(body.get("uid"), "编号"),
        device=device,
        visit=_uid(body.get("visit"), "检查"),
        kind=ActKind(body["kind"]),
        payload=body["payload"],
        based_on=_uid(body["based_on"], "依据版本") if body.get("based_on") else None,
        told_at=moment_of(told if isinstance(told, str) else "?"),
        digest=digest,
        owner=owner,
    )


def _uid(value: Any, label: str) -> UUID:
    try:
        return UUID(value if isinstance(value, str) else "")
    except ValueError as error:
        raise UnreadableAct(f"{label}的编号不对。") from error
