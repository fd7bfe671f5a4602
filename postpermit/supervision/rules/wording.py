"""What a report says in free text: words that are looked for, sentences, dates. Text is compared in one width without space."""

import re
import unicodedata
from calendar import monthrange
from collections.abc import Iterator
from datetime import date

from postpermit.supervision.report import Chapter
from postpermit.supervision.report.cells import SHORT, narrow
from postpermit.supervision.rules.audit import Case

WRITTEN = re.compile(r"(\d{4})年(\d{1,2})月(?:(\d{1,2})[日号])?|(\d{4})([-/.])(\d{1,2})\5(\d{1,2})")


def bare(text: str) -> str:
    """The text in one width, without white space."""
    return narrow(text) if len(text) <= SHORT else "".join(unicodedata.normalize("NFKC", text).split())


def chapters_of(case: Case) -> tuple[tuple[Chapter, str], ...]:
    """Every chapter that has text, with that text bare; made once for a case."""
    if "chapters" not in case.memo:
        found = ((c, bare(c.text)) for c in case.read.chapters.values())
        case.memo["chapters"] = tuple((c, text) for c, text in found if text)
    return case.memo["chapters"]


def said_in(case: Case, chapter: str) -> str:
    """The bare text of one chapter, "" when it has none."""
    return next((text for found, text in chapters_of(case) if found.code == chapter), "")


def says(case: Case, *words: str) -> bool:
    """Whether a chapter or the name of an attachment holds one of the words."""
    texts = [*(text for _, text in chapters_of(case)), *(case.read.attachments or ())]
    return any(word in text for text in texts for word in words)


def writes(case: Case, *words: str) -> bool:
    """Whether the word stands anywhere in the report: text, attachments, any table, also one that nobody knows."""
    if says(case, *words):
        return True
    rows = [row for table in case.read.tables.values() for row in table]
    texts = [cell.text for row in rows for cell in row.cells.values()]
    texts += [text for row in rows for text in row.extra.values()]
    texts += [text for table in case.read.unknown for line in table.cells for text in line]
    return any(word in text for text in texts for word in words)


def dates_in(text: str) -> Iterator[date]:
    """The dates written in a bare text; a month alone counts as its last day."""
    for found in WRITTEN.finditer(text):
        year, month = int(found[1] or found[4]), int(found[2] or found[6])
        if not 1 <= month <= 12 or not year:
            continue
        last = monthrange(year, month)[1]
        day = int(found[3] or found[7] or last)
        if 1 <= day <= last:
            yield date(year, month, day)


def shown(day: date) -> str:
    """2026年3月1日."""
    return f"{day.year}年{day.month}月{day.day}日"
