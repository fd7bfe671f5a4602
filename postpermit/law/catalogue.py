"""The catalogue by which a unit's management class is judged (名录), as dated rows of conditions."""

import operator
import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from postpermit.law.clauses import UnreadableLaw
from postpermit.law.district import clause

HERE = Path(__file__).parent
OPERATORS = {">=": operator.ge, "<=": operator.le, ">": operator.gt, "<": operator.lt}
BOUND = re.compile(r"(>=|<=|>|<)(\d+(?:\.\d+)?)")
# From the strictest down.
ORDER = ("KEY", "SIMPLIFIED", "REGISTERED")
Known = bool | Decimal


@dataclass(frozen=True)
class CatalogueFact:
    """What has to be known of a unit. ``unit``: a quantity. ``instead``: the one question that answers several of them;
    ``implies``: what is so as well wherever this is.
    """

    code: str
    label: str
    unit: str = ""
    instead: str = ""
    implies: str = ""


@dataclass(frozen=True)
class Condition:
    """A fact that must be so, or a quantity that must lie so: ``sign`` "" for yes and no."""

    fact: str
    sign: str
    bound: Known

    def holds(self, known: Known) -> bool:
        """Whether it does, for a fact that is known."""
        return OPERATORS[self.sign](known, self.bound) if self.sign else known is self.bound


@dataclass(frozen=True)
class Alternative:
    """One way to fall into a class: every condition must hold; none is 其他."""

    klass: str
    says: str
    conditions: tuple[Condition, ...]


@dataclass(frozen=True)
class CatalogueRow:
    """A row as numbered in the catalogue. ``falls_to_other``: units it does not name are judged as row 108."""

    number: int
    name: str
    codes: tuple[str, ...]
    excepted: tuple[str, ...]
    falls_to_other: bool
    alternatives: tuple[Alternative, ...]

    def of(self, klass: str) -> tuple[Alternative, ...]:
        """The ways into a class."""
        return tuple(a for a in self.alternatives if a.klass == klass)


@dataclass(frozen=True)
class Catalogue:
    """One edition. ``unloaded``: industries of rows 1 to 107 whose rows are not held here, for a person to look up."""

    code: str
    since: date
    clause: str
    facts: Mapping[str, CatalogueFact]
    rows: tuple[CatalogueRow, ...]
    processes: tuple[CatalogueRow, ...]
    other: CatalogueRow
    unloaded: tuple[str, ...]

    def row_of(self, industry: str) -> CatalogueRow | None:
        """The row of an industry: the longest code of GB/T 4754 that begins its own."""
        held = [
            (len(code), row)
            for row in self.rows
            for code in row.codes
            if industry.startswith(code) and not industry.startswith(row.excepted or ("-",))
        ]
        return max(held, key=lambda pair: pair[0])[1] if held else None

    def too_short(self, industry: str) -> bool:
        """Whether a finer code could lie in another row."""
        finer = [c for r in self.rows for c in (*r.codes, *r.excepted)] + list(self.unloaded)
        return any(c != industry and c.startswith(industry) for c in finer)


def catalogue(*, on: date) -> Catalogue:
    """The edition in force on a day. Raises ``UnreadableLaw`` before the first."""
    known = [c for c in _read(HERE / "forms" / "catalogue.yaml") if c.since <= on]
    if not known:
        raise UnreadableLaw(f"{on} 没有收录名录")
    return max(known, key=lambda c: c.since)


@cache
def _read(path: Path) -> tuple[Catalogue, ...]:
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    try:
        return tuple(_catalogue(row) for row in page)
    except (KeyError, TypeError, ValueError) as error:
        raise UnreadableLaw(f"{path.name}：缺少或写错 {error}") from error


def _catalogue(page: Mapping[str, Any]) -> Catalogue:
    clause(page["clause"])
    facts = {
        c: CatalogueFact(c, f["label"], f.get("unit", ""), f.get("instead", ""), f.get("implies", ""))
        for c, f in page["facts"].items()
    }
    made = Catalogue(
        page["code"],
        page["since"],
        page["clause"],
        facts,
        tuple(_row(r, facts) for r in page["rows"]),
        tuple(_row(r, facts) for r in page["processes"]),
        _row(page["other"], facts),
        tuple(page["unloaded"]),
    )
    return made


def _row(row: Mapping[str, Any], facts: Mapping[str, CatalogueFact]) -> CatalogueRow:
    ways = tuple(
        Alternative(klass, way["says"], tuple(_conditions(way.get("when", {}), facts)))
        for klass, listed in row["classes"].items()
        for way in listed
    )
    if strange := set(row["classes"]) - set(ORDER):
        raise ValueError(f"第{row['row']}类的类别 {strange}")
    codes, excepted = tuple(row.get("codes", ())), tuple(row.get("except", ()))
    return CatalogueRow(row["row"], row["name"], codes, excepted, row.get("falls_to_other", False), ways)


def _conditions(when: Mapping[str, Any], facts: Mapping[str, CatalogueFact]) -> list[Condition]:
    out = []
    for fact, wanted in when.items():
        if isinstance(wanted, bool) == bool(facts[fact].unit):
            raise ValueError(f"{fact} 的写法")
        for one in wanted if isinstance(wanted, list) else [wanted]:
            out.append(Condition(fact, *_bound(one)))
    return out


def _bound(said: Any) -> tuple[str, Known]:
    if isinstance(said, bool):
        return "", said
    found = BOUND.fullmatch(said)
    if found is None:
        raise ValueError(f"界限 {said}")
    return found[1], Decimal(found[2])
