"""Whose address is locked: the caller's, as our own proxy tells it, and never what a stranger claims."""

import pytest
from django.test import RequestFactory

from postpermit.web.middleware import client_address


@pytest.mark.parametrize(
    ("direct", "told", "found"),
    [
        ("127.0.0.1", "203.0.113.9", "203.0.113.9"),
        ("127.0.0.1", "198.51.100.1, 203.0.113.9", "203.0.113.9"),
        ("203.0.113.9", "198.51.100.1", "203.0.113.9"),
        ("127.0.0.1", "", "127.0.0.1"),
    ],
)
def test_only_our_own_proxy_is_believed_and_only_its_last_word(direct: str, told: str, found: str) -> None:
    more = {"HTTP_X_FORWARDED_FOR": told} if told else {}
    assert client_address(RequestFactory().get("/", REMOTE_ADDR=direct, **more)) == found
