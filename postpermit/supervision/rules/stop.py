"""准确性：停产与报告内容、自动监测和用电情况是否一致."""

import re
from collections.abc import Iterator
from decimal import Decimal

from postpermit.supervision.report import Cell, Row, days_of, first_and_last
from postpermit.supervision.rules.audit import FORMAL, SUBSTANTIVE, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.wording import chapters_of, says

AMOUNTS = ("air-amount", "water-amount")
STATISTICS = ("air-concentration", "air-rate", "water-concentration")
FIGURES = ("total", "p1", "p2", "p3", "p4")
STOP_HOURS, RUN_HOURS, DAYS, HOURS_OF_A_DAY = "停产时间", "正常运行时间", ("d", "天", "日"), 24
# 本年度停产, but not 本年度停产检修5天 or 本年度停产情况：无.
WHOLE = re.compile(
    "(?<![无未非不])(?<!没有)(?:全年|全季|全月|报告期内|整个报告周期|本季度|本月|本年度)停产"
    r"(?!检修|维修|大修|改造|期间|情况|时间|时段|次数|天数|原因|(?:约|共计?|累计|过|了)?[\d一二两三四五六七八九十]|的?说明|为?无)"
)
STANDSTILL = (
    "停产",
    "停工",
    "停业",
    "歇业",
    "停运",
    "停用",
    "未生产",
    "没有生产",
    "无生产",
    "未投产",
    "未投入",
    "未运行",
    "暂停",
    "未排放",
    "无排放",
    "不排放",
    "零排放",
)


@audit_rule(
    77,
    "regulation:22",
    "plan:13.1",
    kind=FORMAL,
    owner="POLLUTION",
    section="explanation",
    dimension="准确性",
)
def stopped_but_operating(case: Case) -> Answer:
    """报告停产却填有生产排放数据，或停产没有说明。"""
    claim = stop_claim(case) or stopped_by_hours(case)
    if claim:
        # Measured operation beside the claim makes it more than a slip of the pen.
        kind = SUBSTANTIVE if _running(case) else FORMAL
        for what, section, cell in _operation(case):
            yield Found(cell, f"与停产一致（{claim.place}）", (what,), kind=kind, section=section)
    # Words and a stop note explain themselves; hours and zeros do not.
    bare = None if stop_claim(case) else claim or _nothing_discharged(case)
    if bare and not _explained(case):
        yield Found(bare, "停产的说明原因和时段", ("停产说明",), said="停产或排放全部为零，报告没有说明。")


@audit_rule(
    78,
    "regulation:22",
    "plan:a3.2.5",
    kind=SUBSTANTIVE,
    owner="POLLUTION",
    section="explanation",
    dimension="准确性",
)
def stopped_but_running(case: Case) -> Answer:
    """报告停产，自动监测或用电显示在运行。"""
    claim = stop_claim(case) or stopped_by_hours(case)
    if claim is None:
        return
    if case.facts.automatic is None and case.facts.electricity is None:
        yield Gap("报告称停产，但没有自动监测和用电数据")
        return
    for outlet, days in sorted(_running(case).items()):
        yield Found(claim, "停产期间没有运行数据", (outlet,), found=f"自动监测有 {days} 天显示运行")
    used, most = case.facts.electricity, case.value("audit.stop.electricity_kwh") * days_of(case.read.period)
    if used is not None and used > most:
        yield Found(
            claim, f"停产期间用电不高于 {most} kWh", ("用电",), found=f"用电 {used.normalize():f} kWh"
        )


def stop_claim(case: Case) -> Cell | None:
    """Where it is said in words or by a stop note that production stood still for the whole period."""
    if case.read.stopped:
        for chapter, text in chapters_of(case):
            found = chapter.code in ("explanation", "basic", "conclusion") and WHOLE.search(text)
            if found:
                return Cell(found[0], chapter.place)
    if case.facts.obligation and case.facts.obligation.stop_note:
        return Cell("停产登记", "停产登记")
    return None


def stopped_by_hours(case: Case) -> Cell | None:
    """The hours of standstill, when those of every unit make up the whole period and no running is stated."""
    if "stop.hours" not in case.memo:
        case.memo["stop.hours"] = _stopped_by_hours(case)
    found: Cell | None = case.memo["stop.hours"]
    return found


def _stopped_by_hours(case: Case) -> Cell | None:
    rows = [r for r in case.read.rows("production") if r["name"].bare.startswith(STOP_HOURS)]
    least = case.value("audit.stop.hours_share") * days_of(case.read.period) * HOURS_OF_A_DAY
    hours = [h for h in map(_hours, rows) if h is not None]
    if not least or not hours or len(hours) < len(rows) or min(hours) < least or _run_hours(case):
        return None
    return rows[0]["amount"]


def _hours(row: Row) -> Decimal | None:
    number = row["amount"].number
    unit = row["measure"].bare or row["amount"].unit
    return number * HOURS_OF_A_DAY if number is not None and unit in DAYS else number


def _run_hours(case: Case) -> Cell | None:
    """A stated time of ordinary running above zero."""
    rows = (r for r in case.read.rows("production") if r["name"].bare.startswith(RUN_HOURS))
    return next((r["amount"] for r in rows if _positive(r["amount"])), None)


def _output(case: Case) -> Cell | None:
    """A stated output above zero; capacities (生产规模) are no output."""
    rows = (
        r
        for r in case.read.rows("production")
        if "产量" in r["record"].bare or r["name"].bare.endswith("产量")
    )
    return next((r["amount"] for r in rows if _positive(r["amount"])), None)


def discharged(case: Case, columns: tuple[str, ...] = FIGURES) -> Cell | None:
    """The first amount above zero in these columns of the tables of amounts, totals included."""
    rows = (r for read in (case.read.rows, case.read.totals) for r in read(*AMOUNTS))
    return next((r[c] for r in rows for c in columns if _positive(r[c])), None)


def measured(case: Case) -> Cell | None:
    """The first result above zero of an outlet that was monitored."""
    rows = case.read.rows(*STATISTICS)
    return next((row["max"] for row in rows if _positive(row["count"]) or _positive(row["max"])), None)


def _positive(cell: Cell) -> bool:
    return cell.number is not None and cell.number > 0


def _operation(case: Case) -> Iterator[tuple[str, str, Cell]]:
    found = (
        ("排放量", "emissions", discharged(case)),
        ("产量", "basic", _output(case)),
        ("运行时间", "basic", _run_hours(case)),
    )
    yield from ((what, section, cell) for what, section, cell in found if cell)


def _running(case: Case) -> dict[str, int]:
    """Outlet → days of the period on which automatic data show it running."""
    period = first_and_last(case.read.period)
    days: dict[str, set[object]] = {}
    for each in case.facts.automatic or ():
        seen = {d for d in each.running_days if period is None or period[0] <= d <= period[1]}
        if seen:
            days.setdefault(each.outlet, set()).update(seen)
    return {outlet: len(found) for outlet, found in days.items()}


def _nothing_discharged(case: Case) -> Cell | None:
    """Every outlet reports zero, and nothing else in the report tells of operation."""
    totals = [row["total"] for row in case.read.rows(*AMOUNTS)]
    if (
        not totals
        or any(t.number != 0 for t in totals)
        or discharged(case)
        or _output(case)
        or _run_hours(case)
    ):
        return None
    return None if measured(case) else totals[0]


def _explained(case: Case) -> bool:
    remarks = (row[c].bare for row in case.read.rows(*AMOUNTS, "production") for c in ("remark", "exceeded"))
    return says(case, *STANDSTILL) or any(word in text for text in remarks for word in STANDSTILL)
