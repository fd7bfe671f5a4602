"""SV-101 to SV-103: what follows for a finding, which hints point at named conduct, and what may come after the notice."""

from datetime import date
from itertools import product

import pytest

from postpermit import law
from postpermit.supervision.rules import audit_rules
from postpermit.supervision.rules.handover import (
    TABLE,
    Answered,
    Fate,
    conduct_of,
    fate,
    late_finding_fault,
)
from postpermit.supervision.states import Conduct, FindingKind

NAMED = [c for c in Conduct if c is not Conduct.NONE]
FOLLOWS = {
    Answered.NOT_TOLD: Fate.TELL,
    Answered.WAITING: Fate.WAIT,
    Answered.OVERDUE: Fate.HAND_OVER,
    Answered.ACCEPTED: Fate.SETTLED,
    Answered.REFUSED: Fate.HAND_OVER,
}


def test_the_table_is_complete() -> None:
    """SV-101 decides every kind, every conduct and every answer: no combination is left to chance."""
    assert set(TABLE) == set(product(FindingKind, Conduct))
    assert all(set(row) == set(Answered) for row in TABLE.values())
    for kind, conduct, answered in product(FindingKind, Conduct, Answered):
        assert fate(kind.value, conduct.value, answered.value) in set(Fate)


@pytest.mark.parametrize("answered", list(Answered))
@pytest.mark.parametrize("kind", list(FindingKind))
def test_an_ordinary_finding_is_told_first_and_goes_only_when_it_is_not_put_right(
    kind: FindingKind, answered: Answered
) -> None:
    """SV-101: told once, waited for, settled when accepted, handed over when overdue or refused."""
    assert fate(kind, Conduct.NONE, answered) is FOLLOWS[answered]


@pytest.mark.parametrize("conduct", NAMED)
@pytest.mark.parametrize("kind", list(FindingKind))
def test_named_conduct_goes_at_once_whatever_kind_it_was_given(kind: FindingKind, conduct: Conduct) -> None:
    """SV-101: no monitoring, no disclosure, no report wait for nobody; only what was accepted is settled."""
    told = {answered: fate(kind, conduct, answered) for answered in Answered}
    assert told.pop(Answered.ACCEPTED) is Fate.SETTLED
    assert set(told.values()) == {Fate.HAND_OVER}


def test_the_value_decides_whether_other_substantive_findings_go_at_once() -> None:
    """SV-101: with the value, a substantive finding is neither told nor waited for; other kinds are as before."""
    for answered in Answered:
        before = fate("SUBSTANTIVE", "NONE", answered)
        after = fate("SUBSTANTIVE", "NONE", answered, substantive_at_once=True)
        moved = before in (Fate.TELL, Fate.WAIT)
        assert after is (Fate.HAND_OVER if moved else before)
        for kind in (FindingKind.FORMAL, FindingKind.QUESTION):
            assert fate(kind, "NONE", answered, substantive_at_once=True) is FOLLOWS[answered]


def test_the_reading_in_force_is_to_tell_first_and_says_that_it_is_unconfirmed() -> None:
    """SV-101 reads finding.substantive.at_once, which no text settles."""
    found = law.value("finding.substantive.at_once", on=date(2026, 11, 24))
    assert (found.value, found.confirmed, found.clause) == ("no", False, "plan:5.3")


def test_a_word_outside_the_table_is_no_decision() -> None:
    """SV-101 guesses nothing."""
    for told in (("GRAVE", "NONE", "WAITING"), ("FORMAL", "OTHER", "WAITING"), ("FORMAL", "NONE", "SOON")):
        with pytest.raises(ValueError, match="is not a valid"):
            fate(*told)


def test_only_hints_of_what_the_plan_names_are_taken_for_named_conduct() -> None:
    """SV-102: missing samples, missing instruments, missing disclosure, missing report; every other rule is ordinary."""
    told = {r.number: conduct_of(r.number) for r in audit_rules()}
    assert {n: c for n, c in told.items() if c is not Conduct.NONE} == {
        "SV-1": Conduct.NO_REPORT,
        "SV-52": Conduct.NO_MONITORING,
        "SV-53": Conduct.NO_MONITORING,
        "SV-69": Conduct.NO_DISCLOSURE,
    }
    assert set(told.values()) == set(Conduct)
    assert conduct_of("SV-999") is Conduct.NONE


@pytest.mark.parametrize(
    ("notice_out", "late", "why", "fault"),
    [
        (False, False, "", ""),
        (True, False, "有理由", "意见单已发出，新发现的问题按迟发现处理。"),
        (True, True, " ", "意见单已发出，请写明移交或转下次检查的理由。"),
        (True, True, "下季度再查", ""),
    ],
)
def test_after_the_notice_there_is_only_the_hand_over_or_the_next_check(
    notice_out: bool, late: bool, why: str, fault: str
) -> None:
    """SV-103: there is no second notice, and a late finding says why."""
    assert late_finding_fault(notice_out, late, why) == fault
