"""Photos and files that come to a visit by the desk: the original bytes as they are."""

from typing import Any
from uuid import UUID, uuid5

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from postpermit.enforcement.models import Visit
from postpermit.enforcement.operations.pictures import keep_picture
from postpermit.enforcement.queries.asked import answered
from postpermit.enforcement.states import PictureKind
from postpermit.web.desk.enforcement.filling import done_on, visit_for
from postpermit.web.desk.enforcement.visit import FILLING
from postpermit.web.desk.enforcement.visit_forms import questions_offered
from postpermit.web.desk.supervision.entering import hang_file
from postpermit.web.door import power
from postpermit.web.forms import FormReader

MOST_FILES = 20


@power("enforcement.visit", "fill", methods=("POST",), clauses=("plan:6.1",), title="上传检查照片")
def add_pictures(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Photos taken with another device, signatures or the signed page: the original bytes as they are."""
    visit = visit_for(request, public_id, "fill")
    form = FormReader(request)
    kind = form.choice("kind", "类别", [k for k, _ in PictureKind.choices()])
    question = form.choice(
        "question", "检查内容", [q for q, _ in questions_offered(answered(visit).asked)], required=False
    )
    caption = form.text("caption", "说明", longest=200)
    signer = form.text("signer", "签名人", longest=64)
    files = request.FILES.getlist("files")
    if visit.state not in FILLING:
        form.errors["files"] = f"检查{visit.get_state_display()}，不能再上传照片。"
    elif not 0 < len(files) <= MOST_FILES:
        form.errors["files"] = f"请选择照片，一次不超过 {MOST_FILES} 张。"
    key = request.POST.get("act_key", "")

    def call(by: Any) -> str:
        for n, file in enumerate(files):
            keep_picture(
                visit=visit,
                uid=uuid5(visit.public_id, f"{key}{n}"),
                kind=kind,
                question=question,
                name=file.name or "",
                data=file.read(),
                caption=caption,
                signer=signer,
                from_album=True,
                device="电脑",
                by=by,
                at=request.now,  # type: ignore[attr-defined]
            )
        return f"已保存 {len(files)} 张，在本页“照片和签名”一栏。"

    return done_on(visit, request, "pictures", form, call, act="fill", place="files", at="top")


@power("enforcement.visit", "attach", methods=("POST",), clauses=("plan:6.1",), title="上传检查材料")
def visit_attach(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hang a file on the visit."""
    return hang_file(Visit, public_id, reverse("visit", args=[public_id]), request=request, clause="plan:6.1")
