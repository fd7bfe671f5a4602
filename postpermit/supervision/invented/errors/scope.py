"""Errors of scope and limits: what the permit does not hold, what it forbids, what contradicts it."""

from decimal import Decimal

from postpermit.supervision.invented.errors.frame import (
    AMOUNTS,
    PARTS,
    STATISTICS,
    Inapplicable,
    Line,
    Scene,
    error,
    number,
    scaled,
)
from postpermit.supervision.invented.figures import shown

ALIASES = {
    "化学需氧量": "COD",
    "氨氮": "NH3-N",
    "氮氧化物": "NOx",
    "非甲烷总烃": "NMHC",
    "颗粒物": "烟尘",
    "悬浮物": "SS",
}


@error("scope", 18)
def an_outlet_the_permit_does_not_hold(scene: Scene) -> None:
    """One row of results at an outlet that nobody permitted."""
    row = dict(scene.pick(scene.lines(*STATISTICS)))
    row["outlet"] = row["outlet"][:2] + "019"
    _table_of(scene, row)[:] = [*_table_of(scene, row), row]


@error("scope", 19, 7)
def an_outlet_is_missing(scene: Scene) -> None:
    """No row of an outlet anywhere."""
    scene.annual()
    gone = scene.pick(scene.lines(*STATISTICS))["outlet"]
    for code, rows in scene.written.tables.items():
        scene.written.tables[code] = [r for r in rows if r.get("outlet") != gone]


@error("scope", 20)
def a_pollutant_is_missing(scene: Scene) -> None:
    """No row of one pollutant at one outlet anywhere."""
    row = scene.pick(scene.lines(*STATISTICS))
    if sum(r["outlet"] == row["outlet"] for r in scene.lines(*STATISTICS)) < 2:
        raise Inapplicable
    pair = (row["outlet"], row["pollutant"])
    for code, rows in scene.written.tables.items():
        scene.written.tables[code] = [r for r in rows if (r.get("outlet"), r.get("pollutant")) != pair]


@error("scope", 21)
def a_pollutant_the_permit_does_not_hold(scene: Scene) -> None:
    """总砷 in water, 汞及其化合物 in gas."""
    row = dict(scene.pick(scene.lines(*STATISTICS)))
    row["pollutant"] = "总砷" if row["outlet"].startswith("DW") else "汞及其化合物"
    row.update(min="0.001", mean="0.002", max="0.003", limit="0.1")
    _table_of(scene, row)[:] = [*_table_of(scene, row), row]


@error("scope", 22)
def another_spelling_of_a_pollutant(scene: Scene) -> None:
    """COD instead of the name of the code table."""
    row = scene.pick(scene.lines(*STATISTICS, *AMOUNTS), pollutant=lambda p: p in ALIASES)
    row["pollutant"] = ALIASES[row["pollutant"]]


@error("scope", 22)
def a_misspelt_pollutant(scene: Scene) -> None:
    """A name that is in no list."""
    row = scene.pick(scene.lines(*STATISTICS, *AMOUNTS))
    row["pollutant"] = row["pollutant"][:-1] + "某"


@error("scope", 24)
def a_facility_the_permit_does_not_hold(scene: Scene) -> None:
    """TA099."""
    row = scene.pick(scene.lines("facility-normal"))
    row["code"] = row["code"][:2] + "099"


@error("scope", 24)
def a_facility_is_missing(scene: Scene) -> None:
    """No row of one treatment facility."""
    rows = scene.lines("facility-normal")
    gone = scene.pick(rows)["code"]
    if all(r["code"] == gone for r in rows):
        raise Inapplicable
    scene.written.tables["facility-normal"] = [r for r in rows if r["code"] != gone]
    events = scene.written.tables["facility-abnormal"]
    scene.written.tables["facility-abnormal"] = [e for e in events if gone not in e["facility"]]


@error("scope", 25)
def a_product_the_permit_does_not_hold(scene: Scene) -> None:
    """Another product in the row of the output."""
    scene.pick(scene.lines("production"), record=lambda r: r == "主要产品产量")["name"] = "特种合金"


@error("scope", 25)
def a_material_the_permit_does_not_hold(scene: Scene) -> None:
    """Another row of materials."""
    rows = scene.lines("production")
    row = dict(scene.pick(rows, record=lambda r: r in ("主要原料", "主要辅料")))
    scene.written.tables["production"].append(row | {"name": "三氯乙烯", "amount": "12"})


@error("scope", 25, 47)
def coal_where_gas_is_permitted(scene: Scene) -> None:
    """The gas boiler burns coal."""
    row = scene.pick(scene.lines("production"), name=lambda n: n == "天然气")
    row.update(name="燃煤", measure="t")


@error("scope", 26)
def more_output_than_permitted(scene: Scene) -> None:
    """Half as much again as the permit names."""
    row = scene.pick(scene.lines("production"), record=lambda r: r == "主要产品产量")
    named = {s["name"]: s["capacity"] for s in scene.permit["substances"]}
    row["amount"] = shown(Decimal(named[row["name"]]) * Decimal("1.5"))


@error("scope", 27)
def another_destination(scene: Scene) -> None:
    """Into a river instead of the sewer."""
    scene.annual()
    held = scene.written.tables["summary"]
    row = scene.pick(
        held, content=lambda c: c.startswith("DW") and c.endswith("排放去向"), value=lambda v: "城市" in v
    )
    row["value"] = "直接进入江河"


@error("limits", 28)
def a_result_above_the_limit(scene: Scene) -> None:
    """The greatest, a little above, and nothing said."""
    row = scene.pick(_single_limits(scene), max=number)
    row["max"] = shown(Decimal(row["limit"]) * Decimal("1.08"))


@error("limits", 29)
def another_limit_than_the_permits(scene: Scene) -> None:
    """A softer limit in the report."""
    scaled(scene.pick(_single_limits(scene)), Decimal("1.6"), "limit")


@error("limits", 30)
def exceedances_without_a_list(scene: Scene) -> None:
    """Counted, and neither the list of exceedances nor that of failures says a word."""
    if scene.written.tables["facility-abnormal"]:
        raise Inapplicable
    row = scene.pick(scene.lines(*STATISTICS), count=lambda c: number(c) and int(c) > 3)
    row["exceeded"] = "1"
    row["rate"] = str(round(100 / int(row["count"]), 2))


@error("limits", 31, 30)
def exceedances_listed_and_all_is_well(scene: Scene) -> None:
    """The list names one, the conclusion says that everything was kept."""
    row = scene.pick(_single_limits(scene))
    water = row["outlet"].startswith("DW")
    line = {
        "on": f"{scene.written.period[:4]}-05-11",
        "outlet": row["outlet"],
        "pollutant": row["pollutant"],
        "concentration": shown(Decimal(row["limit"]) * Decimal("1.5")),
        "cause": "进水负荷偏高" if water else "设备调试",
    }
    table = "water-exceedance" if water else "air-exceedance"
    scene.written.tables[table] = [line if water else line | {"time": "10:00-11:00", "facility": "MF0001"}]


@error("limits", 32)
def an_amount_above_the_permitted(scene: Scene) -> None:
    """Every figure of a pollutant grows until the year's amount is 1.3 times the permitted."""
    scene.annual()
    _to_share(scene, Decimal("1.3"))


@error("limits", 33)
def nearly_all_that_is_permitted(scene: Scene) -> None:
    """95 % of the year's permitted amount before the year is out."""
    if scene.written.kind == "ANNUAL":
        raise Inapplicable
    _to_share(scene, Decimal("0.95"))


@error("limits", 34)
def a_penalty_nobody_mentions(scene: Scene) -> None:
    """The year saw a penalty; the report says that everything was kept."""
    scene.annual()
    scene.facts["penalties"] = ["演示罚字〔2025〕1号，超标排放水污染物"]


def _single_limits(scene: Scene) -> list[Line]:
    return [r for r in scene.lines(*STATISTICS) if "-" not in r["limit"] and r["pollutant"] != "林格曼黑度"]


def _to_share(scene: Scene, share: Decimal) -> None:
    row = scene.pick(scene.lines(*AMOUNTS), permitted=number, total=number)
    factor = Decimal(row["permitted"]) * share / Decimal(row["total"])
    for each in scene.lines(*AMOUNTS) + scene.lines(*AMOUNTS, total=True):
        if each["pollutant"] == row["pollutant"] and each["outlet_name" if "outlet_name" in each else "type"]:
            _grown(each, factor)


def _grown(row: Line, factor: Decimal) -> None:
    held = [p for p in PARTS if p in row]
    for column in held or ["total"]:
        row[column] = shown((Decimal(row[column]) * factor).quantize(Decimal("1e-8")))
    if held:
        row["total"] = shown(sum((Decimal(row[p]) for p in held), Decimal()))


def _table_of(scene: Scene, row: Line) -> list[Line]:
    water = row["outlet"].startswith("DW")
    return scene.written.tables["water-concentration" if water else "air-concentration"]
