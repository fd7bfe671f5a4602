"""PL-4 in the database: the next of the ranking takes the place, in order, until the list is used up."""

from datetime import datetime

import pytest

from postpermit.planning import operations as do
from postpermit.planning import verify_draw
from postpermit.planning.models import DrawnUnit
from postpermit.planning.queries.draw_page import REPLACED, published_page
from postpermit.trail.errors import Refused
from tests.bureau import Bureau
from tests.planning.drawing import DrawDesk, draw_desk

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau, at: datetime) -> DrawDesk:
    """Six units, of which two are drawn."""
    return draw_desk(bureau, at, 6)


def unit(desk: DrawDesk, rank: int) -> DrawnUnit:
    return DrawnUnit.objects.get(rank=rank)


def test_replacements_follow_the_ranking_and_the_published_draw_stays_checkable(desk: DrawDesk) -> None:
    draw, chief = desk.publish(desk.carry_out()), desk.bureau("enforcement-head")
    assert draw.n == 2
    first = do.replace_unit(drawn=unit(desk, 2), why="已关闭", by=chief, at=desk.later)
    second = do.replace_unit(drawn=unit(desk, 3), why="已搬迁", by=chief, at=desk.later)
    assert (first.into.rank, second.into.rank) == (3, 4)
    roles = list(DrawnUnit.objects.order_by("rank").values_list("role", flat=True))
    assert roles == ["SELECTED", "REPLACED", "REPLACED", "REPLACEMENT", "RESERVE", "RESERVE"]
    page, inside = published_page(draw, office=False), published_page(draw, office=True)
    assert verify_draw.check(page) == verify_draw.check(inside) == []
    assert [r["reason"] for r in page["replacements"]] == [REPLACED] * 2
    assert [r["reason"] for r in inside["replacements"]] == ["已关闭", "已搬迁"]


def test_what_cannot_be_replaced_is_refused(desk: DrawDesk) -> None:
    desk.carry_out()
    chief = desk.bureau("enforcement-head")
    with pytest.raises(Refused, match="写明理由"):
        do.replace_unit(drawn=unit(desk, 1), why=" ", by=chief, at=desk.later)
    with pytest.raises(Refused, match="没有被抽中"):
        do.replace_unit(drawn=unit(desk, 5), why="关闭", by=chief, at=desk.later)
    do.replace_unit(drawn=unit(desk, 1), why="关闭", by=chief, at=desk.later)
    with pytest.raises(Refused, match="已由他人"):
        do.replace_unit(drawn=unit(desk, 1), why="关闭", by=chief, at=desk.later)


def test_a_list_that_is_used_up_gives_nobody_more(desk: DrawDesk) -> None:
    draw, chief = desk.carry_out(), desk.bureau("enforcement-head")
    for rank in (1, 2, 3, 4):
        do.replace_unit(drawn=unit(desk, rank), why="关闭", by=chief, at=desk.later)
    with pytest.raises(Refused, match="用完"):
        do.replace_unit(drawn=unit(desk, 5), why="关闭", by=chief, at=desk.later)
    assert draw.replacements.count() == 4
