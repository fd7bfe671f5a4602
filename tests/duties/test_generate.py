"""按条款生成: one act with one entry, idempotent, and it changes only what really differs."""

from datetime import date, datetime

import pytest

from postpermit import workdays
from postpermit.duties.models import Duty
from postpermit.duties.operations import (
    agree_waiver,
    ask_waiver,
    generate_duties,
    load_year,
    record_act,
    set_meeting_date,
)
from postpermit.register.operations import enter_event
from postpermit.trail.actors import COMMAND_LINE, Actor
from postpermit.trail.models import Entry
from tests.bureau import Bureau, unit_row

pytestmark = pytest.mark.django_db
OFFICER = Actor("officer:e", "执", division="ENFORCEMENT")


def test_generating_is_one_entry_and_doing_it_again_none(bureau: Bureau, at: datetime) -> None:
    bureau.units(unit_row(1, 管理类别="重点管理"), unit_row(2), at=at)
    before = Entry.objects.count()
    assert generate_duties(year=2026, by=COMMAND_LINE, at=at).added > 8
    assert Entry.objects.count() == before + 1
    again = generate_duties(year=2026, by=COMMAND_LINE, at=at)
    assert (again.added, again.voided, again.reissued) == (0, 0, 0)
    assert Entry.objects.count() == before + 1


def test_duties_lie_on_a_desk_of_the_division_and_holders_have_none(bureau: Bureau, at: datetime) -> None:
    bureau.units(unit_row(1, 管理类别="重点管理", 有效期止=date(2027, 1, 31)), at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    for duty in Duty.objects.all():
        if duty.obligor_id == "HOLDER":
            assert duty.post is None
        else:
            assert duty.post is not None
            assert duty.post.division_id in (duty.obligor_id, "APPROVAL")


def test_a_recorded_cancellation_voids_what_was_not_over_and_keeps_what_was_done(
    bureau: Bureau, at: datetime
) -> None:
    (unit,) = bureau.units(unit_row(1, 管理类别="重点管理"), at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    record_act(
        kind="inspection", facility=unit, on=date(2026, 3, 1), who="甲", result="无", by=OFFICER, at=at
    )
    enter_event(facility=unit, event="CANCEL", on=date(2026, 11, 20), by=COMMAND_LINE, at=at)
    done = generate_duties(year=2026, by=COMMAND_LINE, at=at)
    states = dict(Duty.objects.filter(kind="inspect-key").values_list("period", "state"))
    assert states == {"2026H1": "DISCHARGED", "2026H2": "VOID"}
    assert any("注销" in why for why in done.why.values())


def test_a_waived_duty_stays_waived(bureau: Bureau, at: datetime) -> None:
    bureau.units(unit_row(1), at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    duty = Duty.objects.get(kind="inspect-simplified")
    ask_waiver(duty=duty, why="停业", by=bureau("enforcement-1"), at=at)
    agree_waiver(duty=duty, by=bureau("approval-head"), at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    duty.refresh_from_db()
    assert duty.state == "WAIVED"


def test_more_registered_units_raise_the_target_and_reopen_a_reached_quota(
    bureau: Bureau, at: datetime
) -> None:
    units = bureau.units(*(unit_row(n, 管理类别="登记管理") for n in range(1, 6)), at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    record_act(
        kind="inspection", facility=units[0], on=date(2026, 5, 1), who="甲", result="无", by=OFFICER, at=at
    )
    quota = Duty.objects.get(kind="inspect-registered")
    assert (quota.target, quota.done, quota.state) == (1, 1, "DISCHARGED")
    bureau.units(*(unit_row(n, 管理类别="登记管理") for n in range(6, 12)), at=at)
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    quota.refresh_from_db()
    assert (quota.target, quota.done, quota.state) == (3, 1, "OPEN")


def test_setting_the_annual_meeting_moves_the_rating(bureau: Bureau, at: datetime) -> None:
    generate_duties(year=2026, by=COMMAND_LINE, at=at)
    set_meeting_date(year=2026, on=date(2026, 5, 6), by=bureau("approval-1"), at=at)
    assert Duty.objects.get(kind="rate-holders", period="2025").due_on == date(2026, 4, 30)


def test_loading_an_official_list_moves_provisional_deadlines_and_says_so(
    bureau: Bureau, at: datetime
) -> None:
    generate_duties(year=2027, by=COMMAND_LINE, at=at)
    duty = Duty.objects.get(kind="meeting-dispatch", period="2027-05")
    assert (duty.due_on, duty.provisional) == (date(2027, 5, 10), True)
    listed = workdays.YearList(
        2027,
        "演示〔2026〕1号",
        date(2026, 11, 20),
        (date(2027, 5, 10), date(2027, 5, 3)),
        (date(2027, 5, 9),),
    )
    moved = load_year(listed=listed, by=COMMAND_LINE, at=at)
    duty.refresh_from_db()
    assert (duty.due_on, duty.provisional) == (date(2027, 5, 9), False)
    row = {"kind": "meeting-dispatch", "subject": "", "before": "2027-05-10", "after": "2027-05-09"}
    assert row in moved
    assert row in Entry.objects.get(verb="recompute").facts["moved"]
