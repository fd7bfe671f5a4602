"""What runs beside a case has duties of its own, moves with the calendar, and is settled before the case is closed."""

from datetime import date

import pytest

from postpermit import workdays
from postpermit.duties.models import Duty
from postpermit.duties.operations import load_year
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase
from postpermit.enforcement.queries.case_standing import case_ref, clocks_on
from postpermit.office.calendars import calendar_now
from postpermit.oversight.enforcement import ENFORCEMENT_INVARIANTS
from postpermit.trail.errors import Refused
from postpermit.trail.models import reference
from tests.bureau import Bureau, moment
from tests.enforcement.case_desk import CaseDesk, open_cases
from tests.enforcement.test_case_overturned import spot
from tests.enforcement.test_cases import waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau) -> CaseDesk:
    """A unit whose case is dealt with."""
    return open_cases(bureau)


def test_evidence_and_orders_are_owed_their_end(desk: CaseDesk) -> None:
    case = desk.filed()
    for name in ("preserved_on", "seized_on", "correction_served_on"):
        desk.note(case, name)
    assert sorted(waits(case)) == [
        ("approve-preservation", "ENFORCEMENT", "2026-09-02"),
        ("investigate-case", "ENFORCEMENT", "2026-11-30"),
        ("recheck-correction", "ENFORCEMENT", "2026-10-08"),
        ("release-seizure", "ENFORCEMENT", "2026-10-01"),
        ("settle-preservation", "ENFORCEMENT", "2026-09-10"),
    ]
    for name in ("preservation_approved_on", "preservation_settled_on", "released_on", "rechecked_on"):
        desk.note(case, name)
    assert [w[0] for w in waits(case)] == ["investigate-case"]
    done = Duty.objects.filter(subject_ref__startswith=f"{reference(case)}/", state="DISCHARGED")
    assert done.count() == 4


def test_a_case_is_not_closed_over_what_was_taken_and_not_given_back(desk: CaseDesk) -> None:
    """EN-123"""
    case = desk.executed()
    dates = {
        "seized_on": "2026-09-01",
        "preserved_on": "2026-09-01",
        "preservation_approved_on": "2026-09-01",
    }
    PenaltyCase.objects.filter(pk=case.pk).update(other_dates=dates, order_on=date(2026, 9, 1))
    case.refresh_from_db()
    desk.fill(case)
    close = {"case": case, "on": desk.today, "by": desk.by("enforcement-head"), "at": desk.at}
    with pytest.raises(Refused, match="还没有登记：先行登记保存处理、查封扣押、复查"):
        do.close_case(**close)
    for name in ("preservation_settled_on", "released_on", "rechecked_on"):
        desk.note(case, name)
    desk.fill(case)
    do.close_case(**close)
    assert case.state == "CLOSED"


def test_a_withdrawn_case_still_gives_back_what_was_seized(desk: CaseDesk) -> None:
    case = desk.filed()
    desk.note(case, "seized_on")
    desk.note(case, "correction_served_on")
    do.withdraw_case(case=case, why="查无实据", by=desk.by("enforcement-head"), at=desk.at)
    assert sorted(w[0] for w in waits(case)) == ["archive-case", "release-seizure"]
    desk.fill(case)
    with pytest.raises(Refused, match="还没有登记：查封扣押"):
        do.archive_case(case=case, on=desk.today, by=desk.by(), at=desk.at)
    desk.note(case, "released_on")
    desk.fill(case)
    do.archive_case(case=case, on=desk.today, by=desk.by(), at=desk.at)
    assert (case.state, waits(case)) == ("ARCHIVED", [])


def test_a_decision_on_the_spot_is_reported_before_its_file_is_shut(desk: CaseDesk) -> None:
    """EN-123"""
    case = spot(desk)
    PenaltyCase.objects.filter(pk=case.pk).update(other_dates={}, state="CLOSED", closed_on=desk.today)
    case.refresh_from_db()
    desk.fill(case)
    archive = {"case": case, "on": desk.today, "by": desk.by(), "at": desk.at}
    with pytest.raises(Refused, match="还没有登记：当场处罚备案"):
        do.archive_case(**archive)
    desk.note(case, "simple_reported_on")
    desk.fill(case)
    do.archive_case(**archive)
    assert case.state == "ARCHIVED"


def test_what_is_late_beside_a_case_is_seen_by_the_invariant(desk: CaseDesk) -> None:
    case = desk.filed()
    desk.note(case, "preserved_on")
    late = ENFORCEMENT_INVARIANTS["cases-within-their-clock"]
    assert list(late(2026, desk.today)) == []
    desk.later(3)
    assert len(list(late(2026, desk.today))) == 1


def test_duties_of_a_case_are_as_certain_as_its_clock_and_move_with_the_calendar(bureau: Bureau) -> None:
    desk = open_cases(bureau, moment(date(2026, 11, 9)))
    case = desk.filed()
    duty = Duty.objects.get(subject_ref=case_ref(case, ""), state="OPEN")

    def clock() -> tuple[date, bool]:
        found = next(c for c in clocks_on(case, desk.today, calendar_now()) if c.code == "decision")
        assert found.due_on is not None
        return found.due_on, found.provisional

    assert (duty.due_on, duty.provisional) == clock() == (date(2027, 2, 9), True)
    feast = [date(2027, 2, day) for day in range(5, 13)]
    page = {
        "year": 2027, "notice": "试", "published": date(2026, 11, 10), "days_off": [date(2027, 1, 1), *feast],
        "working_weekends": [date(2027, 2, 13)],
    }  # fmt: skip
    load_year(listed=workdays.year_of(page), by=desk.by("approval-1"), at=desk.at)
    duty.refresh_from_db()
    assert (duty.due_on, duty.provisional) == clock() == (date(2027, 2, 13), False)
    opened = Duty.objects.count()
    desk.note(case, "monitoring_report_on")
    assert Duty.objects.count() == opened


def test_an_unconfirmed_time_is_said_to_be_unconfirmed_on_the_desk(desk: CaseDesk) -> None:
    case = desk.open()
    duty = Duty.objects.get(subject_ref=case_ref(case, ""), state="OPEN")
    clock = next(c for c in clocks_on(case, desk.today, calendar_now()) if c.code == "filing")
    assert (duty.kind, duty.confirmed) == ("file-case", clock.confirmed) == ("file-case", False)
