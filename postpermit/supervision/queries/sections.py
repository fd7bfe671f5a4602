"""A report laid out section by section for the one who checks it: cells with hints, last period, facts beside."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from postpermit import law
from postpermit.supervision.models import Finding, Hint, SectionSignature
from postpermit.supervision.queries.beside import Block
from postpermit.supervision.report import Cell, Chapter, Report, Row
from postpermit.supervision.report.changes import Change, named_rows
from postpermit.supervision.states import HintState

# A place as a hint keeps it.
LONGEST = 200
Marked = Mapping[str, Sequence[Hint]]


@dataclass(frozen=True)
class CellView:
    """A cell with its heading; ``before``: what the same cell said in the report before, "" when there was none."""

    label: str
    text: str
    place: str
    number: bool = False
    before: str = ""
    hints: Sequence[Hint] = ()


@dataclass(frozen=True)
class RowView:
    """A row; ``spot`` is its place without the table's name, ``extra`` (heading, text) of columns that nobody knows."""

    place: str
    spot: str
    cells: Sequence[CellView]
    extra: Sequence[tuple[str, str]] = ()
    hints: Sequence[Hint] = ()


@dataclass(frozen=True)
class TableView:
    """A table as read. ``confirmed`` False: its headings are recalled, not seen in the platform's own form."""

    code: str
    title: str
    confirmed: bool
    headings: Sequence[tuple[str, bool]]
    rows: Sequence[RowView]
    hints: Sequence[Hint] = ()


@dataclass(frozen=True)
class SectionView:
    """A section of a report as one division checks it. ``asked``: it belongs to this kind of report."""

    code: str
    label: str
    confirmed: bool
    asked: bool
    shared: Sequence[str]
    chapter: Chapter | None
    chapter_hints: Sequence[Hint]
    cover: Sequence[CellView]
    tables: Sequence[TableView]
    absent: Sequence[str]
    hints: Sequence[Hint]
    findings: Sequence[Finding]
    blocks: Sequence[Block]
    changes: Sequence[Change]
    signature: SectionSignature | None
    ended: SectionSignature | None

    @property
    def open_hints(self) -> list[Hint]:
        """What waits for an answer."""
        return [h for h in self.hints if h.state == HintState.OPEN]

    @property
    def answered_hints(self) -> list[Hint]:
        """What was answered, or no longer fires."""
        return [h for h in self.hints if h.state != HintState.OPEN]

    @property
    def proposals(self) -> list[Finding]:
        """Proposals that wait for the division's decision."""
        return [f for f in self.findings if f.state == "PROPOSED"]

    @property
    def waiting(self) -> int:
        """How much must be answered before the section can be signed."""
        return len(self.open_hints) + len(self.proposals)

    @property
    def rows(self) -> int:
        """How many rows of tables there are."""
        return sum(len(t.rows) for t in self.tables)


def by_place(hints: Iterable[Hint]) -> Marked:
    """Place → the hints that stand there and have not vanished."""
    out: dict[str, list[Hint]] = defaultdict(list)
    for hint in hints:
        if hint.state != HintState.GONE:
            out[hint.cell].append(hint)
    return out


def tables_of(section: str, read: Report, before: Report | None, marked: Marked) -> list[TableView]:
    """The tables of a section in the order of the form."""
    forms = law.report_form().tables
    return [
        _table(code, read.tables[code], before, marked)
        for code, form in forms.items()
        if form.section == section and code in read.tables
    ]


def absent_tables(section: str, read: Report) -> list[str]:
    """Titles of tables that the form has for this kind of report and this one lacks."""
    forms = law.report_form().tables
    return [
        form.title
        for code, form in forms.items()
        if form.section == section and read.kind in form.kinds and code not in read.tables
    ]


def cover_of(read: Report, marked: Marked) -> list[CellView]:
    """Every field of the cover; one that was not found is blank."""
    fields = law.report_form().cover.values()
    held = {f.code: read[f.code] if read[f.code].text else Cell("", f"封面“{f.label}”") for f in fields}
    return [_cell(f.label, held[f.code], None, False, marked) for f in fields]


def _table(code: str, rows: Sequence[Row], before: Report | None, marked: Marked) -> TableView:
    form = law.report_form().tables[code]
    told = {c for row in rows for c in row.cells}
    columns = [c for c, field in form.columns.items() if c in told or (field.required and rows)]
    earlier = named_rows(before.tables.get(code, ())) if before else {}
    drawn = [
        _row(row, form.title, columns, earlier.get(about), marked)
        for about, row in _in_order(rows, named_rows(tuple(rows)))
    ]
    headings = [(form.columns[c].label, form.columns[c].kind == "value") for c in columns]
    return TableView(code, form.title, form.confirmed, headings, drawn, _at(form.title, marked))


def _in_order(
    rows: Sequence[Row], named: Mapping[tuple[str, ...], Row]
) -> Iterator[tuple[tuple[str, ...], Row]]:
    about = {id(row): key for key, row in named.items()}
    return ((about[id(row)], row) for row in rows)


def _row(row: Row, title: str, columns: Sequence[str], earlier: Row | None, marked: Marked) -> RowView:
    form = law.report_form().tables[row.table]
    cells = [
        _cell(
            form.columns[c].label,
            row[c],
            earlier[c] if earlier else None,
            form.columns[c].kind == "value",
            marked,
        )
        for c in columns
    ]
    spot = row.place.removeprefix(title).strip() or row.place
    return RowView(row.place, spot, cells, tuple(row.extra.items()), _at(row.place, marked))


def _cell(label: str, cell: Cell, earlier: Cell | None, number: bool, marked: Marked) -> CellView:
    before = earlier.text if earlier is not None and number else ""
    # A cell that the report lacks has its row's place: the row carries the hint then, not each of its blanks.
    own = cell.text or "“" in cell.place
    return CellView(label, cell.text, cell.place, number, before, _at(cell.place, marked) if own else ())


def _at(place: str, marked: Marked) -> Sequence[Hint]:
    return marked.get(place[:LONGEST], ())
