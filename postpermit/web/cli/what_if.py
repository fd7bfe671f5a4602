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
from postpermit.planning.queries.what_if import Load, PlansBeside, Staff, plan_what_if, read_staff, staff_now
from postpermit.trail.errors import Refused


class UnableToTry(Refused):
    """The file cannot be read, or says something that cannot be tried."""


def run(arguments: Any) -> int:
    """Print both years beside each other; nothing is written."""
    year = arguments.year
    if not 2016 <= year <= 2035:
        raise UnableToTry("年度应在 2016—2035 之间。")
    try:
        today = timezone.localdate()
        changes, after = read_page(_text(Path(arguments.file)), year, now := staff_now(year, today))
        found = what_if(changes, year, today)
        plans = plan_what_if(changes, year, today, now, after)
    except UnreadableChanges as error:
        raise UnableToTry(f"{arguments.file}：{error}") from error
    if arguments.json:
        print(json.dumps(as_facts(changes, found) | {"plan": plan_facts(plans)}, ensure_ascii=False))
        return 0
    print("\n".join(words(changes, found) + plan_words(plans)))
    return 0


def _text(path: Path) -> str:
    try:
        return path.read_text(encoding="utf-8")
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableChanges(f"读不了文件（{error}）。") from error


def read_text(text: str, year: int) -> Changes:
    """The changes of a YAML text."""
    return read_changes(_page(text), year)


def read_page(text: str, year: int, now: Staff) -> tuple[Changes, Staff]:
    """The changes and the staff of a YAML text; ``staff`` may stand alone."""
    page = _page(text)
    if not isinstance(page, dict) or "staff" not in page:
        return read_changes(page, year), now
    rest = {key: value for key, value in page.items() if key != "staff"}
    return read_changes(rest, year) if rest else Changes(), read_staff(page["staff"], now)


def _page(text: str) -> Any:
    try:
        return yaml.safe_load(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        raise UnreadableChanges(f"不是有效的 YAML{f'（第 {mark.line + 1} 行）' if mark else ''}。") from error
    except ValueError as error:  # 2027-13-01 looks like a date and is none
        raise UnreadableChanges("其中有不存在的日期。") from error


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


def plan_facts(plans: PlansBeside) -> dict[str, Any]:
    """For ``--json``: both planned years in figures, by week, and why a year is impossible."""
    return {
        "before": _load(plans.before),
        "after": _load(plans.after),
        "weeks": [
            {
                "week": monday.isoformat(),
                "visits": [old[0], new[0]],
                "team_days": [old[1], new[1]],
                "crew_days": [old[2], new[2]],
                "per_officer": [str(a), str(b)],
            }
            for monday, old, new, a, b in plans.weeks
        ],
    }


def _load(load: Load) -> dict[str, Any]:
    return {
        "staff": asdict(load.staff),
        "visits": load.visits,
        "team_days": load.field_days,
        "crew_days": load.crew_days,
        "peak": load.peak,
        "per_officer": str(load.per_officer),
        "busiest_per_officer": str(load.busiest),
        "impossible": list(load.impossible),
        "planned": load.planned,
        "left_out": list(load.left_out),
        "beyond_staff": load.beyond,
    }


def plan_words(plans: PlansBeside) -> list[str]:
    """For reading: visits, field days, load of one officer, and the weeks that change."""
    old, new = plans.before, plans.after
    out = [f"年度计划（现行 {old.staff.said()}；推演 {new.staff.said()}）"]
    out += [f"  {name}：{load.remark}" for name, load in (("现行", old), ("推演", new)) if load.remark]
    if old.planned and new.planned:
        out += [
            f"  检查 {old.visits}→{new.visits} 次，检查 {old.field_days}→{new.field_days} 组日，监测 {old.crew_days}→{new.crew_days} 组日",
            f"  最忙一周 {old.peak}→{new.peak} 组日；每人全年外出 {old.per_officer}→{new.per_officer} 天，最忙一周 {old.busiest}→{new.busiest} 天",
        ]
    for name, load in (("现行", old), ("推演", new)):
        if load.impossible:
            out.append(f"  {name}排不下，{len(load.impossible)} 处缺口：")
            out += [f"    {sentence}" for sentence in load.impossible[:10]]
    out += [
        f"  {monday}：{was[0]}→{now[0]} 次，{was[1]}→{now[1]} 组日，每人 {a}→{b} 天"
        for monday, was, now, a, b in plans.weeks
        if (was != now or a != b) and old.planned and new.planned
    ]
    return out
