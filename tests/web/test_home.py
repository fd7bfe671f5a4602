"""我的工作台: what lies on the desk leads where it is worked on, and what others owe is seen."""

from datetime import date

import pytest

from postpermit.duties.models import Duty
from tests.web.world import World

pytestmark = pytest.mark.django_db


def test_a_waiting_task_leads_to_its_page_and_a_duty_to_its_own(world: World) -> None:
    text = world.client("station-1").get("/").content.decode()
    assert f'href="/slips/{world.slip.public_id}/"' in text
    assert f'href="/leads/{world.lead.public_id}/"' in text
    duty = Duty.objects.filter(post="STATION-1", subject_ref="", state="OPEN")[0]
    assert f'href="/duties/{duty.public_id}/"' in text


def test_who_waits_sees_for_whom(world: World) -> None:
    text = world.client("ecology-1").get("/").content.decode()
    assert "等其他人办 1 项" in text
    assert "监测站 接收联动任务" in text


def test_a_reminder_by_hand_shows_on_the_receivers_desk(world: World) -> None:
    world.client("ecology-1").post(f"/slips/{world.slip.public_id}/do/remind/", {"act_key": "r" * 32})
    assert "催办" in world.client("station-1").get("/").content.decode()


def test_an_empty_desk_says_what_will_come(world: World) -> None:
    Duty.objects.filter(post__code__startswith="POLLUTION").update(post=None)
    assert "桌上没有待办事项" in world.client("pollution-2").get("/").content.decode()


def test_the_annual_meeting_is_set_on_its_duty_and_the_rating_follows(world: World) -> None:
    duty = Duty.objects.get(kind="meeting-annual")
    path = f"/duties/{duty.public_id}/do/set-meeting/"
    assert world.client("legal-1").post(path, {"act_key": "1" * 32, "on": "2026-05-06"}).status_code == 404
    assert world.client("approval-1").post(path, {"act_key": "2" * 32, "on": "2026-05-06"}).status_code == 302
    assert Duty.objects.get(kind="rate-holders").due_on == date(2026, 4, 30)
    assert world.client("approval-1").post(path, {"act_key": "3" * 32, "on": "2026-09-06"}).status_code == 422
