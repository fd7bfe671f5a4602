"""From the planner's visits to the rows of a plan: what stays is left alone, what moves keeps its name."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from postpermit.planning.models import DrawnOfficer, PlannedDuty, PlannedVisit, YearPlan
from postpermit.planning.planning_model import PlannedVisit as Planned
from postpermit.planning.planning_model import TaskKind
from postpermit.planning.queries.inputs import REPLACED, Wanted
from postpermit.planning.queries.plan_tasks import tasks_of_rows
from postpermit.planning.states import PlannedState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance

MANY = 500
COLUMNS = ["week", "zone", "earliest", "latest", "slots", "inspects", "monitors", "drawn_in"]


@dataclass
class Settled:
    """What became of the rows. ``moves``: public id → the Mondays before and after."""

    created: int = 0
    kept: int = 0
    fallen: int = 0
    moves: dict[str, tuple[date, date]] = field(default_factory=dict)


def settle(
    plan: YearPlan,
    visits: Sequence[Planned],
    wanted: Mapping[str, Wanted],
    *,
    draft: bool,
    why: str,
    by: Actor,
    at: datetime,
) -> Settled:
    """Make the rows of the plan what the planner said. Call in the transaction that moved the plan.

    In a draft a row that nobody touched is simply made anew or taken away: no record of office has been made of it.
    Afterwards a move is an act with an entry, and what falls out stays with its reason.
    """
    rows = list(PlannedVisit.objects.filter(plan=plan, state=PlannedState.PLANNED).order_by("week", "pk"))
    pairs, new = match(rows, visits, wanted)
    matched = {row.pk for row, _ in pairs}
    told = Settled(kept=len(pairs), created=len(new))
    told.fallen = _take_away([r for r in rows if r.pk not in matched], draft=draft, by=by, at=at)
    moved = [row for row, visit in pairs if row.week != visit.week]
    told.moves = {str(r.public_id): (r.week, v.week) for r, v in pairs if r.week != v.week}
    if moved and not draft:
        facts = {"moves": {name: [str(a), str(b)] for name, (a, b) in told.moves.items()}}
        advance(moved, "move", by=by, at=at, clause="plan:3.4", why=why, facts=facts)
    changed = [row for row, visit in pairs if _write(row, visit, wanted)]
    PlannedVisit.objects.bulk_update(changed, COLUMNS, batch_size=100)
    back, new = ([], new) if draft else _come_back(plan, new, why=why, by=by, at=at)
    changed = [row for row, visit in back if _write(row, visit, wanted)]
    PlannedVisit.objects.bulk_update(changed, COLUMNS, batch_size=100)
    made = [PlannedVisit(plan=plan, state=PlannedState.PLANNED) for _ in new]
    for row, visit in zip(made, new, strict=True):
        _write(row, visit, wanted)
    PlannedVisit.objects.bulk_create(made, batch_size=MANY)
    _name_duties([*pairs, *back, *zip(made, new, strict=True)], wanted)
    return told


Pair = tuple[PlannedVisit, Planned]


def _come_back(
    plan: YearPlan, new: Sequence[Planned], *, why: str, by: Actor, at: datetime
) -> tuple[list[Pair], list[Planned]]:
    """Rows that fell out after officers were drawn for them, and whose tasks are wanted again: the row itself comes back,
    with the order that was drawn. Taking out and in again is no way to another pair. Answers also what stays new."""
    rows = PlannedVisit.objects.filter(plan=plan, state=PlannedState.DROPPED, officers__chosen=True)
    held = [(row, set(names)) for row, names in tasks_of_rows(rows.distinct().order_by("-pk"))]
    pairs: list[Pair] = []
    left: list[Planned] = []
    for visit in new:
        found = next((one for one in held if one[1] & set(visit.tasks)), None)
        if found is None:
            left.append(visit)
            continue
        held.remove(found)
        changes = {"week": visit.week, "why": ""}
        advance(found[0], "readmit", by=by, at=at, clause="plan:3.4", why=why, changes=changes)
        pairs.append((found[0], visit))
    return pairs, left


def match(
    rows: Iterable[PlannedVisit], visits: Iterable[Planned], wanted: Mapping[str, Wanted]
) -> tuple[list[Pair], list[Planned]]:
    """First who stays in the week, then who moved: so no row moves into a week that another of its unit still holds."""
    by_unit: dict[int, list[tuple[PlannedVisit, set[str]]]] = defaultdict(list)
    for row, names in tasks_of_rows(rows):
        by_unit[row.facility_id].append((row, set(names)))
    pairs: list[Pair] = []
    left = list(visits)
    for fits in (_same_week, _same_opener, _same_duty):
        rest: list[Planned] = []
        for visit in left:
            own = by_unit[wanted[visit.tasks[0]].facility]
            found = next((pair for pair in own if fits(pair, visit)), None)
            if found is None:
                rest.append(visit)
            else:
                own.remove(found)
                pairs.append((found[0], visit))
        left = rest
    return pairs, left


def _same_week(pair: tuple[PlannedVisit, set[str]], visit: Planned) -> bool:
    return pair[0].week == visit.week


def _same_opener(pair: tuple[PlannedVisit, set[str]], visit: Planned) -> bool:
    return visit.id in pair[1]


def _same_duty(pair: tuple[PlannedVisit, set[str]], visit: Planned) -> bool:
    return bool(pair[1] & set(visit.tasks))


def _take_away(rows: list[PlannedVisit], *, draft: bool, by: Actor, at: datetime) -> int:
    keys = [row.pk for row in rows]
    drawn: set[int] = set()
    for start in range(0, len(keys), MANY):
        held = DrawnOfficer.objects.filter(visit__in=keys[start : start + MANY])
        drawn |= set(held.values_list("visit", flat=True))
    bare = [r.pk for r in rows if draft and not r.revision and r.pk not in drawn]
    for start in range(0, len(bare), MANY):
        PlannedDuty.objects.filter(visit__in=bare[start : start + MANY]).delete()
        PlannedVisit.objects.filter(pk__in=bare[start : start + MANY]).delete()
    gone = set(bare)
    if others := [r for r in rows if r.pk not in gone]:
        advance(others, "void", by=by, at=at, clause="plan:3.4", why=REPLACED, changes={"why": REPLACED})
    return len(rows)


def _write(row: PlannedVisit, visit: Planned, wanted: Mapping[str, Wanted]) -> bool:
    """The columns that the planner decides; answers whether any of them changed."""
    held = [wanted[name] for name in visit.tasks]
    kinds = {w.task.kind for w in held}
    columns: dict[str, Any] = {
        "facility_id": held[0].facility,
        "zone": visit.zone,
        "week": visit.week,
        "earliest": max(w.task.earliest for w in held),
        "latest": min(w.task.latest for w in held),
        "slots": max(visit.slots, visit.crew_slots),
        "inspects": TaskKind.INSPECT in kinds,
        "monitors": TaskKind.MONITOR in kinds,
        "drawn_in_id": next((w.draw for w in held if w.draw is not None), None),
    }
    changed = {name: value for name, value in columns.items() if getattr(row, name) != value}
    for name, value in changed.items():
        setattr(row, name, value)
    return bool(changed)


def _name_duties(pairs: Iterable[Pair], wanted: Mapping[str, Wanted]) -> None:
    """Which duties each visit is there for; only what changed is written."""
    asked = {
        (row.pk, duty)
        for row, visit in pairs
        for duty in (wanted[name].duty for name in visit.tasks)
        if duty is not None
    }
    keys = sorted({row for row, _ in asked})
    stale: list[int] = []
    for start in range(0, len(keys), MANY):
        rows = PlannedDuty.objects.filter(visit__in=keys[start : start + MANY])
        for pk, visit, duty in rows.values_list("pk", "visit", "duty"):
            if (visit, duty) in asked:
                asked.discard((visit, duty))
            else:
                stale.append(pk)
    for start in range(0, len(stale), MANY):
        PlannedDuty.objects.filter(pk__in=stale[start : start + MANY]).delete()
    PlannedDuty.objects.bulk_create(
        [PlannedDuty(visit_id=visit, duty_id=duty) for visit, duty in sorted(asked)], batch_size=MANY
    )
