"""How what devices send comes together: each act once, in any order, from any number of devices (plan 6.1). No Django."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from postpermit import law
from postpermit.enforcement.states import LeftAs, VisitState
from postpermit.trail.steps import Labelled

# A phone's clock is rarely right to the second; beyond this the difference is shown.
CLOCK_LEEWAY = timedelta(minutes=5)
# What a signature at the foot of the record covers.
RECORD_KINDS = ("record", "participant")
AFTERWARDS = {
    VisitState.PREPARED: "检查尚未派员",
    VisitState.CLOSED: "检查已办结",
    VisitState.CANCELLED: "检查已取消",
}
LEFT = {
    LeftAs.RECUSED: "您已回避这次检查",
    LeftAs.UNABLE: "您已登记为不能前往这次检查",
    LeftAs.REPLACED: "这次检查已改派他人",
}


class Outcome(Labelled):
    """What became of an act that a device sent."""

    TAKEN = "TAKEN", "已收下"
    SET_ASIDE = "SET_ASIDE", "已保存，未采纳"
    REFUSED = "REFUSED", "未收下"


class Arrival(Labelled):
    """Whether an act was here before."""

    FIRST = "FIRST", "第一次收到"
    AGAIN = "AGAIN", "重复收到"
    OTHER = "OTHER", "编号相同、内容不同"


@dataclass(frozen=True)
class Version:
    """One answer to one question as far as its place among the others goes."""

    uid: str
    based_on: str
    current: bool


@dataclass(frozen=True)
class Placed:
    """Where a new version stands: whether it counts, which one no longer does, and whether two count now."""

    current: bool
    superseded: str
    conflict: bool


@law.rule("EN-90", "plan:6.1")
def placed(known: Iterable[Version], uid: str, based_on: str) -> Placed:
    """新的回答只取代它所依据的那个版本；两台设备依据同一版本各自填写的，两个版本都保留，与收到的先后无关。"""
    versions = tuple(known)
    # A later version may have overtaken this one on the way: then this one is history before it arrives.
    current = all(v.based_on != uid for v in versions)
    counted = {v.uid for v in versions if v.current}
    # ... and if what overtook it was since overruled by a choice, the choice stands.
    lives = current or bool(counted & _heirs(versions, uid, here=True))
    superseded = based_on if based_on in counted and lives else ""
    standing = sum(v.current and v.uid != superseded for v in versions) + current
    return Placed(current, superseded, standing > 1)


@law.rule("EN-91", "plan:6.1")
def losers(known: Iterable[Version], chosen: str, over: Iterable[str]) -> tuple[str, ...] | None:
    """选定一个版本时，只有选的人当时看到的其他版本不再现行，之后才到的版本仍然保留。

    None: the chosen version itself no longer counts, so nothing can be chosen with it.
    """
    versions = tuple(known)
    counted = {v.uid for v in versions if v.current}
    heirs = _heirs(versions, chosen)
    if not counted & heirs:
        return None
    # What turned out to be a successor of the chosen version (a link in between came late) is no rival of it.
    return tuple(uid for uid in dict.fromkeys(over) if uid in counted - heirs)


def _heirs(versions: tuple[Version, ...], root: str, *, here: bool = False) -> set[str]:
    """A version and everything that was based on it, directly or not. ``here``: it is just arriving."""
    found = {root} if here or any(v.uid == root for v in versions) else set()
    while more := {v.uid for v in versions if v.based_on in found} - found:
        found |= more
    return found


@law.rule("EN-92", "plan:6.1")
def arrival(kept: str | None, digest: str) -> Arrival:
    """同一编号、同一内容再次收到的，不再生效，给同一份回执；同一编号而内容不同的，拒收。"""
    if kept is None:
        return Arrival.FIRST
    return Arrival.AGAIN if kept == digest else Arrival.OTHER


@law.rule("EN-93", "plan:6.1")
def may_delete(digest: str, data_digest: str, receipt: Mapping[str, Any]) -> bool:
    """设备只有收到与自己所存内容校验值一致的回执，且服务器已经保存，才删除本机的一份。

    The same sentence in the device's own language stands in ``static/field/sync.js``.
    """
    kept = receipt.get("outcome") in (Outcome.TAKEN, Outcome.SET_ASIDE)
    return kept and receipt.get("digest") == digest and receipt.get("data_digest") == data_digest


@law.rule("EN-94", "plan:6.1")
def clock_apart(sent_at: datetime | None, received_at: datetime) -> int:
    """设备时钟与服务器相差超过五分钟的，注明相差的分钟数；先后顺序从不看设备时钟。

    Minutes by which the device is ahead (negative: behind), 0 within the leeway or when it told none.
    """
    if sent_at is None or abs(sent_at - received_at) <= CLOCK_LEEWAY:
        return 0
    return round((sent_at - received_at) / timedelta(minutes=1))


@law.rule("EN-95", "plan:6.1")
def why_aside(state: str, *, left_as: str) -> str:
    """检查已办结、已取消，或者本人已回避、换下的，现场数据照样保存，注明未采纳和原因。

    "" where the act may take effect.
    """
    if left_as:
        return LEFT[LeftAs(left_as)]
    return AFTERWARDS.get(VisitState(state), "")


@law.rule("EN-98", "plan:6.1", "penalty-law:47")
def why_closed(kind: str, *, signed: bool) -> str:
    """签字笔录拍照上传后，笔录要素和参加人不再改动；之后到达的照样保存，注明未采纳。

    "" where the act may still enter the record.
    """
    return "笔录已签字，不再改动" if signed and kind in RECORD_KINDS else ""
