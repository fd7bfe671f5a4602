"""Passwords and closed accounts. An administrator never learns a password: a one-time link lets the person set it."""

import hashlib
import secrets
from datetime import datetime, timedelta

from django.contrib.auth.password_validation import validate_password
from django.contrib.sessions.models import Session
from django.core.exceptions import ValidationError
from django.db import transaction

from postpermit.office.models import InvitationLink, Officer
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

LINK_LIVES = timedelta(days=3)
ROSTER = "plan:a1"


class UnableToSetPassword(Refused):
    """The link is used or too old, or the password is too weak."""


def _digest(token: str) -> str:
    return hashlib.sha256(token.encode()).hexdigest()


def invite(*, officer: Officer, by: Actor, at: datetime) -> str:
    """A one-time token for setting a password; older unused ones stop working, open sessions end."""
    token = secrets.token_urlsafe(32)
    with transaction.atomic():
        InvitationLink.objects.filter(officer=officer, used_at__isnull=True).update(used_at=at)
        InvitationLink.objects.create(digest=_digest(token), officer=officer, made_at=at)
        officer.user.set_unusable_password()
        officer.user.save(update_fields=["password"])
        record("reset-password", label="重置密码", subjects=[officer], by=by, at=at, clause=ROSTER)
    return token


def use_invitation(*, token: str, password: str, at: datetime) -> Officer:
    """Set the password by the link; the link is then spent."""
    link = (
        InvitationLink.objects.select_related("officer__user")
        .filter(digest=_digest(token), used_at__isnull=True, made_at__gt=at - LINK_LIVES)
        .first()
    )
    if link is None or link.officer.disabled_at is not None:
        raise UnableToSetPassword("链接已使用或已过期，请联系系统管理员重新生成。")
    me = Actor(link.officer.ref, link.officer.name)
    with transaction.atomic():
        spent = InvitationLink.objects.filter(pk=link.pk, used_at__isnull=True).update(used_at=at)
        if not spent:
            raise UnableToSetPassword("链接已使用或已过期，请联系系统管理员重新生成。")
        set_password(officer=link.officer, password=password, by=me, at=at)
    return link.officer


def set_password(*, officer: Officer, password: str, by: Actor, at: datetime) -> None:
    """Set a password that passes the rules; it never enters the trail."""
    try:
        validate_password(password, officer.user)
    except ValidationError as error:
        raise UnableToSetPassword("；".join(error.messages), place="password") from error
    with transaction.atomic():
        officer.user.set_password(password)
        officer.user.save(update_fields=["password"])
        officer.must_change_password = False
        officer.save(update_fields=["must_change_password"])
        record("set-password", label="设置密码", subjects=[officer], by=by, at=at, clause=ROSTER)


def disable_officer(*, officer: Officer, why: str, by: Actor, at: datetime) -> None:
    """Close the account at once: open sessions end, posts are kept until a successor takes them."""
    if not why.strip():
        raise UnableToSetPassword("请写明停用原因。", place="why")
    with transaction.atomic():
        officer.disabled_at = at
        officer.save(update_fields=["disabled_at"])
        officer.user.is_active = False
        officer.user.save(update_fields=["is_active"])
        record("disable-officer", label="停用账号", subjects=[officer], by=by, at=at, clause=ROSTER, why=why)
    end_sessions(officer)


def enable_officer(*, officer: Officer, by: Actor, at: datetime) -> None:
    """Open a closed account again."""
    with transaction.atomic():
        officer.disabled_at = None
        officer.save(update_fields=["disabled_at"])
        officer.user.is_active = True
        officer.user.save(update_fields=["is_active"])
        record("enable-officer", label="启用账号", subjects=[officer], by=by, at=at, clause=ROSTER)


def end_sessions(officer: Officer) -> None:
    """Log the person out everywhere. Sessions carry no owner column, so they are opened one by one."""
    for session in Session.objects.iterator():
        if session.get_decoded().get("_auth_user_id") == str(officer.user_id):
            session.delete()
