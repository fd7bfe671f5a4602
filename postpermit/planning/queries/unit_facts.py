"""What the score is told of each unit of a stratum: one query per kind of fact, never one per unit."""

from collections import defaultdict
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Model, Q

from postpermit import workdays
from postpermit.duties.models import Duty, Record
from postpermit.duties.rules import Law
from postpermit.duties.states import DutyState, RecordState
from postpermit.planning.rules.score import Known, RiskFacts
from postpermit.register.models import Complaint, Penalty

REPORTS = ("submit-report-annual", "submit-report-quarterly", "submit-report-monthly")


@dataclass
class Gathered:
    """Facts by facility. A register that holds nothing at all says nothing of anybody: then the fact is 未掌握."""

    penalties: dict[int, list[str]] | None = None
    complaints: dict[int, list[str]] | None = None
    late: dict[int, list[str]] = field(default_factory=dict)
    corrections: dict[int, tuple[int, str]] | None = None
    last_done: dict[int, date] = field(default_factory=dict)
    done_this_year: dict[int, int] = field(default_factory=dict)


def gather(management_class: str, record_kind: str, on: date, law_: Law) -> Gathered:
    """Seven queries at most."""
    since = workdays.add_months(on, -int(law_.value("score.performance.months")))
    units = Q(facility__management_class=management_class)
    out = Gathered(
        # What was revoked by that day says nothing against the unit.
        penalties=_counted(Penalty, units & _stands(on), since, on, "number"),
        complaints=_counted(Complaint, units & ~Q(verified=""), since, on, "what", told=False),
        late=_late(units, since, on),
        corrections=_corrections(units, since, on),
    )
    rows = Record.objects.filter(units, kind=record_kind, on__lte=on).exclude(state=RecordState.WITHDRAWN)
    for facility, day in rows.values_list("facility", "on"):
        out.last_done[facility] = max(day, out.last_done.get(facility, day))
        if day.year == on.year:
            out.done_this_year[facility] = out.done_this_year.get(facility, 0) + 1
    return out


def _counted(
    model: type[Model], units: Q, since: date, on: date, name: str, *, told: bool = True
) -> dict[int, list[str]] | None:
    """Facility → what its rows are called; a complaint's text is nobody's business, only its day."""
    found: dict[int, list[str]] = defaultdict(list)
    if not model._default_manager.exists():
        return None
    rows = model._default_manager.filter(units, on__gt=since, on__lte=on).order_by("on", "pk")
    for facility, day, text in rows.values_list("facility", "on", name):
        found[facility].append(f"{text}" if told else f"{day}")
    return found


def _stands(on: date) -> Q:
    return Q(revoked_on__isnull=True) | Q(revoked_on__gt=on)


def _late(units: Q, since: date, on: date) -> dict[int, list[str]]:
    """Reports that came late or have not come."""
    found: dict[int, list[str]] = defaultdict(list)
    rows = Duty.objects.filter(units, kind__in=REPORTS, subject_ref="", due_on__gt=since, due_on__lt=on)
    rows = rows.filter(state__in=(DutyState.OPEN, DutyState.DISCHARGED)).order_by("due_on", "pk")
    for facility, due, done, period in rows.values_list("facility", "due_on", "discharged_on", "period"):
        if done is None or done > due:
            found[facility].append(f"{period} 应于 {due} 提交")
    return found


def _corrections(units: Q, since: date, on: date) -> dict[int, tuple[int, str]] | None:
    """Facility → the longest that an answer to a notice came or is late, in days, and which; None: no notice was ever issued."""
    owed = (DutyState.OPEN, DutyState.WAIVING, DutyState.DISCHARGED)
    asked = Duty.objects.filter(kind="reply-notice", state__in=owed)
    if not asked.exists():
        return None
    found: dict[int, tuple[int, str]] = {}
    rows = asked.filter(units, due_on__gt=since, due_on__lt=on).order_by("due_on", "pk")
    for facility, due, done in rows.values_list("facility", "due_on", "discharged_on"):
        days = max(((done or on) - due).days, 0)
        if days > found.get(facility, (0, ""))[0]:
            found[facility] = (days, f"问题反馈意见单应于 {due} 答复")
    return found


def risk_facts(row: dict[str, Any], gathered: Gathered, on: date, holder: bool) -> RiskFacts:
    """The facts of one unit, each with its record. ``holder``: owes execution reports."""
    pk, kinds = row["pk"], tuple(k for k in row["key_unit_kinds"].replace("；", "、").split("、") if k)
    visited = gathered.last_done.get(pk)
    since = visited or row["first_issued_on"]
    source = f"办理记录 {visited}" if visited else f"未检查过，首次发证或登记 {since}"
    return RiskFacts(
        management_class=Known(row["management_class"], "一企一档 管理类别"),
        key_unit_kinds=Known(kinds, "一企一档 环境监管重点单位类别"),
        penalties=_known(gathered.penalties, pk, "行政处罚登记"),
        upheld_complaints=_known(gathered.complaints, pk, "信访投诉登记"),
        late_reports=_known(gathered.late, pk, "应办事项") if holder else None,
        correction_days_overdue=_longest(gathered.corrections, pk) if holder else None,
        years_since_visit=Known(_whole_years(since, on), source) if since else None,
    )


def _known(rows: dict[int, list[str]] | None, pk: int, register: str) -> Known[int] | None:
    if rows is None:
        return None
    names = rows.get(pk, [])
    return Known(len(names), f"{register}：{'、'.join(names[-3:])}" if names else f"{register}：无")


def _longest(rows: dict[int, tuple[int, str]] | None, pk: int) -> Known[int] | None:
    if rows is None:
        return None
    days, source = rows.get(pk, (0, ""))
    return Known(days, f"应办事项：{source or '无逾期的答复'}")


def _whole_years(since: date, on: date) -> int:
    return max(on.year - since.year - ((on.month, on.day) < (since.month, since.day)), 0)


def calendar_years(since: date | None, on: date) -> int:
    """This year minus that year: what the weight of waiting is counted in."""
    return max(on.year - since.year, 0) if since else 0
