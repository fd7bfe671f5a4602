"""Each invariant of single visits and of what waits holds in good order, and says no as soon as it is broken."""

from collections.abc import Callable
from datetime import datetime, timedelta

import pytest

from postpermit.duties.models import Duty
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import CaseMember, PenaltyCase, Visit, VisitFinding
from postpermit.oversight.enforcement import ENFORCEMENT_INVARIANTS
from postpermit.planning.models import Recusal
from tests.bureau import Bureau
from tests.enforcement.building import VisitDesk, open_visits
from tests.enforcement.case_desk import open_cases
from tests.planning.drawing import certify

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau, at: datetime) -> VisitDesk:
    """Three units and certified officers."""
    certify(bureau)
    return open_visits(bureau, at)


def faults(name: str, at: datetime) -> list[str]:
    return list(ENFORCEMENT_INVARIANTS[name](2026, at.date()))


def nobody_waits(desk: VisitDesk) -> None:
    desk.underway()
    Duty.objects.filter(kind="carry-out-visit", state="OPEN").update(state="VOID")


def without_code(desk: VisitDesk) -> None:
    Visit.objects.filter(pk=desk.underway().pk).update(inspection_code="")


def gone_unheard(desk: VisitDesk) -> None:
    Visit.objects.filter(pk=desk.ended(1).pk).update(outcome="SHUT")


def refused_unheard(desk: VisitDesk) -> None:
    desk.finish(desk.underway(1), "REFUSED", "门卫不让进入。")
    VisitFinding.objects.update(conduct="ledger")


def recused_and_there(desk: VisitDesk) -> None:
    visit = desk.underway()
    Recusal.objects.create(
        officer=desk.officer("enforcement-2"), facility=visit.facility, why="近亲属任职",
        from_on=desk.today - timedelta(days=30), decided_name="示",
    )  # fmt: skip


@pytest.mark.parametrize(
    ("name", "breaks"),
    [
        ("each-waits-once", nobody_waits),
        ("sites-have-codes", without_code),
        ("endings-go-on", gone_unheard),
        ("endings-go-on", refused_unheard),
        ("recused-stay-away", recused_and_there),
    ],
)
def test_each_invariant_is_red_when_it_is_broken(
    desk: VisitDesk, at: datetime, name: str, breaks: Callable[[VisitDesk], None]
) -> None:
    found = desk.find(visit := desk.underway(2))
    do.correct_on_the_spot(finding=found, demand="补齐", by=desk.by(), at=desk.at)
    visit.refresh_from_db()
    desk.finish(visit)
    assert faults(name, at) == []
    breaks(desk)
    assert faults(name, at) != []


def test_whoever_investigated_and_is_found_to_have_decided_is_told(bureau: Bureau, at: datetime) -> None:
    cases = open_cases(bureau)
    case = cases.decided()
    assert faults("decided-by-others", at) == [] == faults("each-waits-once", at)
    head = bureau.officers["enforcement-head"]
    member = PenaltyCase.objects.get(pk=case.pk).members.filter(role="INVESTIGATOR").order_by("pk")[0]
    CaseMember.objects.filter(pk=member.pk).update(officer=head)
    assert len(faults("decided-by-others", at)) == 1
