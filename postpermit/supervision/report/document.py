"""The report: cover, chapters, tables of rows, attachments named, and everything that could not be placed."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from itertools import chain

from postpermit import law
from postpermit.supervision.report.cells import BLANK, Cell, computed

# A row whose first cells say so is the total of another scope and stays apart from the rows of outlets.
TOTALS = ("合计", "总计", "全厂")


@dataclass(frozen=True)
class Row:
    """A row of a known table. ``cells``: column code → cell; ``extra``: heading → text of columns nobody knows."""

    table: str
    place: str
    cells: Mapping[str, Cell]
    extra: Mapping[str, str] = field(default_factory=dict)

    def __getitem__(self, column: str) -> Cell:
        """The cell; one that the report lacks is blank at the row's place."""
        return self.cells.get(column) or self.lacking

    @computed
    def lacking(self) -> Cell:
        """Stands for every cell that the row does not have."""
        return Cell("", self.place)

    @computed
    def outlet(self) -> str:
        """The outlet's (or fugitive point's) code, upper case; "" for a total."""
        return "" if self.total else (self["outlet"].bare or self["point"].bare).upper()

    @computed
    def pollutant(self) -> str:
        """The pollutant's name of the code table; as written where it is in no list."""
        bare = self["pollutant"].bare
        return law.pollutants().standard(bare) or bare

    @computed
    def total(self) -> str:
        """全厂合计, 一般排放口（合计）: which scope this row adds up; "" for an ordinary row."""
        for column in ("type", "outlet", "outlet_name"):
            cell = self.cells.get(column, BLANK)
            # Most rows are told by one look at the text as it was written.
            if ("计" in cell.text or "全" in cell.text) and any(word in cell.bare for word in TOTALS):
                return cell.bare
        return ""

    @computed
    def whole_plant(self) -> bool:
        """The total of the whole site."""
        return "全厂" in self.total


@dataclass(frozen=True)
class Chapter:
    """A chapter: its heading as found and its free text. A chapter that was not found is not in the report."""

    code: str
    title: str
    text: str = ""
    place: str = ""


@dataclass(frozen=True)
class UnknownTable:
    """A table that no heading recognises: every cell kept for a person."""

    title: str
    place: str
    cells: tuple[tuple[str, ...], ...]


NEITHER: tuple[list[Row], list[Row]] = ([], [])


@dataclass(frozen=True)
class Report:
    """One report as read. ``kind``: ANNUAL, QUARTERLY, MONTHLY; ``period``: 2026, 2026Q3, 2026-02; both "" if unread.

    ``tables``: code → rows in the order read (an empty tuple: the table is there without rows). ``attachments``: None
    when the file cannot tell which there are. ``unread``: sentences, each with its place.
    """

    kind: str = ""
    period: str = ""
    cover: Mapping[str, Cell] = field(default_factory=dict)
    chapters: Mapping[str, Chapter] = field(default_factory=dict)
    tables: Mapping[str, tuple[Row, ...]] = field(default_factory=dict)
    attachments: tuple[str, ...] | None = None
    unknown: tuple[UnknownTable, ...] = ()
    unread: tuple[str, ...] = ()
    # How it came: docx, xlsx, json, typed.
    source: str = ""

    def __getitem__(self, name: str) -> Cell:
        """A cell of the cover; blank when it is missing."""
        return self.cover.get(name) or Cell("", "封面")

    def rows(self, *tables: str) -> Iterator[Row]:
        """The ordinary rows of these tables: no totals."""
        return chain.from_iterable(self._apart.get(code, NEITHER)[0] for code in tables)

    def totals(self, *tables: str) -> Iterator[Row]:
        """The rows that add up others."""
        return chain.from_iterable(self._apart.get(code, NEITHER)[1] for code in tables)

    @computed
    def _apart(self) -> dict[str, tuple[list[Row], list[Row]]]:
        """Table → its ordinary rows and its totals; some forty rules ask."""
        return {
            code: ([r for r in rows if not r.total], [r for r in rows if r.total])
            for code, rows in self.tables.items()
        }

    def has(self, table: str) -> bool:
        """Whether the table is there with at least one row."""
        return bool(self.tables.get(table))

    def text(self, chapter: str) -> str:
        """The free text of a chapter, "" when it is not there."""
        found = self.chapters.get(chapter)
        return found.text if found else ""

    @computed
    def stopped(self) -> bool:
        """Whether the report says that production stood still for the whole period."""
        words = "".join(self.text(c) for c in ("explanation", "basic", "conclusion"))
        bare = "".join(words.split())
        return any(
            w in bare
            for w in (
                "全年停产",
                "全季停产",
                "全月停产",
                "报告期内停产",
                "整个报告周期停产",
                "本季度停产",
                "本月停产",
                "本年度停产",
            )
        )
