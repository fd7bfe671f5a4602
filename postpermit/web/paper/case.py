"""办案期限表 and 卷内目录 of a case: what stands on them, before they become PDF or Word."""

from dataclasses import dataclass, field
from datetime import date
from typing import Any

from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.queries.case_standing import (
    archive_clock,
    clocks_on,
    conduct_label,
    filed_of,
)
from postpermit.enforcement.rules.case_files import contents
from postpermit.enforcement.rules.clock import Clock, ClockState
from postpermit.enforcement.rules.counting import Unit, written
from postpermit.enforcement.states import CaseRole, CaseState
from postpermit.law import clause
from postpermit.law.case_files import VOLUMES
from postpermit.web.paper.annex5 import qr_svg
from postpermit.web.paper.pdf import pdf
from postpermit.workdays import Calendar

# How the paper says which case it is.
QR = "PP-CASE"
ENDED = (CaseState.CLOSED, CaseState.NOT_FILED, CaseState.WITHDRAWN, CaseState.ARCHIVED)


@dataclass(frozen=True)
class Table:
    """A table of a sheet; ``widths`` in parts of the page, ``centred``: columns that stand in the middle."""

    title: str
    header: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    widths: tuple[float, ...]
    centred: tuple[int, ...] = ()


@dataclass(frozen=True)
class Sheet:
    """One printed sheet of a case."""

    title: str
    number: str
    head: tuple[tuple[str, str], ...]
    tables: tuple[Table, ...]
    note: str
    code: str
    wide: bool = field(default=False)


def clock_sheet(case: PenaltyCase, on: date, calendar: Calendar) -> Sheet:
    """Every time limit that runs, has ended or is to come, each in its own unit, with how it was counted."""
    clocks = list(clocks_on(case, on, calendar))
    if case.state in ENDED:
        own = archive_clock(case, on, calendar)
        clocks = [own if c.code == "archive" else c for c in clocks]
    begun = [c for c in clocks if c.state is not ClockState.NOT_STARTED]
    ahead = [c for c in clocks if c.state is ClockState.NOT_STARTED]
    rows = tuple(_clock_row(c) for c in begun)
    later = tuple((c.label, length_words(c), f"{clause(c.clause).label}{_doubt(c)}") for c in ahead)
    header = ("期限", "起算", "长度", "到期", "状态", "怎样算出", "依据")
    tables = [Table("已起算的期限", header, rows, (2.3, 1.9, 1.5, 1.9, 1.7, 6, 2.6), (1, 2, 3, 4))]
    if later:
        tables.append(Table("尚未起算的期限", ("期限", "长度", "依据"), later, (3, 2, 3), (1,)))
    note = f"{written(on)}的情况。“日”为自然日，“工作日”按国务院放假安排；系统推算，供核对。"
    return Sheet("办案期限表", case.number, _head(case), tuple(tables), note, _code(case), wide=True)


def length_words(clock: Clock) -> str:
    """90日, 7工作日, 指定日期."""
    return clock.unit.label if clock.unit is Unit.FIXED else f"{clock.days}{clock.unit.label}"


def _doubt(clock: Clock) -> str:
    return "" if clock.confirmed else "（待确认）"


def _clock_row(clock: Clock) -> tuple[str, ...]:
    state = clock.state.label
    if clock.met_on and clock.state is ClockState.LATE:
        state = "超期完成"
    return (
        f"{clock.label}（{clock.whose.label}）",
        f"{clock.started_on or ''}",
        length_words(clock),
        f"{clock.due_on or ''}",
        f"{state}{f' {clock.met_on}' if clock.met_on else ''}",
        "".join(clock.lines),
        f"{clause(clock.clause).label}{_doubt(clock)}",
    )


def contents_sheet(case: PenaltyCase) -> Sheet:
    """卷内目录: 正卷 and 副卷, each with its own order and pages."""
    lines = contents(filed_of(case))
    tables = []
    for volume, label in VOLUMES.items():
        rows = tuple(
            (
                str(line.order),
                line.title,
                line.number,
                f"{line.on}",
                f"{line.first_page}"
                if line.first_page == line.last_page
                else f"{line.first_page}—{line.last_page}",
                "",
            )
            for line in lines
            if line.volume == volume
        )
        header = ("序号", "文书名称", "文号", "日期", "页次", "备注")
        tables.append(Table(label, header, rows, (1, 6, 4, 2.4, 1.6, 1.6), (0, 3, 4)))
    note = "一案一卷；正卷、副卷各自编排页码。副卷为内部文书，不对外提供。"
    return Sheet("卷内目录", case.number, _head(case), tuple(tables), note, _code(case))


def _head(case: PenaltyCase) -> tuple[tuple[str, str], ...]:
    held = case.members.filter(role=CaseRole.INVESTIGATOR).order_by("pk")
    people = "、".join(f"{m.name}（{m.certificate}）" for m in held if m.to_on is None)
    rows = (
        ("案由", case.title),
        ("当事人", f"{case.facility.name}（{case.facility.number or '未纳入名录'}）"),
        ("违法行为", conduct_label(case.conduct)),
        ("调查人员", people),
        ("市系统案号", case.city_number),
        ("立案日期", f"{case.filed_on or ''}"),
        ("决定书文号", case.decision_number),
        ("状态", CaseState(case.state).label),
    )
    return tuple(row for row in rows if row[1])


def _code(case: PenaltyCase) -> str:
    return f"{QR}:{case.public_id}"


def sheet_pdf(sheet: Sheet, mark: str) -> bytes:
    """The PDF."""
    told: dict[str, Any] = {
        "title": sheet.title,
        "number": sheet.number,
        "head": [list(row) for row in sheet.head],
        "note": sheet.note,
        "qr": qr_svg(sheet.code),
        "mark": mark,
        "wide": sheet.wide,
        "tables": [
            {
                "title": t.title,
                "header": list(t.header),
                "rows": [list(r) for r in t.rows],
                "widths": list(t.widths),
                "centred": list(t.centred),
            }
            for t in sheet.tables
        ],
    }
    return pdf("case", told)
