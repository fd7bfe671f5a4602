"""检查前情况 on one A4 page: bounded lists of short lines, so that it is always one page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from postpermit.enforcement.queries.brief import Brief
from postpermit.register.models import Facility
from postpermit.web.words import day_text

MOST, LONGEST = 5, 62
# Characters in a line of half a page, and the lines that both halves hold.
WIDE, HELD = 26, 84


def as_typst(found: Brief, beside: Mapping[str, Any], mark: str) -> dict[str, Any]:
    """What the template reads: facts, and blocks of lines."""
    visit, unit = found.visit, found.unit
    facts = [
        ("单位", f"{unit.name}（{unit.number or '未纳入名录'}，{unit.get_management_class_display()}）"),
        ("地址", f"{unit.street} {unit.address}".strip()),
        ("行业", f"{unit.industry_code} {unit.industry_name}".strip() or "未填"),
        ("许可证", permit_words(unit)),
        ("找谁", contact_words(unit)),
        ("检查", f"{day_text(visit.scheduled_on)} {visit.get_kind_display()}（{visit.get_manner_display()}，{visit.get_reason_display()}）"),
        ("检查码", visit.inspection_code or "未取得"),
        ("年度频次", f"{visit.scheduled_on.year} 年计入上限的检查 {found.used} 次（含已安排）"),
    ]  # fmt: skip
    return {
        "title": "检查前情况",
        "number": visit.number,
        "facts": [[k, _short(v, 90)] for k, v in facts],
        "blocks": [{"title": t, "lines": lines, "more": more} for t, lines, more in blocks_of(found, beside)],
        "mark": mark,
    }


def permit_words(unit: Facility) -> str:
    """Validity and what else the permit says at a glance."""
    if not unit.valid_to:
        return "没有许可证有效期"
    parts = [f"有效期 {unit.valid_from} 至 {unit.valid_to}"]
    parts += [t for t in (unit.key_unit_kinds, unit.general_processes) if t]
    return "；".join(parts)


def contact_words(unit: Facility) -> str:
    """Whom to call."""
    people = [
        unit.environment_contact,
        unit.legal_representative and f"法定代表人 {unit.legal_representative}",
    ]
    return "，".join(t for t in (*people, unit.phone) if t) or "档案里没有联系人"


Block = tuple[str, list[str], int]


def blocks_of(found: Brief, beside: Mapping[str, Any]) -> list[Block]:
    """Every block in the order in which an inspector needs it; an empty one says so in its title's place."""
    first = _block(
        f"先看什么（检查单共 {found.asked} 问适用）",
        found.first,
        lambda f: f"{f.question.code} {f.question.ask}（{f.why}）",
        7,
    )
    rows = [
        first,
        _block("没有办结的检查问题", found.open_findings, lambda f: f"{f.found_on} {f.text}（{f.get_state_display()}）"),
        _block("最近检查", found.visits, visit_words, 3),
        _block("执行报告检查的问题", beside["report_findings"], lambda f: f"{f.text}（{f.get_state_display()}）"),
        _block("执行报告系统提示（未经核实）", beside["hints"], lambda h: f"{h.rule} {h.message}", 4),
        _block("执行报告", beside["checks"], lambda c: f"{c.report.title}（{c.get_state_display()}）", 2),
        _block("异常情况报告", beside["events"], lambda e: f"{e.received_at:%Y-%m-%d} {e.what}（{e.get_state_display()}）", 2),
        _block("应急预案备案", beside["plans"], lambda p: f"{p.number}，{p.filed_on} 备案", 1),
        _block("逾期的应办事项", found.overdue, lambda d: f"{d.kind_label} {d.period}，应于 {d.due_on}"),
        _block("信访投诉", found.complaints, lambda c: f"{c.received_on} {c.what}（{c.get_state_display()}）", 3),
        _block("没有办结的联动任务", found.slips, lambda s: f"{s.number} {s.title}（{s.get_state_display()}）", 4),
        _block("处罚和案件", [*found.cases, *found.penalties], case_words, 4),
        _block("排放口", found.outlets, lambda o: f"{o.code} {o.name}，{o.get_kind_display()}，去向 {o.destination or '未填'}", 6),
        _block("许可限值", found.limits, lambda x: f"{x.outlet.code if x.outlet else '全厂'} {x.pollutant} {x.text} {x.unit}", 8),
        _block("自行监测", found.monitoring, lambda m: f"{m.outlet.code if m.outlet else '全厂'} {m.pollutant} {m.frequency}", 6),
        _block("登记表", found.form, lambda r: f"{r.get_kind_display()} {r.name} {r.amount}", 6),
    ]  # fmt: skip
    return [row for row in rows if row[1]]


def _block(title: str, rows: Iterable[Any], words: Callable[[Any], str], most: int = MOST) -> Block:
    held: Sequence[Any] = list(rows)
    return title, [_short(words(row), LONGEST) for row in held[:most]], max(len(held) - most, 0)


def visit_words(visit: Any) -> str:
    """An earlier visit with what was found."""
    found = [f.text for f in visit.findings.all()]
    said = "；".join(_short(t, 24) for t in found[:3]) or "未发现问题"
    return f"{visit.ended_at:%Y-%m-%d} {visit.get_outcome_display()}：{said}"


def case_words(row: Any) -> str:
    """A case of ours, or a penalty of the register."""
    if hasattr(row, "found_on"):
        return f"案件 {row.number} {row.title}（{row.get_state_display()}）"
    return f"处罚 {row}"


def fitting(told: Mapping[str, Any]) -> dict[str, Any]:
    """The same for one page: where there is more than it holds, the longest blocks lose their last lines and say so."""
    blocks = [{**b, "lines": list(b["lines"])} for b in told["blocks"]]
    while sum(_height(b) for b in blocks) > HELD:
        longest = max(blocks, key=lambda b: len(b["lines"]))
        if len(longest["lines"]) < 2:
            blocks.pop()
            continue
        longest["lines"].pop()
        longest["more"] += 1
    return {**told, "blocks": blocks}


def _height(block: Mapping[str, Any]) -> float:
    lines = sum(-(-len(line) // WIDE) for line in block["lines"])
    return lines + 1.7 + (0.9 if block["more"] else 0)


def _short(text: str, longest: int) -> str:
    clean = " ".join(str(text).split())
    return clean if len(clean) <= longest else f"{clean[: longest - 1]}…"
