"""The verifiable draw, byte by byte: whoever has the published parts gets the same result on a machine of his own.

    L    = H(canonical JSON of the list)
    seed = H(L ‖ r1 ‖ r2 ‖ utf8(public value))
    u    = H(seed ‖ 0x00 ‖ utf8(id)) as a big-endian number, over 2^256

Equal probability (every ``p`` the same string): the n smallest u. Unequal: the n smallest u(1−p)/(p(1−u)), compared
without rounding. Ties by id, code point by code point. H is SHA-256, or SM3 where that is the adopted value.
"""

import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from postpermit import law
from postpermit.planning.digests import DEFAULT, UnableToDraw, digest

__all__ = [
    "DEFAULT",
    "Drawn",
    "UnableToDraw",
    "UnusableList",
    "canonical_list",
    "commitment",
    "draw",
    "list_hash",
    "next_in_ranking",
    "published",
    "ranking",
    "seed_of",
    "share",
]

VERSION = 1
FORMAT = "postpermit-draw-1"
KEYS = {"version", "plan", "stratum", "n", "units", "excluded"}
LARGEST_NUMBER = 2**53 - 1  # the largest whole number that every reader of JSON keeps
PROBABILITY = re.compile(r"0\.[0-9]{4}|1\.0000")
SECRET_BYTES = 32
WHOLE = 1 << 256  # u counts in 2^-256
UNIT_OF_P = 10_000  # p has four decimals
# Two odds differ by at least 1/(b·d) with denominators b, d = P·(2^256 − U) < 2^270: so many bits keep every difference.
EXACT_BITS = 540


class UnusableList(UnableToDraw):
    """The list cannot be drawn from; the sentence names the place."""


@dataclass(frozen=True)
class Drawn:
    """``selected`` is the beginning of ``ranking``; replacements come from what follows."""

    list_hash: bytes
    seed: bytes
    selected: tuple[str, ...]
    ranking: tuple[str, ...]


def canonical_list(listing: Mapping[str, Any]) -> bytes:
    """The bytes that ``L`` is taken of: units in the order of their ids. Raises ``UnusableList``."""
    _check(listing)
    plain = {
        **listing,
        "units": sorted((dict(unit) for unit in listing["units"]), key=lambda unit: unit["id"]),
        "excluded": [dict(row) for row in listing["excluded"]],
    }
    text = json.dumps(plain, ensure_ascii=False, sort_keys=True, separators=(",", ":"), allow_nan=False)
    return text.encode("utf-8")


def list_hash(listing: Mapping[str, Any], algorithm: str = DEFAULT) -> bytes:
    """``L``."""
    return digest(canonical_list(listing), algorithm)


@law.rule("PL-3", "plan:6.1")
def commitment(r: bytes, algorithm: str = DEFAULT) -> str:
    """两个部门各取三十二字节随机数，在公开随机数产生之前先公布其摘要；事后出示的随机数与摘要不符的，不予采用。"""
    _check_secret(r)
    return digest(r, algorithm).hex()


def seed_of(hashed_list: bytes, r1: bytes, r2: bytes, public: str, algorithm: str = DEFAULT) -> bytes:
    """What the whole draw follows from. Raises ``UnableToDraw``."""
    _check_secret(r1, "r1")
    _check_secret(r2, "r2")
    if not isinstance(public, str) or not public:
        raise UnableToDraw("公开随机数不能为空。", place="public")
    return digest(hashed_list + r1 + r2 + _utf8(public, "公开随机数", "public", UnableToDraw), algorithm)


@law.rule("PL-1", "plan:6.1")
def draw(listing: Mapping[str, Any], r1: bytes, r2: bytes, public: str, algorithm: str = DEFAULT) -> Drawn:
    """抽取名单先固定并取得摘要，再由两部门的随机数和公开随机数得出种子，按种子给每个单位排序，取前 n 个；任何人可以复算。"""
    hashed = list_hash(listing, algorithm)
    seed = seed_of(hashed, r1, r2, public, algorithm)
    order = ranking({unit["id"]: unit["p"] for unit in listing["units"]}, seed, algorithm)
    return Drawn(hashed, seed, order[: listing["n"]], order)


def ranking(probabilities: Mapping[str, str], seed: bytes, algorithm: str = DEFAULT) -> tuple[str, ...]:
    """Every id in the order in which it would be taken; ``probabilities``: id → p as it stands in the list."""
    key = _by_share if len(set(probabilities.values())) < 2 else _by_odds
    order = sorted((key(p, share(seed, id_, algorithm)), id_) for id_, p in probabilities.items())
    return tuple(id_ for _, id_ in order)


def share(seed: bytes, id_: str, algorithm: str = DEFAULT) -> int:
    """u of one id, in units of 2^-256."""
    return int.from_bytes(digest(seed + b"\x00" + id_.encode("utf-8"), algorithm), "big")


def _by_share(_: str, u: int) -> int:
    return u


def _by_odds(p: str, u: int) -> int:
    """u(1−p)/(p(1−u)), cut off below every possible difference: as exact as the fraction itself, and quicker."""
    parts = int(p[0] + p[2:])
    return (u * (UNIT_OF_P - parts) << EXACT_BITS) // (parts * (WHOLE - u))


@law.rule("PL-4", "plan:6.1")
def next_in_ranking(drawn: Drawn, replaced: Iterable[str] = ()) -> str | None:
    """抽中的单位关闭、搬迁等不能检查的，由同一排序中的下一个递补，不另行抽取；名单用完的，不再递补。"""
    place = len(drawn.selected) + len(tuple(replaced))
    return drawn.ranking[place] if place < len(drawn.ranking) else None


def published(
    listing: Mapping[str, Any],
    r1: bytes,
    r2: bytes,
    public: Mapping[str, str],
    *,
    algorithm: str = DEFAULT,
    replacements: Iterable[tuple[str, str]] = (),
    officers: Mapping[str, Any] | None = None,
) -> dict[str, Any]:
    """The draw as it is published, checked by ``verify_draw.py`` and in the browser.

    ``public``: name, day, value. ``replacements``: (unit that cannot be visited, reason) in the order in which they came.
    ``officers``: what ``officers.as_published`` answers; only in what stays in the office.
    """
    drawn = draw(listing, r1, r2, public["value"], algorithm)
    page = {
        "format": FORMAT,
        "algorithm": algorithm,
        "list": json.loads(canonical_list(listing)),
        "commitments": [commitment(r1, algorithm), commitment(r2, algorithm)],
        "r1": r1.hex(),
        "r2": r2.hex(),
        "public": {name: public[name] for name in ("name", "day", "value")},
        "list_hash": drawn.list_hash.hex(),
        "seed": drawn.seed.hex(),
        "selected": list(drawn.selected),
        "ranking": list(drawn.ranking),
        "replacements": _replaced(drawn, replacements),
    }
    return page | ({"officers": dict(officers)} if officers is not None else {})


def _replaced(drawn: Drawn, replacements: Iterable[tuple[str, str]]) -> list[dict[str, str | None]]:
    out: list[dict[str, str | None]] = []
    held = set(drawn.selected)
    for gone, reason in replacements:
        if gone not in held:
            raise UnableToDraw(f"{gone} 不在抽中的单位里，不能递补。", place="replacements")
        follower = next_in_ranking(drawn, [str(row["out"]) for row in out])
        held = held - {gone} | ({follower} if follower else set())
        out.append({"out": gone, "reason": reason, "in": follower})
    return out


def _check(listing: Mapping[str, Any]) -> None:
    """Everything that a list has to be. Raises ``UnusableList`` at the first place that is not."""
    _check_keys(listing, KEYS, "名单", "")
    if type(listing["version"]) is not int or listing["version"] != VERSION:
        raise UnusableList("名单的 version 只能是 1。", place="version")
    for name in ("plan", "stratum"):
        _check_name(listing[name], f"名单的 {name}", name)
    for name in ("units", "excluded"):
        if not isinstance(listing[name], list | tuple):
            raise UnusableList(f"名单的 {name} 须是一个列表。", place=name)
    ids: set[str] = set()
    for number, unit in enumerate(listing["units"], 1):
        _check_unit(unit, f"第 {number} 个单位", f"units[{number - 1}]", ids)
    for number, row in enumerate(listing["excluded"], 1):
        _check_excluded(row, f"第 {number} 个排除的单位", f"excluded[{number - 1}]", ids)
    n = listing["n"]
    if type(n) is not int or not 0 <= n <= len(listing["units"]):
        raise UnusableList(f"名单的 n 须是 0 到 {len(listing['units'])} 的整数，不能多于单位数。", place="n")


def _check_unit(unit: Any, words: str, place: str, ids: set[str]) -> None:
    _check_keys(unit, {"id", "p"}, words, place)
    _check_id(unit["id"], words, place, ids)
    p = unit["p"]
    if not isinstance(p, str) or not PROBABILITY.fullmatch(p) or p == "0.0000":
        raise UnusableList(f"{words}的 p 须写成四位小数，大于 0、不大于 1，如 0.2000。", place=f"{place}.p")


def _check_excluded(row: Any, words: str, place: str, ids: set[str]) -> None:
    _check_keys(row, {"id", "reason"}, words, place)
    _check_id(row["id"], words, place, ids)
    _check_text(row["reason"], f"{words}的 reason", f"{place}.reason")


def _check_keys(found: Any, wanted: set[str], words: str, place: str) -> None:
    if not isinstance(found, Mapping):
        raise UnusableList(f"{words}须是一个 JSON 对象。", place=place)
    if lacking := sorted(wanted - found.keys()):
        raise UnusableList(f"{words}缺少 {'、'.join(lacking)}。", place=place)
    if more := [str(name)[:40] for name in found if name not in wanted]:
        raise UnusableList(f"{words}有多余的内容：{'、'.join(sorted(more))}。", place=place)


def _check_id(id_: Any, words: str, place: str, ids: set[str]) -> None:
    _check_text(id_, f"{words}的 id", f"{place}.id")
    if id_ in ids:
        raise UnusableList(f"{words}的 id 重复：{id_}。", place=f"{place}.id")
    ids.add(id_)


def _check_name(value: Any, words: str, place: str) -> None:
    """A plan may be a year."""
    if type(value) is int and 0 <= value <= LARGEST_NUMBER:
        return
    _check_text(value, words, place)


def _check_text(value: Any, words: str, place: str) -> None:
    if not isinstance(value, str) or not value.strip():
        raise UnusableList(f"{words} 须是不为空的文字。", place=place)
    _utf8(value, words, place, UnusableList)


def _utf8(text: str, words: str, place: str, refusal: type[UnableToDraw]) -> bytes:
    try:
        return text.encode("utf-8")
    except UnicodeEncodeError as error:
        raise refusal(f"{words} 含有不成字符的编码（孤立代理项）。", place=place) from error


def _check_secret(r: bytes, name: str = "r") -> None:
    if not isinstance(r, bytes) or len(r) != SECRET_BYTES:
        raise UnableToDraw(f"随机数 {name} 须恰好是 {SECRET_BYTES} 字节。", place=name)
