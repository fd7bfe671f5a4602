"""What the permit and the register say of a section, to stand beside the section as it was submitted."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from postpermit import law
from postpermit.register.states import BasisKind, ManagementClass, Manner, OutletKind, OutletType
from postpermit.supervision.rules.facts import Facts, LimitFacts

UNKNOWN = "登记信息中没有，系统无法判断。"
LABELS = {
    str(member): member.label
    for kinds in (BasisKind, ManagementClass, Manner, OutletKind, OutletType)
    for member in kinds
}


@dataclass(frozen=True)
class Block:
    """A small table of facts; ``lacks`` says in words what the register does not hold."""

    title: str
    header: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()
    lacks: str = ""


def beside(section: str, facts: Facts, kind: str) -> list[Block]:
    """The blocks for a section of a report of that kind, in reading order; an empty list where nothing belongs."""
    if section == "attachments":
        return [_attachments(kind)]
    if section == "disclosure":
        return [_must_disclose(facts), _disclosed(facts)]
    return [block(facts) for block in BLOCKS.get(section, ())]


def said(value: Any) -> str:
    """A fact as text: amounts without trailing noughts, days as written, nothing for what is unknown."""
    if value is None:
        return ""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    return f"{value:%Y-%m-%d}" if isinstance(value, date) else str(value)


def _label(code: str) -> str:
    return LABELS.get(code, code)


def _table(title: str, header: Sequence[str], rows: Iterable[Sequence[Any]] | None, lacks: str = "") -> Block:
    """A block of rows; ``rows`` None: the register knows nothing of it."""
    if rows is None:
        return Block(title, lacks=UNKNOWN)
    told = tuple(tuple(said(cell) for cell in row) for row in rows)
    return Block(title, tuple(header), told, "" if told else lacks or "没有记录。")


def _pairs(title: str, *pairs: tuple[str, Any]) -> Block:
    return Block(title, (), tuple((name, said(value) or "未登记") for name, value in pairs))


def _identity(facts: Facts) -> Block:
    permit = facts.permit
    if permit is None:
        return Block("许可证", lacks=UNKNOWN)
    return _pairs(
        "许可证",
        ("编号", permit.number),
        ("单位名称", permit.name),
        ("曾用名", "、".join(n for n in permit.names if n != permit.name) or "无"),
        ("信用代码", permit.uscc),
        ("法定代表人", permit.legal_representative),
        ("生产经营场所", permit.address),
        ("行业类别", permit.industry),
        ("管理类别", _label(permit.management_class)),
        ("有效期", f"{permit.valid_from} 至 {permit.valid_to}"),
        ("版本", permit.version),
    )


def _substances(facts: Facts) -> Block:
    rows = facts.permit.substances if facts.permit else None
    header = ("产品、原辅料、燃料", "年产能或用量", "单位")
    return _table(
        "许可的产品和物料", header, None if rows is None else [(s.name, s.capacity, s.unit) for s in rows]
    )


def _equipment(facts: Facts) -> Block:
    rows = facts.permit.equipment if facts.permit else None
    return _table("许可的设施", ("编号", "名称"), None if rows is None else [(e.code, e.name) for e in rows])


def _outlets(facts: Facts) -> Block:
    rows = facts.permit.outlets if facts.permit else None
    told = (
        None
        if rows is None
        else [(f"{o.code} {o.name}", _label(o.kind), _label(o.type), o.destination) for o in rows]
    )
    return _table("许可的排放口", ("排放口", "类别", "类型", "去向"), told)


def _concentrations(facts: Facts) -> Block:
    rows = _limits(facts)
    told = None if rows is None else [(x.outlet or "全厂", x.pollutant, _limit(x), x.rate) for x in rows]
    return _table("许可限值", ("排放口", "污染物", "浓度限值", "速率 kg/h"), told)


def _amounts(facts: Facts) -> Block:
    rows = _limits(facts)
    told = None
    if rows is not None:
        told = [
            (x.outlet or "全厂", x.pollutant, x.annual_amount) for x in rows if x.annual_amount is not None
        ]
    return _table("年许可排放量（t）", ("排放口", "污染物", "年许可量"), told, "许可证没有载明许可排放量。")


def _limits(facts: Facts) -> Sequence[LimitFacts] | None:
    return facts.permit.limits if facts.permit else None


def _limit(row: LimitFacts) -> str:
    basis = f"（{_label(row.basis_kind)}）" if row.basis_kind else ""
    return f"{row.text or said(row.high)} {row.unit}{basis}".strip()


def _monitoring(facts: Facts) -> Block:
    rows = facts.permit.monitoring if facts.permit else None
    told = (
        None
        if rows is None
        else [(m.outlet or "全厂", m.pollutant, _label(m.manner), m.frequency) for m in rows]
    )
    return _table("自行监测要求", ("排放口", "污染物", "方式", "频次"), told)


def _ledgers(facts: Facts) -> Block:
    rows = facts.permit.ledger if facts.permit else None
    return _table(
        "台账要求", ("类别", "频次"), None if rows is None else [(x.category, x.frequency) for x in rows]
    )


def _events(facts: Facts) -> Block:
    rows = facts.abnormal
    told = None if rows is None else [(e.on, e.facility, e.what) for e in rows]
    return _table("已报告的异常情况", ("日期", "设施", "情况"), told, "报告周期内没有收到异常情况报告。")


def _penalties(facts: Facts) -> Block:
    told = None if facts.penalties is None else [(p,) for p in facts.penalties]
    return _table("行政处罚", ("文号和事由",), told, "报告周期内没有登记的处罚。")


def _must_disclose(facts: Facts) -> Block:
    rows = facts.permit.disclosure if facts.permit else None
    return _table("应公开的内容", ("内容",), None if rows is None else [(r,) for r in rows])


def _disclosed(facts: Facts) -> Block:
    told = (
        None
        if facts.disclosed is None
        else [(d.what, d.platform, d.on, d.required_by) for d in facts.disclosed]
    )
    return _table("已登记的公开检查", ("内容", "平台", "公开日期", "应于"), told)


def _filings(facts: Facts) -> Block:
    permit = facts.permit
    if permit is None:
        return Block("备案与延续", lacks=UNKNOWN)
    return _pairs(
        "备案与延续",
        ("应急预案备案", permit.emergency_plan_filed_on),
        ("延续申请", permit.renewal_applied_on),
        ("有效期止", permit.valid_to),
    )


def _running(facts: Facts) -> Block:
    permit, owed = facts.permit, facts.obligation
    stopped = "停产" if permit is not None and permit.stopped else "正常"
    note = "已提交停产说明" if owed is not None and owed.stop_note else "没有停产说明"
    return _pairs("登记状态", ("单位状态", stopped), ("停产说明", note))


def _attachments(kind: str) -> Block:
    named = law.report_form().attachments.get(kind, ())
    return _table("应附的材料", ("材料",), [(a.label,) for a in named], "这类报告没有规定附件。")


BLOCKS: dict[str, tuple[Callable[[Facts], Block], ...]] = {
    "commitment": (_identity,),
    "basic": (_identity, _substances),
    "compliance": (_penalties,),
    "facilities": (_equipment, _events),
    "monitoring": (_monitoring, _concentrations),
    "ledger": (_ledgers,),
    "emissions": (_amounts, _concentrations, _outlets),
    "tax": (_penalties,),
    "other": (_filings,),
    "explanation": (_running, _events),
}
