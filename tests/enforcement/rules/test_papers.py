"""What a paper of a visit needs before it bears a number or is recorded as signed. No database."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.enforcement.rules.papers import (
    FIT,
    backing_fault,
    by_party,
    empty_fault,
    number_fault,
    undecided_fault,
)
from postpermit.enforcement.states import PaperKind

pytestmark = pytest.mark.one_database


@pytest.mark.parametrize("kind", list(PaperKind))
def test_two_versions_are_chosen_between_before_a_paper_is_signed(kind: PaperKind) -> None:
    """EN-115"""
    assert undecided_fault(kind, []) == FIT
    sentence, place = undecided_fault(kind, ["排放口是否一致？", "生产情况"])
    if kind == PaperKind.PHOTOS:
        assert (sentence, place) == FIT
    else:
        assert ("“排放口是否一致？”、“生产情况”" in sentence, place) == (True, "kind")
    assert "等 5 项" in undecided_fault(PaperKind.RECORD, list("甲乙丙丁戊"))[0]


@pytest.mark.parametrize(
    ("kind", "count", "fit"),
    [
        (PaperKind.ORDER, 0, False),
        (PaperKind.ORDER, 1, True),
        (PaperKind.PHOTOS, 0, False),
        (PaperKind.PHOTOS, 1, True),
        (PaperKind.RECORD, 0, True),
    ],
)
def test_an_order_has_a_fact_and_a_sheet_of_photos_a_photo(kind: PaperKind, count: int, fit: bool) -> None:
    """EN-116"""
    assert (empty_fault(kind, count) == FIT) is fit


@given(*(st.booleans() for _ in range(4)))
def test_a_signature_has_something_behind_it(here: bool, numbered: bool, elsewhere: bool, scan: bool) -> None:
    """EN-117"""
    fault = backing_fault(issued_here=here, numbered=numbered, elsewhere=elsewhere, scanned=scan)
    assert (fault == FIT) is (elsewhere or (numbered if here else scan))
    assert fault[1] in ("", "kind" if here else "original_number")


def test_an_order_goes_to_the_unit_whose_finding_it_is() -> None:
    """EN-118"""
    rows = [("甲厂", 2), ("乙坊", 1), ("甲厂", 3)]
    assert by_party(rows, "甲厂") == {"甲厂": [2, 3], "乙坊": [1]}
    assert list(by_party([("乙坊", 1)], "甲厂")) == ["甲厂", "乙坊"]


@pytest.mark.parametrize(
    ("here", "ended", "said"),
    [(True, True, ""), (True, False, "还没有结束"), (False, True, "其他系统"), (False, False, "其他系统")],
)
def test_a_number_is_taken_here_and_after_the_end(here: bool, ended: bool, said: str) -> None:
    """EN-119"""
    sentence, _ = number_fault(issued_here=here, ended=ended)
    assert (said in sentence, bool(sentence)) == (True, bool(said))
