"""The one function that moves a state: compare-and-set, one entry, and the second writer is told."""

from datetime import datetime

import pytest

from postpermit.duties.models import Duty
from postpermit.duties.operations import generate_duties
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.advance import AlreadyMoved, UnableToAdvance, advance, advance_together
from postpermit.trail.models import Entry
from tests.bureau import Bureau

pytestmark = pytest.mark.django_db
WHO = {"by": COMMAND_LINE, "clause": "plan:3.1"}


@pytest.fixture
def duties(bureau: Bureau, at: datetime) -> list[Duty]:
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    return list(Duty.objects.order_by("pk")[:3])


def test_many_move_together_and_leave_one_entry(duties: list[Duty], at: datetime) -> None:
    before = Entry.objects.count()
    entry = advance(duties, "void", at=at, why="试", **WHO)
    assert {d.state for d in Duty.objects.filter(pk__in=[d.pk for d in duties])} == {"VOID"}
    assert Entry.objects.count() == before + 1
    assert entry.subjects.count() == 3


def test_the_second_writer_is_told_and_changes_nothing(duties: list[Duty], at: datetime) -> None:
    mine = Duty.objects.get(pk=duties[0].pk)
    advance(duties[0], "void", at=at, why="试", **WHO)
    before = Entry.objects.count()
    with pytest.raises(AlreadyMoved, match="已由他人办理"):
        advance(mine, "void", at=at, why="迟", **WHO)
    assert Entry.objects.count() == before


def test_of_many_one_moved_by_somebody_else_stops_all(duties: list[Duty], at: datetime) -> None:
    stale = list(Duty.objects.filter(pk__in=[d.pk for d in duties]))
    advance(duties[1], "void", at=at, why="试", **WHO)
    with pytest.raises(AlreadyMoved):
        advance(stale, "void", at=at, why="迟", **WHO)
    assert Duty.objects.get(pk=duties[0].pk).state == "OPEN"


def test_a_step_that_needs_a_reason_is_refused_without_one(duties: list[Duty], at: datetime) -> None:
    with pytest.raises(UnableToAdvance, match="理由"):
        advance(duties[0], "void", at=at, why="  ", **WHO)


def test_a_step_that_does_not_exist_is_a_fault_of_the_code(duties: list[Duty], at: datetime) -> None:
    with pytest.raises(KeyError):
        advance(duties[0], "fly", at=at, **WHO)


def test_a_clause_that_does_not_exist_leaves_nothing(duties: list[Duty], at: datetime) -> None:
    with pytest.raises(KeyError):
        advance(duties[0], "void", at=at, why="试", by=COMMAND_LINE, clause="plan:99.9")


def test_different_steps_of_one_act_leave_one_entry(duties: list[Duty], at: datetime) -> None:
    before = Entry.objects.count()
    changes = {"discharge": {"discharged_on": at.date()}}
    advance_together(
        [(duties[0], "void"), (duties[1], "discharge")], "both", label="两样", at=at, changes=changes, **WHO
    )
    assert Entry.objects.count() == before + 1
    assert [Duty.objects.get(pk=d.pk).state for d in duties[:2]] == ["VOID", "DISCHARGED"]
