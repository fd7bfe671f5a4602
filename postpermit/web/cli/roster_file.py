"""``import-roster``: posts and people from a workbook."""

import json
from pathlib import Path
from typing import Any

from django.utils import timezone

from postpermit.office.operations import import_roster
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.errors import Refused
from postpermit.web.sheets import first_sheet


class UnableToRead(Refused):
    """There is no such workbook."""


def run(arguments: Any) -> int:
    """Enter the roster; exit 1 when a row is wrong."""
    path = Path(arguments.file)
    if not path.is_file():
        raise UnableToRead(f"没有这个文件：{path}")
    rows = first_sheet(path.read_bytes())
    at = timezone.now()
    result = import_roster(
        rows=rows, on=timezone.localdate(at), by=COMMAND_LINE, at=at, dry_run=arguments.dry_run
    )
    if arguments.json:
        facts = {
            "ok": result.ok,
            "posts": result.posts,
            "officers": result.officers,
            "holdings": result.holdings,
            "errors": result.errors,
        }
        print(json.dumps(facts, ensure_ascii=False))
        return 0 if result.ok else 1
    for row in result.errors:
        print(f"第 {row['row']} 行 {row['column']}：{row['message']}")
    if arguments.dry_run and result.ok:
        print(f"检查通过：{max(len(rows) - 1, 0)} 行可以导入，没有写入。")
        return 0
    print(
        f"新增岗位 {result.posts} 个，人员 {result.officers} 名，任岗 {result.holdings} 条。"
        if result.ok
        else "未导入。"
    )
    return 0 if result.ok else 1
