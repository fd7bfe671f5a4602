"""What a signature closes at the desk, how it is opened again, and who may write on a visit's record at all."""

import uuid
from datetime import datetime, timedelta
from typing import Any

import pytest

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit
from postpermit.enforcement.operations.pictures import keep_picture
from postpermit.enforcement.queries.signed import earlier_records, is_closed
from postpermit.enforcement.rules.record_elements import record_closed
from postpermit.office.access import may
from postpermit.office.standing import standing_of
from postpermit.trail.errors import Refused
from tests.bureau import moment
from tests.enforcement.building import VisitDesk

PAGE = b"\xff\xd8\xff signed by hand"


def signed(visits: VisitDesk, at: datetime | None = None) -> Visit:
    """A visit of which the photo of the hand-signed page has come."""
    visit = visits.underway(1)
    told: dict[str, Any] = {"visit": visit, "by": visits.by(), "at": visits.at}
    do.edit_record(elements={"in_charge": "演示甲"}, **told)
    do.add_participant(kind="UNIT", name="演示甲", **told)
    sign(visits, visit, at or visits.at)
    return visit


def sign(visits: VisitDesk, visit: Visit, at: datetime) -> None:
    """The page as the phone sends it."""
    by = visits.by()
    keep_picture(visit=visit, uid=uuid.uuid4(), kind="SIGNED_PAGE", name="a.jpg", data=PAGE, by=by, at=at)


def test_after_the_signature_the_desk_changes_neither_elements_nor_people(visits: VisitDesk) -> None:
    """EN-98: as on the phone."""
    visit = signed(visits)
    told: dict[str, Any] = {"visit": visit, "by": visits.by(), "at": visits.at}
    with pytest.raises(Refused, match="笔录已签字") as element:
        do.edit_record(elements={"in_charge": "演示乙"}, **told)
    with pytest.raises(Refused, match="笔录已签字") as person:
        do.add_participant(kind="UNIT", name="演示乙", **told)
    assert (element.value.place, person.value.place) == ("record", "name")
    visit.refresh_from_db()
    assert visit.record == {"in_charge": "演示甲"} and visit.participants.count() == 1
    assert do.edit_record(elements={"in_charge": "演示甲"}, **told).record == visit.record  # says nothing new


def test_a_signed_record_is_opened_with_a_reason_and_closed_by_the_next_signature(visits: VisitDesk) -> None:
    """EN-140: what it said before stays readable."""
    visit = signed(visits)
    later = visits.at + timedelta(minutes=5)
    told: dict[str, Any] = {"visit": visit, "by": visits.by(), "at": later}
    with pytest.raises(Refused, match="理由"):
        do.reopen_record(why=" ", **told)
    do.reopen_record(why="现场负责人姓名写错", **told)
    with pytest.raises(Refused, match="还没有签字"):
        do.reopen_record(why="再来一次", **told)
    do.edit_record(elements={"in_charge": "演示乙"}, **told)
    (before,) = earlier_records(visit)
    assert (before.why, before.elements) == ("现场负责人姓名写错", {"现场负责人": "演示甲"})
    assert before.people == ("演示甲（被检查单位人员）",)
    assert not is_closed(visit)
    sign(visits, visit, later + timedelta(minutes=1))
    assert is_closed(Visit.objects.get(pk=visit.pk))


def test_only_a_signature_after_the_reopening_closes() -> None:
    """EN-140: order of the moments alone decides."""
    first, second = moment(datetime(2026, 11, 24).date(), 9), moment(datetime(2026, 11, 24).date(), 10)
    assert [record_closed([], None), record_closed([first], None)] == [False, True]
    assert [record_closed([first], second), record_closed([first, second], first)] == [False, True]


def test_a_record_is_written_by_its_team_and_the_code_by_any_inspector(visits: VisitDesk) -> None:
    visit = visits.underway(1)
    who = {
        name: standing_of(visits.officer(f"enforcement-{name}"), visits.today) for name in ("1", "3", "head")
    }
    assert {name: may(s, "edit", visit) for name, s in who.items()} == {"1": True, "3": False, "head": False}
    assert all(may(s, "note-code", visit) for s in who.values())


def test_a_reopened_record_is_signed_again_before_the_visit_is_closed(visits: VisitDesk) -> None:
    """EN-140: else it would stand changed behind a signature that never saw it."""
    visit = visits.finish(signed(visits))
    visits.answer_all(visit)
    later = visits.at + timedelta(minutes=5)
    told: dict[str, Any] = {"visit": visit, "by": visits.by(), "at": later}
    do.reopen_record(why="补记", **told)
    with pytest.raises(Refused, match="还没有重新签字"):
        do.close_visit(**told)
    sign(visits, visit, later + timedelta(minutes=1))
    assert do.close_visit(**told).state == "CLOSED"
