"""How the papers of a visit are set: articles in words, titles over their columns, rows in one piece, the band whole."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from postpermit.enforcement.queries.papers import content_of
from postpermit.enforcement.states import PaperKind
from postpermit.web.paper.articles import as_cited, in_words
from postpermit.web.paper.pdf import HERE, pdf
from postpermit.web.paper.visit_paper import TEMPLATES, as_typst, draft_of
from postpermit.web.paper.visit_word import visit_docx
from tests.enforcement.building import VisitDesk
from tests.web.enforcement.test_papers import LONG, words_of

MARKS = {"千": 1000, "百": 100, "十": 10}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("number", "said"),
    [
        (0, "零"), (7, "七"), (10, "十"), (19, "十九"), (20, "二十"), (101, "一百零一"), (110, "一百一十"),
        (1010, "一千零一十"), (1000, "一千"), (1055, "一千零五十五"), (1057, "一千零五十七"), (2005, "二千零五"),
    ],
)  # fmt: skip
def test_numbers_are_written_in_words(number: int, said: str) -> None:
    assert in_words(number) == said


@pytest.mark.one_database
@given(st.integers(1, 9999))
def test_words_are_read_back_as_the_number(number: int) -> None:
    total, digit = 0, 0
    for sign in in_words(number):
        if sign in MARKS:
            total, digit = total + (digit or 1) * MARKS[sign], 0
        else:
            digit = "零一二三四五六七八九".index(sign)
    assert total + digit == number


@pytest.mark.one_database
def test_only_articles_are_turned_into_words() -> None:
    assert as_cited("法典第1055条第2款（2026-08-15 起）") == "法典第一千零五十五条第二款（2026-08-15 起）"


@pytest.mark.django_db
def test_a_checklist_for_signature_cites_articles_in_words_and_shows_no_doubts_of_the_office(
    visits: VisitDesk,
) -> None:
    visit = visits.underway(1)
    visits.answer(visit, "2.1.1", "FAILS", LONG)
    form = draft_of(visit, PaperKind.CHECKLIST, content_of(visit, PaperKind.CHECKLIST))
    told = as_typst(form, "打印")
    bases = "；".join(q[4] for i in told["items"] for q in i["questions"])
    assert "条" in bases
    assert "待确认" not in bases
    cited = [part for text in bases.split("；") for part in text.split("第")[1:]]
    assert not any(sign.isdigit() for part in cited for sign in part.split("条")[0])
    text = words_of(visit_docx(form, "打印"))
    for title in ("编号", "检查内容", "结果", "情况说明"):
        assert title in text
    assert pdf(TEMPLATES[PaperKind.CHECKLIST], told).startswith(b"%PDF-")
    assert "breakable: false" in (HERE / "visit_checklist.typ").read_text(encoding="utf-8")
