"""Chapters by their titles, whatever their numbers, and attachments by the lines of their chapter."""

import re
import unicodedata
from functools import cache

from postpermit import law
from postpermit.supervision.reading.wording import LONGEST, plain, title, unnumbered, without_brackets
from postpermit.supervision.report import Cell

LONGEST_TITLE = 60
PAGE = re.compile(r"[\s.…·_-]*\d{1,4}\s*$|\t.*$")


def heading(text: str) -> tuple[str, str]:
    """(code of the chapter, text on the same line behind its title); ("", "") for a line that is no heading."""
    line, _, below = text.strip().partition("\n")
    if 0 < len(line) <= LONGEST_TITLE and (code := _code(line)):
        return code, below.strip()
    # 十一、结论：本年度… : only a numbered line may go on behind its title.
    if (found := re.search("[:：。]", line[: LONGEST_TITLE + 1])) is not None:
        told, behind = line[: found.start()], line[found.end() :]
        numbered = unnumbered(told) != unicodedata.normalize("NFKC", told).strip()
        if numbered and (code := _code(told)):
            return code, f"{behind.strip()}\n{below}".strip()
    return "", ""


def contents_line(text: str) -> bool:
    """A line of the table of contents: a chapter's title with or without a page."""
    if len(text) > LONGEST:
        return False
    return bool(_code(PAGE.sub("", text.strip()))) or bool(
        re.search(r"(\.{3,}|…{2,}|\t)\s*\d{1,4}$", text.strip())
    )


def without_page(line: str) -> str:
    """A line of the table of contents without its dots and page."""
    return PAGE.sub("", line.strip()) if len(line) <= LONGEST else line


def begins_contents(text: str) -> bool:
    """目录."""
    return plain(text) in {plain(w) for w in law.report_form().words.contents}


def attachment_of(line: str) -> str:
    """The attachment that a line names, without 1. or 附件1：; "" for a sentence, or where none is said to be."""
    text = unnumbered(line.strip())
    for word in law.report_form().words.attachment_prefix:
        text = re.sub(
            rf"^{re.escape(word)}\s*\d+\s*[:：、.．]?\s*|^{re.escape(word)}\s*[:：]\s*", "", text, count=1
        )
    text = text.strip("；;,， ")
    return "" if "。" in line or says_none(text) else text


def says_none(line: str) -> bool:
    """A line that says there is nothing: 无, /, 不涉及."""
    said = Cell(line.strip().rstrip("。"))
    return said.empty or said.not_applicable


@cache
def chapter_titles() -> dict[str, str]:
    """Title as compared → code."""
    return {title(t): code for code, titles in law.report_form().chapters.items() for t in titles}


def _code(line: str) -> str:
    bare = title(line)
    return chapter_titles().get(bare) or chapter_titles().get(without_brackets(bare), "")
