"""A group of questions answered at once, a list of people that has changed, and photos that came by the desk."""

import uuid

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import VisitAnswer
from postpermit.enforcement.queries.asked import answered
from postpermit.enforcement.queries.papers import content_of
from postpermit.enforcement.states import PaperKind
from postpermit.trail.errors import Refused
from postpermit.trail.queries import timeline
from postpermit.web.paper.visit_bodies import photo_lines
from tests.enforcement.building import VisitDesk
from tests.web.enforcement.inspecting import client_of, send, text_of
from tests.web.enforcement.test_papers import picture

pytestmark = pytest.mark.django_db


def test_the_rest_of_a_group_meets_with_one_entry_and_nothing_answered_is_touched(visits: VisitDesk) -> None:
    visit = visits.underway(2)
    group = answered(visit).asked.groups[0]
    codes = [q.code for i in group.items for q in i.questions]
    visits.answer(visit, codes[0], "FAILS", "没有公开")
    visits.answer(visit, codes[1], "NOT_CHECKED", "资料未带")
    before = len(list(timeline(visit)))
    clerk, page = client_of(visits), f"/visits/{visit.public_id}/"
    assert "本组其余均已查看，均符合" in text_of(clerk.get(page))
    assert send(clerk, f"{page}answers/", rest=group.code).status_code == 302
    entries = list(timeline(visit))
    assert (len(entries) - before, entries[0].facts["questions"]) == (1, codes[2:])
    stand = answered(visit)
    assert [stand.answers[c][-1].result for c in codes[:3]] == ["FAILS", "NOT_CHECKED", "MEETS"]
    others = {q.code for g in stand.asked.groups[1:] for i in g.items for q in i.questions}
    assert not others & set(stand.answers)
    again = send(clerk, f"{page}answers/", rest=group.code)
    assert (again.status_code, "没有未查的内容了" in text_of(again)) == (422, True)


def test_what_was_typed_beside_it_is_kept_first(visits: VisitDesk) -> None:
    visit = visits.underway(2)
    group = answered(visit).asked.groups[0]
    code = group.items[0].questions[0].code
    typed = {f"result-{code}": "FAILS", f"note-{code}": "没有许可证"}
    clerk, page = client_of(visits), f"/visits/{visit.public_id}/"
    wordless = send(clerk, f"{page}answers/", **typed | {f"note-{code}": ""}, rest=group.code)
    assert (wordless.status_code, VisitAnswer.objects.filter(visit=visit).count()) == (422, 0)
    assert send(clerk, f"{page}answers/", **typed, rest=group.code).status_code == 302
    assert VisitAnswer.objects.get(visit=visit, question=code).result == "FAILS"


def test_no_group_is_answered_that_the_list_has_not_and_none_that_does_not_apply(visits: VisitDesk) -> None:
    visit = visits.underway(2)
    with pytest.raises(Refused, match="没有这一组"):
        do.rest_meets(visit=visit, group="x", by=visits.by(), at=visits.at)
    fit = set(answered(visit).unanswered)
    for group in answered(visit).asked.groups:
        if any(q.code in fit for i in group.items for q in i.questions):
            do.rest_meets(visit=visit, group=group.code, by=visits.by(), at=visits.at)
    assert set(VisitAnswer.objects.filter(visit=visit).values_list("question", flat=True)) == fit


def test_who_left_the_list_meanwhile_is_said_as_a_change_of_the_list(visits: VisitDesk) -> None:
    visit = visits.assigned(1)
    gone = visits.officer("enforcement-4")
    head = client_of(visits, "enforcement-head")
    typed = {"officer": str(gone.public_id), "why": "利害关系"}
    stale = send(head, f"/visits/{visit.public_id}/do/recuse/", **typed)
    assert (stale.status_code, "检查人员名单已经变化" in text_of(stale)) == (422, True)
    empty = send(head, f"/visits/{visit.public_id}/do/recuse/", officer="", why="利害关系")
    assert "检查人员名单已经变化" not in text_of(empty)


def test_a_photo_that_came_by_the_desk_says_so_and_stands_on_the_clause_of_inspections(
    visits: VisitDesk,
) -> None:
    visit = visits.underway(2)
    clerk, page = client_of(visits), f"/visits/{visit.public_id}/"
    files = [SimpleUploadedFile("IMG_1.jpg", picture())]
    done = clerk.post(
        f"{page}pictures/", {"act_key": uuid.uuid4().hex, "kind": "EVIDENCE", "files": files}, follow=True
    )
    body = text_of(done)
    assert "已保存 1 张，在本页" in body
    assert "电脑上传" in body
    assert "来自相册" not in body
    entry = next(e for e in timeline(visit) if e.verb == "attach")
    assert entry.clause == "plan:6.1"
    (photo,) = content_of(visit, PaperKind.PHOTOS)["photos"]
    assert ("拍摄人", f"{visits.by().signature}（电脑上传）") in photo_lines(photo)
    assert "（相册）" in dict(photo_lines({k: v for k, v in photo.items() if k != "uploaded"}))["拍摄人"]
    send(clerk, f"{page}attach/", file=SimpleUploadedFile("a.txt", "说明".encode()))
    assert next(e for e in timeline(visit) if e.verb == "attach").clause == "plan:6.1"


def test_filters_of_the_list_are_folded_on_a_telephone_unless_one_is_set(visits: VisitDesk) -> None:
    clerk = client_of(visits)
    assert "data-fold open" in text_of(clerk.get("/visits/"))
    assert 'data-fold="kept" open' in text_of(clerk.get("/visits/", {"state": "PREPARED"}))
