"""Invented reports with their facts for the bench of the audit: three in five of key units, their quarters and months too."""

import random
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from postpermit.supervision.invented import (
    Holder,
    Written,
    as_json,
    facts_of,
    invent_holder,
    invent_report,
    rewritten,
)
from postpermit.supervision.invented.errors import Injected
from postpermit.supervision.reading import from_published
from postpermit.supervision.reading.facts import facts_from
from postpermit.supervision.rules import Case

YEAR = "2026"
PERIODS = (("QUARTERLY", "2026Q3"), ("MONTHLY", "2026-08"), ("QUARTERLY", "2026Q2"), ("MONTHLY", "2026-03"))

# Some stood still for a quarter, a month, or the year, and some got their permit within the year; every trade in turn.
CIRCUMSTANCES: dict[int, tuple[dict[int, tuple[int, ...]], date | None]] = {
    3: ({2026: (6, 7, 8)}, None),
    5: ({2026: (1,)}, None),
    8: ({2026: tuple(range(12))}, None),
    11: ({2026: (0, 1, 2, 3, 4)}, date(2026, 6, 1)),
}


@dataclass(frozen=True)
class Scene:
    """A clean report, its holder, and what is known beside it. Every other author has habits of his own."""

    number: int
    holder: Holder
    written: Written
    facts: dict[str, Any]

    def as_told(self, written: Written) -> Written:
        """The report, or a spoiled copy of it, as its author writes."""
        return rewritten(random.Random(self.holder.number), written) if self.number % 2 else written

    def case(self, spoiled: Injected | None = None) -> Case:
        """The case three days after the report fell due; nothing in it has been looked at yet."""
        written, facts = (spoiled.written, spoiled.facts) if spoiled else (self.written, self.facts)
        report = None if written is None else from_published(as_json(self.as_told(written)))
        return Case(
            report, facts_from(facts), date.fromisoformat(facts["obligation"]["due_on"]) + timedelta(days=3)
        )


def invent(count: int, seed: int) -> list[Scene]:
    """The same count and seed give the same reports."""
    out = []
    for number in range(count):
        rng = random.Random(f"{seed}|{number}")
        # A filling station is never a key unit, and has no amounts for a quarter to tell.
        klass = "KEY" if number % 5 < 3 and number % 12 != 1 else "SIMPLIFIED"
        off, issued_on = CIRCUMSTANCES.get(number % 13, ({}, None))
        holder = invent_holder(rng, number, klass, off=off, issued_on=issued_on)
        kind, period = (
            PERIODS[number // 5 % 4]
            if klass == "KEY" and number % 5 == 0 and not issued_on
            else ("ANNUAL", YEAR)
        )
        written = invent_report(rng, holder, kind, period)
        out.append(Scene(number, holder, written, facts_of(holder, kind, period)))
    return out
