"""PL-10 to PL-14: the highest impact sets the step, performance moves it by one, and every step says why."""

from dataclasses import fields, replace
from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from postpermit import law, workdays
from postpermit.duties.rules import Law
from postpermit.planning.rules import Known, OfficerStep, RiskFacts, UnableToMoveStep, score
from postpermit.planning.rules.score import impact_points, impact_step, performance_step, visit_slots

LAW = Law(workdays.shipped(), date(2026, 11, 24))
GOOD = {
    "penalties": 0,
    "late_reports": 0,
    "correction_days_overdue": 0,
    "data_flags": 0,
    "upheld_complaints": 0,
    "years_since_visit": 1,
}


def facts(**given_: object) -> RiskFacts:
    return RiskFacts(**{name: Known(value, f"register.fact:{name}") for name, value in given_.items()})  # type: ignore[arg-type]


def known(**given_: object) -> RiskFacts:
    """A simplified unit whose file is complete and clean."""
    impact: dict[str, object] = {
        "management_class": "SIMPLIFIED",
        "key_unit_kinds": (),
        "total_control_pollutants": ("化学需氧量", "氨氮"),
        "hazardous_waste_tonnes": Decimal("2.5"),
        "sensitive_metres": 320,
        "accident_level": 1,
    }
    return facts(**(impact | GOOD | given_))


@pytest.mark.parametrize(
    ("fact", "value", "points"),
    [
        ("management_class", "KEY", 4),
        ("management_class", "SIMPLIFIED", 2),
        ("management_class", "REGISTERED", 1),
        ("management_class", "UNLISTED", 1),
        ("key_unit_kinds", (), 0),
        ("key_unit_kinds", ("水环境",), 3),
        ("key_unit_kinds", ("水环境", "大气环境", "土壤"), 5),
        ("total_control_pollutants", ("化学需氧量",), 1),
        ("total_control_pollutants", tuple("abcdefghi"), 5),
        ("hazardous_waste_tonnes", Decimal("0.999"), 0),
        ("hazardous_waste_tonnes", Decimal("1"), 1),
        ("hazardous_waste_tonnes", Decimal("100"), 5),
        ("sensitive_metres", 501, 0),
        ("sensitive_metres", 500, 1),
        ("sensitive_metres", 50, 5),
        ("accident_level", 0, 0),
        ("accident_level", 2, 4),
        ("accident_level", 3, 5),
    ],
)
def test_each_criterion_has_its_points_and_names_its_record(fact: str, value: object, points: int) -> None:
    """PL-10"""
    found, reasons = impact_points(facts(**{fact: value}), LAW)
    assert found == {fact: points}
    told = next(r for r in reasons if r.source)
    assert (told.source, told.effect) == (f"register.fact:{fact}", f"影响 {points} 分")


def test_what_nobody_knows_is_said_and_not_guessed() -> None:
    """PL-10: without a fact there are no points, and the unit is told as 未掌握."""
    found = score(facts(management_class="KEY"), LAW)
    assert "危险废物" in found.unknown
    assert "上次检查" in found.unknown
    assert ("危险废物：未掌握", "", "不计") in [(r.text, r.source, r.effect) for r in found.reasons]
    nothing = score(RiskFacts(), LAW)
    assert (nothing.step, nothing.impact, nothing.performance, nothing.slots) == (None, None, 0, 1)
    assert len(nothing.unknown) == len(fields(RiskFacts))


def test_a_step_lower_when_too_few_criteria_reach_the_highest() -> None:
    """PL-11"""
    assert impact_step({"a": 5, "b": 5}, LAW)[0] == 5
    assert impact_step({"a": 5, "b": 4}, LAW)[0] == 4
    assert impact_step({"a": 0, "b": 0, "c": 0}, LAW)[0] == 0
    assert impact_step({"a": 0}, LAW)[0] == 0
    assert impact_step({}, LAW)[0] is None


def test_the_rule_about_too_few_criteria_is_a_value() -> None:
    """PL-11"""
    line = replace(law.value("score.impact.least", on=LAW.on), value=1, since=date(2026, 1, 1))
    with law.trying([line]):
        assert impact_step({"a": 5, "b": 4}, LAW)[0] == 5


@pytest.mark.parametrize(
    ("changes", "moved"),
    [
        ({}, -1),
        ({"penalties": 1}, 0),
        ({"penalties": 1, "late_reports": 2}, 0),
        ({"penalties": 1, "late_reports": 2, "correction_days_overdue": 10}, 1),
        ({"upheld_complaints": 1}, 0),
        ({"late_reports": 1, "correction_days_overdue": 1}, -1),
        ({"years_since_visit": 2}, 0),
    ],
)
def test_performance_moves_by_one_at_most(changes: dict[str, int], moved: int) -> None:
    """PL-12: weighted and rounded; one bad mark, or nobody having looked, keeps the step from being lowered."""
    assert performance_step(known(**changes), LAW)[0] == moved


def test_half_of_the_weight_is_enough() -> None:
    """PL-12: exactly one half moves the step, in either direction."""
    line = replace(law.value("score.performance.weights", on=LAW.on), value=[1, 1], since=date(2026, 1, 1))
    with law.trying([line]):
        assert performance_step(facts(penalties=1, years_since_visit=0), LAW)[0] == 1
        assert performance_step(facts(penalties=0, years_since_visit=0), LAW)[0] == -1


def test_a_silent_file_is_neither_good_nor_bad() -> None:
    """PL-12"""
    assert performance_step(facts(years_since_visit=0), LAW)[0] == 0
    unseen = replace(known(), years_since_visit=None)
    moved, reasons = performance_step(unseen, LAW)
    assert moved == 0
    assert any("没有依据" in r.text for r in reasons)


def test_an_officer_moves_the_step_by_one_with_a_reason() -> None:
    """PL-13"""
    plain = score(known(), LAW)
    raised = score(known(), LAW, OfficerStep(1, "新增喷涂线", "trail.entry:7"))
    assert plain.step is not None
    assert raised.step == plain.step + 1
    told = next(r for r in raised.reasons if r.source == "trail.entry:7")
    assert told.text == "人工调整：新增喷涂线"
    for by, reason in ((2, "甲"), (0, "甲"), (1, "  ")):
        with pytest.raises(UnableToMoveStep):
            score(known(), LAW, OfficerStep(by, reason, "trail.entry:7"))
    with pytest.raises(UnableToMoveStep, match="未掌握"):
        score(RiskFacts(), LAW, OfficerStep(1, "甲", "trail.entry:7"))


def test_an_officer_does_not_move_it_past_the_ends() -> None:
    """PL-13"""
    highest = known(management_class="KEY", accident_level=3, key_unit_kinds=("水环境", "大气环境", "土壤"), penalties=3,
                    late_reports=3, correction_days_overdue=30)  # fmt: skip
    found = score(highest, LAW, OfficerStep(1, "甲", "trail.entry:1"))
    assert found.step == 5
    assert "仍为 5 档" in next(r.effect for r in found.reasons if r.source == "trail.entry:1")


@pytest.mark.parametrize(("total", "slots"), [(0, 1), (7, 1), (8, 2), (15, 2), (16, 3), (30, 3)])
def test_the_sum_sets_how_long_a_visit_takes(total: int, slots: int) -> None:
    """PL-14"""
    assert visit_slots(total, LAW)[0] == slots


def test_every_number_of_the_score_is_unconfirmed_and_said_so() -> None:
    """PL-10 PL-12: nobody has fixed these numbers."""
    assert not score(known(), LAW).confirmed


def test_a_reason_holds_counts_and_names_only() -> None:
    """PL-12: no fact can carry the text of a complaint or a person; they are numbers, classes and names of lists."""
    kinds = {f.name: str(f.type) for f in fields(RiskFacts)}
    texts = {name for name, kind in kinds.items() if "str" in kind}
    assert texts == {"management_class", "key_unit_kinds", "total_control_pollutants"}


RISES = {
    "hazardous_waste_tonnes": st.integers(0, 200).map(Decimal),
    "accident_level": st.integers(0, 3),
    "penalties": st.integers(0, 4),
    "late_reports": st.integers(0, 4),
    "correction_days_overdue": st.integers(0, 40),
    "data_flags": st.integers(0, 5),
    "upheld_complaints": st.integers(0, 3),
    "years_since_visit": st.integers(0, 9),
}


@settings(max_examples=120, deadline=None)
@given(st.fixed_dictionaries({name: st.none() | some for name, some in RISES.items()}), st.data())
def test_a_worse_fact_never_lowers_the_step(found: dict[str, object], data: st.DataObject) -> None:
    """PL-10 PL-11 PL-12: monotone in every fact, and performance stays within one of the impact."""
    had = {n: v for n, v in found.items() if v is not None}
    name = data.draw(st.sampled_from(sorted(RISES)))
    worse = data.draw(RISES[name])
    before = score(facts(management_class="SIMPLIFIED", **had), LAW)
    assert before.step is not None and before.impact is not None
    assert 0 <= before.step <= 5 and abs(before.step - before.impact) <= 1
    assert len(before.reasons) >= len(fields(RiskFacts)) - 1
    if name in had and worse >= had[name]:  # type: ignore[operator]
        after = score(facts(management_class="SIMPLIFIED", **(had | {name: worse})), LAW)
        assert after.step is not None and after.step >= before.step
        assert after.slots >= before.slots
