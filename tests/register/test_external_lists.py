"""A list of another system: kept as it came, read by its headers, a known number renewed and not doubled."""

from datetime import date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.register.models import ColumnMapping, ExternalList, ExternalRow
from postpermit.register.operations import (
    UnableToTakeList,
    columns_of,
    keep_external_list,
    remember_columns,
    set_row_aside,
    take_external_rows,
)
from postpermit.register.operations.external_lists import _day, _text
from postpermit.web.sheets import workbook
from tests.bureau import Bureau, number_of, unit_row

pytestmark = pytest.mark.django_db
HEADER = ["检查码", "检查对象", "检查日期", "检查结果", "备注栏"]


@pytest.fixture
def held(bureau: Bureau, at: datetime) -> ExternalList:
    """An exported list of visits."""
    bureau.units(unit_row(1), unit_row(2), at=at)
    data, _ = workbook("清单", HEADER, [])
    return keep_external_list(
        system="CITY-ENFORCEMENT", name="检查.xlsx", data=data, by=bureau("enforcement-1"), at=at
    )


def take(held: ExternalList, bureau: Bureau, at: datetime, *rows: list[object]) -> int:
    """Take the rows in."""
    return take_external_rows(held=held, table=[HEADER, *rows], by=bureau("enforcement-1"), at=at)


def test_rows_are_read_and_units_found_by_their_name(
    held: ExternalList, bureau: Bureau, at: datetime
) -> None:
    row: list[object] = ["C-1", "试验1号厂（演示）", datetime(2026, 11, 3), "正常", "甲"]
    assert take(held, bureau, at, row, [None, "无编号", None, "", ""]) == 1
    found = ExternalRow.objects.get()
    assert (found.number, found.facility and found.facility.number, found.on) == (
        "C-1",
        number_of(1),
        date(2026, 11, 3),
    )
    assert found.raw["备注栏"] == "甲"


def test_the_same_number_again_is_renewed(held: ExternalList, bureau: Bureau, at: datetime) -> None:
    take(held, bureau, at, ["C-1", "某厂", "2026-11-03", "旧", ""])
    take(held, bureau, at, ["C-1", "某厂", "20261104", "新", ""], ["C-2", "", "", "", ""])
    assert set(ExternalRow.objects.values_list("number", "what")) == {("C-1", "新"), ("C-2", "")}


def test_strange_headers_are_asked_for_once_and_remembered_for_that_system_alone(
    held: ExternalList, bureau: Bureau, at: datetime
) -> None:
    header = ["流水", "企业"]
    with pytest.raises(UnableToTakeList, match="对方编号"):
        take_external_rows(held=held, table=[header, ["7", "某厂"]], by=bureau("enforcement-1"), at=at)
    remember_columns(
        system="CITY-ENFORCEMENT",
        mapping={"流水": "number", "企业": "unit"},
        by=bureau("enforcement-1"),
        at=at,
    )
    assert columns_of("CITY-ENFORCEMENT", header) == {"number": 0, "unit": 1}
    assert columns_of("CITY-LINKAGE", header) == {}
    assert (
        take_external_rows(held=held, table=[header, [7.0, "某厂"]], by=bureau("enforcement-1"), at=at) == 1
    )
    assert ExternalRow.objects.get().number == "7"
    remember_columns(system="CITY-ENFORCEMENT", mapping={"流水": ""}, by=bureau("enforcement-1"), at=at)
    assert ColumnMapping.objects.filter(sheet="CITY-ENFORCEMENT").count() == 1


def test_a_row_is_set_aside_once_with_its_reason(held: ExternalList, bureau: Bureau, at: datetime) -> None:
    take(held, bureau, at, ["C-1", "某厂", "", "", ""])
    row = ExternalRow.objects.get()
    with pytest.raises(UnableToTakeList):
        set_row_aside(row=row, why=" ", by=bureau("enforcement-1"), at=at)
    set_row_aside(row=row, why="市级统一行动", by=bureau("enforcement-1"), at=at)
    with pytest.raises(UnableToTakeList, match="已有处理"):
        set_row_aside(row=row, why="再来", by=bureau("enforcement-1"), at=at)


def test_what_is_no_list_is_refused(held: ExternalList, bureau: Bureau, at: datetime) -> None:
    for table in ([], [["甲"]]):
        with pytest.raises(UnableToTakeList):
            take_external_rows(held=held, table=table, by=bureau("enforcement-1"), at=at)
    with pytest.raises(UnableToTakeList):
        remember_columns(
            system="CITY-ENFORCEMENT", mapping={"甲": "nothing"}, by=bureau("enforcement-1"), at=at
        )


@given(st.none() | st.text(max_size=14) | st.floats() | st.datetimes() | st.dates() | st.integers())
def test_no_cell_breaks_the_reading(cell: object) -> None:
    assert isinstance(_text(cell), str)
    found = _day(cell)
    assert found is None or isinstance(found, date)
