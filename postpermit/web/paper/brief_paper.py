"""检查前情况 on one A4 page: bounded lists of short lines, so that it is always one page."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Any

from django.utils.timezone import localdate

from postpermit.enforcement.queries.brief import Brief, Earlier
from postpermit.register.models import Facility
from postpermit.web.words import day_text

MOST, LONGEST = 5, 62
# A screen has room: nothing of what is to be compared on site is cut off.
WHOLE = 200
# Characters in a line of half a page, and the lines that both halves hold.
WIDE, HELD = 26, 84


def as_typst(found: Brief, beside: Mapping[str, Any], mark: str) -> dict[str, Any]:
    """What the template reads: facts, and blocks of lines."""
    return {
        "title": "检查前情况",
        "number": found.visit.number,
        "facts": [[k, _short(v, 90)] for k, v in facts_of(found)],
        "blocks": [{"title": t, "lines": lines, "more": more} for t, lines, more in blocks_of(found, beside)],
        "mark": mark,
    }


def facts_of(found: Brief) -> list[tuple[str, str]]:
    """Who it is, and what for."""
    visit, unit = found.visit, found.unit
    return [
        ("单位", f"{unit.name}（{unit.number or '未纳入名录'}，{unit.get_management_class_display()}）"),
        ("地址", f"{unit.street} {unit.address}".strip()),
        ("行业", f"{unit.industry_code} {unit.industry_name}".strip() or "未填"),
        ("许可证", permit_words(unit)),
        ("找谁", contact_words(unit)),
        ("检查", f"{day_text(visit.scheduled_on)} {visit.get_kind_display()}（{visit.get_manner_display()}，{visit.get_reason_display()}）"),
        ("检查码", visit.inspection_code or "未取得"),
        ("年度频次", f"{visit.scheduled_on.year} 年计入上限的检查 {found.used} 次（含已安排）"),
    ]  # fmt: skip


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


def lines_of(found: Brief, beside: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The same for the phone: the same facts and blocks, but every line of them and each line whole."""
    blocks = [{"label": "单位", "lines": [f"{k}：{v}" for k, v in facts_of(found)]}]
    blocks += [{"label": title, "lines": lines} for title, lines, _ in blocks_of(found, beside, whole=True)]
    return blocks


def blocks_of(found: Brief, beside: Mapping[str, Any], *, whole: bool = False) -> list[Block]:
    """Every block in the order in which an inspector needs it; one with nothing in it is left out."""
    block = _whole if whole else _block
    first = block(
        f"先看什么（检查单共 {found.asked} 问适用）",
        found.first,
        lambda f: f"{f.question.code} {f.question.ask}（{f.why}）",
        7,
    )
    rows = [
        first,
        block("没有办结的检查问题", found.open_findings, lambda f: f"{f.found_on} {f.text}（{f.get_state_display()}）"),
        block("最近检查", found.visits, visit_words, 3),
        block("执行报告检查的问题", beside["report_findings"], lambda f: f"{f.text}（{f.get_state_display()}）"),
        block("执行报告系统提示（未经核实）", beside["hints"], lambda h: f"{h.rule} {h.message}", 4),
        block("执行报告", beside["checks"], lambda c: f"{c.report.title}（{c.get_state_display()}）", 2),
        block("异常情况报告", beside["events"], lambda e: f"{localdate(e.received_at)} {e.what}（{e.get_state_display()}）", 2),
        block("应急预案备案", beside["plans"], lambda p: f"{p.number}，{p.filed_on} 备案", 1),
        block("逾期的应办事项", found.overdue, lambda d: f"{d.kind_label} {d.period}，应于 {d.due_on}"),
        block("信访投诉", found.complaints, lambda c: f"{c.received_on} {c.what}（{c.get_state_display()}）", 3),
        block("没有办结的联动任务", found.slips, lambda s: f"{s.number} {s.title}（{s.get_state_display()}）", 4),
        block("处罚和案件", [*found.cases, *found.penalties], case_words, 4),
        block("排放口", found.outlets, lambda o: f"{o.code} {o.name}，{o.get_kind_display()}，去向 {o.destination or '未填'}", 6),
        block("许可限值", found.limits, lambda x: f"{x.outlet.code if x.outlet else '全厂'} {x.pollutant} {limit_words(x)}", 8),
        block("自行监测", found.monitoring, lambda m: f"{m.outlet.code if m.outlet else '全厂'} {m.pollutant} {m.frequency}", 6),
        block("登记表", found.form, form_words, 6),
    ]  # fmt: skip
    return [row for row in rows if row[1]]


def _block(title: str, rows: Iterable[Any], words: Callable[[Any], str], most: int = MOST) -> Block:
    held: Sequence[Any] = list(rows)
    return title, [_short(words(row), LONGEST) for row in held[:most]], max(len(held) - most, 0)


def _whole(title: str, rows: Iterable[Any], words: Callable[[Any], str], most: int = MOST) -> Block:
    held = list(rows)
    return title, [" ".join(words(row).split()) for row in held[:WHOLE]], max(len(held) - WHOLE, 0)


def visit_words(earlier: Earlier) -> str:
    """An earlier visit with what was found."""
    visit = earlier.visit
    head = f"{earlier.on} {visit.get_kind_display()} {visit.get_outcome_display()}"
    return f"{head}：{earlier.said}" if earlier.said else head


def limit_words(limit: Any) -> str:
    """Concentration, rate and yearly amount, as far as the permit gives them."""
    parts = [
        f"{limit.text} {limit.unit}".strip(),
        f"{limit.rate_limit.normalize():f} kg/h" if limit.rate_limit is not None else "",
        f"年许可排放量 {limit.annual_amount.normalize():f} t" if limit.annual_amount is not None else "",
    ]
    return "，".join(p for p in parts if p)


def form_words(row: Any) -> str:
    """A row of the registration form."""
    return f"{row.get_kind_display()}：{row.name} {row.amount}{'，' + row.note if row.note else ''}"


def case_words(row: Any) -> str:
    """A case of ours, or a penalty of the register."""
    if hasattr(row, "found_on"):
        return f"案件 {row.number} {row.title}（{row.get_state_display()}）"
    return f"处罚 {row.on} {row.number} {row.amount}{'，' + row.changed if row.changed else ''}"


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
