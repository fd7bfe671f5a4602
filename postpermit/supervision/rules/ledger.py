"""环境管理台账：类别、记录次数和用量."""

import re
from collections.abc import Iterator, Mapping
from decimal import Decimal
from fractions import Fraction
from functools import lru_cache

from postpermit import law
from postpermit.supervision.report import Cell, Row
from postpermit.supervision.rules.amounts_in_units import in_smallest
from postpermit.supervision.rules.audit import (
    FORMAL,
    QUESTION,
    SUBSTANTIVE,
    Answer,
    Case,
    Found,
    Gap,
    audit_rule,
)
from postpermit.supervision.rules.facts import LedgerFacts, LedgerSum
from postpermit.supervision.rules.frequencies import frequency
from postpermit.supervision.rules.running import PERIOD_UNREAD, running, stood_still
from postpermit.supervision.rules.sampled import figure, rounding
from postpermit.supervision.rules.wording import bare

DIMENSION = "台账管理"
SECTION = "ledger"
# Words by which permits, ledgers and reports name the same category (类别 of the ledger requirements of permits).
CATEGORIES: Mapping[str, tuple[str, ...]] = {
    "basic": ("基本信息", "基本情况"),
    "production": ("生产设施", "生产运行", "生产装置", "生产工况", "原辅", "燃料", "产品产量"),
    "treatment": ("防治设施", "治理设施", "处理设施", "环保设施", "治理措施", "防治措施"),
    "monitoring": ("监测",),
    "waste": ("固体废物", "固废", "危险废物", "危废"),
    "other": ("其他", "其它", "无组织", "特殊时段", "非正常", "噪声"),
}
PADDING = re.compile(r"环境管理|台账|信息|记录|情况|管理|运行|要求")
USED = re.compile(r"(?:使用|消耗|消费|耗用|用|产|更换|补充|添加|投加)?(?:总)?量$|消耗$|用$")
NO_LEDGER_DUTIES = Gap("登记信息中没有台账要求")
NO_LEDGER = Gap("没有台账登记数据")


@audit_rule(66, "hj944:4", "plan:12.1", kind=FORMAL, owner="POLLUTION", section=SECTION, dimension=DIMENSION)
def ledger_category_missing(case: Case) -> Answer:
    """台账缺少许可证规定的类别，或记录不完整。"""
    rows = [row for row in case.read.rows("ledger") if row["record"].bare]
    if not rows:
        return
    owed = case.permit.ledger if case.permit else None
    categories = list(dict.fromkeys(bare(duty.category) for duty in owed or ()))
    for category in categories:
        if not any(same_category(category, row["record"].bare) for row in rows):
            yield Found(Cell("", "台账管理情况表"), f"有“{category}”的台账", (category,), found="没有这一类")
    for row in rows:
        if not row["complete"].says_no:
            continue
        # Incomplete where the permit wants it is a breach; elsewhere it is enough to say why.
        if any(same_category(category, row["record"].bare) for category in categories):
            yield Found(
                row["complete"], "按许可证完整记录", (row["record"].bare, "是否完整"), kind=SUBSTANTIVE
            )
        elif row["remark"].empty:
            yield Found(row["complete"], "说明不完整的原因", (row["record"].bare, "是否完整"))
    if owed is None:
        yield NO_LEDGER_DUTIES


@audit_rule(
    67,
    "plan:12.1",
    "regulation:21",
    kind=SUBSTANTIVE,
    owner="POLLUTION",
    section=SECTION,
    dimension=DIMENSION,
)
def ledger_written_too_seldom(case: Case) -> Answer:
    """台账记录次数少于许可证规定的频次。"""
    if not _kept(case) or stood_still(case):
        return
    owed, ledger = case.permit.ledger if case.permit else None, case.facts.ledger
    if owed is None or ledger is None:
        yield NO_LEDGER_DUTIES if owed is None else NO_LEDGER
        return
    named = [(bare(entry.category), entry) for entry in ledger]
    for category, duties in _by_category(owed).items():
        entries = [entry for name, entry in named if same_category(category, name)]
        # A sum that was entered without counting its entries says nothing of how often they were written.
        counted = [entry for entry in entries if entry.entries or entry.amount is None]
        if not counted:
            yield Gap(f"没有“{category}”的台账记录次数")
        elif len({bare(duty.frequency) for duty in duties}) > 1:
            yield Gap(f"“{category}”的台账有多种频次")
        else:
            yield from _written(case, category, duties[0], sum(entry.entries for entry in counted))


@audit_rule(
    68, "hj944:4", "regulation:21", kind=QUESTION, owner="POLLUTION", section=SECTION, dimension=DIMENSION
)
def amount_differs_from_ledger(case: Case) -> Answer:
    """报告的用量与台账合计不一致。"""
    told = _amounts(case)
    if not told:
        return
    ledger = case.facts.ledger
    if ledger is None:
        yield NO_LEDGER
        return
    sums = [entry for entry in ledger if entry.amount is not None and entry.name]
    matched = [(entry, told[name]) for entry in sums if (name := _substance(entry.name)) in told]
    if not matched:
        yield Gap("台账合计中没有与报告对应的项目")
    for entry, rows in matched:
        yield from _amount(case, entry, rows)


def same_category(one: str, other: str) -> bool:
    """Whether two names of a ledger's category mean the same, loosely: by shared words, or one within the other."""
    kinds, others = _kinds(one), _kinds(other)
    if kinds and others:
        return bool(kinds & others)
    first, second = PADDING.sub("", one), PADDING.sub("", other)
    return bool(first and second) and (first in second or second in first)


@lru_cache(maxsize=1024)
def _kinds(name: str) -> set[str]:
    return {kind for kind, words in CATEGORIES.items() if any(word in name for word in words)}


def _kept(case: Case) -> bool:
    """Whether this kind of report tells of the ledger."""
    section = law.district().sections.get(SECTION)
    return case.read.has("ledger") or (section is not None and case.read.kind in section.kinds)


def _by_category(owed: tuple[LedgerFacts, ...]) -> dict[str, list[LedgerFacts]]:
    out: dict[str, list[LedgerFacts]] = {}
    for duty in owed:
        out.setdefault(bare(duty.category), []).append(duty)
    return out


def _written(case: Case, category: str, duty: LedgerFacts, entries: int) -> Answer:
    owed, time = frequency(duty.frequency), running(case)
    if owed is None:
        text = f"台账频次“{duty.frequency}”无法换算成次数" if duty.frequency else "登记信息中没有台账频次"
        yield Gap(f"{category}：{text}")
        return
    if time is None:
        yield Gap(PERIOD_UNREAD)
        return
    # Daily records are not owed on days without work, which no fact tells apart: a share of the days is certain.
    share = Fraction(case.value("audit.ledger.least_share")) if owed.days else Fraction(1)
    short = time.too_few(Decimal(entries), owed.part(share))
    if short is not None:
        due, kind = short
        place = Cell(f"{entries}", f"台账登记数据 {category}")
        yield Found(place, f"不少于 {due} 次（{duty.frequency}）", (category,), kind=kind)


def _amounts(case: Case) -> dict[str, list[Row]]:
    """Rows that tell an amount, by the bare name of what was used or made."""
    out: dict[str, list[Row]] = {}
    for row in _rows(case):
        name = _substance(row["name"].text or row["parameter"].text)
        if name and row["amount"].number is not None:
            out.setdefault(name, []).append(row)
    return out


def _rows(case: Case) -> Iterator[Row]:
    yield from case.read.rows("production")
    yield from case.read.rows("facility-normal")


def _substance(name: str) -> str:
    """天然气 of 天然气用量."""
    whole = bare(name)
    return USED.sub("", whole) or whole


def _amount(case: Case, entry: LedgerSum, rows: list[Row]) -> Answer:
    assert entry.amount is not None
    recorded, told = in_smallest(entry.amount, entry.unit), [_told(row) for row in rows]
    known = [each for each in told if each is not None and recorded is not None and each[0] == recorded[0]]
    if recorded is None or len(known) < len(told):
        yield Gap(f"{entry.name} 在报告和台账中的计量单位不同或未写明，无法比较")
        return
    reported, true = sum((amount for _, amount, _ in known), Decimal()), recorded[1]
    slack = sum((slack for _, _, slack in known), Decimal())
    off = abs(reported - true)
    if off <= max(case.value("audit.ledger.amount_tolerance") * abs(true), slack):
        return
    # So far off that a slip of the pen does not explain it.
    gross = off > case.value("audit.ledger.amount_gross") * max(abs(true), abs(reported))
    expected = f"台账合计 {figure(entry.amount)} {entry.unit}"
    yield Found(rows[0]["amount"], expected, (bare(entry.name),), kind=SUBSTANTIVE if gross else None)


def _told(row: Row) -> tuple[str, Decimal, Decimal] | None:
    """(what is measured, the amount, its rounding), both in the smallest unit; None without a unit."""
    amount, unit = row["amount"].number, row["measure"].text or row["amount"].unit
    if amount is None or (held := in_smallest(amount, unit)) is None:
        return None
    slack = in_smallest(rounding(amount), unit)
    return (*held, slack[1] if slack else Decimal())
