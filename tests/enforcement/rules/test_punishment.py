"""What is imposed beside the fine: each person within a range of persons, gains as told, and whose amounts count."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import law
from postpermit.enforcement.rules.case_conditions import Answer, Intended, hearing, on_the_spot
from postpermit.enforcement.rules.case_decision import Deciding, fine_faults
from postpermit.enforcement.rules.punishment import (
    PersonFine,
    counts_as_unit,
    gains_fault,
    persons_fault,
    persons_kept,
    persons_of,
    punishment_shown,
)
from postpermit.enforcement.states import Party

DAY = date(2026, 11, 26)
HEAD = "直接负责的主管人员"


def basis(conduct: str, clause: str) -> law.PenaltyBasis:
    return next(b for b in law.penalty_conduct(conduct).bases if b.clause == clause)


FALSE, REPORT, OUTLET = (
    basis("falsified-data", "code:1088"),
    basis("report-missing", "regulation:37.i3"),
    basis("outlets", "regulation:36.i1"),
)


def one(yuan: int, who: str = HEAD) -> PersonFine:
    return PersonFine(who, Decimal(yuan))


@pytest.mark.parametrize(
    ("party", "unit"), [(Party.UNIT, True), (Party.BUSINESS, False), (Party.PERSON, False)]
)
def test_whose_amounts_count(party: Party, unit: bool) -> None:
    """EN-132: a business of one person has those of a person, until somebody confirms otherwise."""
    assert counts_as_unit(party, DAY) is unit
    assert hearing(Intended(Decimal(5_000), unit), DAY).answer is (Answer.NEED_NOT if unit else Answer.MUST)
    spot = on_the_spot(Intended(Decimal(201), unit, clear_facts=True), DAY).answer
    assert spot is (Answer.MAY if unit else Answer.MAY_NOT)


@pytest.mark.parametrize(
    ("yuan", "why", "good"),
    [
        (49_999, "", False),
        (49_999, "主动配合", True),
        (50_000, "", True),
        (200_000, "", True),
        (200_001, "减轻", False),
    ],
)
def test_each_person_is_fined_in_the_range_of_persons(yuan: int, why: str, good: bool) -> None:
    """EN-133: 1088 has 5 to 20."""
    assert (persons_fault(FALSE, [one(50_000, "站长"), one(yuan)], why) == "") is good


def test_nobody_is_fined_where_no_law_says_so_or_beyond_what_was_told() -> None:
    """EN-133"""
    assert "没有写明对责任人员罚款" in persons_fault(OUTLET, [one(50_000)])
    assert "不重复" in persons_fault(FALSE, [one(50_000), one(60_000)])
    assert persons_fault(FALSE, [one(60_000)], told=[one(60_000)]) == ""
    for told in ([one(59_999)], [one(60_000, "站长")], []):
        assert "没有告知过" in persons_fault(FALSE, [one(60_000)], told=told)


@pytest.mark.parametrize(
    ("gains", "told", "asked", "good"),
    [(None, None, True, True), (-1, None, False, False), (9, 9, True, True), (9, 8, True, False), (9, None, True, False),
     (9, None, False, True), (0, None, True, True)],
)  # fmt: skip
def test_gains_are_confiscated_as_they_were_told(
    gains: int | None, told: int | None, asked: bool, good: bool
) -> None:
    """EN-134"""
    given_ = [Decimal(n) if n is not None else None for n in (gains, told)]
    assert (gains_fault(*given_, asked=asked) == "") is good


@pytest.mark.parametrize(
    ("times", "fine", "places"),
    [(3, 30_000, []), (3, 60_000, []), (3, 60_001, ["fine"]), (3, 14_999, ["why"]), (1, 30_000, ["fine"]), (0, 5_000, ["times"])],
)  # fmt: skip
def test_what_is_fined_every_time_is_fined_so_often(times: int, fine: int, places: list[str]) -> None:
    """EN-82: three reports that are missing, 0.5 to 2 each."""
    assert [f.place for f in fine_faults(Deciding(REPORT, Decimal(fine), times=times))] == places


def test_only_what_the_law_counts_is_counted() -> None:
    """EN-82"""
    assert [f.place for f in fine_faults(Deciding(OUTLET, Decimal(30_000), times=2))] == ["times"]


def test_what_reaches_noise_alone_is_chosen_for_noise_alone() -> None:
    """EN-82: 噪声法 for an act before the code."""
    noise = basis("no-permit", "noise-law:75")
    assert [f.place for f in fine_faults(Deciding(noise, Decimal(30_000)))] == ["circumstance"]
    assert fine_faults(Deciding(noise, Decimal(30_000), circumstance="工业噪声")) == ()


def test_who_takes_gains_or_fines_a_person_needs_no_fine_and_no_warning() -> None:
    """EN-82"""
    assert [f.place for f in fine_faults(Deciding(FALSE, Decimal(0)))] == ["measures"]
    assert fine_faults(Deciding(FALSE, Decimal(0), gains=Decimal(1))) == ()
    wrong = Deciding(FALSE, Decimal(100_000), "", "", Decimal(100_000), "", 1, (one(50_000),), (), Decimal(5))
    assert [f.place for f in fine_faults(wrong)] == ["persons", "gains"]


def test_a_person_who_is_fined_and_gains_that_are_taken_are_heard() -> None:
    """EN-64: five thousand for a person, fifty thousand of gains for a unit; neither on the spot."""
    small = Intended(Decimal(1_000), clear_facts=True)
    for meant, told in (
        (Intended(Decimal(1_000), person_fines=(Decimal(4_999), Decimal(5_000))), "责任人员"),
        (Intended(Decimal(1_000), gains=Decimal(50_000)), "没收"),
    ):
        found = hearing(meant, DAY)
        assert found.answer is Answer.MUST and told in found.reasons[0]
        assert on_the_spot(meant, DAY).answer is Answer.MAY_NOT
    assert hearing(Intended(Decimal(1_000), gains=Decimal(49_999)), DAY).answer is Answer.NEED_NOT
    assert on_the_spot(small, DAY).answer is Answer.MAY


@given(st.lists(st.tuples(st.text(min_size=1), st.decimals(0, 10**9, places=2)), max_size=4))
def test_persons_come_back_from_the_case_as_they_went_in(rows: list[tuple[str, Decimal]]) -> None:
    """EN-133"""
    people = tuple(PersonFine(*row) for row in rows)
    assert persons_of(persons_kept(people)) == people


def test_a_punishment_is_said_in_one_sentence() -> None:
    """EN-134"""
    said = punishment_shown(Decimal("120000.50"), "责令停产整治", Decimal("3000.00"), [one(50_000)])
    assert said == f"罚款120000.5元；没收违法所得3000元；对{HEAD}罚款50000元；责令停产整治"
    assert punishment_shown(Decimal(0), "", None, ()) == ""
