"""PL-20 and PL-21: the year's share of the register of that day, split over the quarters left, the remainder carried on."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import law, workdays
from postpermit.duties.rules import Law
from postpermit.planning.rules import QuarterFacts, quarter_of, quarter_share, rest_of_year, year_target
from postpermit.planning.rules.quarters import QUOTAS

LAW = Law(workdays.shipped(), date(2026, 11, 24))
STARTS = [date(2026, 1, 5), date(2026, 4, 7), date(2026, 7, 1), date(2026, 10, 9)]
KINDS = st.sampled_from(sorted(QUOTAS))


def asked(
    on: date, registered: int, drawn: int, kind: str = "inspect-registered", eligible: int = 10_000
) -> QuarterFacts:
    return QuarterFacts(kind, on, registered, drawn, eligible)


@pytest.mark.parametrize(
    ("kind", "registered", "target"),
    [("inspect-registered", 620, 124), ("inspect-registered", 621, 125), ("inspect-registered", 0, 0),
     ("inspect-registered", 1, 1), ("monitor-simplified", 96, 29), ("monitor-simplified", 100, 30)],
)  # fmt: skip
def test_the_target_is_the_share_counted_up(kind: str, registered: int, target: int) -> None:
    """PL-20"""
    assert year_target(kind, registered, LAW) == target


def test_another_share_is_another_value() -> None:
    """PL-20"""
    name = QUOTAS["inspect-registered"]
    line = replace(law.value(name, on=LAW.on), value=Decimal("0.25"), since=date(2026, 1, 1), confirmed=False)
    with law.trying([line]):
        found = quarter_share(asked(STARTS[0], 620, 0), LAW)
        assert (found.target, found.n, found.confirmed) == (155, 38, False)


def test_a_year_without_changes_draws_even_quarters_and_the_rest_at_the_end() -> None:
    """PL-21: 125 of 621 are 31, 31, 31 and 32."""
    assert rest_of_year(asked(STARTS[0], 621, 0), LAW) == (31, 31, 31, 32)
    assert rest_of_year(asked(STARTS[2], 621, 62), LAW) == (31, 32)
    found = quarter_share(asked(STARTS[0], 621, 0), LAW)
    assert (found.n, found.carried, found.quarters_left) == (31, 94, 4)
    assert found.reasons[0] == "2026-01-05 在册 621 家，按 20% 全年应抽 125 家"


def test_the_register_of_the_day_counts() -> None:
    """PL-21: more units in July raise what is left; fewer lower it; nothing is drawn back."""
    assert quarter_share(asked(STARTS[2], 660, 62), LAW).n == 35
    assert quarter_share(asked(STARTS[2], 560, 62), LAW).n == 25
    fewer = quarter_share(asked(STARTS[3], 300, 93), LAW)
    assert (fewer.target, fewer.n, fewer.carried) == (60, 0, 0)


def test_a_quarter_that_was_left_out_is_made_up() -> None:
    """PL-21: nothing drawn until October means everything in October."""
    found = quarter_share(asked(STARTS[3], 620, 0), LAW)
    assert (found.n, found.carried, found.quarters_left) == (124, 0, 1)


def test_a_list_that_is_too_short_is_said_and_carried_on() -> None:
    """PL-21"""
    found = quarter_share(asked(STARTS[1], 620, 31, eligible=20), LAW)
    assert (found.n, found.short, found.carried) == (20, 11, 73)
    assert found.reasons[-1] == "可抽名单只有 20 家，少抽 11 家"


@pytest.mark.parametrize(
    ("on", "quarter"), [(date(2026, 3, 31), 1), (date(2026, 4, 1), 2), (date(2026, 12, 31), 4)]
)
def test_quarters_are_those_of_the_calendar(on: date, quarter: int) -> None:
    """PL-21"""
    assert quarter_of(on) == quarter


@given(KINDS, st.integers(0, 3_000), st.integers(0, 3))
def test_the_quarters_add_up_to_what_is_left(kind: str, registered: int, start: int) -> None:
    """PL-21: whatever is drawn before, the year's share is met by its end, and no quarter differs by more than one."""
    target = year_target(kind, registered, LAW)
    drawn = target * start // 4
    shares = rest_of_year(asked(STARTS[start], registered, drawn, kind), LAW)
    assert len(shares) == 4 - start
    assert drawn + sum(shares) == target
    assert max(shares) - min(shares) <= 1


@given(KINDS, st.lists(st.integers(0, 900), min_size=4, max_size=4))
def test_a_register_that_changes_every_quarter_is_never_undershot(kind: str, sizes: list[int]) -> None:
    """PL-21: at the end of the year at least the share of the last register is drawn."""
    drawn = 0
    for on, registered in zip(STARTS, sizes, strict=True):
        drawn += quarter_share(asked(on, registered, drawn, kind), LAW).n
    assert drawn >= year_target(kind, sizes[-1], LAW)
    assert drawn <= max(year_target(kind, size, LAW) for size in sizes)
