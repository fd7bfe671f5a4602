"""A table of any file as lines of slots on a grid of columns, and its heading flattened to one path per column."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from postpermit.supervision.reading.wording import plain


@dataclass(slots=True)
class Slot:
    """A cell over the columns ``start`` up to ``end``. ``merged``: it goes on from the cell above. ``letter``: G of a sheet."""

    text: str
    start: int
    end: int
    merged: bool = False
    letter: str = ""


@dataclass(slots=True)
class Line:
    """A row of the file. ``number``: the row of the sheet; 0 where rows are counted below the heading."""

    slots: list[Slot]
    number: int = 0

    @property
    def texts(self) -> list[str]:
        """What is written, blanks left out."""
        return [s.text for s in self.slots if s.text]

    @property
    def width(self) -> int:
        """How many columns of the grid it covers."""
        return self.slots[-1].end if self.slots else 0

    @property
    def bare(self) -> tuple[str, ...]:
        """For comparing with a heading."""
        return tuple(plain(t) for t in self.texts)


@dataclass(slots=True)
class Grid:
    """A table as found. ``titles``: lines above it, nearest first. ``place``: where in the file, in words.

    ``sheet``: a sheet of a workbook, where a blank cell is never meant to go on from above.
    """

    lines: list[Line]
    place: str
    titles: tuple[str, ...] = ()
    sheet: bool = False
    chapter: str = ""

    width: int = 0

    def __post_init__(self) -> None:
        """``width``: that of the widest line."""
        self.width = max((line.width for line in self.lines), default=0)

    def texts(self) -> tuple[tuple[str, ...], ...]:
        """Every cell, for keeping a table whole."""
        return tuple(tuple(s.text for s in line.slots) for line in self.lines)


@dataclass(slots=True)
class Column:
    """A column of the heading: from the spanning heading down to its own."""

    path: tuple[str, ...]
    start: int
    end: int
    plain: tuple[str, ...] = field(default=())

    def __post_init__(self) -> None:
        self.plain = tuple(p for p in (plain(text) for text in self.path) if p)

    @property
    def written(self) -> str:
        """As a person finds it: 监测结果/最大值."""
        return "/".join("".join(text.split()) for text in self.path)


def banner(line: Line, width: int) -> str:
    """The text of a line that is one cell across the table (a title, a band, a note); "" for any other."""
    written = [s for s in line.slots if s.text]
    if len(written) != 1 or width < 2:
        return ""
    only = written[0]
    alone = len(line.slots) == 1 or only.end - only.start > 0.6 * width
    return only.text if alone else ""


def columns(lines: Sequence[Line]) -> list[Column]:
    """Flatten heading rows; a cell above that was left blank belongs to the spanning heading on its left."""
    *above, last = lines
    return [
        Column((*_over(above, slot, last), *([slot.text] if slot.text and not slot.merged else [])), s, e)
        for slot in last.slots
        for s, e in [(slot.start, slot.end)]
    ]


def _over(above: Sequence[Line], slot: Slot, last: Line) -> list[str]:
    out: list[str] = []
    for line in above:
        covering = next((s for s in line.slots if s.start <= slot.start < s.end), None)
        text = covering.text if covering and not covering.merged else ""
        if not text and slot.text and not slot.merged:
            text = _left_of(line, slot, last)
        if text and text not in out:
            out.append(text)
    return out


def _left_of(line: Line, slot: Slot, last: Line) -> str:
    """The spanning heading whose merge was lost: the nearest text on the left that has a sub-heading below it."""
    for other in reversed([s for s in line.slots if s.start < slot.start and s.text]):
        below = next((s for s in last.slots if s.start == other.start), None)
        return other.text if below is not None and below.text and not below.merged else ""
    return ""
