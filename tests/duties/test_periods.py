"""Periods are kept short and said in words."""

import pytest

from postpermit.duties.rules.periods import period_words


@pytest.mark.parametrize(
    ("kept", "said"),
    [
        ("2026", "2026年度"), ("2026H1", "2026年上半年"), ("2026H2", "2026年下半年"), ("2026Q4", "2026年第4季度"),
        ("2026-02", "2026年2月"), ("2026-11-25", "2026-11-25"), ("2026-016", "2026-016"), ("", ""),
    ],
)  # fmt: skip
def test_a_period_is_said_as_an_officer_says_it(kept: str, said: str) -> None:
    assert period_words(kept) == said
