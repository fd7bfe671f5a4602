"""Answers that failed without a finding: on 笔录, on the form that ends a visit, and one click away from a finding."""

import pytest

from postpermit.enforcement.models import VisitFinding
from postpermit.enforcement.queries.closing import feedback_words
from postpermit.enforcement.queries.papers import content_of
from postpermit.enforcement.states import PaperKind
from postpermit.web.paper.visit_paper import as_typst, draft_of
from postpermit.web.paper.visit_word import visit_docx
from tests.enforcement.building import VisitDesk
from tests.web.enforcement.inspecting import client_of, send, text_of
from tests.web.enforcement.test_papers import words_of

pytestmark = pytest.mark.django_db


def found_on(visit: object) -> str:
    """The part of 笔录 about what was found, as the PDF prints it."""
    form = draft_of(visit, PaperKind.RECORD, content_of(visit, PaperKind.RECORD))  # type: ignore[arg-type]
    return "\n".join(as_typst(form, "打印")["found"])


def test_the_record_never_says_nothing_was_found_while_an_answer_failed(visits: VisitDesk) -> None:
    visit = visits.underway(2)
    assert found_on(visit) == "检查单没有填写结果，未作判断。"
    visits.answer(visit, "1.1.1", note="没有公开")
    assert "未发现问题。\n检查单中未查" in found_on(visit)
    visits.answer(visit, "2.1.1", "FAILS", "标志牌缺失")
    said = found_on(visit)
    assert "检查单记为不符合，尚未登记问题：\n2.1.1" in said
    assert "标志牌缺失" in said
    assert "未发现问题" not in said
    form = draft_of(visit, PaperKind.RECORD, content_of(visit, PaperKind.RECORD))
    assert "尚未登记问题" in words_of(visit_docx(form, "打印"))
    visits.find(visit, "标志牌缺失", question="2.1.1")
    assert "尚未登记问题" not in found_on(visit)


def test_the_answer_to_a_task_does_not_say_it_either(visits: VisitDesk) -> None:
    visit = visits.underway(2)
    visits.answer_all(visit, q2_1_1="FAILS")
    assert "1 项不符合尚未登记问题" in feedback_words(visits.finish(visit))


def test_a_paper_signed_before_says_what_it_said(visits: VisitDesk) -> None:
    visit = visits.underway(2)
    content = content_of(visit, PaperKind.RECORD)
    old = {k: v for k, v in content.items() if k not in ("unsettled", "unchecked", "answered")}
    assert as_typst(draft_of(visit, PaperKind.RECORD, old), "打印")["found"] == ["未发现问题。"]


def test_whoever_ends_a_visit_reads_what_is_left(visits: VisitDesk) -> None:
    visit = visits.underway(2)
    visits.answer_all(visit, q2_1_1="FAILS", q1_1_1="NOT_CHECKED")
    page = f"/visits/{visit.public_id}/"
    clerk = client_of(visits)
    assert "检查单还有 1 项未查，1 项不符合尚未登记问题。" in text_of(clerk.get(page))
    ended = send(clerk, f"{page}do/finish/", outcome="DONE", conclusion="查毕。", ended_at="0930")
    assert ended.status_code == 302


def test_a_finding_is_one_click_from_the_answer_that_failed(visits: VisitDesk) -> None:
    visit = visits.underway(2)
    visits.answer_all(visit, q2_1_1="FAILS", q3_1_2="FAILS")
    page = f"/visits/{visit.public_id}/"
    clerk = client_of(visits)
    assert f'{page}?find=3.1.2#n-find-text"' in text_of(clerk.get(page))
    asked = clerk.get(page, {"find": "3.1.2"})
    form = asked.context["find_form"]
    given = {row["name"]: row["value"] for row in form.fields}
    assert (form.open, given["question"], given["text"], bool(given["conduct"])) == (
        True,
        "3.1.2",
        "见照片",
        True,
    )
    assert send(clerk, f"{page}find/", **given).status_code == 302
    assert VisitFinding.objects.get().question == "3.1.2"
    after = clerk.get(page, {"find": "3.1.2"})
    assert (after.context["find_form"].open, "?find=3.1.2" in text_of(after)) == (False, False)


def test_a_start_on_another_day_than_planned_is_said_and_a_wrong_one_put_right(visits: VisitDesk) -> None:
    clerk = client_of(visits)
    early = visits.assigned(1, scheduled_on=visits.today.replace(day=27), inspection_code="JCM9")
    assert "不是同一天，请核对" in text_of(clerk.get(f"/visits/{early.public_id}/"))
    visit = visits.underway(2)
    page = f"/visits/{visit.public_id}/"
    assert "更正开始时间" in text_of(clerk.get(page))
    refused = send(clerk, f"{page}do/amend-start/", started_at="2025-11-24 09:00", why="误写")
    assert (refused.status_code, "不能早于安排这次检查的日期" in text_of(refused)) == (422, True)
    assert send(clerk, f"{page}do/amend-start/", started_at="0915", why="误写").status_code == 302
    visit.refresh_from_db()
    assert visit.started_at is not None
    assert visit.started_at.minute == 15
