"""JSON text with suspicion: no key twice, no endless nesting, figures kept digit by digit."""

import json
from typing import Any

from postpermit.supervision.reading.errors import UnableToReadReport
from postpermit.supervision.reading.package import MEGA
from postpermit.supervision.reading.validating import CONTROL, Figure

# Each sign begins a value; a report has some 50 000.
LARGEST, VALUES, SIGNS = 20 * MEGA, 400_000, (b",", b"[", b"{")


def read_json(data: bytes) -> Any:
    """The values. Raises ``UnableToReadReport`` naming the line."""
    if len(data) > LARGEST:
        raise UnableToReadReport(f"JSON 文件超过 {LARGEST // MEGA} MB，不予读取。")
    if sum(data.count(sign) for sign in SIGNS) > VALUES:
        raise UnableToReadReport(f"JSON 内容过多（超过 {VALUES} 个值），不予读取。")
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        raise UnableToReadReport(f"JSON 文件不是 UTF-8 编码（第 {error.start + 1} 字节）。") from error
    try:
        return json.loads(
            text, parse_int=Figure, parse_float=Figure, parse_constant=_no_number, object_pairs_hook=_once
        )
    except RecursionError as error:
        raise UnableToReadReport("JSON 层次过深，不予读取。") from error
    except json.JSONDecodeError as error:
        raise UnableToReadReport(f"不是有效的 JSON（第 {error.lineno} 行第 {error.colno} 列）。") from error


def _no_number(_: str) -> Any:
    raise UnableToReadReport("JSON 中有 NaN 或 Infinity，不是数。")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    out = dict(pairs)
    if len(out) != len(pairs):
        seen = set[str]()
        twice = next(k for k, _ in pairs if k in seen or seen.add(k))  # type: ignore[func-returns-value]
        raise UnableToReadReport(f"JSON 中“{CONTROL.sub('', twice)[:40]}”写了两次。")
    return out
