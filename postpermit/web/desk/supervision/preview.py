"""What was read of a report, in short: chapters found and missing, tables with their rows, and everything that was not read."""

from collections.abc import Sequence
from dataclasses import dataclass

from postpermit import law
from postpermit.supervision.report import Report, UnknownTable

FIRST_ROWS = 5


@dataclass(frozen=True)
class Shown:
    """``missing``: labels of chapters that the kind of report has and this one has not; ``tables``: (title, rows)."""

    cover: Sequence[tuple[str, str]]
    chapters: Sequence[str]
    missing: Sequence[str]
    tables: Sequence[tuple[str, int]]
    rows: int
    unread: Sequence[str]
    unknown: Sequence[UnknownTable]
    attachments: Sequence[str] | None

    @property
    def doubts(self) -> int:
        """How much a person has to look at."""
        return len(self.unread) + len(self.unknown)


def shown(read: Report) -> Shown:
    """The short of a report; of a table that nobody knows the first rows."""
    form = law.report_form()
    filled = {form.tables[code].section for code, rows in read.tables.items() if rows}
    sections = law.report_sections(read.kind)
    there = [s.label for s in sections if s.code in read.chapters or s.code in filled]
    tables = [(form.tables[code].title, len(rows)) for code, rows in read.tables.items()]
    return Shown(
        [(f.label, read[code].text) for code, f in form.cover.items() if code in read.cover],
        there,
        [s.label for s in sections if s.label not in there],
        tables,
        sum(count for _, count in tables),
        read.unread,
        [UnknownTable(t.title, t.place, t.cells[:FIRST_ROWS]) for t in read.unknown],
        read.attachments,
    )
