"""PL-43 to PL-46: which duties become tasks, in which days, and what a week does to them."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.duties.rules.records import WINDOWED, meets
from postpermit.planning.rules.tasks import (
    INSPECTS,
    MONITORS,
    Span,
    after_last_visit,
    drawn_span,
    fate_in_week,
    span_of,
)

pytestmark = pytest.mark.one_database
YEAR = 2027
DAYS = st.dates(date(2026, 6, 1), date(2028, 6, 1))
KINDS = st.sampled_from(sorted(INSPECTS | MONITORS))


@given(kind=KINDS, a=DAYS, b=DAYS, on=st.dates(date(2026, 10, 1), date(2027, 12, 31)))
def test_a_task_lies_in_its_window_and_in_the_year(kind: str, a: date, b: date, on: date) -> None:
    """PL-43"""
    opens, due = min(a, b), max(a, b)
    span = span_of(kind, opens, due, on, YEAR)
    if span is None:
        over = due < max(opens, on, date(YEAR, 1, 1))
        assert max(opens, on) > date(YEAR, 12, 31) or (over and kind in WINDOWED)
        return
    assert max(opens, on, date(YEAR, 1, 1)) == span.earliest <= span.latest <= date(YEAR, 12, 31)
    assert span.late == (due < span.earliest)
    if not span.late:
        assert span.latest == min(due, date(YEAR, 12, 31))
        assert meets(kind, opens, due, span.latest)


@pytest.mark.parametrize(
    ("kind", "due", "expected"),
    [
        ("inspect-key", date(2027, 6, 30), Span(date(2027, 3, 1), date(2027, 6, 30))),
        ("inspect-key", date(2027, 2, 28), None),
        ("inspect-new-permit", date(2027, 2, 28), Span(date(2027, 3, 1), date(2027, 3, 14), late=True)),
        ("check-expired", date(2027, 3, 1), Span(date(2027, 3, 1), date(2027, 3, 1))),
    ],
)
def test_on_the_first_of_march(kind: str, due: date, expected: Span | None) -> None:
    """PL-43"""
    assert span_of(kind, date(2027, 1, 1), due, date(2027, 3, 1), YEAR) == expected


@pytest.mark.parametrize(
    ("on", "latest"),
    [
        (date(2027, 1, 4), date(2027, 6, 30)),
        (date(2027, 6, 2), date(2027, 6, 30)),
        (date(2027, 6, 3), date(2027, 9, 30)),
        (date(2027, 8, 1), date(2027, 9, 30)),
        (date(2027, 9, 3), date(2027, 12, 31)),
        (date(2027, 12, 20), date(2027, 12, 31)),
    ],
)
def test_a_drawn_unit_is_visited_in_its_quarter_while_there_are_four_weeks_left(
    on: date, latest: date
) -> None:
    """PL-44"""
    span = drawn_span(date(2027, 4, 1), date(2027, 6, 30), on, YEAR)
    assert span == Span(max(on, date(2027, 4, 1)), latest)


def test_nothing_is_drawn_for_a_year_that_is_over() -> None:
    """PL-44"""
    assert drawn_span(date(2027, 10, 1), date(2027, 12, 31), date(2028, 1, 1), YEAR) is None


def test_the_next_visit_keeps_its_distance_unless_the_window_would_be_too_short() -> None:
    """PL-45"""
    span = Span(date(2027, 1, 1), date(2027, 6, 30))
    assert after_last_visit(span, None, 8) == span
    assert after_last_visit(span, date(2026, 12, 21), 8) == Span(date(2027, 2, 15), date(2027, 6, 30))
    assert after_last_visit(span, date(2026, 9, 1), 8) == span
    short = Span(date(2027, 1, 1), date(2027, 2, 27))
    assert after_last_visit(short, date(2026, 12, 21), 8) == short
    assert after_last_visit(Span(short.earliest, date(2027, 2, 28)), date(2026, 12, 21), 8).earliest == date(2027, 2, 15)  # fmt: skip


@given(kind=KINDS, a=DAYS, b=DAYS, weeks=st.integers(0, 60), today=DAYS)
def test_a_week_without_a_day_in_the_window_makes_the_duty_impossible(
    kind: str, a: date, b: date, weeks: int, today: date
) -> None:
    """PL-46"""
    opens, due = min(a, b), max(a, b)
    monday = date(2026, 12, 28) + timedelta(weeks=weeks)
    fate = fate_in_week(kind, opens, due, monday, today)
    days = [monday + timedelta(days=n) for n in range(5)]
    shared = any(opens <= d <= due for d in days)
    late_anyway = kind not in WINDOWED and due < today and days[0] > due
    assert fate.impossible == (not shared and not late_anyway)
    assert fate.sentence.endswith("。")


def test_what_a_week_costs_is_said_with_its_clause() -> None:
    """PL-46"""
    told = fate_in_week(
        "inspect-key", date(2027, 1, 1), date(2027, 6, 30), date(2027, 7, 5), date(2027, 1, 4)
    )
    assert told.impossible and "窗口 2027-06-30 结束" in told.sentence and "第六条第二款" in told.sentence
    part = fate_in_week(
        "inspect-key", date(2027, 1, 1), date(2027, 6, 30), date(2027, 6, 28), date(2027, 1, 4)
    )
    assert part.sentence == "重点管理单位执法检查：这一周只有 2027-06-28 至 2027-06-30 在期限内。"
    late = fate_in_week(
        "check-expired", date(2027, 1, 1), date(2027, 6, 30), date(2027, 7, 5), date(2027, 1, 4)
    )
    assert late.impossible and "去就逾期了" in late.sentence
