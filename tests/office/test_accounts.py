"""Accounts: argon2, lock-out after repeated failures, one-time links, idle time-out."""

from datetime import datetime, timedelta

import pytest
from django.conf import settings
from django.test import Client

from postpermit.office.operations import UnableToSetPassword, invite, set_password, use_invitation
from postpermit.trail.actors import COMMAND_LINE
from tests.bureau import Bureau

pytestmark = pytest.mark.django_db
GOOD = "一个很长的口令-2026"


def test_a_link_sets_a_password_once_and_for_three_days(bureau: Bureau, at: datetime) -> None:
    officer = bureau.officers["legal-1"]
    token = invite(officer=officer, by=COMMAND_LINE, at=at)
    with pytest.raises(UnableToSetPassword):
        use_invitation(token=token, password="12345", at=at)
    use_invitation(token=token, password=GOOD, at=at)
    officer.user.refresh_from_db()
    assert officer.user.password.startswith("argon2")
    with pytest.raises(UnableToSetPassword):
        use_invitation(token=token, password=GOOD, at=at)
    late = invite(officer=officer, by=COMMAND_LINE, at=at)
    with pytest.raises(UnableToSetPassword):
        use_invitation(token=late, password=GOOD, at=at + timedelta(days=4))


def test_logging_in_fails_alike_for_wrong_names_and_wrong_passwords_and_locks_after_five(
    bureau: Bureau, at: datetime
) -> None:
    set_password(officer=bureau.officers["legal-1"], password=GOOD, by=COMMAND_LINE, at=at)
    client = Client()
    texts = set()
    for account in ("legal-1", "nobody-there"):
        answer = client.post("/login/", {"account": account, "password": "wrong"})
        texts.add(answer.content.decode().partition('role="alert">')[2][:40])
    assert len(texts) == 1
    for _ in range(5):
        answer = client.post("/login/", {"account": "legal-1", "password": "wrong"})
    assert answer.status_code in (403, 429)
    assert client.post("/login/", {"account": "legal-1", "password": GOOD}).status_code in (403, 429)


def test_a_right_password_opens_the_desk_and_a_stranger_address_is_not_followed(
    bureau: Bureau, at: datetime
) -> None:
    set_password(officer=bureau.officers["legal-1"], password=GOOD, by=COMMAND_LINE, at=at)
    answer = Client().post("/login/", {"account": "legal-1", "password": GOOD, "next": "//evil.example/"})
    assert (answer.status_code, answer["Location"]) == (302, "/")


def test_sessions_end_when_idle(bureau: Bureau) -> None:
    assert settings.SESSION_COOKIE_AGE <= 30 * 60
    assert settings.SESSION_COOKIE_HTTPONLY
    client = Client()
    client.force_login(bureau.officers["legal-1"].user, backend="django.contrib.auth.backends.ModelBackend")
    first = client.get("/")
    assert first.cookies["sessionid"]["max-age"] == settings.SESSION_COOKIE_AGE  # the first page renews it
    session = client.session
    session["minute"] = 0
    session.save()
    assert "sessionid" in client.get("/").cookies  # and every later minute does
