"""合规性：实际排放量与许可排放量的比较."""

from collections.abc import Iterator
from decimal import Decimal

from postpermit.supervision.report import Cell, Report, Row, first_and_last
from postpermit.supervision.report.periods import parts_of, words_of
from postpermit.supervision.rules.audit import QUESTION, SUBSTANTIVE, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.permitted import (
    annual_amount,
    emitted,
    is_pollutant,
    permitted_amount,
    standard,
)
from postpermit.supervision.rules.units import shown_number

AMOUNTS = ("air-amount", "water-amount")
SPECIAL = "special-amount"
SITE = "全厂"
NO_AMOUNTS = "登记信息中没有许可排放量"
ALERTS = ("audit.amount.alert.third", "audit.amount.alert.second", "audit.amount.alert.first")


@audit_rule(
    32,
    "regulation:34",
    "code:1103",
    "plan:a3.2.5",
    kind=SUBSTANTIVE,
    owner="ECOLOGY",
    section="emissions",
    dimension="合规性",
)
def above_permitted_amount(case: Case) -> Answer:
    """实际排放量超过许可排放量。"""
    unknown = case.permit is None or case.permit.limits is None
    for row in _rows(case.read):
        cell, amount = emitted(row)
        permitted = permitted_amount(case, row)
        # A quarter or a month is held against the year's amount: more than that is too much in any case.
        if amount is not None and permitted is not None and amount > permitted:
            yield Found(cell, f"不超过 {shown_number(permitted)} t/a", _about(row))
        elif unknown and amount and permitted is None and not row.total:
            yield Gap(NO_AMOUNTS)
    yield from _site_sums(case)
    yield from _special(case)


def _rows(read: Report) -> Iterator[Row]:
    for table in AMOUNTS:
        yield from (
            r for r in read.tables.get(table, ()) if is_pollutant(r.pollutant) and r["pollutant"].bare
        )


def _about(row: Row) -> tuple[str, str]:
    return (row.outlet or row.total or row["type"].bare, row.pollutant)


def _site_amounts(read: Report) -> dict[str, tuple[Cell, Decimal]]:
    """pollutant → what the outlets add up to, where no line of the table says what the whole site emitted."""
    rows = list(_rows(read))
    summed = {row.pollutant for row in rows if row.whole_plant}
    out: dict[str, tuple[Cell, Decimal]] = {}
    for row in (r for r in rows if not r.total and r.pollutant not in summed):
        cell, amount = emitted(row)
        if amount is not None:
            out[row.pollutant] = (cell, out[row.pollutant][1] + amount if row.pollutant in out else amount)
    return out


def _site_sums(case: Case) -> Iterator[Found]:
    for pollutant, (cell, amount) in _site_amounts(case.read).items():
        permitted = annual_amount(case, "", pollutant)
        if permitted is not None and amount > permitted:
            found = f"各排放口合计 {shown_number(amount)} t"
            yield Found(cell, f"不超过 {shown_number(permitted)} t/a", (SITE, pollutant), found=found)


def _special(case: Case) -> Answer:
    """Times of their own limits. Both sides stand in the unit of the table: kg a day, or t a month."""
    held = case.permit.special_amounts if case.permit else None
    named = {(o.upper(), standard(p)): amount for (o, p), amount in (held or {}).items()}
    for row in case.read.rows(SPECIAL):
        amount = row["total"].number
        stated = row["permitted"].number
        permitted = named.get((row.outlet, row.pollutant), stated)
        if amount is not None and permitted is not None and amount > permitted:
            about = (row.outlet, row.pollutant, row["on"].bare)
            yield Found(row["total"], f"特殊时段不超过 {shown_number(permitted)}", about)
        elif amount and permitted is None and held is None:
            yield Gap("登记信息中没有特殊时段许可排放量")


@audit_rule(
    33,
    "regulation:17",
    "regulation:34",
    "measures:41",
    kind=QUESTION,
    owner="ECOLOGY",
    section="emissions",
    dimension="合规性",
)
def amount_running_out(case: Case) -> Answer:
    """本年累计排放量接近或超过年许可排放量。"""
    read, owed = case.read, _owed(case)
    told = {key: held for key, held in _amounts(read).items() if key in owed}
    if not told:
        return
    if first_and_last(read.period) is None:
        yield Gap("没有读出报告时段，不能累计")
        return
    before, missing = _before(case)
    if missing:
        yield Gap(f"系统中没有{'、'.join(words_of(period) for period in missing)}的报告，累计不完整")
    earlier = [_amounts(each) for each in before]
    for key, (cell, amount) in told.items():
        # More than the year allows within one report is rule 32's business.
        if amount <= owed[key]:
            known = (each[key][1] for each in earlier if key in each)
            yield from _alert(case, cell, key, amount + sum(known, Decimal()), owed[key])


Key = tuple[str, str]


def _owed(case: Case) -> dict[Key, Decimal]:
    """(outlet or site, pollutant) → what the whole year allows, where it allows an amount."""
    out = {(SITE, p): annual_amount(case, "", p) for _, p in case.limits}
    out |= {(row.outlet or SITE, row.pollutant): permitted_amount(case, row) for row in _scoped(case.read)}
    return {key: permitted for key, permitted in out.items() if permitted}


def _scoped(read: Report) -> Iterator[Row]:
    """Rows of one outlet, and those of the whole site."""
    yield from (r for r in _rows(read) if r.whole_plant or (not r.total and not r["outlet"].empty))


def _amounts(read: Report) -> dict[Key, tuple[Cell, Decimal]]:
    out: dict[Key, tuple[Cell, Decimal]] = {}
    for row in _scoped(read):
        cell, amount = emitted(row)
        key = (row.outlet or SITE, row.pollutant)
        if amount is not None:
            out[key] = (cell, amount + (out[key][1] if key in out else 0))
    return {(SITE, p): held for p, held in _site_amounts(read).items()} | out


def _before(case: Case) -> tuple[list[Report], list[str]]:
    """Reports that cover the year until this one without overlap, and the periods for which there is none.

    A year's own report needs none beside it.
    """
    period = case.read.period
    held = {each.period: each for each in case.facts.earlier or ()}
    used, missing = list[str](), list[str]()
    for quarter in parts_of(period[:4]):
        if _ends_before(quarter, period) and quarter in held:
            used.append(quarter)
            continue
        months = [month for month in parts_of(quarter) if _ends_before(month, period)]
        used += [month for month in months if month in held]
        absent = [month for month in months if month not in held and _was_owed(case, month)]
        missing += [quarter] if len(absent) == len(parts_of(quarter)) else absent
    return [held[each] for each in used], missing


def _ends_before(period: str, other: str) -> bool:
    one, two = first_and_last(period), first_and_last(other)
    return bool(one and two and one[1] < two[0])


def _was_owed(case: Case, period: str) -> bool:
    """Nothing is missing from before the permit."""
    span = first_and_last(period)
    return span is not None and (case.permit is None or span[1] >= case.permit.first_issued_on)


def _alert(case: Case, cell: Cell, key: Key, amount: Decimal, permitted: Decimal) -> Iterator[Found]:
    for name in ALERTS:
        share = case.value(name)
        if amount > permitted * share:
            yield Found(
                cell,
                f"不超过年许可排放量 {shown_number(permitted)} t 的 {shown_number(share * 100)}%",
                key,
                found=f"本年累计 {shown_number(amount)} t，占 {amount / permitted * 100:.1f}%",
            )
            return
