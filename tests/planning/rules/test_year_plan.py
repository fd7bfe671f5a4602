"""PL-40 to PL-42: the numbers the year's planner is given are dated values."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from postpermit import law, workdays
from postpermit.duties.rules import Law
from postpermit.planning import planning_model, replan
from postpermit.planning.rules.year_plan import Lengths, apart_weeks, lengths, steadiness

LAW = Law(workdays.shipped(), date(2026, 11, 24))


def test_two_visits_of_a_key_unit_are_eight_weeks_apart() -> None:
    """PL-40"""
    assert apart_weeks(LAW) == 8
    assert not LAW.confirmed("year_plan.apart_weeks")


@pytest.mark.parametrize(("klass", "slots"), [("KEY", 2), ("SIMPLIFIED", 1), ("REGISTERED", 1)])
def test_a_key_unit_takes_half_a_day(klass: str, slots: int) -> None:
    """PL-41"""
    assert lengths(klass, LAW) == Lengths(per_day=4, visit=slots)


def test_a_re_plan_is_as_steady_as_the_value_says() -> None:
    """PL-42"""
    assert (steadiness(LAW).frozen_weeks, steadiness(LAW).moved_share) == (2, Decimal("0.05"))


def test_what_the_engine_takes_by_itself_is_what_the_values_say() -> None:
    """PL-41, PL-42"""
    assert lengths("KEY", LAW).per_day == planning_model.SLOTS_PER_DAY
    assert steadiness(LAW).frozen_weeks == replan.FREEZE_WEEKS
    assert steadiness(LAW).moved_share == replan.MOVED_SHARE


def test_another_distance_is_another_value() -> None:
    """PL-40"""
    line = replace(law.value("year_plan.apart_weeks", on=LAW.on), value=10, since=date(2026, 1, 1))
    with law.trying([line]):
        assert apart_weeks(LAW) == 10
