"""Emergency plans filed, replaced and withdrawn: the register of units, the duty and the trail follow."""

from datetime import date, datetime
from typing import Any

import pytest
from django.db import IntegrityError, transaction

from postpermit.duties.models import Duty
from postpermit.duties.operations import generate_duties
from postpermit.register.models import Facility, FieldProposal
from postpermit.supervision import operations as do
from postpermit.supervision.models import EmergencyPlan
from postpermit.supervision.queries import permit_facts
from postpermit.supervision.queries.emergency_plans import plan_rows, plan_units
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.errors import Refused
from postpermit.trail.queries import timeline
from tests.bureau import Bureau, unit_row

pytestmark = pytest.mark.django_db


@pytest.fixture
def unit(bureau: Bureau, at: datetime) -> Facility:
    """A holder whose plan, known by its day only, has to be filed anew this year."""
    (made,) = bureau.units(unit_row(1, 管理类别="重点管理", 应急预案备案日期=date(2023, 12, 20)), at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    return made


def file(unit: Facility, bureau: Bureau, at: datetime, **given: Any) -> EmergencyPlan:
    told: dict[str, Any] = {
        "number": "310107-2026-001-L",
        "filed_on": date(2026, 11, 20),
        "level": "ORDINARY",
    }
    return do.file_plan(facility=unit, by=bureau("pollution-1"), at=at, **told | given)


def duty() -> Duty:
    return Duty.objects.get(kind="emergency-plan")


def test_a_filing_is_told_to_the_register_and_discharges_the_duty(
    unit: Facility, bureau: Bureau, at: datetime
) -> None:
    plan = file(unit, bureau, at)
    unit.refresh_from_db()
    assert (unit.emergency_plan_filed_on, plan.before_on) == (date(2026, 11, 20), date(2023, 12, 20))
    assert unit.provenance["emergency_plan_filed_on"]["by"] == "POLLUTION"
    assert {"file", "edit"} <= set(timeline(unit).values_list("verb", flat=True))
    done = duty()
    assert (done.state, done.discharged_on, done.discharged_by) == (
        "DISCHARGED",
        date(2026, 11, 20),
        f"supervision.emergencyplan:{plan.pk}",
    )
    assert permit_facts(unit, date(2026, 12, 31)).emergency_plan_filed_on == date(2026, 11, 20)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    assert duty().state == "DISCHARGED"


def test_the_newest_plan_is_in_force_and_the_same_one_is_filed_once(
    unit: Facility, bureau: Bureau, at: datetime
) -> None:
    first = file(unit, bureau, at, number="A", filed_on=date(2026, 10, 1))
    assert file(unit, bureau, at, number="A", filed_on=date(2026, 10, 1)) == first
    second = file(unit, bureau, at, number="B", filed_on=date(2026, 11, 1))
    first.refresh_from_db()
    assert (first.state, second.replaces) == ("REPLACED", first)
    with pytest.raises(Refused, match="更早的备案不能取代"):
        file(unit, bureau, at, number="C", filed_on=date(2026, 10, 15))
    with pytest.raises(IntegrityError), transaction.atomic():
        EmergencyPlan.objects.create(
            state="FILED", facility=unit, number="D", filed_on=at.date(), entered_ref="a", entered_name="甲"
        )


@pytest.mark.parametrize(
    ("given", "said"),
    [
        ({"number": " "}, "备案编号"),
        ({"filed_on": date(2026, 11, 25)}, "不能晚于今天"),
        ({"level": "HUGE"}, "风险级别"),
    ],
)
def test_what_cannot_be_filed_is_refused(
    unit: Facility, bureau: Bureau, at: datetime, given: dict[str, Any], said: str
) -> None:
    with pytest.raises(Refused, match=said):
        file(unit, bureau, at, **given)
    assert not EmergencyPlan.objects.exists()


def test_another_division_does_not_keep_this_register(unit: Facility, bureau: Bureau, at: datetime) -> None:
    with pytest.raises(Refused, match="污染防治科"):
        do.file_plan(facility=unit, number="A", filed_on=at.date(), by=bureau("approval-1"), at=at)
    assert not FieldProposal.objects.exists()


def test_a_wrong_entry_is_withdrawn_by_a_second_person_and_everything_is_as_before(
    unit: Facility, bureau: Bureau, at: datetime
) -> None:
    plan = file(unit, bureau, at)
    with pytest.raises(Refused, match="不能为同一人"):
        do.withdraw_plan(plan=plan, why="单位选错", by=bureau("pollution-1"), at=at)
    with pytest.raises(Refused, match="理由"):
        do.withdraw_plan(plan=plan, why=" ", by=bureau("pollution-head"), at=at)
    do.withdraw_plan(plan=plan, why="单位选错", by=bureau("pollution-head"), at=at)
    unit.refresh_from_db()
    assert (plan.state, unit.emergency_plan_filed_on) == ("WITHDRAWN", date(2023, 12, 20))
    assert (duty().state, duty().discharged_by) == ("OPEN", "")
    with pytest.raises(Refused, match="已由他人办理"):
        do.withdraw_plan(plan=plan, why="再撤", by=bureau("pollution-head"), at=at)


def test_the_plan_before_a_withdrawn_one_counts_again(unit: Facility, bureau: Bureau, at: datetime) -> None:
    first = file(unit, bureau, at, number="A", filed_on=date(2026, 10, 1))
    second = file(unit, bureau, at, number="B", filed_on=date(2026, 11, 1))
    do.withdraw_plan(plan=second, why="错", by=bureau("pollution-head"), at=at)
    first.refresh_from_db()
    unit.refresh_from_db()
    assert (first.state, unit.emergency_plan_filed_on) == ("FILED", date(2026, 10, 1))
    assert duty().state == "DISCHARGED"
    third = file(unit, bureau, at, number="C", filed_on=date(2026, 11, 2))
    assert third.replaces == first


def test_a_filing_before_the_window_moves_the_day_and_its_withdrawal_moves_it_back(
    unit: Facility, bureau: Bureau, at: datetime
) -> None:
    early = file(unit, bureau, at, filed_on=date(2026, 5, 1))
    assert (duty().state, duty().note) == ("VOID", "已于 2026-05-01 重新备案")
    do.withdraw_plan(plan=early, why="错", by=bureau("pollution-head"), at=at)
    assert (duty().state, duty().note) == ("OPEN", "")


def test_without_a_day_in_the_register_a_withdrawal_leaves_none(bureau: Bureau, at: datetime) -> None:
    (unit,) = bureau.units(unit_row(2), at=at)
    plan = file(unit, bureau, at)
    do.withdraw_plan(plan=plan, why="错", by=bureau("pollution-head"), at=at)
    unit.refresh_from_db()
    assert unit.emergency_plan_filed_on is None


def test_the_register_says_who_is_due_soon_who_is_late_and_who_has_none(bureau: Bureau, at: datetime) -> None:
    days = {1: date(2023, 11, 23), 2: date(2023, 11, 24), 3: date(2024, 2, 22), 4: date(2024, 2, 23), 5: None}
    rows = [unit_row(n, 应急预案备案日期=day) if day else unit_row(n) for n, day in days.items()]
    ended = unit_row(6, 应急预案备案日期=date(2020, 1, 1), 状态="注销")
    units = bureau.units(*rows, ended, unit_row(7, 管理类别="登记管理"), at=at)
    number = {u.pk: n for n, u in enumerate(units, 1)}
    base, on = Facility.objects.all(), at.date()

    def found(asked: str) -> list[int]:
        return [number[u.pk] for u in plan_units(base, on=on, asked=asked)]

    assert {a: found(a) for a in ("overdue", "soon", "none")} == {"overdue": [1], "soon": [2, 3], "none": [5]}
    rows_ = plan_rows(list(plan_units(base, on=on)), on)
    assert [(number[r.unit.pk], r.due_on) for r in rows_][:3] == [
        (6, None),
        (1, date(2026, 11, 23)),
        (2, date(2026, 11, 24)),
    ]
