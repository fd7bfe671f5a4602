"""Invented reports: the same seed the same bytes, every figure right by arithmetic of its own, every error a change."""

import json
import random
from collections import defaultdict
from decimal import Decimal
from functools import cache
from typing import Any

import pytest

from postpermit import law
from postpermit.register.uscc import uscc_fault
from postpermit.supervision.invented import (
    Written,
    as_docx,
    as_json,
    as_xlsx,
    facts_of,
    invent_holder,
    invent_report,
)
from postpermit.supervision.invented.errors import errors, inject
from postpermit.supervision.invented.layout import Layout

PERIODS = {
    "ANNUAL": ("2026",),
    "QUARTERLY": ("2026Q1", "2026Q2", "2026Q3", "2026Q4"),
    "MONTHLY": ("2026-02", "2026-12"),
}
EVERY = [(number, kind, period) for number in range(24) for kind, held in PERIODS.items() for period in held]

# Every trade's year, and the quarter of every key unit.
SPOILED = [(n, "ANNUAL", "2026") for n in range(12)] + [(n, "QUARTERLY", "2026Q3") for n in range(0, 24, 2)]


def made(number: int, kind: str, period: str) -> tuple[Written, dict[str, Any]]:
    """A report with its facts, always the same; even numbers are key units."""
    return _made(number, kind, period)


@cache
def _made(number: int, kind: str, period: str) -> tuple[Written, dict[str, Any]]:
    rng = random.Random(number)
    holder = invent_holder(rng, number, "SIMPLIFIED" if number % 2 else "KEY")
    return invent_report(rng, holder, kind, period), facts_of(holder, kind, period)


def numbers(text: str) -> list[Decimal]:
    """The number of a cell in a list, nothing for / and ND."""
    return [Decimal(text)] if text.replace(".", "").isdigit() else []


@pytest.mark.parametrize("number", range(6))
def test_the_same_seed_gives_the_same_bytes(number: int) -> None:
    once, again, other = (
        json.dumps([as_json(written), facts])
        for written, facts in (_made.__wrapped__(n, "ANNUAL", "2026") for n in (number, number, number + 12))
    )
    assert once == again != other


def test_codes_are_valid_and_names_say_that_they_are_invented() -> None:
    holders = [invent_holder(random.Random(n), n, "KEY") for n in range(60)]
    assert [uscc_fault(h.uscc) for h in holders] == [""] * 60
    assert all(h.number.startswith(h.uscc) and len(h.number) == 22 for h in holders)
    assert all(h.name.endswith("（演示）") for h in holders)
    assert len({h.name for h in holders}) == len({h.number for h in holders}) == 60


@pytest.mark.parametrize(("number", "kind", "period"), EVERY)
def test_amounts_add_up_by_row_and_by_plant(number: int, kind: str, period: str) -> None:
    written, _ = made(number, kind, period)
    for table in ("air-amount", "water-amount"):
        sums: dict[tuple[str, str], Decimal] = defaultdict(Decimal)
        totals = {}
        for row in written.tables.get(table, ()):
            parts = [Decimal(row[p]) for p in ("p1", "p2", "p3", "p4") if p in row]
            assert not parts or sum(parts) == Decimal(row["total"]), row
            for column in ("p1", "p2", "p3", "p4", "total"):
                if column in row and row["type"] == "全厂合计":
                    totals[row["pollutant"], column] = Decimal(row[column])
                elif column in row:
                    sums[row["pollutant"], column] += Decimal(row[column])
        assert totals.items() <= sums.items()


@pytest.mark.parametrize("number", range(24))
def test_quarters_of_a_year_add_up_to_its_annual_report(number: int) -> None:
    def totals(kind: str, period: str) -> dict[tuple[str, str], Decimal]:
        rows = made(number, kind, period)[0].tables
        held = [r for t in ("air-amount", "water-amount") for r in rows.get(t, ()) if r.get("outlet")]
        return {(r["outlet"], r["pollutant"]): Decimal(r["total"]) for r in held}

    quarters = [totals("QUARTERLY", q) for q in PERIODS["QUARTERLY"]]
    year = totals("ANNUAL", "2026")
    assert year == {key: sum(q[key] for q in quarters) for key in year}


@pytest.mark.parametrize("number", range(24))
def test_statistics_follow_from_the_samples(number: int) -> None:
    written, facts = made(number, "ANNUAL", "2026")
    limits = {(x["outlet"], x["pollutant"]): Decimal(x["high"]) for x in facts["permit"]["limits"]}
    for row in [r for t in ("air-concentration", "water-concentration") for r in written.tables.get(t, ())]:
        key = (row["outlet"], row["pollutant"])
        values = [n for column in ("min", "mean", "max") for n in numbers(row[column])]
        assert values == sorted(values) and len(values) in (0, 3), row
        assert all(v <= limits[key] for v in values)
        assert int(row["count"]) >= 1
        held = [s for s in facts["samples"] if (s["outlet"], s["pollutant"]) == key]
        if row["device"] == "手工监测":
            found = [Decimal(s["value"]) for s in held if s["value"] is not None]
            assert len(held) == int(row["count"])
            assert not values or (values[0], values[2]) == (min(found), max(found))


@pytest.mark.parametrize("number", range(24))
def test_amounts_are_concentration_times_flow_and_water_and_waste_balance(number: int) -> None:
    tables = made(number, "ANNUAL", "2026")[0].tables
    for medium, grams in (("air", Decimal(100_000)), ("water", Decimal(1_000_000))):
        rows = [r for r in tables.get(f"{medium}-amount", ()) if r.get("outlet")]
        flow = {
            r["outlet"]: Decimal(r["total"]) for r in rows if r["pollutant"] in ("工业废气排放量", "流量")
        }
        means = {(r["outlet"], r["pollutant"]): r["mean"] for r in tables.get(f"{medium}-concentration", ())}
        for row in rows:
            for mean in numbers(means.get((row["outlet"], row["pollutant"]), "/")):
                due = mean * flow[row["outlet"]] / grams
                assert abs(Decimal(row["total"]) - due) <= due / 10
    for row in tables["waste"]:
        assert sum(Decimal(row[c]) for c in ("before", "produced")) == sum(
            Decimal(row[c]) for c in ("transferred", "used", "stored")
        )
    told = {r["name"]: Decimal(r["amount"]) for r in tables["production"]}
    assert told["正常运行时间"] + told["非正常运行时间"] + told["停产时间"] == 8760
    assert told.get("废水排放量", Decimal()) <= told.get("工业新鲜水", Decimal("1e9"))


@pytest.mark.parametrize(("number", "kind", "period"), EVERY[:42])
def test_every_chapter_and_every_named_attachment_is_there(number: int, kind: str, period: str) -> None:
    written, _ = made(number, kind, period)
    assert set(written.chapters) == {s.code for s in law.report_sections(kind)}
    assert all(written.chapters.values())
    for wanted in law.report_form().attachments[kind]:
        assert any(word in name for name in written.attachments for word in wanted.words)
    for code, rows in written.tables.items():
        form = law.report_form().tables[code]
        assert kind in form.kinds and all(set(row) <= set(form.columns) for row in rows)


@pytest.mark.parametrize("name", [e.name for e in errors()])
def test_every_error_changes_something_and_nothing_that_was_given(name: str) -> None:
    changed = 0
    for number, kind, period in SPOILED:
        written, facts = made(number, kind, period)
        before = json.dumps([as_json(written), facts])
        spoiled = inject(random.Random(f"{name}|{number}"), written, facts, name)
        assert json.dumps([as_json(written), facts]) == before
        if spoiled is not None:
            changed += 1
            now = None if spoiled.written is None else as_json(spoiled.written)
            assert json.dumps([now, spoiled.facts]) != before
    assert changed


def test_the_catalogue_is_wide() -> None:
    assert len(errors()) >= 40
    assert len({number for e in errors() for number in e.rules}) >= 50
    assert {"arithmetic", "identity", "magnitude"} <= {e.group for e in errors()}


@pytest.mark.parametrize("number", range(12))
def test_every_shape_is_written(number: int) -> None:
    written, _ = made(number, "ANNUAL", "2026")
    for layout in (Layout(), Layout(True, "填报人", "bare", True, False, number)):
        assert as_docx(written, layout)[:2] == b"PK"
    assert as_xlsx(written)[:2] == b"PK"
