"""命令行：每条命令是通往屋里的一次调用。"""

import argparse
import json
import os
import sys
from pathlib import Path
from typing import Any

from postpermit.web.cli.shape import COMMANDS, Command

GOOD, REFUSED, WRONG_USAGE = 0, 1, 2


def main(argv: list[str] | None = None) -> int:
    """Run one command. 0 good, 1 refused with a clear message, 2 wrong usage."""
    arguments = _parser().parse_args(argv)
    command: Command = arguments.command
    _take_directory(arguments, command)
    from postpermit.trail.errors import Refused  # noqa: PLC0415 -- needs no Django, but keeps --help instant

    try:
        if command.needs_site:
            _enter_house(command)
        return command.load()(arguments)
    except Refused as error:
        return refuse(str(error), as_json=getattr(arguments, "json", False))


def refuse(message: str, *, as_json: bool) -> int:
    """Say why not: with ``--json`` as the only thing on standard output."""
    if as_json:
        print(json.dumps({"ok": False, "message": message}, ensure_ascii=False))
    else:
        print(message, file=sys.stderr)
    return REFUSED


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="postpermit", description="排污许可证后管理")
    parser.add_argument("--data", help="数据目录（默认取环境变量 POSTPERMIT_DATA，再默认 ./data）")
    rooms = parser.add_subparsers(dest="name", required=True, metavar="命令")
    for command in COMMANDS:
        words = rooms.add_parser(command.name, help=command.help, description=command.help)
        words.add_argument("--data", dest="data_here", help="数据目录")
        command.arguments(words)
        words.set_defaults(command=command)
    return parser


def _take_directory(arguments: Any, command: Command) -> None:
    chosen = arguments.data_here or arguments.data
    if chosen:
        os.environ["POSTPERMIT_DATA"] = str(Path(chosen).resolve())
    elif command.default_data and "POSTPERMIT_DATA" not in os.environ:
        os.environ["POSTPERMIT_DATA"] = str(Path(command.default_data).resolve())


def _enter_house(command: Command) -> None:
    """Set Django up; a command that works on data needs a directory that ``init`` or ``demo`` has made."""
    from postpermit.trail.errors import Refused  # noqa: PLC0415 -- see main

    os.umask(os.umask(0o027) | 0o027)  # what an office keeps is not for every account of the machine
    data = Path(os.environ.get("POSTPERMIT_DATA", "data")).resolve()
    if command.needs_data and not (data / "secret").exists():
        raise Refused(f"数据目录 {data} 尚未建立，请先运行 init（试用可运行 demo）。")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "postpermit.config.settings")
    import django  # noqa: PLC0415 -- only commands that need the site pay for it

    django.setup()
    if command.needs_data:
        from postpermit.web.cli.state import refuse_unmigrated  # noqa: PLC0415 -- needs Django set up

        refuse_unmigrated()
        from postpermit.office.values import lay_adopted_values

        lay_adopted_values()
