"""What the permit names at each outlet, and what the rows of a report tell of it: look-ups that rules of scope and limits share."""

import re
from collections.abc import Collection
from decimal import Decimal
from functools import lru_cache

from postpermit import law
from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.audit import Case
from postpermit.supervision.rules.facts import OutletFacts
from postpermit.supervision.rules.units import factor, written_unit
from postpermit.supervision.rules.wording import bare

# medium → its tables of results, its table of amounts.
RESULTS = {
    "AIR": ("air-concentration", "air-rate", "abnormal-air", "special-air"),
    "WATER": ("water-concentration",),
}
AMOUNTS = {"AIR": "air-amount", "WATER": "water-amount"}
SCOPED = (
    *RESULTS["AIR"],
    *RESULTS["WATER"],
    *AMOUNTS.values(),
    "special-amount",
    "air-exceedance",
    "water-exceedance",
)
CODE = re.compile(r"[A-Z]{2}\d{3,5}")
FACILITIES = ("MF", "TA", "TW", "TS", "TN")
# Words in the column of outlets that mean no outlet.
DIFFUSE = ("无组织", "厂界", "厂区", "周界", "全厂")
# Rows that tell of a flow, or of what instruments record beside a pollutant; and of the colour of smoke.
FLOWS = ("排放量", "流量", "水温", "噪声", "含氧量", "氧含量", "湿度", "流速", "烟温", "烟气温度", "压力")
SMOKE = ("林格曼", "黑度")
# One stands for the other: permits give amounts of the first and limits of the second.
SURROGATES = {"挥发性有机物": "非甲烷总烃", "非甲烷总烃": "挥发性有机物"}
# Less than once a year: nothing need be there this year.
SELDOM = re.compile(r"次/(?:[2-9两二三四五]|\d{2,})年")


def standard(name: str) -> str:
    """The pollutant's name of the code table; bare as written where it is in no list."""
    return law.pollutants().standard(name) or bare(name)


@lru_cache(maxsize=1024)
def is_measured(name: str) -> bool:
    """Whether a row of that name tells of something monitored for its own sake, not of a flow."""
    return bool(name) and not any(word in name for word in FLOWS)


@lru_cache(maxsize=1024)
def is_pollutant(name: str) -> bool:
    """Whether it tells of a pollutant: no flow, and no colour, which has neither concentration nor amount."""
    return is_measured(name) and not any(word in name for word in SMOKE)


def is_told(pollutant: str, told: Collection[str]) -> bool:
    """Whether the pollutant, or the one that stands for it, is among those."""
    return pollutant in told or SURROGATES.get(pollutant) in told


def section_of(table: str) -> str:
    """The section that a table belongs to."""
    return law.report_form().tables[table].section


def title_of(table: str) -> str:
    """The table's title."""
    return law.report_form().tables[table].title


def medium_of(outlet: OutletFacts) -> str:
    """AIR or WATER; "" for rain, noise and diffuse points, which these tables do not tell of."""
    if outlet.kind:
        return outlet.kind if outlet.kind in RESULTS else ""
    return {"DA": "AIR", "DW": "WATER"}.get(outlet.code.upper()[:2], "")


def is_main(outlet: OutletFacts) -> bool:
    """主要排放口."""
    return outlet.type in ("MAIN", "主要排放口")


def outlets_in(case: Case, row: Row) -> list[str]:
    """The outlets that a row tells of, as codes; as written where the unit has its own way; [] for none and diffuse."""
    said = row.outlet
    if said in case.outlets:
        return [said]
    cell = row["outlet"]
    if cell.empty or cell.not_applicable or "无组织" in row["type"].bare or any(w in said for w in DIFFUSE):
        return []
    if said in _names(case):
        return [_names(case)[said]]
    codes = CODE.findall(said)
    return [code for code in codes if not code.startswith(FACILITIES)] if codes else [said]


def _names(case: Case) -> dict[str, str]:
    if "outlet-names" not in case.memo:
        held = (case.permit.outlets if case.permit else None) or ()
        case.memo["outlet-names"] = {bare(o.name).upper(): o.code.upper() for o in held if o.name}
    return case.memo["outlet-names"]


def told_pollutants(case: Case, tables: tuple[str, ...]) -> dict[str, set[str]]:
    """outlet → the pollutants these tables tell of; made once for a case."""
    key = f"told|{'|'.join(tables)}"
    if key not in case.memo:
        out: dict[str, set[str]] = {}
        for row in case.read.rows(*tables):
            for code in outlets_in(case, row):
                out.setdefault(code, set()).add(row.pollutant)
        case.memo[key] = out
    return case.memo[key]


def permitted_pollutants(case: Case) -> dict[str, dict[str, str]]:
    """outlet → pollutant → why it is to be monitored: AUTOMATIC, MANUAL, LIMIT; SELDOM when not in every year."""
    if "permitted-pollutants" not in case.memo:
        out: dict[str, dict[str, str]] = {}
        for asked in (case.permit.monitoring if case.permit else None) or ():
            told = out.setdefault(asked.outlet.upper(), {})
            if told.get(standard(asked.pollutant)) != "AUTOMATIC":
                why = "SELDOM" if SELDOM.search(asked.frequency) else asked.manner
                told[standard(asked.pollutant)] = why
        for (outlet, pollutant), limits in case.limits.items():
            if any(limit.high is not None or limit.text or limit.rate is not None for limit in limits):
                out.setdefault(outlet, {}).setdefault(pollutant, "LIMIT")
        case.memo["permitted-pollutants"] = out
    return case.memo["permitted-pollutants"]


def annual_amount(case: Case, outlet: str, pollutant: str) -> Decimal | None:
    """The permitted t/a of an outlet, of the whole site for ""; None when the permit gives none."""
    held = (limit.annual_amount for limit in case.limits.get((outlet, pollutant), ()))
    return next((amount for amount in held if amount is not None), None)


def tonnes(row: Row, column: str) -> Decimal | None:
    """An amount in t, the unit that is written in the row heeded; None when no amount of mass is reported."""
    cell = row[column]
    if cell.number is None or cell.undetected:
        return None
    unit = written_unit(row, column)
    times = factor(unit, "t") if unit else Decimal(1)
    return cell.number * times if times is not None else None


def emitted(row: Row) -> tuple[Cell, Decimal | None]:
    """The amount of a row's whole period in t and its cell: the total, failing that the sum of the parts."""
    whole = tonnes(row, "total")
    if whole is not None or not row["total"].empty:
        return row["total"], whole
    parts = [(row[c], tonnes(row, c)) for c in ("p1", "p2", "p3", "p4")]
    told = [amount for _, amount in parts if amount is not None]
    last = next((cell for cell, amount in reversed(parts) if amount is not None), row["total"])
    return last, sum(told, Decimal()) if told else None


def permitted_amount(case: Case, row: Row) -> Decimal | None:
    """The t/a permitted to the scope of a row: as the permit says, failing that as the report itself states it."""
    scope = None if row.total and not row.whole_plant else row.outlet
    held = None if scope is None else annual_amount(case, scope, row.pollutant)
    if held is not None:
        return held
    # A stated 0 is one more way of writing that none is permitted in particular; below it is rule 38's business.
    stated = tonnes(row, "permitted")
    return stated if stated is not None and stated > 0 else None
