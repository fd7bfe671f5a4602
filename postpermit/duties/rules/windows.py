"""Periodic duties per unit: inspections, monitoring, verification of emissions."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import cache
from itertools import pairwise

from postpermit import law, workdays
from postpermit.duties.rules.facts import (
    KEY,
    SIMPLIFIED,
    STOPPED_NOTE,
    Basis,
    HolderFacts,
    Law,
    Planned,
    fixed,
    month_day,
    reckon,
)

ENDING = {"CANCEL": "注销", "WITHDRAW": "撤销", "REVOKE": "吊销"}


@cache
def windows_of(year: int, times: int) -> tuple[tuple[str, date, date], ...]:
    """(period, first day, last day) of a calendar year cut into ``times`` equal windows of whole months.

    Once a year is ``2026``, twice ``2026H1``, four times ``2026Q1``, twelve ``2026-01``; other numbers of windows are
    ``2026P1``. A number that does not divide the months is cut as evenly as months allow.
    """
    marks = {1: "{year}", 2: "{year}H{n}", 4: "{year}Q{n}", 12: "{year}-{n:02d}"}
    count = min(max(times, 0), 12)
    edges = [12 * n // count for n in range(count + 1)] if count else []
    return tuple(
        (
            marks.get(count, "{year}P{n}").format(year=year, n=n),
            date(year, start + 1, 1),
            workdays.add_months(date(year, start + 1, 1), end - start) - timedelta(days=1),
        )
        for n, (start, end) in enumerate(pairwise(edges), 1)
    )


def void_why(unit: HolderFacts, due_on: date) -> str:
    """Why a window no longer applies: only a recorded ending that came before the window was over."""
    if unit.ended_on is not None and unit.ended_on <= due_on:
        return f"已于 {unit.ended_on} {ENDING.get(unit.ended_by, '终止')}"
    return ""


def _window(
    kind: str, obligor: str, unit: HolderFacts, period: str, opens: date, ends: date, confirmed: bool = True
) -> Planned | None:
    """A window that the unit's permit meets; due on the permit's last day where that lies within."""
    if opens > unit.valid_to or (unit.ended_on is not None and unit.ended_on < date(opens.year, 1, 1)):
        return None
    cut = unit.valid_to < ends
    due = fixed(unit.valid_to, "有效期在窗口内届满，以届满日为期限") if cut else fixed(ends)
    return Planned(
        kind,
        obligor,
        unit.number,
        unit.name,
        period,
        opens,
        due,
        confirmed=confirmed,
        note=STOPPED_NOTE if unit.stopped else "",
        void_why=void_why(unit, due.on),
        facility=unit.facility,
    )


@law.rule("DU-1", "plan:6.2")
def inspect_key(unit: HolderFacts, year: int, law_: Law) -> Iterator[Planned]:
    """重点管理单位每个日历半年按规定次数检查，首次发证所在半年由新证检查代替。"""
    if unit.management_class != KEY:
        return
    times = int(law_.value("inspection.key.per_half_year"))
    for period, opens, ends in windows_of(year, 2 * times):
        if unit.first_issued_on < opens:
            found = _window("inspect-key", "ENFORCEMENT", unit, period, opens, ends)
            if found:
                yield found


@law.rule("DU-2", "plan:6.2")
def inspect_simplified(unit: HolderFacts, year: int, law_: Law) -> Iterator[Planned]:
    """简化管理单位每个日历年按规定次数检查，首次发证当年由新证检查代替。"""
    if unit.management_class != SIMPLIFIED:
        return
    for period, opens, ends in windows_of(year, int(law_.value("inspection.simplified.per_year"))):
        if unit.first_issued_on < date(year, 1, 1):
            found = _window("inspect-simplified", "ENFORCEMENT", unit, period, opens, ends)
            if found:
                yield found


@law.rule("DU-3", "plan:6.2")
def inspect_new_permit(unit: HolderFacts, year: int, law_: Law) -> Iterator[Planned]:
    """新申领许可证后三个月内检查一次，自发证之日起算，期末遇非工作日顺延；登记单位不适用。"""
    issued = unit.first_issued_on
    if not unit.holds_permit or issued.year not in (year, year - 1):
        return
    due = reckon(Basis("months", issued, int(law_.value("inspection.new_permit.months"))), law_.calendar)
    if due.on.year == year:
        yield Planned(
            "inspect-new-permit",
            "ENFORCEMENT",
            unit.number,
            unit.name,
            issued.isoformat(),
            issued,
            due,
            note=STOPPED_NOTE if unit.stopped else "",
            void_why=void_why(unit, due.on),
            facility=unit.facility,
        )


@law.rule("DU-4", "plan:7.2")
def monitor_key(unit: HolderFacts, year: int, law_: Law) -> Iterator[Planned]:
    """重点管理单位每个日历年按规定次数执法监测，自首次发证的下一年度起。"""
    if unit.management_class != KEY:
        return
    for period, opens, ends in windows_of(year, int(law_.value("monitoring.key.per_year"))):
        if unit.first_issued_on < date(year, 1, 1):
            found = _window("monitor-key", "STATION", unit, period, opens, ends)
            if found:
                yield found


@law.rule("DU-5", "plan:7.1")
def verify_emissions(unit: HolderFacts, year: int, law_: Law) -> Iterator[Planned]:
    """监测站每年核查每家持证单位上一年度的实际排放量。"""
    if not unit.holds_permit or unit.first_issued_on > date(year - 1, 12, 31):
        return
    ends = month_day(year, law_.value("verification.due"))
    confirmed = law_.confirmed("verification.due")
    found = _window("verify-emissions", "STATION", unit, str(year - 1), date(year, 1, 1), ends, confirmed)
    if found:
        yield found
