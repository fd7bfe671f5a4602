"""Adopted and tried lines lie over the shipped ones, without touching them."""

from contextlib import suppress
from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import law

ON = date(2026, 11, 24)


def line(name: str, value: object, since: date) -> law.Value:
    """A confirmed line of that value."""
    return replace(law.value(name, on=ON), value=value, since=since, confirmed=True, source="文件")


def test_an_adopted_line_counts_from_its_day_on_and_not_before() -> None:
    law.adopt([line("slip.accept.days", 3, date(2026, 6, 1))])
    assert law.value("slip.accept.days", on=date(2026, 5, 31)).value == 2
    assert law.value("slip.accept.days", on=date(2026, 6, 1)).value == 3
    assert law.value("slip.accept.days", on=ON).confirmed


def test_confirming_the_same_value_from_the_same_day_takes_the_mark_away() -> None:
    now = law.value("slip.accept.days", on=ON)
    assert "待确认" in now.shown
    law.adopt([line("slip.accept.days", now.value, now.since)])
    assert "待确认" not in law.value("slip.accept.days", on=ON).shown


def test_what_is_tried_ends_with_the_trial() -> None:
    with law.trying([line("inspection.registered.share", Decimal("0.25"), date(2026, 1, 1))]):
        assert law.value("inspection.registered.share", on=ON).value == Decimal("0.25")
    assert law.value("inspection.registered.share", on=ON).value == Decimal("0.20")


def test_a_line_that_fits_nothing_is_refused() -> None:
    with pytest.raises(law.UnknownValue):
        law.adopt([replace(line("slip.accept.days", 3, ON), name="no.such")])
    with pytest.raises(law.UnknownClause):
        law.adopt([replace(line("slip.accept.days", 3, ON), clause="plan:99")])


@pytest.mark.parametrize(
    ("name", "text", "value"),
    [
        ("inspection.registered.share", "25%", Decimal("0.25")),
        ("inspection.registered.share", "0.3", Decimal("0.3")),
        ("slip.accept.days", "4", 4),
        ("meeting.dispatch.months", "3、6、9、12", [3, 6, 9, 12]),
        ("meeting.annual.due", "05-31", "05-31"),
        ("visit.offsite_counts", "yes", "yes"),
        ("number.slip", "普环联〔{year}〕{n}号", "普环联〔{year}〕{n}号"),
    ],
)
def test_what_is_typed_becomes_a_value_of_its_kind(name: str, text: str, value: object) -> None:
    assert law.typed(law.value(name, on=ON), text) == value


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("inspection.registered.share", "一半"),
        ("inspection.registered.share", "120%"),
        ("slip.accept.days", "-1"),
        ("slip.accept.days", "三"),
        ("meeting.dispatch.months", "二月"),
        ("meeting.annual.due", "06-31"),
        ("visit.offsite_counts", "也许"),
        ("number.slip", "没有流水号"),
        ("permit.validity.years", ""),
    ],
)
def test_what_cannot_be_a_value_is_refused_in_chinese(name: str, text: str) -> None:
    with pytest.raises(ValueError, match=r"[\u4e00-\u9fff]"):
        law.typed(law.value(name, on=ON), text)


@given(st.text(max_size=20))
def test_no_typed_text_breaks_anything(text: str) -> None:
    for value in law.values(on=ON):
        with suppress(ValueError):
            law.typed(value, text)


def test_every_system_says_what_it_holds_and_which_columns_it_uses() -> None:
    assert {s.code for s in law.systems()} >= {
        "CITY-LINKAGE",
        "CITY-ENFORCEMENT",
        "NATIONAL-PERMIT",
        "HOTLINE-12345",
    }
    for system in law.systems():
        assert set(system.columns) == {"number", "unit_number", "unit", "on", "what"}
