"""EN-50, EN-51: each time limit in its own unit; days that do not count push the last day by exactly their number."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import workdays
from postpermit.enforcement.rules.case_facts import Pause, Span
from postpermit.enforcement.rules.counting import (
    ONE,
    Unit,
    dated,
    last_day,
    last_day_without,
    unit_of,
    united,
)

CALENDAR = workdays.shipped()
DAYS = st.dates(date(2024, 1, 1), date(2026, 6, 30))


@st.composite
def spans_in(draw: st.DrawFn, start: date, n: int) -> list[Span]:
    """Spans that begin inside the period and before its last day as it would be without them."""
    found = []
    for _ in range(draw(st.integers(0, 5))):
        since = start + timedelta(days=draw(st.integers(1, n)))
        until = since + timedelta(days=draw(st.integers(0, 40)))
        found.append(Span(draw(st.sampled_from(list(Pause))), since, until))
    return found


def days_of(spans: list[Span]) -> set[date]:
    return {
        s.since + timedelta(days=k) for s in spans if s.until for k in range((s.until - s.since).days + 1)
    }


@given(st.data(), DAYS, st.integers(1, 120))
def test_days_that_do_not_count_push_the_last_day_by_their_number(
    data: st.DataObject, start: date, n: int
) -> None:
    """EN-51: overlapping spans count once, and exactly n days that do count lie between the start and the last day."""
    spans = data.draw(spans_in(start, n))
    due = last_day_without(start, n, spans, CALENDAR, on=start, roll=False)
    lost = days_of(spans)
    assert due.on == start + timedelta(days=n + len(lost))
    counted = [start + k * ONE for k in range(1, (due.on - start).days + 1)]
    assert len([d for d in counted if d not in lost]) == n
    shuffled = data.draw(st.permutations(spans))
    assert last_day_without(start, n, shuffled, CALENDAR, on=start, roll=False).on == due.on


@given(st.data(), DAYS)
def test_a_further_span_never_makes_the_last_day_earlier(data: st.DataObject, start: date) -> None:
    """EN-51: more days that do not count never shorten the time."""
    spans = data.draw(spans_in(start, 90))
    before = last_day_without(start, 90, spans[:-1], CALENDAR, on=start, roll=False)
    assert last_day_without(start, 90, spans, CALENDAR, on=start, roll=False).on >= before.on


def test_a_span_after_the_last_day_or_before_the_start_stops_nothing() -> None:
    """EN-51: what lies outside the period pushes nothing; what reaches into it counts from the day after the start."""
    start = date(2026, 3, 2)
    outside = [
        Span(Pause.HEARING, date(2026, 2, 1), date(2026, 3, 2)),
        Span(Pause.SERVICE, date(2026, 3, 18), date(2026, 3, 30)),
    ]
    assert last_day_without(start, 15, outside, CALENDAR, on=start, roll=False).on == date(2026, 3, 17)
    into = [Span(Pause.HEARING, date(2026, 2, 1), date(2026, 3, 4))]
    assert last_day_without(start, 15, into, CALENDAR, on=start, roll=False).on == date(2026, 3, 19)


def test_an_open_span_lasts_to_the_day_of_reading() -> None:
    """EN-51: while the case is suspended the last day moves on with every day."""
    start, open_one = date(2026, 3, 2), [Span(Pause.SUSPENSION, date(2026, 3, 10))]
    ends = [
        last_day_without(start, 30, open_one, CALENDAR, on=d, roll=False).on
        for d in (date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 20))
    ]
    assert ends == [date(2026, 4, 2), date(2026, 4, 2), date(2026, 4, 12)]


def test_the_lines_name_each_reason_and_the_total() -> None:
    """EN-51: the officer reads which days did not count and why."""
    spans = [
        Span(Pause.MONITORING, date(2026, 3, 5), date(2026, 3, 9)),
        Span(Pause.APPRAISAL, date(2026, 3, 8), date(2026, 3, 12)),
        Span(Pause.SERVICE, date(2026, 3, 20), date(2026, 3, 20)),
    ]
    due = last_day_without(date(2026, 3, 2), 30, spans, CALENDAR, on=date(2026, 3, 2))
    assert due.lines == (
        "自2026年3月2日次日起算，30日，至2026年4月1日。",
        "2026年3月5日至2026年3月12日监测（检测）、鉴定（评估、认定），8日不计入。",
        "2026年3月20日至2026年3月20日送达，1日不计入。",
        "共9日不计入，至2026年4月10日。",
    )


def test_a_span_that_ends_before_it_begins_is_no_span() -> None:
    """EN-51: a wrong entry neither counts nor breaks anything."""
    wrong = [Span(Pause.HEARING, date(2026, 3, 9), date(2026, 3, 5))]
    assert united(wrong, date(2026, 3, 2), date(2026, 3, 20)) == []


@given(DAYS, st.integers(1, 30))
def test_working_days_are_counted_on_the_official_calendar(start: date, n: int) -> None:
    """EN-50: the n-th working day after the start, which works itself and is never moved."""
    due = last_day(start, n, Unit.WORKING, CALENDAR)
    assert CALENDAR.working(due.on)
    assert (workdays.between(CALENDAR, start, due.on), due.rolled) == (n, False)


@given(DAYS, st.integers(1, 120))
def test_a_calendar_limit_is_moved_only_off_a_day_that_does_not_work(start: date, n: int) -> None:
    """EN-50: the day itself where it works, else the first working day after it, marked as moved."""
    plain, due = start + timedelta(days=n), last_day(start, n, Unit.DAYS, CALENDAR)
    assert due.on >= plain
    assert CALENDAR.working(due.on)
    assert due.rolled is not CALENDAR.working(plain)
    assert not any(CALENDAR.working(plain + k * ONE) for k in range((due.on - plain).days))
    assert last_day(start, n, Unit.DAYS, CALENDAR, roll=False).on == plain


def test_five_days_of_the_law_are_working_days_and_fifteen_are_not() -> None:
    """EN-50: over the National Day holiday five working days end after fifteen calendar days began to be short."""
    start = date(2026, 9, 30)
    assert last_day(start, 5, Unit.WORKING, CALENDAR).on == date(2026, 10, 13)
    assert last_day(start, 15, Unit.DAYS, CALENDAR).on == date(2026, 10, 15)
    moved = last_day(start, 4, Unit.DAYS, CALENDAR)
    assert (moved.on, moved.rolled) == (date(2026, 10, 8), True)
    assert moved.lines[-1] == "2026年10月4日是国庆节放假，顺延至2026年10月8日（待确认）。"


def test_months_end_on_the_same_day_or_at_the_end_of_the_month() -> None:
    """EN-50: six months from the last of August end with February."""
    assert last_day(date(2025, 8, 31), 6, Unit.MONTHS, CALENDAR, roll=False).on == date(2026, 2, 28)


def test_a_year_without_official_list_makes_the_day_provisional() -> None:
    """EN-50: the days of 2027 are known only in part."""
    assert last_day(date(2026, 12, 28), 7, Unit.WORKING, CALENDAR).provisional
    assert not last_day(date(2026, 11, 2), 7, Unit.WORKING, CALENDAR).provisional


@pytest.mark.parametrize(
    ("name", "unit"),
    [
        ("penalty.statement.days", Unit.WORKING),
        ("penalty.hearing.request.days", Unit.WORKING),
        ("penalty.hearing.notice.days", Unit.WORKING),
        ("penalty.preservation.days", Unit.WORKING),
        ("penalty.service.days", Unit.WORKING),
        ("penalty.withdrawal.days", Unit.WORKING),
        ("penalty.filing.days", Unit.DAYS),
        ("penalty.decision.days", Unit.DAYS),
        ("penalty.payment.days", Unit.DAYS),
        ("penalty.seizure.days", Unit.DAYS),
        ("penalty.suit.months", Unit.MONTHS),
    ],
)
def test_each_value_stands_in_its_own_unit(name: str, unit: Unit) -> None:
    """EN-50: 二、三、五、七日 are working days, longer ones calendar days."""
    found = dated(name, date(2026, 11, 26))
    assert unit_of(found) is unit
    if found.value in (2, 3, 5, 7) and found.clause.startswith("penalty-law"):
        assert unit is Unit.WORKING


def test_a_day_before_the_first_line_takes_the_first_line() -> None:
    """EN-50: an old date typed in by mistake is counted with the oldest rule instead of failing."""
    assert dated("penalty.decision.days", date(1999, 1, 1)).value == 90
