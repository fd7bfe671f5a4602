"""FACTS.json of an invented report as ``Facts``: fields by their type hints, so that it follows the dataclasses."""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from postpermit.supervision.reading import from_published
from postpermit.supervision.report import Report
from postpermit.supervision.rules.facts import Facts


def facts_from(told: Mapping[str, Any]) -> Facts:
    """The facts; ``earlier`` are reports of the published schema."""
    return _read(Facts, told)


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _read(hint: Any, value: Any) -> Any:
    if value is None:
        return None
    if get_origin(hint) is UnionType:
        return _read(next(a for a in get_args(hint) if a is not NoneType), value)
    if hint is Report:
        return from_published(value)
    if is_dataclass(hint):
        hints = _hints(hint)  # type: ignore[arg-type]
        return hint(**{f.name: _read(hints[f.name], value[f.name]) for f in fields(hint) if f.name in value})  # type: ignore[operator]
    if get_origin(hint) is tuple:
        kinds = get_args(hint)
        if kinds[-1] is Ellipsis:
            return tuple(_read(kinds[0], each) for each in value)
        return tuple(_read(kind, each) for kind, each in zip(kinds, value, strict=True))
    if get_origin(hint) is frozenset:
        return frozenset(value)
    if get_origin(hint) is not None:
        return {(o, p): Decimal(amount) for o, p, amount in value} if isinstance(value, list) else value
    readers: dict[Any, Any] = {
        date: date.fromisoformat,
        datetime: datetime.fromisoformat,
        Decimal: Decimal,
    }
    return readers.get(hint, lambda v: v)(value)
