"""合规性：浓度、速率和限值与许可证的比较."""

import re
from collections.abc import Iterator
from decimal import Decimal

from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.audit import FORMAL, SUBSTANTIVE, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.facts import LimitFacts
from postpermit.supervision.rules.permitted import annual_amount, outlets_in, standard, tonnes
from postpermit.supervision.rules.sentences import admits_exceeding, denies_exceeding, sentences_of
from postpermit.supervision.rules.units import (
    TABLE_UNITS,
    Bounds,
    factor,
    limits_in,
    permitted_bounds,
    shown_bounds,
    shown_number,
    stated_bounds,
    written_unit,
)

STATISTICS = ("air-concentration", "water-concentration")
AMOUNTS = ("air-amount", "water-amount")
NO_LIMITS = "登记信息中没有许可限值"
# table → its columns that may be above a limit, and the kinds of limit that judge longer times than its values.
RESULTS = {
    "air-concentration": ("max", ("DAILY", "MONTHLY")),
    "water-concentration": ("max", ("MONTHLY",)),
    "air-rate": ("max", ()),
    "fugitive": ("result", ("DAILY", "MONTHLY")),
}
TOLD_IN = {
    "air-concentration": "air-exceedance",
    "air-rate": "air-exceedance",
    "water-concentration": "water-exceedance",
}
PARTS = re.compile(r"[、,;/]")
# Words by which a remark gives a reason for exceeding.
REASONS = ("超", "异常", "故障", "原因", "启", "停", "检修", "维护", "校准", "豁免", "非正常")


@audit_rule(
    28,
    "regulation:34",
    "code:1103",
    kind=SUBSTANTIVE,
    owner="ECOLOGY",
    section="monitoring",
    dimension="合规性",
)
def above_permitted_concentration(case: Case) -> Answer:
    """监测结果最大值高于许可排放浓度限值。"""
    if case.permit is None or case.permit.limits is None:
        yield Gap(NO_LIMITS)
        return
    seen: set[tuple[str, ...]] = set()
    for row in case.read.rows(*RESULTS):
        top = row[RESULTS[row.table][0]]
        if top.number is None or top.undetected:
            continue
        limits = _judging(case, row)
        if not limits:
            yield Gap(
                f"{row.outlet} {row.pollutant} 没有登记{'速率' if row.table == 'air-rate' else '浓度'}限值"
            )
            continue
        found = _outside(row, top, limits)
        # A fugitive point has a row for every sampling.
        if found and found.about not in seen:
            seen.add(found.about)
            yield found


def _about(row: Row) -> tuple[str, ...]:
    return (row.outlet, row.pollutant, "速率") if row.table == "air-rate" else (row.outlet, row.pollutant)


def _judging(case: Case, row: Row) -> list[LimitFacts]:
    """The limits with numbers; a daily limit does not judge hourly values where there is one for the hour."""
    limits = limits_in(row.table, case.limits.get((row.outlet, row.pollutant), ()))
    limits = [limit for limit in limits if limit.high is not None]
    return [limit for limit in limits if limit.basis_kind not in RESULTS[row.table][1]] or limits


def _outside(row: Row, top: Cell, limits: list[LimitFacts]) -> Found | None:
    about = _about(row)
    least = row["min"] if "min" in row.cells else top
    for limit in limits:
        if limit.high is not None and top.number is not None and top.number > limit.high:
            return Found(top, f"不高于 {shown_number(limit.high)} {limit.unit}".strip(), about)
        if limit.low and least.number is not None and not least.undetected and least.number < limit.low:
            expected = f"不低于 {shown_number(limit.low)} {limit.unit}".strip()
            return Found(least, expected, about, said="监测结果最小值低于许可范围的下限。")
    return None


@audit_rule(
    29,
    "measures:12",
    "measures:41",
    "regulation:13",
    kind=FORMAL,
    owner="ECOLOGY",
    section="monitoring",
    dimension="合规性",
)
def stated_limit_differs(case: Case) -> Answer:
    """填写的许可限值与许可证不一致。"""
    known = case.permit is not None and case.permit.limits is not None
    seen: set[tuple[str, ...]] = set()
    for row in case.read.rows(*TABLE_UNITS):
        stated = stated_bounds(row["limit"])
        if stated and not known:
            yield Gap(NO_LIMITS)
            return
        for answer in _stated(case, row, stated) if stated else ():
            # A fugitive point has a row for every sampling.
            key = (row.table, row.outlet, row.pollutant)
            if isinstance(answer, Gap) or key not in seen:
                seen.add(key)
                yield answer
    if case.read.kind == "ANNUAL":
        yield from _stated_amounts(case)


def _stated(case: Case, row: Row, stated: list[Bounds]) -> Answer:
    about, rate = (row.outlet, row.pollutant), row.table == "air-rate"
    limits = limits_in(row.table, case.limits.get(about, ()))
    limits = [limit for limit in limits if permitted_bounds(limit)]
    if limits:
        if not _agrees(row, stated, limits):
            expected = "、".join(dict.fromkeys(shown_bounds(limit) for limit in limits))
            yield Found(row["limit"], f"许可证限值：{expected}", _about(row))
    elif row.table != "fugitive" and row.outlet in case.outlets:
        # Points are registered in many ways; what is no outlet of the permit is rule 18's business.
        yield Gap(f"{row.outlet} {row.pollutant} 没有登记{'速率' if rate else '浓度'}限值")


def _agrees(row: Row, stated: list[Bounds], limits: list[LimitFacts]) -> bool:
    """One of the stated limits is one of the permit's, in the permit's unit or in the one the report writes."""
    unit = written_unit(row, "limit") or TABLE_UNITS[row.table]
    for limit in limits:
        times = factor(unit, limit.unit) or Decimal(1)
        for low, high in stated:
            here = {(low, high), (low and low * times, high and high * times)}
            if here & set(permitted_bounds(limit)):
                return True
    return False


def _stated_amounts(case: Case) -> Iterator[Found]:
    for table in AMOUNTS:
        for row in case.read.tables.get(table, ()):
            if row.total and not row.whole_plant:
                continue
            held, stated = annual_amount(case, row.outlet, row.pollutant), tonnes(row, "permitted")
            if held is not None and stated is not None and stated != held:
                about = (row.outlet or row.total, row.pollutant, "排放量")
                yield Found(
                    row["permitted"], f"许可年排放量：{shown_number(held)} t", about, section="emissions"
                )


@audit_rule(
    30,
    "regulation:21",
    "regulation:34",
    "measures:36",
    kind=SUBSTANTIVE,
    owner="ECOLOGY",
    section="monitoring",
    dimension="合规性",
)
def exceedance_not_told(case: Case) -> Answer:
    """有超标数据，超标时段报表没有对应记录，也没有说明原因。"""
    for row in case.read.rows(*TOLD_IN):
        count = row["exceeded"].number
        if count is None or count <= 0 or _told(case, row) or _explained(case, row):
            continue
        yield Found(row["exceeded"], "超标时段报表中有对应记录，或者说明原因", _about(row))


def _told(case: Case, row: Row) -> bool:
    """Whether its exceedances stand in their table, or its pollutant in that of abnormal facilities."""
    for each in case.read.rows(TOLD_IN[row.table]):
        here = not each.outlet or row.outlet in (each.outlet, *outlets_in(case, each))
        if here and row.pollutant in (each.pollutant, *PARTS.split(each["pollutant"].bare)):
            return True
    return any(_passed(case, row, event) for event in case.read.rows("facility-abnormal"))


def _passed(case: Case, row: Row, event: Row) -> bool:
    """Whether a failure of the facilities tells that the limit of this pollutant was passed."""
    limits = [limit.high for limit in case.limits.get((row.outlet, row.pollutant), ())]
    value = event["concentration"].number
    above = value is not None and any(m is not None and value > m for m in [*limits, row["limit"].number])
    return above and row.pollutant in map(standard, PARTS.split(event["pollutant"].bare))


def _explained(case: Case, row: Row) -> bool:
    """A reason beside the number, or a sentence that tells of exceeding at this outlet."""
    beside = (row[column].bare for column in ("remark", "cause"))
    if any(word in text and not denies_exceeding(text) for text in beside for word in REASONS):
        return True
    told = sentences_of(case, "monitoring", "emissions", "explanation", "facilities")
    return any(row.outlet in s.bare.upper() and admits_exceeding(s.bare) for s in told)
