"""What the year's planner is given: open duties, drawn units, weeks, ceilings; and what is left out, said in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from postpermit.duties.models import Duty, Record
from postpermit.duties.queries.facts import law_of
from postpermit.duties.rules import Law
from postpermit.duties.rules.records import WINDOWED
from postpermit.duties.states import DutyState, RecordState
from postpermit.planning.models import DrawnUnit, PlannedDuty, PlannedVisit, YearPlan
from postpermit.planning.planning_model import Task, TaskKind, YearInput
from postpermit.planning.queries.draws import SELECTED
from postpermit.planning.queries.plan_limits import Busy, busy_weeks, caps_left, last_visits
from postpermit.planning.queries.plan_weeks import Staffed, staffed_weeks
from postpermit.planning.rules.strata import UNITS, Stratum, quarter_days
from postpermit.planning.rules.tasks import (
    HALVES,
    INSPECTS,
    MONITORS,
    NEEDED,
    Span,
    after_last_visit,
    drawn_span,
    span_of,
)
from postpermit.planning.rules.year_plan import apart_weeks, lengths
from postpermit.planning.states import DrawState, PlannedState

LIVE = (DutyState.OPEN, DutyState.WAIVING)
NOWHERE = "未分街镇"
UNIT = ("facility", "facility__name", "facility__number", "facility__street", "facility__management_class")
# Why a visit fell out when the plan was made again: its duties are not to be left out for that.
REPLACED = "重新编排后不再列入"


@dataclass(frozen=True)
class Wanted:
    """A task with what it stands on. ``draw`` where the unit was drawn: then ``duty`` is the yearly share, if there is one."""

    task: Task
    facility: int
    duty: int | None
    draw: int | None = None


@dataclass(frozen=True)
class Inputs:
    """The planner's year. ``notes``: what is not in it, and why."""

    year: YearInput
    wanted: Mapping[str, Wanted]
    weeks: tuple[Staffed, ...]
    notes: tuple[str, ...] = ()


@dataclass
class Left:
    """How many duties were left out, by reason."""

    over: list[str] = field(default_factory=list)
    dropped: int = 0
    late: int = 0


def inputs_of(
    plan: YearPlan, on: date, *, readmit: bool = False, pinned: Mapping[str, date] | None = None
) -> Inputs:
    """Everything as it stands on ``on``. ``readmit``: also what was taken out by hand; ``pinned``: task → its Monday.

    A fixed number of queries, whatever the number of units.
    """
    from_on = max(on, date(plan.year, 1, 1))
    law_ = law_of(plan.year, from_on)
    weeks = tuple(staffed_weeks(plan, from_on, law_))
    left = Left()
    found = [*_duties(plan, on, from_on, law_, left, readmit), *_drawn(plan, from_on, law_, readmit)]
    wanted = _named(found, law_, pinned or {}, busy_weeks(plan, law_))
    inspected = {w.facility: w.task.unit for w in wanted.values() if w.task.kind is TaskKind.INSPECT}
    classes = {row["facility"]: row["facility__management_class"] for row, _ in found}
    left_over = caps_left(plan, [(f, classes[f]) for f in inspected], law_)
    year = YearInput(
        tuple(w.week for w in weeks),
        tuple(w.task for w in wanted.values()),
        {inspected[f]: count for f, count in left_over.items()},
        int(law_.value("year_plan.slots_per_day")),
    )
    return Inputs(year, wanted, weeks, tuple(_notes(plan, left, wanted)))


Found = tuple[dict[str, Any], dict[str, Any]]


def _duties(plan: YearPlan, on: date, from_on: date, law_: Law, left: Left, readmit: bool) -> Iterable[Found]:
    """(unit, the task's own fields) of every duty of one unit that somebody has to go out for."""
    rows = duties_to_plan(plan.year, on).exclude(pk__in=_taken(plan))
    out = set() if readmit else _taken_out(plan)
    last = last_visits(plan.year)
    apart = apart_weeks(law_)
    for row in rows.order_by("pk").values("pk", "public_id", "kind", "period", "opens_on", "due_on", *UNIT):
        span = span_of(row["kind"], row["opens_on"], row["due_on"], from_on, plan.year)
        if row["pk"] in out:
            left.dropped += 1
        elif span is None:
            left.over.append(row["facility__name"])
        else:
            left.late += span.late
            if row["kind"] == HALVES:
                span = after_last_visit(span, last.get(row["facility"]), apart)
            yield row, _fields(row, span)


def duties_to_plan(year: int, on: date) -> QuerySet[Duty]:
    """Open duties of the year that belong to one unit and that somebody has to go out for.

    What is late from the year before comes in once the year has begun; until then it is the running year's business.
    """
    rows = Duty.objects.filter(kind__in=(*INSPECTS, *MONITORS), state__in=LIVE, facility__isnull=False)
    rows = rows.filter(Q(subject_ref="") | Q(kind=NEEDED))
    begins = date(year, 1, 1)
    rows = rows.filter(due_on__lte=date(year, 12, 31))
    if on < begins:
        return rows.filter(due_on__gte=begins)
    return rows.exclude(Q(kind__in=WINDOWED) & Q(due_on__lt=begins))


def _fields(row: dict[str, Any], span: Span) -> dict[str, Any]:
    kind = TaskKind.MONITOR if row["kind"] in MONITORS else TaskKind.INSPECT
    label = Duty(kind=row["kind"]).kind_label
    return {
        "id": str(row["public_id"]),
        "kind": kind,
        "what": f"{label} {row['period']}",
        "span": span,
        "halves": row["kind"] == HALVES,
        "duty": row["pk"],
        "draw": None,
    }


def drawn_task(draw: Any, facility: Any) -> str:
    """The name of the task of a drawn unit."""
    return f"draw:{draw}:{facility}"


def _drawn(plan: YearPlan, from_on: date, law_: Law, readmit: bool) -> Iterable[Found]:
    """Units drawn for this plan that are not visited yet."""
    rows = DrawnUnit.objects.filter(
        SELECTED, draw__plan=plan, draw__state__in=(DrawState.DRAWN, DrawState.PUBLISHED)
    )
    gone = _settled_draws(plan, readmit)
    quotas = {
        d.kind: d.pk
        for d in Duty.objects.filter(kind__in=[u[1] for u in UNITS.values()], period=str(plan.year))
    }
    done = _done_kinds(plan.year)
    fields = ("draw", "draw__stratum", "draw__quarter", *UNIT)
    for row in rows.order_by("draw", "rank").values(*fields):
        stratum = Stratum(row["draw__stratum"])
        span = drawn_span(*quarter_days(row["draw__quarter"]), from_on, plan.year)
        served = (row["facility"], UNITS[stratum][2]) in done
        if span is None or served or (row["draw"], row["facility"]) in gone:
            continue
        kind = TaskKind.MONITOR if stratum == Stratum.SIMPLIFIED else TaskKind.INSPECT
        yield (
            row,
            {
                "id": drawn_task(row["draw"], row["facility"]),
                "kind": kind,
                "what": f"{stratum.label} {row['draw__quarter']}",
                "span": span,
                "halves": False,
                "duty": quotas.get(UNITS[stratum][1]),
                "draw": row["draw"],
            },
        )


def _named(found: Iterable[Found], law_: Law, pinned: Mapping[str, date], busy: Busy) -> dict[str, Wanted]:
    """The planner's tasks. A unit goes by its name, as its certificate does; two of one name also by their numbers."""
    rows = list(found)
    names = Counter(name for _, name in {(r["facility"], r["facility__name"]) for r, _ in rows})
    apart = apart_weeks(law_)
    held: dict[str, Wanted] = {}
    for row, own in rows:
        name = row["facility__name"]
        if names[name] > 1:
            name = f"{name}（{row['facility__number'] or row['facility']}）"
        span: Span = own["span"]
        task = Task(
            own["id"],
            name,
            (row["facility__street"] or NOWHERE)[:32],
            own["kind"],
            f"{name} {own['what']}",
            span.earliest,
            span.latest,
            lengths(row["facility__management_class"], law_).visit,
            HALVES if own["halves"] else "",
            apart if own["halves"] else 0,
            pinned.get(own["id"]),
            busy.of(row["facility"], own["halves"]),
        )
        held[task.id] = Wanted(task, row["facility"], own["duty"], own["draw"])
    return held


def _taken(plan: YearPlan) -> QuerySet[PlannedDuty, Any]:
    """Duties of units for which somebody is on the way."""
    rows = PlannedDuty.objects.filter(visit__plan=plan, visit__state=PlannedState.TAKEN_UP)
    return rows.filter(duty__facility__isnull=False).values("duty")


def _taken_out(plan: YearPlan) -> set[int]:
    """Duties that were taken out of this plan with a reason and stand in no other visit of it."""
    rows = PlannedDuty.objects.filter(visit__plan=plan).exclude(visit__why=REPLACED)
    state = rows.values_list("duty", "visit__state")
    out = {duty for duty, s in state if s == PlannedState.DROPPED}
    return out - {duty for duty, s in state if s != PlannedState.DROPPED}


def _settled_draws(plan: YearPlan, readmit: bool) -> set[tuple[int | None, int]]:
    """(draw, unit) that is on the way, visited, or taken out by hand."""
    rows = PlannedVisit.objects.filter(plan=plan, drawn_in__isnull=False).exclude(why=REPLACED)
    states = [PlannedState.TAKEN_UP, PlannedState.DONE, *([] if readmit else [PlannedState.DROPPED])]
    return set(rows.filter(state__in=states).values_list("drawn_in", "facility"))


def _done_kinds(year: int) -> set[tuple[int | None, str]]:
    rows = Record.objects.filter(on__year=year, kind__in=("inspection", "monitoring"))
    return set(rows.exclude(state=RecordState.WITHDRAWN).values_list("facility", "kind"))


def _notes(plan: YearPlan, left: Left, wanted: Mapping[str, Wanted]) -> Iterable[str]:
    if left.late:
        yield f"{left.late} 项已经逾期，排在最近两周补办。"
    if left.over:
        named = "、".join(left.over[:5]) + ("等" if len(left.over) > 5 else "")
        yield f"{len(left.over)} 项的窗口已过，去也不能算完成，没有列入（{named}）。"
    if left.dropped:
        yield f"{left.dropped} 项已由人工移出计划，没有列入。"
    drawn = {w.duty for w in wanted.values() if w.draw is not None}
    shares = Duty.objects.filter(
        kind__in=[u[1] for u in UNITS.values()], period=str(plan.year), state__in=LIVE
    )
    for duty in shares:
        count = sum(w.duty == duty.pk for w in wanted.values()) if duty.pk in drawn else 0
        if duty.short > count:
            yield f"{duty.kind_label}全年还差 {duty.short} 家，已抽中列入 {count} 家，其余抽取后再列入。"
