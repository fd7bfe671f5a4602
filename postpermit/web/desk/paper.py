"""转办单: printed with number, QR code and version; filled forms read back, compared and taken over row by row."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.linkage import operations as do
from postpermit.linkage.form import FormRow, compare
from postpermit.linkage.models import PaperReturn, Slip
from postpermit.linkage.operations import UnableToReadPaper
from postpermit.linkage.operations.sending import NO_RECEIVERS
from postpermit.linkage.queries.form import form_of, printed_as
from postpermit.linkage.states import PaperState
from postpermit.office.access import may, visible_to
from postpermit.office.models import Division
from postpermit.trail.errors import Refused
from postpermit.trail.queries import attachments_of, timeline
from postpermit.web.desk.acts import actor_for
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import mark, pdf_answer
from postpermit.web.paper import annex5
from postpermit.web.paper.pdf import pdf
from postpermit.web.paper.reading import ReadForm, read_slip
from postpermit.web.paper.word import slip_docx

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FORMATS = ("docx", "pdf")


@power("linkage.slip", "print", clauses=("plan:a5", "plan:8.1"), title="打印转办单")
def print_page(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The form of one task as Word or PDF; a changed form is a new version."""
    slip = get_visible(request, Slip, public_id, "print")
    if kind not in FORMATS:
        raise Http404
    by = actor_for(request, "print", slip)
    printed = do.print_slip(slip=slip, by=by, at=request.now)  # type: ignore[attr-defined]
    form = annex5.of_slip(slip, printed)
    return _answer(request, form, kind, f"转办单{slip.number}")


@power("linkage.slip", "keep-outside", clauses=("plan:a5",), title="空白转办单")
def blank_form(request: HttpRequest, kind: str) -> HttpResponse:
    """A form to fill by hand."""
    if kind not in FORMATS:
        raise Http404
    return _answer(request, annex5.blank(), kind, "空白转办单")


def _answer(request: HttpRequest, form: annex5.Annex5, kind: str, name: str) -> HttpResponse:
    foot = f"{mark(request)} · {form.number} 版次 {form.version}" if form.number else mark(request)
    if kind == "pdf":
        return pdf_answer(request, name, pdf("slip", annex5.as_typst(form, foot)), "plan:a5")
    answer = HttpResponse(slip_docx(form, foot), content_type=DOCX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(name)}.docx"
    return answer


def division_names() -> dict[str, str]:
    """Code → the names under which a division may stand on a form."""
    return {d.code: f"{d.short_name} {d.name}" for d in Division.objects.exclude(code__in=NO_RECEIVERS)}


@power("linkage.slip", "return-paper", methods=("GET", "POST"), clauses=("plan:a5",), title="读入转办单")
def upload(request: HttpRequest) -> HttpResponse:
    """Take a filled form in: ours finds its task by itself, one typed by hand is given to the task chosen."""
    slips = visible_to(request.standing, Slip, "return-paper").exclude(state__in=("WITHDRAWN",))  # type: ignore[attr-defined]
    errors: dict[str, str] = {}
    if request.method == "POST":
        try:
            return redirect(_take_in(request, slips))
        except Refused as error:
            errors[error.place or "file"] = str(error)
    context = {
        "errors": errors,
        "typed": request.POST,
        "slips": slips.order_by("-pk")[:200],
        "chosen": request.POST.get("slip") or request.GET.get("slip", ""),
    }
    return render(request, "desk/paper_upload.html", context, status=422 if errors else 200)


def _take_in(request: HttpRequest, slips: Any) -> str:
    file = request.FILES.get("file")
    if file is None:
        raise UnableToReadPaper("请选择填好的转办单（docx）。", place="file")
    FormReader(request).text("note", "说明", longest=200)
    data = file.read()
    read = read_slip(data, division_names(), request.today)  # type: ignore[attr-defined]
    slip = _slip_of(request, slips, read)
    by = actor_for(request, "return-paper", slip, slip.raised_by_id)

    def act() -> str:
        paper = do.return_paper(
            slip=slip,
            name=file.name or "转办单.docx",
            data=data,
            rows=read.rows,
            version=read.version if read.number == slip.number else None,
            notes=read.notes,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        return reverse("paper", args=[paper.public_id])

    return do_once(request, act, by=by).answer


def _slip_of(request: HttpRequest, slips: Any, read: ReadForm) -> Slip:
    chosen = request.POST.get("slip", "")
    named = slips.filter(number=read.number).first() if read.number else None
    if chosen:
        slip = get_visible(request, Slip, _uuid(chosen), "return-paper")
        if read.number and read.number != slip.number:
            raise UnableToReadPaper(
                f"这张转办单上的编号是 {read.number}，与所选任务 {slip.number} 不符。", place="slip"
            )
        return slip
    if named is not None:
        return named
    if read.number:
        raise UnableToReadPaper(
            f"没有找到编号为 {read.number} 的任务，请核对编号或选择对应任务。", place="slip"
        )
    raise UnableToReadPaper(
        "转办单上没有编号，请选择对应的任务；还没有任务的，请先“登记线下、市级系统任务”。", place="slip"
    )


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError as error:
        raise Http404 from error


@power("linkage.paper", "view", clauses=("plan:a5",), title="核对转办单")
def paper_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Row by row what differs between the paper and what stands here; a person picks."""
    return _show(request, get_visible(request, PaperReturn, public_id), {})


def _show(request: HttpRequest, paper: PaperReturn, errors: dict[str, str]) -> HttpResponse:
    rows = [FormRow.from_json(c) for c in paper.cells]
    base = printed_as(paper.slip, paper.version)
    found = compare(base, form_of(paper.slip), rows)
    context = {
        "paper": paper,
        "slip": paper.slip,
        "differences": found,
        "same": len(rows) - sum(1 for d in found if d.only != "here"),
        "base": base is not None,
        "may_take": paper.state == PaperState.READ and may(request.standing, "take", paper),  # type: ignore[attr-defined]
        "names": dict(Division.objects.values_list("code", "short_name")),
        "originals": attachments_of(paper.slip).filter(sha256=paper.sha256),
        "entries": timeline(paper),
        "errors": errors,
        "chosen": {k.removeprefix("row-"): v for k, v in request.POST.items() if k.startswith("row-")},
    }
    return render(request, "desk/paper.html", context, status=422 if errors else 200)


@power("linkage.paper", "view", methods=("POST",), clauses=("plan:a5",), title="采用转办单内容")
def paper_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Take the picked rows over, or lay the form aside."""
    paper = get_visible(request, PaperReturn, public_id)
    if verb not in ("take", "set-aside") or not may(request.standing, verb, paper):  # type: ignore[attr-defined]
        raise Http404
    by = actor_for(request, verb, paper)
    form = FormReader(request)
    why = form.text("why", "理由", required=verb == "set-aside") if verb == "set-aside" else ""

    def act() -> str:
        if verb == "take":
            do.take_paper(paper=paper, picked=_picked(request, paper), by=by, at=request.now)  # type: ignore[attr-defined]
        else:
            do.set_aside_paper(paper=paper, why=why, by=by, at=request.now)  # type: ignore[attr-defined]
        return reverse("slip", args=[paper.slip.public_id])

    if not form.ok:
        return _show(request, paper, form.errors)
    try:
        outcome = do_once(request, act, by=by)
    except Refused as error:
        paper.refresh_from_db()
        return _show(request, paper, {error.place or "rows": str(error)})
    messages.success(
        request, "已采用所选栏目，原件保留。" if verb == "take" else "已登记为不采用，原件保留。"
    )
    return redirect(outcome.answer)


def _picked(request: HttpRequest, paper: PaperReturn) -> list[str]:
    """Every row on paper that differs needs a word: paper or here."""
    rows = [FormRow.from_json(c) for c in paper.cells]
    found = compare(printed_as(paper.slip, paper.version), form_of(paper.slip), rows)
    picked = []
    for difference in (d for d in found if d.only != "here"):
        choice = request.POST.get(f"row-{difference.key}", "")
        if choice not in ("paper", "here"):
            raise UnableToReadPaper("请逐行选择采用纸质件还是保留本系统内容。", place="rows")
        if choice == "paper":
            picked.append(difference.key)
    return picked
