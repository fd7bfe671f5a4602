"""Periodic duties per unit: inspections, monitoring, verification of emissions."""

from collections.abc import Iterator
from datetime import date

from postpermit import law
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
    """重点管理单位每个日历半年检查一次，首次发证所在半年由新证检查代替。"""
    if unit.management_class != KEY:
        return
    for half, opens, ends in (
        (1, date(year, 1, 1), date(year, 6, 30)),
        (2, date(year, 7, 1), date(year, 12, 31)),
    ):
        if unit.first_issued_on < opens:
            found = _window("inspect-key", "ENFORCEMENT", unit, f"{year}H{half}", opens, ends)
            if found:
                yield found


@law.rule("DU-2", "plan:6.2")
def inspect_simplified(unit: HolderFacts, year: int, law_: Law) -> Iterator[Planned]:
    """简化管理单位每个日历年检查一次，首次发证当年由新证检查代替。"""
    opens = date(year, 1, 1)
    if unit.management_class == SIMPLIFIED and unit.first_issued_on < opens:
        found = _window("inspect-simplified", "ENFORCEMENT", unit, str(year), opens, date(year, 12, 31))
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
    """重点管理单位每个日历年执法监测一次，自首次发证的下一年度起。"""
    opens = date(year, 1, 1)
    if unit.management_class == KEY and unit.first_issued_on < opens:
        found = _window("monitor-key", "STATION", unit, str(year), opens, date(year, 12, 31))
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
