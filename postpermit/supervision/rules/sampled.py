"""Statistics of uploaded samples where some are below detection: each result is a range in which the truth lies."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from decimal import Decimal

from postpermit.supervision.report import Cell
from postpermit.supervision.rules.facts import Sample
from postpermit.supervision.rules.wording import bare

# (low, high); high None: nobody knows how high.
Range = tuple[Decimal, Decimal | None]
ZERO = Decimal()


def ranges_of(samples: Sequence[Sample], *, daily: bool) -> list[Range]:
    """One range for each sample, or with ``daily`` for each day as the mean of its samples."""
    found = [s.value for s in samples if s.value is not None]
    # Without a stated detection limit what was not found is at most what was found elsewhere.
    ceiling = min(found, default=None)
    each = [(s.on, _range(s, ceiling)) for s in samples]
    if not daily:
        return [told for _, told in each]
    days: dict[date, list[Range]] = {}
    for on, told in each:
        days.setdefault(on, []).append(told)
    return [_mean(held) for held in days.values()]


def statistics(results: Sequence[Range]) -> Mapping[str, Range]:
    """min, max, mean by their columns in the report. A mean that leaves out what was not found counts as one too."""
    lows = [low for low, _ in results]
    highs = [high for _, high in results]
    known = [high for high in highs if high is not None]
    whole = len(known) == len(highs)
    detected = [low for low in lows if low > 0]
    low, high = _mean(results)
    if high is not None and detected:
        high = max(high, sum(detected, ZERO) / len(detected))
    return {
        "min": (min(lows), min(known, default=None)),
        "max": (max(lows), max(known) if whole else None),
        "mean": (low, high),
    }


def strays(cell: Cell, true: Range, tolerance: Decimal, *, strict: bool) -> bool:
    """Whether what is written cannot be the true value, by more than a share and the rounding of what is written.

    ``strict``: ND is wrong where something was found; for a mean it may be right.
    """
    low, high = true
    if cell.undetected:
        least = cell.detection_limit
        if least is None:
            return strict and low > 0
        return low > least * (1 + tolerance)
    told = cell.number
    if told is None:
        return False
    slack = rounding(told)
    if told < low - max(tolerance * low, slack):
        return True
    return high is not None and told > high + max(tolerance * high, slack)


def rounding(told: Decimal) -> Decimal:
    """Half of the last digit written: 0.05 for 4.3."""
    return Decimal(5).scaleb(int(told.as_tuple().exponent) - 1)


def figure(value: Decimal) -> str:
    """As a person reads it: four decimals at most, no exponent."""
    return f"{round(value, 4).normalize():f}"


def shown_range(true: Range) -> str:
    """30, 低于 0.5, 至少 1.2."""
    low, high = true
    if high == low:
        return figure(low)
    if high is None:
        return f"至少 {figure(low)}"
    return f"{figure(low)}～{figure(high)}" if low else f"不高于 {figure(high)}"


def in_other_unit(samples: Iterable[Sample], units: Iterable[str]) -> bool:
    """Whether a sample states another unit than the limits do; unstated units are no difference."""
    known = {_unit(u) for u in units} - {""}
    stated = {_unit(u) for u in {s.unit for s in samples}} - {""}
    return bool(known and stated - known)


def _unit(text: str) -> str:
    return bare(text).lower().replace("nm3", "m3").replace("毫克/升", "mg/l").replace("毫克/立方米", "mg/m3")


def _range(sample: Sample, ceiling: Decimal | None) -> Range:
    if sample.value is not None:
        return sample.value, sample.value
    return ZERO, sample.detection_limit if sample.detection_limit is not None else ceiling


def _mean(results: Sequence[Range]) -> Range:
    count = len(results)
    if count == 1:
        return results[0]
    highs = [high for _, high in results if high is not None]
    low = sum((low for low, _ in results), ZERO) / count
    return low, sum(highs, ZERO) / count if len(highs) == count else None
