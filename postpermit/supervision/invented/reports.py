"""Invent a clean report of a holder: everything that its kind must hold, and every figure agreeing with the others."""

import random
from datetime import date, timedelta

from postpermit.supervision.invented.amounts import amount_tables
from postpermit.supervision.invented.holders import LEDGERS, Holder
from postpermit.supervision.invented.monitoring import monitoring_tables
from postpermit.supervision.invented.operation import abnormal, facilities, production, tax, waste
from postpermit.supervision.invented.texts import chapters, spoken
from postpermit.supervision.invented.trades import AIR, WATER
from postpermit.supervision.invented.written import Written
from postpermit.supervision.report import first_and_last

ATTACHMENTS = {
    "ANNUAL": (
        "厂区平面布置图.pdf",
        "监测点位图.pdf",
        "生产工艺流程图.pdf",
        "自行监测报告.pdf",
        "污染物实际排放量计算过程.docx",
        "承诺书（签字盖章页）.pdf",
    ),
    "QUARTERLY": ("承诺书（签字盖章页）.pdf",),
    "MONTHLY": ("承诺书（签字盖章页）.pdf",),
}


def invent_report(rng: random.Random, holder: Holder, kind: str, period: str) -> Written:
    """A clean report. Reports of one holder agree with each other: a year's quarters add up to its annual report."""
    span = first_and_last(period)
    assert span is not None, period
    made = Written(kind, period)
    events = abnormal(random.Random(f"{holder.number}|{period}"), holder, *span)
    made.cover = cover(rng, holder, period)
    made.chapters = chapters(rng, holder, kind, period, len(events))
    if kind == "ANNUAL":
        made.tables = _annual(rng, holder, int(period))
    made.tables |= amount_tables(holder, kind, period)
    made.tables |= {"air-exceedance": [], "water-exceedance": [], "facility-abnormal": events}
    _drop_foreign(made, holder)
    made.attachments = list(ATTACHMENTS[kind])
    return made


def cover(rng: random.Random, holder: Holder, period: str) -> dict[str, str]:
    """The cover; the report is dated within the first days after its period."""
    span = first_and_last(period)
    assert span is not None, period
    on = reported_on(rng, holder, period)
    return {
        "permit_number": holder.number,
        "unit_name": holder.name,
        "period": spoken(period),
        "legal_representative": holder.legal,
        "technical_head": holder.technical,
        "phone": holder.phone,
        "mobile": f"100{holder.phone[-4:]}0000",
        "sealed_name": holder.name,
        "reported_on": f"{on.year}年{on.month:02d}月{on.day:02d}日",
    }


def reported_on(rng: random.Random, holder: Holder, period: str) -> date:
    """A day of its own for each holder and period, before the report falls due."""
    span = first_and_last(period)
    assert span is not None, period
    return span[1] + timedelta(days=random.Random(f"{holder.number}|{period}|day").randint(4, 13))


def _annual(rng: random.Random, holder: Holder, year: int) -> dict[str, list[dict[str, str]]]:
    return {
        "summary": summary(holder),
        "production": production(holder, year),
        "facility-normal": facilities(rng, holder, year),
        **monitoring_tables(rng, holder, year),
        "abnormal-air": [],
        "abnormal-fugitive": [],
        "special-air": [],
        "ledger": [{"record": name, "complete": "是", "remark": "/"} for name, _ in LEDGERS],
        "disclosure": [
            {"item": name, "done": text, "fits": "是"}
            for name, text in zip(
                ("公开方式", "时间节点", "公开内容"),
                ("全国排污许可证管理信息平台", "监测完成后五个工作日内", "执行报告、自行监测结果"),
                strict=True,
            )
        ],
        "waste": waste(rng, holder, year),
        "tax": tax(holder, year),
        "special-amount": [],
    }


def _drop_foreign(made: Written, holder: Holder) -> None:
    """The form is made from the permit: without gas outlets it has no gas tables, and so for water."""
    kinds = {m.kind for m in holder.mouths}
    if AIR not in kinds:
        for code in ("air-exceedance", "abnormal-air", "special-air", "special-amount"):
            made.tables.pop(code, None)
    if WATER not in kinds:
        made.tables.pop("water-exceedance", None)
    if not holder.trade.points:
        made.tables.pop("abnormal-fugitive", None)
    if not made.tables.get("tax"):
        made.tables.pop("tax", None)


def summary(holder: Holder) -> list[dict[str, str]]:
    """表1-1: what the permit says, and that nothing changed."""
    identity = (
        ("单位名称", holder.name),
        ("注册地址", holder.address),
        ("生产经营场所地址", holder.address),
        ("行业类别", holder.trade.name),
        ("管理类别", "重点管理" if holder.key else "简化管理"),
        ("组织机构代码", holder.uscc),
        ("统一社会信用代码", holder.uscc),
        ("法定代表人", holder.legal),
        ("技术负责人", holder.technical),
        ("联系电话", holder.phone),
    )
    rows = [_line("排污单位基本情况", "（一）排污单位基本信息", *pair) for pair in identity]
    for mouth in holder.mouths:
        medium = "废气" if mouth.kind == AIR else "废水"
        group = f"（三）产排污节点、污染物及污染防治设施—{medium}"
        names = "、".join(s.name for s in mouth.substances)
        rows.append(_line("排污单位基本情况", group, f"{mouth.code}污染物种类", names))
        rows.append(_line("排污单位基本情况", group, f"{mouth.code}排放去向", mouth.destination))
    return [*rows, _line("环境管理要求", "自行监测要求", "监测设施", "按自行监测方案")]


def _line(item: str, group: str, content: str, value: str) -> dict[str, str]:
    return {"item": item, "group": group, "content": content, "value": value, "changed": "否", "reason": ""}
