"""准确性：与其他单位的报告相比——检测报告、数值和集中提交."""

from collections.abc import Iterator
from datetime import datetime, time, timedelta
from decimal import Decimal
from zoneinfo import ZoneInfo

from postpermit.supervision.report import Cell, Report
from postpermit.supervision.rules.audit import QUESTION, SUBSTANTIVE, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.facts import Obligation, OtherReport
from postpermit.supervision.rules.wording import bare

STATISTICS = ("air-concentration", "air-rate", "water-concentration")
RESULTS = ("min", "max", "mean")
# The days of the law are days in Shanghai.
LOCAL = ZoneInfo("Asia/Shanghai")


@audit_rule(
    83,
    "monitoring-rules:25",
    "plan:17.1",
    kind=QUESTION,
    owner="ECOLOGY",
    section="monitoring",
    dimension="准确性",
)
def shared_with_other_holders(case: Case) -> Answer:
    """与其他单位使用同一检测报告，或监测数值雷同。"""
    # Self-monitoring is told in the year's report only.
    if case.read.kind != "ANNUAL" and not case.facts.samples:
        return
    if case.facts.others is None:
        yield Gap("没有其他单位同期报告可供比对")
        return
    if case.facts.others and case.facts.samples is None:
        yield Gap("没有本单位的检测报告编号")
    own = {case.permit.name, *case.permit.names} if case.permit else set()
    yield from _shared(case, [other for other in case.facts.others if other.holder not in own])


@audit_rule(
    84,
    "plan:17.1",
    "plan:13.1",
    kind=QUESTION,
    owner="APPROVAL",
    section="basic",
    dimension="准确性",
)
def submitted_in_bulk(case: Case) -> Answer:
    """同一机构在期限届满前集中提交多家报告。"""
    owed = case.facts.obligation
    if owed is None or owed.submitted_at is None:
        yield Gap("没有报告的提交时间")
        return
    # A default day is no deadline that anybody was given.
    if owed.due_on is None or owed.due_source == "default":
        yield Gap("没有许可证或通知规定的提交期限")
        return
    start, end = _last_hours(case, owed)
    if not start <= _local(owed.submitted_at) < end:
        return
    if not bare(case.facts.agent) or case.facts.others is None:
        yield Gap("没有代办机构或其他单位的提交情况")
        return
    together = {
        other.holder
        for other in case.facts.others
        if bare(other.agent) == bare(case.facts.agent)
        and other.submitted_at is not None
        and start <= _local(other.submitted_at) < end
    }
    if len(together) >= case.value("audit.bulk.others"):
        yield Found(
            Cell(f"{_local(owed.submitted_at):%Y-%m-%d %H:%M}", "提交时间"),
            "提前提交并逐家核对",
            (case.facts.agent,),
            found=f"另有 {len(together)} 家同时提交",
        )


def figures_told(report: Report) -> tuple[Decimal, ...]:
    """The results in the tables of statistics, row by row: what ``OtherReport.values`` of another report holds."""
    cells = (row[column].number for row in report.rows(*STATISTICS) for column in RESULTS)
    return tuple(number for number in cells if number is not None)


def _shared(case: Case, others: list[OtherReport]) -> Answer:
    if not others:
        return
    numbers, figures = _own_numbers(case), list(_own_figures(case))
    for other in others:
        same = sorted(numbers & {_number(n) for n in other.laboratory_reports})
        if same:
            # One laboratory report cannot be of two holders; equal figures may still be chance.
            cell = Cell("、".join(same), "检测报告编号")
            yield Found(cell, "检测报告只属于本单位", (other.holder,), kind=SUBSTANTIVE)
        elif _figures_of(other.values) in figures and _tell_enough(case, other.values):
            cell = Cell(f"{len(other.values)} 个数值相同", "监测数据统计表")
            yield Found(cell, "与其他单位的数值不同", (other.holder,))


def _figures_of(values: tuple[Decimal, ...]) -> tuple[Decimal, ...]:
    """Regardless of the order of rows."""
    return tuple(sorted(values))


def _own_figures(case: Case) -> Iterator[tuple[Decimal, ...]]:
    yield _figures_of(figures_told(case.read))
    if case.facts.samples:
        yield _figures_of(tuple(s.value for s in case.facts.samples if s.value is not None))


def _tell_enough(case: Case, values: tuple[Decimal, ...]) -> bool:
    """Few different numbers agree by chance."""
    return len(set(values)) >= case.value("audit.same_values.count")


def _number(text: str) -> str:
    return bare(text).upper()


def _own_numbers(case: Case) -> frozenset[str]:
    """Numbers of laboratory reports long enough not to be counted anew by every laboratory."""
    least = case.value("audit.laboratory_number.length")
    numbers = (_number(s.report_number) for s in case.facts.samples or ())
    return frozenset(n for n in numbers if len(n) >= least)


def _last_hours(case: Case, owed: Obligation) -> tuple[datetime, datetime]:
    assert owed.due_on is not None
    end = datetime.combine(owed.due_on + timedelta(days=1), time())
    return end - timedelta(hours=case.value("audit.bulk.hours")), end


def _local(moment: datetime) -> datetime:
    """The time on the clock in Shanghai; a time without zone is that already."""
    return moment.astimezone(LOCAL).replace(tzinfo=None) if moment.tzinfo else moment
