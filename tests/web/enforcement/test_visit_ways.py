"""Less common ways of a visit through its pages: from a task, drawn and not met, taken back, photos, findings slipped."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit, VisitPicture
from postpermit.linkage import operations as linkage
from postpermit.linkage.models import Slip
from postpermit.linkage.states import Ground, Subject
from postpermit.trail.files import path_of
from tests.enforcement.building import VisitDesk
from tests.web.enforcement.inspecting import client_of, send, text_of
from tests.web.enforcement.test_papers import picture

pytestmark = pytest.mark.django_db
TRANSFER = {"kind": "TRIGGERED", "manner": "ON_SITE", "reason": "TRANSFER", "scheduled_on": "2026-11-24"}


def page_of(visit: Visit) -> str:
    """The visit's page."""
    return f"/visits/{visit.public_id}/"


def task(visits: VisitDesk) -> Slip:
    """A linkage task to 执法大队, accepted."""
    slip = linkage.raise_slip(
        division="ECOLOGY", title="请核查", subject=Subject.SUPERVISION, ground=Ground.SUPPORT, description="请核查异味",
        receivers=["ENFORCEMENT"], facility=visits.units[1], by=visits.by("ecology-1"), at=visits.at,
    )  # fmt: skip
    linkage.approve_slip(slip=slip, by=visits.by("ecology-head"), at=visits.at)
    part = slip.assignments.get(division="ENFORCEMENT")
    linkage.accept_assignment(assignment=part, text="安排检查", remark="", by=visits.by(), at=visits.at)
    part.refresh_from_db()
    linkage.sign_receipt(assignment=part, by=visits.by("enforcement-head"), at=visits.at)
    return slip


def test_a_task_leads_to_a_visit_and_is_fed_back_when_it_closes(visits: VisitDesk) -> None:
    slip = task(visits)
    part = slip.assignments.get(division="ENFORCEMENT")
    clerk = client_of(visits)
    link = f"/visits/new/?assignment={part.public_id}"
    assert link in text_of(clerk.get(f"/slips/{slip.public_id}/"))
    assert slip.number in text_of(clerk.get(link))
    assert send(clerk, "/visits/new/", assignment=str(part.public_id), **TRANSFER).status_code == 302
    visit = Visit.objects.get()
    assert (visit.assignment, visit.facility) == (part, visits.units[1])
    assert slip.number in text_of(clerk.get(page_of(visit)))
    by, at = visits.by("enforcement-head"), visits.at
    do.note_code(visit=visit, code="JCM-5", by=by, at=at)
    do.assign_team(visit=visit, officers=visits.team(), by=by, at=at)
    do.start_visit(visit=visit, started_at=at, by=visits.by(), at=at)
    do.finish_visit(visit=visit, outcome="DONE", conclusion="没有异味。", ended_at=at, by=visits.by(), at=at)
    visits.answer_all(visit)
    assert "没有异味。" in text_of(clerk.get(page_of(visit)))
    assert send(clerk, f"{page_of(visit)}do/close/", feedback="已核查，没有异味").status_code == 302
    part.refresh_from_db()
    assert part.state == "SIGNING_FEEDBACK"


def test_a_drawn_unit_that_was_not_met_names_who_follows_and_the_plan_has_it_again(visits: VisitDesk) -> None:
    plan = visits.plan(3, drawn=True)
    visit = visits.ended(3, outcome="NOBODY", planned=plan)
    body = text_of(client_of(visits).get(page_of(visit)))
    assert "排序中的下一家是" in body
    assert visits.units[2].name in body
    plan.refresh_from_db()
    assert plan.state == "PLANNED"


def test_drawn_inspectors_are_sent_without_choosing_them(visits: VisitDesk) -> None:
    plan = visits.plan(1)
    visits.draw_officers(plan, "enforcement-2", "enforcement-1", "enforcement-head")
    visit = visits.prepare(1, planned=plan)
    head = client_of(visits, "enforcement-head")
    assert "不选主办，即按抽取结果派员" in text_of(head.get(page_of(visit)))
    assert send(head, f"{page_of(visit)}do/assign/", lead="", members=[]).status_code == 302
    assert visit.officers.get(role="LEAD").officer == visits.officer("enforcement-2")
    other = visits.prepare(2)
    refused = send(head, f"{page_of(other)}do/assign/", lead="", members=[])
    assert (refused.status_code, "请选择主办" in text_of(refused)) == (422, True)


def test_what_a_visit_discharged_is_taken_back_by_two(visits: VisitDesk) -> None:
    visit = visits.ended(1)
    mine, other = client_of(visits), client_of(visits, "enforcement-2")
    refused = send(mine, f"{page_of(visit)}do/resume/", why="漏查一项")
    assert (refused.status_code, "请先由一人申请撤回办理记录" in text_of(refused)) == (422, True)
    assert send(mine, f"{page_of(visit)}take-back/", why="漏查一项").status_code == 302
    assert send(mine, f"{page_of(visit)}do/resume/", why="漏查一项").status_code == 422
    assert send(other, f"{page_of(visit)}do/resume/", why="漏查一项").status_code == 302
    visit.refresh_from_db()
    assert (visit.state, visit.done_as) == ("UNDERWAY", None)


def test_photos_come_by_the_desk_with_their_original_bytes(visits: VisitDesk) -> None:
    visit = visits.underway(1)
    clerk, page = client_of(visits), page_of(visit)
    data = picture()
    typed = {"kind": "EVIDENCE", "question": "2.1.1", "caption": "标志牌缺失"}
    files = [SimpleUploadedFile(f"IMG_{n}.jpg", data + bytes([n])) for n in range(2)]
    assert send(clerk, f"{page}pictures/", **typed, files=files).status_code == 302
    held = list(VisitPicture.objects.order_by("pk"))
    assert [path_of(p.sha256).read_bytes() for p in held] == [data + b"\x00", data + b"\x01"]
    assert (held[0].from_album, held[0].caption) == (True, "标志牌缺失")
    assert "标志牌缺失" in text_of(clerk.get(page))
    for wrong in ({"files": []}, {"files": [SimpleUploadedFile("a.jpg", b"no picture")]}):
        refused = send(clerk, f"{page}pictures/", **typed | wrong)
        assert (refused.status_code, VisitPicture.objects.count()) == (422, 2)
    unsigned = send(clerk, f"{page}pictures/", kind="SIGNATURE", files=[SimpleUploadedFile("s.png", data)])
    assert "请写明签名人" in text_of(unsigned)
    shut = send(clerk, f"{page_of(visits.prepare(2))}pictures/", **typed, files=[])
    assert shut.status_code == 404


def test_findings_are_slipped_together_by_their_ticks(visits: VisitDesk) -> None:
    visit = visits.underway(1)
    rows = [visits.find(visit, text) for text in ("标志牌缺失", "台账不全")]
    clerk, page = client_of(visits), page_of(visit)
    assert "一并转给" in text_of(clerk.get(page))
    nothing = send(clerk, f"{page}slip/", to="POLLUTION")
    assert (nothing.status_code, "请先勾选" in text_of(nothing)) == (422, True)
    typed = {"findings": [str(f.public_id) for f in rows], "to": "POLLUTION"}
    done = send(clerk, f"{page}slip/", **typed)
    slip = Slip.objects.get()
    assert done["Location"] == f"/slips/{slip.public_id}/"
    assert "已转办" in text_of(clerk.get(page))
    assert send(client_of(visits, "legal-1"), f"{page}slip/", **typed).status_code == 404
    listed = text_of(clerk.get("/visits/findings/?state=SLIPPED"))
    assert all(f.text in listed for f in rows)
    for query in ("state=OPEN", "disposition=CASE", "late=1", "facility=x", "q=没有"):
        assert "没有符合条件的问题" in text_of(clerk.get(f"/visits/findings/?{query}")), query


def test_a_finding_is_dropped_by_the_head_and_extended_with_a_reason(visits: VisitDesk) -> None:
    visit = visits.underway(1)
    first, second = (visits.find(visit, text) for text in ("一", "二"))
    clerk, head = client_of(visits), client_of(visits, "enforcement-head")
    assert send(clerk, f"/visits/findings/{first.public_id}/do/drop/", why="不成立").status_code == 404
    assert send(head, f"/visits/findings/{first.public_id}/do/drop/", why="").status_code == 422
    assert send(head, f"/visits/findings/{first.public_id}/do/drop/", why="不成立").status_code == 302
    act = f"/visits/findings/{second.public_id}/do"
    assert send(clerk, f"{act}/correct/", demand="整改", due_on="2026-12-01").status_code == 302
    sooner = send(head, f"{act}/extend/", due_on="2026-11-25", why="单位申请")
    assert (sooner.status_code, "须晚于原期限" in text_of(sooner)) == (422, True)
    assert send(head, f"{act}/extend/", due_on="2026-12-20", why="单位申请").status_code == 302
    # With neither a visit nor a file it takes the head.
    assert send(clerk, f"{act}/confirm-corrected/", outcome="已补挂").status_code == 422
    assert send(head, f"{act}/accept-corrected/", why="已补挂").status_code == 302
    assert "已补挂" in text_of(clerk.get(page_of(visit)))
