"""What may not enter the system at all."""

import pytest

from postpermit import law


@pytest.mark.parametrize(
    ("text", "secret"),
    [
        ("某涉密单位", True),
        ("国家秘密载体", True),
        ("涉密", True),
        ("保密制度", False),
        ("", False),
        (law.SECRET_NOTICE, False),
    ],
)
def test_the_words_are_recognised_and_our_own_notice_is_none(text: str, secret: bool) -> None:
    """LW-1"""
    assert law.holds_secret(text) == secret
