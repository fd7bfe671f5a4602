"""The body of a recognised table as rows of cells with their places: merged cells, bands, totals, columns nobody knows."""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass, field

from postpermit import law
from postpermit.supervision.reading.grid import Grid, Line, Slot, banner
from postpermit.supervision.reading.laying import Spot, laid
from postpermit.supervision.reading.recognising import Recognised
from postpermit.supervision.reading.wording import plain
from postpermit.supervision.report import Cell, Row
from postpermit.supervision.report.document import TOTALS

BAND, UNIT, COUNTED = "分段", "单位", 4
TYPED = ("type", "outlet", "outlet_name")


@dataclass
class Body:
    """Rows read, lines across the table that are text and no data (place, text), and what could not be read."""

    rows: list[Row] = field(default_factory=list)
    notes: list[tuple[str, str]] = field(default_factory=list)
    unread: list[str] = field(default_factory=list)


class BodyReader:
    """Reads the lines below a heading. ``place``: how the table is called in every cell's place."""

    def __init__(self, told: Recognised, grid: Grid, place: str) -> None:
        self._told, self._grid, self._place = told, grid, place
        self._table = told.table
        self._heading = {line.bare for line in grid.lines[: told.body]}
        self._merges = grid.sheet
        self._repeats = _repeating(told, grid)
        self._above: dict[str, Cell] = {}
        self._band = ""
        self._open_band: tuple[str, str] | None = None
        self._filled: dict[str, list[int]] = {}
        self._count = 0
        self.body = Body()

    def read(self, lines: Sequence[Line]) -> Body:
        """Take these lines as rows; may be called again for the table's continuation."""
        self._merges = self._merges or any(s.merged for line in lines for s in line.slots)
        for line in lines:
            if line.texts and (line.bare in self._heading or _is_count(line)):
                continue
            self._count += 1
            if line.texts:
                self._line(line, line.number or self._count)
        return self.body

    def finish(self) -> Body:
        """What only shows at the end: notes below the last row, blanks that were filled."""
        if self._open_band:
            self.body.notes.append(self._open_band)
        for code, numbers in self._filled.items():
            label = self._table.columns[code].label
            self.body.unread.append(
                f"{self._place} 第{_spans(numbers)}行“{label}”空白，按合并单元格读作上一行的内容，请核对。"
            )
        return self.body

    def _line(self, line: Line, number: int) -> None:
        place = f"{self._place} 第{number}行"
        if text := banner(line, self._grid.width):
            self._take_band(place, text)
            return
        spots = laid(self._told, line)
        if spots is None:
            said = "｜".join(line.texts)[:200]
            self.body.unread.append(f"{place}：格数与表头不符，未读入：{said}。")
            return
        self._open_band = None
        self.body.rows.append(self._row(spots, place, number))

    def _take_band(self, place: str, text: str) -> None:
        """A band stands for the rows below it; a note, and a band without rows (本年度未超标), are text."""
        if _is_note(text):
            self.body.notes.append((place, text))
            return
        if self._open_band:
            self.body.notes.append(self._open_band)
        self._band, self._open_band = text, (place, text)

    def _row(self, spots: list[Spot], place: str, number: int) -> Row:
        cells: dict[str, Cell] = {}
        extra: dict[str, str] = {}
        for spot in spots:
            if not spot.code or spot.code in cells:
                _keep(extra, spot)
            else:
                cells[spot.code] = self._cell(spot.code, spot.slot, place)
        self._lift_total(cells, spots, place)
        self._fill_blanks(cells, number)
        self._apply_band(cells, extra, place)
        for code, unit in self._told.mapped.units.items():
            extra[f"{UNIT}：{self._table.columns[code].label}"] = unit
        self._above = {c: cell for c, cell in cells.items() if self._table.columns[c].fill}
        return Row(self._table.code, place, cells, extra)

    def _cell(self, code: str, slot: Slot, place: str) -> Cell:
        known = self._table.columns[code]
        letter = f"（{slot.letter}列）" if slot.letter else ""
        where = f"{place}“{known.label}”{letter}"
        if not slot.merged:
            return Cell(slot.text, where)
        if known.fill and code in self._above:
            return Cell(self._above[code].text, where)
        if not known.fill:
            self.body.unread.append(f"{where}与上一行合并，没有自己的内容，按空白读入。")
        return Cell("", where)

    def _fill_blanks(self, cells: dict[str, Cell], number: int) -> None:
        """Where a file has lost its merges, the first text of a group stands for the rows below it: never in silence."""
        if self._merges or not any(cell.text for cell in cells.values()):
            return
        if any(w in cells[c].bare for c in TYPED if c in cells for w in TOTALS):
            return
        opened = False
        for code, cell in list(cells.items()):
            known = self._table.columns[code]
            if not known.fill:
                continue
            above = self._above.get(code)
            if not cell.text and above and above.text and not opened and code not in self._repeats:
                cells[code] = Cell(above.text, cell.place)
                self._filled.setdefault(code, []).append(number)
            elif cell.text and (above is None or above.bare != cell.bare):
                opened = True

    def _lift_total(self, cells: dict[str, Cell], spots: list[Spot], place: str) -> None:
        """合计 written under 序号 or another column nobody knows is still the row's scope."""
        wanted = next((c for c in TYPED if c in self._table.columns), None)
        if wanted is None or any(cells[c].text for c in TYPED if c in cells):
            return
        for spot in spots:
            if not spot.code and any(word in plain(spot.slot.text) for word in TOTALS):
                cells[wanted] = Cell(spot.slot.text, f"{place}“{spot.name}”")
                return

    def _apply_band(self, cells: dict[str, Cell], extra: dict[str, str], place: str) -> None:
        if not self._band:
            return
        if "type" in self._table.columns and "type" not in self._told.mapped.codes.values():
            cells["type"] = Cell(self._band, f"{place}“{self._band[:20]}”")
        else:
            extra[BAND] = self._band


def _is_count(line: Line) -> bool:
    """1 2 3 4 … under a heading: the numbers of the columns."""
    texts = [s.text for s in line.slots]
    return len(texts) >= COUNTED and texts == [str(n) for n in range(1, len(texts) + 1)]


def _keep(extra: dict[str, str], spot: Spot) -> None:
    if spot.slot.text:
        name = spot.name
        while name in extra:
            name += "＊"
        extra[name] = spot.slot.text


def _is_note(text: str) -> bool:
    bare = plain(text)
    return any(bare.startswith(plain(n)) for n in law.report_form().words.notes)


def _repeating(told: Recognised, grid: Grid) -> set[str]:
    """Columns that write the same text again on the next row: there a blank is a blank."""
    out = set[str]()
    for at, code in told.mapped.codes.items():
        texts = [line.slots[at].text for line in grid.lines[told.body :] if at < len(line.slots)]
        if any(a and a == b for a, b in itertools.pairwise(texts)):
            out.add(code)
    return out


def _spans(numbers: Sequence[int]) -> str:
    """2—4、7."""
    out: list[list[int]] = []
    for n in numbers:
        if out and out[-1][1] == n - 1:
            out[-1][1] = n
        else:
            out.append([n, n])
    return "、".join(f"{a}" if a == b else f"{a}—{b}" for a, b in out[:30])
