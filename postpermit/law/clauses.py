"""Documents and their clauses, read from ``documents/*.yaml``: our own short wording, never the text itself."""

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path
from typing import Any

import yaml

DIGITS = "零一二三四五六七八九十"


class UnknownClause(KeyError):
    """A citation that does not exist."""

    def __str__(self) -> str:
        return f"没有这一条款：{self.args[0]}"


class UnreadableLaw(ValueError):
    """A page of law data that does not have the agreed form; names the file and the key."""


class Strength(StrEnum):
    """How strongly a clause binds (应当 · 原则上 · 可以)."""

    label: str

    def __new__(cls, code: str, label: str = "") -> "Strength":
        member = str.__new__(cls, code)
        member._value_ = code
        member.label = label
        return member

    MUST = "MUST", "应当"
    PRINCIPLE = "PRINCIPLE", "原则上"
    MAY = "MAY", "可以"


@dataclass(frozen=True)
class Clause:
    """One clause: ``ref`` is ``plan:6.2``, ``label`` 第六条第二款. ``decided_by`` person: no rule can decide it."""

    ref: str
    document: str
    label: str
    wording: str
    strength: Strength
    binding: bool
    decided_by: str = ""


@dataclass(frozen=True)
class Document:
    """An act or plan with its status. ``in_force_from`` None: the date is not entered yet."""

    code: str
    title: str
    short: str
    layer: str
    status: str
    status_note: str
    in_force_from: date | None
    confirmed: bool
    clauses: tuple[Clause, ...]


def numeral(number: int) -> str:
    """Chinese numeral up to 99; larger ones as digits, as acts with many articles are cited."""
    if number <= 10:
        return DIGITS[number]
    if number < 100:
        tens, ones = divmod(number, 10)
        return (DIGITS[tens] if tens > 1 else "") + "十" + (DIGITS[ones] if ones else "")
    return str(number)


def label_of(short: str, place: str, paragraphs: int) -> str:
    """第六条第二款, 附件2 三（1）; ``36.i5`` is 第三十六条第五项; the plan's own articles carry no document name."""
    if annex := re.fullmatch(r"a(\d+)(?:\.(\d+))?(?:\.(\d+))?", place):
        number, part, item = annex.groups()
        return f"附件{number}" + (f" {numeral(int(part))}" if part else "") + (f"（{item}）" if item else "")
    article, _, paragraph = place.partition(".")
    if paragraph.startswith("i"):
        return f"{short}第{numeral(int(article))}条第{numeral(int(paragraph[1:]))}项"
    said = f"第{numeral(int(article))}条" + (
        f"第{numeral(int(paragraph))}款" if paragraph and paragraphs > 1 else ""
    )
    return said if short == "方案" else f"{short}{said}"


def read_documents(path: Path) -> list[Document]:
    """The documents of one page, one or several. Raises ``UnreadableLaw``."""
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    return [_document(row, path.name) for row in (page if isinstance(page, list) else [page])]


def _document(row: Any, file: str) -> Document:
    try:
        rows: dict[str, Any] = row["clauses"]
        counts: dict[str, int] = {}
        for place in rows:
            counts[place.partition(".")[0]] = counts.get(place.partition(".")[0], 0) + 1
        found = tuple(_clause(row, place, body, counts, file) for place, body in rows.items())
        return Document(
            row["code"],
            row["title"],
            row["short"],
            row["layer"],
            row["status"],
            row["status_note"],
            row["in_force_from"],
            row["confirmed"],
            found,
        )
    except (KeyError, TypeError) as error:
        raise UnreadableLaw(f"{file}：缺少 {error}") from error


def _clause(
    row: dict[str, Any], place: str, body: dict[str, Any], counts: dict[str, int], file: str
) -> Clause:
    if not set(body) <= {"strength", "binding", "wording", "decided_by"} or not body.get("wording"):
        raise UnreadableLaw(f"{file}：{place} 的写法不对")
    label = label_of(row["short"], place, counts[place.partition(".")[0]])
    return Clause(
        f"{row['code']}:{place}",
        row["code"],
        label,
        body["wording"],
        Strength(body["strength"]),
        body["binding"],
        body.get("decided_by", ""),
    )
