"""``what-if``: a year under changed values beside today's."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Any

import yaml
from django.utils import timezone

from postpermit.duties.queries.what_if import what_if
from postpermit.duties.rules.facts import Planned
from postpermit.duties.rules.what_if import Beside, Changes, Comparison, UnreadableChanges, read_changes
from postpermit.trail.errors import Refused


class UnableToTry(Refused):
    """The file cannot be read, or says something that cannot be tried."""


def run(arguments: Any) -> int:
    """Print both years beside each other; nothing is written."""
    year = arguments.year
    if not 2016 <= year <= 2035:
        raise UnableToTry("年度应在 2016—2035 之间。")
    try:
        changes = read_file(Path(arguments.file), year)
        found = what_if(changes, year, timezone.localdate())
    except UnreadableChanges as error:
        raise UnableToTry(f"{arguments.file}：{error}") from error
    if arguments.json:
        print(json.dumps(as_facts(changes, found), ensure_ascii=False))
        return 0
    print("\n".join(words(changes, found)))
    return 0


def read_file(path: Path, year: int) -> Changes:
    """The changes of a YAML file."""
    try:
        return read_text(path.read_text(encoding="utf-8"), year)
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableChanges(f"读不了文件（{error}）。") from error


def read_text(text: str, year: int) -> Changes:
    """The changes of a YAML text."""
    try:
        page = yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableChanges(f"不是有效的 YAML{f'（第 {mark.line + 1} 行）' if mark else ''}。") from error
    except ValueError as error:  # 2027-13-01 looks like a date and is none
        raise UnreadableChanges("其中有不存在的日期。") from error
    return read_changes(page, year)


def as_facts(changes: Changes, found: Comparison) -> dict[str, Any]:
    """For ``--json``: counts of duties and load before and after, and every duty that comes, goes or moves."""
    return {
        "ok": True,
        "year": found.year,
        "changes": changes.said(),
        "total": _beside(found.total),
        "by_kind": [_beside(b) for b in found.kinds],
        "by_week": [_beside(b) for b in found.weeks],
        "by_division": [_beside(b) for b in found.divisions],
        "by_post": [_beside(b) for b in found.posts],
        "added": [_duty(p) for p in found.added],
        "dropped": [_duty(p) for p in found.dropped],
        "moved": [
            _duty(new) | {"due_before": old.due.on.isoformat(), "target_before": old.target}
            for old, new in found.moved
        ],
    }


def _beside(row: Beside) -> dict[str, Any]:
    return asdict(row) | {"more": row.more}


def _duty(planned: Planned) -> dict[str, Any]:
    return {
        "kind": planned.kind,
        "clause": planned.clause,
        "obligor": planned.obligor,
        "subject": planned.subject,
        "subject_name": planned.subject_name,
        "period": planned.period,
        "opens_on": planned.opens_on.isoformat(),
        "due_on": planned.due.on.isoformat(),
        "target": planned.target,
    }


def words(changes: Changes, found: Comparison) -> list[str]:
    """For reading."""
    out = [f"{found.year} 年推演：", *(f"  {line}" for line in changes.said() or ["没有变更"])]
    for title, rows in (
        ("按事项", found.kinds),
        ("按科室", found.divisions),
        ("按岗位", found.posts),
        ("按周（只列有变动的）", [w for w in found.weeks if w.more or w.duties_after != w.duties_before]),
    ):
        out.append(f"{title}（事项数 现行→推演，工作量 现行→推演）")
        out += [
            f"  {b.label}：{b.duties_before}→{b.duties_after}，{b.load_before}→{b.load_after}（{b.more:+d}）"
            for b in rows
        ]
    total = found.total
    out.append(
        f"合计 {total.duties_before}→{total.duties_after} 项，工作量 {total.load_before}→{total.load_after}；"
        f"新增 {len(found.added)}，减少 {len(found.dropped)}，改期或改目标 {len(found.moved)}"
    )
    return out
