"""Taking a visit out of the plan and in again is no way to another pair of officers, and whoever comes later gets one."""

from datetime import datetime, timedelta

import pytest

from postpermit.planning import operations as do
from postpermit.planning import verify_draw
from postpermit.planning.models import DrawnOfficer, PlannedVisit, YearPlan
from postpermit.planning.queries.draw_page import published_page
from postpermit.planning.rules.strata import Stratum
from tests.bureau import Bureau
from tests.planning.drawing import DrawDesk, certify
from tests.planning.planning_desk import plan_desk

pytestmark = pytest.mark.django_db


def pair(visit: PlannedVisit) -> list[str]:
    rows = DrawnOfficer.objects.filter(visit=visit, chosen=True).order_by("rank")
    return [str(officer) for officer in rows.values_list("officer__public_id", flat=True)]


def test_a_visit_that_comes_back_keeps_who_was_drawn_and_a_later_one_is_ranked_from_the_same_seed(
    bureau: Bureau, at: datetime
) -> None:
    """PL-67"""
    certify(bureau)
    desk = plan_desk(bureau, at)
    plan, by = desk.published(), bureau("enforcement-1")
    first, second = PlannedVisit.objects.filter(plan=plan, inspects=True, week__lt="2027-04-01").order_by(
        "week"
    )[:2]
    do.drop_visit(visit=second, why="单位检修，择期再列", by=by, at=at)
    hall = DrawDesk(bureau, plan, desk.units, at)
    draw = hall.publish(hall.carry_out(Stratum.OFFICERS, quarter="2027Q1"))
    drawn, rows = pair(first), PlannedVisit.objects.count()
    assert len(drawn) == 2 and pair(second) == []
    do.drop_visit(visit=first, why="单位检修，择期再列", by=by, at=hall.later)
    do.replan(plan=YearPlan.objects.get(), why="重新列入", readmit=True, by=by, at=hall.later)
    first.refresh_from_db()
    assert (first.state, first.why, pair(first)) == ("PLANNED", "", drawn)
    (again,) = PlannedVisit.objects.filter(
        facility=second.facility, state="PLANNED", week__lt="2027-04-01"
    ).exclude(pk=first.pk)[:1]
    assert PlannedVisit.objects.count() == rows + 1, (
        "who had nobody yet is a new row, who had somebody is the old one"
    )
    assert len(pair(again)) == 2 and draw.supplements.count() == 1
    assert verify_draw.check(published_page(draw, office=True, people=True)) == []
    do.drop_visit(visit=again, why="换人", by=by, at=hall.later + timedelta(hours=1))
    kept = pair(again)
    do.replan(
        plan=YearPlan.objects.get(), why="再列", readmit=True, by=by, at=hall.later + timedelta(hours=2)
    )
    again.refresh_from_db()
    assert (again.state, pair(again)) == ("PLANNED", kept) and draw.supplements.count() == 1
