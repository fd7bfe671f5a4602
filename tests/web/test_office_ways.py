"""The office's ways through the door: instructions, reasons, values, what-if, feeds, other systems, tasks kept from outside."""

from datetime import date
from typing import Any

import icalendar
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from postpermit import law
from postpermit.duties.models import Delay, Duty, Instruction, Record
from postpermit.duties.operations import generate_duties
from postpermit.linkage.models import Slip
from postpermit.office.models import AdoptedValue, CalendarFeed
from postpermit.register.models import ExternalRow
from postpermit.trail.actors import COMMAND_LINE
from postpermit.trail.models import Attachment, ExternalReference
from postpermit.web.sheets import workbook
from tests.web.world import World

pytestmark = pytest.mark.django_db


def key(mark: str) -> str:
    """The key of one form."""
    return (mark * 32)[:32]


def test_the_leader_writes_on_a_task_and_the_division_reports(world: World) -> None:
    leader, station = world.client("group-leader"), world.client("station-1")
    about = f"slip:{world.slip.public_id}"
    assert "请协助采样" in leader.get(f"/instructions/new/?about={about}").content.decode()
    typed = {
        "act_key": key("a"), "about": about, "text": "请查清", "on": "2026-11-24", "lead": "STATION", "others": ["LEGAL"],
        "scan": SimpleUploadedFile("批示.pdf", b"%PDF-1.7 x"),
    }  # fmt: skip
    made = leader.post("/instructions/new/", typed)
    assert made.status_code == 302, made.content.decode()
    instruction = Instruction.objects.order_by("-pk")[0]
    assert Attachment.objects.filter(note="批示原件").count() == 1
    assert "请查清" in station.get(f"/slips/{world.slip.public_id}/").content.decode()
    assert f"/instructions/{instruction.public_id}/" in station.get("/").content.decode()
    part = instruction.parts.get(division="STATION")
    done = station.post(
        f"/instructions/parts/{part.public_id}/do/report/", {"act_key": key("b"), "report": "已查清"}
    )
    assert done.status_code == 302
    assert Duty.objects.get(subject_ref=f"duties.instructionpart:{part.pk}").state == "DISCHARGED"
    assert world.client("ecology-1").get(f"/instructions/{instruction.public_id}/").status_code == 404


def test_what_is_missing_in_an_instruction_is_said_and_kept_typed(world: World) -> None:
    answer = world.client("approval-1").post("/instructions/new/", {"act_key": key("a"), "text": "写了一半"})
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "请填写批示人" in page
    assert "写了一半" in page


def test_one_reason_is_given_to_many_late_rows_at_once(world: World) -> None:
    client = world.client("enforcement-1")
    late = list(Duty.objects.filter(obligor="ENFORCEMENT", due_on__lt=date(2026, 11, 24), state="OPEN"))
    assert late
    assert "原因：未填" in client.get("/duties/?late=1").content.decode()
    typed: dict[str, Any] = {
        "act_key": key("a"),
        "duties": [str(d.public_id) for d in late],
        "code": "GUARANTEE",
    }
    assert client.post("/duties/explain/", typed).status_code == 302
    assert client.post("/duties/explain/", typed).status_code == 302  # a second click
    assert Delay.objects.count() == len(late)
    assert "原因：重大活动保障任务" in client.get("/duties/?late=1").content.decode()
    others = Duty.objects.filter(obligor="STATION", subject_ref="")[:1]
    typed = {"act_key": key("c"), "duties": [str(d.public_id) for d in others], "code": "GUARANTEE"}
    client.post("/duties/explain/", typed)
    assert Delay.objects.count() == len(late)  # what is another division's cannot be explained


def test_a_value_is_confirmed_after_its_effect_was_shown(world: World, at: Any) -> None:
    generate_duties(year=2027, by=COMMAND_LINE, at=at)
    head = world.client("approval-head")
    assert "待确认" in world.client("legal-1").get("/values/").content.decode()
    page = head.get("/values/inspection.registered.share/?text=1.0&since=2027-01-01").content.decode()
    assert "2027" in page
    wrong = head.get("/values/inspection.registered.share/?text=两成&since=2027-01-01")
    assert wrong.status_code == 422
    typed = {"act_key": key("a"), "text": "3", "since": "2026-11-24"}
    refused = head.post("/values/slip.accept.days/", typed)
    assert refused.status_code == 422
    assert "依据文件" in refused.content.decode()
    typed |= {"document": "普环〔2026〕9号", "scan": SimpleUploadedFile("文.pdf", b"%PDF-1.7")}
    assert head.post("/values/slip.accept.days/", typed).status_code == 302
    assert law.value("slip.accept.days", on=date(2026, 11, 24)).shown == "3工作日"
    assert AdoptedValue.objects.count() == 1


def test_what_if_shows_both_years_and_adopts_with_a_document(world: World, at: Any) -> None:
    generate_duties(year=2027, by=COMMAND_LINE, at=at)
    query = "year=2027&name-0=inspection.key.per_half_year&value-0=2"
    page = world.client("legal-1").get(f"/what-if/?{query}").content.decode()
    assert "重点管理单位每半年检查次数：1次 → 2次（2027-01-01 起）" in page
    assert "采用" not in page.partition("<main")[2].partition("凭文件采用")[1]
    assert world.client("legal-1").post(f"/what-if/adopt/?{query}").status_code == 404
    head = world.client("approval-head")
    typed = {"act_key": key("a"), "since": "2027-01-01", "document": "普环〔2026〕9号"}
    assert head.post(f"/what-if/adopt/?{query}", typed).status_code == 302
    periods = set(
        Duty.objects.filter(kind="inspect-key", due_on__year=2027, state="OPEN").values_list(
            "period", flat=True
        )
    )
    assert periods == {"2027Q1", "2027Q2", "2027Q3", "2027Q4"}


@pytest.mark.parametrize(
    "query",
    [
        "year=2027&page=%5B1%5D",
        "year=2027&page=classes%3A+%7B甲%3A+乙%7D",
        "year=2027&name-0=slip.accept.days",
        "year=x&page=%00",
    ],
)
def test_a_trial_that_cannot_be_read_is_told_and_never_breaks(world: World, query: str) -> None:
    assert world.client("approval-1").get(f"/what-if/?{query}").status_code in (200, 422)


def test_a_feed_holds_the_posts_deadlines_and_dies_with_its_address(world: World) -> None:
    client = world.client("station-1")
    client.post("/feed/open/", {"act_key": key("a"), "post": "STATION-1"})
    token = CalendarFeed.objects.get().token
    answer = Client().get(f"/feeds/{token}.ics")
    assert answer["Content-Type"].startswith("text/calendar")
    events = icalendar.Calendar.from_ical(answer.content).walk("VEVENT")
    mine = Duty.objects.filter(post="STATION-1", state__in=("OPEN", "WAIVING"))
    assert len(events) == mine.count() > 0
    assert client.post("/feed/open/", {"act_key": key("b"), "post": "LEGAL-1"}).status_code == 404
    client.post("/feed/end/", {"act_key": key("c"), "post": "STATION-1"})
    assert Client().get(f"/feeds/{token}.ics").status_code == 404


def test_numbers_of_other_systems_empty_the_backlog(world: World) -> None:
    client = world.client("enforcement-1")
    assert "执法检查" in client.get("/backlog/?system=CITY-ENFORCEMENT").content.decode()
    path = f"/references/record/{world.record.public_id}/"
    client.post(path, {"act_key": key("a"), "system": "CITY-ENFORCEMENT", "number": "JC-7"})
    for n, other in enumerate(Record.objects.filter(kind="inspection").exclude(pk=world.record.pk)):
        told = {"act_key": key(f"o{n}"), "system": "CITY-ENFORCEMENT", "number": f"JC-7-{n}"}
        client.post(f"/references/record/{other.public_id}/", told)
    assert "没有待补录的事项" in client.get("/backlog/?system=CITY-ENFORCEMENT").content.decode()
    page = client.get(f"/records/{world.record.public_id}/").content.decode()
    assert "检查码：JC-7" in page  # copied in the order of that system
    held = ExternalReference.objects.get(number="JC-7")
    client.post(f"/references/{held.public_id}/drop/", {"act_key": key("b"), "why": "抄错"})
    assert "执法检查" in client.get("/backlog/?system=CITY-ENFORCEMENT").content.decode()


def test_a_list_of_another_system_shows_what_is_missing_here_and_is_matched(world: World) -> None:
    client = world.client("enforcement-1")
    data, _ = workbook(
        "导出", ("编码", "单位", "日期"), [("JC-9", world.unit.name, "2026-11-20"), ("JC-10", "无此厂", "")]
    )
    file = SimpleUploadedFile("导出.xlsx", data)
    answer = client.post(
        "/backlog/import/", {"act_key": key("a"), "system": "CITY-ENFORCEMENT", "file": file}
    )
    assert "/backlog/lists/" in answer["Location"]  # the number column is not known yet
    mapped = client.post(
        answer["Location"], {"act_key": key("b"), "column-0": "number", "column-1": "unit", "column-2": "on"}
    )
    page = client.get(mapped["Location"]).content.decode()
    assert "JC-9" in page
    row = ExternalRow.objects.get(number="JC-9")
    client.post(
        f"/backlog/rows/{row.public_id}/match/",
        {"act_key": key("c"), "thing": f"record:{world.record.public_id}"},
    )
    other = ExternalRow.objects.get(number="JC-10")
    client.post(f"/backlog/rows/{other.public_id}/aside/", {"act_key": key("d"), "why": "外区单位"})
    page = client.get("/backlog/?side=there").content.decode()
    assert "JC-9" not in page
    assert "JC-10" not in page


@pytest.mark.parametrize("data", [b"", b"x" * 100, b"PK\x03\x04"])
def test_a_file_that_is_no_list_is_refused(world: World, data: bytes) -> None:
    client = world.client("enforcement-1")
    before = ExternalRow.objects.count()
    file = SimpleUploadedFile("导出.xlsx", data)
    answer = client.post(
        "/backlog/import/", {"act_key": key("a"), "system": "CITY-ENFORCEMENT", "file": file}
    )
    assert answer.status_code == 302
    assert ExternalRow.objects.count() == before


def test_a_task_of_the_city_is_kept_from_one_form(world: World) -> None:
    typed = {
        "act_key": key("a"), "channel": "CITY", "city_number": "SH-88", "division": "ECOLOGY", "title": "市级任务", "subject": "MONITORING",
        "ground": "SUPPORT", "description": "述", "raised_handler": "甲", "raised_approver": "乙", "raised_on": "20261120", "place": "某处",
        "STATION-received-text": "收", "STATION-received-handler": "丙", "STATION-received-approver": "丁", "STATION-received-on": "1121",
        "STATION-fed_back-text": "办结", "STATION-fed_back-handler": "丙", "STATION-fed_back-approver": "丁", "STATION-fed_back-on": "1123",
        "STATION-confirmed": "1",
    }  # fmt: skip
    client = world.client("ecology-1")
    wrong = client.post("/slips/outside/", typed | {"STATION-fed_back-on": "后天"})
    assert wrong.status_code == 422
    assert "办结" in wrong.content.decode()  # nothing typed is lost
    assert client.post("/slips/outside/", typed).status_code == 302
    assert client.post("/slips/outside/", typed).status_code == 302  # a second click
    slip = Slip.objects.get(title="市级任务")
    assert (slip.state, slip.channel) == ("CONFIRMED", "CITY")


def test_where_the_paper_lies_is_said_by_the_raiser(world: World) -> None:
    path = f"/slips/{world.slip.public_id}/place/"
    assert (
        world.client("ecology-1").post(path, {"act_key": key("a"), "place": "生态科柜内"}).status_code == 302
    )
    world.slip.refresh_from_db()
    assert world.slip.paper_place == "生态科柜内"
    assert world.client("station-1").post(path, {"act_key": key("b"), "place": "别处"}).status_code == 404


@pytest.mark.parametrize(
    "path",
    ["/", "/slips/", "/leads/", "/duties/", "/records/", "/archive/", "/loops/", "/coverage/", "/schedule/", "/schedule/?year=2026",
     "/instructions/", "/backlog/", "/backlog/?side=there", "/values/", "/archive/contents/", "/facilities/"],
)  # fmt: skip
@pytest.mark.parametrize("kind", ["xlsx", "pdf", "text"])
def test_every_list_can_be_taken_out_as_table_page_and_message(world: World, path: str, kind: str) -> None:
    mark = "&" if "?" in path else "?"
    answer = world.client("approval-head").get(f"{path}{mark}format={kind}")
    assert answer.status_code == 200
    starts = {"xlsx": b"PK", "pdf": b"%PDF", "text": "【".encode()}
    assert answer.content.startswith(starts[kind])


def test_the_meeting_has_everything_since_the_last_one(world: World) -> None:
    client = world.client("approval-1")
    page = client.get("/meeting/").content.decode()
    for words in ("请协助采样", "疑似偷排", "请抓紧", "逾期未办"):
        assert words in page
    assert client.get("/meeting/?format=pdf").content.startswith(b"%PDF")


def test_every_page_leads_to_its_chapter_of_the_manual(world: World) -> None:
    client = world.client("approval-1")
    for path, chapter in (("/slips/", "slips"), ("/coverage/", "coverage"), ("/backlog/", "systems")):
        assert f'href="/manual/{chapter}/"' in client.get(path).content.decode()
        assert client.get(f"/manual/{chapter}/").status_code == 200
    assert client.get("/manual/nothing/").status_code == 404


def test_an_ancient_duty_is_shown_in_plain_days(world: World) -> None:
    Duty.objects.filter(pk=world.duty.pk).update(
        due_on=date(2011, 5, 6), opens_on=date(2011, 1, 1), state="OPEN"
    )
    page = world.client("enforcement-1").get("/duties/?year=2011")
    assert page.status_code == 200
    assert "天（自然日）" in page.content.decode()
