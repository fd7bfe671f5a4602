"""改期: a visit that has not begun moves to another day; and what an ending without count leaves of the plan."""

from datetime import date, timedelta

import pytest

from postpermit.duties.models import Duty
from postpermit.enforcement import operations as do
from postpermit.office.models import Absence
from postpermit.trail.advance import AlreadyMoved
from postpermit.trail.errors import Refused
from tests.enforcement.building import VisitDesk

pytestmark = pytest.mark.django_db


def test_a_visit_moves_to_another_day_and_its_duty_with_it(visits: VisitDesk) -> None:
    visit = visits.assigned(1)
    day = visits.today + timedelta(days=5)
    do.reschedule_visit(visit=visit, scheduled_on=day, why="单位盘点", by=visits.by(), at=visits.at)
    assert (visit.scheduled_on, visit.state) == (day, "ASSIGNED")
    rows = Duty.objects.filter(kind="carry-out-visit").order_by("pk").values_list("state", "due_on")
    assert list(rows)[-1] == ("OPEN", day) and [r[0] for r in rows][:-1] == ["VOID"]


def test_one_that_waits_for_its_people_moves_too(visits: VisitDesk) -> None:
    visit = visits.prepare(1)
    day = visits.today + timedelta(days=1)
    do.reschedule_visit(visit=visit, scheduled_on=day, why="天气", by=visits.by(), at=visits.at)
    assert (visit.scheduled_on, visit.state) == (day, "PREPARED")


def test_a_day_that_does_not_fit_is_refused_with_the_reason(visits: VisitDesk) -> None:
    visit = visits.assigned(1)
    lead = visit.officers.get(role="LEAD")
    day = visits.today + timedelta(days=3)
    Absence.objects.create(officer=lead.officer, kind="LEAVE", from_on=day, to_on=day)
    for wanted, why, said in (
        (visits.today - timedelta(days=1), "早了", "早于今天"),
        (visit.scheduled_on, "没变", "没有改变"),
        (date(visits.today.year + 1, 1, 8), "明年", "另一年"),
        (day, "改天", "离岗"),
        (visits.today + timedelta(days=4), " ", "理由"),
    ):
        with pytest.raises(Refused, match=said):
            do.reschedule_visit(visit=visit, scheduled_on=wanted, why=why, by=visits.by(), at=visits.at)
    begun = visits.underway(2)
    with pytest.raises((AlreadyMoved, KeyError, Refused)):
        do.reschedule_visit(visit=begun, scheduled_on=day, why="改", by=visits.by(), at=visits.at)


def test_a_visit_off_site_that_does_not_count_leaves_the_planned_one_to_be_made(visits: VisitDesk) -> None:
    planned = visits.plan(1)
    visit = visits.ended(1, planned=planned, manner="OFF_SITE")
    planned.refresh_from_db()
    assert (visit.done_as, planned.state) == (None, "PLANNED")


def test_a_visit_whose_record_was_withdrawn_is_not_closed_as_done(visits: VisitDesk) -> None:
    visit = visits.ended(1)
    visits.close(visit)
    do.ask_to_take_back(visit=visit, why="登错单位", by=visits.by(), at=visits.at)
    do.reopen_visit(visit=visit, why="登错单位", by=visits.by("enforcement-head"), at=visits.at)
    with pytest.raises(Refused, match="已撤回"):
        visits.close(visit)
