"""Errors of arithmetic: figures of one report that do not agree with each other."""

from decimal import Decimal

from postpermit.supervision.invented.errors.frame import (
    AMOUNTS,
    PARTS,
    STATISTICS,
    Inapplicable,
    Scene,
    error,
    number,
    scaled,
)
from postpermit.supervision.invented.figures import shown


@error("arithmetic", 40)
def a_part_is_changed(scene: Scene) -> None:
    """One quarter (or month) of an outlet, the sum left as it was."""
    row = scene.pick(scene.lines(*AMOUNTS), p1=number)
    scaled(row, scene.factor(), scene.rng.choice([p for p in PARTS if number(row.get(p, ""))]))


@error("arithmetic", 40)
def the_sum_of_a_row_is_changed(scene: Scene) -> None:
    """The yearly amount of an outlet."""
    scaled(scene.pick(scene.lines(*AMOUNTS), p1=number), scene.factor(), "total")


@error("arithmetic", 40)
def a_part_is_left_out_of_the_sum(scene: Scene) -> None:
    """The sum is that of the other parts."""
    row = scene.pick(scene.lines(*AMOUNTS), p1=number, p2=number)
    row["total"] = shown(Decimal(row["total"]) - Decimal(row["p2"]))


@error("arithmetic", 41)
def the_whole_plant_is_changed(scene: Scene) -> None:
    """The total of all outlets, in every column."""
    scaled(scene.pick(scene.lines(*AMOUNTS, total=True), total=number), scene.factor(), *PARTS, "total")


@error("arithmetic", 41)
def the_whole_plant_is_zero(scene: Scene) -> None:
    """Zero in total while the outlets emit."""
    row = scene.pick(scene.lines(*AMOUNTS, total=True), total=number)
    row.update(dict.fromkeys([*(p for p in PARTS if p in row), "total"], "0"))


@error("arithmetic", 41)
def an_outlet_is_left_out_of_the_total(scene: Scene) -> None:
    """The total is that of one outlet where there are two."""
    totals = {r["pollutant"]: r for r in scene.lines(*AMOUNTS, total=True)}
    rows = scene.lines(*AMOUNTS)
    several = [r for r in rows if sum(o["pollutant"] == r["pollutant"] for o in rows) > 1]
    row = scene.pick(several, total=number)
    total = totals[row["pollutant"]]
    for column in (*PARTS, "total"):
        if column in row:
            total[column] = row[column]


@error("arithmetic", 35)
def the_least_stands_above_the_mean(scene: Scene) -> None:
    """Least and mean changed places."""
    row = scene.pick(
        [r for r in scene.lines(*STATISTICS) if number(r["min"]) and _apart(r["min"], r["mean"])]
    )
    row["min"], row["mean"] = row["mean"], row["min"]


@error("arithmetic", 35)
def the_greatest_stands_below_the_mean(scene: Scene) -> None:
    """Greatest and mean changed places."""
    row = scene.pick(
        [r for r in scene.lines(*STATISTICS) if number(r["min"]) and _apart(r["max"], r["mean"])]
    )
    row["max"], row["mean"] = row["mean"], row["max"]


@error("arithmetic", 35)
def a_rate_stands_the_wrong_way(scene: Scene) -> None:
    """Least and greatest rate changed places."""
    row = scene.pick([r for r in scene.lines("air-rate") if r["min"] != r["max"]])
    row["min"], row["max"] = row["max"], row["min"]


@error("arithmetic", 36)
def results_without_a_count(scene: Scene) -> None:
    """No valid value, and yet results."""
    scene.pick(scene.lines(*STATISTICS), max=number)["count"] = "0"


@error("arithmetic", 36)
def one_value_with_a_spread(scene: Scene) -> None:
    """One valid value, and least and greatest differ."""
    scene.pick([r for r in scene.lines(*STATISTICS) if number(r["min"]) and r["min"] != r["max"]])[
        "count"
    ] = "1"


@error("arithmetic", 37)
def the_share_of_exceedances_is_wrong(scene: Scene) -> None:
    """A share that count and exceedances do not give."""
    row = scene.pick(scene.lines(*STATISTICS, "air-rate"), count=number)
    row["rate"] = str(scene.rng.choice((5, 12.5, 33, 50)))


@error("arithmetic", 37)
def more_exceedances_than_values(scene: Scene) -> None:
    """More values above the limit than valid values, with a share that hides it."""
    row = scene.pick(scene.lines(*STATISTICS), count=number)
    row["exceeded"], row["rate"] = str(int(row["count"]) + 2), "10"


@error("arithmetic", 73)
def waste_does_not_balance(scene: Scene) -> None:
    """More went away than was there and came."""
    scaled(scene.pick(scene.lines("waste"), transferred=number), Decimal(2), "transferred")


@error("arithmetic", 73)
def waste_vanishes(scene: Scene) -> None:
    """What came neither went nor stayed."""
    row = scene.pick(scene.lines("waste"), produced=number)
    row["transferred"] = row["used"] = row["stored"] = "0"


@error("arithmetic", 44)
def more_hours_than_the_year_has(scene: Scene) -> None:
    """A production unit runs 9 500 hours."""
    scene.pick(scene.lines("production"), name=lambda n: n == "正常运行时间")["amount"] = "9500"


@error("arithmetic", 44)
def a_facility_runs_more_hours_than_the_year_has(scene: Scene) -> None:
    """A treatment facility runs 9 100 hours."""
    scene.pick(scene.lines("facility-normal"), parameter=lambda n: n == "运行时间")["amount"] = "9100"


@error("logic", 45)
def treatment_runs_too_few_hours(scene: Scene) -> None:
    """A third of the hours of production."""
    for row in scene.lines("facility-normal"):
        if row["parameter"] == "运行时间":
            row["amount"] = str(int(row["amount"]) // 3)
    if not scene.lines("facility-normal"):
        raise Inapplicable


@error("logic", 43)
def more_water_goes_than_came(scene: Scene) -> None:
    """A tenth of the intake is left."""
    scaled(scene.pick(scene.lines("production"), name=lambda n: n == "工业新鲜水"), Decimal("0.1"), "amount")
    scene.pick(scene.lines("production"), name=lambda n: n == "废水排放量")


@error("logic", 42)
def an_amount_is_not_concentration_times_flow(scene: Scene) -> None:
    """Five times the amount, in every column of outlet and total alike."""
    scene.annual()
    row = scene.pick(scene.lines(*AMOUNTS), p1=number, total=lambda t: Decimal(t) > Decimal("0.1"))
    same = [
        r
        for r in scene.lines(*AMOUNTS) + scene.lines(*AMOUNTS, total=True)
        if r["pollutant"] == row["pollutant"]
    ]
    for each in same:
        scaled(each, 5, *PARTS, "total")


@error("logic", 40)
def quarters_differ_from_the_quarterly_reports(scene: Scene) -> None:
    """First and second quarter changed places: the year still adds up."""
    if not any(r["kind"] == "QUARTERLY" for r in scene.facts["earlier"]) or scene.written.kind != "ANNUAL":
        raise Inapplicable
    scene.pick(scene.lines(*AMOUNTS), p1=number)
    for row in scene.lines(*AMOUNTS) + scene.lines(*AMOUNTS, total=True):
        scaled(row, Decimal("1.5"), "p1")
        row["total"] = shown(sum((Decimal(row[p]) for p in PARTS), Decimal()))


@error("logic", 76)
def tax_differs_from_the_amounts(scene: Scene) -> None:
    """The taxed amount is a tenth of the reported one."""
    scene.pick(scene.lines("tax"), amount=number)
    for row in scene.lines("tax"):
        scaled(row, Decimal("0.1"), "amount", "paid")


@error("logic", 76)
def tax_is_not_told(scene: Scene) -> None:
    """No amount of tax in a table of taxed pollutants."""
    scene.pick(scene.lines("tax"), paid=number)
    for row in scene.lines("tax"):
        row["paid"] = "/"


def _apart(one: str, other: str) -> bool:
    """Whether two results differ by more than rounding to the coarser of them."""
    a, b = Decimal(one), Decimal(other)
    coarse = Decimal(1).scaleb(max(int(a.as_tuple().exponent), int(b.as_tuple().exponent)))
    return abs(a - b) > coarse
