"""The notice on paper: Word and PDF, with number and QR when it has gone out, marked 拟稿 before."""

import io
from dataclasses import replace
from datetime import datetime
from typing import Any

import pytest
from docx import Document
from docx.oxml.ns import qn

from postpermit.supervision.models import FeedbackNotice
from postpermit.supervision.operations import draft_notice
from postpermit.trail.models import Entry
from postpermit.web import middleware
from postpermit.web.paper.notice import COLUMNS, TITLE, NoticePaper, NoticeRow, as_typst, basis_of, group_name
from postpermit.web.paper.notice_word import notice_docx
from postpermit.web.paper.pdf import pdf
from tests.bureau import Bureau
from tests.supervision.desk import CheckDesk, open_desk
from tests.web.supervision.notice_desk import issued, signed
from tests.web.supervision.review_desk import client_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def checks(bureau: Bureau, at: datetime, monkeypatch: pytest.MonkeyPatch) -> CheckDesk:
    """The desk behind the door, with the door's clock standing still."""
    monkeypatch.setattr(middleware.timezone, "now", lambda: at)
    return open_desk(bureau, at)


def printed(checks: CheckDesk, notice: FeedbackNotice, who: str = "approval-1") -> tuple[Any, str]:
    """The Word file as it comes through the door, and all its text."""
    answer = client_of(checks, who).get(f"/notices/{notice.public_id}/print/docx/")
    assert answer.status_code == 200
    document = Document(io.BytesIO(answer.content))
    cells = [c.text for t in document.tables for r in t.rows for c in r.cells]
    return document, "\n".join([*(p.text for p in document.paragraphs), *cells])


def paper(rows: int = 1, **changes: Any) -> NoticePaper:
    """A paper with so many lines."""
    line = NoticeRow(
        "1", "实际排放情况及达标判定分析", "年排放量超过许可量。", "待核实", "核对后重报", "生态建设科"
    )
    given = NoticePaper(
        "某某厂（演示）", "91310107MA1D000102001V", ("一次性告知。",), (line,) * rows, ("《某办法》第一条（问题1）",),
        "请于2026年12月8日前答复。", "普陀区排污许可证后管理工作组", "普环许反〔2026〕1号", "2026年11月24日", "系统审签：甲", "1",
    )  # fmt: skip
    return replace(given, **changes)


def test_an_issued_notice_says_who_is_told_what_by_when_and_who_signed(checks: CheckDesk) -> None:
    notice = issued(checks, 3)
    document, text = printed(checks, notice)
    for words in (
        TITLE, "普环许反〔2026〕1号", checks.unit.name, checks.unit.number, "第1个问题（程序性问题）", "请补填", "2026年12月8日前",
        "普陀区排污许可证后管理工作组", "2026年11月24日", "系统审签：", "2026-11-24 10:00", "污染防治科（辐射安全管理科）",
        "《上海市普陀区排污许可证后管理实施方案》（征求意见稿）第五条第二款（问题1、2、3）",
    ):  # fmt: skip
        assert words in text, words
    assert "拟" not in text
    table = document.tables[0]
    assert tuple(c.text for c in table.rows[0].cells) == COLUMNS
    assert len(table.rows) == 4
    assert len(document.inline_shapes) == 1  # the QR code
    assert len(table._tbl.tblGrid.gridCol_lst) == 5
    fonts = {
        r._element.rPr.rFonts.get(qn("w:eastAsia")) for p in document.paragraphs for r in p.runs if r.text
    }
    assert None not in fonts
    assert "PAGE" in document.sections[0].footer._element.xml


def test_a_draft_says_so_and_has_neither_number_nor_code(checks: CheckDesk) -> None:
    notice = draft_notice(check=signed(checks), by=checks.bureau("approval-1"), at=checks.at)
    document, text = printed(checks, notice, "legal-1")
    assert "拟　　　稿" in text
    assert "〔" not in text
    assert "发出后10个工作日内" in text
    assert len(document.inline_shapes) == 0
    answer = client_of(checks, "legal-1").get(f"/notices/{notice.public_id}/print/pdf/")
    assert answer.content.startswith(b"%PDF")


def test_printing_leaves_an_entry_and_other_kinds_do_not_exist(checks: CheckDesk) -> None:
    notice = issued(checks)
    client = client_of(checks, "approval-1")
    answer = client.get(f"/notices/{notice.public_id}/print/pdf/")
    assert (answer["Content-Type"], answer.content[:5]) == ("application/pdf", b"%PDF-")
    assert answer["Content-Disposition"].startswith("inline; filename*=UTF-8''")
    assert Entry.objects.filter(verb="print").count() == 1
    assert client.get(f"/notices/{notice.public_id}/print/txt/").status_code == 404


def test_the_code_names_the_notice_and_a_draft_names_none() -> None:
    assert paper().code == "PP-NOTICE:1"
    assert (paper(number="").code, paper(number="").draft) == ("", True)


def test_a_clause_is_cited_once_with_its_document_and_the_problems_it_stands_for() -> None:
    said = [{"clause": c} for c in ("条例第二十二条", "第五条第三款", "条例第二十二条", "没有这一条")]
    assert basis_of(said) == [
        "《排污许可管理条例（国务院令第736号）》第二十二条（问题1、3）",
        "《上海市普陀区排污许可证后管理实施方案》（征求意见稿）第五条第三款（问题2）",
        "没有这一条（问题4）",
    ]


def test_the_group_signs_with_its_full_name(bureau: Bureau) -> None:
    assert group_name() == "普陀区排污许可证后管理工作组"


@pytest.mark.parametrize(
    "form",
    [
        paper(20),
        paper(120),
        paper(unit="很长的名字" * 24),
        paper(opening=("#let x = 1 $ * _ ` @ < > \\ 、“”",), unit="[甲] #乙 *丙*"),
        paper(0, basis=(), opening=()),
        paper(number="", on="", signed="", public_id=""),
    ],
)
def test_any_content_becomes_pages(form: NoticePaper) -> None:
    data = pdf("notice", as_typst(form, "页脚"))
    assert data.startswith(b"%PDF")
    document = Document(io.BytesIO(notice_docx(form, "页脚")))
    assert len(document.tables[0].rows) == len(form.rows) + 1


def test_control_characters_do_not_break_the_word_file() -> None:
    form = paper(opening=("a\x01b",))
    assert "ab" in "\n".join(p.text for p in Document(io.BytesIO(notice_docx(form, "页脚"))).paragraphs)
