"""Reading a form field by field, with the sentence that stands beside the field when it is wrong."""

import re
from collections.abc import Iterable
from datetime import date
from typing import TypeVar

from django.http import HttpRequest

from postpermit import law
from postpermit.trail.errors import Refused

T = TypeVar("T")


class UnableToAccept(Refused):
    """What was typed may not enter this system at all; the sentence names the field and repeats nothing."""


class FormReader:
    """Collects what was typed and what is wrong with it; nothing typed is ever lost on the way back to the page."""

    def __init__(self, request: HttpRequest) -> None:
        self.post = request.POST
        self.today: date = request.today  # type: ignore[attr-defined]
        self.errors: dict[str, str] = {}

    @property
    def ok(self) -> bool:
        """Whether every field read so far was right."""
        return not self.errors

    def text(self, name: str, label: str, *, required: bool = False, longest: int = 2000) -> str:
        """A line or a paragraph without control characters."""
        value = re.sub(
            r"[\x00-\x08\x0b\x0c\x0e-\x1f\u202a-\u202e\u2066-\u2069]", "", self.post.get(name, "")
        ).strip()
        if law.holds_secret(value):  # nothing of it may come back on the page either
            raise UnableToAccept(f"{label}{law.SECRET_REFUSAL}", place=name)
        if required and not value:
            self.errors[name] = f"请填写{label}。"
        if len(value) > longest:
            self.errors[name] = f"{label}不能超过 {longest} 个字，现有 {len(value)} 个。"
        return value

    def day(self, name: str, label: str, *, required: bool = False) -> date | None:
        """A day written as 2026-11-23, 2026/11/23, 20261123, or 1123 of this year."""
        value = self.post.get(name, "").strip()
        if not value:
            if required:
                self.errors[name] = f"请填写{label}。"
            return None
        found = read_day(value, self.today)
        if found is None:
            self.errors[name] = f"{label}“{value[:20]}”不是有效日期，请写成 2026-11-23。"
        return found

    def choice(self, name: str, label: str, options: Iterable[str], *, required: bool = True) -> str:
        """One of the offered options."""
        value = self.post.get(name, "")
        if not value and not required:
            return ""
        if value not in set(options):
            self.errors[name] = f"请选择{label}。"
            return ""
        return value

    def choices(self, name: str, label: str, options: Iterable[str], *, required: bool = True) -> list[str]:
        """Some of the offered options, in the order offered."""
        given = set(self.post.getlist(name))
        chosen = [option for option in options if option in given]
        if required and not chosen:
            self.errors[name] = f"请至少选择一个{label}。"
        return chosen


def read_day(value: str, today: date) -> date | None:
    """The day, or None when there is no such day."""
    parts = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?", value)
    digits = re.fullmatch(r"\d{8}|\d{4}", value)
    if parts:
        year, month, on = (int(p) for p in parts.groups())
    elif digits:
        full = value if len(value) == 8 else f"{today.year}{value}"
        year, month, on = int(full[:4]), int(full[4:6]), int(full[6:])
    else:
        return None
    try:
        return date(year, month, on)
    except ValueError:
        return None
