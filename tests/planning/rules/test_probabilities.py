"""PL-15 to PL-18: weighted inclusion probabilities with a floor, exact sums, and nobody waiting past the longest wait."""

import random
import re
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postpermit import law, workdays
from postpermit.duties.rules import Law
from postpermit.planning.draw import ranking
from postpermit.planning.rules import (
    Candidate,
    Probabilities,
    UnableToSetProbabilities,
    equal_probabilities,
    inclusion_probabilities,
    least_to_draw,
)
from postpermit.planning.rules.probabilities import floor_parts, must_be_drawn, weight_of

LAW = Law(workdays.shipped(), date(2026, 11, 24))
STEPS = st.none() | st.integers(0, 5)
LISTS = st.lists(st.tuples(STEPS, st.integers(0, 9)), min_size=1, max_size=60)


def units(rows: Sequence[tuple[int | None, int]]) -> list[Candidate]:
    """Whoever has waited seven years must be drawn."""
    return [Candidate(f"u{n:03d}", step, years, years >= 7) for n, (step, years) in enumerate(rows)]


def summed(found: Probabilities) -> Decimal:
    return sum((Decimal(p) for p in found.told.values()), Decimal(0))


@settings(max_examples=150, deadline=None)
@given(LISTS, st.integers(1, 70), st.sampled_from([1, 4]))
def test_the_floor_is_kept_and_the_sum_is_exact(
    rows: list[tuple[int | None, int]], n: int, draws: int
) -> None:
    """PL-15: four decimals, never below the floor that is told, never above 1, adding up to n; a lower floor is said."""
    listed = units(rows)
    found = inclusion_probabilities(listed, n, LAW, draws=draws)
    assert list(found.told) == [c.id for c in listed]
    assert all(re.fullmatch(r"0\.\d{4}|1\.0000", p) for p in found.told.values())
    assert all(Decimal(p) >= Decimal(found.floor) for p in found.told.values())
    assert found.least == least_to_draw(listed, LAW, draws=draws)
    assert found.feasible is (min(n, len(rows)) >= found.least)
    assert summed(found) == found.n == min(n, len(rows))
    if found.feasible:
        assert Decimal(found.floor) * 10_000 == floor_parts(LAW, draws)
        assert all(found.told[k] == "1.0000" for k in must_be_drawn(listed))
    else:
        assert f"至少须抽 {found.least} 家" in "".join(found.notes)


@settings(max_examples=100, deadline=None)
@given(LISTS, st.integers(1, 60))
def test_a_higher_step_or_a_longer_wait_is_never_less_likely(
    rows: list[tuple[int | None, int]], n: int
) -> None:
    """PL-15: monotone in the step and in the years, also after rounding."""
    listed = units(rows)
    told = {k: Decimal(p) for k, p in inclusion_probabilities(listed, n, LAW).told.items()}
    for one in listed:
        for other in listed:
            if one.step is None or other.step is None:
                continue
            above = one.step >= other.step and one.years_waited >= other.years_waited
            if above and weight_of(one, LAW) > weight_of(other, LAW):
                assert told[one.id] >= told[other.id]


@settings(max_examples=100, deadline=None)
@given(LISTS, st.integers(1, 60))
def test_nobody_pays_for_floor_and_ceiling_out_of_proportion(
    rows: list[tuple[int | None, int]], n: int
) -> None:
    """PL-15: between the floor and 1, probability over weight is one number for all, up to the fourth decimal."""
    listed = [c for c in units(rows) if c.years_waited < 7]
    if not listed:
        return
    told = {k: Fraction(p) for k, p in inclusion_probabilities(listed, n, LAW).told.items()}
    within = [(told[c.id], weight_of(c, LAW)) for c in listed if Fraction(1, 20) < told[c.id] < 1]
    slack = Fraction(1, 10_000)
    for p, w in within:
        for q, v in within:
            assert abs(p / w - q / v) <= slack / w + slack / v


def test_between_floor_and_one_the_weights_are_kept_in_proportion() -> None:
    """PL-15: 20 units of step 5 and 20 of step 0, after equal years, share as 8 : 2."""
    found = inclusion_probabilities(units([(5, 2)] * 20 + [(0, 2)] * 20), 10, LAW)
    assert {found.told[f"u{n:03d}"] for n in range(20)} == {"0.4000"}
    assert {found.told[f"u{n:03d}"] for n in range(20, 40)} == {"0.1000"}


def test_right_after_a_visit_the_floor_remains() -> None:
    """PL-15: a unit visited this year may still be drawn, so that no date is safe."""
    found = inclusion_probabilities(units([(0, 0)] + [(5, 6)] * 10), 5, LAW)
    assert found.told["u000"] == found.floor == "0.0500"


def test_the_order_of_the_list_changes_nothing() -> None:
    """PL-15"""
    rows = units([(n % 6, n % 7) for n in range(50)])
    mixed = random.Random(5).sample(rows, len(rows))
    told, again = (inclusion_probabilities(listed, 11, LAW).told for listed in (rows, mixed))
    assert list(told.items()) == list(again.items())


def test_who_has_waited_longest_is_drawn_for_certain() -> None:
    """PL-16"""
    listed = units([(0, 6), (0, 7), (5, 12), (None, 7), (5, 0)])
    assert must_be_drawn(listed) == ["u001", "u002", "u003"]
    found = inclusion_probabilities(listed, 4, LAW)
    assert [p == "1.0000" for p in found.told.values()] == [False, True, True, True, False]
    assert "3 家将满 7 年未检查，必抽" in found.notes[0]


def test_the_longest_wait_comes_before_the_floor() -> None:
    """PL-16: where n is short by a little the floor gives way, and both numbers are told."""
    found = inclusion_probabilities(units([(0, 8)] * 5 + [(3, 1)] * 40), 6, LAW)
    assert (found.feasible, found.least, found.floor) == (False, 7, "0.0250")
    assert [found.told[k] for k in ("u000", "u004", "u005")] == ["1.0000", "1.0000", "0.0250"]


def test_more_certain_units_than_visits_are_not_called_certain() -> None:
    """PL-16: they share what the floor of the others leaves; the plan is told how many it would have to draw."""
    listed = units([(0, 8)] * 5 + [(3, 1)] * 20)
    found = inclusion_probabilities(listed, 3, LAW)
    assert (found.feasible, found.least, found.floor) == (False, 6, "0.0500")
    assert {found.told[f"u{k:03d}"] for k in range(5)} == {"0.4000"}
    assert "本次不能全部必抽" in found.notes[0]
    enough = inclusion_probabilities(listed, found.least, LAW)
    assert enough.feasible and enough.told["u000"] == "1.0000"


def test_pl_70_equal_probability_takes_who_must_be_drawn_first_and_the_rest_alike() -> None:
    """PL-70"""
    listed = units([(5, 1)] * 9 + [(0, 7)] * 2 + [(None, 3)] * 9)
    found = equal_probabilities(listed, 5, LAW)
    assert {p for k, p in found.told.items() if k not in ("u009", "u010")} == {"0.1667"}
    assert [found.told[k] for k in ("u009", "u010")] == ["1.0000", "1.0000"]
    for n in range(20):
        assert set(ranking(found.told, bytes([n] * 32))[:2]) == {"u009", "u010"}
    short = equal_probabilities(units([(0, 8)] * 5), 2, LAW)
    assert set(short.told.values()) == {"0.4000"} and not short.feasible


@pytest.mark.parametrize(("draws", "floor"), [(1, 500), (2, 254), (4, 128), (12, 43)])
def test_the_floor_holds_for_the_year_however_often_is_drawn(draws: int, floor: int) -> None:
    """PL-17"""
    assert floor_parts(LAW, draws) == floor
    assert 1 - (1 - Fraction(floor, 10_000)) ** draws >= Fraction(1, 20)
    assert 1 - (1 - Fraction(floor - 1, 10_000)) ** draws < Fraction(1, 20)


def test_another_floor_is_another_value() -> None:
    """PL-17"""
    line = replace(law.value("draw.floor", on=LAW.on), value=Decimal("0.10"), since=date(2026, 1, 1))
    with law.trying([line]):
        assert inclusion_probabilities(units([(0, 0), (5, 6), (5, 6)]), 1, LAW).floor == "0.1000"


def test_an_unscored_unit_has_a_weight_of_its_own() -> None:
    """PL-18: it is neither the first nor the last to be drawn."""
    weights = [weight_of(Candidate("u", step, 3), LAW) for step in (0, None, 5)]
    assert weights == sorted(weights)
    assert weights[0] < weights[1] < weights[2]
    assert weight_of(Candidate("u", 5, 99), LAW) == weight_of(Candidate("u", 9, 6), LAW)


@pytest.mark.parametrize(("listed", "n", "told"), [(180, 36, "0.2000"), (3, 1, "0.3333"), (7, 9, "1.0000")])
def test_equal_probability_means_one_string(listed: int, n: int, told: str) -> None:
    """PL-15, PL-70: the draw ranks by hash alone where every p is the same."""
    found = equal_probabilities(units([(1, 2)] * listed), n, LAW)
    assert set(found.told.values()) == {told}
    assert found.n == min(n, listed)


@pytest.mark.parametrize(("ids", "n"), [([], 1), (["a"], 0), (["a", "a"], 1)])
def test_a_list_that_cannot_be_drawn_from_is_refused(ids: list[str], n: int) -> None:
    """PL-15"""
    with pytest.raises(UnableToSetProbabilities):
        equal_probabilities([Candidate(i, 1, 1) for i in ids], n, LAW)
    with pytest.raises(UnableToSetProbabilities):
        inclusion_probabilities([Candidate(i, 1, 1) for i in ids], n, LAW)


def test_a_whole_city_is_reckoned_in_a_moment() -> None:
    """PL-15: 30 000 units, exact, with the sum kept."""
    listed = [Candidate(f"{n:05d}", n % 6, n % 8) for n in range(30_000)]
    found = inclusion_probabilities(listed, 7_500, LAW)
    assert summed(found) == 7_500
