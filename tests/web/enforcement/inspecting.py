"""Browsers beside the desk of visits: who is logged in, forms with their keys, what a page asks the database."""

import uuid
from typing import Any

from django.db import connection
from django.http import HttpResponse
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests.enforcement.building import VisitDesk
from tests.web.world import BACKEND


def client_of(visits: VisitDesk, account: str = "enforcement-1") -> Client:
    """A browser logged in as that officer."""
    client = Client(raise_request_exception=False)
    client.force_login(visits.bureau.officers[account].user, backend=BACKEND)
    return client


def send(client: Client, to: str, /, **typed: Any) -> HttpResponse:
    """A form with a key of its own."""
    return client.post(to, {"act_key": uuid.uuid4().hex} | typed)


def text_of(answer: Any) -> str:
    """The page as text; a redirect is followed by nobody here."""
    return str(answer.content.decode())


def asked(client: Client, address: str) -> int:
    """How many questions a page asks the database the first time it is opened."""
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(found)
