"""Execution reports: which periods owe one, and by when."""

import re
from collections.abc import Iterator
from datetime import date, timedelta

from postpermit import law, workdays
from postpermit.duties.rules.facts import STOPPED_NOTE, HolderFacts, Law, Planned, fixed
from postpermit.duties.rules.windows import void_why

ONE = timedelta(days=1)
KINDS = {
    "ANNUAL": "submit-report-annual",
    "QUARTERLY": "submit-report-quarterly",
    "MONTHLY": "submit-report-monthly",
}
NEXT_YEAR = re.compile(r"(?:次年|下一年|翌年|下年度?)(\d{1,2})月(\d{1,2})日(?:前|内|之前)?")
AFTER_QUARTER = re.compile(r"(?:季|每季|季度|每季度)(?:结束)?后(\d{1,2})(?:个)?日(?:前|内|之内)?")
NEXT_MONTH = re.compile(r"(?:次月|下月|月后|每月结束后)(\d{1,2})日(?:前|内|之前)?")


def periods_of(kind: str, year: int) -> list[tuple[str, date, date]]:
    """(period, first day, last day) of the periods whose report could fall due in the year."""
    if kind == "ANNUAL":
        return [(str(y), date(y, 1, 1), date(y, 12, 31)) for y in (year - 1,)]
    if kind == "QUARTERLY":
        starts = [(year - 1, 4), *((year, q) for q in (1, 2, 3, 4))]
        return [
            (f"{y}Q{q}", date(y, 3 * q - 2, 1), workdays.add_months(date(y, 3 * q - 2, 1), 3) - ONE)
            for y, q in starts
        ]
    months = [(year - 1, 12), *((year, m) for m in range(1, 13))]
    return [(f"{y}-{m:02d}", date(y, m, 1), workdays.add_months(date(y, m, 1), 1) - ONE) for y, m in months]


def due_after(kind: str, text: str, ends: date) -> date | None:
    """The due date that the permit's words give for a period ending then; None when they are not understood."""
    plain = re.sub(r"\s", "", text)
    try:
        if kind == "ANNUAL" and (found := NEXT_YEAR.fullmatch(plain)):
            return date(ends.year + 1, int(found[1]), int(found[2]))
        if kind == "QUARTERLY" and (found := AFTER_QUARTER.fullmatch(plain)) and int(found[1]) > 0:
            return ends + timedelta(days=int(found[1]))
        if kind in ("MONTHLY", "QUARTERLY") and (found := NEXT_MONTH.fullmatch(plain)):
            return (ends + ONE).replace(day=int(found[1]))
    except ValueError:
        return None
    return None


@law.rule("DU-8", "plan:13.1", "hj944:5")
def owes_report(unit: HolderFacts, kind: str, starts: date, ends: date, law_: Law) -> bool:
    """周期内持证时间不足规定长度的，不产生该周期的执行报告。"""
    first = unit.first_issued_on
    if first > ends or unit.valid_to < starts:
        return False
    if first <= starts:
        return True
    if kind == "ANNUAL":
        reached = workdays.add_months(first, int(law_.value("report.annual.held_months")))
    elif kind == "QUARTERLY":
        reached = workdays.add_months(first, int(law_.value("report.quarterly.held_months")))
    else:
        reached = first + timedelta(days=int(law_.value("report.monthly.held_days")))
    return reached <= ends + ONE


PERMIT_NOTE, NOTICE_NOTE = "许可证载明的提交期限", "通知规定的提交期限"
SOURCES = {PERMIT_NOTE: "permit", NOTICE_NOTE: "notice"}


def source_of(note: str) -> str:
    """Where a due date of a report comes from, by the note of its basis: permit, notice, or default."""
    return SOURCES.get(note, "default")


@law.rule("DU-20", "plan:13.1")
def moved_by_notice(kind: str, year: int, law_: Law) -> date | None:
    """国家通知改变年报提交期限的，当年的年报按通知的日期提交。"""
    told = str(law_.value("report.annual.deadline_notice")) if kind == "ANNUAL" else law.NO_DAY
    day = None if told == law.NO_DAY else date.fromisoformat(told)
    return day if day is not None and day.year == year else None


@law.rule("DU-9", "plan:13.1")
def submit_reports(unit: HolderFacts, year: int, law_: Law) -> Iterator[Planned]:
    """持证单位按许可证载明的期限提交执行报告，日期不因休息日顺延；未载明的按默认期限并标明待确认。"""
    if not unit.holds_permit or (unit.ended_on is not None and unit.ended_on < date(year, 1, 1)):
        return
    for kind, text in dict(unit.reports).items():
        default = law_.value(f"report.{kind.lower()}.default_due")
        for period, starts, ends in periods_of(kind, year):
            due_on = due_after(kind, text, ends)
            confirmed, note = True, PERMIT_NOTE
            if due_on is None:
                due_on = due_after(kind, default, ends)
                confirmed = False
                note = f"许可证期限“{text}”未能识别，按默认期限" if text else "许可证未载明期限，按默认期限"
            if moved := moved_by_notice(kind, year, law_):
                due_on, note = moved, NOTICE_NOTE
                confirmed = law_.confirmed("report.annual.deadline_notice")
            if due_on is None or due_on.year != year or not owes_report(unit, kind, starts, ends, law_):
                continue
            yield Planned(
                KINDS[kind],
                "HOLDER",
                unit.number,
                unit.name,
                period,
                ends + ONE,
                fixed(due_on, note),
                confirmed=confirmed,
                note=STOPPED_NOTE if unit.stopped else "",
                void_why=void_why(unit, due_on),
                facility=unit.facility,
            )
