"""A decision that somebody else revokes or amends: nobody pays for it any more, and the unit's file says so."""

from decimal import Decimal
from typing import Any

import pytest

from postpermit.duties.models import Duty
from postpermit.duties.rules import Law
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase
from postpermit.office.calendars import calendar_now
from postpermit.planning.queries.unit_facts import gather
from postpermit.register.models import Penalty
from postpermit.register.queries.dossier import dossier
from postpermit.trail.advance import AlreadyMoved
from postpermit.trail.errors import Refused
from tests.bureau import Bureau
from tests.enforcement.case_desk import CaseDesk, open_cases
from tests.enforcement.test_cases import waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau) -> CaseDesk:
    """A unit whose case is dealt with."""
    return open_cases(bureau)


def spot(desk: CaseDesk, **more: Any) -> PenaltyCase:
    """The shortest way to a decision that is out."""
    case = desk.open(summary=True, **more)
    do.decide_on_the_spot(
        case=case, officers=desk.team(), basis="regulation:36.i1", number="当罚1", on=desk.today, fine=Decimal(2000),
        by=desk.by(), at=desk.at,
    )  # fmt: skip
    do.note_date(case=case, name="simple_reported_on", on=desk.today, by=desk.by(), at=desk.at)
    return case


def ruling(desk: CaseDesk, case: PenaltyCase, **more: Any) -> dict[str, Any]:
    """复议决定 of today."""
    given = {"case": case, "number": "沪复决1号", "body": "市人民政府", "on": desk.today, "why": "事实不清"}
    return {**given, "by": desk.by("enforcement-head"), "at": desk.at, **more}


def test_a_case_whose_decision_is_revoked_ends_without_a_payment(desk: CaseDesk) -> None:
    """EN-120"""
    case = spot(desk)
    do.disclose_decision(case=case, on=desk.today, by=desk.by(), at=desk.at)
    do.revoke_decision(**ruling(desk, case))
    assert (case.state, [w[0] for w in waits(case)]) == ("REVOKED", ["withdraw-disclosure", "close-case"])
    owed = {d.kind: d for d in Duty.objects.filter(kind__in=("execute-decision", "withdraw-disclosure"))}
    assert (owed["execute-decision"].state, owed["execute-decision"].note) == ("VOID", "决定已被撤销")
    desk.note(case, "disclosure_withdrawn_on")
    owed["withdraw-disclosure"].refresh_from_db()
    assert owed["withdraw-disclosure"].state == "DISCHARGED"
    desk.fill(case)
    do.close_case(case=case, on=desk.today, by=desk.by("enforcement-head"), at=desk.at)
    desk.fill(case)
    do.archive_case(case=case, on=desk.today, by=desk.by(), at=desk.at)
    assert (case.state, waits(case)) == ("ARCHIVED", [])


def test_a_revoked_penalty_is_marked_in_the_units_file_and_counts_no_more(desk: CaseDesk) -> None:
    case = spot(desk)

    def counted() -> int:
        law_ = Law(calendar_now(), desk.today)
        rows = gather(desk.unit.management_class, "inspection", desk.today, law_).penalties or {}
        return len(rows.get(desk.unit.pk, []))

    assert counted() == 1
    do.revoke_decision(**ruling(desk, case))
    fact = Penalty.objects.get(facility=desk.unit)
    assert (fact.amount, fact.changed, fact.revoked_on) == (
        "罚款2000元", "已撤销（市人民政府2026年9月1日沪复决1号）", desk.today,
    )  # fmt: skip
    assert counted() == 0
    shown = next(rows for kind, _, _, rows in dossier(desk.unit, desk.today).facts if kind == "penalty")
    assert fact.changed in shown[0]


def test_an_amended_decision_is_owed_as_amended_and_what_it_was_stays_readable(desk: CaseDesk) -> None:
    case = spot(desk)
    with pytest.raises(Refused, match="不能高于原决定") as told:
        do.amend_decision(fine=Decimal(2001), **ruling(desk, case))
    assert told.value.place == "fine"
    do.amend_decision(fine=Decimal(500), **ruling(desk, case))
    row = case.rulings.get()
    assert (case.state, case.fine, row.fine_before, row.fine) == ("SERVED", 500, 2000, 500)
    fact = Penalty.objects.get(facility=desk.unit)
    assert (fact.changed, fact.revoked_on) == ("已变更为罚款500元（市人民政府2026年9月1日沪复决1号）", None)
    with pytest.raises(AlreadyMoved):
        do.amend_decision(fine=Decimal(400), **ruling(desk, case))
    do.revoke_decision(**ruling(desk, case, number="行初1号", body="区人民法院"))
    with pytest.raises(Refused, match="才能这样办理"):
        do.revoke_decision(**ruling(desk, case, number="行终1号"))


def test_paid_money_goes_back_before_a_revoked_case_is_closed(desk: CaseDesk) -> None:
    case = spot(desk)
    desk.note(case, "paid_on")
    do.revoke_decision(**ruling(desk, case))
    desk.fill(case)
    close = {"case": case, "on": desk.today, "by": desk.by("enforcement-head"), "at": desk.at}
    with pytest.raises(Refused, match="已缴的罚款须退还"):
        do.close_case(**close)
    desk.note(case, "refunded_on")
    do.close_case(**close)
    assert case.state == "CLOSED"


def test_a_revoked_decision_is_taken_back_also_from_the_shelf_and_the_second_person_is_told(
    desk: CaseDesk,
) -> None:
    case = spot(desk)
    do.disclose_decision(case=case, on=desk.today, by=desk.by(), at=desk.at)
    stale = PenaltyCase.objects.get(pk=case.pk)
    PenaltyCase.objects.filter(pk=case.pk).update(state="ARCHIVED")
    with pytest.raises(AlreadyMoved):
        do.revoke_decision(**ruling(desk, stale))
    case.refresh_from_db()
    do.revoke_decision(**ruling(desk, case))
    assert case.state == "ARCHIVED" and "withdraw-disclosure" in [w[0] for w in waits(case)]
    with pytest.raises(AlreadyMoved):
        do.revoke_decision(**ruling(desk, stale := PenaltyCase.objects.get(pk=case.pk), number="另一"))
