"""Errors of completeness, of single values, and of a stop that is none."""

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
from postpermit.supervision.invented.figures import fitting, rounded, shown


@error("completeness", 6)
def a_chapter_is_missing(scene: Scene) -> None:
    """Neither heading nor text."""
    scene.annual()
    held = [c for c in ("compliance", "internal", "conclusion", "explanation") if c in scene.written.chapters]
    del scene.written.chapters[scene.rng.choice(held)]


@error("completeness", 6)
def a_chapter_is_empty(scene: Scene) -> None:
    """The heading alone."""
    scene.annual()
    scene.written.chapters[scene.rng.choice(("compliance", "internal", "conclusion"))] = ""


@error("completeness", 7)
def a_table_is_empty(scene: Scene) -> None:
    """A table that applies holds no row."""
    held = [
        c
        for c in ("production", "facility-normal", *STATISTICS, "ledger", "disclosure", *AMOUNTS)
        if scene.written.tables.get(c)
    ]
    if not held:
        raise Inapplicable
    scene.written.tables[scene.rng.choice(held)] = []


@error("completeness", 8)
def a_required_field_is_blank(scene: Scene) -> None:
    """One cell that has to be filled."""
    row = scene.pick(scene.lines(*STATISTICS), count=lambda c: number(c) and int(c) > 1)
    row[scene.rng.choice(("count", "max", "limit"))] = scene.rng.choice(("", "/"))


@error("completeness", 8)
def the_cover_lacks_a_field(scene: Scene) -> None:
    """No technical head, no date, or no name."""
    scene.written.cover[scene.rng.choice(("technical_head", "reported_on", "legal_representative"))] = ""


@error("completeness", 9)
def no_commitment(scene: Scene) -> None:
    """Neither letter nor signed page."""
    scene.written.chapters.pop("commitment")
    scene.written.attachments = [a for a in scene.written.attachments if "承诺书" not in a]


@error("completeness", 10)
def an_attachment_is_missing(scene: Scene) -> None:
    """One of plan, points and flow chart."""
    scene.annual()
    word = scene.rng.choice(("平面布置图", "监测点位图", "工艺流程图"))
    scene.written.attachments = [a for a in scene.written.attachments if word not in a]


@error("completeness", 11)
def a_placeholder_is_left(scene: Scene) -> None:
    """Words of the form that nobody replaced."""
    chapter = scene.rng.choice(sorted(set(scene.written.chapters) - {"attachments"}))
    scene.written.chapters[chapter] += scene.rng.choice(
        ("（填写说明：如实填写）", "示例：某某公司已落实", "待补充")
    )


@error("logic", 38)
def a_negative_amount(scene: Scene) -> None:
    """A part below zero."""
    row = scene.pick(scene.lines(*AMOUNTS), total=number)
    row["total"] = "-" + row["total"]


@error("logic", 38)
def a_negative_result(scene: Scene) -> None:
    """A concentration below zero."""
    row = scene.pick(scene.lines(*STATISTICS), min=number)
    row["min"] = "-" + row["min"]


@error("logic", 38)
def words_where_a_number_belongs(scene: Scene) -> None:
    """见附件 instead of the amount."""
    scene.pick(scene.lines(*AMOUNTS), total=number)["total"] = "见附件"


@error("logic", 39)
def zero_for_not_found(scene: Scene) -> None:
    """0 where the laboratory found nothing."""
    held = [r for r in scene.lines(*STATISTICS) if not number(r["max"]) and r["pollutant"] != "林格曼黑度"]
    row = scene.pick(held)
    row.update(min="0", mean="0", max="0")


@error("logic", 46)
def nothing_emitted_while_producing(scene: Scene) -> None:
    """Every amount is zero, the output is not."""
    if not scene.lines(*AMOUNTS):
        raise Inapplicable
    scene.annual()
    for row in scene.lines(*AMOUNTS) + scene.lines(*AMOUNTS, total=True):
        row.update(dict.fromkeys([*(p for p in PARTS if p in row), "total"], "0"))


@error("logic", 48)
def a_facility_without_electricity(scene: Scene) -> None:
    """Zero kWh for every treatment facility."""
    scene.pick(scene.lines("facility-normal"), parameter=lambda p: p == "耗电量")
    for row in scene.lines("facility-normal"):
        if row["parameter"] == "耗电量":
            row["amount"] = "0"


@error("logic", 48)
def a_facility_without_chemicals(scene: Scene) -> None:
    """Zero tonnes of chemicals."""
    scene.pick(scene.lines("facility-normal"), parameter=lambda p: p == "药剂使用量")["amount"] = "0"


@error("logic", 49)
def amounts_leap_against_the_last_period(scene: Scene) -> None:
    """A third of last period's amounts at the same output."""
    scene.annual()
    scene.pick(scene.lines(*AMOUNTS), total=lambda t: Decimal(t) > Decimal("0.2"))
    for row in scene.lines(*AMOUNTS) + scene.lines(*AMOUNTS, total=True):
        scaled(row, Decimal("0.3"), *PARTS, "total")


@error("logic", 50)
def the_same_value_in_every_part(scene: Scene) -> None:
    """Four equal quarters in every row, of three pollutants at least."""
    scene.pick(scene.lines(*AMOUNTS), p1=number)
    if len({r["pollutant"] for r in scene.lines(*AMOUNTS)}) < 3:
        raise Inapplicable
    for row in scene.lines(*AMOUNTS) + scene.lines(*AMOUNTS, total=True):
        held = [p for p in PARTS if p in row]
        each = rounded(Decimal(row["total"]) / len(held), fitting(Decimal(row["total"]) / len(held)))
        row.update(dict.fromkeys(held, shown(each)), total=shown(each * len(held)))


@error("logic", 50)
def a_copy_of_last_years_text(scene: Scene) -> None:
    """The chapters of last year, word by word."""
    scene.annual()
    last = next((r for r in scene.facts["earlier"] if r["kind"] == "ANNUAL"), None)
    if last is None:
        raise Inapplicable
    scene.written.chapters.update(last["chapters"])


@error("logic", 51)
def monitored_on_a_day_outside_the_period(scene: Scene) -> None:
    """A fugitive sample of the year before."""
    row = scene.pick(scene.lines("fugitive"))
    row["on"] = f"{int(row['on'][:4]) - 1}{row['on'][4:]}"


@error("stop", 77)
def a_stop_with_data_of_operation(scene: Scene) -> None:
    """全年停产 is said, the tables tell of work."""
    _said_to_stand_still(scene)


@error("stop", 78)
def a_stop_with_electricity(scene: Scene) -> None:
    """全年停产 is said, the meters say otherwise."""
    _said_to_stand_still(scene)
    scene.facts["electricity"] = "250000"


def _said_to_stand_still(scene: Scene) -> None:
    word = {"ANNUAL": "全年停产", "QUARTERLY": "本季度停产", "MONTHLY": "本月停产"}[scene.written.kind]
    scene.written.chapters["explanation"] = f"受订单影响，{word}。"
