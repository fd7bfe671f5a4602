"""Our workbook for a report: empty for a kind, or filled; every cell is text, so that 0.50 stays 0.50."""

import io
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

import xlsxwriter

from postpermit import law
from postpermit.supervision.report import Report, Row

LONGEST_NAME, LONGEST_TEXT, WIDE = 31, 30_000, 60
# What a sheet may not be called.
FORBIDDEN = dict.fromkeys(map(ord, "[]:*?/\\'"), "_")
OPTIONS = {
    "in_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}


def blank_workbook(kind: str) -> bytes:
    """The template for ANNUAL, QUARTERLY or MONTHLY; for "" with every table there is."""
    return filled_workbook(Report(kind))


def filled_workbook(report: Report) -> bytes:
    """The template with a report in it; reading it gives the report back. Notes about what was not read stay out."""
    out = io.BytesIO()
    book = _Book(out)
    words = law.report_form().words
    book.sheet(words.sheets["cover"], words.sheet_columns, _cover(report), stars=1)
    book.sheet(words.sheets["chapters"], words.sheet_columns, _chapters(report))
    for code, table in law.report_form().tables.items():
        if not report.kind or report.kind in table.kinds or code in report.tables:
            book.sheet(table.title, *_table(table, report))
    for number, unknown in enumerate(report.unknown, 1):
        name = f"{unknown.title.translate(FORBIDDEN)[:20]}（未识别{number}）"
        book.sheet(name, *_unknown(unknown.cells))
    named = [[name] for name in report.attachments or ()] or ([["无"]] if report.attachments == () else [])
    book.sheet(words.sheets["attachments"], words.attachment_list[:1], named)
    return book.close(out)


class _Book:
    """A workbook whose cells are all text."""

    def __init__(self, out: io.BytesIO) -> None:
        self._book = xlsxwriter.Workbook(out, OPTIONS)
        self._head = self._book.add_format({"bold": True, "bg_color": "#e7f1ea", "text_wrap": True})
        self._text = self._book.add_format({"num_format": "@", "text_wrap": True, "valign": "top"})

    def sheet(
        self, name: str, header: Sequence[str], rows: Sequence[Sequence[str]], *, stars: int = 0
    ) -> None:
        """A sheet with a heading row; columns are formatted as text beforehand, for what will be typed."""
        sheet: Any = self._book.add_worksheet(name[:LONGEST_NAME])
        sheet.set_column(0, max(len(header) - 1, 0), WIDE if len(header) < 3 else 18, self._text)
        for column, text in enumerate(header):
            sheet.write_string(0, column, text, self._head)
        for number, row in enumerate(rows, 1):
            for column, text in enumerate(row):
                if text:
                    sheet.write_string(number, column, text, self._text)
        sheet.freeze_panes(1, stars)

    def close(self, out: io.BytesIO) -> bytes:
        """The bytes."""
        self._book.close()
        return out.getvalue()


def _cover(report: Report) -> list[list[str]]:
    form = law.report_form()
    kind = form.words.kinds[report.kind][0] if report.kind else ""
    rows = [[f"＊{form.words.kind_label}", kind]]
    for code, known in form.cover.items():
        rows.append([f"{'＊' if known.required else ''}{known.label}", report[code].text])
    return [*rows, [law.SECRET_NOTICE]]


def _chapters(report: Report) -> list[list[str]]:
    """A row for each chapter; a text longer than a cell goes on in the next row under the same name."""
    sections = {s.code: s.label for s in law.report_sections(report.kind)}
    sections |= {code: c.title for code, c in report.chapters.items() if code not in sections}
    return [[label, piece] for code, label in sections.items() for piece in _pieces(report.text(code))]


def _pieces(text: str) -> Iterator[str]:
    while len(text) > LONGEST_TEXT:
        at = text.rfind("\n", 0, LONGEST_TEXT)
        at = at if at > 0 else LONGEST_TEXT
        yield text[:at]
        text = text[at:].removeprefix("\n")
    yield text


def _table(table: law.ReportTable, report: Report) -> tuple[list[str], list[list[str]]]:
    rows = report.tables.get(table.code, ())
    used = {code for row in rows for code in row.cells}
    codes = [c for c, f in table.columns.items() if not report.kind or report.kind in f.kinds or c in used]
    more = list(dict.fromkeys(name for row in rows for name in row.extra))
    header = [f"{'＊' if table.columns[c].required else ''}{table.columns[c].label}" for c in codes]
    return [*header, *more], [_line(row, codes, more) for row in rows]


def _line(row: Row, codes: Sequence[str], more: Sequence[str]) -> list[str]:
    extra: Mapping[str, str] = row.extra
    return [row[c].text for c in codes] + [extra.get(name, "") for name in more]


def _unknown(cells: Sequence[Sequence[str]]) -> tuple[list[str], list[list[str]]]:
    first, *rest = [list(row) for row in cells] or [[]]
    return first, rest
