#!/usr/bin/env python3
"""核对一次已公布的随机抽取：只需 Python，不需联网，不需本系统。

用法：python3 verify_draw.py 抽取结果.json [--json]
退出码：0 全部一致；1 有不一致之处，逐条指出；2 用法不对或者文件读不了。

The published file is one JSON object:

    format       "postpermit-draw-1"
    algorithm    "SHA-256" or "SM3", called H below
    list         {"version": 1, "plan", "stratum", "n", "units": [{"id", "p"}], "excluded": [{"id", "reason"}]}
    commitments  [H(r1), H(r2)], made public before the public value was known
    r1, r2       32 bytes each
    public       {"name", "day", "value"}
    list_hash    H(canonical JSON of the list: UTF-8, keys sorted, units by id, no spaces, no \\u for letters)
    seed         H(list_hash ‖ r1 ‖ r2 ‖ utf8(value))
    ranking      all ids by u = H(seed ‖ 0x00 ‖ utf8(id)) / 2^256 when every p is the same string, else by
                 u(1−p)/(p(1−u)); ties by id
    selected     the first n of the ranking
    replacements [{"out", "reason", "in"}]: "in" is the next of the ranking that was not yet used, null at its end
    officers     optional: {"people", "visits", "assignments", "unfilled", "recusals", "supplements"}; visits in the order
                 of the ranking of their units, then by H(seed ‖ 0x00 ‖ utf8(visit)); officers by load, then by
                 H(seed ‖ utf8(visit) ‖ utf8(officer)). A supplement {"visits", "assignments", "unfilled"} holds visits
                 that came later: same seed, same people with the visits they carry by then, recusals as sealed.
    supplements  optional, without people: {"at", "visits"} of each supplement

Where the stratum ends in “；公开随机数 name day form” and “；人员依据 hash”, these were sealed with the list: the public value
is of that name, day and form, and hash = H(canonical JSON of people, visits and recusals of officers).
Bytes are lower-case hexadecimal. The reasons are words; that the value is the one announced on that day, people compare.
Written on its own, from the description above; it shares no line with the program that draws.
"""

import hashlib
import json
import re
import sys
from functools import cmp_to_key
from itertools import combinations
from pathlib import Path
from typing import Any

Page = dict[str, Any]
HEX = re.compile(r"[0-9a-f]{64}")
P = re.compile(r"0\.(?!0000)[0-9]{4}|1\.0000")
PARTS = ("algorithm", "list", "commitments", "r1", "r2", "public", "list_hash", "seed", "selected", "ranking")
KNOWN = {"format", *PARTS, "replacements", "officers", "supplements"}
LIST_KEYS = {"version", "plan", "stratum", "n", "units", "excluded"}
SEALED = re.compile(
    r".*；公开随机数 (.+) ([0-9]{4}-[0-9]{2}-[0-9]{2}) (DECIMALS_4|DECIMALS_2|DIGITS)(?:；人员依据 ([0-9a-f]{64}))?",
    re.S,
)
WHOLE_PART = r"(0|[1-9][0-9]*)\."
FORMS = {"DECIMALS_4": WHOLE_PART + "[0-9]{4}", "DECIMALS_2": WHOLE_PART + "[0-9]{2}", "DIGITS": "[0-9]+"}
# What stands where: a dict by name (“?”: may be missing; “*”: any name), a list of one kind, or the types of a leaf.
TEXT, WHOLE = (str,), (int,)
PEOPLE = {"recused": [TEXT], "last_pair": [TEXT]}
VISIT = dict.fromkeys(("id", "unit", "zone", "first", "last"), TEXT) | PEOPLE
TURN = {
    "visits": [VISIT],
    "assignments": [{"visit": TEXT, "officers": [TEXT], "order": [TEXT]}],
    "unfilled": [{"visit": TEXT, "reason": TEXT}],
}
PERSON = {"id": TEXT, "certified": (bool,), "zones": [TEXT], "leave": [[TEXT]], "load": WHOLE}
SHAPE: Page = {
    "algorithm": TEXT,
    "list": {
        "version": WHOLE, "plan": (str, int), "stratum": (str, int), "n": WHOLE,
        "units": [{"id": TEXT, "p": TEXT}], "excluded": [{"id": TEXT, "reason": TEXT}],
    },
    "commitments": [TEXT], "r1": TEXT, "r2": TEXT, "list_hash": TEXT, "seed": TEXT,
    "public": {"name": TEXT, "day": TEXT, "value": TEXT},
    "selected": [TEXT], "ranking": [TEXT],
    "replacements?": [{"out": TEXT, "reason": TEXT, "in": (str, type(None))}],
    "officers?": {"people": [PERSON], **TURN, "recusals?": {"*": [TEXT]}, "supplements?": [TURN]},
    "supplements?": [{"at": TEXT, "visits": [TEXT]}],
}  # fmt: skip
PEOPLE_MISSING = "检查人员（这份文件不含人员名单和回避、请假的依据）"
WORDS = {str: "文字", int: "整数", bool: "true 或 false", type(None): "null"}


class Wrong(Exception):
    """The file is not of the form described above."""


def check(page: Any) -> list[str]:
    """What does not agree, in the order in which a reader would look; an empty list is a good draw."""
    try:
        _check_form(page)
        seed, ranking, faults = _parts(page)
        faults += _sealed_words(page) + _replacements(page, ranking)
        return faults + _officers(page, seed, ranking)
    except Wrong as error:
        return [str(error)]
    except (KeyError, TypeError, ValueError, AttributeError, RecursionError):
        return ["文件内容不完整，或者某处的写法不对，无法核对。"]


def unchecked(page: Page) -> list[str]:
    """What else stands in the file, and was not looked at."""
    if not isinstance(page, dict):
        return []
    found = SEALED.fullmatch(str(page["list"].get("stratum"))) if isinstance(page.get("list"), dict) else None
    people = found is not None and found[4] is not None and "officers" not in page
    return sorted(set(page) - KNOWN) + [PEOPLE_MISSING] * people


def digest(name: str, data: bytes) -> bytes:
    """SHA-256 or SM3; SM3 by hand where this Python does not have it."""
    if name == "SHA-256":
        return hashlib.sha256(data).digest()
    try:
        return hashlib.new("sm3", data).digest()
    except ValueError:
        return sm3(data)


def sm3(data: bytes) -> bytes:
    """GB/T 32905-2016."""
    state = [0x7380166F, 0x4914B2B9, 0x172442D7, 0xDA8A0600, 0xA96F30BC, 0x163138AA, 0xE38DEE4D, 0xB0FB0E4E]
    text = data + b"\x80" + bytes(-(len(data) + 9) % 64) + (8 * len(data)).to_bytes(8, "big")
    for start in range(0, len(text), 64):
        state = [a ^ b for a, b in zip(state, _compress(state, text[start : start + 64]))]
    return b"".join(word.to_bytes(4, "big") for word in state)


def _turn(x: int, by: int) -> int:
    by %= 32
    return (x << by | x >> (32 - by)) & 0xFFFFFFFF


def _compress(state: list[int], block: bytes) -> list[int]:
    w = [int.from_bytes(block[i : i + 4], "big") for i in range(0, 64, 4)]
    for i in range(16, 68):
        x = w[i - 16] ^ w[i - 9] ^ _turn(w[i - 3], 15)
        w.append(x ^ _turn(x, 15) ^ _turn(x, 23) ^ _turn(w[i - 13], 7) ^ w[i - 6])
    a, b, c, d, e, f, g, h = state
    for i in range(64):
        s1 = _turn((_turn(a, 12) + e + _turn(0x79CC4519 if i < 16 else 0x7A879D8A, i)) & 0xFFFFFFFF, 7)
        ff = a ^ b ^ c if i < 16 else a & b | a & c | b & c
        gg = e ^ f ^ g if i < 16 else e & f | ~e & 0xFFFFFFFF & g
        t1 = (ff + d + (s1 ^ _turn(a, 12)) + (w[i] ^ w[i + 4])) & 0xFFFFFFFF
        t2 = (gg + h + s1 + w[i]) & 0xFFFFFFFF
        a, b, c, d, e, f, g, h = t1, a, _turn(b, 9), c, t2 ^ _turn(t2, 9) ^ _turn(t2, 17), e, _turn(f, 19), g
    return [a, b, c, d, e, f, g, h]


def _check_form(page: Any) -> None:
    if not isinstance(page, dict) or page.get("format") != "postpermit-draw-1":
        raise Wrong("不是 postpermit-draw-1 格式的抽取结果。")
    if lacking := [name for name in PARTS if name not in page]:
        raise Wrong(f"文件缺少 {'、'.join(lacking)}。")
    _look(page, SHAPE, "")
    if page["algorithm"] not in ("SHA-256", "SM3"):
        raise Wrong("algorithm 只能是 SHA-256 或 SM3。")
    bad = [n for n in ("r1", "r2", "list_hash", "seed") if not HEX.fullmatch(page[n])]
    bad += ["commitments"] if len(page["commitments"]) != 2 else []
    if bad:
        raise Wrong(f"{'、'.join(bad)} 的写法不对：应是 64 位小写十六进制，两个封存值各一。")
    if empty := [name for name in ("name", "day", "value") if not page["public"][name]]:
        raise Wrong(f"public 须写明名称、日期和数值：public.{empty[0]} 是空的。")
    _check_list(page["list"])
    for number, person in enumerate(page.get("officers", {}).get("people", [])):
        if any(len(span) != 2 for span in person["leave"]):
            raise Wrong(f"officers.people[{number}].leave 须各有起止两天。")


def _look(value: Any, shape: Any, place: str) -> None:
    """The first place that is not of its kind. Raises ``Wrong``."""
    if isinstance(shape, dict):
        if not isinstance(value, dict):
            raise Wrong(f"{place} 须是一个 JSON 对象。")
        for name, inner in shape.items():
            keys = list(value) if name == "*" else [name.rstrip("?")]
            for key in (k for k in keys if k in value or not name.endswith("?")):
                if key not in value:
                    raise Wrong(f"{place} 缺少 {key}。")
                _look(value[key], inner, f"{place}.{key}".lstrip("."))
    elif isinstance(shape, list):
        if not isinstance(value, list):
            raise Wrong(f"{place} 须是一个列表。")
        for number, one in enumerate(value):
            _look(one, shape[0], f"{place}[{number}]")
    elif type(value) not in shape:
        raise Wrong(f"{place} 须是{'或'.join(WORDS[kind] for kind in shape)}。")
    elif isinstance(value, str) and re.search("[\ud800-\udfff]", value):
        raise Wrong(f"{place} 含有不成字符的编码（孤立代理项）。")


def _check_list(listing: Page) -> None:
    if set(listing) != LIST_KEYS or listing["version"] != 1:
        raise Wrong("list 须恰好有 version、plan、stratum、n、units、excluded，version 只能是 1。")
    seen: set[str] = set()
    rows = [("units", i, row) for i, row in enumerate(listing["units"])]
    for name, number, row in rows + [("excluded", i, row) for i, row in enumerate(listing["excluded"])]:
        place, second = f"list.{name}[{number}]", "p" if name == "units" else "reason"
        if set(row) != {"id", second}:
            raise Wrong(f"{place} 须各有 id 和 {second}，不能有别的。")
        if name == "units" and not P.fullmatch(row["p"]):
            raise Wrong(f"{place}.p 须是四位小数。")
        if not row["id"] or row["id"] in seen:
            raise Wrong(f"{place}.id 是空的或者重复的 id。")
        seen.add(row["id"])
    if not 0 <= listing["n"] <= len(listing["units"]):
        raise Wrong("list.n 须是不多于单位数的整数。")


def _sealed_words(page: Page) -> list[str]:
    """The public value is the one that was settled together with the list."""
    found = SEALED.fullmatch(str(page["list"]["stratum"]))
    if found is None:
        return []
    pairs = [
        ("名称 public.name", found[1], page["public"]["name"]),
        ("日期 public.day", found[2], page["public"]["day"]),
    ]
    out = [
        f"公开随机数的{what}不一致：封存的是 {due}，写的是 {told}" for what, due, told in pairs if due != told
    ]
    if not re.fullmatch(FORMS[found[3]], page["public"]["value"], re.ASCII):
        out.append(f"公开随机数的取值 public.value 不是封存时定下的写法 {found[3]}")
    return out


def _parts(page: Page) -> tuple[bytes, list[str], list[str]]:
    """Seed and ranking as they should be, and where what is written differs."""
    name, listing = page["algorithm"], page["list"]
    r1, r2 = bytes.fromhex(page["r1"]), bytes.fromhex(page["r2"])
    hashed = digest(name, canonical(listing))
    seed = digest(name, hashed + r1 + r2 + page["public"]["value"].encode())
    ranking = ranking_of(listing, seed, name)
    pairs: list[tuple[str, Any, Any]] = [
        ("名单校验值 list_hash", hashed.hex(), page["list_hash"]),
        ("第一个部门的封存值 commitments[0]", digest(name, r1).hex(), page["commitments"][0]),
        ("第二个部门的封存值 commitments[1]", digest(name, r2).hex(), page["commitments"][1]),
        ("种子 seed", seed.hex(), page["seed"]),
    ]
    out = [f"{what}不一致：应为 {due}，写的是 {found}" for what, due, found in pairs if due != found]
    out += _rows("排序 ranking", ranking, page["ranking"])
    return seed, ranking, out + _rows("抽中单位 selected", ranking[: listing["n"]], page["selected"])


def canonical(listing: Page) -> bytes:
    """The bytes of the list."""
    return _plain(dict(listing, units=sorted(listing["units"], key=lambda unit: unit["id"])))


def _plain(value: Page) -> bytes:
    return json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()


def ranking_of(listing: Page, seed: bytes, name: str) -> list[str]:
    """All ids; fractions are compared by multiplying crosswise, so that nothing is rounded."""
    whole = 2**256
    equal = len({unit["p"] for unit in listing["units"]}) == 1
    odds = []
    for unit in listing["units"]:
        u = int.from_bytes(digest(name, seed + bytes(1) + unit["id"].encode()), "big")
        p = int(unit["p"].replace(".", ""))
        above, below = (u, whole) if equal else (u * (10000 - p), (whole - u) * p)
        odds.append((above, below, unit["id"]))

    def compare(one: tuple[int, int, str], other: tuple[int, int, str]) -> int:
        left, right = one[0] * other[1], other[0] * one[1]
        return (left > right) - (left < right) or (one[2] > other[2]) - (one[2] < other[2])

    return [id_ for _, _, id_ in sorted(odds, key=cmp_to_key(compare))]


def _rows(what: str, due: list[Any], found: Any) -> list[str]:
    """The first place at which two lists part."""
    if not isinstance(found, list):
        return [f"{what}须是一个列表"]
    for place, (one, other) in enumerate(zip(due, found), 1):
        if one != other:
            return [f"{what}不一致：第 {place} 位应为 {one}，写的是 {other}"]
    return [] if len(due) == len(found) else [f"{what}不一致：应有 {len(due)} 个，写了 {len(found)} 个"]


def _replacements(page: Page, ranking: list[str]) -> list[str]:
    following = iter(ranking[page["list"]["n"] :])
    held = set(ranking[: page["list"]["n"]])
    for number, row in enumerate(page.get("replacements", []), 1):
        due = next(following, None)
        if row["out"] not in held:
            return [f"第 {number} 次递补不一致：{row['out']} 当时不在抽中的单位里"]
        if row["in"] != due:
            return [f"第 {number} 次递补不一致：应为 {due or '名单已用完'}，写的是 {row['in']}"]
        held = held - {row["out"]} | ({due} if due else set())
    return []


def _officers(page: Page, seed: bytes, ranking: list[str]) -> list[str]:
    """The pairs, if the file tells who could have gone."""
    if "officers" not in page:
        return []
    told, name, out = page["officers"], page["algorithm"], []
    sealed = SEALED.fullmatch(str(page["list"]["stratum"]))
    given = {key: told[key] for key in ("people", "visits", "recusals") if key in told}
    if sealed and digest(name, _plain(given)).hex() != sealed[4]:
        out.append("人员依据 officers 不一致：人员、检查、回避或请假与封存名单时的不同")
    load = {person["id"]: person["load"] for person in told["people"]}
    gone: dict[str, list[set[str]]] = {}
    for number, turn in enumerate([told, *told.get("supplements", [])]):
        which, kept_away = (f"第 {number} 次补充的" if number else ""), told.get("recusals", {})
        if number and any(sorted(v["recused"]) != kept_away.get(v["unit"], []) for v in turn["visits"]):
            out.append(f"{which}回避 recused不一致：与封存名单时的不同")
        assigned, unfilled = pairs_of(turn["visits"], told["people"], load, gone, seed, ranking, name)
        found = [{key: row[key] for key in ("visit", "officers", "order")} for row in turn["assignments"]]
        out += _rows(f"{which}执法人员 officers", assigned, found)
        out += _rows(f"{which}无人可派的检查 unfilled", unfilled, [row["visit"] for row in turn["unfilled"]])
    return out


def pairs_of(
    visits: list[Page], people: list[Page], load: dict[str, int], gone: dict[str, list[set[str]]], seed: bytes,
    ranking: list[str], name: str,
) -> tuple[list[Page], list[str]]:  # fmt: skip
    """Who goes where, and the visits that nobody can go to. ``load`` and ``gone`` go on from turn to turn."""
    place = {unit: number for number, unit in enumerate(ranking)}
    assigned, unfilled = [], []

    def turn(visit: Page) -> tuple[int, bytes, str]:
        after = digest(name, seed + bytes(1) + visit["id"].encode())
        return place.get(visit["unit"], len(place)), after, visit["id"]

    for visit in sorted(visits, key=turn):
        free = [person["id"] for person in people if _free(person, visit)]
        tie = {i: digest(name, seed + visit["id"].encode() + i.encode()) for i in free}
        order = sorted(free, key=lambda i: (load[i], tie[i], i))
        been = [set(visit["last_pair"]), *gone.get(visit["unit"], [])]
        pair = next((list(two) for two in combinations(order, 2) if set(two) not in been), None)
        if pair is None:
            unfilled.append(visit["id"])
            continue
        for i in pair:
            load[i] += 1
        gone.setdefault(visit["unit"], []).append(set(pair))
        assigned.append({"visit": visit["id"], "officers": pair, "order": order})
    return assigned, unfilled


def _free(person: Page, visit: Page) -> bool:
    first, last = visit["first"] or visit["last"], visit["last"] or visit["first"]
    away = any(first and start <= last and first <= end for start, end in person["leave"])
    elsewhere = bool(person["zones"]) and visit["zone"] not in person["zones"]
    return bool(person["certified"]) and not away and not elsewhere and person["id"] not in visit["recused"]


def _single(pairs: list[tuple[str, Any]]) -> Page:
    names = [name for name, _ in pairs]
    if twice := [name for name in names if names.count(name) > 1]:
        raise ValueError(f"名称“{twice[0]}”写了两次")
    return dict(pairs)


def read(path: str) -> Any:
    """The file; a name written twice, or a number that is none, is refused. Raises ``ValueError`` and ``OSError``."""

    def no_number(text: str) -> Any:
        raise ValueError(f"{text} 不是 JSON 的数")

    text = Path(path).read_text(encoding="utf-8-sig")
    return json.loads(text, object_pairs_hook=_single, parse_constant=no_number)


def unreadable(error: Exception) -> str:
    """Where and why a file is no JSON."""
    if isinstance(error, json.JSONDecodeError):
        return f"第 {error.lineno} 行第 {error.colno} 列的写法不对"
    if isinstance(error, UnicodeDecodeError):
        return f"第 {error.start + 1} 字节不是 UTF-8 文字"
    return "括号套得太多" if isinstance(error, RecursionError) else str(error)


def main(words: list[str]) -> int:
    """0 agrees, 1 does not, 2 cannot be read."""
    files = [word for word in words if word != "--json"]
    if len(files) != 1 or files[0].startswith("-"):
        print("用法：python3 verify_draw.py 抽取结果.json [--json]", file=sys.stderr)
        return 2
    try:
        page = read(files[0])
    except OSError:
        print(f"读不了文件：{files[0]}", file=sys.stderr)
        return 2
    except (ValueError, RecursionError) as error:
        print(f"不是可用的 JSON：{files[0]}，{unreadable(error)}", file=sys.stderr)
        return 2
    faults, more = check(page), unchecked(page)
    if "--json" in words:
        print(json.dumps({"ok": not faults, "faults": faults, "unchecked": more}, ensure_ascii=False))
    else:
        print("\n".join(faults or ["一致：名单校验值、两个封存值、种子、排序、抽中单位和递补都与复算相同。"]))
        print(*(f"未核对的内容：{name}" for name in more), sep="\n", end="\n" if more else "")
    return 1 if faults else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
