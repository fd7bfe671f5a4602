"""How much gas and water a report says went in and out, in m³."""

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from postpermit.supervision.report import Report, Row

# Rows of an amount table that tell how much gas or water carried the pollutants.
FLOWS = {"工业废气排放量", "废气排放量", "烟气量", "流量", "废水排放量", "废水量"}
CUBIC_METRES = re.compile(r"(?:单位:?)?\(?([万千]?)标?(?:立方米|吨|nm3|m3|t)\)?(?:/(?:a|年))?", re.IGNORECASE)
SCALES = {"": Decimal(1), "千": Decimal(1000), "万": Decimal(10_000)}
# Where water comes from; a product 蒸汽 is none, bought steam is.
SOURCES = (
    "取水",
    "新鲜水",
    "自来水",
    "用水",
    "河水",
    "地下水",
    "中水",
    "再生水",
    "雨水",
    "蒸汽消耗",
    "蒸汽用量",
)
# Part of the whole in some permits, beside it in others: outlets inside the plant, and what leaves by no outlet.
DIFFUSE, ORGANISED = "无组织", "有组织"
OPTIONAL = (DIFFUSE, "车间")


def group_of(row: Row) -> str:
    """主要, 一般, 无组织, 车间, 有组织, or "" when the row does not say."""
    kind = row["type"].bare + row.total
    told = next((g for g in (*OPTIONAL, "主要", "一般", ORGANISED) if g in kind), "")
    return told or (DIFFUSE if DIFFUSE in row["outlet"].bare + row["outlet_name"].bare else "")


def volume(amount: Decimal | None, unit: str) -> Decimal | None:
    """m³ (or t of water) of an amount in 万Nm³, t, 千立方米 …; None for a unit that is no volume or not written."""
    found = CUBIC_METRES.fullmatch(unit)
    return None if amount is None or found is None else amount * SCALES[found[1]]


def unit_of(row: Row) -> str:
    """The unit of a row of materials and hours: its own column, else glued to the number."""
    return row["measure"].bare or row["amount"].unit


def discharges(row: Row) -> bool:
    """Whether a production row tells how much waste water left."""
    name = row["name"].bare
    return any(w in name for w in ("废水排放", "污水排放", "废水外排", "排水量"))


def flow_of(report: Report, table: str, outlet: str) -> Decimal | None:
    """m³ that left by an outlet in the period. The site's own figure counts where the site has this one outlet only."""
    rows = [r for r in report.tables.get(table, ()) if r.pollutant in FLOWS]
    mine = [_carried(r, table) for r in rows if r.outlet == outlet]
    only = {r.outlet for r in report.rows(table) if r.outlet} == {outlet}
    if not mine and only:
        mine = [_carried(r, table) for r in rows if not r.outlet]
        if not mine and table == "water-amount":
            mine = [
                volume(r["amount"].number, unit_of(r)) for r in report.rows("production") if discharges(r)
            ]
    return mine[0] if len(mine) == 1 else None


def _carried(row: Row, table: str) -> Decimal | None:
    """The table's heading counts in t, which for water is as good as m³; gas needs its unit in the remark."""
    unit = row["total"].unit or row["remark"].bare
    if table == "water-amount" and not CUBIC_METRES.fullmatch(unit):
        unit = "t"
    return volume(row["total"].number, unit)


def gone(report: Report) -> tuple[Row, Decimal | None] | None:
    """Where the waste water is told, and how much in m³: among the materials, else the whole plant's, else outlets'."""
    told = [r for r in report.rows("production") if discharges(r) and r["amount"].number is not None]
    if told:
        return told[0], _all([volume(r["amount"].number, unit_of(r)) for r in told])
    flows = [r for r in report.tables.get("water-amount", ()) if r.pollutant in FLOWS]
    flows = [r for r in flows if r["total"].number is not None]
    flows = [r for r in flows if r.whole_plant] or [r for r in flows if not r.total and group_of(r) != "车间"]
    return (flows[0], _all([_carried(r, "water-amount") for r in flows])) if flows else None


def sources(report: Report) -> Iterator[Row]:
    """Every row that tells where water comes from: more of them make the rule milder."""
    for row in report.rows("production"):
        name = row["name"].bare
        named = any(w in name for w in SOURCES) and not discharges(row)
        if named and "%" not in unit_of(row) and row["amount"].number is not None:
            yield row


def _all(amounts: Sequence[Decimal | None]) -> Decimal | None:
    known = [a for a in amounts if a is not None]
    return sum(known, Decimal()) if len(known) == len(amounts) else None
