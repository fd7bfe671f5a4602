"""意见单 on paper: printed as Word and PDF, and the sealed page or the proof of delivery hung on it as a scan."""

from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from postpermit.office.access import visible_to
from postpermit.supervision import operations as do
from postpermit.supervision.models import FeedbackNotice
from postpermit.supervision.operations.notices import told_as
from postpermit.supervision.queries.notices import EARLY, issue_moment
from postpermit.trail.advance import record
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.paper import DOCX, FORMATS
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import mark
from postpermit.web.paper.notice import NoticePaper, as_typst, paper_of
from postpermit.web.paper.notice_word import notice_docx
from postpermit.web.paper.pdf import pdf


@power("supervision.notice", "view", clauses=("plan:5.3",), title="打印问题反馈意见单")
def notice_print(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The notice as Word or PDF; a draft says that it is one. That it was taken out is an act with an entry."""
    notice = get_visible(request, FeedbackNotice, public_id)
    if kind not in FORMATS:
        raise Http404
    form = _paper(notice)
    record(
        "print",
        label="打印问题反馈意见单",
        subjects=[notice],
        by=actor_for(request, "view", notice),
        at=request.now,  # type: ignore[attr-defined]
        clause="plan:5.3",
        facts={"number": form.number, "kind": kind, "draft": form.draft},
    )
    foot = f"{mark(request)} · {'拟稿' if form.draft else form.number}"
    name = f"意见单{form.number or '（拟稿）'}.{kind}"
    data = pdf("notice", as_typst(form, foot)) if kind == "pdf" else notice_docx(form, foot)
    answer = HttpResponse(data, content_type="application/pdf" if kind == "pdf" else DOCX)
    shown = "inline" if kind == "pdf" else "attachment"
    answer["Content-Disposition"] = f"{shown}; filename*=UTF-8''{quote(name)}"
    return answer


def _paper(notice: FeedbackNotice) -> NoticePaper:
    notice = FeedbackNotice.objects.select_related("check_matter__report__facility").get(pk=notice.pk)
    if notice.state not in EARLY:
        return paper_of(notice, notice.items, issue_moment(notice))
    telling = do.findings_to_tell(notice.check_matter).select_related("division")
    return paper_of(notice, [told_as(f) for f in telling])


@power("supervision.notice", "attach", methods=("POST",), clauses=("plan:5.3",), title="上传意见单附件")
def notice_attach(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hang the scan of the sealed page, or the proof of delivery, on the notice."""
    notice = get_visible(request, FeedbackNotice, public_id, "attach")
    if notice not in visible_to(request.standing, FeedbackNotice):  # type: ignore[attr-defined]
        raise Http404
    page = reverse("notice", args=[notice.public_id])
    file = request.FILES.get("file")
    if file is None:
        raise Refused("请选择要上传的文件。")
    by = actor_for(request, "attach", notice, "APPROVAL")
    note = FormReader(request).text("note", "说明", longest=200)

    def act() -> str:
        attach(subject=notice, name=file.name or "", data=file.read(), note=note, by=by, at=request.now)  # type: ignore[attr-defined]
        return page

    do_once(request, act, by=by)
    messages.success(request, "附件已保存。")
    return redirect(page)
