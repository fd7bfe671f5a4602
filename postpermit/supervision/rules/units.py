"""Units as reports and permits write them, and permitted limits as numbers. Spellings of one unit are equal: mg/Nm³ = mg/m3."""

import re
import unicodedata
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import lru_cache

from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.facts import LimitFacts

# unit → (what it measures, how many of the first unit of that kind). Only powers of ten: no number of law.
_ONE, _THOUSANDTH = Decimal(1), Decimal("0.001")
MEASURES: Mapping[str, tuple[str, Decimal]] = {
    "mg/m3": ("gas", _ONE),
    "g/m3": ("gas", Decimal(1000)),
    "μg/m3": ("gas", _THOUSANDTH),
    "ng/m3": ("gas", _THOUSANDTH**2),
    "mg/l": ("water", _ONE),
    "g/l": ("water", Decimal(1000)),
    "μg/l": ("water", _THOUSANDTH),
    "ng/l": ("water", _THOUSANDTH**2),
    "kg/h": ("rate", _ONE),
    "g/h": ("rate", _THOUSANDTH),
    "t": ("mass", _ONE),
    "万t": ("mass", Decimal(10_000)),
    "kg": ("mass", _THOUSANDTH),
    "g": ("mass", _THOUSANDTH**2),
    "mg": ("mass", _THOUSANDTH**3),
    "m3": ("volume", _ONE),
    "万m3": ("volume", Decimal(10_000)),
    "亿m3": ("volume", Decimal(100_000_000)),
    "l": ("volume", _THOUSANDTH),
    "个": ("count", _ONE),
    "个/l": ("germs", _ONE),
    "%": ("share", _ONE),
    "倍": ("dilution", _ONE),
    "级": ("grade", _ONE),
    "1": ("none", _ONE),
}
SPELLINGS = (
    ("每", "/"), ("无量纲", "1"), ("毫克", "mg"), ("微克", "μg"), ("纳克", "ng"), ("千克", "kg"), ("公斤", "kg"), ("克", "g"),
    ("标立方米", "m3"), ("标准立方米", "m3"), ("立方米", "m3"), ("平方米", "m2"), ("标m3", "m3"), ("nm3", "m3"), ("升", "l"),
    ("吨", "t"), ("小时", "h"), ("mpn/l", "个/l"), ("ug/", "μg/"),
)  # fmt: skip
# table → the unit its headings give.
TABLE_UNITS = {
    "air-concentration": "mg/m³",
    "fugitive": "mg/m³",
    "water-concentration": "mg/L",
    "air-rate": "kg/h",
}
TAIL = re.compile(r"\([^)]*\)|/(?:a|年)$")
REMARKED = re.compile(r"(?:^|[,。;、(])(?:计量)?单位[:为]?([^,。;、)]+)")
NUMBERS = re.compile(r"\d+(?:\.\d+)?")
LETTERS = re.compile(r"[A-Za-zμ]+\d*")
RANGE = re.compile(r"(?<!\d)(\d+(?:\.\d+)?)[-~—–至]+(\d+(?:\.\d+)?)")
NOT_TO_BE_FOUND = "不得检出"

# (low or None, high); both None: not to be found at all.
Bounds = tuple[Decimal | None, Decimal | None]


@lru_cache(maxsize=512)
def plain_unit(text: str) -> str:
    """One spelling of a unit, per year left out; unknown ones as written, "" for none."""
    bare = "".join(unicodedata.normalize("NFKC", text).split()).lower()
    for written, meant in SPELLINGS:
        bare = bare.replace(written, meant)
    return TAIL.sub("", bare)


def is_known(unit: str) -> bool:
    """Whether it is a unit that can be compared with others."""
    return plain_unit(unit) in MEASURES


def factor(unit: str, to: str) -> Decimal | None:
    """How many ``to`` one ``unit`` is; None where they do not measure the same or are unknown."""
    mine, its = plain_unit(unit), plain_unit(to)
    if mine == its:
        return _ONE
    one, other = MEASURES.get(mine), MEASURES.get(its)
    return one[1] / other[1] if one and other and one[0] == other[0] else None


def written_unit(row: Row, column: str) -> str:
    """The unit that the row's remark (单位：kg) or the cell itself says, plain; "" when none that is known."""
    remark = row["remark"].bare
    said = REMARKED.search(remark) if "单位" in remark else None
    unit = plain_unit(said[1]) if said else ""
    cell = row[column]
    # Most cells are blank, one mark, or bare digits: no need to look for a unit behind them.
    if unit not in MEASURES and len(cell.bare) > 1 and not cell.bare.replace(".", "").isdigit():
        unit = "" if cell.undetected else plain_unit(cell.unit)
    return unit if unit in MEASURES else ""


def stated_bounds(cell: Cell) -> list[Bounds]:
    """The limits that a cell states: 50, 15mg/Nm3, ≤50, 6-9, 不得检出; more than one where it lists several."""
    if cell.empty or cell.not_applicable:
        return []
    if cell.number is not None and not cell.undetected:
        return [(None, cell.number)]
    if NOT_TO_BE_FOUND in cell.bare:
        return [(None, None)]
    text = LETTERS.sub("", cell.bare)
    between = RANGE.search(text)
    if between:
        return [(Decimal(between[1]) or None, Decimal(between[2]))]
    return [(None, Decimal(n)) for n in NUMBERS.findall(text)]


def permitted_bounds(limit: LimitFacts) -> list[Bounds]:
    """The concentration that the permit allows; nothing for a limit of rate or amount only."""
    if limit.high is not None:
        return [(limit.low or None, limit.high)]
    return stated_bounds(Cell(limit.text))


def limits_in(table: str, limits: Iterable[LimitFacts]) -> list[LimitFacts]:
    """The limits against which results of a table are held: rates in the table of rates, else concentrations."""
    if table == "air-rate":
        return [
            LimitFacts(m.outlet, m.pollutant, high=m.rate, unit="kg/h") for m in limits if m.rate is not None
        ]
    return [limit for limit in limits if limit.high is not None or limit.text or limit.unit]


def shown_bounds(limit: LimitFacts) -> str:
    """As an official reads it: 50 mg/m³, 6–9, 不得检出."""
    if limit.high is None:
        return limit.text
    low = f"{limit.low.normalize():f}–" if limit.low else ""
    return f"{low}{limit.high.normalize():f} {limit.unit}".strip()


def shown_number(value: Decimal) -> str:
    """Without exponent or idle zeros."""
    return f"{value.normalize():f}"
