"""Files and paper of a linkage task: attachments on its rows, and where the paper original lies."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse

from postpermit.linkage.models import Slip, SlipRow
from postpermit.linkage.operations import place_paper
from postpermit.office.access import may, visible_to
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import actor_for
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader


@power("linkage.slip", "attach", methods=("POST",), clauses=("plan:a5",), title="上传附件")
def attach_file(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hang a file on the task or on one of its rows (mail and WeChat records, annex 5 note 5)."""
    slip = get_visible(request, Slip, public_id)
    if not may(request.standing, "attach", slip):  # type: ignore[attr-defined]
        raise Http404
    page = reverse("slip", args=[slip.public_id])
    file = request.FILES.get("file")
    if file is None:
        raise Refused("请选择要上传的文件。")
    row = request.POST.get("row", "")
    held: Slip | SlipRow | None = (
        SlipRow.objects.filter(slip=slip, pk=row).first() if row.isdecimal() else slip
    )
    if held is None or slip not in visible_to(request.standing, Slip):  # type: ignore[attr-defined]
        raise Http404
    by = actor_for(request, "attach", slip)
    note = FormReader(request).text("note", "说明", longest=200)

    def act() -> str:
        attach(subject=held, name=file.name or "", data=file.read(), note=note, by=by, at=request.now)  # type: ignore[attr-defined]
        return page

    do_once(request, act, by=by)
    messages.success(request, "附件已保存。")
    return redirect(page)


@power("linkage.slip", "place-paper", methods=("POST",), clauses=("plan:a5",), title="纸质原件所在")
def place_original(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Say where the paper original lies now."""
    slip = get_visible(request, Slip, public_id, "place-paper")
    place = FormReader(request).text("place", "原件所在", longest=60)
    by = actor_for(request, "place-paper", slip)

    def act() -> str:
        place_paper(slip=slip, place=place, by=by, at=request.now)  # type: ignore[attr-defined]
        return reverse("slip", args=[slip.public_id])

    outcome = do_once(request, act, by=by)
    messages.success(request, "原件所在已登记。")
    return redirect(outcome.answer)
