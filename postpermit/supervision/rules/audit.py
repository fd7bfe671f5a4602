"""The frame of the 84 audit rules: how one is declared, what it answers, and the run over a report.

A rule is a generator over a ``Case``: it yields ``Found`` for each place where it fires and ``Gap`` for what it cannot
judge for lack of data. It never passes in silence over something it could not look at.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from postpermit import law
from postpermit.supervision.report import Cell, Report
from postpermit.supervision.rules.facts import Facts, LimitFacts, PermitFacts
from postpermit.supervision.states import FindingKind

FORMAL, SUBSTANTIVE, QUESTION = FindingKind.FORMAL, FindingKind.SUBSTANTIVE, FindingKind.QUESTION


@dataclass(frozen=True)
class Found:
    """Where a rule fires. ``about``: what tells this hit from the rule's others (outlet, pollutant, period…).

    ``section`` and ``kind`` only where they differ from the rule's own.
    """

    cell: Cell
    expected: str
    about: tuple[str, ...] = ()
    said: str = ""
    kind: FindingKind | None = None
    section: str = ""
    found: str | None = None


@dataclass(frozen=True)
class Gap:
    """What a rule could not judge, in words: 登记信息中没有许可限值."""

    lacks: str


Answer = Iterator[Found | Gap]


@dataclass(frozen=True)
class AuditRule:
    """A declared rule. ``dimension``: 及时性 … ; ``section``: where its hits stand; ``owner``: the division that checks.

    ``without_report``: it also judges that there is none.
    """

    number: str
    order: int
    clause: str
    sentence: str
    kind: FindingKind
    owner: str
    section: str
    dimension: str
    without_report: bool
    judge: Callable[["Case"], Answer]


@dataclass(frozen=True)
class Hit:
    """A hint of the machine, never a finding: a person confirms or dismisses it. ``key`` tells it again at a re-run."""

    rule: str
    clause: str
    kind: str
    division: str
    section: str
    cell: str
    found: str
    expected: str
    message: str
    key: str

    def as_json(self) -> dict[str, str]:
        """What ``check-report`` prints: rule, clause, kind, division, section, cell, found, expected, message."""
        return {
            "rule": self.rule,
            "clause": self.clause,
            "kind": self.kind.lower(),
            "division": self.division,
            "section": self.section,
            "cell": self.cell,
            "found": self.found,
            "expected": self.expected,
            "message": self.message,
        }


@dataclass(frozen=True)
class Verdict:
    """What one rule answered: its hits, and what it could not judge."""

    rule: str
    hits: tuple[Hit, ...] = ()
    gaps: tuple[str, ...] = ()


@dataclass
class Case:
    """A report (or its absence) with everything known beside it, judged on a day. Values are asked once.

    ``memo``: what rules worked out and share for this case; under its number, the verdict of every rule asked so far.
    """

    report: Report | None
    facts: Facts = field(default_factory=Facts)
    on: date = date(2000, 1, 1)
    _values: dict[str, Any] = field(default_factory=dict)
    memo: dict[str, Any] = field(default_factory=dict)

    def value(self, name: str) -> Any:
        """The value of the law in force on the day."""
        if name not in self._values:
            self._values[name] = law.value(name, on=self.on).value
        return self._values[name]

    @property
    def read(self) -> Report:
        """The report; only rules with ``without_report`` are asked when there is none."""
        assert self.report is not None
        return self.report

    @property
    def permit(self) -> PermitFacts | None:
        """The permit's facts."""
        return self.facts.permit

    @cached_property
    def limits(self) -> dict[tuple[str, str], list[LimitFacts]]:
        """(outlet, standard pollutant) → its limits; empty also when the register holds none."""
        out: dict[tuple[str, str], list[LimitFacts]] = {}
        names = law.pollutants()
        for limit in (self.permit.limits if self.permit else None) or ():
            key = (limit.outlet.upper(), names.standard(limit.pollutant) or Cell(limit.pollutant).bare)
            out.setdefault(key, []).append(limit)
        return out

    @cached_property
    def outlets(self) -> frozenset[str]:
        """The permit's outlet codes."""
        return frozenset(o.code.upper() for o in (self.permit.outlets if self.permit else None) or ())


_rules: dict[str, AuditRule] = {}


def audit_rule(
    order: int,
    *clauses: str,
    kind: FindingKind,
    owner: str,
    section: str,
    dimension: str,
    without_report: bool = False,
) -> Callable[[Callable[[Case], Answer]], Callable[[Case], Answer]]:
    """Declare rule SV-``order``: its first docstring line is the sentence the officer sees."""

    def wrap(judge: Callable[[Case], Answer]) -> Callable[[Case], Answer]:
        declared = law.rule(f"SV-{order}", *clauses, judgement=True)(judge)
        told: law.Rule = declared.rule  # type: ignore[attr-defined]
        _rules[told.number] = AuditRule(
            told.number,
            order,
            clauses[0],
            told.sentence,
            kind,
            owner,
            section,
            dimension,
            without_report,
            judge,
        )
        return declared

    return wrap


def audit_rules() -> list[AuditRule]:
    """Every declared rule, by number."""
    return sorted(_rules.values(), key=lambda r: r.order)


def ask(rule: AuditRule, case: Case) -> Verdict:
    """What one rule says of a case."""
    hits: list[Hit] = []
    gaps: list[str] = []
    for answer in rule.judge(case):
        if isinstance(answer, Gap):
            gaps.append(answer.lacks)
        else:
            hits.append(_hit(rule, answer))
    said = Verdict(rule.number, tuple(hits), tuple(dict.fromkeys(gaps)))
    case.memo[rule.number] = said
    return said


def audit(case: Case, rules: Sequence[AuditRule] | None = None) -> list[Verdict]:
    """Every rule's verdict, in the order of their numbers."""
    asked = audit_rules() if rules is None else rules
    return [ask(r, case) for r in asked if case.report is not None or r.without_report]


def _hit(rule: AuditRule, found: Found) -> Hit:
    section = found.section or rule.section
    text = found.cell.text if found.found is None else found.found
    about = "·".join(found.about)
    said = found.said or rule.sentence
    return Hit(
        rule.number,
        rule.clause,
        str(found.kind or rule.kind),
        division_for(section, rule.owner),
        section,
        found.cell.place,
        text,
        found.expected,
        f"{about}：{said}" if about else said,
        f"{rule.number}|{'|'.join(found.about)}",
    )


def division_for(section: str, owner: str) -> str:
    """Who checks the hit: the rule's owner where the matrix of plan 5.2 gives it the section, else the section's first."""
    row = law.district().sections.get(section)
    if row is None or owner in row.divisions or not row.divisions:
        return owner
    return row.divisions[0]
