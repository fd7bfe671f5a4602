"""What may be drawn: which units, for which yearly share, and why a unit is left out of the list of the day."""

from dataclasses import dataclass
from datetime import date, timedelta

from postpermit import law
from postpermit.planning.rules.quarters import QUARTERS, quarter_of
from postpermit.planning.states import DrawPurpose
from postpermit.register.states import ManagementClass, PermitEvent
from postpermit.trail.steps import Labelled


class Stratum(Labelled):
    """抽取范围."""

    REGISTERED = "REGISTERED", "登记管理单位执法检查"
    SIMPLIFIED = "SIMPLIFIED", "简化管理单位执法监测"
    OFFICERS = "OFFICERS", "执法检查人员"


PURPOSES = {
    Stratum.REGISTERED: DrawPurpose.INSPECTION,
    Stratum.SIMPLIFIED: DrawPurpose.MONITORING,
    Stratum.OFFICERS: DrawPurpose.OFFICERS,
}
# Stratum → (class of its units, duty that it serves, kind of record that counts as done).
UNITS = {
    Stratum.REGISTERED: (ManagementClass.REGISTERED, "inspect-registered", "inspection"),
    Stratum.SIMPLIFIED: (ManagementClass.SIMPLIFIED, "monitor-simplified", "monitoring"),
}


@dataclass(frozen=True)
class UnitOfDay:
    """What decides whether a unit can be drawn that day. ``done``: records of the kind this year; ``cap`` None: none."""

    first_issued_on: date | None
    valid_to: date | None
    ended_on: date | None
    ended_by: str = ""
    drawn: bool = False
    done: int = 0
    cap: int | None = None


def why_not_in_force(unit: UnitOfDay, on: date) -> str:
    """Why the unit is not on the register of that day; "" where it is."""
    if unit.ended_on is not None and unit.ended_on <= on:
        return f"已{PermitEvent(unit.ended_by).label if unit.ended_by else '终止'}"
    if unit.valid_to is None or unit.first_issued_on is None:
        return "档案中没有有效期"
    if unit.valid_to < on:
        return "有效期已届满"
    return "尚未生效" if unit.first_issued_on > on else ""


@law.rule("PL-50", "plan:6.1", "plan:6.2", "plan:7.2")
def why_excluded(unit: UnitOfDay, on: date) -> str:
    """不在有效期内、已终止、本年已抽中或已检查、已达年度频次上限的单位不列入抽取名单，逐家写明理由。"""
    if reason := why_not_in_force(unit, on):
        return reason
    if unit.drawn:
        return "本年已抽中"
    if unit.cap is not None and unit.done >= unit.cap:
        return f"本年已检查 {unit.done} 次，已达年度频次上限" if unit.done else "年度频次上限为零"
    return "本年已检查或监测" if unit.done else ""


def quarter_days(quarter: str) -> tuple[date, date]:
    """First and last day of 2026Q4. Raises ``ValueError`` for anything else."""
    year, mark, number = quarter[:4], quarter[4:5], quarter[5:]
    if (
        mark != "Q"
        or not (year.isascii() and year.isdecimal())
        or number not in {str(q) for q in range(1, QUARTERS + 1)}
    ):
        raise ValueError(quarter)
    month = 3 * int(number) - 2
    after = date(int(year) + (month == 10), (month + 2) % 12 + 1, 1)
    return date(int(year), month, 1), after - timedelta(days=1)


def quarter_code(on: date) -> str:
    """2026Q4 for a day."""
    return f"{on.year}Q{quarter_of(on)}"


def after_next(quarter: str) -> date:
    """The last day of the quarter that follows."""
    return quarter_days(quarter_code(quarter_days(quarter)[1] + timedelta(days=1)))[1]


def quarter_words(quarter: str) -> str:
    """2026年第4季度."""
    return f"{quarter[:4]}年第{quarter[5:]}季度"
