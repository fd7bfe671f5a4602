"""What a visit put into another week does: to its duties, the unit's other visits, the guarantees and the team-days."""

from dataclasses import dataclass
from datetime import date, timedelta

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.queries.facts import law_of
from postpermit.duties.rules import Law
from postpermit.planning.models import PlannedDuty, PlannedVisit
from postpermit.planning.queries.plan_limits import caps_left
from postpermit.planning.queries.plan_weeks import Staffed, days_of, staffed_weeks
from postpermit.planning.rules import cap_of
from postpermit.planning.rules.tasks import HALVES, fate_in_week
from postpermit.planning.rules.year_plan import apart_weeks
from postpermit.planning.states import PlannedState

LIVE = (PlannedState.PLANNED, PlannedState.TAKEN_UP, PlannedState.DONE)


@dataclass(frozen=True)
class Effect:
    """``refused``: why the move is not possible; ``warnings``: what it costs; ``said``: what stays right."""

    week: date
    refused: tuple[str, ...]
    warnings: tuple[str, ...]
    said: tuple[str, ...]

    @property
    def allowed(self) -> bool:
        """Whether the move may be made."""
        return not self.refused


def effect_of(visit: PlannedVisit, week: date, today: date) -> Effect:
    """The effect of moving one visit. A fixed number of queries."""
    law_ = law_of(visit.plan.year, max(today, date(visit.plan.year, 1, 1)))
    refused: list[str] = []
    warnings: list[str] = []
    said: list[str] = []
    staffed = {s.week.monday: s for s in staffed_weeks(visit.plan, today, law_)}
    if week not in staffed:
        return Effect(week, (_no_week(visit, week, today),), (), ())
    if week == visit.week:
        return Effect(week, ("就是现在的一周，没有变动。",), (), ())
    _guarantees(staffed[week], refused, warnings)
    _duties(visit, week, today, refused, said)
    _neighbours(visit, week, law_, refused, warnings)
    _ceiling(visit, law_, warnings, said)
    _staff(visit, staffed[week], law_, warnings, said)
    return Effect(week, tuple(refused), tuple(warnings), tuple(said))


def _no_week(visit: PlannedVisit, week: date, today: date) -> str:
    if week.weekday():
        return "请选择一周（以周一的日期表示）。"
    if week + timedelta(days=6) < today:
        return "这一周已经过去。"
    if not any((week + timedelta(days=n)).year == visit.plan.year for n in range(7)):
        return f"这一周不在 {visit.plan.year} 年。"
    return "这一周没有工作日。"


def _guarantees(week: Staffed, refused: list[str], warnings: list[str]) -> None:
    names = "、".join(w.label for w in week.plain.windows)
    clause = law.clause(week.plain.windows[0].clause).label if week.plain.windows else ""
    if week.plain.shut and names:
        refused.append(f"这一周是{names}，不安排有计划检查（{clause}）。")
    elif week.plain.shut:
        refused.append("这一周没有可用的工作日。")
    elif names:
        warnings.append(f"这一周有一部分是{names}，只剩 {len(week.plain.usable)} 个可用工作日。")
    if week.plain.meeting is not None:
        warnings.append(f"这一周开调度会（{week.plain.meeting}），力量打折。")


def _duties(visit: PlannedVisit, week: date, today: date, refused: list[str], said: list[str]) -> None:
    rows = Duty.objects.filter(pk__in=PlannedDuty.objects.filter(visit=visit).values("duty"))
    for duty in rows.order_by("due_on", "pk"):
        fate = fate_in_week(duty.kind, duty.opens_on, duty.due_on, week, today)
        (refused if fate.impossible else said).append(fate.sentence)


def _neighbours(visit: PlannedVisit, week: date, law_: Law, refused: list[str], warnings: list[str]) -> None:
    others = PlannedVisit.objects.filter(plan=visit.plan_id, facility=visit.facility_id, state__in=LIVE)
    others = others.exclude(pk=visit.pk)
    if others.filter(week=week).exists():
        refused.append("这一周已经有一次对该单位的检查，一周只进一次。")
    halves = PlannedDuty.objects.filter(duty__kind=HALVES)
    if not halves.filter(visit=visit).exists():
        return
    apart = apart_weeks(law_)
    for other in others.filter(pk__in=halves.values("visit")).order_by("week"):
        weeks = abs((other.week - week).days) // 7
        if 0 < weeks < apart:
            warnings.append(f"与 {other.week} 一周的另一次检查只隔 {weeks} 周，一般应隔 {apart} 周以上。")


def _ceiling(visit: PlannedVisit, law_: Law, warnings: list[str], said: list[str]) -> None:
    if not visit.inspects:
        return
    unit = visit.facility
    left = caps_left(visit.plan, [(unit.pk, unit.management_class)], law_)[unit.pk]
    planned = PlannedVisit.objects.filter(
        plan=visit.plan_id, facility=unit, inspects=True, state=PlannedState.PLANNED
    ).count()
    cap = cap_of(unit.management_class, law_)
    told = f"年度上限 {cap.shown}：还可查 {left} 次，计划 {planned} 次；换周不改变次数。"
    (said if planned <= left else warnings).append(told)


def _staff(visit: PlannedVisit, week: Staffed, law_: Law, warnings: list[str], said: list[str]) -> None:
    per_day = int(law_.value("year_plan.slots_per_day"))
    there = PlannedVisit.objects.filter(
        plan=visit.plan_id, week=week.week.monday, state=PlannedState.PLANNED
    ).exclude(pk=visit.pk)
    rows = list(there.values_list("week", "zone", "slots", "inspects", "monitors"))
    own = (week.week.monday, visit.zone, visit.slots, visit.inspects, visit.monitors)
    before = days_of(rows, per_day).get(week.week.monday, (0, 0))
    after = days_of([*rows, own], per_day)[week.week.monday]
    for name, was, now, room in (
        ("检查组", before[0], after[0], week.week.capacity),
        ("监测组", before[1], after[1], week.week.crew_capacity),
    ):
        if now == was == 0 or (now == was and now <= room and name == "监测组" and not visit.monitors):
            continue
        told = f"这一周{name}需要 {was} → {now} 个组日，现有 {room} 个"
        if now > room:
            warnings.append(f"{told}，缺 {now - room} 个。")
        else:
            said.append(f"{told}。")
