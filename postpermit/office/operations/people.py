"""Adding and changing people."""

import re
from datetime import datetime

from django.contrib.auth.models import User
from django.db import transaction

from postpermit.office.models import Officer
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

ROSTER = "plan:a1"
ACCOUNT = re.compile(r"[a-z0-9][a-z0-9._-]{1,29}")


class UnableToAddOfficer(Refused):
    """The account is taken or misspelt, or the name is missing."""


def add_officer(
    *, name: str, account: str, by: Actor, at: datetime, phone: str = "", certificate: str = ""
) -> Officer:
    """A new person with an account that has no password yet; a one-time link gives it one."""
    name, account = name.strip(), account.strip().lower()
    if not name:
        raise UnableToAddOfficer("请填写姓名。", place="name")
    if not ACCOUNT.fullmatch(account):
        raise UnableToAddOfficer("账号用 2 至 30 个小写字母、数字、点或短横线。", place="account")
    if User.objects.filter(username=account).exists():
        raise UnableToAddOfficer(f"账号“{account}”已有人使用。", place="account")
    with transaction.atomic():
        user = User(username=account)
        user.set_unusable_password()
        user.save()
        officer = Officer.objects.create(
            name=name[:32], user=user, phone=phone.strip()[:32], certificate=certificate.strip()[:32]
        )
        record(
            "add-officer",
            label="新增人员",
            subjects=[officer],
            by=by,
            at=at,
            clause=ROSTER,
            facts={"name": name, "account": account},
        )
        return officer


def change_officer(
    *, officer: Officer, name: str, phone: str, certificate: str, by: Actor, at: datetime
) -> Officer:
    """Correct a person's name, telephone or certificate number."""
    if not name.strip():
        raise UnableToAddOfficer("请填写姓名。", place="name")
    before = {"name": officer.name, "phone": officer.phone, "certificate": officer.certificate}
    officer.name, officer.phone, officer.certificate = (
        name.strip()[:32],
        phone.strip()[:32],
        certificate.strip()[:32],
    )
    after = {"name": officer.name, "phone": officer.phone, "certificate": officer.certificate}
    if before == after:
        return officer
    with transaction.atomic():
        officer.save(update_fields=["name", "phone", "certificate"])
        record(
            "change-officer",
            label="修改人员信息",
            subjects=[officer],
            by=by,
            at=at,
            clause=ROSTER,
            facts={"before": before, "after": after},
        )
    return officer
