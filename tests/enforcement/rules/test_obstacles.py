"""EN-68: what the law asks for before a decision is asked for, all of it at once."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from postpermit import workdays
from postpermit.enforcement.rules.case_conditions import Intended
from postpermit.enforcement.rules.case_facts import CaseFacts, Pause, Span
from postpermit.enforcement.rules.obstacles import (
    first_day_of_decision,
    obstacles_to_decision,
    obstacles_to_letting_off,
    unsettled_fault,
)

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


def test_the_time_for_a_statement_is_waited_for_unless_it_was_waived_in_writing() -> None:
    """EN-68: five working days after the notice, the last one included; a statement that came early does not end them."""
    assert codes(READY, on=date(2026, 11, 16)) == ["statement"]
    assert codes(READY, on=date(2026, 11, 17)) == []
    waived, stated = (
        replace(READY, **{n: date(2026, 11, 10)}) for n in ("statement_waived_on", "statement_on")
    )
    assert codes(waived, on=date(2026, 11, 11)) == []
    assert codes(stated, on=date(2026, 11, 16)) == ["statement"]
    assert codes(stated, on=date(2026, 11, 17)) == []


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


def test_a_party_that_gives_its_hearing_up_is_not_waited_for() -> None:
    """EN-68: given up in writing or by not coming (penalty-law:64)."""
    asked = replace(READY, hearing_offered=True, hearing_requested_on=date(2026, 11, 10))
    assert codes(asked, MIDDLE) == ["heard"]
    assert codes(replace(asked, hearing_waived_on=date(2026, 11, 20)), MIDDLE) == []


@pytest.mark.parametrize(
    ("name", "label"),
    [
        ("statement_on", "收到陈述申辩"),
        ("statement_waived_on", "书面放弃陈述申辩和听证"),
        ("hearing_waived_on", "放弃听证"),
        ("heard_on", "听证"),
        ("reviewed_on", "法制审核"),
        ("discussed_on", "集体讨论"),
    ],
)
def test_no_decision_is_dated_before_what_precedes_it(name: str, label: str) -> None:
    """EN-121: the last of the steps sets the first day; on that day it may be decided."""
    facts = replace(READY, **{name: date(2026, 11, 24)})
    assert first_day_of_decision(facts) == (date(2026, 11, 24), label)
    assert "order" in codes(facts, on=date(2026, 11, 23))
    assert "order" not in codes(facts, on=date(2026, 11, 24))


def test_before_anything_is_done_no_day_is_set() -> None:
    """EN-121: a case that was only found sets no day."""
    assert first_day_of_decision(CaseFacts(found_on=ON)) is None


def test_nobody_decides_while_the_time_stands_still() -> None:
    """EN-68, EN-122: neither a punishment nor letting off; an ended pause does not count."""
    for until, expected in ((None, ["paused"]), (date(2026, 11, 20), [])):
        facts = replace(READY, spans=(Span(Pause.SUSPENSION, date(2026, 11, 18), until),))
        assert codes(facts) == expected
        assert [o.code for o in obstacles_to_letting_off(facts, SMALL, ON)] == expected


def test_letting_off_is_reviewed_and_discussed_like_a_punishment_but_told_to_nobody_first() -> None:
    """EN-122: no notice is asked for, nor that its time is over."""
    told = replace(READY, notified_on=None)
    assert obstacles_to_letting_off(told, SMALL, ON) == ()
    assert [o.code for o in obstacles_to_letting_off(replace(told, reviewed_on=None), BIG, ON)] == [
        "reviewed",
        "discussed",
    ]
    assert [o.code for o in obstacles_to_letting_off(CaseFacts(found_on=ON), SMALL, ON)] == [
        "filed",
        "investigated",
        "reviewed",
    ]
    assert [o.code for o in obstacles_to_letting_off(READY, SMALL, date(2026, 11, 8))] == ["order"]


def test_what_is_unsettled_is_named() -> None:
    """EN-123: every one of them, and the step that waits for it."""
    assert unsettled_fault([], "结案") == ""
    assert (
        unsettled_fault(["查封扣押", "复查"], "结案")
        == "还没有登记：查封扣押、复查，请先在“登记日期”里登记，再结案。"
    )
