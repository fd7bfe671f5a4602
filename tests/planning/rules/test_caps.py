"""PL-25 to PL-28: minima below, the yearly ceiling above, and which visits do not count."""

from dataclasses import replace
from datetime import date
from itertools import product
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import law, workdays
from postpermit.duties.rules import Law
from postpermit.planning.rules import (
    CapFacts,
    HeadException,
    cap_of,
    cap_verdict,
    class_conflicts,
    counts_toward_cap,
    unit_conflict,
)
from postpermit.planning.states import TriggerReason, VisitKind, VisitManner
from postpermit.register.states import ManagementClass

LAW = Law(workdays.shipped(), date(2026, 11, 24))
EXEMPT = {TriggerReason.COMPLAINT, TriggerReason.DATA_LEAD, TriggerReason.TRANSFER, TriggerReason.RECHECK, TriggerReason.CASE}  # fmt: skip


def asked(**changes: Any) -> CapFacts:
    facts = {"management_class": "KEY", "kind": "PLANNED", "manner": "ON_SITE", "used": 0}
    return CapFacts(**(facts | changes))


def tried(name: str, value: object) -> law.Value:
    return replace(law.value(name, on=LAW.on), value=value, since=date(2026, 1, 1))


@pytest.mark.parametrize("reason", list(TriggerReason))
def test_every_reason_has_a_value_that_says_whether_it_counts(reason: TriggerReason) -> None:
    """PL-25: complaint, data lead, transfer, re-check and case do not count; the rest does until somebody decides."""
    counts, value, said = counts_toward_cap(asked(kind="TRIGGERED", reason=reason.value), LAW)
    assert counts is (reason not in EXEMPT)
    if value is None:
        assert said == "未写明触发原因的检查计入年度上限"
    else:
        assert f"{'计入' if counts else '不计入'}年度上限（{law.clause(value.clause).label}，待确认）" in said


@pytest.mark.parametrize("kind", ["RECHECK", "CASE"])
def test_a_recheck_and_a_case_do_not_count(kind: str) -> None:
    """PL-25"""
    found = cap_verdict(asked(kind=kind, used=9), LAW)
    assert (found.allowed, found.counts) == (True, False)
    assert "部检查通知第二条，待确认" in found.sentence


def test_the_stations_sampling_and_what_enters_nobodys_gate_do_not_count() -> None:
    """PL-25: whatever kind and reason the visit has."""
    for kind, reason in product(VisitKind, TriggerReason):
        assert not counts_toward_cap(asked(kind=kind, reason=reason, sampling=True), LAW)[0]
        assert not counts_toward_cap(asked(kind=kind, reason=reason, manner=VisitManner.OFF_SITE), LAW)[0]


def test_whether_something_counts_is_a_dated_value() -> None:
    """PL-25"""
    with law.trying([tried("cap.counts.follow_up", "no"), tried("cap.counts.off_site", "yes")]):
        assert not counts_toward_cap(asked(kind="TRIGGERED", reason="FOLLOW_UP"), LAW)[0]
        assert counts_toward_cap(asked(manner="OFF_SITE"), LAW)[0]


@pytest.mark.parametrize("code", list(ManagementClass))
def test_every_class_has_a_ceiling_that_nobody_has_confirmed(code: ManagementClass) -> None:
    """PL-26: no published number has been seen, and the verdict says so."""
    value = cap_of(code, LAW)
    assert not value.confirmed
    assert value.source == "未见公布数字，待确认"
    found = cap_verdict(asked(management_class=code.value), LAW)
    assert (found.cap, found.confirmed) == (value.value, False)
    assert "待确认" in found.sentence


def test_up_to_the_ceiling_and_not_beyond() -> None:
    """PL-26"""
    last, over = cap_verdict(asked(used=3), LAW), cap_verdict(asked(used=4), LAW)
    assert (last.allowed, last.counts, last.left) == (True, True, 0)
    assert (over.allowed, over.counts, over.left) == (False, True, 0)
    assert "不能安排" in over.sentence
    assert "本年已计 4 次" in over.sentence


def test_what_does_not_count_may_come_over_the_ceiling() -> None:
    """PL-26"""
    found = cap_verdict(asked(kind="TRIGGERED", reason="COMPLAINT", used=4, linked=True), LAW)
    assert (found.allowed, found.counts, found.used, found.left) == (True, False, 4, 0)


def test_at_the_ceiling_a_bare_word_does_not_pass_but_by_the_heads() -> None:
    """PL-78: below it a word is enough."""
    bare = {"kind": "TRIGGERED", "reason": "COMPLAINT"}
    assert cap_verdict(asked(**bare, used=3), LAW).allowed
    refused = cap_verdict(asked(**bare, used=4), LAW)
    assert not refused.allowed and "由负责人确认" in refused.sentence and not refused.counts
    let = cap_verdict(
        asked(**bare, used=4, exception=HeadException("已电话核实", True, "trail.entry:5")), LAW
    )
    assert (let.allowed, let.counts, let.excepted) == (True, False, True)
    assert not cap_verdict(asked(**bare, used=4, exception=HeadException(" ", True, "x")), LAW).allowed


@pytest.mark.parametrize(
    ("exception", "allowed", "word"),
    [
        (HeadException("群众反映强烈", True, "trail.entry:5"), True, "trail.entry:5"),
        (HeadException("  ", True, "trail.entry:5"), False, "须写明理由"),
        (HeadException("群众反映强烈", False, "trail.entry:5"), False, "只能由负责人批准"),
    ],
)
def test_only_the_head_lets_one_over_with_a_reason(
    exception: HeadException, allowed: bool, word: str
) -> None:
    """PL-26"""
    found = cap_verdict(asked(used=4, exception=exception), LAW)
    assert found.allowed is allowed
    assert found.counts
    assert word in found.sentence


def test_an_exception_is_not_spent_below_the_ceiling() -> None:
    """PL-26: the reason appears only where it was needed."""
    found = cap_verdict(asked(used=1, exception=HeadException("甲", True, "trail.entry:5")), LAW)
    assert "trail.entry:5" not in found.sentence


@given(
    st.sampled_from(VisitKind), st.sampled_from(VisitManner), st.sampled_from(TriggerReason), st.booleans(),
    st.sampled_from(ManagementClass), st.integers(0, 12), st.booleans(),
)  # fmt: skip
def test_without_an_exception_no_counting_visit_passes_the_ceiling(
    kind: VisitKind,
    manner: VisitManner,
    reason: TriggerReason,
    sampling: bool,
    code: ManagementClass,
    used: int,
    linked: bool,
) -> None:
    """PL-25 PL-26 PL-78: at the ceiling refused when it counts, or when only a word takes it out of the count."""
    found = cap_verdict(CapFacts(code, kind, manner, used, reason, sampling, linked=linked), LAW)
    by_word = kind is VisitKind.TRIGGERED and not sampling and manner is VisitManner.ON_SITE
    free = not found.counts and (linked or not by_word)
    assert found.allowed is (free or used < found.cap)
    assert found.counts is not (
        sampling or manner is VisitManner.OFF_SITE or kind in (VisitKind.RECHECK, VisitKind.CASE)
        or (kind is VisitKind.TRIGGERED and reason in EXEMPT)
    )  # fmt: skip
    assert all(found.reasons)


def test_shipped_minima_fit_below_the_shipped_ceilings() -> None:
    """PL-27"""
    assert class_conflicts(LAW) == []


@pytest.mark.parametrize(
    ("name", "value", "code", "minimum"),
    [
        ("cap.key.per_year", 1, "KEY", 2),
        ("inspection.key.per_half_year", 3, "KEY", 6),
        ("cap.simplified.per_year", 0, "SIMPLIFIED", 1),
        ("cap.registered.per_year", 0, "REGISTERED", 1),
    ],
)
def test_a_minimum_above_the_ceiling_names_both_clauses(
    name: str, value: int, code: str, minimum: int
) -> None:
    """PL-27"""
    with law.trying([tried(name, value)]):
        (found,) = class_conflicts(LAW)
    assert (found.management_class, found.minimum) == (code, minimum)
    assert (found.minimum_clause, found.cap_clause) == ("plan:6.2", "inspection-opinions:2")
    assert "第六条第二款与涉企检查意见第二条相抵触（待确认）" in found.sentence


@pytest.mark.parametrize(("owed", "used", "told"), [(2, 2, False), (2, 3, True), (1, 4, True), (0, 9, False)])
def test_a_unit_whose_ceiling_is_spent_before_its_minimum_is_met_is_told(
    owed: int, used: int, told: bool
) -> None:
    """PL-28"""
    found = unit_conflict("KEY", owed, used, LAW)
    assert (found is not None) is told
    if found is not None:
        assert f"本年已计 {used} 次，最低次数尚欠 {owed} 次" in found.sentence
        assert {found.minimum_clause, found.cap_clause} == {"plan:6.2", "inspection-opinions:2"}
