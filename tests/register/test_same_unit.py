"""A unit is registered once, however it is written; another site of a known firm is entered by somebody who looked."""

from datetime import date

import pytest

from postpermit.register.models import Facility
from postpermit.register.operations import UnableToEditFacility, enter_unlisted_unit
from tests.bureau import Bureau, moment, unit_row

AT = moment(date(2026, 9, 1))
HERE = "演示路9号"


@pytest.fixture
def holder(bureau: Bureau) -> Facility:
    (unit,) = bureau.units(unit_row(1, 管理类别="重点管理"), at=AT)
    assert unit.uscc and unit.address
    return unit


def enter(bureau: Bureau, **more: object) -> Facility:
    told = {"name": "甲作坊", "address": HERE} | more
    return enter_unlisted_unit(**told, by=bureau("enforcement-1"), at=AT)  # type: ignore[arg-type]


@pytest.mark.parametrize("written", ["{}", " {} ", "{} "])
def test_the_code_of_a_holder_under_another_name_is_told(
    bureau: Bureau, holder: Facility, written: str
) -> None:
    with pytest.raises(UnableToEditFacility, match=holder.name) as told:
        enter(bureau, uscc=written.format(holder.uscc.lower()))
    assert told.value.place == "uscc"
    assert Facility.objects.count() == 1


def test_another_site_of_a_known_firm_can_be_entered_after_a_look_but_not_at_the_same_address(
    bureau: Bureau, holder: Facility
) -> None:
    with pytest.raises(UnableToEditFacility, match="地址相同") as told:
        enter(bureau, uscc=holder.uscc, address=f" {holder.address[:3]} {holder.address[3:]}", again=True)
    assert told.value.place == "uscc"
    assert enter(bureau, uscc=holder.uscc, again=True).management_class == "UNLISTED"


@pytest.mark.parametrize(
    ("name", "address"), [("甲作坊 ", "演示路 9号"), ("甲 作坊", "演示路９号"), ("甲作坊", HERE)]
)
def test_blanks_and_width_make_no_second_unit(bureau: Bureau, name: str, address: str) -> None:
    enter(bureau)
    for again in (False, True):
        with pytest.raises(UnableToEditFacility, match="同名同址") as told:
            enter(bureau, name=name, address=address, again=again)
        assert told.value.place == "name"


def test_after_a_unit_that_has_ended_a_new_one_is_entered_by_who_looked(bureau: Bureau) -> None:
    Facility.objects.filter(pk=enter(bureau).pk).update(ended_on=date(2026, 8, 1))
    with pytest.raises(UnableToEditFacility, match="已终止"):
        enter(bureau)
    assert enter(bureau, again=True).pk
