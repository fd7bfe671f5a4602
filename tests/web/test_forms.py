"""Forms: what is wrong is said beside the field, what was typed stays, a repeated click changes nothing."""

from datetime import date, datetime, timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from postpermit.duties.models import Duty, Record
from postpermit.linkage.models import Slip, SlipAssignment, ViolationLead
from postpermit.register.models import Facility, RegisterImport
from postpermit.trail.models import Attachment, Entry
from tests.web.world import World

pytestmark = pytest.mark.django_db
KEY = "k" * 32


def new_slip(**changes: object) -> dict[str, object]:
    return {
        "act_key": KEY,
        "division": "ECOLOGY",
        "title": "采样需求",
        "subject": "MONITORING",
        "ground": "SUPPORT",
        "description": "总排口",
        "receivers": ["STATION", "ENFORCEMENT"],
        "deadline": "20261201",
    } | changes


def test_a_task_is_raised_once_however_often_the_button_is_pressed(world: World) -> None:
    client = world.client("ecology-1")
    answers = [client.post("/slips/new/", new_slip()) for _ in range(3)]
    assert {a["Location"] for a in answers} == {answers[0]["Location"]}
    made = Slip.objects.filter(title="采样需求")
    assert made.count() == 1
    assert made.get().deadline == date(2026, 12, 1)


def test_one_key_with_another_content_is_refused(world: World) -> None:
    client = world.client("ecology-1")
    client.post("/slips/new/", new_slip())
    again = client.post("/slips/new/", new_slip(title="另一件"))
    assert again.status_code == 422
    assert "刷新页面" in again.content.decode()
    assert not Slip.objects.filter(title="另一件").exists()


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title": ""}, "请填写事项"),
        ({"title": "长" * 101}, "不能超过 100"),
        ({"receivers": []}, "请至少选择一个接收科室"),
        ({"deadline": "2026-02-30"}, "不是有效日期"),
        ({"deadline": "2026-11-01"}, "不能早于今天"),
        ({"subject": "OTHER"}, "请选择事项类别"),
        ({"ground": "LEAD"}, "违法线索"),
        ({"receivers": ["ECOLOGY"]}, "发起科室不能作为"),
        ({"division": "STATION"}, "请选择发起科室"),
        ({"act_key": ""}, "页面已过期"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_is_kept(
    changes: dict[str, object], said: str, world: World
) -> None:
    answer = world.client("ecology-1").post("/slips/new/", new_slip(**changes))
    text = answer.content.decode()
    assert answer.status_code == 422
    assert said in text
    assert "总排口" in text
    assert Slip.objects.count() == 1


def test_a_whole_task_can_be_handled_with_forms_alone(world: World) -> None:
    part = f"/slips/parts/{world.part.public_id}/do"
    steps = (
        ("station-1", f"{part}/accept/", {"text": "已安排"}),
        ("station-head", f"{part}/sign-receipt/", {}),
        ("station-1", f"{part}/give-feedback/", {"text": "已采样"}),
        ("station-head", f"{part}/sign-feedback/", {}),
        ("ecology-1", f"{part}/confirm/", {}),
    )
    for number, (who, path, typed) in enumerate(steps):
        answer = world.client(who).post(path, typed | {"act_key": f"{number:032d}"})
        assert answer.status_code == 302, (path, answer.content.decode()[:500])
    meeting = world.client("approval-1").post(
        "/records/new/",
        {"kind": "meeting-dispatch", "on": "2026-11-23", "who": "甲", "result": "会", "act_key": "m" * 32},
    )
    public = meeting["Location"].strip("/").split("/")[1]
    world.client("approval-1").post(
        "/archive/file/", {"slips": [str(world.slip.public_id)], "meeting": public, "act_key": "a" * 32}
    )
    world.slip.refresh_from_db()
    assert world.slip.state == "ARCHIVED"


def test_a_step_without_its_reason_comes_back_with_the_form_open(world: World) -> None:
    answer = world.client("station-1").post(
        f"/slips/parts/{world.part.public_id}/do/return/", {"act_key": KEY, "why": ""}
    )
    assert answer.status_code == 422
    assert "请填写理由" in answer.content.decode()
    assert SlipAssignment.objects.get().state == "WAITING"


def test_the_second_of_two_is_told_that_somebody_was_faster(world: World) -> None:
    path = f"/slips/parts/{world.part.public_id}/do/accept/"
    world.client("station-1").post(path, {"act_key": "1" * 32, "text": "收"})
    answer = world.client("station-3").post(path, {"act_key": "2" * 32, "text": "收"})
    assert answer.status_code == 422
    assert "已由他人办理" in answer.content.decode()


def test_only_steps_that_this_officer_may_take_are_drawn(world: World) -> None:
    page = f"/slips/{world.slip.public_id}/"
    assert "确定接收" in world.client("station-1").get(page).content.decode()
    assert "确定接收" not in world.client("ecology-1").get(page).content.decode()
    assert "确定申请撤回" in world.client("ecology-1").get(page).content.decode()


def test_a_visit_is_recorded_and_discharges_its_duty(world: World) -> None:
    record = {
        "act_key": KEY,
        "kind": "inspection",
        "facility": str(world.unit.public_id),
        "on": "2026-06-01",
        "who": "甲、乙",
        "result": "无异常",
    }
    answer = world.client("enforcement-1").post("/records/new/", record)
    assert answer.status_code == 302
    world.duty.refresh_from_db()
    assert world.duty.state == "DISCHARGED"
    assert (
        world.client("enforcement-1")
        .post("/records/new/", record | {"act_key": "z" * 32, "on": "2026-12-01"})
        .status_code
        == 422
    )
    assert Record.objects.filter(on=date(2026, 6, 1)).count() == 1


def test_a_lead_is_suspected_and_confirmed_on_screen(world: World) -> None:
    typed = {
        "act_key": KEY,
        "division": "STATION",
        "what": "旁路",
        "clause": "plan:a3.2.5",
        "found_on": "2026-11-23",
        "origin_text": "采样",
        "place": "演示路",
    }
    answer = world.client("station-1").post("/leads/new/", typed)
    assert answer.status_code == 302
    lead = ViolationLead.objects.get(what="旁路")
    done = world.client("station-1").post(
        f"/leads/{lead.public_id}/do/confirm/", {"act_key": "c" * 32, "subject": "ENFORCEMENT"}
    )
    assert done.status_code == 302
    assert lead.slips.count() == 1


def test_a_file_is_attached_shown_in_place_and_refused_when_it_is_not_what_it_says(world: World) -> None:
    client = world.client("station-1")
    path = f"/slips/{world.slip.public_id}/attach/"
    good = SimpleUploadedFile("报告.pdf", b"%PDF-1.7 demo")
    assert client.post(path, {"act_key": KEY, "file": good}).status_code == 302
    held = Attachment.objects.get(name="报告.pdf")
    shown = client.get(f"/attachments/{held.public_id}/")
    assert b"".join(shown.streaming_content) == b"%PDF-1.7 demo"  # type: ignore[attr-defined]
    assert shown["Content-Disposition"].startswith("inline")
    bad = client.post(path, {"act_key": "b" * 32, "file": SimpleUploadedFile("坏.pdf", b"MZ")}, follow=True)
    assert "不符" in bad.content.decode()


def test_a_waiver_and_a_supervision_run_on_screen(world: World) -> None:
    path = f"/duties/{world.duty.public_id}/do"
    assert (
        world.client("enforcement-1").post(f"{path}/ask-waiver/", {"act_key": KEY, "why": "停业"}).status_code
        == 302
    )
    assert (
        world.client("enforcement-1").post(f"{path}/agree-waiver/", {"act_key": "1" * 32}).status_code == 404
    )
    assert (
        world.client("group-leader")
        .post(f"{path}/refuse-waiver/", {"act_key": "2" * 32, "why": "仍生产"})
        .status_code
        == 302
    )
    assert (
        world.client("approval-1")
        .post(f"{path}/supervise/", {"act_key": "3" * 32, "demand": "速办", "due_on": "2026-12-01"})
        .status_code
        == 302
    )
    assert Duty.objects.filter(kind="reply-supervision", state="OPEN").count() == 1
    assert (
        world.client("enforcement-head")
        .post(f"{path}/reply-supervision/", {"act_key": "4" * 32, "reply": "已办"})
        .status_code
        == 302
    )
    assert not Duty.objects.filter(kind="reply-supervision", state="OPEN").exists()


def test_a_proposal_is_taken_by_its_owner_only(world: World) -> None:
    path = f"/facilities/proposals/{world.proposal.public_id}"
    assert world.client("station-1").post(f"{path}/take/", {"act_key": KEY}).status_code == 404
    assert world.client("approval-1").post(f"{path}/take/", {"act_key": "1" * 32}).status_code == 302
    world.unit.refresh_from_db()
    assert world.unit.environment_contact == "演示乙"


def test_a_unit_is_edited_by_field_ownership(world: World) -> None:
    path = f"/facilities/{world.unit.public_id}/edit/"
    page = world.client("pollution-1").get(path).content.decode()
    assert "作建议" in page
    world.client("pollution-1").post(
        path, {"act_key": KEY, "key_unit_kinds": "水环境", "environment_contact": "演示丙"}
    )
    world.unit.refresh_from_db()
    assert (world.unit.key_unit_kinds, world.unit.environment_contact) == ("水环境", "演示甲")
    wrong = world.client("approval-1").post(path, {"act_key": "1" * 32, "longitude": "很远"})
    assert wrong.status_code == 422
    assert "经度" in wrong.content.decode()


def test_an_unlisted_unit_is_entered_and_a_secret_one_is_not(world: World) -> None:
    client = world.client("enforcement-1")
    assert (
        client.post(
            "/facilities/new/", {"act_key": KEY, "name": "某餐饮（演示）", "address": "演示路8号"}
        ).status_code
        == 302
    )
    entries = Entry.objects.count()
    answer = client.post("/facilities/new/", {"act_key": "1" * 32, "name": "涉密厂", "address": "某处"})
    assert (answer.status_code, Entry.objects.count()) == (302, entries)
    assert "涉密厂" not in client.get("/facilities/new/").content.decode()
    assert not Facility.objects.filter(name="涉密厂").exists()


def test_an_event_ends_a_permit_and_the_next_generation_voids_its_windows(world: World) -> None:
    path = f"/facilities/{world.unit.public_id}/event/"
    assert (
        world.client("approval-1")
        .post(path, {"act_key": KEY, "event": "CANCEL", "on": "2026-11-20"})
        .status_code
        == 302
    )
    world.client("approval-1").post("/duties/generate/", {"act_key": "1" * 32, "year": "2026"})
    assert Duty.objects.get(kind="monitor-key", facility=world.unit).state == "VOID"


def test_taking_somebody_off_a_post_shows_and_moves_the_duties(world: World) -> None:
    path = f"/roster/holdings/{world.holding.pk}/vacate/"
    page = world.client("admin").get(path).content.decode()
    assert "年度执法计划" in page
    done = world.client("admin").post(path, {"act_key": KEY, "on": "2026-11-24", "to_post": "LEGAL-2"})
    assert done.status_code == 302
    assert not Duty.objects.filter(post="LEGAL-1", state="OPEN").exists()


def test_a_form_without_its_token_is_told_to_refresh(world: World) -> None:
    from django.test import Client

    client = Client(enforce_csrf_checks=True)
    answer = client.post("/login/", {"account": "x", "password": "y"})
    assert answer.status_code == 403
    assert "刷新" in answer.content.decode()


@pytest.mark.parametrize("field", ["title", "description", "remark", "place"])
def test_a_form_with_a_secret_is_refused_whole_and_nothing_of_it_comes_back(field: str, world: World) -> None:
    client, entries = world.client("ecology-1"), Entry.objects.count()
    answer = client.post("/slips/new/", new_slip(**{field: "某涉密项目子丑寅"}), follow=True)
    text = answer.content.decode()
    assert "涉密网络或纸质渠道" in text
    assert "子丑寅" not in text
    assert (Slip.objects.count(), Entry.objects.count()) == (1, entries)


def test_a_file_named_after_a_secret_is_not_kept(world: World) -> None:
    client = world.client("ecology-1")
    file = SimpleUploadedFile("涉密项目.pdf", b"%PDF-1.7")
    before = Attachment.objects.count()
    client.post(f"/slips/{world.slip.public_id}/attach/", {"act_key": KEY, "file": file})
    assert Attachment.objects.count() == before


def test_a_mail_hung_on_a_row_is_seen_by_the_parties_and_nobody_else(world: World) -> None:
    row = world.slip.rows.get()
    file = SimpleUploadedFile("微信记录.txt", "已电话告知".encode())
    answer = world.client("station-1").post(
        f"/slips/{world.slip.public_id}/attach/",
        {"act_key": KEY, "file": file, "row": row.pk, "note": "微信"},
    )
    assert answer.status_code == 302
    held = Attachment.objects.get(name="微信记录.txt")
    assert held.subject == f"linkage.sliprow:{row.pk}"
    assert world.client("ecology-1").get(f"/attachments/{held.public_id}/").status_code == 200
    assert world.client("legal-1").get(f"/attachments/{held.public_id}/").status_code == 404


def test_a_step_of_a_task_is_supervised_and_answered_even_after_it_moved_on(world: World) -> None:
    duty = Duty.objects.get(kind="slip-accept", state="OPEN")
    path = f"/duties/{duty.public_id}"
    typed = {"act_key": KEY, "demand": "速收", "due_on": "2026-12-01"}
    assert "督办" in world.client("approval-1").get(f"/slips/{world.slip.public_id}/").content.decode()
    assert world.client("approval-1").post(f"{path}/do/supervise/", typed).status_code == 302
    world.client("station-1").post(
        f"/slips/parts/{world.part.public_id}/do/accept/", {"act_key": "1" * 32, "text": "收"}
    )
    waiting = Duty.objects.get(kind="reply-supervision", state="OPEN")
    assert world.client("station-head").get(f"/duties/{waiting.public_id}/")["Location"] == f"{path}/"
    assert "回复督办" in world.client("station-head").get(f"{path}/").content.decode()
    assert world.client("legal-1").get(f"{path}/").status_code == 404
    done = world.client("station-head").post(
        f"{path}/do/reply-supervision/", {"act_key": "2" * 32, "reply": "已收"}
    )
    assert done.status_code == 302
    waiting.refresh_from_db()
    assert waiting.state == "DISCHARGED"


def test_an_import_whose_process_died_can_be_checked_again(world: World, at: datetime) -> None:
    RegisterImport.objects.filter(pk=world.job.pk).update(stage="TAKING", at=at - timedelta(minutes=6))
    text = world.client("approval-1").get(f"/facilities/import/{world.job.public_id}/").content.decode()
    assert "中断，可重新检查" in text
    assert "重新检查" in text
    RegisterImport.objects.filter(pk=world.job.pk).update(stage="TAKING", alive_at=at - timedelta(minutes=1))
    assert (
        "正在导入"
        in world.client("approval-1").get(f"/facilities/import/{world.job.public_id}/").content.decode()
    )
