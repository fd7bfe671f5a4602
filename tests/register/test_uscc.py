"""The check digit of GB 32100-2015."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.register.uscc import ALPHABET, check_digit, uscc_fault


def test_a_known_code_is_valid() -> None:
    assert uscc_fault("91130200699229617X") == ""


@given(st.text(alphabet=ALPHABET, min_size=17, max_size=17), st.integers(0, 16), st.sampled_from(ALPHABET))
def test_one_wrong_character_is_always_found(first: str, place: int, other: str) -> None:
    code = first + check_digit(first)
    assert uscc_fault(code) == ""
    if code[place] != other:
        assert "校验位" in uscc_fault(code[:place] + other + code[place + 1 :])


@pytest.mark.parametrize(("code", "said"), [("9113020069922961", "18 位"), ("91130200699229617I", "“I”")])
def test_a_wrong_form_is_told(code: str, said: str) -> None:
    assert said in uscc_fault(code)
