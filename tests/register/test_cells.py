"""Cells as people really type them."""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.register.cells import Faulty, bounds_of, read, text_of
from postpermit.register.columns import SHEETS, Column

DAY = Column("日期", "d", kind="day")
AMOUNT = Column("量", "a", kind="decimal")
LIMIT = Column("浓度限值", "text", kind="limit")
UNIT = Column("浓度单位", "unit", kind="unit")
WIDE = str.maketrans("0123456789.-/", "０１２３４５６７８９．－／")


@given(
    st.dates(date(1990, 1, 1), date(2090, 12, 31)),
    st.sampled_from(["{:%Y-%m-%d}", "{:%Y/%m/%d}", "{:%Y.%m.%d}", "{:%Y年%m月%d日}"]),
    st.booleans(),
)
def test_a_day_is_read_in_every_spelling_full_width_too(on: date, spelling: str, wide: bool) -> None:
    text = spelling.format(on)
    assert read(DAY, text.translate(WIDE) if wide else text) == on


@given(st.dates(date(1990, 1, 1), date(2090, 12, 31)))
def test_a_day_is_read_from_an_excel_date_and_its_bare_number(on: date) -> None:
    assert read(DAY, datetime(on.year, on.month, on.day)) == on
    assert read(DAY, float((on - date(1899, 12, 30)).days)) == on


@pytest.mark.parametrize("value", ["2026-02-30", "昨天", "2026-13-01", 3.5, "26-1-1"])
def test_what_is_no_day_is_told(value: Any) -> None:
    with pytest.raises(Faulty, match="日"):
        read(DAY, value)


@given(st.decimals(min_value=0, max_value=10**6, places=3))
def test_a_number_is_read_as_number_text_and_full_width(value: Decimal) -> None:
    assert read(AMOUNT, str(value)) == value
    assert read(AMOUNT, str(value).translate(WIDE)) == value
    assert abs(read(AMOUNT, float(value)) - value) < Decimal("0.001")


@pytest.mark.parametrize("value", ["-1", "NaN", "Infinity", "1e12", "多", "1-2"])
def test_what_is_no_amount_is_told(value: str) -> None:
    with pytest.raises(Faulty):
        read(AMOUNT, value)


@pytest.mark.parametrize(
    ("typed", "held"),
    [
        ("6-9", "6-9"),
        ("６～９", "6-9"),
        ("6–9", "6-9"),
        ("50", "50"),
        (50.0, "50"),
        ("不得检出", "不得检出"),
        ("0.05", "0.05"),
    ],
)
def test_a_limit_is_a_number_a_range_or_not_detected(typed: Any, held: str) -> None:
    assert read(LIMIT, typed) == held


@pytest.mark.parametrize("typed", ["9-6", "小于50", "6-9-12", "<50"])
def test_another_limit_is_told(typed: str) -> None:
    with pytest.raises(Faulty):
        read(LIMIT, typed)


def test_the_bounds_of_a_limit() -> None:
    assert bounds_of("6-9") == (Decimal(6), Decimal(9))
    assert bounds_of("50") == (None, Decimal(50))
    assert bounds_of("不得检出") == (None, None)


@pytest.mark.parametrize(
    ("typed", "held"), [("mg/m3", "mg/m³"), ("MG/L", "mg/L"), ("dB（A）", "dB(A)"), ("无量纲", "无量纲")]
)
def test_a_unit_is_recognised_in_its_spellings(typed: str, held: str) -> None:
    assert read(UNIT, typed) == held


def test_a_strange_unit_is_told_with_the_list() -> None:
    with pytest.raises(Faulty, match="mg/L"):
        read(UNIT, "斤")


def test_a_number_cell_of_a_text_column_loses_its_point() -> None:
    assert text_of(62539908.0) == "62539908"


def test_every_sheet_begins_with_the_number() -> None:
    assert all(columns[0].header == "编号" for columns in SHEETS.values())
