"""Browsers beside the desk of checks: who is logged in, forms with their keys, and a technical body's reader."""

from datetime import date, datetime
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from postpermit.office.models import Division
from postpermit.office.operations import add_officer, add_post, hold_post
from postpermit.supervision.models import DivisionReview, Hint, ReportCheck
from postpermit.trail.actors import COMMAND_LINE
from tests.supervision.desk import CheckDesk, quarterly
from tests.web.world import BACKEND

# A cell that says far more than is permitted, so that the machine hints at it whatever else is right.
WRONG = {"total": "5000"}


def client_of(checks: CheckDesk, account: str) -> Client:
    """A browser logged in as that officer."""
    client = Client(raise_request_exception=False)
    client.force_login(checks.bureau.officers[account].user, backend=BACKEND)
    return client


def key(mark: str) -> str:
    """The key of one form."""
    return (mark * 32)[:32]


def wrong_report(checks: CheckDesk) -> ReportCheck:
    """A check with unanswered hints of 生态科 in the section of emissions."""
    check = checks.receive(quarterly(**WRONG), data=b"PK\x03\x04 wrong").check_matter
    assert open_hints(check)
    return check


def open_hints(check: ReportCheck, division: str = "ECOLOGY") -> list[Hint]:
    """What waits for that division."""
    return list(check.hints.filter(state="OPEN", division=division).order_by("pk"))


def page_of_review(check: ReportCheck, division: str = "ECOLOGY") -> str:
    """The division's screen."""
    return f"/reports/{check.public_id}/review/{division}/"


def review_of(check: ReportCheck, division: str = "ECOLOGY") -> DivisionReview:
    """The division's part."""
    return check.reviews.get(division=division)


def asked(client: Client, address: str) -> int:
    """How many questions a page asks the database."""
    client.get(address)
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return len(found)


def add_reader(checks: CheckDesk, at: datetime, account: str = "reader") -> Any:
    """A post of a contracted technical body with its person."""
    officer = add_officer(name="技核示", account=account, by=COMMAND_LINE, at=at)
    code = f"TECHNICAL-{account.upper()}"
    post = add_post(
        code=code,
        division=Division.objects.get(code="TECHNICAL"),
        title="演示技术机构",
        rank="READER",
        by=COMMAND_LINE,
        at=at,
    )
    hold_post(post=post, officer=officer, role="A", from_on=date(2026, 1, 1), by=COMMAND_LINE, at=at)
    checks.bureau.officers[account] = officer
    return post
