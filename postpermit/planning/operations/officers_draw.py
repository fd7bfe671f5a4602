"""抽取检查人员: from the seed and what was frozen, the order of officers for every planned visit (plan 6.1)."""

import json
from dataclasses import replace
from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.office.models import Officer
from postpermit.planning.models import Draw, DrawnOfficer, DrawSupplement, PlannedVisit, YearPlan
from postpermit.planning.officers import OfficersDrawn, as_published, seal_of
from postpermit.planning.operations.public_value import held
from postpermit.planning.queries.officer_turns import turns_of
from postpermit.planning.queries.teams import visits_for, visits_waiting
from postpermit.planning.rules.strata import Stratum, quarter_days
from postpermit.planning.states import DrawState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

CARRIED_OUT = (DrawState.DRAWN, DrawState.PUBLISHED)


class UnableToSupplement(Refused):
    """No draw of officers that was carried out, or no visit that waits for one; or what was sealed was changed since."""


def keep_officers(draw: Draw, *, by: Actor, at: datetime) -> None:
    """Everybody eligible in the order of each visit; the pair that goes is marked. Called when the draw is carried out."""
    _refuse_changed(draw)
    _keep(draw, turns_of(draw)[0].drawn)
    # Visits that came in while the seed was still unknown.
    add_supplement(draw, by=by, at=at)


@transaction.atomic
def supplement_officers(*, draw: Draw, by: Actor, at: datetime) -> DrawSupplement:
    """Rank the visits that came into the quarter after its draw. Nothing is chosen: seed, people and recusals are sealed."""
    draw = held(draw)
    if draw.stratum != Stratum.OFFICERS or draw.state not in CARRIED_OUT:
        raise UnableToSupplement("只有已抽取的检查人员抽取可以补充。", place="draw")
    _refuse_changed(draw)
    made = add_supplement(draw, by=by, at=at)
    if made is None:
        raise UnableToSupplement("这一季度没有等待补充抽取人员的计划检查。", place="draw")
    return made


def supplement_plan(plan: YearPlan, *, by: Actor, at: datetime) -> None:
    """At once where a plan takes in visits of a quarter that has its draw: nobody chooses when, or for which."""
    rows = Draw.objects.select_for_update().filter(plan=plan, stratum=Stratum.OFFICERS, state__in=CARRIED_OUT)
    for draw in rows.order_by("quarter"):
        if quarter_days(draw.quarter)[1] >= localdate(at):
            add_supplement(draw, by=by, at=at)


def add_supplement(draw: Draw, *, by: Actor, at: datetime) -> DrawSupplement | None:
    """The next turn of the draw; None where no visit waits. ``draw`` is held."""
    planned = visits_waiting(draw, localdate(at))
    if not planned:
        return None
    sealed = draw.given["officers"].get("recusals", {})
    # Who was to stay away on the day of the list; whoever was added since is stood in for, as on every visit.
    visits = [
        replace(v, recused=frozenset(sealed.get(v.unit, ()))) for v in visits_for(planned, draw.register_on)
    ]
    given = {"visits": as_published(visits, (), OfficersDrawn())["visits"]}
    number = draw.supplements.count() + 1
    made = DrawSupplement.objects.create(draw=draw, number=number, given=given, by_name=by.signature, at=at)
    _keep(draw, turns_of(draw)[-1].drawn)
    facts = {"number": number, "visits": [v["id"] for v in given["visits"]][:200]}
    record(
        "supplement", label="补充抽取检查人员", subjects=[draw], by=by, at=at, clause="plan:6.1", facts=facts
    )
    return made


def _refuse_changed(draw: Draw) -> None:
    stratum = str(json.loads(draw.listing)["stratum"])
    if not stratum.endswith(seal_of(draw.given["officers"], draw.algorithm)):
        raise UnableToSupplement(
            "可派人员、回避和请假的依据与封存时不同，不能抽取；请中止后重新封存。", place="draw"
        )


def _keep(draw: Draw, drawn: OfficersDrawn) -> None:
    people = {str(p): pk for p, pk in Officer.objects.values_list("public_id", "pk")}
    planned = {
        str(p): pk for p, pk in PlannedVisit.objects.filter(plan=draw.plan_id).values_list("public_id", "pk")
    }
    DrawnOfficer.objects.bulk_create(
        [
            DrawnOfficer(
                draw=draw,
                visit_id=planned[a.visit],
                officer_id=people[officer],
                rank=rank,
                chosen=officer in a.officers,
            )
            for a in drawn.assignments
            # A plan still in draft may have been reckoned anew since the list was frozen.
            if a.visit in planned
            for rank, officer in enumerate(a.order, 1)
        ],
        batch_size=500,
    )
