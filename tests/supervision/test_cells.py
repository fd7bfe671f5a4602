"""Cells: what is below detection, and marks that only look so."""

from decimal import Decimal

import pytest

from postpermit.supervision.report import Cell


@pytest.mark.parametrize(
    ("text", "limit"),
    [("<0.01", "0.01"), ("0.02L", "0.02"), ("＜ .5", "0.5"), ("0.004 L", "0.004"), ("ND", None)],
)
def test_what_is_below_detection_tells_its_limit(text: str, limit: str | None) -> None:
    assert Cell(text).undetected
    assert Cell(text).detection_limit == (limit and Decimal(limit))


@pytest.mark.parametrize("text", ["<", "<.", "..L", "1.2.3L", "L", "<1.", "0"])
def test_a_mark_without_a_number_is_no_detection_limit(text: str) -> None:
    assert not Cell(text).undetected
    assert Cell(text).detection_limit is None
