"""One spelling of an entry as bytes: UTF-8 JSON, sorted keys, no spaces, no floats. What is sealed is exactly this."""

import json
from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any


def plain(value: Any) -> Any:
    """The value as JSON may hold it; a float has no place in a record."""
    if isinstance(value, bool) or value is None or isinstance(value, int | str):
        return str(value) if isinstance(value, str) else value
    if isinstance(value, Decimal):
        return str(value)
    if isinstance(value, datetime | date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(k): plain(v) for k, v in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(v) for v in value]
    if isinstance(value, float):
        raise TypeError("a record holds no floats: give a Decimal or text")
    return str(value)


def canonical(value: Mapping[str, Any]) -> bytes:
    """The bytes that are hashed."""
    return json.dumps(plain(value), ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()
