"""信访投诉 from register to answer; nobody who complained is kept."""

from datetime import date, timedelta
from typing import Any

import pytest

from postpermit.duties.models import Duty
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import VisitComplaint
from postpermit.register.models import Complaint
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry, reference
from tests.bureau import Bureau
from tests.enforcement.case_desk import CaseDesk, open_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau) -> CaseDesk:
    """A unit that people complain about."""
    return open_cases(bureau)


def register(desk: CaseDesk, **more: Any) -> VisitComplaint:
    given: dict[str, Any] = {
        "source": "HOTLINE", "outside_number": "H-1", "received_on": desk.today, "facility": desk.unit, "what": "夜间有异味",
    }  # fmt: skip
    return do.register_complaint(by=desk.by(), at=desk.at, **given | more)


def handle(desk: CaseDesk, made: VisitComplaint, by: str = "pollution-1", **more: Any) -> VisitComplaint:
    given: dict[str, Any] = {"result": "REFUSED", "outcome": "责令后拒不整改", "handled_on": desk.today}
    return do.handle_complaint(complaint=made, by=desk.by(by), at=desk.at, **given | more)


def waits(made: VisitComplaint) -> list[tuple[str, str, str]]:
    rows = Duty.objects.filter(subject_ref=reference(made), state="OPEN")
    return [(d.kind, d.obligor_id, f"{d.due_on}") for d in rows]


def test_it_lives_from_register_to_answer(desk: CaseDesk) -> None:
    made = register(desk)
    assert (made.number, waits(made)) == (
        "普环信〔2026〕1号",
        [("route-complaint", "ENFORCEMENT", "2026-09-02")],
    )
    do.route_complaint(complaint=made, division="POLLUTION", by=desk.by(), at=desk.at)
    assert waits(made) == [("handle-complaint", "POLLUTION", "2026-09-21")]
    handle(desk, made)
    assert waits(made) == [("reply-complaint", "ENFORCEMENT", "2026-09-04")]
    do.reply_complaint(complaint=made, replied_on=desk.today, by=desk.by(), at=desk.at)
    assert (made.state, waits(made)) == ("CLOSED", [])


def test_handled_it_stands_in_the_units_file(desk: CaseDesk) -> None:
    made = register(desk)
    do.route_complaint(complaint=made, division="POLLUTION", by=desk.by(), at=desk.at)
    handle(desk, made)
    fact = Complaint.objects.get(facility=desk.unit)
    assert (fact.what, fact.verified, fact.on) == ("夜间有异味", "属实，拒不整改：责令后拒不整改", desk.today)
    with pytest.raises(Refused, match="不能再"):
        do.withdraw_complaint(complaint=made, why="x", by=desk.by("enforcement-head"), at=desk.at)


def test_a_place_without_a_unit_writes_no_fact(desk: CaseDesk) -> None:
    made = register(desk, facility=None, place="某路口")
    do.route_complaint(complaint=made, division="ENFORCEMENT", by=desk.by(), at=desk.at)
    handle(desk, made, "enforcement-1", result="UNFOUNDED")
    assert Complaint.objects.count() == 0


def test_a_day_given_by_the_source_is_kept(desk: CaseDesk) -> None:
    made = register(desk, due_on=date(2026, 9, 9))
    do.route_complaint(complaint=made, division="POLLUTION", by=desk.by(), at=desk.at)
    assert waits(made) == [("handle-complaint", "POLLUTION", "2026-09-09")]


def test_routed_again_the_other_division_has_it(desk: CaseDesk) -> None:
    made = register(desk)
    do.route_complaint(complaint=made, division="POLLUTION", by=desk.by(), at=desk.at)
    do.route_complaint(complaint=made, division="ECOLOGY", by=desk.by(), at=desk.at)
    assert waits(made) == [("handle-complaint", "ECOLOGY", "2026-09-21")]
    assert Duty.objects.get(subject_ref=reference(made), obligor="POLLUTION").state == "VOID"
    with pytest.raises(Refused, match="由分派到的科室"):
        handle(desk, made, "pollution-1")


def test_what_is_not_taken_in(desk: CaseDesk) -> None:
    wrong: list[tuple[dict[str, Any], str]] = [
        ({"source": "FAX"}, "source"),
        ({"what": " "}, "what"),
        ({"what": "请回电13800138000"}, "what"),
        ({"facility": None}, "place"),
        ({"facility": None, "place": "找13800138000"}, "place"),
        ({"received_on": date(2026, 9, 2)}, "received_on"),
        ({"due_on": date(2026, 8, 1)}, "due_on"),
        ({"outside_number": "长" * 65}, "outside_number"),
    ]
    for given, place in wrong:
        with pytest.raises(Refused) as told:
            register(desk, **given)
        assert (told.value.place, VisitComplaint.objects.count()) == (place, 0)


def test_the_same_number_of_a_source_is_one_complaint(desk: CaseDesk) -> None:
    register(desk)
    with pytest.raises(Refused, match="已登记为 普环信〔2026〕1号"):
        register(desk)
    register(desk, source="LETTER")


def test_an_outcome_keeps_nobody_either_and_has_its_day(desk: CaseDesk) -> None:
    made = register(desk)
    do.route_complaint(complaint=made, division="POLLUTION", by=desk.by(), at=desk.at)
    for given, place in (
        ({"outcome": "已电话回复13800138000"}, "outcome"),
        ({"outcome": ""}, "outcome"),
        ({"result": "MAYBE"}, "result"),
        ({"handled_on": desk.today + timedelta(days=1)}, "handled_on"),
        ({"handled_on": desk.today - timedelta(days=1)}, "handled_on"),
    ):
        with pytest.raises(Refused) as told:
            handle(desk, made, **given)
        assert told.value.place == place
    with pytest.raises(Refused, match="请选择承办科室"):
        do.route_complaint(complaint=made, division="NONE", by=desk.by(), at=desk.at)


def test_a_mistake_is_taken_back_by_somebody_else(desk: CaseDesk) -> None:
    made = register(desk)
    with pytest.raises(Refused, match="录入人以外"):
        do.withdraw_complaint(complaint=made, why="重复", by=desk.by(), at=desk.at)
    with pytest.raises(Refused, match="疑似有固定电话号码"):
        do.withdraw_complaint(
            complaint=made, why="重复，见021-62345678", by=desk.by("enforcement-head"), at=desk.at
        )
    do.withdraw_complaint(complaint=made, why="重复", by=desk.by("enforcement-head"), at=desk.at)
    assert (made.state, waits(made)) == ("WITHDRAWN", [])
    assert register(desk).number == "普环信〔2026〕2号"


def test_two_people_who_handle_it(desk: CaseDesk) -> None:
    made = register(desk)
    do.route_complaint(complaint=made, division="POLLUTION", by=desk.by(), at=desk.at)
    stale = VisitComplaint.objects.get(pk=made.pk)
    handle(desk, made)
    entries = Entry.objects.count()
    with pytest.raises(Refused, match="已由他人办理"):
        handle(desk, stale, "pollution-head")
    assert (Entry.objects.count(), Complaint.objects.count()) == (entries, 1)
