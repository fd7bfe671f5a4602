"""A report as a workbook: a sheet per table of the form, and the sheets for cover, chapters and attachments."""

import re
from collections.abc import Iterator
from dataclasses import replace

from postpermit import law
from postpermit.supervision.reading.chapters import attachment_of, chapter_titles, says_none
from postpermit.supervision.reading.cover import MOST_LINES
from postpermit.supervision.reading.gathering import Gathering, ending
from postpermit.supervision.reading.grid import Grid, Line
from postpermit.supervision.reading.package import Package
from postpermit.supervision.reading.sheets import Sheet, sheets_of
from postpermit.supervision.reading.wording import LONGEST, plain, title
from postpermit.supervision.report import Cell, Report

RANGE = re.compile(r"[<>≤≥]?[\d.]+[-~～—至][\d.]+\D*")


def read_workbook(data: bytes, package: Package, part: str) -> Report:
    """The report. Raises ``UnableToReadReport``."""
    sheets = sheets_of(data, package, part)
    out = Gathering("xlsx")
    own = {plain(name): code for code, name in law.report_form().words.sheets.items()}
    # The cover first: the kind of report decides how some headings are meant.
    for sheet in sorted(sheets, key=lambda s: own.get(plain(s.name)) != "cover"):
        _take(out, sheet, own.get(plain(sheet.name), ""))
    read = out.report()
    wrong = [
        *_wrong(read),
        *(f"工作表“{s.name}”{e}单元格是错误值，按空白读入。" for s in sheets for e in s.errors),
    ]
    return replace(read, unread=ending([*read.unread, *wrong]))


def _take(out: Gathering, sheet: Sheet, own: str) -> None:
    lines = [line for line in sheet.lines if line.texts and line.texts != [law.SECRET_NOTICE]]
    if not lines:
        return
    if own == "cover":
        for line in _below_heading(lines)[:MOST_LINES]:
            out.cover.row(line.texts if not line.slots[0].text else [line.slots[0].text, *_rest(line)])
        out.cover.more += max(0, len(lines) - MOST_LINES)
    elif own == "chapters":
        for line in _below_heading(lines):
            _chapter(out, sheet.name, line)
    elif own == "attachments":
        _attachments(out, lines)
    else:
        out.table(
            Grid(lines, f"工作表“{sheet.name}”", (sheet.name,), sheet=True),
            f"工作表“{sheet.name}”",
            joined=False,
        )
        out.close()


def _rest(line: Line) -> list[str]:
    """The value beside a label, blank ones too, and whatever stands further right."""
    return [s.text for n, s in enumerate(line.slots[1:]) if s.text or not n]


def _below_heading(lines: list[Line]) -> list[Line]:
    wanted = {plain(w) for w in law.report_form().words.sheet_columns}
    return lines[1:] if set(lines[0].bare) <= wanted else lines


def _chapter(out: Gathering, sheet: str, line: Line) -> None:
    """A chapter's name and its text; the same name again goes on with the text."""
    name, text = line.slots[0].text, "\n".join(_rest(line)).strip()
    labels = {title(s.label): s.code for s in law.report_sections()}
    code = labels.get(title(name)) or chapter_titles().get(title(name), "")
    if code:
        out.chapter(code, name, text, name)
    else:
        out.unread.append(f"工作表“{sheet}”第{line.number}行“{name[:40]}”不是章节名称，未读入：{text[:80]}。")


def _attachments(out: Gathering, lines: list[Line]) -> None:
    heads = {plain(w) for w in law.report_form().words.attachment_list}
    named = [line.slots[0].text or line.texts[0] for line in lines]
    for text in named[1:] if plain(named[0]) in heads else named:
        if says_none(text):
            out.attachments = out.attachments or []
        else:
            out.attach(attachment_of(text) or text)


def _wrong(read: Report) -> Iterator[str]:
    """Cells of figures and days that hold neither: each with sheet, row and column."""
    for code, rows in read.tables.items():
        columns = law.report_form().tables[code].columns
        for row in rows:
            for name, cell in row.cells.items():
                if columns[name].kind == "value" and not _figure(cell):
                    yield f"{cell.place}应填数字，写的是“{cell.text[:20]}”。"
                elif columns[name].kind == "moment" and cell.text and not _said(cell) and not _digits(cell):
                    yield f"{cell.place}应填日期，写的是“{cell.text[:20]}”。"


def _figure(cell: Cell) -> bool:
    return cell.number is not None or _said(cell) or cell.undetected or _is_range(cell.bare)


def _is_range(bare: str) -> bool:
    """6-9, as limits of pH are written."""
    return len(bare) < LONGEST and RANGE.fullmatch(bare) is not None


def _said(cell: Cell) -> bool:
    return cell.empty or cell.not_applicable


def _digits(cell: Cell) -> bool:
    return any(c.isdigit() for c in cell.text)
