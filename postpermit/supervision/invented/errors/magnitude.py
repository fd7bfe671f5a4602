"""Errors of magnitude: kilograms for tonnes, micrograms for milligrams, and the absurd."""

from decimal import Decimal

from postpermit.supervision.invented.errors.frame import (
    AMOUNTS,
    PARTS,
    STATISTICS,
    Line,
    Scene,
    error,
    number,
    scaled,
)
from postpermit.supervision.invented.figures import shown


@error("magnitude", 23, 32, 42, 49)
def kilograms_for_tonnes(scene: Scene) -> None:
    """Every figure of one pollutant times a thousand, outlet and total alike."""
    _all_of_one(scene, 1000)


@error("magnitude", 23, 32, 42, 49)
def grams_for_tonnes(scene: Scene) -> None:
    """Every figure of one pollutant times a million."""
    _all_of_one(scene, 1_000_000)


@error("magnitude", 23, 32, 42, 49)
def kilograms_for_tonnes_in_one_row(scene: Scene) -> None:
    """One outlet's row only; parts and sum agree."""
    scaled(scene.pick(scene.lines(*AMOUNTS), total=number), 1000, *PARTS, "total")


@error("magnitude", 23, 32, 40, 41, 42)
def kilograms_for_tonnes_in_one_part(scene: Scene) -> None:
    """One quarter only."""
    row = scene.pick(scene.lines(*AMOUNTS), p1=number)
    scaled(row, 1000, scene.rng.choice([p for p in PARTS if number(row.get(p, ""))]))


@error("magnitude", 23, 32, 40, 41)
def eleven_billion_tonnes(scene: Scene) -> None:
    """What no place on earth emits."""
    row = scene.pick(scene.lines(*AMOUNTS), total=number)
    row["total"] = "11190000000"
    if "p3" in row:
        row["p3"] = shown(
            Decimal(row["total"]) - sum(Decimal(row[p]) for p in PARTS if p in row and p != "p3")
        )


@error("magnitude", 23, 28)
def micrograms_for_milligrams(scene: Scene) -> None:
    """Results of one outlet and pollutant times a thousand."""
    scaled(_result(scene), 1000, "min", "max", "mean")


@error("magnitude", 23, 54, 57)
def grams_for_milligrams(scene: Scene) -> None:
    """Results of one outlet and pollutant a thousandth."""
    scaled(_result(scene), Decimal("0.001"), "min", "max", "mean")


@error("magnitude", 23, 28, 35)
def one_result_a_thousand_times(scene: Scene) -> None:
    """The greatest alone."""
    scaled(_result(scene), 1000, "max")


@error("magnitude", 23, 29)
def a_limit_a_thousand_times(scene: Scene) -> None:
    """The limit in the report times a thousand."""
    scaled(_result(scene, limit=True), 1000, "limit")


@error("magnitude", 23, 28)
def a_rate_in_grams(scene: Scene) -> None:
    """Rates of one outlet and pollutant times a thousand."""
    scaled(scene.pick(scene.lines("air-rate"), max=number), 1000, "min", "max", "mean")


@error("magnitude", 23, 28)
def a_fugitive_result_a_thousand_times(scene: Scene) -> None:
    """One result at the boundary."""
    scaled(scene.pick(scene.lines("fugitive"), result=number), 1000, "result")


def _all_of_one(scene: Scene, factor: int) -> None:
    row = scene.pick(scene.lines(*AMOUNTS), total=number)
    for table in AMOUNTS:
        for each in scene.written.tables.get(table, ()):
            if each["pollutant"] == row["pollutant"] and row in scene.written.tables[table]:
                scaled(each, factor, *PARTS, "total")


def _result(scene: Scene, limit: bool = False) -> Line:
    """A row of the statistics that is no pH value: nobody gets that one wrong by a thousand."""
    held = [
        r
        for r in scene.lines(*STATISTICS)
        if r["pollutant"] != "pH值" and (not limit or "-" not in r["limit"])
    ]
    # 25 g/m³ may well be written as 25 000 mg/m³.
    held = [r for r in held if not limit or r["pollutant"] != "油气"]
    return scene.pick(held, max=number)
