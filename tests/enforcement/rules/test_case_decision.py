"""What must come before a decision, dates in their order, and what a register of complaints does not take."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import law
from postpermit.enforcement.rules.case_dates import NOTABLE, date_fault, notable_in
from postpermit.enforcement.rules.case_decision import Deciding, decider_fault, fine_faults
from postpermit.enforcement.rules.case_facts import CaseFacts
from postpermit.enforcement.states import CaseState

BASIS = next(b for b in law.penalty_conduct("outlets").bases if b.clause == "regulation:36.i1")
READY = Deciding(BASIS, Decimal(30000), proposed=Decimal(30000))
DAY = date(2026, 9, 1)


def test_who_took_part_does_not_decide() -> None:
    """EN-81"""
    assert "请由其他负责人办理" in decider_fault("officer:a", {"officer:a", "officer:b"})
    assert decider_fault("officer:c", {"officer:a", "officer:b"}) == ""
    assert decider_fault("officer:c", ()) == ""


@pytest.mark.parametrize(
    ("fine", "more", "place"),
    [
        (20000, {}, None),
        (200000, {"proposed": None}, None),
        (200000, {}, "fine"),
        (200001, {"proposed": None}, "fine"),
        (200001, {"proposed": None, "lenient_why": "减轻"}, "fine"),
        (19999, {}, "why"),
        (19999, {"lenient_why": "主动消除危害后果"}, None),
        (0, {}, "measures"),
        (0, {"measures": "警告"}, None),
        (-1, {}, "fine"),
    ],
)
def test_a_fine_lies_in_its_range(fine: int, more: dict[str, object], place: str | None) -> None:
    """EN-82"""
    found = fine_faults(replace(READY, fine=Decimal(fine), **more))
    assert [f.place for f in found] == ([place] if place else [])


def test_no_fine_without_basis() -> None:
    """EN-82"""
    assert [f.place for f in fine_faults(replace(READY, basis=None))] == ["basis"]
    assert [f.place for f in fine_faults(replace(READY, fine=None))] == ["fine"]


@given(st.decimals(0, 2_000_000, places=2), st.decimals(0, 2_000_000, places=2), st.booleans())
def test_nobody_is_fined_above_the_range_nor_above_what_was_told(
    fine: Decimal, told: Decimal, lenient: bool
) -> None:
    """EN-82"""
    why = "减轻" if lenient else ""
    if not fine_faults(replace(READY, fine=fine, proposed=told, lenient_why=why, measures="警告")):
        assert fine <= min(told, Decimal(200000)) or fine == 0
        assert fine == 0 or lenient or fine >= 20000


def test_dates_follow_each_other() -> None:
    """EN-83"""
    facts = CaseFacts(found_on=DAY, notified_on=DAY + timedelta(days=3))
    statement = NOTABLE["statement_on"]
    later = DAY + timedelta(days=10)
    assert (
        date_fault(facts, statement, DAY + timedelta(days=2), later) == "“收到陈述申辩”不能早于2026年9月4日。"
    )
    assert date_fault(facts, statement, DAY + timedelta(days=3), later) == ""
    assert date_fault(facts, statement, later + timedelta(days=1), later) == "“收到陈述申辩”不能晚于今天。"
    assert "请先登记“要求听证”" in date_fault(facts, NOTABLE["heard_on"], later, later)
    ahead = replace(facts, hearing_requested_on=DAY + timedelta(days=4))
    assert date_fault(ahead, NOTABLE["hearing_set_for"], later + timedelta(days=9), later) == ""


def test_every_date_is_a_fact_and_can_be_written_somewhere() -> None:
    """EN-83"""
    known = {*CaseFacts.__dataclass_fields__, "seizure_extended_on"}
    for row in NOTABLE.values():
        assert row.name in known and row.after in known and row.stages
    assert {r.name for s in CaseState for r in notable_in(s)} == set(NOTABLE)
