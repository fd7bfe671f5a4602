"""The number under which another system holds the same thing."""

from datetime import datetime

import pytest

from postpermit.trail.models import Entry, ExternalReference
from postpermit.trail.references import UnableToRefer, end_reference, refer, references_of
from tests.bureau import Bureau

pytestmark = pytest.mark.django_db
THING = "linkage.slip:1"


def note(
    bureau: Bureau, at: datetime, number: str = "SH-1", system: str = "CITY-LINKAGE"
) -> ExternalReference:
    """A number of the city's system for one thing."""
    return refer(subject=THING, system=system, number=number, on=at.date(), by=bureau("ecology-1"), at=at)


def test_a_number_is_noted_once_however_often_it_is_sent(bureau: Bureau, at: datetime) -> None:
    assert note(bureau, at) == note(bureau, at, " SH-1 ")
    assert Entry.objects.filter(verb="refer").count() == 1


def test_another_number_needs_the_first_to_be_ended_with_a_reason(bureau: Bureau, at: datetime) -> None:
    first = note(bureau, at)
    with pytest.raises(UnableToRefer, match="SH-1"):
        note(bureau, at, "SH-2")
    with pytest.raises(UnableToRefer):
        end_reference(held=first, why=" ", by=bureau("ecology-1"), at=at)
    end_reference(held=first, why="抄错", by=bureau("ecology-1"), at=at)
    second = note(bureau, at, "SH-2")
    assert list(references_of(THING)) == [second]
    assert ExternalReference.objects.count() == 2  # the wrong one stays to be read


def test_unknown_systems_and_empty_numbers_are_refused(bureau: Bureau, at: datetime) -> None:
    for wrong in ({"system": "NOWHERE"}, {"number": " "}, {"number": "x" * 65}):
        with pytest.raises(UnableToRefer):
            note(bureau, at, **wrong)
