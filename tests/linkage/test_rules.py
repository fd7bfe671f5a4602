"""Who leads, who may receive, what an outcome must show."""

import pytest

from postpermit import law
from postpermit.linkage.rules import WAITS, channel_fault, lead_division, outcome_fault, receivers_fault
from postpermit.linkage.states import Ground, Outcome, Subject


@pytest.mark.parametrize(
    ("subject", "leader"),
    [("SUPERVISION", "APPROVAL"), ("MONITORING", "ECOLOGY"), ("ENFORCEMENT", "ENFORCEMENT")],
)
def test_the_lead_division_follows_the_subject(subject: str, leader: str) -> None:
    """LK-1"""
    assert lead_division(subject) == leader


def test_every_subject_has_a_leader() -> None:
    """LK-1"""
    assert all(lead_division(s) for s in Subject)


@pytest.mark.parametrize(
    ("ground", "subject", "raiser", "receivers", "said"),
    [
        (Ground.SUPPORT, "MONITORING", "ECOLOGY", ["STATION"], ""),
        (Ground.SUPPORT, "MONITORING", "ECOLOGY", [], "至少"),
        (Ground.SUPPORT, "MONITORING", "ECOLOGY", ["ECOLOGY", "STATION"], "发起科室"),
        (Ground.LEAD, "ENFORCEMENT", "STATION", ["POLLUTION"], "牵头科室"),
        (Ground.LEAD, "ENFORCEMENT", "ENFORCEMENT", ["ENFORCEMENT"], ""),
    ],
)
def test_receivers_fit_the_ground(
    ground: str, subject: str, raiser: str, receivers: list[str], said: str
) -> None:
    """LK-2"""
    found = receivers_fault(ground, subject, raiser, receivers)
    assert (said in found) if said else found == ""


@pytest.mark.parametrize("outcome", list(Outcome))
def test_an_outcome_with_a_document_needs_its_number_and_date(outcome: Outcome) -> None:
    """LK-3"""
    paper = outcome in {Outcome.ORDERED, Outcome.FILED, Outcome.NOT_FILED, Outcome.TRANSFERRED}
    assert bool(outcome_fault(outcome, "", False)) == paper
    assert bool(outcome_fault(outcome, "演1号", False)) == paper
    assert outcome_fault(outcome, "演1号", True) == ""


def test_without_an_outcome_there_is_no_feedback_to_a_lead() -> None:
    """LK-3"""
    assert outcome_fault("", "演1号", True)


def test_every_waiting_state_names_an_existing_kind_clause_and_value() -> None:
    for wait in WAITS.values():
        assert law.duty_kind(wait.kind)
        assert law.clause(wait.clause)


@pytest.mark.parametrize(
    ("channel", "why", "faulty"),
    [("HERE", "", False), ("CITY", "", False), ("PAPER", " ", True), ("PAPER", "系统停机维护", False)],
)
def test_off_line_is_only_for_want_of_the_line(channel: str, why: str, faulty: bool) -> None:
    """LK-4."""
    assert bool(channel_fault(channel, why)) == faulty
