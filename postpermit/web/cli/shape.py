"""The table of commands: name, what it says of itself, its arguments, and where its code is."""

import importlib
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

Run = Callable[[Any], int]


def _nothing(_: ArgumentParser) -> None:
    return None


@dataclass(frozen=True)
class Command:
    """One command; its module under ``web.cli`` is loaded only when it is called."""

    name: str
    help: str
    module: str
    function: str = "run"
    arguments: Callable[[ArgumentParser], None] = _nothing
    needs_site: bool = True
    needs_data: bool = True
    default_data: str = ""

    def load(self) -> Run:
        """The function that does it."""
        found: Run = getattr(importlib.import_module(f"postpermit.web.cli.{self.module}"), self.function)
        return found


def _json(p: ArgumentParser) -> None:
    p.add_argument("--json", action="store_true", help="只输出 JSON")


def _register(p: ArgumentParser) -> None:
    p.add_argument("file", help="登记表工作簿（xlsx）")
    p.add_argument("--dry-run", action="store_true", help="只检查，不写入")
    _json(p)


def _duties(p: ArgumentParser) -> None:
    p.add_argument("--year", type=int, required=True, help="年度")
    p.add_argument("--as-of", help="以哪一天为准（默认今天）")
    _json(p)


def _generate(p: ArgumentParser) -> None:
    p.add_argument("--year", type=int, required=True, help="年度")
    _json(p)


def _workday(p: ArgumentParser) -> None:
    acts = p.add_subparsers(dest="act", required=True, metavar="动作")
    add = acts.add_parser("add", help="从某日起数 N 个工作日")
    add.add_argument("date")
    add.add_argument("n")
    _json(add)
    load = acts.add_parser("load", help="载入某年的官方放假安排（YAML）")
    load.add_argument("file")
    _json(load)


def _serve(p: ArgumentParser) -> None:
    p.add_argument("--port", type=int, default=8000, help="端口")
    p.add_argument("--host", default="127.0.0.1")


def _verify(p: ArgumentParser) -> None:
    p.add_argument(
        "--checkpoint", action="append", default=[], help="外部留存的封存根，形如 条数:根；可给多次"
    )
    _json(p)


def _file(p: ArgumentParser) -> None:
    p.add_argument("file")


def _check(p: ArgumentParser) -> None:
    p.add_argument("--check", action="store_true", help="只检查是否最新")


def _roster(p: ArgumentParser) -> None:
    p.add_argument("file", help="名单工作簿（xlsx）")
    p.add_argument("--dry-run", action="store_true")
    _json(p)


def _what_if(p: ArgumentParser) -> None:
    p.add_argument("file", help="变更文件（YAML：values、holidays、classes）")
    p.add_argument("--year", type=int, required=True, help="年度")
    _json(p)


def _backup(p: ArgumentParser) -> None:
    p.add_argument("file", help="备份文件")
    _json(p)


def _check_report(p: ArgumentParser) -> None:
    p.add_argument("file", help="执行报告（docx、xlsx 模板或 json）")
    p.add_argument("--facts", metavar="FACTS.json", help="报告以外已知的情况（许可证、监测、台账……）")
    p.add_argument("--on", metavar="DATE", help="以哪一天为准（默认今天）")
    _json(p)


def _draw(p: ArgumentParser) -> None:
    p.add_argument("--list", required=True, metavar="FILE.json", help="抽取名单（JSON，即取摘要的那个对象）")
    p.add_argument("--r1", required=True, metavar="HEX", help="第一个部门的随机数，64 位十六进制")
    p.add_argument("--r2", required=True, metavar="HEX", help="第二个部门的随机数，64 位十六进制")
    p.add_argument("--public", required=True, metavar="TEXT", help="事先指定的公开随机数，照公布的写法")
    p.add_argument("--algorithm", default="SHA-256", help="摘要算法：SHA-256（默认）或 SM3")
    _json(p)


def _verify_draw(p: ArgumentParser) -> None:
    p.add_argument("file", help="公布的抽取结果（JSON）")
    _json(p)


def _demo_year(p: ArgumentParser) -> None:
    p.add_argument("--seed", type=int, default=1, help="随机种子")
    p.add_argument("--year", type=int, required=True, help="年度")
    _json(p)


COMMANDS: tuple[Command, ...] = (
    Command(
        "demo", "重建演示数据并打开网站", "demo", arguments=_serve, needs_site=False, default_data="demo-data"
    ),
    Command("init", "建立数据目录和第一位系统管理员", "init", arguments=_json, needs_data=False),
    Command("serve", "打开网站", "serve", arguments=_serve),
    Command("worker", "后台：提醒、催办、预警、封存", "worker"),
    Command("upgrade", "备份、迁移、立墙、校验", "upgrade", needs_data=False),
    Command("backup", "备份数据目录（网站可照常运行）", "backup", arguments=_backup),
    Command(
        "restore",
        "从备份恢复到空目录，并逐表核对",
        "backup",
        "restore",
        arguments=_backup,
        needs_site=False,
        needs_data=False,
    ),
    Command("import-register", "导入固定污染源登记表", "register_file", arguments=_register),
    Command("import-roster", "导入机构与人员名单", "roster_file", arguments=_roster),
    Command("register-template", "写出空白登记表模板", "register_file", "template", _file, needs_data=False),
    Command("duties", "一年的应办事项", "duties", arguments=_duties),
    Command("generate-duties", "按条款生成一年的应办事项", "duties", "generate", _generate),
    Command("what-if", "推演：改变数值、放假安排或管理类别后的一年", "what_if", arguments=_what_if),
    Command(
        "check-report",
        "审核一份执行报告：逐条提示、无法判断的和读不出的",
        "check_report",
        arguments=_check_report,
        needs_site=False,
        needs_data=False,
    ),
    Command(
        "draw",
        "按名单、两个随机数和公开随机数复算一次抽取",
        "draw",
        arguments=_draw,
        needs_site=False,
        needs_data=False,
    ),
    Command(
        "verify-draw",
        "核对一次已公布的抽取，逐条指出不一致",
        "draw",
        "verify",
        _verify_draw,
        needs_site=False,
        needs_data=False,
    ),
    Command(
        "demo-year",
        "虚拟区从头到尾过一年，逐条打印落实情况",
        "demo_year",
        arguments=_demo_year,
        needs_site=False,
        needs_data=False,
    ),
    Command("workday", "工作日推算与载入", "workday", arguments=_workday, needs_site=False, needs_data=False),
    Command("verify-trail", "校验留痕", "trail", arguments=_verify),
    Command("export-trail", "导出留痕包（附校验程序）", "trail", "export", _file),
    Command("clauses", "生成 docs/clauses.md", "documents", "clauses", _check, needs_data=False),
    Command("diagrams", "生成流程页里的状态图", "documents", "diagrams", _check, needs_data=False),
    Command(
        "report-schema",
        "生成 docs/execution-report.schema.json",
        "check_report",
        "write_schema",
        _check,
        needs_site=False,
        needs_data=False,
    ),
)
