"""准确性：与上一期报告、各时段之间的变化，日期是否在报告时段内."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal

from postpermit.supervision.report import Cell, Chapter, Report, Row, first_and_last, previous_periods
from postpermit.supervision.report.periods import day_in, kind_of
from postpermit.supervision.rules.audit import FORMAL, QUESTION, Answer, Case, Found, Gap, audit_rule
from postpermit.supervision.rules.logic_amounts import AMOUNTS, NOT_ADDED, PARTS, Key, amounts
from postpermit.supervision.rules.logic_figures import about, plain, section_of
from postpermit.supervision.rules.logic_running import outputs
from postpermit.supervision.rules.logic_volumes import FLOWS
from postpermit.supervision.rules.wording import bare, chapters_of, shown

# Chapters that tell of the period itself; commitment, compliance, tax and the like repeat themselves rightly.
TOLD_ANEW = ("facilities", "monitoring", "emissions", "internal", "other", "explanation")
ON_A_DAY = (
    "fugitive",
    "special-air",
    "special-amount",
    "air-exceedance",
    "water-exceedance",
    "abnormal-fugitive",
)
OVER_A_TIME = ("facility-abnormal", "abnormal-air", "abnormal-fugitive")


def _owed_before(case: Case) -> bool:
    """Whether there was a permit already in the period before: what nobody owed is not missing."""
    spans = [first_and_last(period) for period in previous_periods(case.read.period)]
    return case.permit is None or not spans or spans[0] is None or case.permit.first_issued_on <= spans[0][1]


def report_before(case: Case) -> Report | None:
    """The report of the period before, of the same kind; None when it is not on file."""
    wanted = previous_periods(case.read.period)
    return next((r for r in case.facts.earlier or () if r.period in wanted), None)


@audit_rule(
    49, "measures:41", "plan:5.2", kind=QUESTION, owner="ECOLOGY", section="emissions", dimension="准确性"
)
def jump_without_output(case: Case) -> Answer:
    """排放量较上一期变化很大，而产量变化不大。"""
    now, before = _totals(case.read), report_before(case)
    if not now:
        return
    if before is None:
        if _owed_before(case):
            yield Gap("没有上一期执行报告，无法比较排放量变化")
        return
    jumps = list(_jumps(case, now, _totals(before)))
    stable = _stable(outputs(case.read), outputs(before), case.value("audit.output.band"))
    if jumps and stable is None:
        yield Gap("没有两期可比的产量，无法判断排放量变化是否合理")
    for row, old in jumps if stable else ():
        said = f"上一期 {plain(old)} t，产量变化不大，请说明原因"
        yield Found(row["total"], said, about(row))


def _totals(report: Report) -> dict[Key, Row]:
    """(table, scope, pollutant) → row with an amount of a pollutant; volumes of gas and water are none."""
    rows = amounts(report).items()
    return {k: r for k, r in rows if r["total"].number is not None and r.pollutant not in FLOWS}


def _jumps(case: Case, now: dict[Key, Row], then: dict[Key, Row]) -> Iterator[tuple[Row, Decimal]]:
    """The plant's own amounts where both reports tell them, else each outlet's."""
    share, floor = case.value("audit.jump.share"), Decimal(case.value("audit.amount.floor_kg")) / 1000
    whole = {(t, p) for (t, _, p), row in now.items() if row.whole_plant and (t, row.total, p) in then}
    for key, row in now.items():
        other = then.get(key)
        if (
            other is None
            or (row.total and not row.whole_plant)
            or (not row.total and (key[0], key[2]) in whole)
        ):
            continue
        new, old = row["total"].number, other["total"].number
        if (
            new is not None
            and old is not None
            and max(new, old) >= floor
            and abs(new - old) > share * abs(old)
        ):
            yield row, old


def _stable(
    now: dict[tuple[str, str], Decimal], then: dict[tuple[str, str], Decimal], band: Decimal
) -> bool | None:
    """Whether every product told in both periods stayed within the band; None when none was."""
    pairs = [(amount, then[key]) for key, amount in now.items() if then.get(key)]
    return all(abs(new - old) <= band * old for new, old in pairs) if pairs else None


@audit_rule(
    50, "measures:41", "plan:5.2", kind=QUESTION, owner="APPROVAL", section="emissions", dimension="准确性"
)
def nothing_ever_changes(case: Case) -> Answer:
    """各时段数值全部相同，或文字与上一年度报告雷同。"""
    columns = PARTS.get(case.read.kind or kind_of(case.read.period), ())
    digits, least = case.value("audit.same_periods.digits"), case.value("audit.same_periods.pollutants")
    same: dict[str, Row] = {}
    for row in case.read.rows(*AMOUNTS) if columns else ():
        if row.pollutant not in NOT_ADDED and _same_throughout([row[c].number for c in columns], digits):
            same.setdefault(row.pollutant, row)
    if len(same) >= least:
        first = next(iter(same.values()))
        yield Found(first[columns[0]], "各时段按实际情况核算", ("各时段相同",), found="、".join(same))
    if case.read.kind == "ANNUAL":
        yield from _copied(case)


def _same_throughout(numbers: list[Decimal | None], digits: int) -> bool:
    """One and the same value of so many figures: 0.01 four times is rounding, 0.253 four times is not."""
    first = numbers[0]
    if not first or any(n != first for n in numbers):
        return False
    return len(first.normalize().as_tuple().digits) >= digits


def _copied(case: Case) -> Answer:
    """Only when every chapter of some length is the same: one standing sentence about training is no copy."""
    shortest, least = case.value("audit.same_text.chapter_length"), case.value("audit.same_text.chapters")
    told = [(c, text) for c, text in chapters_of(case) if c.code in TOLD_ANEW and len(text) >= shortest]
    if len(told) < least:
        return
    before = report_before(case)
    if before is None:
        if _owed_before(case):
            yield Gap("没有上一年度执行报告，无法比较文字是否雷同")
    elif all(bare(before.text(c.code)) == text for c, text in told) and _no_chance(case, before, told):
        first = told[0][0]
        said = "、".join(c.title for c, _ in told) + "与上一年度逐字相同"
        yield Found(
            Cell(first.text, first.place), "按本年度情况填写", ("文字雷同",), section=first.code, found=said
        )


def _no_chance(case: Case, before: Report, told: list[tuple[Chapter, str]]) -> bool:
    """Much text, or text that still names the year before and this year nowhere: short sentences may repeat themselves."""
    whole = "".join(text for _, text in told)
    stale = before.period in whole and case.read.period not in whole
    return stale or len(whole) >= case.value("audit.same_text.length")


@audit_rule(
    51, "measures:41", "hj944:5", kind=FORMAL, owner="ECOLOGY", section="monitoring", dimension="准确性"
)
def outside_the_period(case: Case) -> Answer:
    """监测、超标或异常的日期不在报告时段内。"""
    dated = [*_days(case.read), *_times(case.read)]
    period = first_and_last(case.read.period)
    if period is None:
        if dated:
            yield Gap("报告时段不明，无法核对日期")
        return
    first, last = period
    for row, column, begun, ended in dated:
        if begun > last or ended < first:
            who = about(row) if row.table not in OVER_A_TIME else (*about(row), row["facility"].bare)
            said = f"在 {shown(first)}至{shown(last)} 之内"
            yield Found(row[column], said, tuple(w for w in who if w), section=section_of(row.table))


def _days(report: Report) -> Iterator[tuple[Row, str, date, date]]:
    """Rows with one day: (row, column, day, day)."""
    for row in report.rows(*ON_A_DAY):
        day = day_in(row["on"].text)
        if day:
            yield row, "on", day, day


def _times(report: Report) -> Iterator[tuple[Row, str, date, date]]:
    """Rows with a beginning and an end. What began before the period or lasts beyond it still belongs to it."""
    for row in report.rows(*OVER_A_TIME):
        begun, ended = day_in(row["from"].text), day_in(row["to"].text)
        if begun and ended and ended >= begun:
            yield row, "from", begun, ended
        elif begun and not ended:
            yield row, "from", begun, date.max
        elif ended and not begun:
            yield row, "to", date.min, ended
