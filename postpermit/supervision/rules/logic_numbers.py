"""准确性：监测统计数值之间、与监测结果之间是否说得通."""

import re
from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from functools import cache, lru_cache

from postpermit import law
from postpermit.supervision.report import Cell, Row, first_and_last
from postpermit.supervision.rules.audit import FORMAL, SUBSTANTIVE, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.facts import Sample
from postpermit.supervision.rules.logic_figures import (
    about,
    clearly_above,
    label_of,
    measured,
    plain,
    section_of,
    step,
)

STATISTICS = ("air-concentration", "air-rate", "water-concentration", "abnormal-air", "special-air")
# Tables whose results are concentrations as a laboratory reports them: rates are worked out from these.
CONCENTRATIONS = ("air-concentration", "water-concentration", "abnormal-air", "special-air")
FUGITIVE = ("fugitive", "abnormal-fugitive")
RESULTS = ("min", "max", "mean")
# Nothing is too little to be found in these: 0 is a result like any other.
WITHOUT_DETECTION_LIMIT = {"pH值", "水温", "林格曼黑度", "臭气浓度"}

# Columns that state a requirement: 6-9, 不得检出, 无要求.
STATED = {"limit", "permitted"}
# Columns of results, where two ends of a range, a figure with 级, or 1.2×10-3 are ways of writing a result.
MEASURED = {"min", "max", "mean", "result", "concentration"}
NUMBER = r"\d+(?:\.\d+)?"
WRITTEN_RESULT = re.compile(
    rf"{NUMBER}[-–—~至]{NUMBER}|[<≤>≥]{NUMBER}\D*|{NUMBER}(?:级|无量纲|\(.*\))|{NUMBER}[×xX*]10\^?-?\d{{1,2}}.*"
)
# Amounts and counts: a power of ten, or a word of counting behind the number.
WRITTEN_AMOUNT = re.compile(rf"{NUMBER}[×xX*]10\^?-?\d{{1,2}}.*|\d+[次天日条组]")
BELOW_IN_WORDS = re.compile(r".*(?:检出|<|ND|LOD|N\.D).*", re.IGNORECASE)
# 未监测, 无数据, 停产 say why there is no number; whether that is right is for other rules.
ABSENT = ("未", "无", "不", "停", "否")
SCALED_UNITS = ("μg", "ug", "ng", "g/", "kg")


@audit_rule(
    35, "measures:41", "hj944:6", kind=FORMAL, owner="ECOLOGY", section="monitoring", dimension="准确性"
)
def not_in_order(case: Case) -> Answer:
    """最小值、平均值、最大值的大小次序不对。"""
    for row in case.read.rows(*STATISTICS):
        low, high, mean = row["min"], row["max"], row["mean"]
        if _above(low, high):
            yield Found(high, f"不小于最小值 {low.bare}", about(row))
        elif _above(low, mean) or _above(mean, high):
            yield Found(mean, f"不小于 {low.bare or '/'}，不大于 {high.bare or '/'}", about(row))


def _above(one: Cell, other: Cell) -> bool:
    """Below detection lies anywhere under its limit: <0.01 is above nothing, and 0.5 is above it."""
    least = measured(one)
    most = other.detection_limit if other.undetected else other.number
    return least is not None and most is not None and clearly_above(least, most)


@audit_rule(
    36, "measures:41", "hj944:6", kind=FORMAL, owner="ECOLOGY", section="monitoring", dimension="准确性"
)
def count_against_values(case: Case) -> Answer:
    """有效监测数据数量与监测结果矛盾。"""
    for table in STATISTICS:
        rows = list(case.read.rows(table))
        if rows and not any("count" in row.cells for row in rows):
            yield Gap(f"{law.report_form().tables[table].title}没有有效监测数据数量一列")
            continue
        for row in rows:
            yield from _count_against_values(row)


def _count_against_values(row: Row) -> Answer:
    count = row["count"].number
    # Zeros beside a count of 0 fill a form that wants numbers; they claim no result.
    given = any(row[c].undetected or row[c].number for c in RESULTS)
    if given and (row["count"].empty or (count is not None and 0 <= count < 1)):
        yield Found(row["count"], "有监测结果时不少于1个", about(row))
    low, high = measured(row["min"]), measured(row["max"])
    if count == 1 and low is not None and high is not None and low != high:
        yield Found(row["count"], "只有1个数据时最小值等于最大值", about(row), found=_pair(row))


def _pair(row: Row) -> str:
    return f"1个，{row['min'].bare}～{row['max'].bare}"


@audit_rule(
    37, "measures:41", "hj944:6", kind=FORMAL, owner="ECOLOGY", section="monitoring", dimension="准确性"
)
def rate_against_count(case: Case) -> Answer:
    """超标率与超标数据数量、有效监测数据数量不符。"""
    tolerance = case.value("audit.rate.tolerance")
    for row in case.read.rows(*STATISTICS):
        exceeded, count, rate = (row[c].number for c in ("exceeded", "count", "rate"))
        if exceeded is None or exceeded < 0:
            continue
        if exceeded == 0 and not rate:
            continue
        if not count or count < 0:
            # Without a count only the zero is known: no exceedance has no share.
            if exceeded == 0:
                yield Found(row["rate"], "0%", about(row))
            continue
        share = exceeded / count
        if rate is None or not _same_rate(rate, row["rate"].unit, share, tolerance):
            yield Found(row["rate"], f"{plain(round(share * 100, 2))}%", about(row))


def _same_rate(rate: Decimal, unit: str, share: Decimal, tolerance: Decimal) -> bool:
    """Per cent as the heading wants, or a fraction without %; a rounded figure may be off by half its last digit."""
    rounding = step(rate) / 2 if rate else Decimal()
    if abs(rate / 100 - share) <= max(tolerance, rounding / 100):
        return True
    return "%" not in unit and rate <= 1 and abs(rate - share) <= tolerance


@cache
def value_columns() -> dict[str, tuple[str, ...]]:
    """Table of results or amounts → its columns of values."""
    return {
        code: tuple(c for c, column in table.columns.items() if column.kind == "value")
        for code, table in law.report_form().tables.items()
        if table.section in ("monitoring", "emissions")
    }


@audit_rule(
    38,
    "measures:41",
    "monitoring-rules:25",
    kind=FORMAL,
    owner="ECOLOGY",
    section="monitoring",
    dimension="准确性",
)
def no_number_where_one_belongs(case: Case) -> Answer:
    """数值为负、不是数值，或最大值与上传的监测结果不符。"""
    for table, columns in value_columns().items():
        for row in case.read.tables.get(table, ()):
            for column in columns:
                cell = row.cells.get(column)
                wrong = cell and _wrong_value(cell, column)
                if cell and wrong:
                    told = (*about(row), label_of(table, column))
                    yield Found(cell, wrong, told, section=section_of(table))
    yield from _against_samples(case)


def _wrong_value(cell: Cell, column: str) -> str:
    """What should stand there, "" when the cell is right."""
    # Most cells hold a number and are told at once.
    if cell.number is not None:
        return "不为负数" if cell.number < 0 else ""
    if cell.empty or cell.not_applicable or cell.undetected:
        return ""
    text = cell.bare
    if text.startswith(ABSENT):
        return ""
    if column in STATED and any(c.isdigit() for c in text):
        return ""
    # The permit's own export leaves the number out of 15mg/Nm3 where there is none.
    if column in STATED and text.startswith("/"):
        return ""
    if column in MEASURED and (WRITTEN_RESULT.fullmatch(text) or BELOW_IN_WORDS.fullmatch(text)):
        return ""
    if column not in MEASURED and WRITTEN_AMOUNT.fullmatch(text):
        return ""
    return "数值，或 /"


def _against_samples(case: Case) -> Answer:
    """A wrong figure beside the laboratory's own is more than a slip of form: 0.43 measured, 0.13 reported."""
    rows = [
        r
        for r in case.read.rows("air-concentration", "water-concentration")
        if measured(r["max"]) is not None
    ]
    if rows and case.facts.samples is None:
        yield Gap("没有上传的自行监测结果，无法核对最大值")
        return
    tolerance = case.value("audit.sample.tolerance")
    for row in rows:
        expected = _other_maximum(row, samples_of(case, row), tolerance)
        if expected:
            yield Found(row["max"], expected, about(row), "最大值与上传的监测结果不符。", kind=SUBSTANTIVE)


def samples_of(case: Case, row: Row) -> list[Sample]:
    """The uploaded results of the row's outlet or point and pollutant, of its manner, in the report's period."""
    if "samples" not in case.memo:
        held: dict[tuple[str, str], list[Sample]] = {}
        period = first_and_last(case.read.period)
        for sample in case.facts.samples or ():
            if period is None or period[0] <= sample.on <= period[1]:
                held.setdefault(_outlet_and_pollutant(sample.outlet, sample.pollutant), []).append(sample)
        case.memo["samples"] = held
    told = row["device"].bare if row.table not in FUGITIVE else ""
    automatic, manual = "自动" in told, "手工" in told
    found: list[Sample] = case.memo["samples"].get((row.outlet, row.pollutant), [])
    return [s for s in found if automatic == manual or s.manual == manual]


@lru_cache(maxsize=1024)
def _outlet_and_pollutant(outlet: str, pollutant: str) -> tuple[str, str]:
    """As rows of the report name them; a year of samples repeats a few pairs."""
    return "".join(outlet.split()).upper(), law.pollutants().standard(pollutant) or pollutant


def _other_maximum(row: Row, samples: list[Sample], tolerance: Decimal) -> str:
    """What the samples say instead, "" when they agree or cannot tell.

    A report may give daily or hourly means of several samples, so that the true maximum lies between the largest mean
    of a day and the largest sample. Fewer samples than the report counts leave room above, never below.
    """
    top, count = measured(row["max"]), row["count"].number
    values = [s.value for s in samples if s.value is not None]
    scaled = any(unit.lower().startswith(SCALED_UNITS) for unit in {s.unit for s in samples})
    if top is None or not values or scaled or row["max"].unit.lower().startswith(SCALED_UNITS):
        return ""
    rounding, least, most = step(top) / 2, max(_daily_means(samples)), max(values)
    if least * (1 - tolerance) - top > rounding:
        return f"上传的监测结果最大为 {plain(most)}"
    if count is not None and len(samples) >= count and top - most * (1 + tolerance) > rounding:
        return f"上传的监测结果最大为 {plain(most)}"
    return ""


def _daily_means(samples: list[Sample]) -> Iterator[Decimal]:
    days: dict[date, list[Decimal]] = {}
    for sample in samples:
        days.setdefault(sample.on, []).append(sample.value or Decimal())
    return (held[0] if len(held) == 1 else sum(held, Decimal()) / len(held) for held in days.values())


@audit_rule(
    39,
    "measures:41",
    "monitoring-rules:25",
    kind=FORMAL,
    owner="ECOLOGY",
    section="monitoring",
    dimension="准确性",
)
def zero_for_not_detected(case: Case) -> Answer:
    """低于检出限的监测结果写成了0。"""
    for row in case.read.rows(*CONCENTRATIONS, *FUGITIVE):
        zero = next(
            (row[c] for c in (*RESULTS, "result") if row[c].number == 0 and not row[c].undetected), None
        )
        by_machine = row.table not in FUGITIVE and "自动" in row["device"].bare
        if zero is None or by_machine or row.pollutant in WITHOUT_DETECTION_LIMIT or row["count"].number == 0:
            continue
        samples = samples_of(case, row)
        below = next((s for s in samples if _below(s)), None)
        if below:
            limit = f"（检出限 {plain(below.detection_limit)}）" if below.detection_limit else ""
            yield Found(zero, f"按未检出或低于检出限填写{limit}", about(row))
        elif not samples:
            yield Gap("没有上传的自行监测结果，无法核实写为0的结果是否低于检出限")


def _below(sample: Sample) -> bool:
    limit = sample.detection_limit
    return sample.value is None or (limit is not None and sample.value < limit)
