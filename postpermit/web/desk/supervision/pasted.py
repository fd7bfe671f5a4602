"""Rows pasted from Excel, or typed with tabs between: laid under the columns of a table, every doubt with its row and column."""

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from postpermit import law
from postpermit.supervision.reading.schema import EXTRA, LONGEST_CELL, MOST_ROWS
from postpermit.supervision.reading.wording import plain
from postpermit.supervision.report import Cell, Row
from postpermit.supervision.report.document import TOTALS
from postpermit.supervision.report.periods import day_in

# How many sentences stand beside a table: the first ones lead to the rest.
MOST_SAID = 12
# Typed for a table that stands in the report without rows.
WITHOUT_ROWS = "/"
CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f\u202a-\u202e\u2066-\u2069\ud800-\udfff\ufffe\uffff]")
SCOPES = ("type", "outlet", "outlet_name")
Rows = list[dict[str, object]]


@dataclass
class Pasted:
    """``rows`` None: the table is not in the report. ``doubts``: figures that are none, for a person to insist on."""

    rows: Rows | None = None
    errors: list[str] = field(default_factory=list)
    doubts: list[str] = field(default_factory=list)
    filled: list[str] = field(default_factory=list)


def columns_of(table: law.ReportTable, kind: str) -> list[law.Field]:
    """The columns that the table has in a report of that kind, in their order."""
    return [c for c in table.columns.values() if kind in c.kinds]


def pasted(table: law.ReportTable, kind: str, text: str) -> Pasted:
    """Read what was pasted for a table."""
    out = Pasted()
    clean = CONTROL.sub("", text.replace("\r\n", "\n").replace("\r", "\n"))
    if not clean.strip():
        return out
    if clean.strip() == WITHOUT_ROWS:
        out.rows = []
        return out
    lines = _lines(clean, out)
    if len(lines) > MOST_ROWS:
        out.errors.append(f"超过 {MOST_ROWS} 行。")
    if out.errors or not lines:
        return out
    columns = columns_of(table, kind)
    header = _header(columns, kind, lines[0][1])
    names = header or [(c.code, c.label) for c in columns]
    out.rows = list(_rows(table, names, lines[1:] if header else lines, out))
    out.errors, out.doubts = out.errors[:MOST_SAID], out.doubts[:MOST_SAID]
    return out


def as_pasted(table: law.ReportTable, kind: str, rows: Sequence[Row]) -> str:
    """Rows as they could have been pasted, with their heading; what stands in a column of nobody's form goes along."""
    if not rows:
        return WITHOUT_ROWS
    used = {code for row in rows for code in row.cells}
    codes = [c.code for c in table.columns.values() if kind in c.kinds or c.code in used]
    more = list(dict.fromkeys(name for row in rows for name in row.extra))
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n")
    writer.writerow([*(table.columns[c].label for c in codes), *more])
    writer.writerows([*(row[c].text for c in codes), *(row.extra.get(n, "") for n in more)] for row in rows)
    return out.getvalue()


def _lines(text: str, out: Pasted) -> list[tuple[int, list[str]]]:
    """(number, cells) of every line that holds anything; a cell of Excel may run over several lines within quotes."""
    try:
        lines = [
            (n, [c.strip() for c in cells])
            for n, cells in enumerate(csv.reader(io.StringIO(text), delimiter="\t"), 1)
            if any(c.strip() for c in cells)
        ]
    except csv.Error:
        lines = []
        out.errors.append(f"有单元格超过 {LONGEST_CELL} 个字，或者引号不成对。")
    if text.count('"') % 2 and any("\n" in c for _, cells in lines for c in cells):
        out.errors.append("引号不成对，分不清单元格，请检查英文双引号。")
    return lines


def _header(columns: Sequence[law.Field], kind: str, cells: Sequence[str]) -> list[tuple[str, str]] | None:
    """(code, heading) of each place when the first line is a heading: most of its cells are known headings."""
    known = {plain(word): c.code for c in columns for word in reversed(c.words(kind))}
    codes = [known.get(plain(cell), "") for cell in cells]
    written = [c for c in cells if c]
    if not written or sum(map(bool, codes)) * 2 <= len(written):
        return None
    seen: set[str] = set()
    out = []
    for code, cell in zip(codes, cells, strict=True):
        out.append(("" if code in seen else code, cell))
        seen.add(code)
    return out


def _rows(
    table: law.ReportTable,
    names: Sequence[tuple[str, str]],
    lines: Iterable[tuple[int, Sequence[str]]],
    out: Pasted,
) -> Iterable[dict[str, object]]:
    above: dict[str, str] = {}
    for at, (number, cells) in enumerate(lines, 1):
        if len(cells) > len(names) and any(cells[len(names) :]):
            out.errors.append(f"第 {number} 行有 {len(cells)} 格，只有 {len(names)} 列，请核对是否多了一列。")
            continue
        row: dict[str, str] = {}
        extra: dict[str, str] = {}
        for (code, heading), cell in zip(names, cells, strict=False):
            _refuse_long(number, heading, cell, out)
            if code:
                row[code] = cell
            elif cell:
                extra[heading or "没有标题的列"] = cell
        _fill(table, at, row, above, out)
        _doubt(table, number, row, out)
        above = row
        yield {**row, **({EXTRA: extra} if extra else {})}


def _refuse_long(number: int, heading: str, cell: str, out: Pasted) -> None:
    if len(cell) > LONGEST_CELL:
        out.errors.append(f"第 {number} 行“{heading}”超过 {LONGEST_CELL} 个字。")


def _fill(
    table: law.ReportTable, at: int, row: dict[str, str], above: Mapping[str, str], out: Pasted
) -> None:
    """Merged cells come from Excel as a text and blanks below it: the first blank columns take the text above, said aloud."""
    if any(word in row.get(code, "") for code in SCOPES for word in TOTALS):
        return
    for code, cell in row.items():
        known = table.columns[code]
        if not known.fill:
            continue
        if cell:
            break
        if above.get(code):
            row[code] = above[code]
            out.filled.append(f"{table.title} 第{at}行“{known.label}”空白，按合并单元格读作上一行的内容。")


def _doubt(table: law.ReportTable, number: int, row: Mapping[str, str], out: Pasted) -> None:
    for code, text in row.items():
        known, cell = table.columns[code], Cell(text)
        if cell.empty or cell.not_applicable:
            continue
        if known.kind == "value" and cell.number is None and not cell.undetected:
            out.doubts.append(f"第 {number} 行“{known.label}”写的“{text[:30]}”不是数。")
        if known.kind == "moment" and day_in(text) is None:
            out.doubts.append(f"第 {number} 行“{known.label}”写的“{text[:30]}”不是日期。")
