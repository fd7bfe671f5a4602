"""到期提醒、催办、超期预警: by themselves, once per step, and after days switched off the newest step only."""

from datetime import date, datetime

import pytest

from postpermit.duties.models import Duty, Reminder
from postpermit.duties.operations import (
    UnableToSupervise,
    generate_duties,
    reply_supervision,
    run_passes,
    supervise,
)
from postpermit.trail.actors import COMMAND_LINE, SYSTEM
from tests.bureau import Bureau, moment

pytestmark = pytest.mark.django_db


@pytest.fixture
def meeting(bureau: Bureau) -> Duty:
    generate_duties(year=2026, by=COMMAND_LINE, at=moment(date(2026, 1, 5)))
    return Duty.objects.get(kind="meeting-dispatch", period="2026-11")


def steps(duty: Duty) -> list[str]:
    return list(Reminder.objects.filter(duty=duty).order_by("pk").values_list("step", flat=True))


def test_each_step_runs_once_on_its_day(meeting: Duty) -> None:
    for day, wanted in (
        (2, []),
        (3, ["BEFORE"]),
        (4, ["BEFORE"]),
        (9, ["BEFORE", "URGE"]),
        (10, ["BEFORE", "URGE"]),
        (11, ["BEFORE", "URGE", "OVERDUE"]),
        (30, ["BEFORE", "URGE", "OVERDUE"]),
    ):
        run_passes(by=SYSTEM, at=moment(date(2026, 11, day)))
        assert steps(meeting) == wanted, day


def test_after_days_switched_off_only_the_newest_step_runs(meeting: Duty) -> None:
    run_passes(by=SYSTEM, at=moment(date(2026, 11, 20)))
    assert steps(meeting) == ["OVERDUE"]


def test_the_post_above_is_told(meeting: Duty) -> None:
    run_passes(by=SYSTEM, at=moment(date(2026, 11, 20)))
    told = Reminder.objects.get(duty=meeting).told
    assert told is not None
    assert told.code == "APPROVAL-HEAD"


def test_a_second_run_does_nothing(meeting: Duty) -> None:
    at = moment(date(2026, 11, 20))
    assert run_passes(by=SYSTEM, at=at).reminded > 0
    assert run_passes(by=SYSTEM, at=at).reminded == 0


def test_supervision_is_an_act_with_number_demand_date_and_reply(
    bureau: Bureau, meeting: Duty, at: datetime
) -> None:
    made = supervise(
        duty=meeting, demand="请立即召开", due_on=date(2026, 11, 30), by=bureau("approval-1"), at=at
    )
    assert made.number == "督〔2026〕1号"
    waiting = Duty.objects.get(kind="reply-supervision")
    assert (waiting.due_on, waiting.state) == (date(2026, 11, 30), "OPEN")
    with pytest.raises(UnableToSupervise, match="尚未回复"):
        supervise(duty=meeting, demand="再次", due_on=date(2026, 11, 30), by=bureau("approval-1"), at=at)
    with pytest.raises(UnableToSupervise, match="回复"):
        reply_supervision(duty=meeting, reply=" ", by=bureau("approval-head"), at=at)
    reply_supervision(duty=meeting, reply="已定于明日召开", by=bureau("approval-head"), at=at)
    waiting.refresh_from_db()
    assert waiting.state == "DISCHARGED"
    assert meeting.state == "OPEN"
