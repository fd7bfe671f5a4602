"""Dated, cited values: every number a rule uses, with the layer that gave it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import yaml

from postpermit.law.clauses import UnreadableLaw

# Of two lines that begin on one day the higher layer prevails (plan 20.1).
LAYERS = ("district", "city", "national")
KEYS = {"value", "unit", "clause", "source", "confirmed"}
SHARE = "比例"
MONTH_DAY = "月-日"
PATTERN = "文号"
# An hour of the day, as 09:15.
CLOCK = "时刻"
CLOCK_WORDS = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]", re.ASCII)
# One day fixed by a notice; NO_DAY where there is none.
DAY = "日期"
NO_DAY = "无"


@dataclass(frozen=True)
class Value:
    """A value in force from ``since``. Shares are exact decimals; month-days are text such as ``06-30``."""

    name: str
    value: Any
    unit: str
    clause: str
    source: str
    confirmed: bool
    since: date
    layer: str
    label: str
    # The only words that it can be; empty where it is free.
    choices: tuple[str, ...] = ()

    @property
    def shown(self) -> str:
        """As an official reads it, with 待确认 where nobody has confirmed it."""
        return self.plain + ("" if self.confirmed else "（待确认）")

    @property
    def plain(self) -> str:
        """The value with its unit."""
        if self.unit == SHARE:
            return f"{(self.value * 100).normalize():f}%"
        if self.unit == MONTH_DAY:
            month, _, day = str(self.value).partition("-")
            return f"{int(month)}月{int(day)}日"
        if self.unit in (PATTERN, DAY, CLOCK):
            return str(self.value)
        if isinstance(self.value, list):
            return "、".join(str(v) for v in self.value) + self.unit
        return {"yes": "是", "no": "否", "next-year": "下一年度起"}.get(
            str(self.value), f"{self.value}{self.unit}"
        )


def read_values(path: Path) -> list[Value]:
    """Every dated line of a page. Raises ``UnreadableLaw`` naming file and key."""
    page = yaml.safe_load(path.read_text(encoding="utf-8")) or {}
    return [line for name, body in page.items() for line in _lines(name, body, path.name)]


def _lines(name: str, body: dict[str, Any], file: str) -> Iterable[Value]:
    layer = body.get("layer", "district")
    if layer not in LAYERS or "label" not in body or not body.get("dated"):
        raise UnreadableLaw(f"{file}：{name} 缺少 label、dated，或 layer 不对")
    for since, row in body["dated"].items():
        if not isinstance(since, date) or set(row) != KEYS:
            raise UnreadableLaw(f"{file}：{name} 的 {since} 一行写法不对")
        held = Decimal(row["value"]) if row["unit"] == SHARE else row["value"]
        yield Value(
            name,
            held,
            row["unit"],
            row["clause"],
            row["source"],
            row["confirmed"],
            since,
            layer,
            body["label"],
            tuple(str(word) for word in body.get("choices", ())),
        )


def in_force(lines: Iterable[Value], on: date) -> Value | None:
    """The line that prevails on a day: per layer the latest; among layers the later date, then the higher layer."""
    latest: dict[str, Value] = {}
    for line in lines:
        # Of two lines of one day the later one in the list counts: a confirmed line stands behind the shipped one.
        if line.since <= on and (line.layer not in latest or latest[line.layer].since <= line.since):
            latest[line.layer] = line
    return max(latest.values(), key=lambda v: (v.since, LAYERS.index(v.layer)), default=None)


def typed(like: Value, text: str) -> Any:
    """``text`` as a value of the same kind as ``like``. Raises ``ValueError`` with the sentence of what is wrong."""
    words = text.strip()
    if like.choices and words not in like.choices:
        raise ValueError(f"只能填 {'、'.join(like.choices)} 中的一个，写法须完全一样。")
    if like.unit == CLOCK and not CLOCK_WORDS.fullmatch(words):
        raise ValueError("时刻请写成 09:15。")
    if like.unit == SHARE:
        try:
            found = Decimal(words.rstrip("%")) / (100 if words.endswith("%") else 1)
        except ArithmeticError:
            raise ValueError("比例请写成 0.25 或 25%。") from None
        if not 0 <= found <= 1:
            raise ValueError("比例须在 0 与 1 之间。")
        return found
    if like.unit == DAY:
        return _day_or_none(words)
    if like.unit == MONTH_DAY:
        try:
            date.fromisoformat(f"2024-{words}")
        except ValueError:
            raise ValueError("日期请写成 06-30。") from None
        return words
    if isinstance(like.value, list):
        parts = [w for w in words.replace("、", ",").replace("，", ",").split(",") if w.strip()]
        if not parts or not all(w.strip().isdecimal() for w in parts):
            raise ValueError("请写成用顿号隔开的整数，如 2、5、8、11。")
        return [int(w) for w in parts]
    if isinstance(like.value, int):
        if not words.isdecimal() or int(words) > 10_000:
            raise ValueError(f"请填写整数（单位：{like.unit}）。")
        return int(words)
    if like.unit == PATTERN and "{n" not in words:
        raise ValueError("文号格式须含 {n}（流水号），可含 {year}。")
    if like.value in ("yes", "no") and words not in ("yes", "no"):
        raise ValueError("请填写 yes 或 no。")
    if not words:
        raise ValueError("请填写数值。")
    return words


def _day_or_none(words: str) -> str:
    if words == NO_DAY:
        return words
    try:
        return date.fromisoformat(words).isoformat()
    except ValueError:
        raise ValueError("请写成 2027-02-28 这样的日期；没有通知的填“无”。") from None
