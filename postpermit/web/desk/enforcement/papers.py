"""Papers of a visit: printed as Word and PDF, and recorded as signed with the scan or the number of the city's original."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.urls import reverse

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import PaperNumber, SignedPaper, Visit
from postpermit.enforcement.queries.papers import content_of
from postpermit.enforcement.states import PaperKind
from postpermit.office.access import may
from postpermit.trail.advance import record
from postpermit.trail.attachments import attach
from postpermit.web.desk.acts import actor_for, read
from postpermit.web.desk.enforcement.paper_acts import party_of
from postpermit.web.desk.enforcement.paper_forms import SIGN
from postpermit.web.desk.enforcement.visit import show_visit
from postpermit.web.desk.paper import DOCX, FORMATS
from postpermit.web.desk.supervision.acts import carry_out
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import mark
from postpermit.web.paper.shown import copies_of, pdf_with
from postpermit.web.paper.visit_paper import TEMPLATES, VisitPaper, as_typst, draft_of, signed_of
from postpermit.web.paper.visit_word import visit_docx


@power("enforcement.visit", "view", clauses=("plan:6.1", "penalty-law:47"), title="打印检查文书")
def print_paper(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """A paper as it would be now; ``kind``: which paper and as what, like ``record-pdf``."""
    visit = get_visible(request, Visit, public_id)
    slug, _, file = kind.rpartition("-")
    if file not in FORMATS or slug.upper() not in set(PaperKind):
        raise Http404
    visit = Visit.objects.select_related("facility", "extra_list").get(pk=visit.pk)
    which, unit = PaperKind(slug.upper()), party_of(visit, request.GET.get("unit", ""))
    taken = PaperNumber.objects.filter(visit=visit, kind=which, facility=unit).first()
    form = draft_of(visit, which, content_of(visit, which, unit), taken.number if taken else "")
    return _answer(request, visit, form, file)


@power("enforcement.paper", "view", clauses=("penalty-law:47",), title="打印已签署文书")
def print_signed(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """A paper as it was signed."""
    held = get_visible(request, SignedPaper, public_id)
    if kind not in FORMATS:
        raise Http404
    return _answer(request, held.visit, signed_of(held), kind)


def _answer(request: HttpRequest, visit: Visit, form: VisitPaper, file: str) -> HttpResponse:
    """The file; that it was taken out is an act with an entry."""
    record(
        "print",
        label=f"打印{form.kind.label}",
        subjects=[visit],
        by=actor_for(request, "view", visit),
        at=request.now,  # type: ignore[attr-defined]
        clause="plan:6.1",
        facts={
            "paper": form.kind,
            "as": file,
            "version": form.version,
            "draft": form.draft,
            "number": form.number,
        },
    )
    copies = copies_of(form.content["photos"]) if form.kind == PaperKind.PHOTOS else {}
    form = VisitPaper(**(form.__dict__ | {"shown": {uid: f"{uid}.jpg" for uid in copies}}))
    if file == "pdf":
        data = pdf_with(TEMPLATES[form.kind], as_typst(form, mark(request)), copies)
    else:
        data = visit_docx(form, mark(request), copies)
    answer = HttpResponse(data, content_type="application/pdf" if file == "pdf" else DOCX)
    shown = "inline" if file == "pdf" else "attachment"
    name = f"{form.kind.label}{'（底稿）' if form.draft else ''}{visit.number}.{file}"
    answer["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(name)}"
    return answer


@power(
    "enforcement.visit", "sign-paper", methods=("POST",), clauses=("penalty-law:47",), title="登记已签署文书"
)
def sign_paper(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Freeze a paper as it was signed, with the scan of the signed page."""
    visit = get_visible(request, Visit, public_id)
    if not may(request.standing, "sign-paper", visit):  # type: ignore[attr-defined]
        raise Http404
    form, typed = read(request, SIGN, visit)
    file = request.FILES.get("scan")
    by = actor_for(request, "sign-paper", visit, "ENFORCEMENT")

    def act() -> tuple[str, str]:
        who: dict[str, Any] = {"by": by, "at": request.now}  # type: ignore[attr-defined]
        kind, _, unit = typed.pop("kind").partition(":")
        note = f"{PaperKind(kind).label}签字页"
        scan = (
            attach(subject=visit, name=file.name or "", data=file.read(), note=note, **who) if file else None
        )
        made = do.sign_paper(visit=visit, kind=kind, unit=party_of(visit, unit), scan=scan, **typed, **who)
        page = reverse("visit", args=[visit.public_id])
        return f"已登记，第 {made.version} 版，内容固定。", f"{page}#papers"

    def again(wrong: FormReader) -> HttpResponse:
        return show_visit(visit, request, wrong=("sign", wrong))

    return carry_out(request, form, act, by=by, place="kind", again=again)
