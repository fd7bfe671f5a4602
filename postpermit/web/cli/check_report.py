"""``check-report``: an execution report read and audited; the machine's hints, never findings."""

import json
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

from postpermit import law
from postpermit.supervision.reading import LARGEST, UnableToReadReport, read_report, schema
from postpermit.supervision.reading.facts import facts_from
from postpermit.supervision.reading.jsons import read_json
from postpermit.supervision.report import Report
from postpermit.supervision.report.periods import words_of
from postpermit.supervision.rules import Case, Verdict, audit
from postpermit.supervision.rules.facts import Facts
from postpermit.trail.errors import Refused

HERE = ZoneInfo("Asia/Shanghai")
ROOT = Path(__file__).resolve().parents[3]
SCHEMA = ROOT / "docs/execution-report.schema.json"


class UnableToCheck(Refused):
    """The file cannot be opened, or the day is none."""


def run(arguments: Any) -> int:
    """Read, audit, print. Nothing is written."""
    on = day_of(arguments.on)
    report = read_report(bytes_of(arguments.file), Path(arguments.file).name)
    facts = facts_of(arguments.facts) if arguments.facts else Facts()
    verdicts = audit(Case(report, facts, on))
    if arguments.json:
        print(json.dumps(as_facts(report, verdicts), ensure_ascii=False))
    else:
        print("\n".join(words(report, verdicts)))
    return 0


def facts_of(name: str) -> Facts:
    """What FACTS.json tells. Raises ``UnableToCheck`` and ``UnableToReadFacts``."""
    try:
        return facts_from(read_json(bytes_of(name)))
    except UnableToReadReport as error:
        raise UnableToCheck(f"{Path(name).name}：{error}") from error


def write_schema(arguments: Any) -> int:
    """Write docs/execution-report.schema.json, or say whether it is stale."""
    fresh = SCHEMA.exists() and SCHEMA.read_text(encoding="utf-8") == schema_text()
    if arguments.check:
        print("最新" if fresh else f"{SCHEMA.name} 已过时，请运行 report-schema")
        return 0 if fresh else 1
    SCHEMA.write_text(schema_text(), encoding="utf-8")
    print(f"已写出 {SCHEMA.name}")
    return 0


def schema_text() -> str:
    """The published schema as it stands in the file."""
    return json.dumps(schema(), ensure_ascii=False, indent=1) + "\n"


def bytes_of(name: str) -> bytes:
    """A file's bytes; what is too large is not read at all. Raises ``UnableToCheck``."""
    path = Path(name)
    if not path.is_file():
        raise UnableToCheck(f"没有这个文件：{name}")
    try:
        if path.stat().st_size > LARGEST:
            raise UnableToCheck(f"文件超过 {LARGEST // 1024 // 1024} MB，不予读取：{path.name}")
        return path.read_bytes()
    except OSError as error:
        raise UnableToCheck(f"读不了文件：{name}") from error


def day_of(text: str | None) -> date:
    """The day on which is judged: today, or the one given. Raises ``UnableToCheck``."""
    if not text:
        return datetime.now(HERE).date()
    try:
        return date.fromisoformat(text)
    except ValueError as error:
        raise UnableToCheck(f"日期写成年-月-日，如 2027-02-01；写的是“{text}”。") from error


def as_facts(report: Report, verdicts: Sequence[Verdict]) -> dict[str, Any]:
    """For ``--json``."""
    return {
        "ok": True,
        "kind": report.kind,
        "period": report.period,
        "hits": [hit.as_json() for v in verdicts for hit in v.hits],
        "undetermined": [{"rule": v.rule, "lacks": gap} for v in verdicts for gap in v.gaps],
        "unread": [
            *report.unread,
            *(f"{t.place}认不出，整表保留：{t.title or '无标题'}" for t in report.unknown),
        ],
    }


def words(report: Report, verdicts: Sequence[Verdict]) -> list[str]:
    """For reading."""
    kinds = law.report_form().words.kinds
    kind = kinds[report.kind][0] if report.kind else "类型不明"
    hits = [hit for v in verdicts for hit in v.hits]
    gaps = [f"{v.rule} {gap}" for v in verdicts for gap in v.gaps]
    unread = as_facts(report, ())["unread"]
    labels = {s.code: s.label for s in law.report_sections()}
    out = [f"{words_of(report.period) or '周期不明'} {kind}", f"系统提示（未经核实）{len(hits)} 条"]
    for hit in hits:
        out.append(f"  {hit.rule} {hit.message}")
        out.append(f"    位置：{hit.cell or labels.get(hit.section, hit.section)}")
        out.append(f"    写的是：{hit.found or '（空）'}；应为：{hit.expected}；依据：{hit.clause}")
    for title, lines in ((f"无法判断 {len(gaps)} 项", gaps), (f"未能读入 {len(unread)} 处", unread)):
        out += [title, *(f"  {line}" for line in lines)] if lines else []
    return out
