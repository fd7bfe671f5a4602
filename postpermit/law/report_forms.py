"""What an execution report consists of, as data: sections by division (plan 5.2), headings, tables, names of pollutants."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache, lru_cache
from pathlib import Path
from typing import Any

import yaml

from postpermit.law.clauses import UnreadableLaw

HERE = Path(__file__).parent
REPORT_KINDS = ("ANNUAL", "QUARTERLY", "MONTHLY")


@dataclass(frozen=True)
class ReportSection:
    """A part of a report: which divisions check it, and in which kinds of report it occurs."""

    code: str
    label: str
    divisions: tuple[str, ...]
    kinds: tuple[str, ...]
    clause: str
    confirmed: bool


@dataclass(frozen=True)
class Field:
    """A cell of the cover or a column of a table. ``kind``: text, value (a number or a mark for none), moment.

    ``fill``: text of a merged cell is meant for the rows below it too, never so for numbers. ``units``: those in which
    the column is meant. ``by_kind``: headings that mean this only in a report of that kind; ``kinds``: reports that have the column.
    """

    code: str
    label: str
    headings: tuple[str, ...]
    required: bool = False
    kind: str = "text"
    fill: bool = False
    units: tuple[str, ...] = ()
    by_kind: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    kinds: tuple[str, ...] = REPORT_KINDS

    def words(self, kind: str = "") -> tuple[str, ...]:
        """Every heading under which it stands in a report of that kind, the label among them."""
        return (*self.headings, self.label, *self.by_kind.get(kind, ()))


@dataclass(frozen=True)
class ReportTable:
    """A table told by its heading cells. ``when``: groups of words, one of each must occur; ``unless``: none may.

    ``titles``, ``outlets``, ``hints``, ``pollutants``: what decides between tables whose headings are the same. ``spread``:
    columns that share the heading of the first.
    """

    code: str
    title: str
    section: str
    kinds: tuple[str, ...]
    confirmed: bool
    when: tuple[tuple[str, ...], ...]
    unless: tuple[str, ...]
    titles: tuple[str, ...]
    outlets: tuple[str, ...]
    columns: Mapping[str, Field]
    hints: tuple[str, ...] = ()
    pollutants: tuple[str, ...] = ()
    spread: Mapping[str, tuple[str, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class NamedAttachment:
    """An attachment that a kind of report must name, and the words by which it is known."""

    code: str
    label: str
    words: tuple[str, ...]


@dataclass(frozen=True)
class ReportWords:
    """Words a reader needs beside headings: what means the same, units, kinds of report, continuations and notes."""

    same: Mapping[str, str]
    same_in_titles: Mapping[str, str]
    units: tuple[str, ...]
    unit_label: str
    kind_label: str
    kinds: Mapping[str, tuple[str, ...]]
    report_title: str
    continued: tuple[str, ...]
    notes: tuple[str, ...]
    contents: tuple[str, ...]
    attachment_list: tuple[str, ...]
    attachment_prefix: tuple[str, ...]
    sheets: Mapping[str, str]
    sheet_columns: tuple[str, ...]


@dataclass(frozen=True)
class ReportForm:
    """Everything a reader looks for."""

    cover: Mapping[str, Field]
    chapters: Mapping[str, tuple[str, ...]]
    tables: Mapping[str, ReportTable]
    placeholders: tuple[str, ...]
    attachments: Mapping[str, tuple[NamedAttachment, ...]]
    words: ReportWords


@dataclass(frozen=True)
class Pollutants:
    """Names of the code table and the spellings known to mean the same."""

    names: frozenset[str]
    aliases: Mapping[str, str] = field(default_factory=dict)

    def standard(self, name: str) -> str:
        """The name of the code table, or "" when neither a name nor a known spelling."""
        if name in self.names:
            return name
        bare = _one_width(name)
        return bare if bare in self.names else self.aliases.get(bare, "")


def read_sections(path: Path) -> dict[str, ReportSection]:
    """The sections of a district's page. Raises ``UnreadableLaw``."""
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return {
            code: ReportSection(
                code,
                row["label"],
                tuple(row["divisions"]),
                tuple(row["kinds"]),
                row["clause"],
                row["confirmed"],
            )
            for code, row in page.items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableLaw(f"{path.name}：缺少 {error}") from error


@cache
def report_form() -> ReportForm:
    """The form of the execution report. Raises ``UnreadableLaw`` naming the place."""
    page = yaml.safe_load((HERE / "forms" / "execution_report.yaml").read_text(encoding="utf-8"))
    tables = {code: _table(code, row) for code, row in page["tables"].items()}
    for table in tables.values():
        if table.section not in page["chapters"]:
            raise UnreadableLaw(f"execution_report.yaml：{table.code} 的章节 {table.section} 不存在")
    return ReportForm(
        _fields(page["cover"]),
        {code: tuple(titles) for code, titles in page["chapters"].items()},
        tables,
        tuple(page["placeholders"]),
        {
            kind: tuple(NamedAttachment(c, r["label"], tuple(r["words"])) for c, r in rows.items())
            for kind, rows in page["attachments"].items()
        },
        _words_of(page),
    )


@cache
def pollutants() -> Pollutants:
    """The names of pollutants."""
    page: dict[str, list[str]] = yaml.safe_load(
        (HERE / "forms" / "pollutants.yaml").read_text(encoding="utf-8")
    )
    aliases = {_one_width(a): name for name, others in page.items() for a in others}
    return Pollutants(frozenset(page), aliases)


def _table(code: str, row: dict[str, Any]) -> ReportTable:
    try:
        return ReportTable(
            code,
            row["title"],
            row["section"],
            tuple(row["kinds"]),
            row["confirmed"],
            tuple(tuple(group) for group in row["when"]),
            tuple(row.get("unless", ())),
            tuple(row.get("titles", ())),
            tuple(row.get("outlets", ())),
            _fields(row["columns"]),
            tuple(row.get("hints", ())),
            tuple(row.get("pollutants", ())),
            {code: tuple(codes) for code, codes in row.get("spread", {}).items()},
        )
    except (KeyError, TypeError) as error:
        raise UnreadableLaw(f"execution_report.yaml：{code} 缺少 {error}") from error


def _fields(rows: Mapping[str, Mapping[str, Any]]) -> dict[str, Field]:
    return {
        code: Field(
            code,
            row["label"],
            _words(row["headings"]),
            bool(row.get("required")),
            row.get("kind", "text"),
            bool(row.get("fill")),
            tuple(row.get("units", ())),
            {kind: tuple(words) for kind, words in row.get("by_kind", {}).items()},
            tuple(row.get("kinds", REPORT_KINDS)),
        )
        for code, row in rows.items()
    }


@lru_cache(maxsize=4096)
def _one_width(text: str) -> str:
    # Brackets and letters of either width are the same name.
    return "".join(unicodedata.normalize("NFKC", text).split())


def _words_of(page: Mapping[str, Any]) -> ReportWords:
    try:
        return ReportWords(
            page["same"],
            page["same_in_titles"],
            _words(page["units"]),
            page["unit_label"],
            page["kind_label"],
            {kind: _words(words) for kind, words in page["kinds"].items()},
            page["report_title"],
            _words(page["continued"]),
            _words(page["notes"]),
            _words(page["contents"]),
            _words(page["attachment_list"]),
            _words(page["attachment_prefix"]),
            page["sheets"],
            _words(page["sheet_columns"]),
        )
    except KeyError as error:
        raise UnreadableLaw(f"execution_report.yaml：缺少 {error}") from error


def _words(given: Iterable[Any]) -> tuple[str, ...]:
    return tuple(str(word) for word in given)


@dataclass(frozen=True)
class ReportList:
    """A list of another system: ``columns`` our fact → its headers, ``needs`` the facts without which it is useless."""

    code: str
    name: str
    needs: tuple[str, ...]
    columns: Mapping[str, tuple[str, ...]]


def read_lists(path: Path) -> dict[str, ReportList]:
    """The lists of a district's page. Raises ``UnreadableLaw``."""
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return {
            code: ReportList(
                code,
                row["name"],
                tuple(row["needs"]),
                {fact: _words(words) for fact, words in row["columns"].items()},
            )
            for code, row in page.items()
        }
    except (KeyError, TypeError, AttributeError) as error:
        raise UnreadableLaw(f"{path.name}：缺少 {error}") from error
