"""``init``: the data directory, the tables, the divisions of the district, and a link for the first administrator."""

import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.db.migrations.recorder import MigrationRecorder
from django.utils import timezone

from postpermit import law
from postpermit.office.models import Division, Officer
from postpermit.office.operations import add_officer, add_post, found_divisions, hold_post, invite
from postpermit.trail.actors import SYSTEM
from postpermit.web.cli.state import stand_walls


def prepare(at: datetime | None = None, *, empty: bool = False) -> None:
    """Make the directory with its secret, migrate, raise the walls, enter the divisions. May be repeated.

    ``empty``: the database was made a moment ago, so that there is nothing to migrate.
    """
    data = Path(settings.DATA_DIR)
    data.mkdir(parents=True, exist_ok=True, mode=0o700)
    kept = data / "secret"
    if not kept.exists():
        handle = os.open(kept, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w") as stream:
            stream.write(settings.SECRET_KEY)
    if empty:
        lay_tables(connection)
    else:
        call_command("migrate", verbosity=0, interactive=False)
    stand_walls()
    found_divisions(rows=law.district().divisions, by=SYSTEM, at=at or timezone.now())


def lay_tables(database: BaseDatabaseWrapper) -> None:
    """Every table at once from the models, the migrations noted as done: a demo is rebuilt often, and this takes a second."""
    with database.schema_editor() as editor:
        for model in apps.get_models():
            editor.create_model(model)
    recorder = MigrationRecorder(database)
    recorder.ensure_schema()
    for app, name in sorted(MigrationLoader(database).graph.nodes):
        recorder.record_applied(app, name)


def first_administrator(name: str = "系统管理员", account: str = "admin") -> Officer:
    """The first administrator with the post that runs the system; the same one when asked again."""
    at = timezone.now()
    known = Officer.objects.filter(user__username=account).first()
    if known is not None:
        return known
    officer = add_officer(name=name, account=account, by=SYSTEM, at=at)
    post = add_post(
        code="SYSTEM-ADMIN",
        division=Division.objects.get(pk="APPROVAL"),
        title="系统管理员",
        rank="ADMIN",
        by=SYSTEM,
        at=at,
    )
    hold_post(post=post, officer=officer, role="A", from_on=timezone.localdate(at), by=SYSTEM, at=at)
    return officer


def run(arguments: Any) -> int:
    """Asks nothing; prints a one-time link."""
    prepare()
    officer = first_administrator()
    if officer.user.has_usable_password():
        link = ""
    else:
        link = f"/link/{invite(officer=officer, by=SYSTEM, at=timezone.now())}/"
    if arguments.json:
        print(json.dumps({"ok": True, "data": str(settings.DATA_DIR), "link": link}, ensure_ascii=False))
        return 0
    print(f"数据目录已就绪：{settings.DATA_DIR}")
    if link:
        print(f"第一位系统管理员（账号 admin）的一次性链接，三天内有效：网站地址{link}")
    else:
        print("系统管理员已设置过密码，可直接登录。")
    return 0
