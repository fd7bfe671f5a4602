"""A decision that somebody else changes or takes back: what was published of it goes, also when its file is on the shelf."""

from decimal import Decimal

import pytest

from postpermit.duties.models import Duty
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PenaltyCase
from tests.bureau import Bureau
from tests.enforcement.case_desk import CaseDesk, open_cases
from tests.enforcement.test_cases import waits

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau) -> CaseDesk:
    """A unit whose case is dealt with."""
    return open_cases(bureau)


def test_what_was_published_of_an_overturned_decision_is_taken_back_also_from_the_shelf(
    desk: CaseDesk,
) -> None:
    case = desk.open(summary=True)
    do.decide_on_the_spot(
        case=case, officers=desk.team(), basis="regulation:36.i1", number="当罚1", on=desk.today, fine=Decimal(2000),
        by=desk.by(), at=desk.at,
    )  # fmt: skip
    told = {"case": case, "on": desk.today, "by": desk.by(), "at": desk.at}
    do.disclose_decision(**told)
    do.note_date(name="overturned_on", **told)
    assert [w[0] for w in waits(case)] == ["withdraw-disclosure", "execute-decision"]
    owed = Duty.objects.get(kind="withdraw-disclosure")
    assert (owed.due_on - desk.today).days >= 3 and owed.obligor_id == "ENFORCEMENT"
    do.note_date(name="disclosure_withdrawn_on", **told)
    assert [w[0] for w in waits(case)] == ["execute-decision"]
    owed.refresh_from_db()
    assert owed.state == "DISCHARGED"
    PenaltyCase.objects.filter(pk=case.pk).update(state="ARCHIVED", other_dates={})
    case.refresh_from_db()
    do.note_date(name="overturned_on", **told)
    assert "withdraw-disclosure" in [w[0] for w in waits(case)]
