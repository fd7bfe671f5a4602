"""Outlet and pollutant as the pair under which the report, the permit, samples and automatic data are brought together."""

from collections.abc import Iterable, Mapping
from datetime import date
from functools import lru_cache
from typing import Protocol, TypeVar

from postpermit import law
from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.audit import Case, Gap
from postpermit.supervision.rules.facts import AutomaticFacts, MonitoringFacts, Sample
from postpermit.supervision.rules.running import span_of

Pair = tuple[str, str]
SECTION = "monitoring"
STATISTICS = ("air-concentration", "water-concentration")
NO_DUTIES = Gap("登记信息中没有自行监测要求")
NO_AUTOMATIC = Gap("没有自动监测数据")
NO_SAMPLES = Gap("没有上传的自行监测结果")


class OfPair(Protocol):
    """Anything told of an outlet and a pollutant."""

    @property
    def outlet(self) -> str:
        """The code as written."""
        ...

    @property
    def pollutant(self) -> str:
        """The name as written."""
        ...


T = TypeVar("T", bound=OfPair)


@lru_cache(maxsize=4096)
def pair_of(outlet: str, pollutant: str) -> Pair:
    """(code in upper case, name of the code table)."""
    return outlet.strip().upper(), law.pollutants().standard(pollutant) or "".join(pollutant.split())


def by_pair(told: Iterable[T]) -> dict[Pair, list[T]]:
    """Grouped by pair, in the order given."""
    out: dict[Pair, list[T]] = {}
    for each in told:
        out.setdefault(pair_of(each.outlet, each.pollutant), []).append(each)
    return out


def monitored(case: Case) -> bool:
    """Whether this kind of report tells of self-monitoring; only the annual one has the section."""
    row = law.district().sections.get(SECTION)
    if row is None or not case.read.kind:
        return any(case.read.has(table) for table in STATISTICS)
    return case.read.kind in row.kinds


def rows_of(case: Case) -> Mapping[Pair, list[Row]]:
    """Rows of the statistics of concentrations."""
    if "pairs.rows" not in case.memo:
        rows = [r for r in case.read.rows(*STATISTICS) if r.outlet and r.pollutant]
        case.memo["pairs.rows"] = by_pair(rows)
    return case.memo["pairs.rows"]


def duties_of(case: Case) -> Mapping[Pair, list[MonitoringFacts]] | None:
    """What the permit wants monitored; None when the register does not hold it."""
    if "pairs.duties" not in case.memo:
        told = case.permit.monitoring if case.permit else None
        case.memo["pairs.duties"] = None if told is None else by_pair(told)
    return case.memo["pairs.duties"]


def samples_of(case: Case) -> Mapping[Pair, list[Sample]] | None:
    """Results of samples taken in the period; None when none were ever uploaded to the system."""
    if "pairs.samples" not in case.memo:
        told = case.facts.samples
        inside = None if told is None else by_pair(s for s in told if in_period(case, s.on))
        case.memo["pairs.samples"] = inside
    return case.memo["pairs.samples"]


def automatic_of(case: Case) -> Mapping[Pair, AutomaticFacts] | None:
    """Automatic data by pair; None when the system has none at all."""
    if "pairs.automatic" not in case.memo:
        told = case.facts.automatic
        held = None if told is None else {pair_of(a.outlet, a.pollutant): a for a in told}
        case.memo["pairs.automatic"] = held
    return case.memo["pairs.automatic"]


def in_period(case: Case, on: date) -> bool:
    """Whether the day lies in the report's period; every day does when the period is unread."""
    if "pairs.period" not in case.memo:
        case.memo["pairs.period"] = span_of(case) or (date.min, date.max)
    first, last = case.memo["pairs.period"]
    return first <= on <= last


def instrument(row: Row) -> bool:
    """Whether the row's device is an instrument."""
    device = row["device"].bare
    return any(word in device for word in ("自动", "在线", "连续"))


def by_hand(row: Row) -> bool:
    """Whether the row's device says sampling by hand and nothing else."""
    return "手工" in row["device"].bare and not instrument(row)


def automatic_pairs(case: Case) -> list[Pair]:
    """Pairs that the permit, or failing that the report itself, says are monitored by instrument."""
    duties = duties_of(case) or {}
    told = [p for p, held in duties.items() if any(d.manner == "AUTOMATIC" for d in held)]
    return list(
        dict.fromkeys([*told, *(p for p, rows in rows_of(case).items() if any(map(instrument, rows)))])
    )


def place_of(case: Case, pair: Pair, source: str, column: str = "count") -> Cell:
    """The cell of the report where the pair stands; failing that the source that tells of it."""
    rows = rows_of(case).get(pair)
    return rows[0][column] if rows else Cell("", f"{source} {pair[0]} {pair[1]}")


def named(pair: Pair) -> str:
    """DA001 氮氧化物."""
    return " ".join(part for part in pair if part)
