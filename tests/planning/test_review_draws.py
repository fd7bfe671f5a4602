"""What a stranger tried on draws: a plan reckoned anew under a frozen list, visits nobody made, a unit exchanged afterwards."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.urls import reverse

from postpermit.duties.operations import agree_withdrawal, ask_withdrawal, record_act
from postpermit.enforcement.models import Visit
from postpermit.enforcement.queries.people import drawn_team, next_drawn
from postpermit.planning import operations as do
from postpermit.planning import verify_draw
from postpermit.planning.models import DrawnOfficer, DrawnUnit, PlannedVisit
from postpermit.planning.queries.draw_page import published_page
from postpermit.planning.queries.teams import barred_pairs, officers_on, visits_for
from postpermit.planning.rules.strata import Stratum, quarter_days
from postpermit.trail.errors import Refused
from postpermit.trail.walls import lower_walls, raise_walls
from tests.bureau import Bureau
from tests.planning.drawing import DrawDesk, certify, draw_desk

pytestmark = pytest.mark.django_db
WEEK = date(2026, 12, 7)


@pytest.fixture
def desk(bureau: Bureau, at: datetime) -> DrawDesk:
    """Ten units, of which two are drawn; everybody certified."""
    made = draw_desk(bureau, at, 10)
    certify(bureau)
    return made


def test_a_plan_reckoned_anew_does_not_stop_a_draw_of_officers_already_frozen(desk: DrawDesk) -> None:
    kept, gone = (desk.planned(unit, WEEK) for unit in desk.units[:2])
    draw = desk.reveal(desk.commit(desk.freeze(Stratum.OFFICERS)))
    gone.delete()  # what a new reckoning of a draft does to a row that it no longer needs
    draw = desk.confirm(desk.tell(draw))
    assert set(DrawnOfficer.objects.filter(chosen=True).values_list("visit", flat=True)) == {kept.pk}
    assert verify_draw.check(published_page(draw, office=True, people=True)) == []


def test_a_visit_that_fell_out_of_the_plan_was_carried_by_nobody(desk: DrawDesk) -> None:
    planned = desk.planned(desk.units[0], WEEK)
    desk.carry_out(Stratum.OFFICERS)
    assert sum(o.load for o in officers_on(desk.plan, WEEK)) == 2
    PlannedVisit.objects.filter(pk=planned.pk).update(state="DROPPED", why="单位关闭")
    assert sum(o.load for o in officers_on(desk.plan, WEEK)) == 0
    again = desk.planned(desk.units[0], WEEK + timedelta(days=7))
    assert visits_for([again], WEEK)[0].last_pair == frozenset()


def test_who_stands_in_has_not_been_there_with_the_one_who_stays(desk: DrawDesk) -> None:
    """PL-5"""
    planned = desk.planned(desk.units[0], WEEK)
    first = desk.carry_out(Stratum.OFFICERS)
    order = list(DrawnOfficer.objects.filter(visit=planned).order_by("rank"))
    stays, out, tabu = order[0].officer, order[1].officer, order[2].officer
    given = first.given
    given["officers"]["visits"][0]["last_pair"] = sorted((str(stays.public_id), str(tabu.public_id)))
    lower_walls(connection)  # what is sealed stands; here it has to have been so from the start
    type(first).objects.filter(pk=first.pk).update(given=given)
    raise_walls(connection)
    first.refresh_from_db()
    assert barred_pairs(first, planned) == {frozenset((str(stays.public_id), str(tabu.public_id)))}
    visit = Visit.objects.create(
        state="ASSIGNED", number="试-1", facility=desk.units[0], kind="PLANNED", manner="ON_SITE", reason="NONE",
        scheduled_on=WEEK, checklist="registered", checklist_since=date(2026, 1, 1), planned=planned,
        entered_ref="示", entered_name="示",
    )  # fmt: skip
    assert [o.pk for o in drawn_team(visit, 2)] == [stays.pk, out.pk]
    for officer in (stays, out):
        visit.officers.create(
            officer=officer, name=officer.name, certificate=officer.certificate, role="MEMBER"
        )
    follows = next_drawn(visit, out)
    assert follows is not None and follows != tabu
    assert next_drawn(visit, stays) == tabu


def test_who_was_inspected_after_the_draw_is_not_exchanged_for_another(desk: DrawDesk) -> None:
    desk.carry_out()
    unit, chief = DrawnUnit.objects.get(rank=1), desk.bureau("enforcement-head")
    done = record_act(
        kind="inspection", facility=unit.facility, on=desk.later.date(), who="示", result="良好", by=chief, at=desk.later,
    )  # fmt: skip
    with pytest.raises(Refused, match="不再递补"):
        do.replace_unit(drawn=unit, why="另选一家", by=chief, at=desk.later)
    ask_withdrawal(record=done, why="录错单位", by=desk.bureau("enforcement-1"), at=desk.later)
    agree_withdrawal(record=done, by=chief, at=desk.later)
    assert do.replace_unit(drawn=unit, why="已关闭", by=chief, at=desk.later).into.rank == 3


def test_a_unit_is_not_named_for_another_visit_than_that_of_the_draw(desk: DrawDesk) -> None:
    """Its name beside 抽中 would announce the visit that is still to come."""
    draw = desk.publish(desk.carry_out())
    unit = draw.units.order_by("rank")[0].facility
    told: dict[str, Any] = {
        "facility": unit, "state": "CLOSED", "manner": "ON_SITE", "outcome": "DONE", "checklist": "registered",
        "checklist_since": date(2026, 1, 1), "started_at": desk.at, "ended_at": desk.later, "disclosed_on": WEEK,
        "entered_name": "示", "entered_ref": "示",
    }  # fmt: skip
    Visit.objects.create(
        number="试-1", kind="TRIGGERED", reason="COMPLAINT", scheduled_on=date(2026, 12, 1), **told
    )
    Visit.objects.create(
        number="试-2", kind="PLANNED", reason="NONE", scheduled_on=date(2026, 10, 20), **told
    )
    page = reverse("public-draw", args=[draw.public_id])
    assert unit.name not in Client().get(page).content.decode()
    Visit.objects.create(number="试-3", kind="PLANNED", reason="NONE", scheduled_on=date(2026, 12, 1), **told)
    assert unit.name in Client().get(page).content.decode()


@pytest.mark.parametrize(
    "quarter", ["２０２６Q4", "٢٠٢٦Q4", "2026Q０", "2026q4", "2026Q44", "0000Q1", "", "Q"]
)
def test_a_quarter_is_written_one_way(quarter: str) -> None:
    """Two ways would be two draws of one quarter."""
    with pytest.raises(ValueError):
        quarter_days(quarter)
