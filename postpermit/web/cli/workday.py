"""``workday add`` and ``workday load``."""

import json
import os
from datetime import date
from pathlib import Path
from typing import Any

from postpermit import workdays
from postpermit.trail.errors import Refused


class UnableToReckon(Refused):
    """The date, the number or the file is not readable."""


def run(arguments: Any) -> int:
    """Dispatch on the act."""
    return _add(arguments) if arguments.act == "add" else _load(arguments)


def _add(arguments: Any) -> int:
    try:
        start, n = date.fromisoformat(arguments.date), int(arguments.n)
    except ValueError as error:
        raise UnableToReckon("用法：workday add 2026-09-24 10（日期写成年-月-日，天数为整数）") from error
    try:
        found = workdays.add(_calendar(), start, n)
    except ValueError as error:
        raise UnableToReckon(str(error)) from error
    days = [{"date": d.date.isoformat(), "working": d.working, "why": d.why} for d in found.days]
    if arguments.json:
        facts = {
            "start": found.start.isoformat(),
            "n": found.n,
            "result": found.result.isoformat(),
            "provisional": found.provisional,
            "days": days,
        }
        print(json.dumps(facts, ensure_ascii=False))
        return 0
    for row in days:
        print(f"{row['date']}  {'工作日' if row['working'] else '不计　'}  {row['why']}")
    print(f"{found.start} 起第 {n} 个工作日：{found.result}{'（暂定）' if found.provisional else ''}")
    return 0


def _calendar() -> workdays.Calendar:
    """The shipped lists, with the lists loaded into the data directory where there is one."""
    data = Path(os.environ.get("POSTPERMIT_DATA", "data"))
    if not (data / "secret").exists():
        return workdays.shipped()
    _enter()
    from postpermit.office.calendars import calendar_now  # noqa: PLC0415 -- only where a data directory exists

    return calendar_now()


def _enter() -> None:
    from postpermit.web.cli import _enter_house  # noqa: PLC0415 -- the command line loads this module lazily
    from postpermit.web.cli.shape import COMMANDS  # noqa: PLC0415 -- see above

    _enter_house(next(c for c in COMMANDS if c.name == "verify-trail"))


def _load(arguments: Any) -> int:
    try:
        text = Path(arguments.file).read_text(encoding="utf-8")
        listed = workdays.read_year(text)
    except (OSError, UnicodeDecodeError) as error:
        raise UnableToReckon(f"读不了文件 {arguments.file}：{error}") from error
    except ValueError as error:
        raise UnableToReckon(f"{arguments.file}：{error}") from error
    _enter()
    from django.utils import timezone  # noqa: PLC0415 -- Django is set up only here

    from postpermit.duties.operations import load_year  # noqa: PLC0415 -- see above
    from postpermit.trail.actors import COMMAND_LINE  # noqa: PLC0415 -- see above

    moved = load_year(listed=listed, by=COMMAND_LINE, at=timezone.now())
    if arguments.json:
        print(json.dumps({"ok": True, "year": listed.year, "moved": moved}, ensure_ascii=False))
        return 0
    print(f"已载入 {listed.year} 年安排（{listed.notice}），{len(moved)} 项暂定期限有变动")
    for row in moved:
        print(f"  {row['kind']} {row['subject']}：{row['before']} → {row['after']}")
    return 0
