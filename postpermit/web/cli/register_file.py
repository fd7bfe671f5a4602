"""``import-register`` and ``register-template``."""

import json
import sys
from pathlib import Path
from typing import Any

from django.utils import timezone

from postpermit.register.operations import import_register
from postpermit.register.reading import Fault
from postpermit.register.workbook import template_workbook
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.errors import Refused

SHOWN = 50


class UnableToRead(Refused):
    """There is no such file."""


def run(arguments: Any) -> int:
    """Import a workbook as 审批科; exit 1 when it is refused."""
    path = Path(arguments.file)
    if not path.is_file():
        raise UnableToRead(f"没有这个文件：{path}")
    told = _tell if sys.stderr.isatty() and not arguments.json else None
    result = import_register(
        source=path, by=COMMAND_LINE, at=timezone.now(), dry_run=arguments.dry_run, progress=told
    )
    if arguments.json:
        print(json.dumps(result.as_json(), ensure_ascii=False))
        return 0 if result.ok else 1
    for name, rows in (("错误", result.errors), ("提示", result.warnings)):
        for row in rows[:SHOWN]:
            print(f"{name}：{_said(row)}")
        if len(rows) > SHOWN:
            print(f"{name}共 {len(rows)} 处，只列前 {SHOWN} 处。")
    if not result.ok:
        print("整个文件未导入。")
        return 1
    verb = "检查通过，将" if arguments.dry_run else "已"
    print(
        f"{verb}新增 {result.created} 家，更新 {result.updated} 家，不变 {result.unchanged} 家，作为建议 {result.proposals} 项。"
    )
    return 0


def _said(fault: Fault) -> str:
    value = f"“{fault.value}”" if fault.value else ""
    return f"{fault.sheet} 第 {fault.row} 行 {fault.column}{value} {fault.message}"


def _tell(done: int, total: int, phase: str) -> None:
    print(f"\r{phase} {done}/{total}    " if total else f"\r{phase}…    ", end="", file=sys.stderr)


def template(arguments: Any) -> int:
    """Write the empty workbook."""
    Path(arguments.file).write_bytes(template_workbook())
    print(f"模板已写入 {arguments.file}")
    return 0
