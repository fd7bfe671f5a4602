"""FACTS.json as ``Facts``: fields by their type hints, so that it follows the dataclasses; a field nobody knows is refused."""

from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints
from zoneinfo import ZoneInfo

from postpermit.supervision.reading.errors import UnableToReadReport
from postpermit.supervision.reading.published import from_published
from postpermit.supervision.reading.validating import CONTROL, Figure, pointed
from postpermit.supervision.report import Report
from postpermit.supervision.rules.facts import Facts
from postpermit.trail.errors import Refused

# A moment without a zone is one of the clock on the wall.
HERE = ZoneInfo("Asia/Shanghai")


class UnableToReadFacts(Refused):
    """A value of FACTS.json is not what the field holds; ``place`` is its JSON pointer."""

    def __init__(self, place: str, said: str) -> None:
        super().__init__(f"已知情况 {place or '/'}：{said}", place=place or "/")


def facts_from(given: Mapping[str, Any]) -> Facts:
    """The facts. Days as 2026-03-01, amounts as texts or numbers, earlier reports by the published schema.

    A mapping with keys of several parts is a list of [part, part, value]. Raises ``UnableToReadFacts``.
    """
    read: Facts = _dataclass(Facts, given, "")
    return read


def _value(hint: Any, given: Any, place: str) -> Any:
    origin = get_origin(hint)
    if origin is UnionType:
        inner = next(a for a in get_args(hint) if a is not NoneType)
        return None if given is None else _value(inner, given, place)
    if hint is Report:
        return _report(given, place)
    if is_dataclass(hint):
        return _dataclass(hint, given, place)
    if origin in (tuple, frozenset):
        return _several(hint, given, place)
    if origin is not None:
        return _mapping(hint, given, place)
    return _plain(hint, given, place)


def _dataclass(hint: Any, given: Any, place: str) -> Any:
    if not isinstance(given, Mapping):
        raise UnableToReadFacts(place, "应为对象。")
    hints = _hints(hint)
    for name in given:
        if name not in hints:
            raise UnableToReadFacts(f"{place}/{pointed(CONTROL.sub('', str(name))[:60])}", "没有这一项。")
    for known in fields(hint):
        if known.name not in given and known.default is MISSING and known.default_factory is MISSING:
            raise UnableToReadFacts(place, f"缺少 {known.name}。")
    return hint(**{n: _value(hints[n], value, f"{place}/{pointed(n)}") for n, value in given.items()})


def _several(hint: Any, given: Any, place: str) -> Any:
    if not isinstance(given, list | tuple):
        raise UnableToReadFacts(place, "应为数组。")
    kinds = get_args(hint)
    if get_origin(hint) is frozenset:
        return frozenset(_value(kinds[0], each, f"{place}/{n}") for n, each in enumerate(given))
    if kinds[-1] is Ellipsis:
        return tuple(_value(kinds[0], each, f"{place}/{n}") for n, each in enumerate(given))
    if len(given) != len(kinds):
        raise UnableToReadFacts(place, f"应有 {len(kinds)} 项。")
    pairs = zip(kinds, given, strict=True)
    return tuple(_value(kind, each, f"{place}/{n}") for n, (kind, each) in enumerate(pairs))


def _mapping(hint: Any, given: Any, place: str) -> Any:
    key, value = get_args(hint)
    if isinstance(given, Mapping) and key is str:
        return {
            _plain(str, n, place): _value(value, each, f"{place}/{pointed(str(n))}")
            for n, each in given.items()
        }
    if key is str or not isinstance(given, list | tuple):
        raise UnableToReadFacts(
            place, "应为对象。" if key is str else "应为数组，每项形如 [排放口, 污染物, 数值]。"
        )
    out = {}
    for n, each in enumerate(given):
        if not isinstance(each, list | tuple) or len(each) != len(get_args(key)) + 1:
            raise UnableToReadFacts(f"{place}/{n}", f"应有 {len(get_args(key)) + 1} 项。")
        *parts, last = each
        out[_several(key, parts, f"{place}/{n}")] = _value(value, last, f"{place}/{n}/{len(parts)}")
    return out


def _report(given: Any, place: str) -> Report:
    try:
        return from_published(given)
    except UnableToReadReport as error:
        raise UnableToReadFacts(place, str(error)) from error


def _plain(hint: Any, given: Any, place: str) -> Any:
    reader, said = READERS[hint]
    try:
        return reader(given)
    except (ValueError, TypeError, InvalidOperation) as error:
        raise UnableToReadFacts(place, f"应为{said}。") from error


def _text(given: Any) -> str:
    if not isinstance(given, str) or isinstance(given, Figure) or CONTROL.search(given):
        raise TypeError(given)
    return given


def _truth(given: Any) -> bool:
    if not isinstance(given, bool):
        raise TypeError(given)
    return given


def _count(given: Any) -> int:
    if isinstance(given, bool):
        raise TypeError(given)
    return int(str(given))


def _amount(given: Any) -> Decimal:
    if isinstance(given, bool):
        raise TypeError(given)
    found = Decimal(str(given))
    if not found.is_finite():
        raise ValueError(given)
    return found


def _moment(given: Any) -> datetime:
    found = datetime.fromisoformat(given)
    return found if found.tzinfo else found.replace(tzinfo=HERE)


READERS: Mapping[Any, tuple[Callable[[Any], Any], str]] = {
    str: (_text, "文本"),
    bool: (_truth, "true 或 false"),
    int: (_count, "整数"),
    Decimal: (_amount, "数"),
    date: (date.fromisoformat, "形如 2026-03-01 的日期"),
    datetime: (_moment, "形如 2026-03-01T09:30:00 的时间"),
}


@cache
def _hints(hint: type) -> dict[str, Any]:
    return get_type_hints(hint)
