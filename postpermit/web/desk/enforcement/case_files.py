"""卷内文书: a document goes into the file of a case, is taken out of it, and the sheets are printed."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from postpermit.enforcement.models import CaseFile, PenaltyCase
from postpermit.enforcement.operations import file_document, withdraw_document
from postpermit.law.case_files import case_file_rows
from postpermit.office.access import visible_to
from postpermit.trail.advance import record
from postpermit.web.asked import asked_number
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.enforcement.case_page import show
from postpermit.web.desk.supervision.acts import carry_out
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import mark
from postpermit.web.paper.case import clock_sheet, contents_sheet, sheet_pdf
from postpermit.web.paper.case_word import sheet_docx
from postpermit.web.words import current_calendar

PDF = "application/pdf"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEETS = {"clocks": "办案期限表", "contents": "卷内目录"}


@power("enforcement.case", "file", methods=("POST",), clauses=("plan:3.5",), title="归入卷内文书")
def add_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Put one document into the file, with its scan where there is one."""
    case = get_visible(request, PenaltyCase, public_id)
    form = FormReader(request)
    typed = _read(form)
    by = actor_for(request, "file", "enforcement.case", "ENFORCEMENT")
    scan = request.FILES.get("scan")

    def act() -> tuple[str, str]:
        given = (scan.name or "", scan.read()) if scan else None
        made = file_document(case=case, scan=given, by=by, at=request.now, **typed)  # type: ignore[attr-defined]
        return f"《{made.title}》已归入卷内。", f"{reverse('case', args=[case.public_id])}#files"

    return carry_out(
        request, form, act, by=by, place="code", again=lambda f: show(case, request=request, wrong=f)
    )


def _read(form: FormReader) -> dict[str, Any]:
    pages = form.text("pages", "页数", longest=5)
    count = asked_number(pages or "1", 1, 99999)
    if count is None:
        form.errors["pages"] = "页数请写成数字。"
    return {
        "code": form.choice("code", "文书种类", [r.code for r in case_file_rows()], required=False),
        "title": form.text("title", "文书名称", longest=120),
        "number": form.text("number", "文号", longest=64),
        "on": form.day("on", "文书日期", required=True) or form.today,
        "pages": count or 1,
        "side": form.post.get("side") == "1",
    }


@power("enforcement.case", "file", methods=("POST",), clauses=("plan:3.5",), title="撤出卷内文书")
def drop_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take one document out of the file, with the reason."""
    cases = visible_to(request.standing, PenaltyCase)  # type: ignore[attr-defined]
    document = CaseFile.objects.filter(public_id=public_id, case__in=cases).select_related("case").first()
    if document is None:
        raise Http404
    case = PenaltyCase.objects.select_related("facility").get(pk=document.case_id)
    form = FormReader(request)
    why = form.text("why", "撤出理由", required=True, longest=100)
    by = actor_for(request, "file", "enforcement.case", "ENFORCEMENT")

    def act() -> tuple[str, str]:
        withdraw_document(document=document, why=why, by=by, at=request.now)  # type: ignore[attr-defined]
        return f"《{document.title}》已撤出。", f"{reverse('case', args=[case.public_id])}#files"

    return carry_out(
        request, form, act, by=by, place="code", again=lambda f: show(case, request=request, wrong=f)
    )


@power("enforcement.case", "view", clauses=("plan:3.5",), title="打印案件期限表和卷内目录")
def print_case(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """``clocks-pdf``, ``contents-docx``, …: that it was taken out is an act with an entry."""
    case = get_visible(request, PenaltyCase, public_id)
    what, _, form = kind.partition("-")
    if what not in SHEETS or form not in ("pdf", "docx"):
        raise Http404
    if what == "clocks":
        sheet = clock_sheet(case, request.today, current_calendar())  # type: ignore[attr-defined]
    else:
        sheet = contents_sheet(case)
    record(
        "print",
        label=f"打印{SHEETS[what]}",
        subjects=[case],
        by=actor_for(request, "view", case, "ENFORCEMENT"),
        at=request.now,  # type: ignore[attr-defined]
        clause="penalty-procedure:80",
        facts={"number": case.number, "form": form},
    )
    foot = f"{mark(request)} · {case.number}"
    data = sheet_pdf(sheet, foot) if form == "pdf" else sheet_docx(sheet, foot)
    answer = HttpResponse(data, content_type=PDF if form == "pdf" else DOCX)
    where = "inline" if form == "pdf" else "attachment"
    name = quote(f"{SHEETS[what]}{case.number}.{form}")
    answer["Content-Disposition"] = f"{where}; filename*=UTF-8''{name}"
    return answer
