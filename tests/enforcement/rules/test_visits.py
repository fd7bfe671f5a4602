"""Decisions about visits, as tables of named facts. No database."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.enforcement.rules.record_elements import BY_CODE, ELEMENTS, element_fault, missing_elements
from postpermit.enforcement.rules.visits import (
    Asked,
    Candidate,
    Closing,
    Ended,
    beside_plan_fault,
    close_fault,
    discharges,
    fate_of_planned,
    finish_fault,
    kind_fault,
    must_disclose,
    proposed_outcome,
    sampling_fault,
    start_fault,
    team_fault,
)
from postpermit.enforcement.states import Disposition, VisitOutcome
from postpermit.planning.states import TriggerReason, VisitKind, VisitManner

pytestmark = pytest.mark.one_database
GOOD = Candidate("甲", "演示01")
OUTCOMES = st.sampled_from(list(VisitOutcome))


@pytest.mark.parametrize(
    ("asked", "said"),
    [
        (Asked("PLANNED", "NONE"), ""),
        (Asked("PLANNED", "COMPLAINT"), "不选其他事由"),
        (Asked("PLANNED", "NONE", planned=True), ""),
        (Asked("TRIGGERED", "NONE"), "须选择检查事由"),
        (Asked("TRIGGERED", "FOLLOW_UP"), ""),
        (Asked("TRIGGERED", "FOLLOW_UP", planned=True), "有计划检查"),
        (Asked("TRIGGERED", "COMPLAINT", complaint=True), ""),
        (Asked("TRIGGERED", "TRANSFER", complaint=True), "事由为信访投诉"),
        (Asked("TRIGGERED", "COMPLAINT"), "写明来源"),
        (Asked("TRIGGERED", "DATA_LEAD", " "), "写明来源"),
        (Asked("TRIGGERED", "DATA_LEAD", " x " * 5), "不少于 6 个字"),
        (Asked("TRIGGERED", "OTHER", "其他"), "写明具体事由"),
        (Asked("TRIGGERED", "CAMPAIGN", campaign=True), ""),
        (Asked("TRIGGERED", "COMPLAINT", campaign=True), "事由为督察"),
        (Asked("TRIGGERED", "TRANSFER", assignment=True), ""),
        (Asked("TRIGGERED", "INSTRUCTION", "局办〔2026〕5号"), ""),
        (Asked("TRIGGERED", "RECHECK"), "只用于复查"),
        (Asked("TRIGGERED", "CASE"), "只用于案件调查"),
        (Asked("TRIGGERED", "OTHER"), "写明具体事由"),
        (Asked("TRIGGERED", "OTHER", "市里统一部署"), ""),
        (Asked("RECHECK", "RECHECK"), "要复查的问题"),
        (Asked("RECHECK", "RECHECK", recheck_of=True), ""),
        (Asked("RECHECK", "COMPLAINT", recheck_of=True), "整改复查"),
        (Asked("CASE", "CASE"), "须选择案件"),
        (Asked("CASE", "CASE", case=True), ""),
        (Asked("PLANNED", "NONE", recheck_of=True), "检查类型为复查"),
        (Asked("PLANNED", "NONE", case=True), "案件调查"),
    ],
)
def test_kind_reason_and_what_it_hangs_on_agree(asked: Asked, said: str) -> None:
    """EN-1"""
    fault = kind_fault(asked)
    assert said in fault
    assert bool(fault) == bool(said)


def test_every_kind_has_a_way_to_be_asked_for() -> None:
    """EN-1: no reason is a dead end."""
    for reason in TriggerReason:
        asked = (
            Asked(k, reason, "市局来文第3号", recheck_of=k == "RECHECK", case=k == "CASE") for k in VisitKind
        )
        assert any(not kind_fault(a) for a in asked), reason


@pytest.mark.parametrize(
    ("person", "said"),
    [
        (replace(GOOD, ours=False), "参加人"),
        (replace(GOOD, certificate=" "), "执法证号"),
        (replace(GOOD, disabled=True), "停用"),
        (replace(GOOD, away=True), "离岗"),
        (replace(GOOD, recused="亲属关系"), "回避"),
    ],
)
def test_two_certified_officers_who_may_go(person: Candidate, said: str) -> None:
    """EN-2"""
    other = replace(GOOD, name="乙")
    assert team_fault([GOOD, other], 2) == ""
    assert said in team_fault([other, person], 2)
    assert "不得少于 2 人" in team_fault([GOOD], 2)
    assert "不得少于 2 人" in team_fault([], 2)


@given(OUTCOMES, st.sampled_from(list(VisitKind)), st.sampled_from(list(VisitManner)), *[st.booleans()] * 3)
def test_only_a_visit_that_was_carried_out_counts(
    outcome: str, kind: str, manner: str, offsite: bool, closed: bool, recheck: bool
) -> None:
    """EN-3"""
    said = discharges(Ended(outcome, kind, manner, offsite, closed, recheck))
    if outcome in ("STOPPED", "NOBODY", "REFUSED") or kind == "CASE":
        assert not said
    if (outcome, kind, manner) == ("DONE", "PLANNED", "ON_SITE"):
        assert said
    if outcome in ("SHUT", "MOVED") and not closed:
        assert not said
    if manner == "OFF_SITE" and not offsite:
        assert not said
    if kind == "RECHECK" and not recheck:
        assert not said


@given(OUTCOMES)
def test_a_planned_visit_that_could_not_take_place_goes_back(outcome: str) -> None:
    """EN-4"""
    assert fate_of_planned(outcome) == (
        "release" if outcome in ("STOPPED", "NOBODY", "REFUSED") else "fulfil"
    )
    assert fate_of_planned(outcome, counted=False) == (
        "fulfil" if outcome in ("SHUT", "MOVED") else "release"
    )


def test_the_code_comes_before_the_visit() -> None:
    """EN-5"""
    kinds = ("PLANNED", "TRIGGERED", "RECHECK")
    for kind in kinds:
        assert "检查码" in start_fault("ON_SITE", kind, " ", kinds)
        assert start_fault("ON_SITE", kind, "JCM1", kinds) == start_fault("OFF_SITE", kind, "", kinds) == ""
    assert (
        start_fault("ON_SITE", "CASE", "", kinds) == start_fault("ON_SITE", "RECHECK", "", ("PLANNED",)) == ""
    )


@given(OUTCOMES, st.booleans())
def test_an_ending_is_told(outcome: str, started: bool) -> None:
    """EN-6"""
    assert bool(finish_fault(outcome, " ", started)) == (outcome != "NOBODY")
    assert bool(finish_fault(outcome, "门卫拒绝进入", started)) == (outcome == "DONE" and not started)


@given(OUTCOMES, st.sampled_from(list(VisitKind)), st.booleans())
def test_results_of_random_and_planned_visits_are_disclosed(outcome: str, kind: str, drawn: bool) -> None:
    """EN-7"""
    owed = must_disclose(outcome, kind, drawn)
    assert owed == ((drawn or kind == "PLANNED") and outcome in ("DONE", "SHUT", "MOVED"))


@given(
    OUTCOMES, st.sampled_from(list(VisitKind)), *[st.integers(0, 2)] * 4, st.sampled_from(["", "只查异味"])
)
def test_nothing_is_closed_with_something_open(
    outcome: str, kind: str, undecided: int, conflicts: int, unanswered: int, unexplained: int, why: str
) -> None:
    """EN-8"""
    fault = close_fault(Closing(outcome, kind, undecided, conflicts, unanswered, unexplained, why))
    listed = kind in ("PLANNED", "TRIGGERED")
    left = unanswered if listed and not why else 0
    hinders = bool(undecided or conflicts or (outcome == "DONE" and (left or unexplained)))
    assert bool(fault) == hinders


@pytest.mark.parametrize(
    ("ways", "said"),
    [
        ([], "NOTHING_FOUND"),
        ([Disposition.ON_THE_SPOT] * 2, "MENDED"),
        ([Disposition.ON_THE_SPOT, Disposition.CASE], "FILED"),
        ([Disposition.SUPERVISION], ""),
    ],
)
def test_an_outcome_is_proposed_from_where_the_findings_went(ways: list[str], said: str) -> None:
    """EN-9"""
    assert proposed_outcome(ways, len(ways)) == said


def test_a_record_is_signed_when_complete_and_a_refusal_takes_the_place_of_the_partys_words() -> None:
    """EN-10"""
    full = {e.code: (True if e.kind == "yes" else "有") for e in ELEMENTS if e.needed}
    assert missing_elements(full) == ()
    for element in ELEMENTS:
        lacking = {k: v for k, v in full.items() if k != element.code}
        assert (element.label in missing_elements(lacking)) == element.needed
    assert BY_CODE["rights_told"].label in missing_elements(full | {"rights_told": False})
    assert missing_elements(full | {"party_words": ""}) == (BY_CODE["party_words"].label,)
    assert missing_elements(full | {"party_words": "", "refusal": "负责人拒绝签字"}) == ()


def test_only_elements_of_the_form_are_written() -> None:
    """EN-11"""
    assert element_fault({"place": "演示路1号", "rights_told": True}) == ""
    assert "没有" in element_fault({"id_card": "1"})
    assert "是或否" in element_fault({"rights_told": "是"})
    assert "文字" in element_fault({"place": 3})
    assert "2000" in element_fault({"place": "长" * 2001})


@pytest.mark.parametrize(
    ("kind", "planned", "waiting", "said"),
    [
        ("PLANNED", False, [date(2026, 5, 4)], "5月4日"),
        ("PLANNED", True, [date(2026, 5, 4)], ""),
        ("PLANNED", False, [], ""),
        ("TRIGGERED", False, [date(2026, 5, 4)], ""),
    ],
)
def test_what_the_plan_asks_for_is_not_done_beside_it(
    kind: str, planned: bool, waiting: list[date], said: str
) -> None:
    """EN-100"""
    fault = beside_plan_fault(kind, planned, waiting)
    assert said in fault and bool(fault) is bool(said)


def test_where_the_station_only_samples_nobody_is_sent_to_inspect() -> None:
    """EN-101"""
    assert "监测站" in sampling_fault(inspects=False) and not sampling_fault(inspects=True)
