"""How much attention a unit needs: the highest impact sets the step, performance moves it by one at most.

Every fact comes with the record that says so; a fact that nobody has is told as 未掌握 and counts neither way. Facts
are counts, names of lists and classes: no text of a complaint, no person, no officer can enter a reason.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any, Generic, TypeVar

from postpermit import law
from postpermit.duties.rules import Law
from postpermit.register.states import ManagementClass
from postpermit.trail.errors import Refused

T = TypeVar("T")
HIGHEST = 5
LEVELS = ("无环境风险", "一般环境风险", "较大环境风险", "重大环境风险")
NOT_COUNTED = "不计"


class UnableToMoveStep(Refused):
    """An officer may move the step by one, with a reason."""


@dataclass(frozen=True)
class Known(Generic[T]):
    """A fact and the reference of the record that says so."""

    value: T
    source: str


@dataclass(frozen=True)
class RiskFacts:
    """What is known of a unit; None is 未掌握. Counts are those of the months looked back upon.

    ``years_since_visit``: whole years since the last completed visit; of a unit never visited, since it came on the register.
    """

    management_class: Known[str] | None = None
    key_unit_kinds: Known[tuple[str, ...]] | None = None
    total_control_pollutants: Known[tuple[str, ...]] | None = None
    hazardous_waste_tonnes: Known[Decimal] | None = None
    sensitive_metres: Known[int] | None = None
    accident_level: Known[int] | None = None
    penalties: Known[int] | None = None
    late_reports: Known[int] | None = None
    correction_days_overdue: Known[int] | None = None
    data_flags: Known[int] | None = None
    upheld_complaints: Known[int] | None = None
    years_since_visit: Known[int] | None = None


@dataclass(frozen=True)
class Reason:
    """One sentence, the record it rests on, and what it did to the step."""

    text: str
    source: str
    effect: str


@dataclass(frozen=True)
class OfficerStep:
    """An officer's own judgement: one step up or down, with a written reason. ``source``: the trail entry."""

    by: int
    reason: str
    source: str


@dataclass(frozen=True)
class Score:
    """The step (None: no impact is known), the visit's length in slots, and every reason in order."""

    step: int | None
    slots: int
    impact: int | None
    performance: int
    total: int
    unknown: tuple[str, ...]
    reasons: tuple[Reason, ...]
    confirmed: bool


@dataclass(frozen=True)
class _Criterion:
    """A fact of ``RiskFacts``: its name, the value that holds its numbers, and how to say it."""

    fact: str
    label: str
    value: str
    said: Callable[[Any], str]
    points: Callable[[Any, Sequence[int]], int]


def _reached(amount: Any, least: Sequence[int]) -> int:
    return sum(amount >= mark for mark in least)


def _counted(names: Any, least: Sequence[int]) -> int:
    return _reached(len(names), least)


def _near(metres: Any, furthest: Sequence[int]) -> int:
    return sum(metres <= mark for mark in furthest)


def _class_points(code: Any, points: Sequence[int]) -> int:
    return points[min(list(ManagementClass).index(ManagementClass(code)), len(points) - 1)]


IMPACT = (
    _Criterion("management_class", "管理类别", "score.class.points", lambda v: ManagementClass(v).label, _class_points),
    _Criterion("key_unit_kinds", "环境监管重点单位", "score.key_kinds.count",
               lambda v: "、".join(v) or "未列入名录", _counted),
    _Criterion("total_control_pollutants", "总量控制污染物", "score.pollutants.count",
               lambda v: "、".join(v) or "无", _counted),
    _Criterion("hazardous_waste_tonnes", "危险废物", "score.hazardous.tonnes", lambda v: f"每年 {v} 吨", _reached),
    _Criterion("sensitive_metres", "周边敏感目标", "score.sensitive.metres", lambda v: f"最近 {v} 米", _near),
    _Criterion("accident_level", "突发环境事件风险", "score.accident.level",
               lambda v: LEVELS[min(max(v, 0), 3)], _reached),
)  # fmt: skip
# In the order of the weights in ``score.performance.weights``.
PERFORMANCE = (
    ("penalties", "行政处罚", "score.penalties.bounds", "次"),
    ("late_reports", "执行报告迟交或未交", "score.reports.bounds", "次"),
    ("correction_days_overdue", "整改逾期", "score.corrections.bounds", "天"),
    ("data_flags", "监测数据质量问题", "score.data_flags.bounds", "个"),
    ("upheld_complaints", "查实的信访投诉", "score.complaints.bounds", "件"),
)
VALUES = (
    *(c.value for c in IMPACT), *(row[2] for row in PERFORMANCE), "score.impact.least",
    "score.performance.months", "score.performance.weights", "score.slots.sums",
)  # fmt: skip


def score(facts: RiskFacts, law_: Law, officer: OfficerStep | None = None) -> Score:
    """The whole score with its reasons. Raises ``UnableToMoveStep``."""
    points, said = impact_points(facts, law_)
    impact, ruled = impact_step(points, law_)
    performance, judged = performance_step(facts, law_)
    step, moved = _sum_of(impact, performance), list[Reason]()
    if officer is not None:
        step, moved = officer_step(step, officer)
    total = sum(points.values())
    slots, length = visit_slots(total, law_)
    reasons = (*said, *ruled, *judged, *moved, *length)
    missing = tuple(label for name, label in _labels() if getattr(facts, name) is None)
    return Score(step, slots, impact, performance, total, missing, reasons, law_.confirmed(*VALUES))


def _sum_of(impact: int | None, performance: int) -> int | None:
    return None if impact is None else min(max(impact + performance, 0), HIGHEST)


def _labels() -> Iterator[tuple[str, str]]:
    yield from ((c.fact, c.label) for c in IMPACT)
    yield from ((name, label) for name, label, _, _ in PERFORMANCE)
    yield "years_since_visit", "上次检查"


@law.rule("PL-10", "plan:6.1", "random-inspection:2")
def impact_points(facts: RiskFacts, law_: Law) -> tuple[dict[str, int], list[Reason]]:
    """管理类别、重点单位、总量控制污染物、危险废物、敏感目标、风险等级各计0至5分，未掌握的不计分也不猜测。"""
    points: dict[str, int] = {}
    reasons = []
    for criterion in IMPACT:
        fact = getattr(facts, criterion.fact)
        if fact is None:
            reasons.append(Reason(f"{criterion.label}：未掌握", "", NOT_COUNTED))
            continue
        reached = min(criterion.points(fact.value, law_.value(criterion.value)), HIGHEST)
        points[criterion.fact] = reached
        text = f"{criterion.label}：{criterion.said(fact.value)}"
        reasons.append(Reason(text, fact.source, f"影响 {reached} 分"))
    return points, reasons


@law.rule("PL-11", "random-inspection:2")
def impact_step(points: dict[str, int], law_: Law) -> tuple[int | None, list[Reason]]:
    """风险档取各项影响分的最高分；达到最高分的项数不足规定的，下调一档。"""
    if not points:
        return None, [Reason("各项影响均未掌握", "", "不评档")]
    highest, least = max(points.values()), int(law_.value("score.impact.least"))
    reached = sum(p == highest for p in points.values())
    if highest and reached < least:
        text = f"最高影响分 {highest} 分只有 {reached} 项达到，不足 {least} 项"
        return highest - 1, [Reason(text, "", f"下调一档，为 {highest - 1} 档")]
    return highest, [Reason(f"最高影响分 {highest} 分有 {reached} 项达到", "", f"定为 {highest} 档")]


@law.rule("PL-12", "random-inspection:2", "plan:13.1", "plan:5.3")
def performance_step(facts: RiskFacts, law_: Law) -> tuple[int, list[Reason]]:
    """回看期内的处罚、迟报、整改逾期、数据质量和查实投诉加权合计，最多升降一档；有一项差或久未检查的不下调。"""
    weights = law_.value("score.performance.weights")
    marks: list[int] = []
    reasons = []
    for name, label, value, unit in PERFORMANCE:
        mark, reason = _mark(getattr(facts, name), label, unit, law_.value(value), law_)
        marks.append(mark)
        reasons.append(reason)
    # What is not known keeps its weight: a silent file is neither good nor bad.
    mean = Fraction(sum(w * m for w, m in zip(weights, marks)), sum(weights) or 1)
    moved = (mean >= Fraction(1, 2)) - (mean <= Fraction(-1, 2))
    if moved < 0:
        moved, why = _deserved(marks, facts.years_since_visit, law_)
        reasons += why
    effect = {1: "上调一档", 0: "不调整", -1: "下调一档"}[moved]
    return moved, [*reasons, Reason("表现各项按权重合计", "", effect)]


def _mark(
    fact: Known[int] | None, label: str, unit: str, bounds: Sequence[int], law_: Law
) -> tuple[int, Reason]:
    if fact is None:
        return 0, Reason(f"{label}：未掌握", "", NOT_COUNTED)
    good, bad = bounds[0], bounds[-1]
    mark = 1 if fact.value >= bad else -1 if fact.value <= good else 0
    months = law_.value("score.performance.months")
    said = {1: "表现差（+1）", 0: "表现一般（0）", -1: "表现好（-1）"}[mark]
    return mark, Reason(f"{months} 个月内{label} {fact.value} {unit}", fact.source, said)


def _deserved(marks: Sequence[int], visited: Known[int] | None, law_: Law) -> tuple[int, list[Reason]]:
    """Good marks lower the step only where nothing is bad and somebody has looked within the time."""
    if 1 in marks:
        return 0, [Reason("有一项表现差", "", "不下调")]
    if visited is None:
        return 0, [Reason("上次检查：未掌握，表现好没有依据", "", "不下调")]
    if visited.value * 12 >= int(law_.value("score.performance.months")):
        return 0, [Reason(f"已 {visited.value} 年未检查，表现好没有依据", visited.source, "不下调")]
    return -1, []


@law.rule("PL-13", "random-inspection:2", judgement=True)
def officer_step(step: int | None, officer: OfficerStep) -> tuple[int | None, list[Reason]]:
    """检查人员可以写明理由把风险档上调或下调一档。"""
    if officer.by not in (-1, 1):
        raise UnableToMoveStep("风险档每次只能上调或下调一档。", place="by")
    if not officer.reason.strip():
        raise UnableToMoveStep("调整风险档须写明理由。", place="reason")
    if step is None:
        raise UnableToMoveStep("各项影响均未掌握，尚未评档，不能调整。", place="by")
    moved = min(max(step + officer.by, 0), HIGHEST)
    way = "上调一档" if officer.by > 0 else "下调一档"
    effect = f"{way}，为 {moved} 档" if moved != step else f"{way}，已在尽头，仍为 {moved} 档"
    return moved, [Reason(f"人工调整：{officer.reason.strip()}", officer.source, effect)]


@law.rule("PL-14", "plan:6.1")
def visit_slots(total: int, law_: Law) -> tuple[int, list[Reason]]:
    """检查时长看影响分合计：每达到一个规定的分数增加一个时段，不影响检查频次。"""
    slots = 1 + _reached(total, law_.value("score.slots.sums"))
    return slots, [Reason(f"影响分合计 {total} 分", "", f"检查时长 {slots} 个时段")]
