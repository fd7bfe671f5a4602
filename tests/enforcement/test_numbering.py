"""检查码: told once before the visit, it is the number of the visit in the city's system; nobody enters it again."""

import pytest

from postpermit import law
from postpermit.duties.models import Record
from postpermit.duties.operations import record_act
from postpermit.enforcement import operations as do
from postpermit.enforcement.operations.numbering import carry_code
from postpermit.trail.models import ExternalReference, reference
from postpermit.trail.references import refer, without_number
from tests.enforcement.building import VisitDesk

pytestmark = pytest.mark.django_db
CITY = "CITY-ENFORCEMENT"


def numbers(record: Record) -> list[tuple[str, str]]:
    held = ExternalReference.objects.filter(subject=reference(record)).order_by("pk")
    return [(r.number, r.ended_why) for r in held]


def test_a_visit_that_is_done_bears_its_code_in_the_citys_system(visits: VisitDesk) -> None:
    assert law.system(CITY).gives_codes and not law.system("AUTOMATIC").gives_codes
    visit = visits.ended(2, inspection_code="JCM-7")
    assert numbers(visit.done_as) == [("JCM-7", "")]
    assert not without_number(Record.objects.all(), CITY).exists()


def test_a_corrected_code_replaces_the_number_and_the_old_one_stays_to_be_read(visits: VisitDesk) -> None:
    visit = visits.ended(2, inspection_code="JCM-7")
    for _ in range(2):
        do.note_code(visit=visit, code="JCM-8", by=visits.by(), at=visits.at)
    assert numbers(visit.done_as) == [("JCM-7", "检查码更正"), ("JCM-8", "")]


def test_an_act_without_code_waits_until_its_number_is_entered_once(visits: VisitDesk) -> None:
    told = {"by": visits.by(), "at": visits.at}
    made = record_act(
        kind="inspection", facility=visits.units[1], on=visits.today, who="示", result="正常", **told
    )
    carry_code(made=made, code="", **told)
    assert without_number(Record.objects.all(), CITY).get() == made
    refer(subject=made, system=CITY, number="JCM-9", on=visits.today, **told)
    carry_code(made=made, code="JCM-9", **told)
    assert numbers(made) == [("JCM-9", "")]
