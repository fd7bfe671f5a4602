"""What really happened at an invented holder in a year: samples, hours, amounts by month. Reports only sum it up."""

import random
from calendar import monthrange
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from postpermit.supervision.invented.figures import fitting, parts, rounded
from postpermit.supervision.invented.holders import Holder
from postpermit.supervision.invented.trades import WATER, Mouth, Substance

SAMPLES_A_YEAR = {
    "1次/日": 365,
    "1次/周": 53,
    "1次/月": 12,
    "1次/季": 4,
    "1次/半年": 2,
    "1次/年": 1,
}


@dataclass(frozen=True)
class Result:
    """A result of one day; ``value`` None: below the detection limit."""

    on: date
    value: Decimal | None


@dataclass
class Series:
    """Everything measured of one pollutant at one outlet or point in a year. ``count``: valid values (hours or days)."""

    place: str
    substance: Substance
    automatic: bool
    results: list[Result]
    count: int = 0

    @property
    def found(self) -> list[Decimal]:
        """The values above detection."""
        return [r.value for r in self.results if r.value is not None]

    @property
    def mean(self) -> Decimal | None:
        """Rounded as the results are; None when nothing was found."""
        if not self.found:
            return None
        exact = sum(self.found, Decimal()) / len(self.found)
        return min(max(rounded(exact, self.substance.decimals + 1), min(self.found)), max(self.found))


@dataclass
class Year:
    """``hours``: of work by month; ``volume``: outlet → by month (m³); ``amounts``: (outlet, pollutant) → t by month."""

    load: float
    hours: list[int] = field(default_factory=list)
    series: dict[tuple[str, str], Series] = field(default_factory=dict)
    fugitive: dict[tuple[str, str], Series] = field(default_factory=dict)
    volume: dict[str, list[Decimal]] = field(default_factory=dict)
    amounts: dict[tuple[str, str], list[Decimal]] = field(default_factory=dict)
    stuff: dict[str, list[Decimal]] = field(default_factory=dict)


def bounds(limit: str) -> tuple[Decimal | None, Decimal]:
    """(low, high) of 6-9 and 500."""
    low, _, high = limit.rpartition("-")
    return (Decimal(low) if low else None), Decimal(high)


def year_of(holder: Holder, year: int) -> Year:
    """The same holder and year are always the same figures, whichever report asks."""
    if year not in holder.years:
        holder.years[year] = _year(holder, year)
    made: Year = holder.years[year]
    return made


def _year(holder: Holder, year: int) -> Year:
    rng = random.Random(f"{holder.number}|{year}")
    made = Year(load=rng.uniform(0.68, 0.82))
    off = holder.off_in(year)
    share = [rng.uniform(0.95, 1.05) for _ in range(12)]
    made.hours = [
        0 if m - 1 in off else min(round(holder.hours / 12 * w), monthrange(year, m)[1] * 24 - 6)
        for m, w in enumerate(share, 1)
    ]
    for mouth in holder.mouths:
        _mouth(rng, made, holder, mouth, year)
    for place, substances in holder.trade.points:
        for substance in substances:
            frequency = holder.frequency(substance)
            made.fugitive[place, substance.name] = _series(rng, holder, place, substance, frequency, year)
    for _, name, _, amount in holder.trade.stuff:
        whole = Decimal(amount) * rounded(holder.size * made.load, 3) * (12 - len(off)) / 12
        made.stuff[name] = parts(rng, whole, made.hours, 0 if whole > 1000 else 2)
    return made


def permitted_amounts(rng: random.Random, holder: Holder) -> dict[tuple[str, str], Decimal]:
    """Yearly amounts of a key unit's amounts, well above what a usual year emits."""
    if not holder.key:
        return {}
    out = {}
    for (outlet, name), months in year_of(holder, holder.valid_from.year).amounts.items():
        whole = sum(months, Decimal()) * rounded(rng.uniform(1.9, 2.6), 2)
        out[outlet, name] = rounded(whole, max(2, 1 - whole.adjusted()))
    return out


def _mouth(rng: random.Random, made: Year, holder: Holder, mouth: Mouth, year: int) -> None:
    for substance in mouth.substances:
        if holder.automatic(mouth, substance):
            series = _series(rng, holder, mouth.code, substance, "1次/周", year)
            series.automatic, series.count = True, _days_on(holder, year)
        else:
            series = _series(rng, holder, mouth.code, substance, holder.frequency(substance), year)
            series.count = len(series.results)
        made.series[mouth.code, substance.name] = series
    flow = holder.flow[mouth.code]
    made.volume[mouth.code] = [Decimal(flow) * h for h in made.hours]
    for name in mouth.amounts:
        mean = made.series[mouth.code, name].mean
        if mean is None:
            continue
        grams = 1_000_000 if mouth.kind == WATER else 1_000_000_000
        whole = mean * sum(made.volume[mouth.code]) / grams
        made.amounts[mouth.code, name] = parts(rng, whole, made.hours, fitting(whole / 12))


def _series(
    rng: random.Random, holder: Holder, place: str, substance: Substance, frequency: str, year: int
) -> Series:
    days = _working(rng, holder, _days(rng, SAMPLES_A_YEAR[frequency], year), year)
    low, high = bounds(substance.limit)
    base, span = (low or Decimal()), high - (low or Decimal())
    lasting = random.Random(f"{holder.number}|{place}|{substance.name}")
    middle = lasting.uniform(*substance.share)
    never = bool(substance.below) and (
        lasting.random() < 0.5 or span * Decimal(repr(middle)) < Decimal(substance.below)
    )
    middle *= rng.uniform(0.92, 1.08)
    results = []
    for on in days:
        part = min(max(middle * rng.uniform(0.8, 1.2), 0.002), 0.97)
        value = rounded(base + span * Decimal(repr(part)), substance.decimals)
        least = Decimal(substance.below or Decimal(1).scaleb(-substance.decimals))
        results.append(Result(on, None if never else max(value, least)))
    return Series(place, substance, False, results, len(results))


def _days(rng: random.Random, count: int, year: int) -> list[date]:
    """Evenly spread over the year: one in every part of it."""
    if count >= 365:
        first = date(year, 1, 1)
        return [first + timedelta(days=n) for n in range((date(year + 1, 1, 1) - first).days)]
    length = 365 / count
    return [
        date(year, 1, 1) + timedelta(days=int(n * length + rng.uniform(0.15, 0.8) * length))
        for n in range(count)
    ]


def _working(rng: random.Random, holder: Holder, days: list[date], year: int) -> list[date]:
    """Nothing is sampled while nothing runs; a rare sample is taken in another month of its part of the year."""
    on = [m for m in range(12) if m not in holder.off_in(year)]
    length = max(1, 12 // max(1, len(days)))
    out = []
    for day in days:
        first = (day.month - 1) // length * length
        rest = [m for m in on if first <= m < first + length]
        if day.month - 1 in on:
            out.append(day)
        elif rest and len(days) <= 12:
            out.append(date(year, rng.choice(rest) + 1, rng.randint(2, 27)))
    return out


def _days_on(holder: Holder, year: int) -> int:
    return sum(monthrange(year, m + 1)[1] for m in range(12) if m not in holder.off_in(year))
