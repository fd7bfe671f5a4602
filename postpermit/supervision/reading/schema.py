"""The published schema of a report (JSON Schema, draft 2020-12), made from the form: what is asked and what is read agree."""

from typing import Any

from postpermit import law

VERSION = 1
EXTRA = "extra"
DIALECT = "https://json-schema.org/draft/2020-12/schema"
LONGEST_CELL, LONGEST_TEXT, MOST_ROWS, MOST_LISTED = 20_000, 500_000, 20_000, 2_000
CELL = {"$ref": "#/$defs/cell"}


def schema() -> dict[str, Any]:
    """The schema; titles are the Chinese labels of the form."""
    form = law.report_form()
    kinds = [kind for kind in form.words.kinds if kind]
    return {
        "$schema": DIALECT,
        "title": "排污许可证执行报告",
        "description": "单元格按原样写成文本；没有填报的写“/”或空文本，不写 0。",
        **_object(
            {
                "version": {"title": "格式版本", "const": VERSION},
                "kind": {"title": form.words.kind_label, "enum": [*kinds, ""]},
                "period": {
                    "title": "报告周期",
                    "description": "2026、2026Q3、2026-02；读不出时为空。",
                    "type": "string",
                    "pattern": r"^([0-9]{4}(Q[1-4]|-(0[1-9]|1[0-2]))?)?$",
                },
                "cover": {"title": "封面", **_object({c: _cell(f.label) for c, f in form.cover.items()})},
                "chapters": {"title": "章节", **_object(_chapters(form))},
                "tables": {"title": "表格", **_object({c: _table(t) for c, t in form.tables.items()})},
                "attachments": {
                    "title": "附件名称",
                    "description": "null：文件中看不出有哪些附件。",
                    "type": ["array", "null"],
                    "items": {"type": "string", "maxLength": LONGEST_CELL},
                    "maxItems": MOST_LISTED,
                },
                "unknown": {"title": "未识别的表格", **_list(_unknown(), MOST_LISTED)},
                "unread": {
                    "title": "未能读入的内容",
                    **_list({"type": "string", "maxLength": LONGEST_CELL}, MOST_LISTED),
                },
            },
            ("kind", "period", "cover"),
        ),
        "$defs": {
            "cell": {"type": ["string", "number", "null"], "maxLength": LONGEST_CELL},
            "extra": {"title": "表式以外的列", "type": "object", "additionalProperties": CELL},
        },
    }


def _object(properties: dict[str, Any], required: tuple[str, ...] = ()) -> dict[str, Any]:
    out = {"type": "object", "properties": properties, "additionalProperties": False}
    return {**out, "required": list(required)} if required else out


def _list(items: dict[str, Any], most: int) -> dict[str, Any]:
    return {"type": "array", "items": items, "maxItems": most}


def _cell(label: str) -> dict[str, Any]:
    return {"title": label, **CELL}


def _chapters(form: law.ReportForm) -> dict[str, Any]:
    """A chapter is its text, or its heading and its text."""
    text = {"type": "string", "maxLength": LONGEST_TEXT}
    parts = {"title": {"type": "string", "maxLength": LONGEST_CELL}, "text": text}
    either = [text, _object(parts, ("text",))]
    return {code: {"title": titles[0], "anyOf": either} for code, titles in form.chapters.items()}


def _table(table: law.ReportTable) -> dict[str, Any]:
    columns = {code: _cell(known.label) for code, known in table.columns.items()}
    row = _object({**columns, EXTRA: {"$ref": "#/$defs/extra"}})
    return {"title": table.title, **_list(row, MOST_ROWS)}


def _unknown() -> dict[str, Any]:
    cells = _list(_list(CELL, MOST_LISTED), MOST_ROWS)
    text = {"type": "string", "maxLength": LONGEST_CELL}
    return _object({"title": text, "place": text, "cells": cells}, ("cells",))
