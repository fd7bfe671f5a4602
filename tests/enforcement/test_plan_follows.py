"""A visit and the year's plan: what is planned is carried out as planned, and whatever a visit did is done in the plan."""

from datetime import timedelta
from typing import Any

import pytest

from postpermit.duties.models import Duty, Record
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit
from postpermit.planning.models import PlannedDuty, PlannedVisit
from postpermit.trail.errors import Refused
from tests.enforcement.building import VisitDesk

LINK: dict[str, Any] = {"kind": "TRIGGERED", "reason": "FOLLOW_UP"}


def planned_for(visits: VisitDesk, unit: int, week: int = 0, **more: Any) -> PlannedVisit:
    """A visit of the plan for a duty of the unit that is open today."""
    monday = visits.today - timedelta(days=visits.today.weekday()) + timedelta(weeks=week)
    row = visits.plan(unit, week=monday)
    PlannedVisit.objects.filter(pk=row.pk).update(**more)
    kind = {1: "inspect-key", 2: "inspect-simplified"}[unit]
    duty = Duty.objects.filter(
        kind=kind, facility=visits.units[unit], opens_on__lte=visits.today, due_on__gte=visits.today
    )
    PlannedDuty.objects.create(visit=row, duty=duty.get())
    row.refresh_from_db()
    return row


def test_what_stands_in_the_plan_is_not_prepared_beside_it(visits: VisitDesk) -> None:
    """EN-100: the pair that was drawn for it goes, and not two who were picked."""
    row = planned_for(visits, 1)
    visits.draw_officers(row, "enforcement-3", "enforcement-1", "enforcement-4")
    with pytest.raises(Refused, match="计划里已经列入"):
        visits.prepare(1)
    visit = visits.prepare(1, planned=row)
    with pytest.raises(Refused, match="抽取产生"):
        do.assign_team(visit=visit, officers=visits.team(), by=visits.by("enforcement-head"), at=visits.at)
    # One that is already on the way stands in nobody's way; what is planned of next year neither.
    visits.prepare(1)


@pytest.mark.parametrize("how", [{"inspects": False, "monitors": True}, {"state": "DROPPED", "why": "停产"}])
def test_what_only_samples_or_was_taken_out_does_not_stand_in_the_way(visits: VisitDesk, how: Any) -> None:
    """EN-100"""
    planned_for(visits, 2, **how)
    assert visits.prepare(2).planned is None


def test_a_visit_for_sampling_alone_is_the_stations(visits: VisitDesk) -> None:
    """EN-101: nobody is sent to inspect there, and the ceiling is left alone."""
    row = planned_for(visits, 1, inspects=False, monitors=True)
    with pytest.raises(Refused, match="只安排了监测"):
        visits.prepare(1, planned=row)


def test_a_triggered_visit_does_what_the_plan_asked_for_and_going_on_with_it_takes_that_back(
    visits: VisitDesk,
) -> None:
    """PL-75: the unit is not entered again for the same duty."""
    row = planned_for(visits, 2, week=1)
    visit = visits.ended(2, **LINK)
    row.refresh_from_db()
    made = Record.objects.get()
    assert (row.state, row.fulfilled_by) == ("DONE", f"duties.record:{made.pk}")
    with pytest.raises(Refused, match="已派出、已完成或已移出"):
        visits.prepare(2, planned=row)
    do.ask_to_take_back(visit=visit, why="结局记错", by=visits.by("enforcement-2"), at=visits.at)
    do.resume_visit(visit=visit, why="继续", by=visits.by(), at=visits.at)
    row.refresh_from_db()
    assert (row.state, row.fulfilled_by) == ("PLANNED", "")
    do.finish_visit(
        visit=visit, outcome="NOBODY", conclusion="", ended_at=visits.at, by=visits.by(), at=visits.at
    )
    row.refresh_from_db()
    assert row.state == "PLANNED"


def test_the_record_says_who_went_and_not_who_left(visits: VisitDesk) -> None:
    visit = visits.underway(1)
    do.recuse_officer(
        visit=visit,
        officer=visits.officer("enforcement-1"),
        instead=visits.officer("enforcement-4"),
        why="亲属",
        by=visits.by("enforcement-head"),
        at=visits.at,
    )
    visits.finish(Visit.objects.get(pk=visit.pk))
    went = [str(visits.officer(f"enforcement-{n}").public_id) for n in (4, 2)]
    assert Record.objects.get().facts["officers"] == went
