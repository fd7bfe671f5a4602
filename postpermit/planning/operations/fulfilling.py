"""The plan follows the ledger: what a record has met is done, what a withdrawn record opens again is planned again."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.db.models import Q

from postpermit.planning.models import PlannedVisit
from postpermit.planning.operations.needed import meet_needs
from postpermit.planning.queries.fulfilled import rests_of
from postpermit.planning.states import PlannedState, PlanState
from postpermit.register.models import Facility
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance

APPROVED = (PlanState.APPROVED, PlanState.PUBLISHED)
CLAUSE = "plan:6.2"
WITHDRAWN = "办理记录已撤回"


@dataclass
class Followed:
    """How many planned visits are done, are to be done again, or have a part of them left."""

    done: int = 0
    again: int = 0
    narrowed: int = 0


@transaction.atomic
def follow_records(*, facility: Facility | None = None, by: Actor, at: datetime) -> Followed:
    """Bring the planned visits of one unit, or of all, up to the records. A second run finds nothing to do.

    A visit that somebody is sent out for is not touched: it says itself what became of it.
    """
    meet_needs(facility=facility, by=by, at=at)
    rows = PlannedVisit.objects.filter(plan__state__in=APPROVED)
    rows = rows.filter(Q(state=PlannedState.PLANNED) | Q(state=PlannedState.DONE, fulfilled_by__gt=""))
    if facility is not None:
        rows = rows.filter(facility=facility)
    rows = rows.select_for_update(of=("self",)).select_related("plan", "drawn_in").order_by("pk")
    held = list(rows.defer("plan__given", "drawn_in__listing", "drawn_in__given"))
    return _follow(held, by, at)


def _follow(rows: Sequence[PlannedVisit], by: Actor, at: datetime) -> Followed:
    rests = rests_of(rows)
    told = Followed()
    for row in (r for r in rows if r.pk in rests):
        rest = rests[row.pk]
        left = {
            name: v for name, v in (("inspects", rest.inspects), ("monitors", rest.monitors)) if v is not None
        }
        if row.state == PlannedState.DONE and rest.open:
            changes = {"fulfilled_by": ""} | left
            advance(row, "unmeet", by=by, at=at, clause=CLAUSE, why=WITHDRAWN, changes=changes)
            told.again += 1
        elif row.state == PlannedState.PLANNED and rest.met_by:
            facts = {"by": rest.met_by}
            advance(
                row, "meet", by=by, at=at, clause=CLAUSE, facts=facts, changes={"fulfilled_by": rest.met_by}
            )
            told.done += 1
        elif (
            row.state == PlannedState.PLANNED
            and rest.open
            and any(getattr(row, n) != v for n, v in left.items())
        ):
            advance(row, "narrow", by=by, at=at, clause=CLAUSE, facts=left, changes=left)
            told.narrowed += 1
    return told
