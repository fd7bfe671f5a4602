"""Papers of a visit: PDF and Word, drafts and signed ones, with long words and many photos; the brief on one page."""

import io
import re
import uuid
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document
from PIL import Image

from postpermit import law
from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PaperNumber, SignedPaper, Visit
from postpermit.enforcement.operations.pictures import keep_picture
from postpermit.enforcement.queries.papers import content_of
from postpermit.enforcement.states import PaperKind
from postpermit.office.operations import adopt_value
from postpermit.trail.files import path_of
from postpermit.web.paper.brief_paper import fitting
from postpermit.web.paper.pdf import pdf
from postpermit.web.paper.shown import copies_of, pdf_with, smaller
from postpermit.web.paper.visit_paper import TEMPLATES, VisitPaper, as_typst, draft_of, minute_words
from postpermit.web.paper.visit_word import visit_docx
from tests.enforcement.building import VisitDesk
from tests.web.enforcement.inspecting import client_of, send, text_of

pytestmark = pytest.mark.django_db
LONG = (
    "生产车间内喷涂工序未按排污许可证要求在密闭空间内进行，废气收集罩破损，含挥发性有机物的废气无组织排放。"
    * 6
)
RECORD = {
    "in_charge": "演示主管",
    "in_charge_post": "环保专员",
    "recorder": "演示记录",
    "certificates_shown": True,
    "rights_told": True,
    "recusal_answer": "不申请回避",
    "production": "正常生产",
    "discharge": LONG,
    "party_words": "以上属实",
}


def picture(width: int = 640, height: int = 480, turned: int = 1, shade: int = 90) -> bytes:
    """A photo as a camera leaves it; ``turned`` is the orientation that its block names."""
    out = io.BytesIO()
    held = Image.new("RGB", (width, height), (shade % 255, 120, 80))
    exif = Image.Exif()
    exif[0x0112] = turned
    held.save(out, "JPEG", exif=exif)
    return out.getvalue()


def photographed(visits: VisitDesk, visit: Visit, count: int) -> None:
    """So many photos at the items."""
    for n in range(count):
        keep_picture(
            visit=visit, uid=uuid.uuid4(), kind="EVIDENCE", question="2.1.1" if n % 2 else "", name=f"IMG_{n:04d}.jpg",
            data=picture(turned=6 if n % 3 == 0 else 1, shade=n * 6), caption=LONG[:60] if n == 0 else f"第{n}号排放口标志牌",
            taken_at=visits.at, by=visits.by(), at=visits.at,
        )  # fmt: skip


def full(visits: VisitDesk, photos: int = 2) -> Visit:
    """A visit with everything on it: a long record, findings of each sort, photos."""
    visit = visits.underway(2)
    do.edit_record(visit=visit, elements=RECORD, by=visits.by(), at=visits.at)
    photographed(visits, visit, photos)
    visits.answer_all(visit, q1_1_1="FAILS", q2_1_1="FAILS")
    first = visits.find(visit, LONG, question="1.1.1")
    visits.find(visit, "标志牌缺失")
    do.add_participant(
        visit=visit, kind="STATION", name="演示站员", body="监测站", by=visits.by(), at=visits.at
    )
    visit = visits.finish(visit, conclusion=LONG)
    do.correct_on_the_spot(finding=first, demand="立即修复收集罩并密闭作业", by=visits.by(), at=visits.at)
    return visit


def words_of(data: bytes) -> str:
    """All text of a Word file."""
    document = Document(io.BytesIO(data))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return "\n".join([*(p.text for p in document.paragraphs), *cells])


def pages_in(data: bytes) -> int:
    """Pages of a PDF."""
    assert data.startswith(b"%PDF-")
    return max(int(n) for n in re.findall(rb"/Count (\d+)", data))


def made(visit: Visit, kind: PaperKind, **changes: Any) -> VisitPaper:
    """A draft of a paper."""
    form = draft_of(visit, kind, content_of(visit, kind))
    return VisitPaper(**(form.__dict__ | changes))


def test_the_record_carries_every_element_and_no_number_of_its_own(visits: VisitDesk) -> None:
    visit = full(visits)
    text = words_of(visit_docx(made(visit, PaperKind.RECORD), "打印"))
    for said in ("底稿", "现场检查（勘察）笔录", "2026年11月24日8时00分至2026年11月24日9时00分", visit.facility.name,
                 "法定代表人（负责人）", "演示法人", "演示主管", "演示记录", "执法证号", "陈述、申辩", "当事人已核对", "不申请回避", "正常生产",
                 "标志牌缺失", "演示站员（监测站人员，监测站）", "以下空白", "以上属实", "身份证件号码", "勘察示意图"):  # fmt: skip
        assert said in text, said
    assert "文号" not in text


def test_every_paper_is_a_pdf_and_a_word_file_through_the_door(visits: VisitDesk) -> None:
    visit = full(visits)
    clerk = client_of(visits, "legal-1")
    for kind in ("record", "checklist", "photos", "order"):
        data = clerk.get(f"/visits/{visit.public_id}/print/{kind}-pdf/")
        assert (data.status_code, data["Content-Type"], pages_in(data.content) >= 1) == (
            200,
            "application/pdf",
            True,
        )
        word = clerk.get(f"/visits/{visit.public_id}/print/{kind}-docx/")
        assert "底稿" in words_of(word.content), kind
    for odd in ("record-odt", "letter-pdf", "pdf"):
        assert clerk.get(f"/visits/{visit.public_id}/print/{odd}/").status_code == 404


def test_forty_photos_are_shown_small_and_upright_and_stay_untouched(visits: VisitDesk) -> None:
    visit = visits.underway(2)
    photographed(visits, visit, 40)
    broken = visits.photo(visit, caption="打不开的一张")
    before = {p.sha256: path_of(p.sha256).read_bytes() for p in visit.pictures.all()}
    visit = visits.finish(visit)
    content = content_of(visit, PaperKind.PHOTOS)
    copies = copies_of(content["photos"])
    assert (len(copies), str(broken.uid) in copies) == (40, False)
    form = made(visit, PaperKind.PHOTOS, shown={u: f"{u}.jpg" for u in copies})
    data = pdf_with(TEMPLATES[form.kind], as_typst(form, "打印"), copies)
    assert 7 <= pages_in(data) <= 12
    assert {d: path_of(d).read_bytes() for d in before} == before
    turned = smaller(picture(800, 400, turned=6))
    assert turned is not None
    assert Image.open(io.BytesIO(turned)).size == (400, 800)
    assert smaller(b"no picture") is None


def test_the_order_leaves_the_provision_to_a_person(visits: VisitDesk) -> None:
    visit = full(visits)
    text = words_of(visit_docx(made(visit, PaperKind.ORDER), "打印"))
    assert "立即修复收集罩并密闭作业（2026年12月8日前完成）" in text
    assert "上述行为违反了________________" in text
    assert "标志牌缺失" not in text
    assert f"{law.district().name}生态环境局" in text


def test_a_signed_paper_stays_as_it_was_and_a_change_is_a_version(visits: VisitDesk) -> None:
    visit = full(visits)
    clerk, page = client_of(visits), f"/visits/{visit.public_id}/"
    scan = SimpleUploadedFile("签字页.pdf", b"%PDF-1.4 signed")
    typed = {
        "kind": "RECORD",
        "signed_on": "2026-11-24",
        "original_system": "CITY-ENFORCEMENT",
        "original_number": "JL-1",
    }
    assert send(clerk, f"{page}sign/", **typed, scan=scan).status_code == 302
    held = SignedPaper.objects.get()
    assert (held.version, held.scan is not None, held.number) == (1, True, "")
    reopened = send(clerk, f"{page}record/reopen/", why="漏记生产情况")
    assert reopened.status_code == 302 and "重开前的笔录" in text_of(clerk.get(page))
    do.edit_record(visit=visit, elements={"production": "后来改的"}, by=visits.by(), at=visits.at)
    frozen = clerk.get(f"/visits/papers/{held.public_id}/docx/")
    text = words_of(frozen.content)
    assert ("正常生产" in text, "后来改的" in text, "JL-1" in text) == (True, False, True)
    refused = send(clerk, f"{page}sign/", **typed)
    assert (refused.status_code, "请写明更改理由" in text_of(refused)) == (422, True)
    assert send(clerk, f"{page}sign/", **typed, why="补记生产情况").status_code == 302
    assert "第 2 版" in text_of(clerk.get(page))
    assert send(client_of(visits, "enforcement-head"), f"{page}sign/", **typed).status_code == 404


def test_a_record_with_gaps_is_not_signed(visits: VisitDesk) -> None:
    visit = visits.ended(2)
    refused = send(
        client_of(visits), f"/visits/{visit.public_id}/sign/", kind="RECORD", signed_on="2026-11-24"
    )
    assert (refused.status_code, "笔录还缺：" in text_of(refused)) == (422, True)


@pytest.mark.parametrize(
    ("told", "said"), [("2026-01-02 08:05", "2026年1月2日8时05分"), ("", "____年__月__日__时__分")]
)
def test_times_are_written_to_the_minute(told: str, said: str) -> None:
    assert minute_words(told) == said


def test_the_brief_is_one_page_whatever_is_known(visits: VisitDesk) -> None:
    for _ in range(3):
        done = visits.ended(2, kind="TRIGGERED", reason="COMPLAINT")
        visits.answer_all(done, q1_1_1="FAILS")
        for n in range(4):
            visits.find(done, f"{n}{LONG}")
    visit = visits.assigned(2, kind="TRIGGERED", reason="COMPLAINT")
    clerk = client_of(visits, "legal-1")
    page = f"/visits/{visit.public_id}/brief/"
    body = text_of(clerk.get(page))
    for said in ("先看什么", "上次不符合", "没有办结的检查问题", "最近检查", "年度频次", visit.facility.name):
        assert said in body, said
    assert pages_in(clerk.get(f"{page}?format=pdf").content) == 1
    most = {"title": "没有办结的检查问题", "lines": ["字" * 62] * 5, "more": 9}
    told = {
        "title": "检查前情况",
        "number": "一",
        "mark": "打印",
        "facts": [["单位", "字" * 90]] * 8,
        "blocks": [most] * 15,
    }
    assert pages_in(pdf("brief", fitting(told))) == 1


def issuing(visits: VisitDesk) -> None:
    """From today on this system issues the papers."""
    head = visits.by("approval-head")
    given = {"name": "inspection.place_of_issue", "text": "yes", "document": "普环〔2026〕9号"}
    adopt_value(**given, since=visits.today, by=head, at=visits.at)


def test_where_this_system_issues_papers_the_one_handed_over_bears_its_number(visits: VisitDesk) -> None:
    """EN-119"""
    issuing(visits)
    visit = full(visits)
    clerk, page = client_of(visits), f"/visits/{visit.public_id}/"
    assert made(visit, PaperKind.RECORD).draft
    typed = {"kind": "ORDER", "signed_on": "2026-11-24"}
    early = send(clerk, f"{page}sign/", **typed)
    assert (early.status_code, "还没有文号" in text_of(early)) == (422, True)
    first, again = (send(clerk, f"{page}number/order/") for _ in range(2))
    assert (first.status_code, first["Location"]) == (302, again["Location"])
    number = PaperNumber.objects.get().number
    handed = words_of(clerk.get(f"{page}print/order-docx/").content)
    assert (number in handed, "底稿" in handed) == (True, False)
    assert "底稿" in words_of(clerk.get(f"{page}print/record-docx/").content)
    assert send(clerk, f"{page}sign/", **typed).status_code == 302
    held = SignedPaper.objects.get()
    text = words_of(clerk.get(f"/visits/papers/{held.public_id}/docx/").content)
    assert (held.number, number in text, "底稿" in text) == (number, True, False)
    assert "签署日期：2026年11月24日" in text


def test_no_number_is_given_away_where_the_paper_is_issued_elsewhere_or_says_nothing(
    visits: VisitDesk,
) -> None:
    visit = visits.ended(2)
    clerk, page = client_of(visits), f"/visits/{visit.public_id}/"
    refused = send(clerk, f"{page}number/record/")
    assert (refused.status_code, "不编文号" in text_of(refused)) == (422, True)
    issuing(visits)
    for slug, said in (("order", "没有可以责令改正的事实"), ("photos", "还没有现场照片")):
        assert said in text_of(send(clerk, f"{page}number/{slug}/"))
    assert not PaperNumber.objects.exists()


def test_names_of_any_length_stay_inside_their_cells(visits: VisitDesk) -> None:
    visit = full(visits)
    long = "上海" + "某某综合能源环境设备制造及综合利用" * 6 + "有限公司（演示）"
    content = {**content_of(visit, PaperKind.RECORD), "unit": long}
    content["parts"] = [
        p | {"text": long if p["label"] == "被检查单位名称" else p["text"]} for p in content["parts"]
    ]
    form = made(visit, PaperKind.RECORD, content=content)
    assert pages_in(pdf(TEMPLATES[form.kind], as_typst(form, "打印"))) <= 4
    assert long in words_of(visit_docx(form, "打印"))
