"""A report as the JSON of the published schema, and back. Cells are plain texts; their places follow from where they stand."""

from collections.abc import Mapping
from typing import Any

from postpermit import law
from postpermit.supervision.reading.parts import refuse_secrets
from postpermit.supervision.reading.schema import EXTRA, VERSION, schema
from postpermit.supervision.reading.validating import refuse_misfit, texts_in
from postpermit.supervision.report import Cell, Chapter, Report, Row, UnknownTable


def as_published(report: Report) -> dict[str, Any]:
    """Plain values by the published schema."""
    return {
        "version": VERSION,
        "kind": report.kind,
        "period": report.period,
        "cover": {code: cell.text for code, cell in report.cover.items()},
        "chapters": {code: _chapter(chapter) for code, chapter in report.chapters.items()},
        "tables": {code: [_row(row) for row in rows] for code, rows in report.tables.items()},
        "attachments": None if report.attachments is None else list(report.attachments),
        "unknown": [
            {"title": t.title, "place": t.place, "cells": [list(row) for row in t.cells]}
            for t in report.unknown
        ],
        "unread": list(report.unread),
    }


def from_published(given: Mapping[str, Any], source: str = "typed") -> Report:
    """The report of such values. Raises ``UnableToReadReport`` with the place (a JSON pointer) of what does not fit."""
    refuse_secrets("\n".join(texts_in(given)))
    refuse_misfit(given, schema())
    attachments = given.get("attachments")
    return Report(
        given["kind"],
        given["period"],
        {
            code: Cell(_text(value), f"封面“{_form().cover[code].label}”")
            for code, value in given["cover"].items()
        },
        {code: _chapter_of(code, value) for code, value in given.get("chapters", {}).items()},
        {code: _rows_of(code, rows) for code, rows in given.get("tables", {}).items()},
        None if attachments is None else tuple(attachments),
        tuple(
            UnknownTable(
                t.get("title", ""), t.get("place", ""), tuple(tuple(map(_text, r)) for r in t["cells"])
            )
            for t in given.get("unknown", ())
        ),
        tuple(given.get("unread", ())),
        source,
    )


def _form() -> law.ReportForm:
    return law.report_form()


def _chapter(chapter: Chapter) -> str | dict[str, str]:
    """Its text; with its heading where that is not the usual one."""
    if chapter.title == _label(chapter.code):
        return chapter.text
    return {"title": chapter.title, "text": chapter.text}


def _chapter_of(code: str, value: Any) -> Chapter:
    if isinstance(value, str):
        return Chapter(code, _label(code), value, _label(code))
    title = value.get("title") or _label(code)
    return Chapter(code, title, value["text"], title)


def _label(code: str) -> str:
    return next((s.label for s in law.report_sections() if s.code == code), _form().chapters[code][0])


def _row(row: Row) -> dict[str, Any]:
    cells: dict[str, Any] = {code: cell.text for code, cell in row.cells.items()}
    return {**cells, EXTRA: dict(row.extra)} if row.extra else cells


def _rows_of(code: str, rows: list[Mapping[str, Any]]) -> tuple[Row, ...]:
    return tuple(_row_of(code, number, row) for number, row in enumerate(rows, 1))


def _row_of(code: str, number: int, row: Mapping[str, Any]) -> Row:
    form = _form().tables[code]
    place = f"{form.title} 第{number}行"
    cells = {
        name: Cell(_text(value), f"{place}“{form.columns[name].label}”")
        for name, value in row.items()
        if name != EXTRA
    }
    return Row(code, place, cells, {name: _text(value) for name, value in row.get(EXTRA, {}).items()})


def _text(value: Any) -> str:
    return "" if value is None else str(value).strip()
