"""Words made comparable: one width, no white space, one kind of bracket, and what means the same put the same."""

import re
import unicodedata
from functools import cache, lru_cache

from postpermit import law

INVISIBLE = dict.fromkeys((0x200B, 0x200C, 0x200D, 0x2060, 0xFEFF, 0x00AD), None)
BRACKETS = str.maketrans("[]{}【】〔〕〈〉「」", "()()()()()()")
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
NUMERAL = "[一二三四五六七八九十百]"
# 一、 1. 1.2 第一章 （一） ① 表1-1 续表4-2 附表3
NUMBERING = re.compile(
    rf"\s*(?:第\s*(?:{NUMERAL}+|\d+)\s*(?:章|节|篇|部分)|{NUMERAL}+\s*[、.:,]|{NUMERAL}+\s+"
    rf"|\(\s*(?:{NUMERAL}+|\d+)\s*\)\s*[、.]?|\d+(?:[.-]\d+)*\s*[、.)]|\d+(?:\.\d+)+|\d+\s+"
    r"|(?:续|附)?表\s*[A-Za-z]?\s*[.-]?\s*\d+(?:\s*[-.–—]\s*\d+)*|续表)\s*[:、]?\s*"
)
NUMBERED_TABLE = re.compile(r"\s*(?:续|附)?表\s*[A-Za-z]?\s*[.-]?\s*\d+(?:\s*[-.–—]\s*\d+)*|\s*续表")


def plain(text: str) -> str:
    """A heading as it is compared."""
    return _short_plain(text) if len(text) <= LONGEST else _plain(text)


def title(text: str) -> str:
    """A title as it is compared: without its number."""
    return _short_title(text) if len(text) <= LONGEST else _title(text)


def _plain(text: str) -> str:
    bare = unicodedata.normalize("NFKC", text).translate(INVISIBLE).translate(BRACKETS).casefold()
    bare = "".join(bare.split()).lstrip("*").rstrip(":")
    for word, same in _same():
        bare = bare.replace(word, same)
    return bare


def _title(text: str) -> str:
    bare = plain(unnumbered(text)).rstrip("。;")
    for word, same in _same_in_titles():
        bare = bare.replace(word, same)
    return bare


# Headings and titles come again and again; a text that is too long to be one is not kept.
LONGEST = 200
_short_plain, _short_title = lru_cache(4096)(_plain), lru_cache(4096)(_title)


def unnumbered(text: str) -> str:
    """A title without 一、 1.2 第一章 （一） 表1-1; only the width of its signs is changed."""
    bare = unicodedata.normalize("NFKC", text)
    for _ in range(3):
        found = NUMBERING.match(bare)
        if found is None or found.end() == len(bare):
            break
        bare = bare[found.end() :]
    return bare.strip()


def numbered_table(text: str) -> bool:
    """Whether a line begins as the title of a table: 表4-1, 续表."""
    return NUMBERED_TABLE.match(unicodedata.normalize("NFKC", text)) is not None


def without_brackets(bare: str) -> str:
    """A compared heading without what stands in brackets; as it is when nothing else would be left."""
    while len(bare) <= LONGEST and (shorter := IN_BRACKETS.sub("", bare)) != bare and shorter:
        bare = shorter
    return bare


def without_unit(bare: str) -> str:
    """A compared heading without a unit glued to its end."""
    return next((bare[: -len(u)] for u in _units() if bare.endswith(u) and len(bare) > len(u) + 1), bare)


def unit_in(bare: str) -> str:
    """The unit that a compared heading names in brackets or at its end, "" when none."""
    if len(bare) > LONGEST:
        return ""
    for inside in IN_BRACKETS.findall(bare):
        for word in re.split(r"[,;，；]", inside):
            if word in _units():
                return str(word)
    ended = without_unit(bare)
    return bare[len(ended) :] if ended != bare and _measured(bare[len(ended) :]) else ""


def _measured(unit: str) -> bool:
    """A single letter or sign at the end of a word is no sure unit."""
    return "/" in unit


@cache
def _same() -> tuple[tuple[str, str], ...]:
    return tuple(law.report_form().words.same.items())


@cache
def _same_in_titles() -> tuple[tuple[str, str], ...]:
    return tuple((plain(a), plain(b)) for a, b in law.report_form().words.same_in_titles.items())


@cache
def _units() -> tuple[str, ...]:
    """Longest first."""
    return tuple(sorted({plain(u) for u in law.report_form().words.units}, key=len, reverse=True))
