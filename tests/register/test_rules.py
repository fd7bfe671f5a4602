"""Who owns a field, what a change of dates is, which letters are strange."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.register.columns import SHEETS, UNITS
from postpermit.register.rules import FACT_OWNERS, event_of, fact_owner, is_proposal, number_doubt, owner_of
from postpermit.register.states import PermitEvent
from tests.bureau import number_of, uscc

FIELDS = [c.field for c in SHEETS[UNITS]]
POLLUTION = {"key_unit_kinds", "city_class", "emergency_plan_filed_on"}


@pytest.mark.parametrize("field", FIELDS)
def test_three_fields_belong_to_pollution_control_and_all_others_to_approval(field: str) -> None:
    """RG-1"""
    assert owner_of(field) == ("POLLUTION" if field in POLLUTION else "APPROVAL")


@given(
    st.sampled_from(FIELDS),
    st.sampled_from(["APPROVAL", "POLLUTION", "STATION"]),
    st.sampled_from(["", None, "甲"]),
    st.sampled_from(["甲", "乙"]),
)
def test_a_proposal_is_a_differing_value_for_a_filled_field_of_somebody_else(
    field: str, division: str, current: str | None, given: str
) -> None:
    """RG-2"""
    assert is_proposal(field, division, current, given) == (
        current == "甲" and given == "乙" and division != owner_of(field)
    )


@pytest.mark.parametrize(
    ("old", "new", "event"),
    [
        (("2021-01-01", "2025-12-31"), ("2026-01-01", "2030-12-31"), PermitEvent.RENEW),
        (("2021-01-01", "2025-12-31"), ("2021-01-01", "2026-12-31"), PermitEvent.CHANGE),
        (("2021-01-01", "2025-12-31"), ("2021-01-01", "2024-12-31"), PermitEvent.CHANGE),
    ],
)
def test_a_following_term_is_a_renewal_and_any_other_move_a_change(
    old: tuple[str, str], new: tuple[str, str], event: PermitEvent
) -> None:
    """RG-3"""
    first, second = (tuple(date.fromisoformat(d) for d in pair) for pair in (old, new))
    assert event_of(first, second) == event  # type: ignore[arg-type]


def test_every_small_register_has_its_division() -> None:
    """RG-4"""
    wanted = {
        "eia": "APPROVAL",
        "key-unit": "POLLUTION",
        "statistic": "ECOLOGY",
        "credit": "LEGAL",
        "penalty": "ENFORCEMENT",
        "complaint": "ENFORCEMENT",
    }
    assert {k: fact_owner(k) for k in FACT_OWNERS} == wanted


@pytest.mark.parametrize(
    ("number", "registered", "said"),
    [
        (number_of(1), False, ""),
        (number_of(1, "W"), True, ""),
        (number_of(1, "W"), False, "末位"),
        (number_of(2), False, "前 18 位"),
    ],
)
def test_a_strange_number_is_doubted_and_never_refused(number: str, registered: bool, said: str) -> None:
    found = number_doubt(number, uscc(1), registered)
    assert (said in found) if said else found == ""
