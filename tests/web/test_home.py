"""我的工作台: what lies on the desk leads where it is worked on, and what others owe is seen."""

import html
import re
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


def test_the_leader_of_the_group_sees_the_district_and_every_number_leads_to_its_rows(world: World) -> None:
    leader = world.client("group-leader")
    text = leader.get("/").content.decode()
    part = text.partition('aria-label="全区情况"')[2].partition("</section>")[0]
    found = re.findall(r'href="([^"]+)"><strong>(\d+)</strong>([^<]+)', part)
    assert {label for *_, label in found} >= {
        "应办事项已逾期",
        "联动任务已逾期",
        "报告检查已逾期",
        "执法检查未办结",
        "处罚案件未归档",
        "计划检查已错过",
    }
    assert any(int(count) for _, count, _ in found)
    for address, count, _ in found:
        answer = leader.get(html.unescape(address))
        assert answer.status_code == 200 and answer.context["page"].paginator.count == int(count)
    assert "全区情况" not in world.client("ecology-1").get("/").content.decode()


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
