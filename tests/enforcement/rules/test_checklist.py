"""EN-30 to EN-37: results of items, provisions by the date of the act, which questions apply, and what a visit adds up to."""

from collections.abc import Sequence
from datetime import date
from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit import law
from postpermit.enforcement.rules.applicability import UnitFacts, applicable, list_for, prefilled
from postpermit.enforcement.rules.checklist import (
    NOTHING_FOUND,
    OLD_OR_LIGHTER,
    TWO_READINGS,
    answer_fault,
    basis_of,
    conducts_of,
    first_to_ask,
    item_result,
    visit_summary,
)
from postpermit.enforcement.states import CheckResult
from postpermit.register.states import ManagementClass

NO, MEETS, FAILS, OUT = CheckResult
ON = date(2026, 11, 26)
HOLDER = law.checklist("holder", on=ON)
BEFORE, AFTER = date(2026, 8, 14), date(2026, 8, 15)


@pytest.mark.parametrize(
    ("results", "result"),
    [
        ([MEETS, MEETS], MEETS),
        ([MEETS, OUT], MEETS),
        ([OUT, OUT], OUT),
        ([MEETS, NO], NO),
        ([OUT, NO], NO),
        ([NO, NO], NO),
        ([FAILS, NO], FAILS),
        ([FAILS, OUT, MEETS], FAILS),
        ([], NO),
    ],
)
def test_an_item_follows_from_its_questions(results: list[CheckResult], result: CheckResult) -> None:
    """EN-30: one failure fails it; nothing is presumed of what was not looked at."""
    assert item_result(results) is result


def test_an_item_of_three_questions_is_decided_in_every_combination() -> None:
    """EN-30: the order of the questions plays no part, and 符合 needs every applicable question answered."""
    for results in product(CheckResult, repeat=3):
        found = item_result(results)
        assert found is item_result(reversed(results))
        assert (found is FAILS) == (FAILS in results)
        assert (found is MEETS) == (MEETS in results and not {FAILS, NO} & set(results))


def cited(question: str, day: date) -> list[str]:
    """The penalty clauses shown for an act of that day."""
    return [b.clause for b in basis_of(HOLDER.question(question), day).penalties]


def test_an_act_before_the_code_is_read_by_the_regulation() -> None:
    """EN-31: the day of the act chooses."""
    assert cited("2.1.1", BEFORE) == ["regulation:36.i1"]
    found = basis_of(HOLDER.question("2.1.1"), BEFORE)
    assert not found.both_readings and found.notes == ()


def test_an_act_after_it_shows_both_readings() -> None:
    """EN-31: regulation and code side by side, a person chooses."""
    assert cited("2.1.1", AFTER) == ["regulation:36.i1", "code:1109"]
    found = basis_of(HOLDER.question("2.1.1"), AFTER)
    assert found.both_readings and found.notes == (TWO_READINGS,)
    assert [b.clause for b in found.duties] == ["regulation:18"]


def test_a_rule_that_came_after_the_act_is_shown_apart() -> None:
    """EN-31: what came into force between the act and the decision may be the lighter one."""
    found = basis_of(HOLDER.question("2.1.1"), BEFORE, decided_on=ON)
    assert [b.clause for b in found.later] == ["code:1109"]
    assert found.notes == (OLD_OR_LIGHTER,) and not found.both_readings
    assert basis_of(HOLDER.question("2.1.1"), BEFORE, decided_on=BEFORE).later == ()
    assert basis_of(HOLDER.question("2.1.1"), AFTER, decided_on=ON).later == ()


def test_an_act_older_than_every_provision_held_says_so() -> None:
    """EN-31: before the regulation nothing of ours applies."""
    found = basis_of(HOLDER.question("2.1.1"), date(2021, 2, 28))
    assert found.penalties == () and found.notes == (NOTHING_FOUND,)


def test_a_repealed_act_gives_way_to_the_code() -> None:
    """EN-31: building before approval is read by the old act to its last day."""
    question = law.checklist("registered", on=ON).question("2.1.1")
    assert [b.clause for b in basis_of(question, BEFORE).penalties] == ["eia-law:31"]
    assert [b.clause for b in basis_of(question, AFTER).penalties] == ["code:1095"]


@pytest.mark.parametrize(
    ("klass", "kind"),
    [("KEY", "holder"), ("SIMPLIFIED", "holder"), ("REGISTERED", "registered"), ("UNLISTED", "unlicensed")],
)
def test_a_class_has_its_list(klass: str, kind: str) -> None:
    """EN-36: and every question of that list is meant for that class."""
    assert list_for(ManagementClass(klass)) == kind
    facts = UnitFacts(ManagementClass(klass))
    assert all(applicable(q, facts).applies for q in law.checklist(kind, on=ON).questions)


def test_a_question_of_another_class_does_not_apply_and_says_why() -> None:
    """EN-32: a registered unit is not asked the holders' questions."""
    found = applicable(HOLDER.question("1.1.1"), UnitFacts(ManagementClass.REGISTERED))
    assert (found.applies, found.reason) == (False, "只适用于重点管理、简化管理单位")


@pytest.mark.parametrize("fact", sorted({n for q in HOLDER.questions for n in q.needs}))
def test_a_fact_that_is_absent_takes_its_questions_away_and_an_unknown_one_does_not(fact: str) -> None:
    """EN-32: only a known no makes a question inapplicable."""
    for question in HOLDER.questions:
        if fact not in question.needs:
            continue
        for known, applies in (({}, True), ({fact: True}, True), ({fact: False}, False)):
            found = applicable(question, UnitFacts(ManagementClass.KEY, known))
            assert found.applies is applies
            assert found.reason == ("" if applies else law.check_facts()[fact].absent)


def test_a_visit_begins_with_nothing_presumed() -> None:
    """EN-32: 未查 where it applies, 不适用 with its reason where it does not."""
    start = prefilled(HOLDER, UnitFacts(ManagementClass.KEY, {"automatic_device": False}))
    out = {code for code, (result, _) in start.items() if result is OUT}
    assert out == {"3.3.1", "3.3.2", "3.3.3", "3.4.1"}
    assert all(answer_fault(result, reason) == "" for result, reason in start.values())
    assert {start[c][0] for c in set(start) - out} == {NO}


def test_a_visit_is_counted_by_question_and_by_item() -> None:
    """EN-33: what was not answered counts as 未查."""
    given = {q.code: MEETS for q in HOLDER.questions if not q.code.startswith("4.")}
    found = visit_summary(HOLDER, {**given, "2.5.2": FAILS, "2.6.1": OUT})
    assert found.questions == {NO: 7, MEETS: 25, FAILS: 1, OUT: 1}
    assert found.failed == ("2.5.2",) and not found.complete
    assert (found.items["2.5"], found.items["2.6"], found.items["4.4"]) == (FAILS, OUT, NO)
    assert len(found.items) == 17


@given(st.lists(st.sampled_from(list(CheckResult)), min_size=34, max_size=34))
def test_counts_and_items_agree(results: Sequence[CheckResult]) -> None:
    """EN-33: nothing is lost between questions and items."""
    given_ = dict(zip((q.code for q in HOLDER.questions), results, strict=True))
    found = visit_summary(HOLDER, given_)
    assert sum(found.questions.values()) == 34
    assert {HOLDER.item_of(c).code for c in found.failed} == {i for i, r in found.items.items() if r is FAILS}
    assert found.complete == (NO not in results)


@pytest.mark.parametrize(
    ("result", "reason", "closing", "fault"),
    [
        (MEETS, "", True, ""),
        (FAILS, " ", False, "“不符合”请写明情况。"),
        (OUT, "", False, "“不适用”请写明理由。"),
        (OUT, "没有废水", False, ""),
        (NO, "", False, ""),
        (NO, "", True, "未查的请写明原因。"),
        (NO, "设备停运", True, ""),
    ],
)
def test_an_answer_that_needs_words_has_them(
    result: CheckResult, reason: str, closing: bool, fault: str
) -> None:
    """EN-34: a failure says what was seen, 不适用 and at the end 未查 say why."""
    assert answer_fault(result, reason, closing=closing) == fault


def test_only_a_failure_points_to_conduct() -> None:
    """EN-35: nothing else does."""
    for question in HOLDER.questions:
        pointed = {r: conducts_of(question, r) for r in CheckResult}
        assert pointed.pop(FAILS) == question.conducts != ()
        assert set(pointed.values()) == {()}


def test_what_failed_last_time_is_asked_first_then_what_was_not_looked_at() -> None:
    """EN-37: in the order of the list, and nothing else."""
    last = {"4.3.1": FAILS, "1.1.1": MEETS, "2.1.1": NO, "2.5.1": FAILS, "3.4.1": OUT, "9.9": FAILS}
    assert first_to_ask(HOLDER, last) == ("2.5.1", "4.3.1", "2.1.1")
