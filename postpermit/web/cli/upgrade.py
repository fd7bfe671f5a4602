"""``upgrade``: back up, migrate, raise the walls, enter divisions that the district has gained, verify."""

import shutil
import sqlite3
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from django.db.utils import OperationalError
from django.utils import timezone

from postpermit import law
from postpermit.office.operations import found_divisions
from postpermit.trail.actors import SYSTEM
from postpermit.trail.errors import Refused
from postpermit.trail.integrity import verify
from postpermit.web.cli.state import stand_walls


class UnableToUpgrade(Refused):
    """There is nothing to upgrade, no room for the copy, or the trail does not hold."""


def run(_: Any) -> int:
    """Nothing is changed before the copy is complete."""
    data = Path(settings.DATA_DIR)
    if not (data / "secret").exists():
        raise UnableToUpgrade(f"数据目录 {data} 尚未建立，请先运行 init。")
    copy = _back_up(data)
    try:
        call_command("migrate", verbosity=0, interactive=False)
    except OperationalError as error:
        raise UnableToUpgrade(f"数据库打不开：{error}") from error
    stand_walls()
    found_divisions(rows=law.district().divisions, by=SYSTEM, at=timezone.now())
    verdict = verify()
    if not verdict.ok:
        raise UnableToUpgrade(
            f"升级后留痕校验未通过：{'；'.join(verdict.faults[:3])}。升级前的副本在 {copy}。"
        )
    print(f"升级完成，留痕校验通过。升级前的副本：{copy or '由 PostgreSQL 自行备份'}")
    return 0


def _back_up(data: Path) -> Path | None:
    if connection.vendor != "sqlite":
        return None
    source = Path(str(settings.DATABASES["default"]["NAME"]))
    if not source.exists():
        return None
    target = data / f"before-upgrade-{timezone.localtime():%Y%m%d-%H%M%S}.sqlite3"
    if shutil.disk_usage(data).free < source.stat().st_size * 2:
        raise UnableToUpgrade("磁盘空间不足，放不下升级前的副本。")
    with sqlite3.connect(source) as live, sqlite3.connect(target) as copy:
        live.backup(copy)
    return target
