"""The report as plain values for keeping beside its file, and back; nothing is lost on the way."""

from collections.abc import Mapping
from typing import Any

from postpermit.supervision.report.cells import Cell
from postpermit.supervision.report.document import Chapter, Report, Row, UnknownTable


def kept(report: Report) -> dict[str, Any]:
    """Lists, mappings and texts only."""
    return {
        "kind": report.kind,
        "period": report.period,
        "cover": _cells(report.cover),
        "chapters": {c.code: [c.title, c.text, c.place] for c in report.chapters.values()},
        "tables": {
            code: [[row.place, _cells(row.cells), dict(row.extra)] for row in rows]
            for code, rows in report.tables.items()
        },
        "attachments": None if report.attachments is None else list(report.attachments),
        "unknown": [[t.title, t.place, [list(r) for r in t.cells]] for t in report.unknown],
        "unread": list(report.unread),
        "source": report.source,
    }


def from_kept(held: Mapping[str, Any]) -> Report:
    """As it was kept."""
    return Report(
        held["kind"],
        held["period"],
        _read(held["cover"]),
        {code: Chapter(code, *row) for code, row in held["chapters"].items()},
        {
            code: tuple(Row(code, place, _read(cells), extra) for place, cells, extra in rows)
            for code, rows in held["tables"].items()
        },
        None if held["attachments"] is None else tuple(held["attachments"]),
        tuple(UnknownTable(t, p, tuple(tuple(r) for r in rows)) for t, p, rows in held["unknown"]),
        tuple(held["unread"]),
        held["source"],
    )


def _cells(cells: Mapping[str, Cell]) -> dict[str, list[str]]:
    return {code: [cell.text, cell.place] for code, cell in cells.items()}


def _read(held: Mapping[str, list[str]]) -> dict[str, Cell]:
    return {code: Cell(text, place) for code, (text, place) in held.items()}
