"""The text that the search from anywhere looks through, and how what was typed is matched with it."""

import re
from functools import lru_cache

from django.db.models import Q, QuerySet
from pypinyin import Style, lazy_pinyin

from postpermit.register.cells import narrow
from postpermit.register.models import Facility

MOST = 200


@lru_cache(maxsize=20000)
def _sounds(name: str) -> tuple[str, str]:
    plain = re.sub(r"[^\u4e00-\u9fffA-Za-z0-9]", "", name)
    full = "".join(lazy_pinyin(plain)).lower()
    first = "".join(lazy_pinyin(plain, style=Style.FIRST_LETTER)).lower()
    return full, first


def search_text(name: str, number: str, uscc: str) -> str:
    """Name, pinyin, initials, number and code in small letters, one blank between."""
    full, first = _sounds(name)
    return f"{narrow(name).lower()} {full} {first} {number.lower()} {uscc.lower()}"[:600]


def search_facilities(base: "QuerySet[Facility]", typed: str) -> "QuerySet[Facility]":
    """Units in which every typed word occurs: in the name, number, code, pinyin or initials. At most 200."""
    words = narrow(typed).lower().split()[:5]
    if not words:
        return base.none()
    wanted = Q()
    for word in words:
        wanted &= Q(search_text__contains=word)
    return base.filter(wanted).order_by("pk")[:MOST]
