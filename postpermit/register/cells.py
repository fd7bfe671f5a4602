"""Reading one cell: dates, numbers typed as text and the reverse, full-width digits, ranges, lists."""

import re
import unicodedata
from datetime import date, datetime, timedelta
from decimal import Decimal, InvalidOperation
from typing import Any

from postpermit.register.columns import CONCENTRATION_UNITS, Column

NOT_DETECTED = "不得检出"
DAY = re.compile(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?(?: 00:00:00)?")
RANGE = re.compile(r"(\d+(?:\.\d+)?)\s*[-~–—至]\s*(\d+(?:\.\d+)?)")
# The day Excel counts from; a day as a bare number is accepted within a century or so.
EPOCH, SERIALS = date(1899, 12, 30), range(18000, 80000)
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\u200b-\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
BIGGEST = Decimal(10) ** 9


class Faulty(ValueError):
    """The cell cannot be read; the sentence says what was expected."""


def text_of(value: Any) -> str:
    """The cell as trimmed text: a whole number has no ``.0``, a day is 2026-03-01, control characters are gone."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "是" if value else "否"
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == datetime.min.time() else value.isoformat(" ")
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() else format(Decimal(repr(value)), "f")
    return CONTROL.sub("", str(value)).strip()


def narrow(text: str) -> str:
    """Full-width digits and letters as narrow ones."""
    return unicodedata.normalize("NFKC", text).strip()


def read(column: Column, value: Any) -> Any:
    """The value of a filled cell after the column's kind. Raises ``Faulty``."""
    reader = READERS.get(column.kind)
    found = reader(column, value) if reader else text_of(value)
    if isinstance(found, str) and len(found) > column.longest:
        raise Faulty(f"不能超过 {column.longest} 个字，现有 {len(found)} 个。")
    return found


def _day(_: Column, value: Any) -> date:
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, date):
        return value
    if isinstance(value, int | float) and not isinstance(value, bool):
        if value != int(value) or int(value) not in SERIALS:
            raise Faulty("不是日期，请写成 2026-03-01。")
        return EPOCH + timedelta(days=int(value))
    found = DAY.fullmatch(narrow(text_of(value)))
    try:
        return date(*(int(part) for part in found.groups())) if found else _no_day()
    except ValueError as error:
        raise Faulty("没有这一天，请核对日期。" if found else "不是日期，请写成 2026-03-01。") from error


def _no_day() -> date:
    raise ValueError


def _decimal(column: Column, value: Any) -> Decimal:
    text = narrow(text_of(value)).replace(",", "")
    try:
        found = Decimal(text)
    except InvalidOperation as error:
        raise Faulty("应为数字。") from error
    if not found.is_finite() or found < 0 or found >= BIGGEST:
        raise Faulty("应为不小于 0 的数字。")
    bounds = {"longitude": (73, 136), "latitude": (3, 54)}.get(column.field)
    if bounds and not bounds[0] <= found <= bounds[1]:
        raise Faulty(f"应在 {bounds[0]} 至 {bounds[1]} 之间（十进制度）。")
    return found.quantize(Decimal("0.000001")).normalize() + 0


def _number(_: Column, value: Any) -> str:
    found = narrow(text_of(value)).upper().replace(" ", "")
    if len(found) != 22 or not re.fullmatch(r"[0-9A-Z]{22}", found):
        raise Faulty(f"编号应为 22 位字母和数字，现为 {len(found)} 位。")
    return found


def _uscc(_: Column, value: Any) -> str:
    return narrow(text_of(value)).upper().replace(" ", "")


def _choice(column: Column, value: Any) -> str:
    text = narrow(text_of(value))
    for label, code in column.options:
        if text == narrow(label):
            return code
    raise Faulty("应为" + "、".join(label for label, _ in column.options) + "之一。")


def _yes_no(_: Column, value: Any) -> bool:
    text = narrow(text_of(value))
    if text not in {"是", "否"}:
        raise Faulty("应为是或否。")
    return text == "是"


def _limit(_: Column, value: Any) -> str:
    text = narrow(text_of(value)).replace("～", "~")
    if text == NOT_DETECTED:
        return text
    if found := RANGE.fullmatch(text):
        if Decimal(found[1]) > Decimal(found[2]):
            raise Faulty("区间的下限大于上限。")
        return f"{found[1]}-{found[2]}"
    try:
        return format(_decimal(Column("", ""), value), "f")
    except Faulty as error:
        raise Faulty("应为数字、区间（如 6-9）或不得检出。") from error


def bounds_of(text: str) -> tuple[Decimal | None, Decimal | None]:
    """Low and high of a read limit; 不得检出 has neither."""
    if not text or text == NOT_DETECTED:
        return None, None
    if found := RANGE.fullmatch(text):
        return Decimal(found[1]), Decimal(found[2])
    return None, Decimal(text)


UNIT_NAMES = {narrow(unit).replace("³", "3").lower(): unit for unit in CONCENTRATION_UNITS}


def _unit(_: Column, value: Any) -> str:
    known = UNIT_NAMES.get(narrow(text_of(value)).replace("³", "3").lower().replace("µ", "μ"))
    if known is None:
        raise Faulty("应为" + "、".join(CONCENTRATION_UNITS) + "之一。")
    return known


READERS = {
    "day": _day,
    "decimal": _decimal,
    "number": _number,
    "uscc": _uscc,
    "choice": _choice,
    "yesno": _yes_no,
    "limit": _limit,
    "unit": _unit,
}
