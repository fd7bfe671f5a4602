"""What a record may say of a visit on which nothing was written down. No database."""

import pytest

from postpermit.enforcement.rules.unsettled import Failed, Unsettled, found_nothing, left_words

pytestmark = pytest.mark.one_database
ONE = (Failed("1.1.1", "有没有许可证？", "没有"),)


@pytest.mark.parametrize(
    ("findings", "left", "nothing"),
    [
        (0, Unsettled(), True),
        (0, Unsettled(unchecked=3), True),
        (1, Unsettled(), False),
        (0, Unsettled(ONE), False),
        (0, Unsettled(undecided=ONE), False),
        (0, Unsettled(unchecked=34, answered=False), False),
    ],
)
def test_nothing_was_found_only_where_it_was_looked_for(
    findings: int, left: Unsettled, nothing: bool
) -> None:
    """EN-13"""
    assert found_nothing(findings, left) is nothing


def test_what_is_left_is_said_in_one_sentence() -> None:
    assert left_words(Unsettled()) == ""
    assert left_words(Unsettled(unchecked=2)) == "检查单还有 2 项未查。"
    assert left_words(Unsettled(ONE, 2)) == "检查单还有 2 项未查，1 项不符合尚未登记问题。"
    assert left_words(Unsettled(undecided=ONE)) == "检查单还有 1 项有两个版本待选定。"
