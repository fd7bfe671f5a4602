"""EN-78, EN-79: what is not paid grows by three in a hundred a day up to itself; what goes on is fined again each day."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from postpermit.enforcement.rules.fines import Growth, daily_fine, surcharge

DUE = date(2026, 11, 24)
FINES = st.integers(100, 10_000_000).map(Decimal)


@given(FINES, st.integers(0, 400))
def test_a_surcharge_grows_by_the_day_and_never_beyond_the_fine(fine: Decimal, days: int) -> None:
    """EN-78: from the day after the last day; full after thirty-four days."""
    found = surcharge(fine, DUE, DUE + timedelta(days=days))
    assert found.yuan == min(fine, (fine * 3 * days / 100))
    assert (found.days, found.capped) == (days, days >= 34)


def test_days_under_review_or_in_court_are_not_counted() -> None:
    """EN-78: overlapping stretches are left out once."""
    held = [(date(2026, 11, 26), date(2026, 11, 28)), (date(2026, 11, 28), date(2026, 11, 30))]
    assert surcharge(Decimal(20_000), DUE, date(2026, 12, 4), held) == Growth(5, Decimal("3000.00"))


def test_what_was_paid_in_time_carries_no_surcharge() -> None:
    """EN-78: on the last day or before it there is nothing."""
    for day in (DUE, date(2026, 11, 1)):
        assert surcharge(Decimal(20_000), DUE, day) == Growth(0, Decimal("0.00"))


def test_a_daily_fine_counts_from_the_day_after_service_to_the_recheck() -> None:
    """EN-79: the day of service is not counted, that of the re-check is."""
    assert daily_fine(Decimal(100_000), date(2026, 11, 2), date(2026, 11, 12)) == Growth(
        10, Decimal("1000000.00")
    )
    assert daily_fine(Decimal(100_000), date(2026, 11, 2), date(2026, 11, 2)).days == 0
