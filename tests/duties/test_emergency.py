"""Emergency plans that have to be filed anew: the rule by its number, and the ledger when one is filed again."""

from datetime import date, datetime

import pytest

from postpermit.duties.models import Duty
from postpermit.duties.operations import generate_duties
from postpermit.duties.queries import ledger
from postpermit.duties.rules import Planned
from postpermit.register.models import Facility
from postpermit.register.operations import edit_facility
from postpermit.trail.actors import COMMAND_LINE
from tests.bureau import Bureau, moment, unit_row
from tests.duties.test_rules import holder, of_kind, year_of


def planned(*filed: str, **unit: object) -> list[Planned]:
    days = tuple(date.fromisoformat(d) for d in filed)
    return of_kind("emergency-plan", holder(plans_filed_on=days, **unit))


def test_a_plan_is_filed_anew_after_three_years_and_the_day_does_not_roll() -> None:
    """DU-21"""
    (found,) = planned("2023-05-02")
    assert (found.obligor, found.period, found.opens_on, found.due.on) == (
        "HOLDER",
        "2023-05-02",
        date(2026, 2, 1),
        date(2026, 5, 2),  # a Saturday
    )
    assert (found.confirmed, found.clause, found.done_on, found.void_why) == (False, "plan:3.3", None, "")


def test_a_plan_of_a_leap_day_ends_on_the_last_day_of_february() -> None:
    """DU-21"""
    unit = holder(plans_filed_on=(date(2024, 2, 29),))
    assert [p.due.on for p in of_kind("emergency-plan", unit, year=2027)] == [date(2027, 2, 28)]


@pytest.mark.parametrize("filed", [(), ("2024-05-02",), ("2022-05-02",)])
def test_no_plan_on_file_or_another_year_makes_no_duty(filed: tuple[str, ...]) -> None:
    """DU-21"""
    assert planned(*filed) == []


def test_a_registered_unit_has_no_such_duty() -> None:
    """DU-21"""
    assert planned("2023-05-02", management_class="REGISTERED") == []


def test_filed_again_within_the_window_it_is_done_before_the_window_it_no_longer_applies() -> None:
    """DU-21"""
    (done,) = planned("2023-05-02", "2026-02-01")
    assert (done.done_on, done.void_why) == (date(2026, 2, 1), "")
    (late,) = planned("2023-05-02", "2026-06-30")
    assert late.done_on == date(2026, 6, 30)
    (early,) = planned("2023-05-02", "2026-01-31")
    assert (early.done_on, early.void_why) == (None, "已于 2026-01-31 重新备案")


def test_an_ended_permit_voids_it_and_a_standstill_is_said() -> None:
    """DU-21"""
    (ended,) = planned("2023-05-02", ended_on=date(2026, 3, 1), ended_by="CANCEL")
    assert "注销" in ended.void_why
    (stopped,) = planned("2023-05-02", stopped=True)
    assert "停产" in stopped.note


def test_each_duty_comes_once_a_year_whatever_the_number_of_filings() -> None:
    """DU-21"""
    unit = holder(plans_filed_on=(date(2023, 5, 2), date(2023, 9, 1), date(2026, 1, 5)))
    keys = [p.key for p in year_of(unit) if p.kind == "emergency-plan"]
    assert len(keys) == len(set(keys)) == 2


@pytest.fixture
def unit(bureau: Bureau, at: datetime) -> Facility:
    """A holder whose plan was filed in 2023, with this year's duties."""
    (made,) = bureau.units(unit_row(1, 管理类别="重点管理", 应急预案备案日期=date(2023, 12, 20)), at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    return made


@pytest.mark.django_db
def test_the_register_tells_it_and_a_later_day_in_the_register_discharges_it(
    unit: Facility, bureau: Bureau, at: datetime
) -> None:
    """DU-21"""
    duty = Duty.objects.get(kind="emergency-plan")
    assert (duty.obligor_id, duty.state, duty.due_on) == ("HOLDER", "OPEN", date(2026, 12, 20))
    again = moment(date(2026, 12, 1))
    given = {"emergency_plan_filed_on": "2026-11-30"}
    edit_facility(facility=unit, given=given, by=bureau("pollution-1"), at=again)
    assert generate_duties(year=2026, by=COMMAND_LINE, at=again).discharged == 1
    duty.refresh_from_db()
    assert (duty.state, duty.discharged_on) == ("DISCHARGED", date(2026, 11, 30))
    rows = [r for r in ledger(2026, again.date()) if r["kind"] == "emergency-plan"]
    assert [(r["period"], r["state"]) for r in rows] == [("2023-12-20", "DISCHARGED")]
    assert generate_duties(year=2026, by=COMMAND_LINE, at=again).discharged == 0


@pytest.mark.django_db
def test_a_day_put_right_in_the_register_is_no_filing(unit: Facility, bureau: Bureau, at: datetime) -> None:
    """DU-21"""
    given = {"emergency_plan_filed_on": "2023-12-02"}
    edit_facility(facility=unit, given=given, by=bureau("pollution-1"), at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    states = dict(Duty.objects.filter(kind="emergency-plan").values_list("period", "state"))
    assert states == {"2023-12-20": "VOID", "2023-12-02": "OPEN"}
