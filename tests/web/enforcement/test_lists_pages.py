"""Lists of questions, the class a unit should have, units without a permit, and the public list of results."""

import io
from datetime import timedelta
from typing import Any

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from postpermit import law
from postpermit.enforcement.models import LoadedChecklist, Visit, VisitFinding
from postpermit.enforcement.operations import disclose_results, start_visit
from postpermit.enforcement.operations.lists import load_checklist
from postpermit.enforcement.queries.asked import list_of
from postpermit.enforcement.rules.applicability import fits_industry, list_fault
from postpermit.register.models import Facility, RegisteredItem
from postpermit.trail.models import Entry
from tests.enforcement.building import VisitDesk
from tests.web.enforcement.inspecting import client_of, send, text_of

pytestmark = pytest.mark.django_db
COLUMNS = ("分组", "检查项编号", "检查项", "问题编号", "问题", "看什么", "依据", "适用类别", "适用情形")
ROW = ("管理", "H1", "制度", "H1.1", "是否建立制度？", "制度文本", "示例依据第一条", "重点管理", "")


def sheet(*rows: tuple[Any, ...], head: tuple[str, ...] = COLUMNS) -> SimpleUploadedFile:
    """A workbook with these rows."""
    book = openpyxl.Workbook()
    for row in (head, *rows):
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    return SimpleUploadedFile("检查单.xlsx", out.getvalue())


def cells(data: bytes) -> list[list[Any]]:
    """The cells of a workbook."""
    return [list(r) for r in openpyxl.load_workbook(io.BytesIO(data)).active.iter_rows(values_only=True)]


def test_the_printed_items_are_shown_with_the_bases_of_a_day(visits: VisitDesk) -> None:
    clerk = client_of(visits, "legal-1")
    shown = law.checklist("holder", on=visits.today)
    body = text_of(clerk.get("/checklists/"))
    assert (len(shown.items), f"{len(shown.items)} 项" in body, f"{len(shown.questions)} 问" in body) == (
        17,
        True,
        True,
    )
    assert all(q.ask in body for q in shown.questions)
    early, late = (text_of(clerk.get(f"/checklists/?on={on}")) for on in ("2022-05-01", "2026-11-24"))
    assert ("法典" in early, "法典" in late) == (False, True)
    for kind in ("registered", "unlicensed", "nothing"):
        assert clerk.get(f"/checklists/?kind={kind}").status_code == 200
    assert len(cells(clerk.get("/checklists/?format=xlsx").content)) == len(shown.questions) + 1


def test_an_industry_list_is_loaded_whole_or_refused_row_by_row(visits: VisitDesk) -> None:
    head = client_of(visits, "enforcement-head")
    typed = {"name": "汽修行业检查单", "since": "2026-11-01", "industries": "811"}
    assert client_of(visits).get("/checklists/load/").status_code == 404
    template = cells(head.get("/checklists/template/").content)
    assert template[0] == list(COLUMNS)
    wrong = sheet((), ROW, (), ("管理", "H1", "制度", "H1.1", "", "", "", "特大管理", ""))
    refused = send(head, "/checklists/load/", **typed, file=wrong)
    body = text_of(refused)
    for said in (
        "一行也没有载入",
        "第5行“问题”：没有填写。",
        "第5行“适用类别”",
        "与第3行重复",
        "汽修行业检查单",
    ):
        assert said in body, said
    assert (refused.status_code, LoadedChecklist.objects.count()) == (422, 0)
    assert "表头缺少：问题" in text_of(
        send(head, "/checklists/load/", **typed, file=sheet(ROW, head=(*COLUMNS[:4], "x")))
    )
    assert "不是能打开的" in text_of(
        send(head, "/checklists/load/", **typed, file=SimpleUploadedFile("a.xlsx", b"no"))
    )
    assert "请选择检查单表格" in text_of(send(head, "/checklists/load/", **typed))
    done = send(head, "/checklists/load/", **typed, file=sheet(ROW, (*ROW[:3], 2.0, *ROW[4:])))
    held = LoadedChecklist.objects.get()
    assert done["Location"] == f"/checklists/{held.public_id}/"
    assert [r["问题编号"] for r in held.rows] == ["H1.1", "2"]
    assert "是否建立制度？" in text_of(client_of(visits, "legal-1").get(done["Location"]))


def test_a_visit_asks_the_industry_list_that_was_chosen_beside_its_own(visits: VisitDesk) -> None:
    head, clerk = client_of(visits, "enforcement-head"), client_of(visits)
    typed = {"name": "汽修行业检查单", "since": "2026-11-01"}
    send(head, "/checklists/load/", **typed, file=sheet((*ROW[:7], "", "")))
    held = LoadedChecklist.objects.get()
    form = text_of(clerk.get(f"/visits/new/?facility={visits.units[1].public_id}"))
    assert held.name in form
    visit = visits.underway(1, extra_list=held)
    body = text_of(clerk.get(f"/visits/{visit.public_id}/"))
    assert "是否建立制度？" in body
    code = list_of(visit).questions[-1].code
    typed = {f"result-{code}": "FAILS", f"note-{code}": "没有制度"}
    assert send(clerk, f"/visits/{visit.public_id}/answers/", **typed).status_code == 302
    assert visit.answers.get().question == code


def test_the_class_is_asked_step_by_step_until_it_is_certain(visits: VisitDesk) -> None:
    clerk = client_of(visits, "station-1")
    assert "行业代码" in text_of(clerk.get("/classification/"))
    first = text_of(clerk.get("/classification/?industries=3360"))
    assert ("需人工判断" in first, "有无电镀工序" in first, "要问清" in first) == (True, True, True)
    known = text_of(clerk.get("/classification/?industries=3360&f-electroplating=yes"))
    assert ("重点管理" in known, "第 81 类" in known) == (True, True)
    for odd in ("f-boiler=-1", "f-boiler=many", "f-boiler=NaN", "f-electroplating=perhaps"):
        answer = clerk.get(f"/classification/?industries=3360&{odd}")
        assert (answer.status_code, "请" in text_of(answer)) == (422, True), odd
    assert "写法不对" in text_of(clerk.get("/classification/?industries=机修"))
    unit = visits.units[3]
    held = text_of(
        clerk.get(f"/classification/?facility={unit.public_id}&industries=3360&f-electroplating=yes")
    )
    assert "现为登记管理，按名录应为重点管理" in held


def test_what_is_noted_at_a_registered_unit_is_laid_beside_its_form(visits: VisitDesk) -> None:
    unit, clerk = visits.units[3], client_of(visits)
    told = {"facility": unit, "in_force_from": visits.today - timedelta(days=9)}
    for kind, name in (("PRODUCT", "零部件"), ("FUEL", "天然气")):
        RegisteredItem.objects.create(kind=kind, name=name, **told)
    visit = visits.underway(3)
    assert "只在登记表" not in text_of(clerk.get(f"/visits/{visit.public_id}/"))
    typed = {
        "result-5.1.1": "FAILS",
        "note-5.1.1": "零部件、喷涂件",
        "result-5.2.1": "MEETS",
        "note-5.2.1": "天然气",
    }
    send(clerk, f"/visits/{visit.public_id}/answers/", **typed)
    shown = text_of(clerk.get(f"/visits/{visit.public_id}/"))
    panel = shown[shown.index('id="registered"') :].split("</section>")[0]
    assert "喷涂件" in panel and "零部件" not in panel and "燃料" not in panel


def test_a_unit_outside_the_catalogue_that_discharges_is_told_what_it_lacks(visits: VisitDesk) -> None:
    clerk = client_of(visits)
    send(clerk, "/visits/unlicensed/", name="演示电镀点", address="演示路9号")
    unit = Facility.objects.get(name="演示电镀点")
    asked = f"/classification/?facility={unit.public_id}&industries=3360&f-electroplating=yes&discharging="
    said = [text_of(clerk.get(asked + answer)) for answer in ("yes", "no", "")]
    assert ["涉嫌未取得排污许可证排放污染物" in body for body in said] == [True, False, False]
    assert "恢复排放前应当办理" in said[1] and "是否仍在排放还没有查明" in said[2]


def test_a_known_unit_is_linked_beside_the_refusal_and_another_site_is_entered_by_who_looked(
    visits: VisitDesk,
) -> None:
    clerk, holder = client_of(visits), visits.units[1]
    typed = {"name": "新招牌", "address": "演示路9号", "uscc": holder.uscc}
    refused = send(clerk, "/visits/unlicensed/", **typed)
    assert (refused.status_code, f"/facilities/{holder.public_id}/" in text_of(refused)) == (422, True)
    assert "请勾选确认" in text_of(refused) and 'name="again"' in text_of(refused)
    assert send(clerk, "/visits/unlicensed/", again="1", **typed).status_code == 302


def test_a_unit_without_a_permit_is_entered_and_is_a_finding_of_the_visit(visits: VisitDesk) -> None:
    visit = visits.underway(1)
    clerk = client_of(visits)
    refused = send(clerk, "/visits/unlicensed/", name="", address="演示路9号")
    assert (refused.status_code, "请填写单位名称" in text_of(refused)) == (422, True)
    typed = {
        "name": "演示机修点",
        "address": "演示路9号",
        "industry_code": "8111",
        "found": "正在喷漆",
        "visit": str(visit.public_id),
    }
    done = send(clerk, "/visits/unlicensed/", **typed)
    unit = Facility.objects.get(name="演示机修点")
    assert done["Location"] == f"/visits/{visit.public_id}/#findings"
    assert (unit.management_class, VisitFinding.objects.get().facility) == ("UNLISTED", unit)
    alone = send(clerk, "/visits/unlicensed/", name="演示木工点", address="演示路10号")
    assert alone["Location"] == f"/facilities/{Facility.objects.get(name='演示木工点').public_id}/"


def test_the_public_list_says_what_was_found_and_nothing_of_persons(visits: VisitDesk) -> None:
    visit = visits.close(visits.ended(2))
    clerk = client_of(visits)
    rows = cells(clerk.get("/visits/disclosure/?format=xlsx").content)
    assert rows[1][1:7] == [
        visit.facility.name,
        visit.facility.uscc,
        "有计划检查",
        "现场",
        visits.at.replace(hour=0, tzinfo=None),
        "未发现问题",
    ]
    told = "".join(str(c) for row in rows for c in row)
    assert not any(str(o.name) in told or o.certificate in told for o in visit.officers.all())
    assert clerk.get("/visits/disclosure/?format=pdf")["Content-Type"] == "application/pdf"
    nothing = send(clerk, "/visits/disclosure/done/", on="2026-11-24")
    assert (nothing.status_code, "请先勾选" in text_of(nothing)) == (422, True)
    later = send(clerk, "/visits/disclosure/done/", visits=[str(visit.public_id)], on="2026-12-24")
    assert (later.status_code, "不能晚于今天" in text_of(later)) == (422, True)
    key = "k" * 32
    for _ in range(2):
        clerk.post(
            "/visits/disclosure/done/", {"act_key": key, "visits": [str(visit.public_id)], "on": "2026-11-24"}
        )
    assert Entry.objects.filter(verb="disclose").count() == 1
    assert disclose_results(visits=[visit], on=visits.today, by=visits.by(), at=visits.at) == 0
    assert client_of(visits, "legal-1").get("/visits/disclosure/").status_code == 404


def test_the_unit_page_shows_visits_open_findings_and_what_the_year_still_holds(visits: VisitDesk) -> None:
    visit = visits.ended(2)
    visits.find(visit, "标志牌缺失")
    body = text_of(client_of(visits).get(f"/facilities/{visit.facility.public_id}/"))
    for said in ("2026 年计入上限的检查 1 次", "标志牌缺失", visit.number, "安排检查"):
        assert said in body, said
    other = text_of(client_of(visits, "legal-1").get(f"/facilities/{visit.facility.public_id}/"))
    assert "visits/new/?facility=" in body
    assert "visits/new/?facility=" not in other


def industry_list(visits: VisitDesk, name: str, industries: str) -> LoadedChecklist:
    """A list of the city for these industries."""
    row = dict(zip(COLUMNS, (*ROW[:7], "", ""), strict=True))
    given = {"name": name, "since": visits.today, "rows": [row], "industries": industries}
    return load_checklist(**given, by=visits.by("enforcement-head"), at=visits.at)  # type: ignore[arg-type]


def test_a_list_of_the_units_industry_is_proposed_and_chosen_until_the_visit_begins(
    visits: VisitDesk,
) -> None:
    Facility.objects.filter(pk=visits.units[1].pk).update(industry_code="8111")
    other = industry_list(visits, "餐饮行业检查单", "62")
    fits = industry_list(visits, "汽修行业检查单", "O811、C33")
    clerk = client_of(visits)
    form = text_of(clerk.get(f"/visits/new/?facility={visits.units[1].public_id}"))
    assert f'value="{fits.public_id}" selected' in form and "适用本单位行业" in form
    visit = visits.assigned(1, inspection_code="JCM1")
    page, choose = f"/visits/{visit.public_id}/", f"/visits/{visit.public_id}/list/"
    assert "选行业检查单" in text_of(clerk.get(page))
    assert send(clerk, choose, list=str(fits.public_id), seen="").status_code == 302
    late = send(clerk, choose, list=str(other.public_id), seen="")
    assert (late.status_code, "刚由他人改过" in text_of(late)) == (422, True)
    assert "是否建立制度？" in text_of(clerk.get(page))
    start = {"visit": visit, "started_at": visits.at - timedelta(hours=1), "by": visits.by(), "at": visits.at}
    start_visit(**start)  # type: ignore[arg-type]
    begun = send(clerk, choose, list="", seen=str(fits.public_id))
    assert (begun.status_code, "检查已经开始" in text_of(begun)) == (422, True)
    assert Visit.objects.get().extra_list == fits


@pytest.mark.parametrize(
    ("listed", "code", "fits"),
    [
        ("811", "8111", True), ("O811；C33", "C3311", True), ("３３", "3360", True), ("3360", "33", False),
        ("", "3360", False), ("33", "", False), ("汽修", "8111", False), ("62 811", "811", True),
    ],
)  # fmt: skip
def test_an_industry_belongs_to_the_groups_that_a_list_names(listed: str, code: str, fits: bool) -> None:
    """EN-144: by division, group or class, whatever the letter and the width."""
    assert fits_industry(listed, code) is fits


def test_why_a_list_stays_as_it_is() -> None:
    """EN-145: begun, changed by somebody, answered; else it may change."""
    assert "已经开始" in list_fault(begun=True, answered=True, seen=False)
    assert "他人" in list_fault(begun=False, answered=True, seen=False)
    assert "填写" in list_fault(begun=False, answered=True, seen=True)
    assert list_fault(begun=False, answered=False, seen=True) == ""
