"""The list of the day: who can be drawn, who cannot and why, how many are to be drawn, and each unit's probability."""

from dataclasses import dataclass
from datetime import date
from typing import Any

from postpermit.duties.queries.facts import law_of
from postpermit.duties.rules import Law
from postpermit.planning.models import DrawnUnit, YearPlan
from postpermit.planning.queries.draws import SELECTED
from postpermit.planning.queries.unit_facts import Gathered, calendar_years, gather, risk_facts
from postpermit.planning.rules import (
    Candidate,
    Probabilities,
    QuarterFacts,
    QuarterShare,
    cap_of,
    equal_probabilities,
    inclusion_probabilities,
    least_to_draw,
    quarter_share,
)
from postpermit.planning.rules.longest_wait import certain_now, due_by, with_the_certain
from postpermit.planning.rules.quarters import quarter_of
from postpermit.planning.rules.score import RiskFacts, Score, score
from postpermit.planning.rules.strata import (
    UNITS,
    Stratum,
    UnitOfDay,
    after_next,
    quarter_code,
    quarter_days,
    why_excluded,
    why_not_in_force,
)
from postpermit.planning.states import DrawState
from postpermit.register.models import Facility
from postpermit.register.states import HOLDERS

FIELDS = (
    "pk", "public_id", "name", "management_class", "key_unit_kinds", "first_issued_on", "valid_to", "ended_on", "ended_by",
)  # fmt: skip


@dataclass(frozen=True)
class Unit:
    """A unit that can be drawn, with the score behind its probability. ``due``: when its longest wait ends."""

    pk: int
    id: str
    name: str
    years: int
    score: Score
    due: date


@dataclass(frozen=True)
class Excluded:
    """A unit of the class that cannot be drawn that day."""

    pk: int
    id: str
    name: str
    reason: str
    in_force: bool


@dataclass(frozen=True)
class ListOfDay:
    """Everything that is frozen. ``chances`` is None where nothing is to be drawn."""

    units: tuple[Unit, ...]
    excluded: tuple[Excluded, ...]
    share: QuarterShare
    chances: Probabilities | None
    certain: frozenset[str] = frozenset()


def list_of_day(
    plan: YearPlan, stratum: Stratum, quarter: str, on: date, *, equal: bool = False
) -> ListOfDay:
    """A fixed number of queries, whatever the number of units. Raises ``UnableToSetProbabilities``."""
    reckoned = max(on, quarter_days(quarter)[0])
    law_ = law_of(reckoned.year, reckoned)
    units, excluded = _sorted_out(plan, stratum, reckoned, law_)
    share = quarter_share(_quarter_facts(plan, stratum, reckoned, units, excluded), law_)
    # The floor holds for the year: draws held count with those to come, or the last quarter would be all floor.
    held = _drawn(plan, stratum).order_by().values("draw").distinct().count()
    draws = held + share.quarters_left
    due = {u.id: u.due for u in units}
    certain = frozenset(certain_now(due, quarter_code(reckoned), share.n, law_))
    candidates = [Candidate(u.id, u.score.step, u.years, u.id in certain) for u in units]
    soon = sum(day <= after_next(f"{reckoned.year}Q4") for id_, day in due.items() if id_ not in certain)
    least = least_to_draw(candidates, law_, draws=draws)
    share = with_the_certain(share, len(certain), soon, least, len(units))
    chances = None
    if share.n:
        set_by = equal_probabilities if equal else inclusion_probabilities
        chances = set_by(candidates, share.n, law_, draws=draws)
    return ListOfDay(units, excluded, share, chances, certain)


def _sorted_out(
    plan: YearPlan, stratum: Stratum, on: date, law_: Law
) -> tuple[tuple[Unit, ...], tuple[Excluded, ...]]:
    klass, _, kind = UNITS[stratum]
    gathered = gather(klass, kind, on, law_)
    drawn = set(_drawn(plan, stratum).values_list("facility", flat=True))
    cap = int(cap_of(klass, law_).value) if stratum == Stratum.REGISTERED else None
    judged: dict[RiskFacts, Score] = {}
    units, excluded = [], []
    rows = Facility.objects.filter(management_class=klass).order_by("public_id").values(*FIELDS)
    for row in rows.iterator(chunk_size=5000):
        unit = _of_day(row, row["pk"] in drawn, gathered, cap)
        if reason := why_excluded(unit, on):
            in_force = not why_not_in_force(unit, on)
            excluded.append(Excluded(row["pk"], str(row["public_id"]), row["name"], reason, in_force))
            continue
        facts = risk_facts(row, gathered, on, klass in HOLDERS)
        # Thousands of small units are alike to the letter: one judgement serves them all.
        if facts not in judged:
            judged[facts] = score(facts, law_)
        since = gathered.last_done.get(row["pk"]) or row["first_issued_on"]
        years = calendar_years(since, on)
        units.append(
            Unit(row["pk"], str(row["public_id"]), row["name"], years, judged[facts], due_by(since, law_))
        )
    return tuple(units), tuple(excluded)


def _of_day(row: dict[str, Any], drawn: bool, gathered: Gathered, cap: int | None) -> UnitOfDay:
    done = gathered.done_this_year.get(row["pk"], 0)
    return UnitOfDay(
        row["first_issued_on"], row["valid_to"], row["ended_on"], row["ended_by"], drawn, done, cap
    )


def _drawn(plan: YearPlan, stratum: Stratum) -> Any:
    rows = DrawnUnit.objects.filter(SELECTED, draw__plan=plan, draw__stratum=stratum)
    return rows.exclude(draw__state=DrawState.ABORTED)


def _quarter_facts(
    plan: YearPlan,
    stratum: Stratum,
    on: date,
    units: tuple[Unit, ...],
    excluded: tuple[Excluded, ...],
) -> QuarterFacts:
    registered = len(units) + sum(e.in_force for e in excluded)
    return QuarterFacts(UNITS[stratum][1], on, registered, _drawn(plan, stratum).count(), len(units))


def quarters_to_draw(year: int, on: date) -> list[str]:
    """The quarters of a plan's year that can still be drawn: this one and the next."""
    if year < on.year:
        return []
    if year > on.year:
        return [f"{year}Q1"] if quarter_of(on) == 4 and year == on.year + 1 else []
    first = quarter_of(on)
    return [f"{year}Q{q}" for q in range(first, min(first + 1, 4) + 1)]
