"""The trail of a thing, attachments, and the export that a stranger can verify."""

import tempfile
from pathlib import Path
from uuid import UUID

from django.apps import apps
from django.db import models
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from postpermit.office.access import declared_name, may
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.attachments import SHOWN_IN_PLACE
from postpermit.trail.files import path_of
from postpermit.trail.integrity import export, verify
from postpermit.trail.models import Attachment
from postpermit.trail.queries import timeline
from postpermit.web.door import get_visible, power
from postpermit.web.paging import page_of
from postpermit.web.paper.shown import ON_SCREEN, smaller


def thing_of(reference: str) -> models.Model:
    """The object behind ``linkage.slip:17``; 404 when there is none."""
    label, _, key = reference.partition(":")
    try:
        model = apps.get_model(label)
        return model._default_manager.get(pk=key)
    except (LookupError, ValueError, models.ObjectDoesNotExist) as error:
        raise Http404 from error


@power("office.trail", "view", clauses=("plan:8.1",), title="留痕")
def trail_page(request: HttpRequest, label: str, public_id: UUID) -> HttpResponse:
    """Everything that was ever done to one object the officer may see."""
    try:
        model = apps.get_model(label)
    except (LookupError, ValueError) as error:
        raise Http404 from error
    if declared_name(model) is None or not hasattr(model, "public_id"):
        raise Http404
    thing = get_visible(request, model, public_id)
    page = page_of(request, timeline(thing))
    return render(request, "desk/trail.html", {"thing": thing, "page": page})


@power("office.trail", "open-file", title="附件")
def attachment(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The original bytes; images and PDF are shown in place, everything else is saved. ``?small=1``: a copy to recognise."""
    held = Attachment.objects.filter(public_id=public_id).first()
    if held is None:
        raise Http404
    thing = thing_of(held.subject)
    thing = getattr(thing, getattr(thing, "part_of", ""), thing)
    if declared_name(type(thing)) is None or not may(request.standing, "view", thing):  # type: ignore[attr-defined]
        raise Http404
    path = path_of(held.sha256)
    if not path.exists():
        raise Http404
    shown = held.media_type in SHOWN_IN_PLACE and request.GET.get("save") != "1"
    answer = _copy(request, held, path) or FileResponse(
        path.open("rb"), content_type=held.media_type, as_attachment=not shown, filename=held.name
    )
    # A sandbox would keep the browser's own PDF viewer from starting; whatever else comes in gets one.
    boxed = "" if held.media_type == "application/pdf" else "; sandbox"
    answer["Content-Security-Policy"] = (
        f"default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'self'{boxed}"
    )
    answer["X-Frame-Options"] = "SAMEORIGIN"
    answer["X-Content-Type-Options"] = "nosniff"
    return answer


def _copy(request: HttpRequest, held: Attachment, path: Path) -> HttpResponse | None:
    """Made when asked for and never kept; what cannot be made smaller is answered whole."""
    if request.GET.get("small") != "1" or not held.media_type.startswith("image/"):
        return None
    copy = smaller(path.read_bytes(), ON_SCREEN)
    return HttpResponse(copy, content_type="image/jpeg") if copy else None


@power("office.trail", "export", clauses=("plan:8.1",), title="校验与导出")
def integrity_page(request: HttpRequest) -> HttpResponse:
    """Check the whole trail now, and offer the package."""
    return render(request, "desk/integrity.html", {"verdict": verify()})


@power("office.trail", "export", methods=("POST",), title="导出留痕")
def export_trail(request: HttpRequest) -> HttpResponse:
    """The package with entries, checkpoints, files and the one-file verifier."""
    by: Actor = request.standing.actor("APPROVAL", "ADMIN")  # type: ignore[attr-defined]
    folder = Path(tempfile.mkdtemp())
    target = folder / "trail.zip"
    count = export(target)
    record(
        "export-trail",
        label="导出留痕",
        subjects=[request.officer],  # type: ignore[attr-defined]
        by=by,
        at=request.now,  # type: ignore[attr-defined]
        clause="plan:8.1",
        facts={"entries": count},
    )
    stream = target.open("rb")
    target.unlink()
    folder.rmdir()
    name = f"留痕{timezone.localdate():%Y%m%d}.zip"
    return FileResponse(stream, as_attachment=True, filename=name, content_type="application/zip")
