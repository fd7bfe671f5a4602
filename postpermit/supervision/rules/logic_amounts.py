"""准确性：排放量合计、核算和水量平衡."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import product

from postpermit.supervision.report import Report, Row
from postpermit.supervision.report.periods import kind_of, parts_of
from postpermit.supervision.rules.audit import FORMAL, QUESTION, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.logic_figures import (
    about,
    against_sum,
    label_of,
    measured,
    plain,
    scope,
    section_of,
)
from postpermit.supervision.rules.logic_numbers import SCALED_UNITS
from postpermit.supervision.rules.logic_volumes import (
    DIFFUSE,
    OPTIONAL,
    ORGANISED,
    flow_of,
    gone,
    group_of,
    sources,
    unit_of,
    volume,
)

AMOUNTS = ("air-amount", "water-amount")
PARTS = {"ANNUAL": ("p1", "p2", "p3", "p4"), "QUARTERLY": ("p1", "p2", "p3")}
FIGURES = ("p1", "p2", "p3", "p4", "total")
# What does not add up over time or outlets although it may stand in a table of amounts.
NOT_ADDED = {"林格曼黑度", "pH值", "色度", "臭气浓度", "水温", "噪声"}
# Concentrations of these are not told in mg.
NOT_IN_MILLIGRAMS = {"二噁英类", "汞及其化合物", "粪大肠菌群", *NOT_ADDED}
TONNES_PER_VOLUME = {"air-amount": Decimal("1E-9"), "water-amount": Decimal("1E-6")}
Key = tuple[str, str, str]
MEASURED_IN = {"air-amount": "air-concentration", "water-amount": "water-concentration"}


def amounts(report: Report) -> dict[Key, Row]:
    """(table, scope, pollutant) → row, without rows that occur twice: nobody can say which of them is meant."""
    out: dict[Key, Row] = {}
    twice = set()
    for table in AMOUNTS:
        for row in report.tables.get(table, ()):
            key = (table, scope(row), row.pollutant)
            if key in out:
                twice.add(key)
            out[key] = row
    return {key: row for key, row in out.items() if key not in twice and row.pollutant not in NOT_ADDED}


@audit_rule(
    40, "measures:41", "hj944:6", kind=FORMAL, owner="ECOLOGY", section="emissions", dimension="准确性"
)
def total_against_parts(case: Case) -> Answer:
    """合计排放量与各时段之和，或与本期内季报、月报之和不符。"""
    share = case.value("audit.sum.tolerance")
    columns = PARTS.get(case.read.kind or kind_of(case.read.period), FIGURES[:4])
    for table in AMOUNTS:
        for row in case.read.tables.get(table, ()):
            found = _off_within(row, columns, share)
            if found is not None:
                yield Found(row["total"], f"各时段之和 {plain(found)}", (*about(row), "各时段"))
    yield from _against_reports(case, share)


def _off_within(row: Row, columns: Sequence[str], share: Decimal) -> Decimal | None:
    """The sum of the row's periods when its total does not fit; a period not reported leaves room above only."""
    total = row["total"].number
    given = [n for n in (row[c].number for c in columns) if n is not None]
    if total is None or not given or row.pollutant in NOT_ADDED:
        return None
    off = against_sum(total, given, share)
    return sum(given, Decimal()) if off < 0 or (off > 0 and len(given) == len(columns)) else None


def _against_reports(case: Case, share: Decimal) -> Answer:
    """The year against its quarters, or its months; a quarter against its months."""
    quarters, rows = parts_of(case.read.period), amounts(case.read)
    if not quarters or all(row["total"].number is None for row in rows.values()):
        return
    if case.facts.earlier is None:
        yield Gap("没有本期内的季报、月报，无法与其合计比较")
        return
    filed = {r.period: r for r in case.facts.earlier}
    months = [month for quarter in quarters for month in parts_of(quarter)]
    held = {p: amounts(filed[p]) for p in (*quarters, *months) if p in filed}
    whole = next((level for level in (quarters, months) if level and held.keys() >= set(level)), [])
    off = dict(_off_reports(rows, [held[p] for p in whole], share))
    for key, said in off.items():
        yield Found(rows[key]["total"], f"各期报告之和 {plain(said)}", (*about(rows[key]), "各期报告"))
    # A row whose total agrees, or cannot be judged, may still tell a part otherwise than the report of that part did.
    for column, period in zip(FIGURES, quarters, strict=False):
        yield from _off_part(
            {k: r for k, r in rows.items() if k not in off}, held.get(period, {}), column, share
        )
    if held and not whole and not any(q in held for q in quarters):
        yield Gap("本期内的月报不全，无法与其合计比较")


def _off_reports(
    rows: dict[Key, Row], reports: list[dict[Key, Row]], share: Decimal
) -> Iterator[tuple[Key, Decimal]]:
    """Rows whose total is not the sum of these reports, with that sum; only where every one of them tells it."""
    for key, row in rows.items() if reports else ():
        total, given = row["total"].number, [r[key]["total"].number for r in reports if key in r]
        numbers = [n for n in given if n is not None]
        if total is not None and len(numbers) == len(reports) and against_sum(total, numbers, share):
            yield key, sum(numbers, Decimal())


def _off_part(rows: dict[Key, Row], report: dict[Key, Row], column: str, share: Decimal) -> Answer:
    for key, row in rows.items():
        number, other = row[column].number, report[key]["total"].number if key in report else None
        if number is not None and other is not None and against_sum(number, [other], share):
            told = (*about(row), label_of(row.table, column))
            yield Found(row[column], f"该时段报告为 {plain(other)}", told, "排放量与该时段的报告不符。")


@audit_rule(
    41, "measures:41", "hj944:6", kind=FORMAL, owner="ECOLOGY", section="emissions", dimension="准确性"
)
def plant_against_outlets(case: Case) -> Answer:
    """合计行的排放量与各排放口之和不符。"""
    share = case.value("audit.sum.tolerance")
    for table in AMOUNTS:
        held: dict[str, list[Row]] = {}
        for row in case.read.tables.get(table, ()):
            held.setdefault(row.pollutant, []).append(row)
        for pollutant, rows in held.items():
            # Organic compounds are often told as 非甲烷总烃 by outlet and as 挥发性有机物 for the plant.
            open_above = pollutant == "挥发性有机物" and "非甲烷总烃" in held
            for total in rows if pollutant not in NOT_ADDED else ():
                if total.total and _scope_is_plain(total, rows):
                    yield from _off_total(total, rows, share, open_above)


def _scope_is_plain(total: Row, rows: Sequence[Row]) -> bool:
    """A bare 合计 adds up the table only where no other total could be meant."""
    others = [r for r in rows if r.total and r is not total]
    return total.whole_plant or bool(group_of(total)) or all(group_of(r) for r in others)


def _off_total(total: Row, rows: Sequence[Row], share: Decimal, open_above: bool) -> Answer:
    """One total, column by column, against every sum that it may mean; a hit only where none of them fits."""
    group, held = group_of(total), [(group_of(r), r) for r in rows if r is not total]
    everything = total.whole_plant or not group
    own = [(g, r) for g, r in held if not r.total and (everything or g == group)]
    if group == ORGANISED:
        own = [(g, r) for g, r in held if not r.total and g != DIFFUSE]
    parts = [(g, r) for g, r in held if everything and r.total and not r.whole_plant]
    for column in FIGURES:
        number = total[column].number
        if number is None:
            continue
        missing = open_above or any(r[column].number is None for _, r in own)
        nearest = _no_sum_fits(number, _sums(own, parts, column), share, missing)
        if nearest is not None:
            about_it = (*about(total), label_of(total.table, column))
            yield Found(total[column], f"各排放口之和 {plain(nearest)}", about_it)


def _no_sum_fits(
    number: Decimal, sums: Iterator[list[Decimal]], share: Decimal, missing: bool
) -> Decimal | None:
    """The likeliest sum when none fits; where an outlet is not told, only a total below every sum is wrong."""
    first = None
    for addends in sums:
        off = against_sum(number, addends, share)
        if off == 0 or (off > 0 and missing):
            return None
        first = sum(addends, Decimal()) if first is None else first
    return first


def _sums(
    own: Sequence[tuple[str, Row]], parts: Sequence[tuple[str, Row]], column: str
) -> Iterator[list[Decimal]]:
    """What a total may add up: outlets, with a group's total where its outlets are not all told; or groups alone."""
    rows, told = ([(g, r[column].number) for g, r in held] for held in (own, parts))
    outlets = [(g, n) for g, n in rows if n is not None]
    groups = [(g, n) for g, n in told if n is not None and g != ORGANISED]
    ways = [(g, n) for g, n in told if n is not None and g == ORGANISED]
    of_rows, of_groups = {g for g, _ in rows}, {g for g, _ in groups}
    known = of_groups - (of_rows - {g for g, n in rows if n is None})
    mixed = [(g, n) for g, n in outlets if g not in known] + [(g, n) for g, n in groups if g in known]
    # Outlets of no known type may be in any group's total; otherwise nothing reported is left out of a sum.
    alone = outlets if "" in of_rows or known <= of_rows else []
    together = groups + [(g, n) for g, n in outlets if g and g not in of_groups] if groups else []
    by_way = ways + [(g, n) for g, n in mixed if g == DIFFUSE] if ways else []
    for addends in (*((alone, mixed) if "" in of_rows else (mixed, alone)), together, by_way):
        yield from _with_and_without(addends)


def _with_and_without(addends: Sequence[tuple[str, Decimal]]) -> Iterator[list[Decimal]]:
    present = [g for g in OPTIONAL if any(g == of for of, _ in addends)]
    for out in product((False, True), repeat=len(present)):
        kept = [n for g, n in addends if g not in present or not out[present.index(g)]]
        if kept:
            yield kept


@audit_rule(
    42, "measures:36", "measures:41", kind=QUESTION, owner="ECOLOGY", section="emissions", dimension="准确性"
)
def amount_against_concentration(case: Case) -> Answer:
    """排放量与平均浓度、排气（水）量核算的结果相差悬殊。"""
    factor, floor = case.value("audit.estimate.factor"), Decimal(case.value("audit.amount.floor_kg")) / 1000
    for table, statistics in MEASURED_IN.items():
        means = _means(case.read, statistics)
        for row in case.read.rows(table) if means else ():
            amount, held = row["total"].number, means.get((row.outlet, row.pollutant))
            if amount is None or not held or row.pollutant in NOT_IN_MILLIGRAMS:
                continue
            carried = flow_of(case.read, table, row.outlet)
            if carried is None:
                yield Gap(f"{row.outlet} 没有排气量或排水量，无法核算排放量")
                continue
            estimates = [mean * carried * TONNES_PER_VOLUME[table] for mean in held]
            if not any(max(e, amount) < floor or e / factor <= amount <= e * factor for e in estimates):
                yield Found(
                    row["total"], f"约 {plain(round(estimates[0], 3))} t（浓度×排放体积）", about(row)
                )


def _means(report: Report, statistics: str) -> dict[tuple[str, str], list[Decimal]]:
    """(outlet, pollutant) → its mean concentrations above zero in mg; several where measured in several ways."""
    out: dict[tuple[str, str], list[Decimal]] = {}
    for row in report.rows(statistics):
        mean = measured(row["mean"])
        if mean and mean > 0 and not row["mean"].unit.lower().startswith(SCALED_UNITS):
            out.setdefault((row.outlet, row.pollutant), []).append(mean)
    return out


@audit_rule(
    43, "measures:41", "hj944:6", kind=QUESTION, owner="POLLUTION", section="basic", dimension="准确性"
)
def more_water_out_than_in(case: Case) -> Answer:
    """废水排放量大于取水量，没有说明其他水源。"""
    told = gone(case.read)
    taken = [volume(r["amount"].number, unit_of(r)) for r in sources(case.read)]
    # Only the annual form asks for the water taken in.
    if told is None or not (taken or case.read.kind == "ANNUAL" or case.read.has("production")):
        return
    row, amount = told
    if not taken:
        yield Gap("没有取水量，无法核对废水排放量")
    elif amount is None or None in taken:
        yield Gap("取水量或废水排放量没有可识别的计量单位")
    else:
        most = sum((t for t in taken if t is not None), Decimal())
        if amount > most * (1 + case.value("audit.water.tolerance")):
            cell = row["amount"] if row.table == "production" else row["total"]
            said = f"不大于取水量 {plain(most)} t"
            yield Found(cell, said, section=section_of(row.table), found=f"{plain(amount)} t")
