"""What a record leaves of a planned visit; the days a division wishes for, read from its words."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.planning.rules.fulfilled import Asked, Rest, rest_of
from postpermit.planning.rules.needs import wished_window

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize(
    ("asked", "left"),
    [
        ([Asked(False)], Rest(True, None)),
        ([Asked(False, "r:1")], Rest(False, None, "r:1")),
        ([Asked(True, "r:1")], Rest(None, False, "r:1")),
        ([Asked(False, "r:1"), Asked(True)], Rest(False, True)),
        ([Asked(False), Asked(True, "r:2")], Rest(True, False)),
        ([Asked(False, "r:1"), Asked(False)], Rest(True, None)),
        ([Asked(False, "r:1"), Asked(True, "r:2")], Rest(False, False, "r:2")),
        ([Asked(False, gone=True)], Rest(False, None)),
        ([Asked(False, gone=True), Asked(True, "r:2")], Rest(False, False, "r:2")),
    ],
)
def test_a_planned_visit_is_done_when_all_that_it_is_there_for_was_met(
    asked: list[Asked], left: Rest
) -> None:
    """PL-75: a part that was met leaves the other part; what nobody asks for any more is not done by that."""
    assert rest_of(asked) == left


@pytest.mark.parametrize(
    ("wish", "first", "last"),
    [
        ("上半年", (1, 1), (6, 30)),
        ("第二季度", (4, 1), (6, 30)),
        ("4季度", (10, 1), (12, 31)),
        (" ５月 ", (5, 1), (5, 31)),
        ("2027年十一月中旬", (11, 11), (11, 20)),
        ("2月下旬", (2, 21), (2, 28)),
        ("3月至5月", (3, 1), (5, 31)),
        ("5—7月份", (5, 1), (7, 31)),
        ("7月前", (1, 1), (6, 30)),
        ("7月底前", (1, 1), (7, 31)),
        ("尽快", (1, 1), (12, 31)),
        ("1月前", (1, 1), (12, 31)),
        ("9月至3月", (1, 1), (12, 31)),
        ("2028年3月", (1, 1), (12, 31)),
        ("", (1, 1), (12, 31)),
    ],
)
def test_the_wish_is_the_window_where_it_can_be_read(
    wish: str, first: tuple[int, int], last: tuple[int, int]
) -> None:
    """PL-76: and otherwise the whole year."""
    window = wished_window(wish, 2027)
    assert (window.first, window.last) == (date(2027, *first), date(2027, *last))


@given(st.text("上下半年第一二三四季度1十月旬中底末前至到-0。", max_size=9), st.integers(2000, 2100))
def test_any_wish_gives_days_of_that_year(wish: str, year: int) -> None:
    """PL-76"""
    window = wished_window(wish, year)
    assert date(year, 1, 1) <= window.first <= window.last <= date(year, 12, 31)
