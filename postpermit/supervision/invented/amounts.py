"""Emission tables of an invented report: by outlet and pollutant, then the totals; sums are exact."""

from collections.abc import Iterable
from decimal import Decimal

from postpermit.supervision.invented.figures import shown
from postpermit.supervision.invented.holders import Holder
from postpermit.supervision.invented.periods import months_of
from postpermit.supervision.invented.trades import AIR, WATER, Mouth
from postpermit.supervision.invented.years import year_of

TYPES = {
    "MAIN": "主要排放口",
    "ORDINARY": "一般排放口",
    "TOTAL": "废水总排放口",
    "WORKSHOP": "车间或生产设施排放口",
}
TABLES = {AIR: "air-amount", WATER: "water-amount"}


def split(months: list[Decimal], kind: str, period: str) -> list[Decimal]:
    """A year's months as the columns of a kind: quarters of a year, months of a quarter, nothing within a month."""
    inside = [months[m] for m in months_of(period)]
    if kind == "ANNUAL":
        return [sum(inside[n : n + 3], Decimal()) for n in (0, 3, 6, 9)]
    return inside if kind == "QUARTERLY" else []


def amount_tables(holder: Holder, kind: str, period: str) -> dict[str, list[dict[str, str]]]:
    """Both amount tables, as far as the holder has such outlets."""
    return {
        TABLES[medium]: _rows(holder, medium, kind, period)
        for medium in (AIR, WATER)
        if any(m.kind == medium and m.amounts for m in holder.mouths)
    }


def _rows(holder: Holder, medium: str, kind: str, period: str) -> list[dict[str, str]]:
    year = year_of(holder, int(period[:4]))
    rows, sums = [], dict[str, list[list[Decimal]]]()
    for mouth in holder.mouths:
        for name in mouth.amounts if mouth.kind == medium else ():
            months = year.amounts.get((mouth.code, name))
            if months is None:
                continue
            permitted = holder.permitted.get((mouth.code, name))
            rows.append(
                {
                    "type": TYPES[mouth.type],
                    "outlet": mouth.code,
                    "outlet_name": mouth.name,
                    "pollutant": name,
                    "permitted": shown(permitted) if permitted else "/",
                    **_figures([months], kind, period),
                    "exceeded": "否",
                }
            )
            sums.setdefault(name, []).append(months)
        if mouth.kind == medium and mouth.amounts:
            rows.append(_carrier(holder, mouth, kind, period))
    return rows + [_total(holder, medium, name, held, kind, period) for name, held in sums.items()]


def _carrier(holder: Holder, mouth: Mouth, kind: str, period: str) -> dict[str, str]:
    """How much gas or water carried it all; its unit is not the heading's and stands in the remark."""
    volume = year_of(holder, int(period[:4])).volume[mouth.code]
    gas = mouth.kind == AIR
    return {
        "type": TYPES[mouth.type],
        "outlet": mouth.code,
        "outlet_name": mouth.name,
        "pollutant": "工业废气排放量" if gas else "流量",
        "permitted": "/",
        **_figures([[v / 10_000 for v in volume] if gas else volume], kind, period),
        "exceeded": "否",
        "remark": "单位：万Nm³" if gas else "单位：t",
    }


def _total(
    holder: Holder, medium: str, name: str, held: list[list[Decimal]], kind: str, period: str
) -> dict[str, str]:
    known = [
        holder.permitted.get((m.code, name)) for m in holder.mouths if m.kind == medium and name in m.amounts
    ]
    permitted = sum((p for p in known if p), Decimal()) if all(known) else None
    return {
        "type": "全厂合计",
        "pollutant": name,
        "permitted": shown(permitted) if permitted else "/",
        **_figures(held, kind, period),
        "exceeded": "否",
    }


def _figures(held: Iterable[list[Decimal]], kind: str, period: str) -> dict[str, str]:
    summed = [sum(of_month, Decimal()) for of_month in zip(*held, strict=True)]
    out = {f"p{n}": shown(value) for n, value in enumerate(split(summed, kind, period), 1)}
    return {**out, "total": shown(sum((summed[m] for m in months_of(period)), Decimal()))}
