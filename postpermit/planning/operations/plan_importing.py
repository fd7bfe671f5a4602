"""导入年度计划: a plan that was made in the city's own system, by unit and week or month. Every row is known, or nothing is taken."""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law
from postpermit.duties.queries.facts import law_of
from postpermit.planning.models import PlannedDuty, PlannedVisit, YearPlan
from postpermit.planning.queries.inputs import NOWHERE, duties_to_plan
from postpermit.planning.queries.unit_lists import NAMES, NUMBERS
from postpermit.planning.rules import monday_of, plan_weeks
from postpermit.planning.rules.tasks import INSPECTS, fate_in_week
from postpermit.planning.rules.year_plan import lengths
from postpermit.planning.states import PlannedState, PlanState
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused

WEEKS = ("周", "周次", "计划周次", "检查周", "计划时间", "计划日期", "检查日期", "检查时间")
MONTHS = ("月", "月份", "计划月份", "检查月份")
MOST, TOLD = 5000, 5


class UnableToImportPlan(Refused):
    """The file names no unit or week, unknown ones, or a unit twice in a week; or the plan has its visits already."""


@dataclass(frozen=True)
class Line:
    """A row of the sheet as read."""

    number: int
    unit_number: str
    unit_name: str
    when: str
    monthly: bool


@transaction.atomic
def import_plan(
    *,
    plan: YearPlan,
    source: str,
    name: str,
    data: bytes,
    table: Sequence[Sequence[Any]],
    by: Actor,
    at: datetime,
) -> YearPlan:
    """Take the visits of the sheet as the plan. A month without a week goes to its least loaded week."""
    held = YearPlan.objects.select_for_update().get(pk=plan.pk)
    _refuse_unfit(held, source)
    lines = _lines(table)
    units = _units(lines)
    weeks = _weeks(held, lines, units, localdate(at))
    PlannedVisit.objects.bulk_create(made := _visits(held, units, weeks, localdate(at)), batch_size=500)
    _hang(held, made, localdate(at))
    YearPlan.objects.filter(pk=held.pk).update(imported_from=source.strip())
    plan.imported_from = source.strip()
    attach(subject=held, name=name, data=data, note="年度计划原表", by=by, at=at)
    facts = {"source": plan.imported_from, "visits": len(made)}
    record("import-plan", label="导入年度计划", subjects=[held], by=by, at=at, clause="plan:3.4", facts=facts)
    return plan


def _refuse_unfit(plan: YearPlan, source: str) -> None:
    if not source.strip() or len(source.strip()) > 64:
        raise UnableToImportPlan("请写明计划在哪个系统编制（不超过 64 字）。", place="source")
    if law.holds_secret(source):
        raise UnableToImportPlan(law.SECRET_REFUSAL, place="source")
    if plan.state != PlanState.DRAFT:
        raise UnableToImportPlan("计划已报送，不能再导入。", place="plan")
    if plan.visits.exclude(state=PlannedState.DROPPED).exists():
        raise UnableToImportPlan("计划里已经有检查，不能再导入。", place="plan")


def _lines(table: Sequence[Sequence[Any]]) -> list[Line]:
    for at, header in enumerate(table[:8]):
        bare = ["".join(str(h or "").split()) for h in header]
        places = [next((n for n, text in enumerate(bare) if text in names), None) for names in (NUMBERS, NAMES, WEEKS, MONTHS)]  # fmt: skip
        number, name, week, month = places
        if (number is None and name is None) or (week is None and month is None):
            continue
        rows = []
        for line, row in enumerate(table[at + 1 :], at + 2):
            told = _cell(row, week) or _cell(row, month)
            read = Line(line, _cell(row, number).upper(), _cell(row, name), told, not _cell(row, week))
            if read.unit_number or read.unit_name:
                rows.append(read)
        if not rows or len(rows) > MOST:
            raise UnableToImportPlan(f"表里没有检查，或者超过 {MOST} 行。", place="file")
        return rows
    raise UnableToImportPlan("没有找到“编号”或“单位名称”列，以及“周”或“月”列。", place="file")


def _cell(row: Sequence[Any], at: int | None) -> str:
    if at is None or at >= len(row) or row[at] is None:
        return ""
    value = row[at]
    if isinstance(value, date):
        return value.strftime("%Y-%m-%d")
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value).strip()


def _units(lines: list[Line]) -> list[Facility]:
    """The unit of each row, in order."""
    by_number = {f.number: f for f in _found("number", {r.unit_number for r in lines})}
    by_name: dict[str, list[Facility]] = defaultdict(list)
    for known in _found("name", {r.unit_name for r in lines}):
        by_name[known.name].append(known)
    found: list[Facility] = []
    faults: list[str] = []
    for row in lines:
        named = by_name.get(row.unit_name, [])
        unit = by_number.get(row.unit_number) or (named[0] if len(named) == 1 else None)
        if unit is None:
            many = "，同名的不止一家，请写编号" if len(named) > 1 else ""
            faults.append(f"第 {row.number} 行 {row.unit_name or row.unit_number}{many}")
        else:
            found.append(unit)
    _refuse(faults, "有单位对不上一企一档")
    return found


def _found(column: str, values: set[str]) -> Iterable[Facility]:
    asked = sorted(values - {""})
    for start in range(0, len(asked), 400):
        yield from Facility.objects.filter(**{f"{column}__in": asked[start : start + 400]})


def _refuse(faults: list[str], what: str) -> None:
    if faults:
        more = f"等 {len(faults)} 行" if len(faults) > TOLD else ""
        raise UnableToImportPlan(f"{what}，没有导入：{'；'.join(faults[:TOLD])}{more}。", place="file")


def _weeks(plan: YearPlan, lines: list[Line], units: list[Facility], today: date) -> list[date]:
    """The Monday of each row."""
    law_ = law_of(plan.year, max(today, date(plan.year, 1, 1)))
    open_weeks = [w.monday for w in plan_weeks(plan.year, law_) if not w.shut]
    load: Counter[date] = Counter()
    taken: set[tuple[int, date]] = set()
    found, faults = [], []
    for row, unit in zip(lines, units, strict=True):
        free = [m for m in _mondays(row, plan.year, open_weeks) if (unit.pk, m) not in taken]
        if not free:
            faults.append(f"第 {row.number} 行 {unit.name} {row.when}")
            continue
        week = min(free, key=lambda m: (load[m], m))
        load[week] += 1
        taken.add((unit.pk, week))
        found.append(week)
    _refuse(faults, "有的行没有可用的周、不在本年，或同一单位一周两次")
    return found


def _mondays(row: Line, year: int, open_weeks: list[date]) -> list[date]:
    """The weeks that the words of the row allow."""
    day = re.fullmatch(r"(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?.*", row.when)
    month = re.fullmatch(r"(?:(\d{4})[-/.年])?(\d{1,2})月?", row.when)
    number = re.fullmatch(r"第?(\d{1,2})周?", row.when)
    try:
        if day:
            wanted = monday_of(date(*(int(p) for p in day.groups())))
            return [m for m in open_weeks if m == wanted]
        if row.monthly and month and int(month[1] or year) == year:
            return [m for m in open_weeks if (m + timedelta(days=3)).month == int(month[2])]
        if not row.monthly and number:
            return [m for m in open_weeks if m == date.fromisocalendar(year, int(number[1]), 1)]
    except ValueError:
        return []
    return []


def _visits(plan: YearPlan, units: list[Facility], weeks: list[date], today: date) -> list[PlannedVisit]:
    law_ = law_of(plan.year, max(today, date(plan.year, 1, 1)))
    return [
        PlannedVisit(
            state=PlannedState.PLANNED,
            plan=plan,
            facility=unit,
            zone=(unit.street or NOWHERE)[:32],
            week=week,
            earliest=week,
            latest=week + timedelta(days=6),
            slots=lengths(unit.management_class, law_).visit,
        )
        for unit, week in zip(units, weeks, strict=True)
    ]


def _hang(plan: YearPlan, made: list[PlannedVisit], today: date) -> None:
    """Each inspection duty on the first visit of its unit that meets it."""
    by_unit: dict[int | None, list[PlannedVisit]] = defaultdict(list)
    for visit in sorted(made, key=lambda v: v.week):
        by_unit[visit.facility_id].append(visit)
    rows = duties_to_plan(plan.year, today).filter(kind__in=INSPECTS).order_by("due_on", "pk")
    links = []
    for duty in rows:
        for visit in by_unit.get(duty.facility_id, ()):
            if not fate_in_week(duty.kind, duty.opens_on, duty.due_on, visit.week, today).impossible:
                links.append(PlannedDuty(visit=visit, duty=duty))
                break
    PlannedDuty.objects.bulk_create(links, batch_size=500)
