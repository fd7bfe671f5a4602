"""How an error is declared: a group, the rules that should catch it, and a function that spoils one place."""

import random
from collections.abc import Callable, Iterator
from copy import deepcopy
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

from postpermit.supervision.invented.figures import shown
from postpermit.supervision.invented.written import Written

AMOUNTS = ("air-amount", "water-amount")
STATISTICS = ("air-concentration", "water-concentration")
PARTS = ("p1", "p2", "p3", "p4")
# Rows that tell how much gas or water carried the pollutants.
CARRIERS = ("工业废气排放量", "流量")
# What a report of standstill says, and the groups of errors that only a report of work can hold.
STILL = ("全年停产", "本季度停产", "本月停产")
OF_WORK = {"completeness", "facilities", "ledger", "limits", "logic", "monitoring", "other", "scope", "stop"}
Line = dict[str, str]


class Inapplicable(Exception):
    """This report has no place where the error could stand."""


@dataclass
class Scene:
    """A report and what is known beside it, both to be spoiled. ``absent``: the report never came."""

    rng: random.Random
    written: Written
    facts: dict[str, Any]
    absent: bool = False
    where: str = ""

    @property
    def permit(self) -> dict[str, Any]:
        """The permit's facts."""
        return self.facts["permit"]

    def lines(self, *tables: str, total: bool = False) -> list[Line]:
        """Ordinary rows of these tables, or with ``total`` the rows that add up others."""
        held = [row for code in tables for row in self.written.tables.get(code, ())]
        held = [row for row in held if row.get("pollutant") not in CARRIERS]
        return [row for row in held if ("合计" in row.get("type", "")) == total]

    def pick(self, held: list[Line], **wanted: Callable[[str], bool]) -> Line:
        """One of the rows whose cells are as wanted. Raises ``Inapplicable`` when there is none."""
        fit = [r for r in held if all(test(r.get(column, "")) for column, test in wanted.items())]
        if not fit:
            raise Inapplicable
        return self.rng.choice(fit)

    def factor(self) -> Decimal:
        """Something that nobody takes for rounding: 1.2–1.9 or 0.2–0.7 times."""
        low, high = self.rng.choice(((1.2, 1.9), (0.2, 0.7)))
        return Decimal(repr(round(self.rng.uniform(low, high), 2)))

    def annual(self) -> None:
        """Only an annual report holds the place."""
        if self.written.kind != "ANNUAL":
            raise Inapplicable


@dataclass(frozen=True)
class Error:
    """``rules``: the numbers of which one at least has to fire."""

    name: str
    group: str
    rules: tuple[int, ...]
    spoil: Callable[[Scene], None]


@dataclass(frozen=True)
class Injected:
    """A spoiled report with its facts; ``written`` None: it never came."""

    error: Error
    written: Written | None
    facts: dict[str, Any] = field(default_factory=dict)


_errors: dict[str, Error] = {}


def error(group: str, *rules: int) -> Callable[[Callable[[Scene], None]], Callable[[Scene], None]]:
    """Declare an error under the function's name."""

    def wrap(spoil: Callable[[Scene], None]) -> Callable[[Scene], None]:
        _errors[spoil.__name__] = Error(spoil.__name__, group, rules, spoil)
        return spoil

    return wrap


def errors() -> list[Error]:
    """Every declared error, by group and name."""
    return sorted(_errors.values(), key=lambda e: (e.group, e.name))


def inject(rng: random.Random, written: Written, facts: dict[str, Any], name: str) -> Injected | None:
    """The report with this error; None when it has no place for it. Neither report nor facts given are touched."""
    scene = Scene(rng, written.copy(), deepcopy(facts))
    if _errors[name].group in OF_WORK and any(
        word in written.chapters.get("explanation", "") for word in STILL
    ):
        return None
    try:
        _errors[name].spoil(scene)
    except Inapplicable:
        return None
    return Injected(_errors[name], None if scene.absent else scene.written, scene.facts)


def number(text: str) -> bool:
    """Whether the cell holds a number above zero."""
    try:
        return Decimal(text) > 0
    except ArithmeticError:
        return False


def scaled(row: Line, factor: Decimal | int, *columns: str) -> None:
    """These cells times the factor, where they are numbers."""
    for column in columns:
        if number(row.get(column, "")):
            row[column] = shown(Decimal(row[column]) * factor)


def dates_of(facts: dict[str, Any], name: str) -> Iterator[dict[str, Any]]:
    """The records of a list of facts."""
    yield from facts.get(name) or ()
