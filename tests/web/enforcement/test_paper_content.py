"""What stands on the papers of a visit: one order per unit, provisions chosen, two versions, captions, codes, the scan."""

import contextlib
import io
import re
import uuid
import zlib
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from docx import Document

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import OrderGround, SignedPaper, Visit
from postpermit.enforcement.operations.answers import settle_conflict
from postpermit.enforcement.queries.papers import content_of
from postpermit.enforcement.queries.paste import paste_text
from postpermit.enforcement.states import PaperKind
from postpermit.office.operations import adopt_value
from postpermit.trail.errors import Refused
from postpermit.web.paper.pdf import pdf
from postpermit.web.paper.shown import copies_of, pdf_with
from postpermit.web.paper.visit_bodies import order_body, photo_lines, remedy_pieces
from postpermit.web.paper.visit_paper import TEMPLATES, as_typst, draft_of
from postpermit.web.paper.visit_word import visit_docx
from tests.enforcement.building import VisitDesk
from tests.web.enforcement.inspecting import client_of, send, text_of
from tests.web.enforcement.test_papers import RECORD, full, made, photographed, picture, words_of

pytestmark = pytest.mark.django_db
ELSEWHERE: dict[str, Any] = {"original_system": "CITY-ENFORCEMENT", "original_number": "演示7号"}
BOTH = "两个版本，待选定"


def with_another_unit(visits: VisitDesk) -> tuple[Visit, str]:
    """A visit on which a workshop without a permit was met next door, both to correct something."""
    visit = visits.underway(2)
    own = visits.find(visit, "标志牌缺失")
    who: dict[str, Any] = {"by": visits.by(), "at": visits.at}
    unit, other = do.register_unlicensed(name="演示隔壁作坊", address="演示路九号二层", visit=visit, **who)
    assert other is not None
    visits.finish(visit)
    for finding, demand in ((own, "补挂标志牌"), (other, "停止排放并申请许可证")):
        do.correct_on_the_spot(finding=finding, demand=demand, **who)
    return visit, str(unit.public_id)


def test_each_unit_is_ordered_to_correct_its_own_and_nothing_of_the_other(visits: VisitDesk) -> None:
    visit, other = with_another_unit(visits)
    clerk, page = client_of(visits), f"/visits/{visit.public_id}/"
    own = words_of(clerk.get(f"{page}print/order-docx/").content)
    theirs = words_of(clerk.get(f"{page}print/order-docx/?unit={other}").content)
    assert ("补挂标志牌" in own, "停止排放" in own, "演示隔壁作坊" in own) == (True, False, False)
    assert ("补挂标志牌" in theirs, "停止排放" in theirs, "演示路九号二层" in theirs) == (False, True, True)
    assert visit.facility.name not in theirs
    assert "\n1. 停止排放" in theirs
    assert "演示隔壁作坊" in "\n".join(as_typst(made(visit, PaperKind.RECORD), "打印")["found"])
    assert clerk.get(f"{page}print/order-docx/?unit={visits.units[1].public_id}").status_code == 404
    for kind in ("ORDER", f"ORDER:{other}"):
        signed = send(clerk, f"{page}sign/", kind=kind, signed_on="2026-11-24", **ELSEWHERE)
        assert signed.status_code == 302
    held = {p.facility.name: p.version for p in SignedPaper.objects.all()}
    assert held == {visit.facility.name: 1, "演示隔壁作坊": 1}
    shown = text_of(clerk.get(page))
    assert shown.count("原件 统一综合执法系统 演示7号") == 2
    assert "CITY-ENFORCEMENT 演示7号" not in shown


def test_two_versions_say_so_on_every_paper_and_nobody_signs_them(visits: VisitDesk) -> None:
    visit = visits.underway(2)
    do.edit_record(visit=visit, elements=RECORD, by=visits.by(), at=visits.at)
    first = visits.answer(visit, "2.1.1", "MEETS", "甲说")
    visits.answer(visit, "2.1.1", "FAILS", "乙说")
    visits.answer(visit, "r.production", "NOT_CHECKED", "停产")
    visits.answer(visit, "r.production", "NOT_CHECKED", "半开")
    visits.answer_all(visit)
    visits.finish(visit)
    record, sheet = content_of(visit, "RECORD"), content_of(visit, "CHECKLIST")
    item = next(i for i in sheet["items"] if i["code"] == "2.1")
    asked = next(q for q in item["questions"] if q["code"] == "2.1.1")
    assert (item["result"], asked["result"], asked["note"]) == (BOTH, BOTH, "1. 符合，甲说；2. 不符合，乙说")
    found = "\n".join(as_typst(made(visit, PaperKind.RECORD), "打印")["found"])
    assert (BOTH in found, "未发现问题" in found, "尚未登记" in found) == (True, False, False)
    assert f"{BOTH}（1. 停产；2. 半开）" in {s["text"] for s in record["seen"]}
    assert f"：{BOTH}（1. 符合，甲说；2. 不符合，乙说）" in paste_text(visit)
    given: dict[str, Any] = {
        "visit": visit,
        "signed_on": visits.today,
        **ELSEWHERE,
        "by": visits.by(),
        "at": visits.at,
    }
    for kind in ("RECORD", "CHECKLIST"):
        with pytest.raises(Refused, match="排放口的位置和数量.*生产情况.*有两个版本，请先选定"):
            do.sign_paper(kind=kind, **given)
    settle_conflict(visit=visit, question="2.1.1", uid=first.uid, by=visits.by(), at=visits.at)
    with pytest.raises(Refused, match="“生产情况”有两个版本"):
        do.sign_paper(kind="CHECKLIST", **given)


def test_nothing_is_frozen_as_signed_with_nothing_behind_it(visits: VisitDesk) -> None:
    visit = full(visits, photos=0)
    clerk, page = client_of(visits), f"/visits/{visit.public_id}/"
    typed = {"signed_on": "2026-11-24"}
    bare = send(clerk, f"{page}sign/", kind="CHECKLIST", **typed)
    assert (bare.status_code, "或者附签字页扫描件" in text_of(bare)) == (422, True)
    assert "还没有现场照片" in text_of(send(clerk, f"{page}sign/", kind="PHOTOS", **typed, **ELSEWHERE))
    scan = SimpleUploadedFile("签字页.pdf", b"%PDF-1.4 signed")
    assert send(clerk, f"{page}sign/", kind="CHECKLIST", **typed, scan=scan).status_code == 302
    empty = visits.ended(1)
    refused = send(clerk, f"/visits/{empty.public_id}/sign/", kind="ORDER", **typed, **ELSEWHERE)
    assert (refused.status_code, "没有可以责令改正的事实" in text_of(refused)) == (422, True)


def test_the_photo_of_the_signed_page_is_the_scan_of_the_record(visits: VisitDesk) -> None:
    visit = visits.underway(2)
    who: dict[str, Any] = {"by": visits.by(), "at": visits.at}
    do.edit_record(visit=visit, elements=RECORD, **who)
    visits.finish(visit)
    page = do.keep_picture(
        visit=visit, uid=uuid.uuid4(), kind="SIGNED_PAGE", name="p.jpg", data=picture(), **who
    )
    with pytest.raises(Refused, match="或者附签字页扫描件"):
        do.sign_paper(visit=visit, kind="CHECKLIST", signed_on=visits.today, **who)
    kept = do.sign_paper(visit=visit, kind="RECORD", signed_on=visits.today, **who)
    assert kept.scan == page.attachment


def test_the_provisions_that_a_person_chose_stand_on_the_order_and_both_readings_are_offered(
    visits: VisitDesk,
) -> None:
    visit = full(visits)
    clerk, page = client_of(visits), f"/visits/{visit.public_id}/"
    finding = visit.findings.get(number=1)
    form = next(b for b in clerk.get(page).context["papers"] if b.grounds).grounds[0].form
    offered = {f["name"]: [v for v, _, _ in f["options"]] for f in form.fields if f["kind"] == "checks"}
    assert any(v.startswith("《排污许可管理条例》第") for v in offered["penalties"])
    chosen = next(v for v in offered["penalties"] if "法典》第" in v)
    to, typed = (
        f"/visits/findings/{finding.public_id}/grounds/",
        {"seen": "0", "duties": offered["duties"][:1]},
    )
    nothing = send(clerk, to, seen="0")
    assert (nothing.status_code, "请选择违反的规定" in text_of(nothing)) == (422, True)
    assert send(clerk, to, **typed, penalties=[chosen], more_penalties="某规定第一条").status_code == 302
    late = send(clerk, to, **typed, penalties=offered["penalties"])
    assert (late.status_code, "刚由他人选定" in text_of(late)) == (422, True)
    content = content_of(visit, "ORDER")
    assert content["facts"][0]["penalties"] == [chosen, "某规定第一条"]
    said = order_body(content, {})
    assert ("法典》第一千" in said["rests"][1], "某规定第一条" in said["rests"][1]) == (True, True)
    assert said["broken"][0][0] == "上述行为违反了" and said["broken"][0][1]
    assert OrderGround.objects.get().by_name in text_of(clerk.get(page))
    assert send(client_of(visits, "legal-1"), to, **typed).status_code == 404


def test_terms_of_the_remedies_are_dated_values_and_a_body_that_nobody_entered_is_a_line(
    visits: VisitDesk,
) -> None:
    visit = full(visits)
    said = "".join(p or "____" for p in remedy_pieces(content_of(visit, "ORDER")["remedies"]))
    assert "六十日（待确认）内向____申请行政复议" in said
    assert "六个月（待确认）内直接向____提起行政诉讼" in said
    head = visits.by("legal-head")
    adopt_value(
        name="order.review.body",
        text="演示区人民政府",
        since=visits.today,
        document="演示文件",
        by=head,
        at=visits.at,
    )
    assert remedy_pieces(content_of(visit, "ORDER")["remedies"])[1] == "演示区人民政府"
    assert remedy_pieces("不服的，可以申请复议。") == ["不服的，可以申请复议。"]


def test_a_photo_says_its_question_in_words_and_proves_it_until_somebody_writes_more(
    visits: VisitDesk,
) -> None:
    visit = visits.underway(2)
    photo = visits.photo(visit, "2.1.1", caption="")
    visits.finish(visit)
    ask = "排放口的位置和数量是否与许可证一致？"
    rows = dict(photo_lines(content_of(visit, "PHOTOS")["photos"][0]))
    assert (rows["证明对象"], rows["检查内容"]) == (ask, f"2.1.1 {ask}")
    clerk, page = client_of(visits), f"/visits/{visit.public_id}/"
    to, which = f"{page}caption/", {"picture": str(photo.uid)}
    assert send(clerk, to, **which, caption="2号排放口没有编号", seen="0").status_code == 302
    late = send(clerk, to, **which, caption="另一种说法", seen="0")
    assert (late.status_code, "刚由他人补写" in text_of(late)) == (422, True)
    rows = dict(photo_lines(content_of(visit, "PHOTOS")["photos"][0]))
    assert "2号排放口没有编号（" in rows["证明对象"] and "补写）" in rows["证明对象"]
    photo.refresh_from_db()
    assert photo.caption == ""
    other = visits.underway(1)
    assert send(clerk, f"/visits/{other.public_id}/caption/", **which, caption="x").status_code == 404


def streams_of(data: bytes) -> list[bytes]:
    """Everything packed in a PDF, unpacked, in its order."""
    found = []
    for packed in re.findall(rb"stream\r?\n(.*?)\r?\nendstream", data, re.DOTALL):
        with contextlib.suppress(zlib.error):
            found.append(zlib.decompress(packed))
    return found


def signs_in(data: bytes) -> set[str]:
    """Every sign that whoever copies out of a PDF can get."""
    maps = b"\n".join(s for s in streams_of(data) if b"beginbfchar" in s or b"beginbfrange" in s)
    told = re.findall(rb"<[0-9A-Fa-f]+> <([0-9A-Fa-f]+)>", maps)
    return {bytes.fromhex(t.decode()).decode("utf-16-be", "ignore") for t in told}


def test_a_code_in_a_pdf_holds_no_sign_that_is_not_its_own(visits: VisitDesk) -> None:
    visit = full(visits)
    form = made(visit, PaperKind.RECORD)
    told = as_typst(form, "打印")
    signs = signs_in(pdf(TEMPLATES[form.kind], told))
    assert set(visit.facility.uscc) <= signs
    assert "\u200b" not in "".join(signs)
    assert visit.facility.uscc in str(told)


def test_the_word_file_has_what_the_pdf_has(visits: VisitDesk) -> None:
    visit = full(visits)
    data = visit_docx(made(visit, PaperKind.RECORD), "打印")
    foot = "".join(p.text for p in Document(io.BytesIO(data)).sections[0].footer.paragraphs)
    text = words_of(data)
    assert "当事人逐页签名" in foot
    for said in ("北 ↑", "绘制人：", "绘制时间：", f"已完成。{visit.conclusion[:20]}"):
        assert said in text, said


def test_a_scanned_code_leads_to_its_visit(visits: VisitDesk) -> None:
    visit = full(visits)
    who: dict[str, Any] = {"by": visits.by(), "at": visits.at}
    signed = do.sign_paper(visit=visit, kind="CHECKLIST", signed_on=visits.today, **ELSEWHERE, **who)
    clerk, there = client_of(visits, "legal-1"), f"/visits/{visit.public_id}/#papers"
    draft = draft_of(visit, PaperKind.RECORD, content_of(visit, "RECORD")).code
    for code in (draft, f"PP-VISIT:{signed.public_id}", draft.replace(":", "：").lower()):
        found = clerk.get("/search/", {"q": code})
        assert (found.status_code, found["Location"]) == (302, there), code
    nobody = clerk.get("/search/", {"q": "PP-VISIT:00000000-0000-0000-0000-000000000000"})
    assert nobody.status_code == 200


@pytest.mark.parametrize("count", [4, 5])
def test_signatures_never_stand_alone_on_a_page_of_photos(visits: VisitDesk, count: int) -> None:
    visit = visits.underway(2)
    photographed(visits, visit, count)
    visits.finish(visit)
    content = content_of(visit, "PHOTOS")
    copies = copies_of(content["photos"])
    form = made(visit, PaperKind.PHOTOS, shown={u: f"{u}.jpg" for u in copies})
    data = pdf_with(TEMPLATES[form.kind], as_typst(form, "打印"), copies)
    pages = [s for s in streams_of(data) if b" Do" in s or b"TJ" in s or b"Tj" in s]
    assert len(pages) >= 2
    assert b" Do" in pages[-1]
