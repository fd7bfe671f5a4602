"""登记表 sheet: what a registered unit said about itself, kept in sets that follow each other."""

from datetime import date, datetime, timedelta
from typing import Any

import pytest

from postpermit.register.invented import invent
from postpermit.register.models import Facility, RegisteredItem
from postpermit.register.operations import ImportResult, import_register
from postpermit.register.queries import registration_form
from postpermit.register.workbook import write_workbook
from postpermit.trail.actors import COMMAND_LINE, Actor
from tests.bureau import book, number_of, unit_row

pytestmark = pytest.mark.django_db
NUMBER = number_of(1, "W")
STATION = Actor("officer:s", "站", division="STATION")


def row(kind: str, name: str, amount: str = "", number: str = NUMBER) -> dict[str, Any]:
    return {"编号": number, "类别": kind, "名称": name, "数量": amount}


def load(*rows: dict[str, Any], at: datetime, by: Actor = COMMAND_LINE) -> ImportResult:
    return import_register(source=book(unit_row(1, 管理类别="登记管理"), 登记表=rows), by=by, at=at)


def test_the_form_is_read_and_a_later_one_follows_it(at: datetime, bureau: Any) -> None:
    assert load(row("产品", "零部件", "12 吨/年"), row("燃料", "天然气"), at=at).errors == []
    unit = Facility.objects.get(number=NUMBER)
    later = at + timedelta(days=30)
    assert load(row("产品", "零部件", "20 吨/年"), row("燃料", "天然气"), at=later).updated == 1
    assert load(row("产品", "零部件", "20 吨/年"), row("燃料", "天然气"), at=later).unchanged == 1
    assert RegisteredItem.objects.count() == 4
    amounts = [
        next(i.amount for i in registration_form(unit, on) if i.kind == "PRODUCT")
        for on in (at.date(), later.date() + timedelta(days=1))
    ]
    assert amounts == ["12 吨/年", "20 吨/年"]


def test_a_wrong_kind_a_double_row_and_an_unknown_unit_are_named(at: datetime, bureau: Any) -> None:
    refused = load(
        row("产物", "甲"),
        row("产品", "乙"),
        row("产品", "乙"),
        row("产品", "丙", number=number_of(9, "W")),
        at=at,
    )
    assert not Facility.objects.exists()
    assert [(f.sheet, f.row, f.column) for f in refused.errors] == [
        ("登记表", 2, "类别"),
        ("登记表", 4, "类别"),
        ("登记表", 5, "编号"),
    ]


def test_another_division_does_not_change_what_is_there(at: datetime, bureau: Any) -> None:
    load(row("产品", "零部件"), at=at)
    told = load(row("产品", "别的"), at=at, by=STATION)
    assert [w.sheet for w in told.warnings] == ["登记表"]
    assert [i.name for i in RegisteredItem.objects.filter(in_force_to=None)] == ["零部件"]


def test_invented_forms_enter_with_the_district(at: datetime, bureau: Any) -> None:
    rows = invent(today=date(2026, 11, 24), keys=1, simple=1, registered=40, unlisted=0).rows
    assert import_register(source=write_workbook(rows), by=COMMAND_LINE, at=at).errors == []
    told = RegisteredItem.objects.values("facility").distinct().count()
    assert 30 <= told < 40
