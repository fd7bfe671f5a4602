"""What a case file consists of, as data: 卷内目录 with the fact from which each document is needed."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from postpermit.law.clauses import UnknownClause, UnreadableLaw
from postpermit.law.district import clause, page_of

VOLUMES = {"MAIN": "正卷", "SIDE": "副卷"}
PROCEDURES = ("ORDINARY", "SIMPLE")
KEYS = {"label", "volume", "from", "when", "any", "procedure", "many", "clause", "confirmed"}


@dataclass(frozen=True)
class FileRow:
    """A document of a case file. ``since``, ``when``, ``any_of``: names of facts; ``many``: may occur more than once."""

    code: str
    label: str
    volume: str
    order: int
    since: str
    when: tuple[str, ...]
    any_of: tuple[str, ...]
    procedures: tuple[str, ...]
    many: bool
    clause: str
    confirmed: bool


def case_file_rows() -> tuple[FileRow, ...]:
    """Every row of the current district's page, in the order of filing."""
    return tuple(_read(page_of("case_files.yaml")).values())


@cache
def _read(path: Path) -> Mapping[str, FileRow]:
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {code: read_row(code, body, n, path.name) for n, (code, body) in enumerate(page.items(), 1)}


def read_row(code: str, body: Mapping[str, Any], order: int, file: str) -> FileRow:
    """One row of a page. Raises ``UnreadableLaw`` naming it, ``UnknownClause`` for a citation that does not exist."""
    try:
        procedures = tuple(body.get("procedure", PROCEDURES))
        if set(body) - KEYS or body["volume"] not in VOLUMES or not set(procedures) <= set(PROCEDURES):
            raise ValueError("多出的项，或者卷、程序不对")
        return FileRow(
            code,
            body["label"],
            body["volume"],
            order,
            body["from"],
            tuple(body.get("when", ())),
            tuple(body.get("any", ())),
            procedures,
            body.get("many", False),
            clause(body["clause"]).ref,
            body["confirmed"],
        )
    except UnknownClause:
        raise
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableLaw(f"{file}：{code} 的写法不对（{error}）") from error
