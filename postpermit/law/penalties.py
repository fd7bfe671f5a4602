"""Under which provisions a conduct is fined, as dated data: fine ranges by circumstance, measures, first and last day."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from postpermit.law.clauses import UnknownClause, UnreadableLaw
from postpermit.law.district import clause, page_of

# A law goes before a regulation of the State Council, that before a local regulation, that before a rule.
RANKS = {"LAW": "法律", "REGULATION": "行政法规", "LOCAL": "地方性法规", "RULE": "规章"}
KEYS = {
    "clause",
    "rank",
    "from",
    "to",
    "fines",
    "each",
    "persons",
    "measures",
    "yields",
    "only",
    "note",
    "confirmed",
}


@dataclass(frozen=True)
class FineRange:
    """A range in 万元 and the circumstance it is for."""

    when: str
    low: Decimal
    high: Decimal

    @property
    def shown(self) -> str:
        """20万元以上100万元以下; 5万元以下."""
        most = f"{self.high}万元以下"
        return f"{self.low}万元以上{most}" if self.low else most


@dataclass(frozen=True)
class PenaltyBasis:
    """One provision for one conduct. ``yields``: gives way where a law provides otherwise; ``each``: per occurrence;
    ``only``: it reaches nothing but the circumstances it names.
    """

    conduct: str
    clause: str
    label: str
    rank: str
    since: date
    until: date | None
    fines: tuple[FineRange, ...]
    each: bool
    persons: FineRange | None
    measures: tuple[str, ...]
    yields: bool
    note: str
    confirmed: bool
    only: bool = False

    def in_force(self, day: date) -> bool:
        """Whether an act of that day falls under it."""
        return self.since <= day and (self.until is None or day <= self.until)

    def names(self, when: str) -> bool:
        """Whether it has a range of its own for that circumstance."""
        return any(f.when == when for f in self.fines)

    def fine(self, when: str = "") -> FineRange | None:
        """The range for a circumstance; the first one where that circumstance has none of its own."""
        return next((f for f in self.fines if f.when == when), self.fines[0] if self.fines else None)

    @property
    def shown(self) -> str:
        """条例第三十四条第一项, with 待确认 where nobody has confirmed it."""
        return self.label + ("" if self.confirmed else "（待确认）")


@dataclass(frozen=True)
class PenaltyConduct:
    """A conduct with every provision under which it is, was or will be fined."""

    code: str
    label: str
    bases: tuple[PenaltyBasis, ...]


def penalty_conducts() -> tuple[PenaltyConduct, ...]:
    """Every conduct of the current district's page, in its order."""
    return tuple(_read(page_of("penalty_bases.yaml")).values())


def penalty_conduct(code: str) -> PenaltyConduct:
    """The conduct of that code; KeyError for another."""
    return _read(page_of("penalty_bases.yaml"))[code]


@cache
def _read(path: Path) -> Mapping[str, PenaltyConduct]:
    page = yaml.safe_load(path.read_text(encoding="utf-8"))
    return {code: read_conduct(code, body, path.name) for code, body in page.items()}


def read_conduct(code: str, body: Mapping[str, Any], file: str) -> PenaltyConduct:
    """One conduct of a page. Raises ``UnreadableLaw`` naming it, ``UnknownClause`` for a citation that does not exist."""
    try:
        bases = tuple(_basis(code, row) for row in body["bases"])
        if len({b.clause for b in bases}) != len(bases):
            raise ValueError("同一条款出现两次")
        return PenaltyConduct(code, body["label"], bases)
    except UnknownClause:
        raise
    except (KeyError, TypeError, ValueError, ArithmeticError) as error:
        raise UnreadableLaw(f"{file}：{code} 的写法不对（{error}）") from error


def _basis(conduct: str, row: Mapping[str, Any]) -> PenaltyBasis:
    if set(row) - KEYS or row["rank"] not in RANKS:
        raise ValueError("多出的项或者效力层级不对")
    since, until = row["from"], row.get("to")
    if not isinstance(since, date) or (until is not None and until < since):
        raise ValueError("起止日期不对")
    cited = clause(row["clause"])
    return PenaltyBasis(
        conduct,
        cited.ref,
        cited.label,
        row["rank"],
        since,
        until,
        tuple(_range(when, ends) for when, ends in row["fines"].items()),
        row.get("each", False),
        _range("责任人员", row["persons"]) if "persons" in row else None,
        tuple(row["measures"]),
        row.get("yields", False),
        row.get("note", ""),
        row["confirmed"],
        row.get("only", False),
    )


def _range(when: str, ends: list[Any]) -> FineRange:
    low, high = (Decimal(str(end)) for end in ends)
    if not 0 <= low <= high:
        raise ValueError(f"{when}的罚款幅度不对")
    return FineRange(when, low, high)
