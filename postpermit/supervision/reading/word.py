"""A Word document as paragraphs and tables in the order printed: text as a person sees it, merged cells marked."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field

from postpermit.supervision.reading.errors import UnableToReadReport
from postpermit.supervision.reading.package import Package
from postpermit.supervision.reading.xml import End, Start, Walk, attribute

# A report of a power plant has some 40 000 cells; nesting is for lay-out and never deep.
CELLS, WIDEST, NESTED, TABLES, LINES = 100_000, 200, 12, 2000, 60_000
# Ticks of the symbol fonts: code → what a person sees.
SYMBOLS = {
    "F052": "☑",
    "F0FE": "☑",
    "F0FD": "☒",
    "F054": "☒",
    "F0A8": "□",
    "F06F": "□",
    "F0A3": "□",
    "F0FC": "√",
}
OFF = ("0", "false", "off")
# Text struck out, text moved away, the second rendering of a drawing, readings above signs, and how things looked before.
DROPPED = (
    *(
        "w:del",
        "w:moveFrom",
        "mc:Fallback",
        "w:rt",
        "w:instrText",
        "w:delText",
        "w:sectPr",
        "w:tblPr",
        "w:tblGrid",
    ),
    *("w:rPrChange", "w:pPrChange", "w:tcPrChange", "w:trPrChange", "w:tblPrChange", "w:tblPrExChange"),
)


@dataclass(slots=True)
class Paragraph:
    """A line of text. ``style``: its style's code; ``pictures``: how many stand in it."""

    text: str = ""
    style: str = ""
    pictures: int = 0


@dataclass(slots=True)
class WordCell:
    """A cell from grid column ``start`` up to ``end``; ``merged``: it goes on from the cell above."""

    blocks: "list[Paragraph | Table]" = field(default_factory=list)
    start: int = 0
    span: int = 1
    merged: bool = False

    @property
    def text(self) -> str:
        """What stands in it itself, without tables inside."""
        return "\n".join(b.text for b in self.blocks if isinstance(b, Paragraph)).strip()

    @property
    def tables(self) -> "list[Table]":
        """Tables inside the cell."""
        return [b for b in self.blocks if isinstance(b, Table)]


@dataclass(slots=True)
class Table:
    """Rows of cells; ``number``: its place among all tables of the file, nested ones counted."""

    number: int
    rows: list[list[WordCell]] = field(default_factory=list)


Block = Paragraph | Table


class Reader:
    """Builds the blocks of a document's body while its XML goes by."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.hidden = self.objects = 0
        self._into: list[list[Block]] = [self.blocks]
        self._tables: list[Table] = []
        self._lines: list[tuple[Paragraph, list[str]]] = []
        self._taking = self._vanished = self._on = False
        self._count = self._cells = self._seen = 0
        self.heard: list[str] = []
        self._walk = Walk(self._starts(), self._ends(), self._say, self.heard)

    def read(self, package: Package, part: str) -> "Reader":
        """Go through the main part."""
        package.walk(part, self._walk)
        return self

    def _starts(self) -> Mapping[str, Start]:
        skipped: dict[str, Start] = dict.fromkeys(DROPPED, lambda _: self._walk.skip())
        return skipped | {
            "w:p": self._paragraph,
            "w:tbl": self._table,
            "w:tr": self._row,
            "w:tc": self._cell,
            "w:gridSpan": self._span,
            "w:hMerge": self._beside,
            "w:vMerge": self._below,
            "w:gridBefore": self._before,
            "w:pStyle": self._style,
            "w:r": self._run,
            "w:vanish": self._vanish,
            "w:t": self._take,
            "m:t": self._take,
            "w:tab": self._put(" "),
            "w:br": self._put("\n"),
            "w:cr": self._put("\n"),
            "w:noBreakHyphen": self._put("-"),
            "w:sym": self._symbol,
            "w:checkBox": lambda _: self._tick({"val": "0"}),
            "w:default": self._tick,
            "w:checked": self._tick,
            "w:object": self._object,
            "w:altChunk": self._object,
            "w:drawing": self._picture,
            "w:pict": self._picture,
            "w:txbxContent": self._box,
        }

    def _ends(self) -> Mapping[str, End]:
        return {
            "w:p": self._paragraph_ends,
            "w:tbl": self._table_ends,
            "w:tc": self._into_pop,
            "w:t": self._leave,
            "m:t": self._leave,
            "w:r": self._run_ends,
            "w:checkBox": self._ticked,
            "w:txbxContent": self._into_pop,
        }

    def _paragraph(self, _: Mapping[str, str]) -> None:
        line = Paragraph()
        self._seen += not self._tables
        if self._seen > LINES:
            raise UnableToReadReport(f"段落过多（超过 {LINES} 段），不予读取。")
        # At once, so that a text box in it comes after it.
        self._into[-1].append(line)
        self._lines.append((line, []))

    def _paragraph_ends(self) -> None:
        if self._lines:
            line, pieces = self._lines.pop()
            line.text = "".join(pieces)
            self.heard.append("\n")

    def _table(self, _: Mapping[str, str]) -> None:
        self._count += 1
        table = Table(self._count)
        self._into[-1].append(table)
        self._tables.append(table)
        if len(self._tables) > NESTED:
            raise UnableToReadReport("表格嵌套过深，不予读取。")
        if self._count > TABLES:
            raise UnableToReadReport(f"表格过多（超过 {TABLES} 张），不予读取。")

    def _table_ends(self) -> None:
        self._tables.pop()

    def _row(self, _: Mapping[str, str]) -> None:
        self._tables[-1].rows.append([])

    def _cell(self, _: Mapping[str, str]) -> None:
        self._cells += 1
        row = self._tables[-1].rows[-1]
        if self._cells > CELLS or len(row) > WIDEST:
            raise UnableToReadReport(f"表格过大（超过 {CELLS} 格或 {WIDEST} 列），不予读取。")
        cell = WordCell()
        row.append(cell)
        self._into.append(cell.blocks)

    def _into_pop(self) -> None:
        self._into.pop()

    def _span(self, attributes: Mapping[str, str]) -> None:
        if self._here is not None:
            self._here.span = _small(attribute(attributes, "val"))

    def _beside(self, attributes: Mapping[str, str]) -> None:
        """The old way of merging sideways: the cell belongs to the one before."""
        row = self._tables[-1].rows[-1] if self._tables else []
        if len(row) > 1 and attribute(attributes, "val") != "restart":
            row[-1].span = 0

    def _below(self, attributes: Mapping[str, str]) -> None:
        if self._here is not None:
            self._here.merged = attribute(attributes, "val") != "restart"

    def _before(self, attributes: Mapping[str, str]) -> None:
        if self._tables and self._tables[-1].rows:
            self._tables[-1].rows[-1].append(WordCell(span=_small(attribute(attributes, "val"))))

    @property
    def _here(self) -> WordCell | None:
        return self._tables[-1].rows[-1][-1] if self._tables else None

    def _style(self, attributes: Mapping[str, str]) -> None:
        if self._lines:
            self._lines[-1][0].style = attribute(attributes, "val")

    def _run(self, _: Mapping[str, str]) -> None:
        self._vanished = False

    def _run_ends(self) -> None:
        self._vanished = False

    def _vanish(self, attributes: Mapping[str, str]) -> None:
        self._vanished = attribute(attributes, "val") not in OFF

    def _take(self, _: Mapping[str, str]) -> None:
        self._taking = True

    def _leave(self) -> None:
        self._taking = False

    def _say(self, text: str) -> None:
        if not self._taking or not self._lines:
            return
        if self._vanished:
            self.hidden += len(text)
        else:
            self._lines[-1][1].append(text)

    def _put(self, text: str) -> Start:
        def put(_: Mapping[str, str]) -> None:
            if self._lines and not self._vanished:
                self._lines[-1][1].append(text)

        return put

    def _symbol(self, attributes: Mapping[str, str]) -> None:
        self._put(SYMBOLS.get(attribute(attributes, "char").upper(), "\ufffd"))({})

    def _tick(self, attributes: Mapping[str, str]) -> None:
        """The state of a tick box of the old form fields, which have no sign of their own."""
        self._on = attribute(attributes, "val") not in OFF

    def _ticked(self) -> None:
        self._put("☑" if self._on else "□")({})

    def _object(self, _: Mapping[str, str]) -> None:
        self.objects += 1

    def _picture(self, _: Mapping[str, str]) -> None:
        if self._lines:
            self._lines[-1][0].pictures += 1

    def _box(self, _: Mapping[str, str]) -> None:
        self._into.append(self._into[-1])


def placed(row: list[WordCell]) -> Iterator[tuple[int, WordCell]]:
    """Cells with the grid column each begins at."""
    at = 0
    for cell in row:
        yield at, cell
        at += cell.span


def _small(text: str) -> int:
    """A span; what is no sensible number is one column."""
    return int(text) if text.isascii() and text.isdigit() and 0 < len(text) < 4 and int(text) else 1
