"""片区与回避: recorded rules that the drawing of officers keeps to."""

from datetime import date, datetime, timedelta

import pytest

from postpermit.office.models import Officer
from postpermit.planning import operations as do
from postpermit.planning.models import Beat, Recusal
from postpermit.planning.queries.people import sendable_people
from postpermit.register.models import Facility
from postpermit.trail.models import Entry
from tests.bureau import Bureau
from tests.enforcement.building import VisitDesk, open_visits

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau, at: datetime) -> VisitDesk:
    made = open_visits(bureau, at)
    Facility.objects.filter(pk=made.units[1].pk).update(street="桃浦镇")
    Facility.objects.filter(pk=made.units[2].pk).update(street="长征镇")
    return made


def streets_of(officer: Officer, on: date) -> tuple[str, ...]:
    return next(p.streets for p in sendable_people(on) if p.officer == officer)


def test_a_beat_holds_from_the_day_it_is_set_and_is_replaced_by_the_next(desk: VisitDesk) -> None:
    officer, head = desk.officer("enforcement-1"), desk.by("enforcement-head")
    do.set_beats(officer=officer, streets=["桃浦镇"], by=head, at=desk.at)
    later = desk.at + timedelta(days=10)
    do.set_beats(officer=officer, streets=["长征镇"], by=head, at=later)
    assert streets_of(officer, desk.today) == ("桃浦镇",)
    assert streets_of(officer, later.date()) == ("长征镇",)
    do.set_beats(officer=officer, streets=[], by=head, at=later)
    assert streets_of(officer, later.date()) == ()
    assert Beat.objects.count() == 1 and Entry.objects.filter(verb="set-beats").count() == 3


def test_a_strange_street_and_no_change_are_refused(desk: VisitDesk) -> None:
    officer, head = desk.officer("enforcement-1"), desk.by("enforcement-head")
    with pytest.raises(do.UnableToSetBeat, match="没有“外县镇”"):
        do.set_beats(officer=officer, streets=["外县镇"], by=head, at=desk.at)
    with pytest.raises(do.UnableToSetBeat, match="没有改变"):
        do.set_beats(officer=officer, streets=[], by=head, at=desk.at)


def test_who_keeps_away_from_a_unit_is_not_sent_there_until_it_is_lifted(desk: VisitDesk) -> None:
    officer, head = desk.officer("enforcement-1"), desk.by("enforcement-head")
    told = {"officer": officer, "facility": desk.units[1], "by": head, "at": desk.at}
    kept = do.recuse_from_unit(**told, why="亲属任职")
    for why, said in (("亲属任职", "已经回避"), (" ", "理由")):
        with pytest.raises(do.UnableToRecuse, match=said):
            do.recuse_from_unit(**told, why=why)
    (row,) = next(p.recusals for p in sendable_people(desk.today) if p.officer == officer)
    assert row == kept
    later = desk.at + timedelta(days=3)
    do.lift_recusal(recusal=kept, why="亲属已离职", by=head, at=later)
    with pytest.raises(do.UnableToRecuse, match="已解除"):
        do.lift_recusal(recusal=kept, why="再一次", by=head, at=later)
    assert Recusal.objects.filter(to_on__isnull=True).count() == 0
