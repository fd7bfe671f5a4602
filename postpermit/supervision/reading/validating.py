"""Values held against the part of JSON Schema that our schema uses; the first misfit is refused with its JSON pointer."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Any

from postpermit.supervision.reading.errors import UnableToReadReport

DEEPEST, MOST_VALUES = 12, 300_000
NAMES = {
    "object": "对象",
    "array": "数组",
    "string": "文本",
    "number": "数字",
    "null": "null",
}
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\ud800-\udfff\ufffe\uffff]")


class Misfit(UnableToReadReport):
    """A value that the schema does not allow; ``place`` is its JSON pointer."""

    def __init__(self, place: str, said: str) -> None:
        super().__init__(f"{place or '/'}：{said}", place=place or "/")


def refuse_misfit(value: Any, schema: Mapping[str, Any]) -> None:
    """Raise ``UnableToReadReport`` where a value does not fit."""
    _Check(schema).value(value, schema, "", 0)


def texts_in(value: Any) -> Iterator[str]:
    """Every text in plain values, keys too."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for key, inner in value.items():
            yield str(key)
            yield from texts_in(inner)
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from texts_in(inner)


class _Check:
    """One run over a value."""

    def __init__(self, root: Mapping[str, Any]) -> None:
        self._root, self._count = root, 0
        self._words: Mapping[str, Callable[[Any, Any, Mapping[str, Any], str, int], None]] = {
            "type": self._type,
            "const": self._const,
            "enum": self._enum,
            "pattern": self._pattern,
            "maxLength": self._longest,
            "maxItems": self._most,
            "required": self._required,
            "properties": self._properties,
            "additionalProperties": self._others,
            "items": self._items,
            "anyOf": self._any,
            "$ref": self._reference,
        }

    def value(self, value: Any, schema: Mapping[str, Any], place: str, depth: int) -> None:
        """Hold a value against every word of a schema."""
        self._count += 1
        if depth > DEEPEST:
            raise Misfit(place, "层次过深。")
        if self._count > MOST_VALUES:
            raise Misfit(place, f"内容过多（超过 {MOST_VALUES} 个值）。")
        for word, said in schema.items():
            if check := self._words.get(word):
                check(said, value, schema, place, depth)

    def _type(self, said: Any, value: Any, _: Mapping[str, Any], place: str, depth: int) -> None:
        allowed = [said] if isinstance(said, str) else said
        if _kind(value) not in allowed:
            raise Misfit(place, f"应为{'或'.join(NAMES[a] for a in allowed)}。")
        if isinstance(value, str) and CONTROL.search(value):
            raise Misfit(place, "含有不能显示的字符。")

    def _const(self, said: Any, value: Any, _: Mapping[str, Any], place: str, depth: int) -> None:
        if isinstance(value, bool) or str(value) != str(said):
            raise Misfit(place, f"应为 {said}。")

    def _enum(self, said: Any, value: Any, _: Mapping[str, Any], place: str, depth: int) -> None:
        if value not in said:
            raise Misfit(place, f"应为 {'、'.join(str(s) for s in said if s)} 之一。")

    def _pattern(self, said: Any, value: Any, _: Mapping[str, Any], place: str, depth: int) -> None:
        if isinstance(value, str) and re.search(said, value) is None:
            raise Misfit(place, "写法不对。")

    def _longest(self, said: Any, value: Any, _: Mapping[str, Any], place: str, depth: int) -> None:
        if isinstance(value, str) and len(value) > said:
            raise Misfit(place, f"超过 {said} 字。")

    def _most(self, said: Any, value: Any, _: Mapping[str, Any], place: str, depth: int) -> None:
        if isinstance(value, list) and len(value) > said:
            raise Misfit(place, f"超过 {said} 项。")

    def _required(self, said: Any, value: Any, _: Mapping[str, Any], place: str, depth: int) -> None:
        for name in said:
            if isinstance(value, Mapping) and name not in value:
                raise Misfit(place, f"缺少 {name}。")

    def _properties(self, said: Any, value: Any, _: Mapping[str, Any], place: str, depth: int) -> None:
        for name, inner in value.items() if isinstance(value, Mapping) else ():
            if name in said:
                self.value(inner, said[name], f"{place}/{pointed(name)}", depth + 1)

    def _others(self, said: Any, value: Any, schema: Mapping[str, Any], place: str, depth: int) -> None:
        known = schema.get("properties", {})
        for name, inner in value.items() if isinstance(value, Mapping) else ():
            if name in known:
                continue
            if CONTROL.search(str(name)):
                raise Misfit(place, "名称中含有不能显示的字符。")
            here = f"{place}/{pointed(str(name)[:60])}"
            if said is False:
                raise Misfit(here, "表式中没有这一项。")
            self.value(inner, said, here, depth + 1)

    def _items(self, said: Any, value: Any, _: Mapping[str, Any], place: str, depth: int) -> None:
        for at, inner in enumerate(value) if isinstance(value, list | tuple) else ():
            self.value(inner, said, f"{place}/{at}", depth + 1)

    def _any(self, said: Sequence[Any], value: Any, _: Mapping[str, Any], place: str, depth: int) -> None:
        fitting = [s for s in said if _kind(value) == s["type"]]
        if not fitting:
            raise Misfit(place, f"应为{'或'.join(NAMES[s['type']] for s in said)}。")
        self.value(value, fitting[0], place, depth + 1)

    def _reference(self, said: str, value: Any, _: Mapping[str, Any], place: str, depth: int) -> None:
        self.value(value, self._root["$defs"][said.rpartition("/")[2]], place, depth + 1)


def pointed(name: str) -> str:
    """A name within a JSON pointer."""
    return name.replace("~", "~0").replace("/", "~1")


def _kind(value: Any) -> str:
    if value is None:
        return "null"
    if isinstance(value, str) and not isinstance(value, Figure):
        return "string"
    if isinstance(value, Figure) or (
        isinstance(value, int | float | Decimal) and not isinstance(value, bool)
    ):
        return "number"
    if isinstance(value, Mapping):
        return "object"
    return "array" if isinstance(value, list | tuple) else ""


class Figure(str):
    """A number of a JSON file, digit by digit as written."""

    __slots__ = ()
