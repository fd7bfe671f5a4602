"""准确性：污染物名称和计量单位的写法."""

from collections.abc import Iterator
from decimal import Decimal

from postpermit import law
from postpermit.supervision.report import Row
from postpermit.supervision.rules.audit import FORMAL, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.facts import LimitFacts
from postpermit.supervision.rules.permitted import (
    SCOPED,
    annual_amount,
    emitted,
    is_measured,
    is_pollutant,
    permitted_amount,
    section_of,
    title_of,
    tonnes,
)
from postpermit.supervision.rules.units import (
    TABLE_UNITS,
    factor,
    is_known,
    limits_in,
    plain_unit,
    shown_number,
    stated_bounds,
    written_unit,
)
from postpermit.supervision.rules.wording import bare

NAMED = (*SCOPED, "fugitive", "abnormal-fugitive")
AMOUNT_TABLES = ("air-amount", "water-amount")
TONNE = "t"
# Never measured in what the heading says; without a unit in the permit nothing can be said of them.
OWN_UNITS = {
    "pH值",
    "色度",
    "粪大肠菌群",
    "臭气浓度",
    "林格曼黑度",
    "二噁英类",
    "水温",
    "总α放射性",
    "总β放射性",
}
READ = ("limit", "max", "min", "mean", "result")


@audit_rule(
    22,
    "hj944:6",
    "measures:41",
    kind=FORMAL,
    owner="ECOLOGY",
    section="monitoring",
    dimension="准确性",
)
def pollutant_misnamed(case: Case) -> Answer:
    """污染物名称不是规范名称。"""
    own = _names_of_the_permit(case)
    for table in NAMED:
        seen: set[str] = set()
        for row in case.read.tables.get(table, ()):
            cell = row["pollutant"]
            if (
                cell.empty
                or cell.not_applicable
                or cell.bare in seen
                or cell.bare in own
                or not is_measured(row.pollutant)
            ):
                continue
            seen.add(cell.bare)
            name = law.pollutants().standard(cell.bare)
            if name != cell.bare:
                expected = f"规范名称：{name}" if name else "规范的污染物名称"
                yield Found(cell, expected, (title_of(table), cell.bare), section=section_of(table))


def _names_of_the_permit(case: Case) -> set[str]:
    """What the permit itself writes is no mistake of the report."""
    limits = (case.permit.limits if case.permit else None) or ()
    monitoring = (case.permit.monitoring if case.permit else None) or ()
    return {bare(limit.pollutant) for limit in limits} | {bare(asked.pollutant) for asked in monitoring}


@audit_rule(
    23,
    "measures:41",
    "hj944:6",
    kind=FORMAL,
    owner="ECOLOGY",
    section="monitoring",
    dimension="准确性",
)
def unit_or_scale_wrong(case: Case) -> Answer:
    """计量单位与许可证不一致，或者数值相差约一千倍。"""
    yield from _amount_units(case)
    seen: set[tuple[str, ...]] = set()
    for row in case.read.rows(*TABLE_UNITS):
        if case.permit is None or case.permit.limits is None:
            yield Gap("登记信息中没有许可限值")
            return
        for found in _result_units(case, row):
            # A fugitive point has a row for every sampling.
            if (row.table, *found.about) not in seen:
                seen.add((row.table, *found.about))
                yield found
                break


def _result_units(case: Case, row: Row) -> Iterator[Found]:
    limits = limits_in(row.table, case.limits.get((row.outlet, row.pollutant), ()))
    about = (row.outlet, row.pollutant)
    expected = _expected_unit(row, limits)
    for column in READ if is_known(expected) else ():
        unit = written_unit(row, column)
        if unit and unit != plain_unit(expected):
            yield Found(row[column], f"单位：{expected}", about, found=f"{row[column].text}（{unit}）")
            return
    if limits:
        yield from _scale(case, row, limits, about)


def _expected_unit(row: Row, limits: list[LimitFacts]) -> str:
    """The permit's unit, failing that the heading's; "" where nobody can say."""
    told = next((limit.unit for limit in limits if limit.unit), "")
    return told or ("" if row.pollutant in OWN_UNITS else TABLE_UNITS[row.table])


def _scale(case: Case, row: Row, limits: list[LimitFacts], about: tuple[str, str]) -> Iterator[Found]:
    """A limit or result in the permit's unit or in the heading's is right; one a thousandfold off in both is not."""
    highs = [high for limit in limits for high in _in_both_units(row, limit)]
    for _, stated in stated_bounds(row["limit"]) if highs else ():
        if stated and stated not in highs and all(_thousandfold(case, stated / high) for high in highs):
            yield Found(row["limit"], _permitted(limits), about)
            return
    for column in ("max", "result"):
        value = row[column].number
        # Small results are usual: only what is far above says that the unit is wrong.
        if value and highs and value > max(highs) and value >= max(highs) * case.value("audit.unit.absurd"):
            yield Found(row[column], f"与许可限值 {_permitted(limits)} 同一单位", about)
            return


def _permitted(limits: list[LimitFacts]) -> str:
    return next(f"{shown_number(m.high)} {m.unit}".strip() for m in limits if m.high)


def _in_both_units(row: Row, limit: LimitFacts) -> list[Decimal]:
    if not limit.high:
        return []
    times = factor(limit.unit, TABLE_UNITS[row.table]) or Decimal(1)
    return [limit.high, limit.high * times]


def _thousandfold(case: Case, ratio: Decimal) -> bool:
    thousand, tolerance = case.value("audit.unit.factor"), case.value("audit.unit.factor.tolerance")
    times = max(ratio, 1 / ratio)
    return thousand * (1 - tolerance) <= times <= thousand * (1 + tolerance)


def _amount_units(case: Case) -> Iterator[Found]:
    for table in AMOUNT_TABLES:
        for row in case.read.tables.get(table, ()):
            if row["pollutant"].bare and is_pollutant(row.pollutant) and row.pollutant not in OWN_UNITS:
                yield from _amount_unit(case, row)


def _amount_unit(case: Case, row: Row) -> Iterator[Found]:
    about = (row.outlet or row.total or row["type"].bare, row.pollutant)
    for column in ("total", "permitted", "p1", "p2", "p3", "p4"):
        unit = written_unit(row, column)
        if unit and unit != TONNE:
            yield Found(
                row[column],
                f"单位：{TONNE}",
                about,
                section="emissions",
                found=f"{row[column].text}（{unit}）",
            )
            return
    stated, held = tonnes(row, "permitted"), annual_amount(case, row.outlet, row.pollutant)
    if stated and held and not _of_a_group(row) and _thousandfold(case, stated / held):
        yield Found(row["permitted"], f"{shown_number(held)} {TONNE}", about, section="emissions")
        return
    cell, whole = emitted(row)
    permitted = permitted_amount(case, row)
    if whole and permitted and whole >= permitted * case.value("audit.unit.absurd"):
        yield Found(cell, f"许可年排放量 {shown_number(permitted)} {TONNE}", about, section="emissions")
    elif whole and whole > case.value("audit.amount.ceiling"):
        yield Found(cell, f"单位：{TONNE}；任何一个单位都达不到这个数量", about, section="emissions")


def _of_a_group(row: Row) -> bool:
    """The total of some outlets only, for which the permit has no amount of its own."""
    return bool(row.total) and not row.whole_plant
