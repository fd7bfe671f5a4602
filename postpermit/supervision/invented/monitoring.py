"""Self-monitoring tables of an invented annual report: summed up from the year's samples."""

import random

from postpermit.supervision.invented.figures import rounded, shown
from postpermit.supervision.invented.holders import Holder
from postpermit.supervision.invented.trades import AIR, WATER, Mouth
from postpermit.supervision.invented.years import Series, year_of

# Ways to say that nothing was found; one author keeps to one way.
BELOW = ("ND", "<{}", "{}L", "未检出")


def monitoring_tables(rng: random.Random, holder: Holder, year: int) -> dict[str, list[dict[str, str]]]:
    """Concentrations of gas and water, rates, fugitive results."""
    way = rng.choice(BELOW)
    out: dict[str, list[dict[str, str]]] = {}
    for mouth in holder.mouths:
        for substance in mouth.substances:
            series = year_of(holder, year).series[mouth.code, substance.name]
            table = "water-concentration" if mouth.kind == WATER else "air-concentration"
            out.setdefault(table, []).append(_statistics(series, way))
            if substance.rate and mouth.kind == AIR and series.found:
                out.setdefault("air-rate", []).append(_rates(holder, mouth, series))
    fugitive = [row for series in year_of(holder, year).fugitive.values() for row in _single(series, way)]
    return {**out, **({"fugitive": fugitive} if fugitive else {})}


def _statistics(series: Series, way: str) -> dict[str, str]:
    substance = series.substance
    below = way.format(substance.below) if series.results else "/"
    found = series.found
    return {
        "outlet": series.place,
        "pollutant": substance.name,
        "device": "自动监测" if series.automatic else "手工监测",
        "count": str(series.count),
        "limit": substance.limit,
        "min": shown(min(found)) if found else below,
        "max": shown(max(found)) if found else below,
        "mean": shown(series.mean) if series.mean is not None else below,
        "exceeded": "0",
        "rate": "0",
    }


def _rates(holder: Holder, mouth: Mouth, series: Series) -> dict[str, str]:
    kilos = [rounded(v * holder.flow[mouth.code] / 1_000_000, 4) for v in series.found]
    mean = rounded(sum(kilos) / len(kilos), 4)
    return {
        "outlet": series.place,
        "pollutant": series.substance.name,
        "count": str(series.count),
        "limit": series.substance.rate,
        "min": shown(min(kilos)),
        "max": shown(max(kilos)),
        "mean": shown(min(max(mean, min(kilos)), max(kilos))),
        "exceeded": "0",
        "rate": "0",
        "cause": "/",
    }


def _single(series: Series, way: str) -> list[dict[str, str]]:
    substance = series.substance
    return [
        {
            "point": series.place,
            "on": result.on.isoformat(),
            "pollutant": substance.name,
            "limit": substance.limit,
            "device": f"{series.place}监控点",
            "result": way.format(substance.below) if result.value is None else shown(result.value),
            "exceeded": "否",
        }
        for result in series.results
    ]
