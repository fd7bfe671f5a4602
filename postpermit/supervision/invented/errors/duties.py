"""Errors of duty: time, monitoring, facilities, ledger, disclosure, the permit's life; many stand in the facts alone."""

from datetime import date, timedelta
from typing import Any

from postpermit.supervision.invented.errors.frame import (
    STATISTICS,
    Inapplicable,
    Line,
    Scene,
    dates_of,
    error,
    number,
)
from postpermit.supervision.report import first_and_last


@error("timeliness", 1)
def it_never_came(scene: Scene) -> None:
    """Owed, due, and not there."""
    scene.absent = True
    scene.facts["obligation"] |= {"submitted_at": None}
    period = scene.written.period
    scene.facts["filed"] = [f for f in scene.facts["filed"] if f["period"] != period]


@error("timeliness", 2)
def it_came_late(scene: Scene) -> None:
    """Nine days after the permit's last day."""
    due = date.fromisoformat(scene.facts["obligation"]["due_on"])
    scene.facts["obligation"]["submitted_at"] = f"{(due + timedelta(days=9)).isoformat()}T10:00:00"


@error("timeliness", 4)
def it_did_not_come_again(scene: Scene) -> None:
    """Sent back, and the agreed day has passed."""
    due = date.fromisoformat(scene.facts["obligation"]["due_on"])
    scene.facts["returned"] = {
        "on": (due - timedelta(days=20)).isoformat(),
        "agreed_on": (due - timedelta(days=10)).isoformat(),
    }


@error("monitoring", 52)
def too_few_samples(scene: Scene) -> None:
    """A quarter of the samples, in the report and in what was uploaded."""
    row = scene.pick(_by_hand(scene), count=lambda c: number(c) and int(c) >= 4)
    row["count"] = str(int(row["count"]) // 4)
    same = [
        s
        for s in scene.facts["samples"]
        if (s["outlet"], s["pollutant"]) == (row["outlet"], row["pollutant"])
    ]
    keep = same[: int(row["count"])]
    scene.facts["samples"] = [s for s in scene.facts["samples"] if s not in same or s in keep]


@error("monitoring", 53, 8)
def no_data_of_an_instrument(scene: Scene) -> None:
    """An item with an instrument reports nothing."""
    row = scene.pick(scene.lines(*STATISTICS), device=lambda d: d == "自动监测")
    row.update(count="/", min="/", max="/", mean="/")


@error("monitoring", 54)
def another_mean_than_the_instruments(scene: Scene) -> None:
    """The report halves it."""
    record = _instrument(scene)
    record["mean"] = str(float(record["mean"]) * 2)


@error("monitoring", 55)
def an_instrument_that_captures_half(scene: Scene) -> None:
    """Valid data for half the time."""
    _instrument(scene)["capture"] = "0.5"


@error("monitoring", 56)
def days_without_data_or_sample(scene: Scene) -> None:
    """Three days without data, and nobody took a sample."""
    record = _instrument(scene)
    first = _first(scene)
    record["missing_days"] = [(first + timedelta(days=n)).isoformat() for n in (9, 10, 11)]


@error("monitoring", 57, 38)
def another_result_than_the_laboratorys(scene: Scene) -> None:
    """The laboratory found three times as much as the report says, still within the limit's order."""
    row = scene.pick(_by_hand(scene), max=number)
    same = [
        s
        for s in scene.facts["samples"]
        if (s["outlet"], s["pollutant"]) == (row["outlet"], row["pollutant"])
    ]
    if not same or row["pollutant"] == "pH值":
        raise Inapplicable
    scene.rng.choice(same)["value"] = str(float(row["max"]) * 3.3)


@error("monitoring", 58)
def a_laboratory_not_filed(scene: Scene) -> None:
    """It is in no list of the city."""
    _sample(scene)["laboratory_filed"] = False


@error("monitoring", 59)
def sampled_without_a_record_of_the_load(scene: Scene) -> None:
    """Nobody wrote down what ran."""
    _sample(scene)["load_recorded"] = False


@error("monitoring", 60)
def another_method(scene: Scene) -> None:
    """A method the permit does not name."""
    _sample(scene)["method"] = "自编方法01"


@error("monitoring", 61)
def every_sample_the_same(scene: Scene) -> None:
    """The same digits each time."""
    fine = [r for r in _by_hand(scene) if r["pollutant"] not in ("pH值", "臭气浓度", "粪大肠菌群")]
    row = scene.pick(fine, count=lambda c: number(c) and int(c) >= 4, max=number)
    for sample in dates_of(scene.facts, "samples"):
        if (sample["outlet"], sample["pollutant"]) == (row["outlet"], row["pollutant"]):
            sample["value"] = row["max"]
    row["min"] = row["mean"] = row["max"]


@error("facilities", 62)
def a_failure_that_only_the_ledger_knows(scene: Scene) -> None:
    """The ledger tells of two failures, the table is empty."""
    if scene.written.tables.get("facility-abnormal"):
        raise Inapplicable
    for record in scene.facts["ledger"]:
        if record["category"].startswith("污染防治"):
            record["abnormal"] = 2


@error("facilities", 63)
def a_failure_without_cause_or_end(scene: Scene) -> None:
    """One of the cells that tell what happened is blank."""
    row = scene.pick(scene.lines("facility-abnormal"))
    row[scene.rng.choice(("to", "cause", "response"))] = ""


@error("facilities", 64)
def an_exceedance_nobody_told_the_bureau(scene: Scene) -> None:
    """Above the limit while the facility failed, and not reported."""
    row = scene.pick(scene.lines("facility-abnormal"), concentration=number)
    row["concentration"] = str(float(row["concentration"]) * 5)
    row["reported"] = "否"
    scene.facts["abnormal"] = []


@error("ledger", 66)
def a_category_of_the_ledger_is_missing(scene: Scene) -> None:
    """One of the permit's categories is not in the table."""
    rows = scene.lines("ledger")
    rows.remove(scene.pick(rows))
    scene.written.tables["ledger"] = rows


@error("ledger", 67)
def the_ledger_is_seldom_written(scene: Scene) -> None:
    """A tenth of the entries."""
    scene.annual()
    for record in scene.facts["ledger"]:
        record["entries"] = record["entries"] // 10


@error("ledger", 68)
def another_consumption_than_the_ledgers(scene: Scene) -> None:
    """Half of what the ledger adds up to."""
    held = [r for r in scene.facts["ledger"] if r.get("amount")]
    if not held:
        raise Inapplicable
    record = scene.rng.choice(held)
    record["amount"] = str(float(record["amount"]) * 2)


@error("disclosure", 69)
def nothing_was_disclosed(scene: Scene) -> None:
    """No record of any disclosure."""
    scene.annual()
    scene.facts["disclosed"] = []


@error("other", 71)
def an_emergency_plan_of_long_ago(scene: Scene) -> None:
    """Filed six years before."""
    scene.annual()
    old = f"{int(scene.written.period[:4]) - 6}-03-01"
    scene.permit["emergency_plan_filed_on"] = old
    text = scene.written.chapters["other"]
    at = text.index("应急预案于") + 5
    scene.written.chapters["other"] = f"{text[:at]}{old[:4]}年03月01日{text[at + 11 :]}"


@error("other", 72)
def a_clean_production_audit_nobody_mentions(scene: Scene) -> None:
    """Due this year, not a word."""
    scene.annual()
    scene.permit["clean_production_due_on"] = f"{scene.written.period[:4]}-09-30"
    for code, text in scene.written.chapters.items():
        scene.written.chapters[code] = text.replace("未纳入强制性清洁生产审核名单；", "")


@error("other", 74)
def an_alert_without_a_special_period(scene: Scene) -> None:
    """An alert was declared, the tables of special periods are empty."""
    if not any(o["kind"] == "AIR" for o in scene.permit["outlets"]):
        raise Inapplicable
    scene.permit["special_amounts"] = None
    first = _first(scene)
    scene.facts["alerts"] = [
        [(first + timedelta(days=5)).isoformat(), (first + timedelta(days=7)).isoformat()]
    ]


@error("other", 75)
def an_accepted_project_nobody_mentions(scene: Scene) -> None:
    """Accepted this year, no data in the report."""
    scene.annual()
    scene.facts["accepted_projects"] = ["喷漆线技改项目"]


@error("lifecycle", 81)
def discharged_after_the_permit_ended(scene: Scene) -> None:
    """The permit was cancelled before the period began."""
    scene.pick(scene.lines("air-amount", "water-amount"), total=number)
    scene.permit["ended_on"] = (_first(scene) - timedelta(days=40)).isoformat()
    scene.permit["ended_by"] = "CANCEL"


@error("cross-unit", 83)
def a_laboratory_report_of_two_holders(scene: Scene) -> None:
    """Another holder shows the same number."""
    number_of = _sample(scene)["report_number"]
    scene.facts["others"] = [{"holder": "邻家服装厂（演示）", "laboratory_reports": [number_of]}]


def _by_hand(scene: Scene) -> list[Line]:
    return [r for r in scene.lines(*STATISTICS) if r["device"] == "手工监测"]


def _instrument(scene: Scene) -> dict[str, Any]:
    held = scene.facts["automatic"] or []
    if not held or scene.written.kind != "ANNUAL":
        raise Inapplicable
    return scene.rng.choice(held)


def _sample(scene: Scene) -> dict[str, Any]:
    held = scene.facts["samples"]
    if not held or scene.written.kind != "ANNUAL":
        raise Inapplicable
    return scene.rng.choice(held)


def _first(scene: Scene) -> date:
    span = first_and_last(scene.written.period)
    assert span is not None
    return span[0]
