"""Many people at the same moment, in as many real connections: one draw, and everybody else is told."""

from datetime import date, datetime

import pytest

from postpermit.planning import operations as do
from postpermit.planning.draw import commitment
from postpermit.planning.models import Draw, DrawReplacement
from postpermit.planning.states import DrawState
from tests.bureau import found_bureau
from tests.linkage.test_together import together
from tests.planning.drawing import R1, R2, VALUE, DrawDesk, draw_desk

pytestmark = pytest.mark.django_db(transaction=True)
CLIENTS = 32


@pytest.fixture
def desk(transactional_db: None, at: datetime) -> DrawDesk:
    """Committed, so that every connection sees it."""
    return draw_desk(found_bureau(date(2026, 11, 24)), at, 10)


def test_of_thirty_two_who_freeze_at_once_one_freezes_and_the_others_are_told(desk: DrawDesk) -> None:
    people = [desk.bureau("legal-1"), desk.bureau("enforcement-1")]
    met = together(*(lambda n=n: desk.freeze(by=people[n % 2]) for n in range(CLIENTS)))
    assert sum(m is None for m in met) == 1
    assert {type(m).__name__ for m in met if m is not None} == {"UnableToFreeze"}
    draw = Draw.objects.get()
    assert (draw.attempt, draw.state) == (1, DrawState.FROZEN)


def test_both_divisions_at_once_seal_the_draw_and_of_two_colleagues_one_is_told(desk: DrawDesk) -> None:
    draw = desk.freeze()
    acts = [("legal-1", R1), ("enforcement-1", R2), ("legal-2", bytes(32))]
    people = {who: desk.bureau(who) for who, _ in acts}
    met = together(
        *(
            lambda w=w, r=r: do.commit_draw(draw=draw, digest=commitment(r), by=people[w], at=desk.at)
            for w, r in acts
        )
    )
    assert sorted(type(m).__name__ for m in met) == ["NoneType", "NoneType", "UnableToCommit"]
    draw.refresh_from_db()
    assert draw.state == DrawState.COMMITTED and draw.commitments.count() == 2


def test_of_many_who_draw_at_once_one_value_counts_and_the_same_unit_is_replaced_once(desk: DrawDesk) -> None:
    draw = desk.tell(desk.reveal(desk.commit(desk.freeze())))
    by, values = desk.bureau("enforcement-1"), [VALUE, VALUE, *(f"7.{n:04d}" for n in range(6))]
    met = together(
        *(lambda v=v: do.carry_out_draw(draw=draw, public_value=v, by=by, at=desk.later) for v in values)
    )
    assert sum(m is None for m in met) == 1
    assert {type(m).__name__ for m in met if m is not None} == {"UnableToCarryOut"}
    draw.refresh_from_db()
    assert draw.units.filter(role="SELECTED").count() == draw.n == 2
    out, chief = draw.units.get(rank=1), desk.bureau("enforcement-head")
    met = together(
        *(lambda: do.replace_unit(drawn=out, why="关闭", by=chief, at=desk.later) for _ in range(4))
    )
    assert sum(m is None for m in met) == 1
    assert DrawReplacement.objects.get().into.rank == 3
