"""``draw`` and ``verify-draw``: a draw computed, and a published one checked, on any machine and without data."""

import json
import re
from pathlib import Path
from typing import Any

from postpermit.planning import verify_draw
from postpermit.planning.draw import Drawn, draw
from postpermit.trail.errors import Refused

LARGEST = 64 * 1024 * 1024  # 30 000 units are 2 MB as a list, and 5 MB as a published draw
SECRET = re.compile(r"[0-9A-Fa-f]{64}")


class UnableToReadDraw(Refused):
    """A file that cannot be read, or a random number that is none."""


def run(arguments: Any) -> int:
    """Draw and print. Nothing is written. Raises ``UnusableList``, ``UnableToDraw``, ``UnableToReadDraw``."""
    listing = _json_of(arguments.list)
    r1, r2 = _secret(arguments.r1, "--r1"), _secret(arguments.r2, "--r2")
    drawn = draw(listing, r1, r2, arguments.public, arguments.algorithm)
    if arguments.json:
        print(json.dumps(as_facts(drawn), ensure_ascii=False))
    else:
        print("\n".join(words(drawn)))
    return 0


def verify(arguments: Any) -> int:
    """Exit 1 when anything differs; everything that does is named. Raises ``UnableToReadDraw``."""
    page = _json_of(arguments.file)
    faults, more = verify_draw.check(page), verify_draw.unchecked(page)
    if arguments.json:
        print(json.dumps({"ok": not faults, "faults": faults, "unchecked": more}, ensure_ascii=False))
        return 1 if faults else 0
    print("\n".join(faults or [f"一致：抽中 {len(page['selected'])} 家，各项都与复算相同。"]))
    if more:
        print(f"未核对的内容：{'、'.join(more)}")
    return 1 if faults else 0


def as_facts(drawn: Drawn) -> dict[str, Any]:
    """For ``--json``."""
    return {
        "list_hash": drawn.list_hash.hex(),
        "seed": drawn.seed.hex(),
        "selected": list(drawn.selected),
        "ranking": list(drawn.ranking),
    }


def words(drawn: Drawn) -> list[str]:
    """For reading."""
    following = drawn.ranking[len(drawn.selected) :]
    return [
        f"名单校验值 {drawn.list_hash.hex()}",
        f"种子 {drawn.seed.hex()}",
        f"抽中 {len(drawn.selected)} 家，按排序：",
        *(f"  {place}. {id_}" for place, id_ in enumerate(drawn.selected, 1)),
        f"递补顺序（{len(following)} 家）：{'、'.join(following) or '无'}",
    ]


def _secret(text: str, name: str) -> bytes:
    if not SECRET.fullmatch(text):
        raise UnableToReadDraw(f"{name} 须是 64 位十六进制（32 字节）。", place=name)
    return bytes.fromhex(text)


def _json_of(name: str) -> Any:
    path = Path(name)
    if not path.is_file():
        raise UnableToReadDraw(f"没有这个文件：{name}")
    try:
        if path.stat().st_size > LARGEST:
            raise UnableToReadDraw(f"文件超过 {LARGEST // 1024 // 1024} MB，不予读取：{path.name}")
        return verify_draw.read(name)
    except OSError as error:
        raise UnableToReadDraw(f"读不了文件：{name}") from error
    except (ValueError, RecursionError) as error:
        raise UnableToReadDraw(f"不是可用的 JSON：{path.name}，{verify_draw.unreadable(error)}。") from error
