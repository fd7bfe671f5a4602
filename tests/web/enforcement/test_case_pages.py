"""Pages of cases and registers: what they show, what they refuse beside the field, and how many questions a list asks."""

import re
import uuid
from datetime import datetime
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import (
    CampaignFinding,
    CaseFile,
    LawPublicity,
    PenaltyCase,
    VisitComplaint,
)
from postpermit.trail.models import Entry
from postpermit.web import middleware
from tests.bureau import Bureau
from tests.enforcement.building import VisitDesk
from tests.enforcement.case_desk import CaseDesk, open_cases

pytestmark = pytest.mark.django_db
KEY = "0123456789abcdef0123"


@pytest.fixture
def desk(bureau: Bureau, monkeypatch: pytest.MonkeyPatch) -> CaseDesk:
    """A desk whose door's clock goes with it."""
    made = open_cases(bureau)
    monkeypatch.setattr(middleware.timezone, "now", lambda: made.at)
    return made


@pytest.fixture
def visits(desk: CaseDesk, at: datetime) -> VisitDesk:
    """Units that are visited, some weeks later."""
    desk.at = at
    return VisitDesk(desk.bureau, {1: desk.unit}, at)


def door(desk: CaseDesk, account: str) -> Client:
    """A browser logged in as that officer."""
    client = Client(raise_request_exception=True)
    client.force_login(desk.bureau.officers[account].user)
    return client


def page(desk: CaseDesk, path: str, account: str = "enforcement-1") -> str:
    answer = door(desk, account).get(path)
    assert answer.status_code == 200, answer.status_code
    return answer.content.decode()


def act(desk: CaseDesk, path: str, account: str = "enforcement-1", **typed: Any) -> Any:
    return door(desk, account).post(path, {"act_key": uuid.uuid4().hex} | typed)


def test_a_case_is_opened_filed_and_concluded_on_screen(desk: CaseDesk) -> None:
    given = {
        "facility": str(desk.unit.public_id), "title": "未按证设置排放口", "conduct": "outlets", "found_on": "2026-09-01",
        "act_from": "2026-08-20",
    }  # fmt: skip
    answer = act(desk, "/cases/new/", act_key=KEY, **given)
    case = PenaltyCase.objects.get()
    assert (answer.status_code, answer["Location"]) == (302, f"/cases/{case.public_id}/")
    again = act(desk, "/cases/new/", act_key=KEY, **given)
    assert (again.status_code, PenaltyCase.objects.count()) == (302, 1)
    here = f"/cases/{case.public_id}/"
    team = [str(o.public_id) for o in desk.team()]
    answer = act(desk, f"{here}do/file/", "enforcement-head", investigators=team[:1], on="2026-09-01")
    assert (answer.status_code, "不少于2名" in answer.content.decode()) == (422, True)
    act(desk, f"{here}do/file/", "enforcement-head", investigators=team, on="2026-09-01")
    shown = page(desk, here)
    assert "作出处罚决定" in shown and "自2026年9月1日次日起算，90日，至2026年11月30日。" in shown
    assert "还缺 2 件" in shown and "立案审批表" in shown and "必须有" in shown
    chosen = {
        "clause": "regulation:36.i1",
        "circumstance": "一般",
        "basis_why": "行为时条例有效",
        "measures": "",
    }
    wrong = act(desk, f"{here}do/choose-basis/", proposed_fine="三万", **chosen)
    assert "金额请写成数字" in wrong.content.decode()
    act(desk, f"{here}do/choose-basis/", proposed_fine="30,000", **chosen)
    case.refresh_from_db()
    assert case.proposed_fine == Decimal(30000)
    answer = act(desk, f"{here}do/conclude/", on="2026-09-01")
    assert "卷内还缺必须有的文书：《立案审批表》" in answer.content.decode()


def test_both_readings_are_shown_with_what_a_person_chose(desk: CaseDesk) -> None:
    case = desk.choose(desk.filed())
    shown = page(desk, f"/cases/{case.public_id}/", "legal-1")
    assert "条例第三十六条第一项" in shown and "法典第1109条" in shown
    assert "已选用" in shown and "行为时有效" in shown
    assert "适用哪一项、罚多少由人决定" in shown


def test_a_document_is_filed_with_its_scan_and_taken_out(desk: CaseDesk) -> None:
    from django.core.files.uploadedfile import SimpleUploadedFile

    case = desk.filed()
    here = f"/cases/{case.public_id}/files/"
    scan = SimpleUploadedFile("立案审批表.pdf", b"%PDF-1.7 demo")
    act(desk, here, code="filing", on="2026-09-01", pages="3", scan=scan)
    document = CaseFile.objects.get()
    assert (document.title, document.pages) == ("立案审批表", 3)
    assert document.attachment is not None
    seen = f"/attachments/{document.attachment.public_id}/"
    assert [door(desk, a).get(seen).status_code for a in ("legal-1", "ecology-1")] == [200, 404]
    wrong = act(desk, here, code="filing", on="2026-09-01", pages="2")
    assert "只应有一份" in wrong.content.decode()
    wrong = act(desk, here, code="filing", on="2026-09-01", pages="很多")
    assert (wrong.status_code, "页数请写成数字" in wrong.content.decode()) == (422, True)
    act(desk, f"/cases/files/{document.public_id}/drop/", why="放错")
    document.refresh_from_db()
    assert document.withdrawn_why == "放错"


def test_legal_reviews_and_only_legal_answers(desk: CaseDesk) -> None:
    review = desk.asked()
    here, do_it = f"/cases/{review.case.public_id}/", f"/cases/reviews/{review.public_id}/do/pass/"
    assert "法制审核中" in page(desk, here, "approval-1") and "审核通过" not in page(desk, here, "approval-1")
    assert act(desk, do_it, "enforcement-1", opinion="事实清楚，依据正确，同意。").status_code == 404
    assert act(desk, do_it, "approval-1", opinion="事实清楚，依据正确，同意。").status_code == 404
    assert "确定审核通过" in page(desk, here, "legal-1")
    act(desk, do_it, "legal-1", opinion="事实清楚，依据正确，同意。")
    assert PenaltyCase.objects.get(pk=review.case_id).state == "REVIEWED"


def test_other_divisions_do_not_see_a_case(desk: CaseDesk) -> None:
    case = desk.open()
    for account in ("ecology-1", "pollution-1", "station-1", "technical-1"):
        assert door(desk, account).get(f"/cases/{case.public_id}/").status_code == 404
        assert door(desk, account).get("/cases/").status_code == 404
    assert "<form" not in page(desk, f"/cases/{case.public_id}/", "approval-1").partition("<main")[2]


def test_the_list_shows_the_soonest_clock_and_leaves_as_a_sheet(desk: CaseDesk) -> None:
    case = desk.filed()
    shown = page(desk, "/cases/?state=open&q=排放口")
    assert case.number in shown and "作出处罚决定" in shown and "2026-11-30" in shown
    assert case.number not in page(desk, "/cases/?state=ARCHIVED")
    assert door(desk, "enforcement-1").get("/cases/?format=xlsx").content[:2] == b"PK"
    assert Entry.objects.filter(verb="export", label="导出行政处罚案件").count() == 1
    assert door(desk, "enforcement-1").get("/cases/?facility=x&page=zzz").status_code == 200


def test_thirty_rows_ask_no_more_than_one(desk: CaseDesk) -> None:
    client = door(desk, "enforcement-1")

    def questions() -> dict[str, int]:
        out = {}
        for path in ("/cases/", "/complaints/", "/campaign-findings/", "/publicity/", "/credit/"):
            client.get(path)
            with CaptureQueriesContext(connection) as asked:
                client.get(path)
            out[path] = len(asked)
        return out

    fill(desk, 1)
    one = questions()
    fill(desk, 29)
    assert questions() == one


def fill(desk: CaseDesk, count: int) -> None:
    """So many more rows in every list."""
    for _ in range(count):
        n = PenaltyCase.objects.count() + 1
        PenaltyCase.objects.create(state="FILED", number=f"案{n}", title="案", facility=desk.unit, conduct="outlets",
                                   act_from=desk.today, found_on=desk.today, filed_on=desk.today)  # fmt: skip
        VisitComplaint.objects.create(state="RECEIVED", number=f"信{n}", source="LETTER", received_on=desk.today,
                                      facility=desk.unit, what="异味")  # fmt: skip
        CampaignFinding.objects.create(state="OPEN", number=f"督{n}", level="CITY", campaign="督察", found_on=desk.today,
                                       facility=desk.unit, what="问题", division_id="ECOLOGY", due_on=desk.today)  # fmt: skip
        LawPublicity.objects.create(on=desk.today, topic=f"题{n}", form="培训会", audience="单位")
        desk.unit.creditgrades.create(on=desk.today, entered_by="演示", year=2025, grade="A")


def test_a_page_of_a_case_asks_no_more_with_a_fuller_file(desk: CaseDesk) -> None:
    case = desk.filed()
    client, path = door(desk, "enforcement-1"), f"/cases/{case.public_id}/"
    client.get(path)
    with CaptureQueriesContext(connection) as first:
        client.get(path)
    for n in range(12):
        desk.document(case, "source", title=f"材料{n}")
    with CaptureQueriesContext(connection) as second:
        client.get(path)
    assert len(second) <= len(first)


def test_sheets_are_printed(desk: CaseDesk) -> None:
    case = desk.filed()
    desk.fill(case)
    for kind in ("clocks-pdf", "clocks-docx", "contents-pdf", "contents-docx"):
        answer = door(desk, "enforcement-1").get(f"/cases/{case.public_id}/print/{kind}/")
        assert answer.content[:4] == (b"%PDF" if kind.endswith("pdf") else b"PK\x03\x04")
    printed = Entry.objects.filter(verb="print", subjects__subject=f"enforcement.penaltycase:{case.pk}")
    assert printed.count() == 4


def test_a_finding_and_a_lead_are_carried_into_the_form(desk: CaseDesk, visits: VisitDesk) -> None:
    finding = visits.find(visits.underway(), conduct="outlets")
    path = f"/cases/new/?finding={finding.public_id}"
    shown = page(desk, path)
    assert "并入检查发现的问题" in shown and finding.facility.name in shown
    assert '<option value="outlets" selected>' in shown
    assert (
        door(desk, "enforcement-1").get("/cases/new/?lead=00000000-0000-0000-0000-000000000000").status_code
        == 404
    )
    given = {"title": "案", "conduct": "outlets", "found_on": "2026-11-24", "act_from": "2026-11-20"}
    desk.at = visits.at
    act(desk, "/cases/new/", finding=str(finding.public_id), **given)
    finding.refresh_from_db()
    assert (finding.state, finding.case) == ("IN_CASE", PenaltyCase.objects.get())


def test_an_unknown_sheet_is_not_there(desk: CaseDesk) -> None:
    case = desk.open()
    assert door(desk, "enforcement-1").get(f"/cases/{case.public_id}/print/clocks-xls/").status_code == 404


def test_a_complaint_keeps_no_telephone(desk: CaseDesk) -> None:
    given = {
        "source": "HOTLINE",
        "received_on": "2026-09-01",
        "place": "某路口",
        "what": "夜间有异味，联系13800138000",
    }
    answer = act(desk, "/complaints/new/", **given)
    assert (answer.status_code, VisitComplaint.objects.count()) == (422, 0)
    assert "疑似有手机号码" in answer.content.decode()
    assert "不登记投诉人" in page(desk, "/complaints/new/")
    act(desk, "/complaints/new/", **given | {"what": "夜间有异味"})
    made = VisitComplaint.objects.get()
    assert (made.place, made.facility) == ("某路口", None)


def test_a_complaint_is_routed_and_handled_by_its_division(desk: CaseDesk) -> None:
    made = do.register_complaint(
        source="LETTER", received_on=desk.today, facility=desk.unit, what="异味", by=desk.by(), at=desk.at
    )
    here = f"/complaints/{made.public_id}/"
    act(desk, f"{here}do/route/", division="POLLUTION")
    assert "确定登记办理结果" in page(desk, here, "pollution-1")
    given = {"result": "FOUNDED", "outcome": "已整改", "handled_on": "2026-09-01"}
    assert act(desk, f"{here}do/handle/", "ecology-1", **given).status_code == 404
    act(desk, f"{here}do/handle/", "pollution-1", **given)
    assert "已写入一企一档" not in page(desk, here) and "属实，已整改" in page(desk, here)
    assert "属实，已整改" in page(desk, f"/facilities/{desk.unit.public_id}/")


def test_a_finding_of_a_campaign_is_put_right_and_struck_off(desk: CaseDesk) -> None:
    given = {
        "level": "CITY", "campaign": "市级督察", "found_on": "2026-09-01", "facility": str(desk.unit.public_id), "what": "台账不全",
        "division": "ECOLOGY", "due_on": "2026-09-20", "serious": "1",
    }  # fmt: skip
    act(desk, "/campaign-findings/new/", "approval-1", **given)
    made = CampaignFinding.objects.get()
    here = f"/campaign-findings/{made.public_id}/"
    assert "严重问题" in page(desk, here)
    act(desk, f"{here}do/rectify/", "ecology-1", outcome="已补", rectified_on="2026-09-01")
    assert act(desk, f"{here}do/strike/", "approval-1", struck_on="2026-09-01").status_code == 404
    act(desk, f"{here}do/strike/", "approval-head", struck_on="2026-09-01")
    made.refresh_from_db()
    assert made.state == "STRUCK"


def test_publicity_is_entered_by_legal_and_taken_back_with_a_reason(desk: CaseDesk) -> None:
    given = {
        "on": "2026-09-01",
        "topic": "排污许可",
        "form": "培训会",
        "audience": "持证单位",
        "people": "一百",
    }
    answer = act(desk, "/publicity/enter/", "legal-1", **given)
    assert (answer.status_code, "人数请写成数字" in answer.content.decode()) == (422, True)
    act(desk, "/publicity/enter/", "legal-1", **given | {"people": "100"})
    row = LawPublicity.objects.get()
    assert act(desk, f"/publicity/{row.public_id}/drop/", "enforcement-1", why="x").status_code == 404
    act(desk, f"/publicity/{row.public_id}/drop/", "legal-1", why="误录")
    assert "已撤销：误录" in page(desk, "/publicity/?year=2026")


def test_every_page_is_in_its_own_words(desk: CaseDesk) -> None:
    case = desk.filed()
    for path in (
        "/cases/",
        "/cases/new/",
        f"/cases/{case.public_id}/",
        "/complaints/new/",
        "/campaign-findings/new/",
    ):
        shown = page(desk, path)
        assert re.search(r"<h1>[^<]+</h1>", shown)
        assert "None" not in re.sub(r"<script.*?</script>", "", shown, flags=re.S)


def test_the_duty_on_the_desk_leads_to_the_case(desk: CaseDesk) -> None:
    case = desk.decided()
    shown = page(desk, "/")
    assert shown.count(f"/cases/{case.public_id}/") >= 2  # service and disclosure
