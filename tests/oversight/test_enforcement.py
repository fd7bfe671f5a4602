"""Each invariant of plan, draws, visits and cases holds in good order, and says no as soon as it is broken."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from postpermit.duties.models import Duty
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import CaseMember, LegalReview, Visit, VisitFinding, VisitOfficer
from postpermit.oversight.conformity import INVARIANTS, LOOP_WORDS, conformity, loops_by_kind
from postpermit.oversight.enforcement import ENFORCEMENT_INVARIANTS, LOOP_CLAUSES
from postpermit.planning.models import Draw, DrawnUnit, PlannedVisit
from tests.bureau import Bureau
from tests.enforcement.building import VisitDesk, open_visits
from tests.planning.drawing import certify, draw_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau, at: datetime) -> VisitDesk:
    """Three units and certified officers."""
    certify(bureau)
    return open_visits(bureau, at)


def faults(name: str, at: datetime, days: int = 0) -> list[str]:
    """What the invariant says on that day."""
    return list(ENFORCEMENT_INVARIANTS[name](2026, (at + timedelta(days=days)).date()))


def went_alone(desk: VisitDesk) -> None:
    visit = desk.underway()
    VisitOfficer.objects.filter(visit=visit, role="MEMBER").delete()


def nobody_was_there(desk: VisitDesk) -> None:
    Visit.objects.filter(pk=desk.ended().pk).update(outcome="NOBODY")


def once_too_often(desk: VisitDesk) -> None:
    made = [desk.prepare(3, kind="TRIGGERED", reason=reason) for reason in ("COMPLAINT", "DATA_LEAD")]
    Visit.objects.filter(pk__in=[v.pk for v in made]).update(counts_toward_cap=True)


def drawn_and_forgotten(desk: VisitDesk) -> None:
    desk.plan(3, drawn=True).delete()


def left_open(desk: VisitDesk) -> None:
    visit = desk.underway()
    found = desk.find(visit)
    do.correct_on_the_spot(finding=found, demand="补齐", by=desk.by(), at=desk.at)
    visit.refresh_from_db()
    desk.close(desk.finish(visit))
    VisitFinding.objects.filter(pk=found.pk).update(state="OPEN")
    Duty.objects.filter(kind="recheck-visit").update(state="VOID")


def reviewed_by_himself(desk: VisitDesk) -> None:
    case, officer = desk.case(), desk.officer("enforcement-1")
    CaseMember.objects.create(
        case=case,
        officer=officer,
        name=officer.name,
        certificate="演示1",
        role="INVESTIGATOR",
        from_on=desk.today,
    )
    LegalReview.objects.create(
        state="PASSED", case=case, asked_on=desk.today, asked_ref="officer:other", asked_name="他人", opinion="同意",
        reviewed_ref=officer.ref, reviewed_name=officer.name, reviewed_on=desk.today,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "breaks"),
    [
        ("two-certified-went", went_alone),
        ("only-done-discharges", nobody_was_there),
        ("within-the-ceiling", once_too_often),
        ("drawn-are-visited", drawn_and_forgotten),
        ("visits-end-clean", left_open),
        ("nobody-reviews-himself", reviewed_by_himself),
    ],
)
def test_each_invariant_is_red_when_it_is_broken(
    desk: VisitDesk, at: datetime, name: str, breaks: Callable[[VisitDesk], None]
) -> None:
    desk.ended(2)
    assert faults(name, at) == []
    breaks(desk)
    assert faults(name, at) != []


def test_a_case_that_is_late_without_a_reason_is_told(desk: VisitDesk, at: datetime) -> None:
    do.open_case(
        facility=desk.units[1], title="台账不规范", conduct="ledger", act_from=desk.today, found_on=desk.today, by=desk.by(), at=at
    )  # fmt: skip
    assert faults("cases-within-their-clock", at) == []
    assert len(faults("cases-within-their-clock", at, days=40)) == 1


def test_a_drawn_unit_counts_as_seen_once_it_was_visited_replaced_or_taken_out_with_a_reason(
    desk: VisitDesk, at: datetime
) -> None:
    planned = desk.plan(3, drawn=True)
    assert faults("drawn-are-visited", at) == []  # it is still to come
    PlannedVisit.objects.filter(pk=planned.pk).update(state="DROPPED", why="单位已注销")
    assert faults("drawn-are-visited", at) == []


def test_a_draw_recomputes_to_what_was_published(bureau: Bureau, at: datetime) -> None:
    hall = draw_desk(bureau, at)
    draw = hall.publish(hall.carry_out())
    assert faults("draws-recompute", at) == []
    first, last = draw.units.order_by("rank")[0], draw.units.order_by("-rank")[0]
    for unit, role in ((first, "RESERVE"), (last, "SELECTED")):
        DrawnUnit.objects.filter(pk=unit.pk).update(role=role)
        assert len(faults("draws-recompute", at)) == 1
        DrawnUnit.objects.filter(pk=unit.pk).update(role=unit.role)
    assert faults("draws-recompute", at) == []
    Draw.objects.filter(pk=draw.pk).update(public_value="8.0001")
    assert len(faults("draws-recompute", at)) == 1


def test_loops_of_the_room_stand_under_their_clauses(desk: VisitDesk, at: datetime) -> None:
    visit = desk.underway()
    found = desk.find(visit)
    loops = loops_by_kind()
    assert loops["visit"] == {"begun": 1, "closed": 0, "open": 1}
    assert loops["visit-finding"]["open"] == 1
    do.drop_finding(finding=found, why="不是问题", by=desk.by("enforcement-head"), at=at)
    visit.refresh_from_db()
    desk.close(desk.finish(visit))
    loops = loops_by_kind()
    assert [loops[k]["open"] for k in ("visit", "visit-finding")] == [0, 0]
    assert set(LOOP_CLAUSES) <= set(loops) == set(LOOP_WORDS)
    row = next(c for c in conformity(2026, desk.today).clauses if c["clause"] == "plan:6.1")
    assert row["open_loops"] == 0
    assert set(ENFORCEMENT_INVARIANTS) <= set(INVARIANTS)
