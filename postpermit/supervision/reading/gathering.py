"""Everything that was found in a file, gathered to one report; what has no place is listed, with an end to the list."""

from collections.abc import Sequence

from postpermit.supervision.reading.cover import Cover
from postpermit.supervision.reading.errors import UnableToReadReport
from postpermit.supervision.reading.grid import Grid
from postpermit.supervision.reading.recognising import Recognised, recognise
from postpermit.supervision.reading.rows import BodyReader
from postpermit.supervision.reading.wording import plain
from postpermit.supervision.report import Chapter, Report, Row, UnknownTable

LISTED = 500


class Gathering:
    """Takes tables, chapters and attachments as they come."""

    def __init__(self, source: str) -> None:
        self.source = source
        self.cover = Cover()
        self._chapters: dict[str, tuple[str, str, list[str]]] = {}
        self.tables: dict[str, list[Row]] = {}
        self.unknown: list[UnknownTable] = []
        self.unread: list[str] = []
        self.attachments: list[str] | None = None
        self._count: dict[str, int] = {}
        self._open: tuple[BodyReader, Grid, Recognised] | None = None

    def chapter(self, code: str, heading: str, text: str, place: str) -> None:
        """A chapter's heading or more of its text; the first heading stays."""
        texts = self._chapters.setdefault(code, (heading, place, []))[2]
        if text:
            texts.append(text)

    def attach(self, name: str) -> None:
        """An attachment named in the file."""
        self.attachments = [*(self.attachments or []), name]

    def table(self, grid: Grid, place: str, *, joined: bool) -> Recognised | None:
        """Read a table; ``joined``: nothing stands between it and the table before, so that it may be its continuation."""
        told = recognise(grid, self.cover.settled_kind())
        if isinstance(told, Recognised):
            self._known(told, grid, joined)
            return told
        if joined and not told and self._continues(grid):
            assert self._open is not None
            self._open[0].read(grid.lines)
            return self._open[2]
        self.close()
        if told:
            self.unread.append(f"{place}{told}，整表保留，未读入。")
        self.keep(grid, place)
        return None

    def keep(self, grid: Grid, place: str) -> None:
        """A table that nobody knows, whole."""
        self.unknown.append(UnknownTable(grid.titles[0] if grid.titles else "", place, grid.texts()))

    def close(self) -> None:
        """The table read last has ended: its rows and what could not be read of it are taken over."""
        if self._open is None:
            return
        reader, _, told = self._open
        body = reader.finish()
        self._open = None
        self.unread += body.unread
        section = self._chapters.get(told.table.section)
        for place, text in body.notes:
            if section is not None:
                section[2].append(text)
            else:
                self.unread.append(f"{place}：整行文字“{text[:80]}”不是数据，未读入。")
        for row in body.rows:
            code = _by_outlet(row, told)
            self.tables.setdefault(code, []).append(
                row if code == row.table else Row(code, row.place, row.cells, row.extra)
            )

    def report(self) -> Report:
        """The report. Raises ``UnableToReadReport`` when nothing of one was found."""
        self.close()
        cover = self.cover
        cover.conclude()
        if not cover.cells and not self._chapters and not self.tables:
            raise UnableToReadReport("没有找到执行报告的封面、章节或表格，不像一份执行报告。")
        return Report(
            cover.kind,
            cover.period,
            cover.cells,
            {c: Chapter(c, title, "\n".join(ts), place) for c, (title, place, ts) in self._chapters.items()},
            {code: tuple(rows) for code, rows in self.tables.items()},
            None if self.attachments is None else tuple(self.attachments),
            tuple(self.unknown),
            ending([*cover.unread, *self.unread]),
            self.source,
        )

    def _known(self, told: Recognised, grid: Grid, joined: bool) -> None:
        same = self._open is not None and self._open[2].table is told.table
        if joined and same and self._open is not None and self._open[2].mapped.codes == told.mapped.codes:
            self._open[0].read(grid.lines[told.body :])
            return
        self.close()
        table = told.table
        self._count[table.code] = self._count.get(table.code, 0) + 1
        again = self._count[table.code] > 1 and not grid.sheet
        name = f"{table.title}（{grid.place}）" if again else table.title
        self.tables.setdefault(table.code, [])
        self.unread += [f"{name}：{doubt}。" for doubt in told.doubts]
        self.unread += _missing(told, name)
        reader = BodyReader(told, grid, name)
        reader.read(grid.lines[told.body :])
        self._open = (reader, grid, told)

    def _continues(self, grid: Grid) -> bool:
        """Whether a table without a heading goes on from the one before: as many columns, and no heading of another."""
        if self._open is None:
            return False
        _, before, told = self._open
        if not grid.lines or grid.width != before.width or len(grid.lines[0].slots) < 2:
            return False
        figures = [at for at, code in told.mapped.codes.items() if told.table.columns[code].kind == "value"]
        first = grid.lines[0].slots
        words = [at for at in figures if at < len(first) and first[at].text and not _figure(first[at].text)]
        return not figures or len(words) < max(1, len(figures))


def _figure(text: str) -> bool:
    """A number, a mark for none, or anything with a digit in it."""
    return any(c.isdigit() for c in text) or len(plain(text)) <= 3


def _missing(told: Recognised, name: str) -> list[str]:
    """Required columns that the table found does not have."""
    have = set(told.mapped.codes.values()) | {c for codes in told.table.spread.values() for c in codes}
    lacking = [f.label for c, f in told.table.columns.items() if f.required and c not in have]
    return [f"{name}没有“{'”“'.join(lacking)}”列。"] if lacking else []


def _by_outlet(row: Row, told: Recognised) -> str:
    """Water among the rows of gas, where no title says which: its outlet says it, for a total its pollutant."""
    if told.titled or not told.rivals:
        return row.table
    for rival in told.rivals:
        foreign = any(row.outlet.startswith(p) for p in rival.outlets)
        if foreign and not any(row.outlet.startswith(p) for p in told.table.outlets):
            return rival.code
        if (
            not row.outlet
            and row.pollutant in rival.pollutants
            and row.pollutant not in told.table.pollutants
        ):
            return rival.code
    return row.table


def ending(unread: Sequence[str]) -> tuple[str, ...]:
    """The list with an end: a broken file could fill books."""
    once = list(dict.fromkeys(unread))
    more = len(once) - LISTED
    return (*once[:LISTED], *([f"另有{more}处未列出。"] if more > 0 else []))
