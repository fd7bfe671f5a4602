"""The door on site as the server sees it: who gets what, what is cached, receipts, and the way by hand."""

import json
import re
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from postpermit.enforcement.models import DeviceAct, Visit, VisitAnswer
from postpermit.enforcement.rules.sealed import seal
from postpermit.web import middleware
from postpermit.web.field.shell import FILES_OF_THE_SHELL, HOME
from tests.bureau import Bureau, unit_row
from tests.enforcement.sent import act, answer, photo, picture, sent_visit, shot
from tests.web.world import BACKEND

pytestmark = pytest.mark.django_db
WECHAT = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_0 like Mac OS X) AppleWebKit/605.1.15 MicroMessenger/8.0.44"
STATIC = Path(__file__).resolve().parents[2] / "postpermit/web/static"


@pytest.fixture
def visit(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> Visit:
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return sent_visit(bureau, *bureau.units(unit_row(1), at=at))


def client(bureau: Bureau, account: str = "enforcement-1", **options: bool) -> Client:
    made = Client(raise_request_exception=False, **options)  # type: ignore[arg-type]
    made.force_login(bureau.officers[account].user, backend=BACKEND)
    return made


def send(door: Client, raw: bytes, data: bytes | None = None, **more: str) -> tuple[int, dict[str, object]]:
    files = {"act": SimpleUploadedFile("act.json", raw)}
    if data is not None:
        files["data"] = SimpleUploadedFile("data", data)
    reply = door.post("/field/take/", {**files, **more})
    return reply.status_code, reply.json()


def test_the_page_holds_nothing_of_a_person(bureau: Bureau, visit: Visit) -> None:
    pages = [client(bureau, who).get(HOME).content for who in ("enforcement-1", "enforcement-2")]
    assert pages[0] == pages[1]
    assert bureau.officers["enforcement-1"].name not in pages[0].decode()
    assert visit.facility.name not in pages[0].decode()


def test_the_worker_keeps_every_script_and_is_asked_for_anew(bureau: Bureau, visit: Visit) -> None:
    answer = client(bureau).get("/field/sw.js")
    assert answer["Service-Worker-Allowed"] == HOME
    assert "no-cache" in answer["Cache-Control"] and answer["Content-Type"].startswith("text/javascript")
    files = json.loads(re.search(r"const FILES = (\[.*?\]);", answer.content.decode())[1])  # type: ignore[index]
    scripts = {
        f"/static/field/{p.name}" for p in (STATIC / "field").iterdir() if p.name not in ("sw.js", "leave.js")
    }
    assert scripts <= set(files) and files[0] == HOME
    assert all((STATIC / name).exists() for name in FILES_OF_THE_SHELL)
    asked = {
        m
        for p in (STATIC / "field").glob("*.js")
        for m in re.findall(r'from "\./([a-z]+\.js)"', p.read_text("utf-8"))
    }
    assert {f"/static/field/{name}" for name in asked} <= set(files)


def test_inside_a_messenger_the_page_says_how_to_leave_it(bureau: Bureau, visit: Visit) -> None:
    door = client(bureau)
    for agent in (WECHAT, WECHAT.replace("MicroMessenger/8.0.44", "wxwork/4.1 GovWeChat")):
        page = door.get(HOME, headers={"user-agent": agent}).content.decode()
        assert "在浏览器打开" in page and "http://testserver/field/" in page
        assert "field.js" not in page
        # ... and says so before any password.
        assert Client().get(HOME, headers={"user-agent": agent}).content.decode() == page
    assert "field.js" in door.get(HOME, headers={"user-agent": "Mozilla/5.0 Chrome/120"}).content.decode()


def test_the_load_holds_ones_own_visits_with_everything_that_is_asked(
    bureau: Bureau, visit: Visit, at: datetime
) -> None:
    later = sent_visit(bureau, visit.facility, number="二号", scheduled_on=at.date() + timedelta(days=3))
    sent_visit(bureau, visit.facility, number="三号", team=("enforcement-2",))
    sent_visit(bureau, visit.facility, number="四号", state="CANCELLED")
    door = client(bureau)
    today, week = (door.get(f"/field/bundle/?days={n}").json() for n in (0, 7))
    assert [v["number"] for v in today["visits"]] == [visit.number]
    assert [v["number"] for v in week["visits"]] == [visit.number, later.number]
    load = today["visits"][0]
    asked = today["lists"][load["list"]]
    assert sum(len(i["questions"]) for g in asked["groups"] for i in g["items"]) > 25
    assert load["answers"] == {} and load["brief"][0]["label"] == "单位"
    assert [o["name"] for o in load["team"]] == [
        bureau.officers[a].name for a in ("enforcement-1", "enforcement-2")
    ]
    for odd in ("", "x", "-1", "99999", "٣"):
        assert door.get(f"/field/bundle/?days={odd}").status_code == 200


def test_a_recused_inspector_gets_the_visit_no_more(bureau: Bureau, visit: Visit) -> None:
    visit.officers.filter(officer=bureau.officers["enforcement-1"]).update(left_as="RECUSED", left_why="亲属")
    assert client(bureau).get("/field/bundle/").json()["visits"] == []


def test_an_act_is_received_once_and_a_refusal_is_a_sentence(bureau: Bureau, visit: Visit) -> None:
    door, raw, data = client(bureau), answer(visit), photo()
    status, receipt = send(door, raw)
    assert (status, receipt["outcome"], receipt["duplicate"]) == (200, "TAKEN", False)
    assert send(door, raw)[1]["duplicate"] is True
    assert send(door, picture(visit, data), data, sent_at="2026-11-24T12:00:00+08:00")[1]["clock"] == 120
    assert send(door, b"{")[0] == 422
    status, told = send(door, answer(visit, sent_at="x"), sent_at="soon")
    assert (status, told["outcome"]) == (422, "REFUSED") and "时间" in str(told["reason"])
    assert door.post("/field/take/", {}).status_code == 422
    assert VisitAnswer.objects.count() == 1


def test_an_expired_log_in_is_a_redirect_and_a_missing_token_a_403(bureau: Bureau, visit: Visit) -> None:
    for address in ("/field/me/", "/field/bundle/", "/field/"):
        answered = Client().get(address)
        assert answered.status_code == 302 and "/login/?next=" in answered["Location"]
    strict = client(bureau, enforce_csrf_checks=True)
    assert strict.post("/field/take/", {}).status_code == 403
    token = strict.get("/field/me/").json()["csrf"]
    sent = {"act": SimpleUploadedFile("act.json", answer(visit))}
    assert strict.post("/field/take/", sent, headers={"x-csrftoken": token}).status_code == 200


def test_a_sealed_file_is_taken_by_hand_as_if_it_had_been_sent(bureau: Bureau, visit: Visit) -> None:
    door, data = client(bureau), photo()
    mine = bureau.officers["enforcement-1"].ref
    sent, waiting = answer(visit, owner=mine), act(visit, "picture", shot(data), {"owner": mine})
    send(door, sent)
    spoiled = json.loads(seal([(sent, None), (waiting, data), (b"[]", None)]))
    file = SimpleUploadedFile("现场数据.json", json.dumps(spoiled).encode())
    page = door.post("/field/import/", {"file": file}).content.decode()
    assert "共 3 条" in page and "先前已收下" in page and "读不出来" in page
    assert DeviceAct.objects.count() == 2 and visit.pictures.count() == 1
    spoiled["items"].pop()
    wrong = door.post("/field/import/", {"file": SimpleUploadedFile("a.json", json.dumps(spoiled).encode())})
    assert wrong.status_code == 422 and "总校验值不符" in wrong.content.decode()
    assert door.post("/field/import/", {}).status_code == 422


def test_a_file_of_somebody_else_is_not_taken_in_his_place(bureau: Bureau, visit: Visit) -> None:
    """EN-110: the evidence names who wrote it; what was replaced meanwhile is kept all the same."""
    data, mine = photo(), bureau.officers["enforcement-1"].ref
    whole = seal(
        [(answer(visit, owner=mine), None), (act(visit, "picture", shot(data), {"owner": mine}), data)]
    )
    nameless = seal([(answer(visit), None)])

    def brought(who: str, file: bytes) -> str:
        sent = {"file": SimpleUploadedFile("现场数据.json", file)}
        return client(bureau, who).post("/field/import/", sent).content.decode()

    assert brought("enforcement-2", whole).count("由本人登录后同步或导入") == 2
    assert "没有写明是谁填写的" in brought("enforcement-1", nameless)
    assert not DeviceAct.objects.exists()
    visit.officers.filter(officer=bureau.officers["enforcement-1"]).update(left_as="REPLACED")
    page = brought("enforcement-1", whole)
    assert page.count("这次检查已改派他人") == 2 and visit.pictures.count() == 0
    desk = client(bureau, "enforcement-2").get(f"/visits/{visit.public_id}/").content.decode()
    assert desk.count(f"这次检查已改派他人 · {bureau.officers['enforcement-1'].name}") == 2


def test_the_visit_says_by_how_much_the_telephones_clock_stood_apart(
    bureau: Bureau, visit: Visit, at: datetime
) -> None:
    """EN-94: beside the times that it wrote, and only where it matters."""
    door, address = client(bureau), f"/visits/{visit.public_id}/"
    begun = act(visit, "start", {"started_at": (at - timedelta(minutes=30)).isoformat()})
    assert send(door, begun, sent_at=(at + timedelta(hours=3)).isoformat())[1]["clock"] == 180
    done = {"outcome": "DONE", "conclusion": "未见异常", "ended_at": at.isoformat()}
    send(door, act(visit, "finish", done), sent_at=(at + timedelta(minutes=4)).isoformat())
    assert door.get(address).content.decode().count("手机时钟快 180 分钟") == 1
    assert "手机时钟慢" not in door.get(address).content.decode()
