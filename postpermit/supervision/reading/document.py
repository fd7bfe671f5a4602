"""A Word report: cover, commitment letter, chapters and tables in the order printed, gathered to one report."""

from collections.abc import Sequence

from postpermit import law
from postpermit.supervision.reading.chapters import (
    attachment_of,
    begins_contents,
    contents_line,
    heading,
    says_none,
    without_page,
)
from postpermit.supervision.reading.cover import Cover
from postpermit.supervision.reading.gathering import Gathering
from postpermit.supervision.reading.grid import Grid, Line, Slot
from postpermit.supervision.reading.recognising import Recognised, recognise
from postpermit.supervision.reading.word import Block, Paragraph, Table, placed
from postpermit.supervision.reading.wording import numbered_table, plain, title
from postpermit.supervision.report import Report

TITLES, LONGEST_TITLE, SHORT, LONGEST_LINE = 4, 80, 20, 1000
ATTACHMENTS = "attachments"


class Assembly:
    """Goes through the blocks of a document once."""

    def __init__(self) -> None:
        self._out = Gathering("docx")
        self._chapter = ""
        self._heading = ""
        # Lines since the last heading or table: the nearest may be a table's title, the others are the chapter's text.
        self._lines: list[str] = []
        self._contents = False
        self._listed: set[str] = set()

    def report(self, blocks: Sequence[Block]) -> Report:
        """The report. Raises ``UnableToReadReport``."""
        self._take(blocks)
        self._flush()
        return self._out.report()

    def _take(self, blocks: Sequence[Block]) -> None:
        for block in blocks:
            if isinstance(block, Table):
                self._table(block)
            elif block.text.strip():
                self._paragraph(block)
            elif block.pictures and self._chapter:
                self._out.unread.append(f"“{self._heading}”中有{block.pictures}幅图，图中内容未读入。")

    def _paragraph(self, line: Paragraph) -> None:
        if len(line.text) > LONGEST_LINE:
            self._long(line.text.strip())
            return
        if self._is_contents(line):
            return
        code, behind = heading(line.text)
        if code:
            self._flush()
            self._out.close()
            self._chapter, self._heading = code, line.text.strip().partition("\n")[0]
            self._out.chapter(code, self._heading, behind, self._heading)
        elif self._chapter:
            self._lines.append(line.text.strip())
        else:
            for text in line.text.splitlines():
                if text.strip():
                    self._out.cover.line(text)

    def _long(self, text: str) -> None:
        """Too long to be a heading, a title or a label."""
        if self._chapter:
            self._lines.append(text)
        else:
            self._out.cover.keep(text)

    def _is_contents(self, line: Paragraph) -> bool:
        """Chapters that are only listed are not there; the list ends where a title comes again or a text begins."""
        bare = title(without_page(line.text))
        listed = line.style.upper().startswith("TOC")
        if begins_contents(line.text):
            self._contents = listed = True
        elif self._contents:
            self._contents = listed = listed or (contents_line(line.text) and bare not in self._listed)
        if listed:
            self._listed.add(bare)
        return listed

    def _flush(self) -> None:
        """Hand the lines over to their chapter."""
        taken, self._lines = self._lines, []
        if self._chapter == ATTACHMENTS:
            self._name(taken)
        if self._chapter:
            self._out.chapter(self._chapter, self._heading, "\n".join(taken), self._heading)

    def _name(self, lines: Sequence[str]) -> None:
        for line in (each for text in lines for each in text.splitlines()):
            if name := attachment_of(line):
                self._out.attach(name)
            elif says_none(line) and self._out.attachments is None:
                self._out.attachments = []

    def _table(self, table: Table) -> None:
        titles = [t for t in reversed(self._lines[-TITLES:]) if len(t) <= LONGEST_TITLE]
        grid = grid_of(table, (*titles, self._heading) if self._heading else tuple(titles))
        inside = [t for row in table.rows for cell in row for t in cell.tables]
        if all(len(row) == 1 for row in table.rows):
            # A frame around text or around other tables.
            self._take([block for row in table.rows for cell in row for block in cell.blocks])
            return
        if not self._chapter and self._is_cover(grid):
            return
        if self._chapter == ATTACHMENTS and self._attachment_table(grid):
            return
        joined = not self._lines or _is_continued(self._lines[-1])
        told = self._out.table(grid, f"文件{grid.place}", joined=joined)
        while self._lines and _is_title(self._lines[-1], told):
            self._lines.pop()
        self._flush()
        if inside:
            self._out.close()
            self._take(inside)
            self._out.close()

    def _is_cover(self, grid: Grid) -> bool:
        """A table of labels and values before the first chapter; any table of the form is none."""
        rows = [[s.text for s in line.slots] for line in grid.lines]
        trial = Cover()
        if sum(trial.row(row) for row in rows) < 2 or recognise(grid, ""):
            return False
        for row in rows:
            self._out.cover.row(row)
        return True

    def _attachment_table(self, grid: Grid) -> bool:
        """A list of attachments with a heading."""
        wanted = {plain(w) for w in law.report_form().words.attachment_list}
        heads = [plain(s.text) for s in grid.lines[0].slots] if grid.lines else []
        at = next((n for n, text in enumerate(heads) if text in wanted), None)
        if at is None:
            return False
        self._out.attachments = self._out.attachments or []
        for line in grid.lines[1:]:
            if at < len(line.slots) and (name := attachment_of(line.slots[at].text)):
                self._out.attach(name)
        return True


def grid_of(table: Table, titles: tuple[str, ...]) -> Grid:
    """The table on its grid; a cell merged from above that holds text of its own is a cell like others."""
    lines = [
        Line([Slot(c.text, at, at + c.span, c.merged and not c.text) for at, c in placed(row) if c.span])
        for row in table.rows
        if row
    ]
    return Grid(lines, f"第{table.number}张表", titles)


def _is_title(line: str, told: Recognised | None) -> bool:
    """表4-1 …, the title of a table of the form, a unit that stands alone, or 续表: no text of the chapter."""
    if len(line) > LONGEST_LINE:
        return False
    alone = plain(line).startswith(f"{plain(law.report_form().words.unit_label)}:") and len(line) < SHORT
    if numbered_table(line) or alone or _is_continued(line):
        return True
    return told is not None and title(line) == title(told.table.title)


def _is_continued(line: str) -> bool:
    """续表4-1, 接上页, （续）."""
    bare = plain(line)
    words = [plain(w) for w in law.report_form().words.continued]
    return len(line) < LONGEST_TITLE and any(
        bare == w or bare.endswith(f"({w})") or (len(w) > 1 and bare.startswith(w)) for w in words
    )
