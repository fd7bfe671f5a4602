"""卷内文书: what is put in, taken out and done without; what is missing holds a case up."""

from typing import Any

import pytest

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import CaseFile, PenaltyCase
from postpermit.enforcement.queries.case_page import case_page_of, documents
from postpermit.enforcement.queries.case_standing import missing_of
from postpermit.office.calendars import calendar_now
from postpermit.trail.errors import Refused
from postpermit.trail.models import Entry
from postpermit.trail.queries import attachments_of
from postpermit.web.paper.case import clock_sheet, contents_sheet
from tests.bureau import Bureau
from tests.enforcement.case_desk import GAPS, CaseDesk, open_cases

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(bureau: Bureau) -> CaseDesk:
    """A unit whose case has a file."""
    return open_cases(bureau)


def test_each_document_goes_into_its_own_volume(desk: CaseDesk) -> None:
    case = desk.filed()
    desk.document(case, "filing", number="立审1", scan=("立案.pdf", b"%PDF-1.7 x"))
    desk.document(case, "investigation-report", side=False)
    desk.document(case, "", title="其他材料", side=True)
    rows = CaseFile.objects.order_by("pk")
    assert [(f.title, f.annex) for f in rows] == [
        ("立案审批表", False),
        ("调查终结报告", True),
        ("其他材料", True),
    ]
    assert [a.name for a in attachments_of(case)] == ["立案.pdf"]


def test_what_does_not_fit_is_not_filed(desk: CaseDesk) -> None:
    case = desk.filed()
    wrong: list[tuple[str, dict[str, Any], str]] = [
        ("no-such", {}, "code"),
        ("", {}, "title"),
        ("filing", {"pages": 0}, "pages"),
        ("filing", {"pages": 99999}, "pages"),
        ("filing", {"title": "长" * 121}, "title"),
        ("filing", {"number": "长" * 65}, "number"),
    ]
    for code, given, place in wrong:
        with pytest.raises(Refused) as told:
            desk.document(case, code, **given)
        assert (told.value.place, CaseFile.objects.count()) == (place, 0)


def test_the_same_document_is_not_filed_twice(desk: CaseDesk) -> None:
    case = desk.filed()
    desk.document(case, "filing")
    with pytest.raises(Refused, match="只应有一份"):
        desk.document(case, "filing", number="另一份")
    desk.document(case, "photos")
    with pytest.raises(Refused, match="已在卷内"):
        desk.document(case, "photos")
    desk.document(case, "photos", title="照片二")


def test_taken_out_it_is_missing_again_and_the_row_stays(desk: CaseDesk) -> None:
    case = desk.filed()
    document = desk.document(case, "filing")
    assert "filing" not in [n.row.code for n in missing_of(case)]
    do.withdraw_document(document=document, why="放错卷", by=desk.by(), at=desk.at)
    entries = Entry.objects.count()
    do.withdraw_document(document=document, why="再撤一次", by=desk.by(), at=desk.at)
    assert (Entry.objects.count(), CaseFile.objects.get().withdrawn_why) == (entries, "放错卷")
    assert "filing" in [n.row.code for n in missing_of(case)]


def test_what_a_law_demands_is_not_done_without(desk: CaseDesk) -> None:
    case = desk.filed()
    with pytest.raises(Refused, match="必须有的文书"):
        do.excuse_document(case=case, code="filing", why="没有", by=desk.by(), at=desk.at)
    do.excuse_document(case=case, code="source", why="当场发现", by=desk.by(), at=desk.at)
    entries = Entry.objects.count()
    do.excuse_document(case=case, code="source", why="当场发现", by=desk.by(), at=desk.at)
    assert Entry.objects.count() == entries
    assert [n.row.code for n in missing_of(case)] == ["filing"]


def test_gaps_are_told_by_name_and_a_reason_is_kept(desk: CaseDesk) -> None:
    case = desk.choose(desk.filed())
    go = {"case": case, "on": desk.today, "by": desk.by(), "at": desk.at}
    with pytest.raises(Refused, match="《立案审批表》") as told:
        do.conclude_investigation(gaps_why=GAPS, **go)
    assert told.value.place == "files"
    desk.document(case, "filing")
    with pytest.raises(Refused, match="《调查询问笔录》.*写明理由后继续") as told:
        do.conclude_investigation(**go)
    assert told.value.place == "gaps_why"
    do.conclude_investigation(gaps_why=GAPS, **go)
    assert PenaltyCase.objects.get(pk=case.pk).excused["inquiry"] == GAPS
    assert Entry.objects.get(verb="conclude").why == GAPS


def test_an_archived_file_is_closed(desk: CaseDesk) -> None:
    case = desk.closed()
    desk.fill(case)
    do.archive_case(case=case, on=desk.today, by=desk.by(), at=desk.at)
    with pytest.raises(Refused, match="案卷已归档"):
        desk.document(case, "photos", title="新照片")
    with pytest.raises(Refused, match="案卷已归档"):
        do.withdraw_document(document=case.files.first(), why="x", by=desk.by(), at=desk.at)
    sheet = contents_sheet(case)
    assert [t.title for t in sheet.tables] == ["正卷", "副卷"]
    assert [r[0] for r in sheet.tables[0].rows] == [str(n) for n in range(1, len(sheet.tables[0].rows) + 1)]
    assert sheet.tables[0].rows[0][1] == "行政处罚决定书"


def test_the_form_offers_what_is_missing_first(desk: CaseDesk) -> None:
    case = desk.filed()
    desk.document(case, "source")
    first = documents(case)[:2]
    assert first == [("filing", "立案审批表（缺）"), ("source", "案件来源材料（已有）")]


def test_the_page_and_the_sheet_tell_every_clock_in_its_unit(desk: CaseDesk) -> None:
    case = desk.filed()
    found = case_page_of(case, desk.bureau.standing("enforcement-1", desk.today), desk.today, calendar_now())
    assert [(c.code, c.state) for c in found.running] == [("decision", "RUNNING")]
    assert {c.code: f"{c.days}{c.unit.label}" for c in found.ahead}["service"] == "7工作日"
    sheet = clock_sheet(case, desk.today, calendar_now())
    row = next(r for r in sheet.tables[0].rows if r[0].startswith("作出处罚决定"))
    assert row[1:5] == ("2026-09-01", "90日", "2026-11-30", "计时中")
