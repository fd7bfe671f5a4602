"""PL-4 in the database: the next of the ranking takes the place, in order, until the list is used up."""

from datetime import date, datetime

import pytest

from postpermit.duties.models import Duty
from postpermit.planning import operations as do
from postpermit.planning import verify_draw
from postpermit.planning.models import DrawnUnit, PlannedDuty, PlannedVisit
from postpermit.planning.queries.draw_page import REPLACED, published_page
from postpermit.planning.queries.plan_page import problems_now
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


def test_who_was_replaced_is_not_visited_and_who_comes_in_is_missed_by_the_proof(desk: DrawDesk) -> None:
    draw, chief = desk.publish(desk.carry_out()), desk.bureau("enforcement-head")
    visits = [desk.planned(unit(desk, rank).facility, date(2026, 12, 7)) for rank in (1, 2)]
    PlannedVisit.objects.update(drawn_in=draw)
    made = do.replace_unit(drawn=unit(desk, 1), why="停产", by=chief, at=desk.later)
    states = [PlannedVisit.objects.get(pk=v.pk).state for v in visits]
    assert states == ["DROPPED", "PLANNED"]
    said = problems_now(desk.plan, desk.later.date())
    assert [s for s in said if made.into.facility.name in s] and not [
        s for s in said if made.out.facility.name in s
    ]


def test_a_visit_that_other_duties_ask_for_goes_on_without_the_draw(desk: DrawDesk) -> None:
    draw, chief = desk.publish(desk.carry_out()), desk.bureau("enforcement-head")
    out = unit(desk, 1).facility
    visit = desk.planned(out, date(2026, 12, 7))
    PlannedVisit.objects.update(drawn_in=draw)
    owed = Duty.objects.create(
        state="OPEN", kind="recheck", obligor_id="ENFORCEMENT", klass="REGISTERED", subject=str(out.pk), period="2026",
        facility=out, opens_on=date(2026, 11, 1), due_on=date(2026, 12, 31),
    )  # fmt: skip
    PlannedDuty.objects.create(visit=visit, duty=owed)
    do.replace_unit(drawn=unit(desk, 1), why="停产", by=chief, at=desk.later)
    visit.refresh_from_db()
    assert (visit.state, visit.drawn_in) == ("PLANNED", None)


def test_a_unit_to_which_somebody_is_on_the_way_is_not_replaced(desk: DrawDesk) -> None:
    draw, chief = desk.publish(desk.carry_out()), desk.bureau("enforcement-head")
    desk.planned(unit(desk, 1).facility, date(2026, 12, 7))
    PlannedVisit.objects.update(drawn_in=draw, state="TAKEN_UP")
    with pytest.raises(Refused, match="先取消那次检查"):
        do.replace_unit(drawn=unit(desk, 1), why="停产", by=chief, at=desk.later)
    assert unit(desk, 1).role == "SELECTED" and not draw.replacements.exists()
