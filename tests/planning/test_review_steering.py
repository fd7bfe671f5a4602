"""What a stranger tried, to steer a draw: another spelling of the public number, other rows, other people than were sealed."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest
from django.db import DatabaseError, connection, transaction

from postpermit.planning import operations as do
from postpermit.planning import verify_draw
from postpermit.planning.models import Draw, DrawnOfficer, DrawnUnit, Recusal
from postpermit.planning.queries.draw_page import listing_of, published_page
from postpermit.planning.rules.public_values import PublicForm, fault_of_value
from postpermit.planning.rules.strata import Stratum
from postpermit.trail.errors import Refused
from postpermit.trail.walls import lower_walls, raise_walls
from tests.bureau import Bureau
from tests.planning.drawing import VALUE, DrawDesk, certify, draw_desk

pytestmark = pytest.mark.django_db
WEEK = date(2026, 12, 7)


@pytest.fixture
def desk(bureau: Bureau, at: datetime) -> DrawDesk:
    """Ten units, of which two are drawn; everybody certified."""
    made = draw_desk(bureau, at, 10)
    certify(bureau)
    return made


def waiting(desk: DrawDesk, **changes: Any) -> Draw:
    """Both have told their bytes: only the public value is missing."""
    return desk.reveal(desk.commit(desk.freeze(**changes)))


@pytest.mark.parametrize(
    "value", ["随便写", "7.08210", "708.21", "7.082", "07.0821", "７.０８２１", "7.0821元", "7,0821"]
)
def test_pl_65_one_number_has_one_spelling(desk: DrawDesk, value: str) -> None:
    """PL-65"""
    with pytest.raises(Refused, match="写法"):
        desk.tell(waiting(desk), value)


def test_pl_65_each_form_takes_its_own_spelling_only() -> None:
    """PL-65"""
    good = {
        PublicForm.DECIMALS_4: "7.0821",
        PublicForm.DECIMALS_2: "3456.78",
        PublicForm.DIGITS: "0512182533",
    }
    for form in PublicForm:
        assert [f for f, v in good.items() if not fault_of_value(v, form)] == [form]


def test_pl_65_the_value_counts_once_the_other_division_has_entered_the_same(desk: DrawDesk) -> None:
    """PL-65"""
    draw = desk.tell(waiting(desk), "7.0812")
    by = desk.bureau("legal-2")
    with pytest.raises(Refused, match="另一科室"):
        do.carry_out_draw(draw=draw, public_value="7.0812", by=by, at=desk.later)
    with pytest.raises(Refused, match="不一致"):
        desk.confirm(draw)
    with pytest.raises(Refused, match="对方科室已经填写"):
        do.tell_value(draw=draw, public_value=VALUE, by=desk.bureau("enforcement-1"), at=desk.later)
    assert (Draw.objects.get().state, DrawnUnit.objects.count()) == ("COMMITTED", 0)
    drawn = desk.confirm(desk.tell(draw))
    assert (drawn.public_value, drawn.state) == (VALUE, "DRAWN")


def test_pl_65_nobody_draws_whose_value_nobody_else_entered(desk: DrawDesk) -> None:
    """PL-65"""
    draw = waiting(desk)
    with pytest.raises(Refused, match="还没有科室填写"):
        desk.confirm(draw)
    told, legal = desk.tell(draw), desk.bureau("legal-1")
    both = type(legal)(legal.ref, legal.name, "ENFORCEMENT")
    with pytest.raises(Refused, match="不能自己核对"):
        do.carry_out_draw(draw=told, public_value=VALUE, by=both, at=desk.later)


def test_pl_66_before_its_hour_the_value_does_not_exist(desk: DrawDesk) -> None:
    """PL-66"""
    draw, by = waiting(desk), desk.bureau("legal-1")
    early = desk.later.replace(hour=9, minute=14)
    with pytest.raises(Refused, match="09:15"):
        do.tell_value(draw=draw, public_value=VALUE, by=by, at=early)
    told = do.tell_value(draw=draw, public_value=VALUE, by=by, at=early + timedelta(minutes=1))
    next_day = early + timedelta(hours=15)
    done = do.carry_out_draw(draw=told, public_value=VALUE, by=desk.bureau("enforcement-1"), at=next_day)
    assert done.state == "DRAWN"


def test_the_form_the_name_and_the_day_of_the_value_are_sealed_with_the_list(desk: DrawDesk) -> None:
    draw = desk.carry_out(public_form="DECIMALS_4")
    assert str(listing_of(draw)["stratum"]).endswith(f"{draw.public_name} {draw.public_day} DECIMALS_4")
    page = published_page(draw, office=False)
    assert verify_draw.check(page | {"public": page["public"] | {"day": "2026-12-01"}}) != []
    with pytest.raises(Refused, match="写法"):
        desk.freeze(quarter="2026Q4", public_form="FREE")


def test_units_that_changed_places_in_the_database_show_in_what_is_published(desk: DrawDesk) -> None:
    draw = desk.publish(desk.carry_out())
    chosen, other = draw.units.get(rank=1), draw.units.get(rank=9)
    assert verify_draw.check(published_page(draw, office=False)) == []
    for unit, role in ((chosen, "RESERVE"), (other, "SELECTED")):
        DrawnUnit.objects.filter(pk=unit.pk).update(role=role)
    page = published_page(draw, office=False)
    assert page["selected"][-1] == str(other.facility.public_id)
    assert any("抽中单位 selected不一致" in fault for fault in verify_draw.check(page))


def test_a_replacement_that_was_undone_in_the_database_shows_in_what_is_published(desk: DrawDesk) -> None:
    draw = desk.publish(desk.carry_out())
    by = desk.bureau("enforcement-head")
    made = do.replace_unit(drawn=draw.units.get(rank=1), why="已关闭", by=by, at=desk.later)
    assert verify_draw.check(published_page(draw, office=True)) == []
    for unit, role in ((made.into, "RESERVE"), (made.out, "SELECTED")):
        DrawnUnit.objects.filter(pk=unit.pk).update(role=role)
        assert any("第 1 次递补" in fault for fault in verify_draw.check(published_page(draw, office=True)))
        DrawnUnit.objects.filter(pk=unit.pk).update(role=unit.role)
        DrawnUnit.objects.filter(pk=made.out_id).update(role="REPLACED")
        DrawnUnit.objects.filter(pk=made.into_id).update(role="REPLACEMENT")


def test_rank_probability_and_what_was_sealed_stand_in_the_database(desk: DrawDesk) -> None:
    desk.planned(desk.units[0], WEEK)
    draw = desk.carry_out()
    officers = DrawDesk(desk.bureau, desk.plan, desk.units, desk.at, (b"\1" * 32, b"\2" * 32)).carry_out(
        Stratum.OFFICERS
    )
    tries: list[tuple[Any, dict[str, Any]]] = [
        (DrawnUnit.objects.filter(draw=draw, rank=1), {"rank": 99}),
        (DrawnUnit.objects.filter(draw=draw, rank=1), {"probability": "0.9999"}),
        (DrawnOfficer.objects.filter(draw=officers, rank=1), {"chosen": False}),
        (Draw.objects.filter(pk=draw.pk), {"listing": "{}"}),
        (Draw.objects.filter(pk=officers.pk), {"given": {}}),
    ]
    for rows, change in tries:
        with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
            rows.update(**change)
    with pytest.raises(DatabaseError, match="append-only"), transaction.atomic():
        DrawnUnit.objects.filter(draw=draw).delete()


def test_pl_68_whoever_is_kept_away_after_the_list_was_sealed_changes_nothing_unseen(desk: DrawDesk) -> None:
    """PL-68"""
    desk.planned(desk.units[0], WEEK)
    draw = desk.tell(waiting(desk, stratum=Stratum.OFFICERS))
    given = draw.given
    given["officers"]["visits"][0]["recused"] = [given["officers"]["people"][0]["id"]]
    lower_walls(connection)
    Draw.objects.filter(pk=draw.pk).update(given=given)
    raise_walls(connection)
    with pytest.raises(Refused, match="与封存时不同"):
        desk.confirm(draw)


def test_pl_68_the_file_for_the_office_shows_people_that_were_not_sealed(desk: DrawDesk) -> None:
    """PL-68"""
    desk.planned(desk.units[0], WEEK)
    draw = desk.carry_out(Stratum.OFFICERS)
    page = published_page(draw, office=True, people=True)
    assert verify_draw.check(page) == []
    page["officers"]["visits"][0]["recused"] = [page["officers"]["assignments"][0]["officers"][0]]
    assert any("人员依据 officers 不一致" in fault for fault in verify_draw.check(page))
    public = published_page(draw, office=False)
    assert verify_draw.check(public) == [] and "不含人员名单" in verify_draw.unchecked(public)[0]


def test_a_pair_that_was_exchanged_on_record_shows_in_the_file_for_the_office(desk: DrawDesk) -> None:
    desk.planned(desk.units[0], WEEK)
    draw = desk.carry_out(Stratum.OFFICERS)
    lower_walls(connection)
    DrawnOfficer.objects.filter(draw=draw, rank=3).update(chosen=True)
    DrawnOfficer.objects.filter(draw=draw, rank=1).update(chosen=False)
    raise_walls(connection)
    assert any(
        "执法人员 officers" in f for f in verify_draw.check(published_page(draw, office=True, people=True))
    )


def test_pl_67_a_visit_that_comes_later_is_ranked_from_the_same_seed(desk: DrawDesk) -> None:
    """PL-67"""
    desk.planned(desk.units[0], WEEK)
    draw = desk.publish(desk.carry_out(Stratum.OFFICERS))
    with pytest.raises(Refused, match="没有等待补充"):
        do.supplement_officers(draw=draw, by=desk.bureau("legal-1"), at=desk.later)
    late = [desk.planned(unit, WEEK + timedelta(days=7)) for unit in desk.units[1:3]]
    kept_away = desk.bureau.officers["enforcement-1"]
    # Decided after the seed was known: it is answered by whoever follows in the order, not by another order.
    Recusal.objects.create(
        officer=kept_away, facility=desk.units[1], why="回避", from_on=WEEK, decided_name="示"
    )
    do.supplement_officers(draw=draw, by=desk.bureau("legal-1"), at=desk.later)
    for visit in late:
        assert DrawnOfficer.objects.filter(visit=visit, chosen=True).count() == 2
    assert DrawnOfficer.objects.filter(visit=late[0], officer=kept_away).exists()
    page = published_page(draw, office=True, people=True)
    assert verify_draw.check(page) == [] and len(page["officers"]["supplements"]) == 1
    assert page["supplements"][0]["visits"] == [v["id"] for v in page["officers"]["supplements"][0]["visits"]]
    page["officers"]["supplements"][0]["assignments"][0]["officers"].reverse()
    assert any("第 1 次补充的执法人员" in fault for fault in verify_draw.check(page))
