"""完整性：报告时段与报告类型是否相符，与以前的报告是否衔接."""

from datetime import date

from postpermit.law.report_forms import REPORT_KINDS
from postpermit.register.states import ReportKind
from postpermit.supervision.report import (
    Cell,
    Report,
    first_and_last,
    kind_of,
    period_of,
    previous_periods,
    span_of,
    words_of,
)
from postpermit.supervision.report.periods import period_on
from postpermit.supervision.rules.audit import FORMAL, QUESTION, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.facts import Obligation, PermitFacts
from postpermit.supervision.rules.reasons import nothing
from postpermit.supervision.rules.timeliness import not_owed_before

# The last quarter or month of a larger period may be told in the report of the larger one.
LAST_PARTS = ("Q4", "-03", "-06", "-09", "-12")


@audit_rule(
    17,
    "measures:37",
    "hj944:5",
    kind=FORMAL,
    owner="APPROVAL",
    section="basic",
    dimension="完整性",
)
def another_period(case: Case) -> Answer:
    """报告时段与报告类型不符，或与以前的报告不衔接。"""
    if case.read.kind not in REPORT_KINDS:
        yield Gap("没有识别出报告类型，不能核对报告时段")
        return
    cell = case.read["period"]
    if not nothing(cell):
        yield from _stated(case, cell)
    if case.facts.earlier is None:
        yield Gap("没有以前各期的报告，不能核对时段是否衔接")
    else:
        same = [r for r in case.facts.earlier if r.kind == case.read.kind and r.period != case.read.period]
        yield from _overlaps(case, cell, same)
        yield from _left_out(case, cell, same)


def _stated(case: Case, cell: Cell) -> Answer:
    """What the cover says against the kind, and against the period that is owed."""
    report, owed = case.read, case.facts.obligation
    expected = owed.period if owed and owed.kind == report.kind else report.period
    period, days = period_of(cell.text), span_of(cell.text)
    label = ReportKind(report.kind).label
    if days is None:
        yield Gap(f"封面报告时段“{cell.text}”不能识别")
    elif period and kind_of(period) == report.kind:
        if kind_of(expected) == report.kind and period != expected:
            yield Found(cell, words_of(expected))
    elif not period and case.permit is None:
        yield Gap(f"没有许可证登记信息，不知道{cell.text}是否为持证时段")
    elif period or not _held_in_part(case.permit, report.kind, days):
        yield Found(cell, f"{label}的完整时段")


def _held_in_part(permit: PermitFacts | None, kind: str, days: tuple[date, date]) -> bool:
    """Whether the span is the part of its period in which there was a permit."""
    whole = first_and_last(period_on(kind, days[0]))
    if whole is None or permit is None:
        return False
    begins = (whole[0], permit.first_issued_on, permit.valid_from)
    return days[0] in begins and days[1] in (whole[1], permit.ended_on, permit.valid_to)


def _span(report: Report) -> tuple[date, date] | None:
    """The days on the cover; a cover with the period of another kind is wrong and does not count."""
    text = report["period"].text
    told = span_of(text) if kind_of(period_of(text)) in ("", report.kind) else None
    return told or first_and_last(report.period)


def _overlaps(case: Case, cell: Cell, same: list[Report]) -> Answer:
    """Earlier reports of the kind that cover days of this one."""
    mine = _span(case.read)
    for other in same:
        theirs = _span(other)
        if mine and theirs and theirs[0] <= mine[1] and mine[0] <= theirs[1]:
            yield Found(cell, "不与以前的报告重叠", (words_of(other.period),), "报告时段与以前的报告重叠。")


def _left_out(case: Case, cell: Cell, same: list[Report]) -> Answer:
    """The period just before, when older reports are on file and it is not."""
    mine = case.read.period
    before = next(iter(previous_periods(mine)), "") if kind_of(mine) == case.read.kind else ""
    filed = {f.period for f in case.facts.filed or () if f.kind == case.read.kind}
    known = {r.period for r in same} | filed
    older = [p for p in known if p < before]
    if not older or before in known or before.endswith(LAST_PARTS) or _not_owed(case, before):
        return
    # A stop note or a waiver of another period is not among the facts: only a question.
    yield Found(
        cell,
        f"此前有{words_of(before)}的报告",
        (words_of(before),),
        "与以前的报告之间缺少一期。",
        kind=QUESTION,
        found=f"此前最近一期是{words_of(max(older))}",
    )


def _not_owed(case: Case, period: str) -> bool:
    stopped = case.permit is not None and case.permit.stopped
    return stopped or not_owed_before(case, Obligation(case.read.kind, period)) is not None
