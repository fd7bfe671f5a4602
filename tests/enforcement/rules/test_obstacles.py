"""EN-68: what the law asks for before a decision is asked for, all of it at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from postpermit import workdays
from postpermit.enforcement.rules.case_conditions import Intended
from postpermit.enforcement.rules.case_facts import CaseFacts
from postpermit.enforcement.rules.obstacles import obstacles_to_decision

CALENDAR = workdays.shipped()
ON = date(2026, 11, 26)
READY = CaseFacts(
    found_on=date(2026, 9, 1),
    filed_on=date(2026, 9, 10),
    investigated_on=date(2026, 10, 20),
    reviewed_on=date(2026, 10, 30),
    notified_on=date(2026, 11, 9),
)
SMALL, MIDDLE, BIG = (Intended(fine_yuan=Decimal(n)) for n in (20_000, 60_000, 600_000))


def codes(facts: CaseFacts, intended: Intended = SMALL, on: date = ON) -> list[str]:
    return [o.code for o in obstacles_to_decision(facts, intended, CALENDAR, on)]


def test_a_case_that_went_through_everything_may_be_decided() -> None:
    """EN-68: nothing more is asked for than the law does."""
    assert codes(READY) == []


def test_a_case_that_was_only_found_lacks_every_step_and_is_told_so_at_once() -> None:
    """EN-68: filing, investigation, notice and review."""
    assert codes(CaseFacts(found_on=ON)) == ["filed", "investigated", "notified", "reviewed"]


def test_the_time_for_a_statement_is_waited_for_unless_it_was_used_or_waived() -> None:
    """EN-68: five working days after the notice, the last one included."""
    assert codes(READY, on=date(2026, 11, 16)) == ["statement"]
    assert codes(READY, on=date(2026, 11, 17)) == []
    for used in ("statement_on", "statement_waived_on"):
        assert codes(replace(READY, **{used: date(2026, 11, 10)}), on=date(2026, 11, 11)) == []


def test_a_hearing_that_must_be_offered_is_offered_and_held_if_asked_for_in_time() -> None:
    """EN-68: a request after the last day holds nothing up."""
    assert codes(READY, MIDDLE) == ["hearing-offered"]
    offered = replace(READY, hearing_offered=True)
    assert codes(offered, MIDDLE) == []
    assert codes(offered, MIDDLE, on=date(2026, 11, 12)) == ["statement", "hearing-request"]
    assert codes(replace(offered, hearing_requested_on=date(2026, 11, 16)), MIDDLE) == ["heard"]
    assert codes(replace(offered, hearing_requested_on=date(2026, 11, 17)), MIDDLE) == []


def test_after_a_hearing_the_case_is_reviewed_again() -> None:
    """EN-68: the review before the hearing did not know what was said there."""
    heard = replace(
        READY,
        hearing_offered=True,
        hearing_requested_on=date(2026, 11, 10),
        heard_on=date(2026, 11, 24),
    )
    assert codes(heard, MIDDLE) == ["reviewed-again"]
    assert codes(replace(heard, reviewed_on=date(2026, 11, 25)), MIDDLE) == []


def test_a_big_fine_is_discussed_first() -> None:
    """EN-68: the sentence carries the reason and the clause."""
    offered = replace(READY, hearing_offered=True)
    (found,) = obstacles_to_decision(offered, BIG, CALENDAR, ON)
    assert (found.code, found.sentence, found.clause) == (
        "discussed",
        "尚未集体讨论：拟罚款达到50万元。",
        "penalty-procedure:52",
    )
    assert codes(replace(offered, discussed_on=ON), BIG) == []


@pytest.mark.parametrize("intended", [SMALL, MIDDLE, BIG])
def test_a_decision_on_the_spot_passes_none_of_these_steps(intended: Intended) -> None:
    """EN-68: whether it may be decided there is another question."""
    assert codes(CaseFacts(simple=True), intended) == []
