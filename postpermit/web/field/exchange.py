"""What a device asks and sends: who it is talking to, the load for the coming days, one act at a time."""

from datetime import timedelta
from typing import Any

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.middleware.csrf import get_token

from postpermit.enforcement.models import Visit
from postpermit.enforcement.operations.device_acts import take
from postpermit.enforcement.queries.brief import brief_of
from postpermit.enforcement.queries.bundle import bundle
from postpermit.enforcement.rules.device_act import moment_of
from postpermit.enforcement.rules.versions import Outcome
from postpermit.trail.attachments import LARGEST
from postpermit.trail.errors import Refused
from postpermit.web.desk.enforcement.brief import supervision_beside
from postpermit.web.door import power
from postpermit.web.paper.brief_paper import WHOLE, lines_of

FARTHEST = 14


@power("enforcement.visit", "field", title="现场端身份")
def whoami(request: HttpRequest) -> HttpResponse:
    """Who is logged in, the server's time, and a fresh token for sending."""
    officer = request.officer  # type: ignore[attr-defined]
    return JsonResponse(
        {
            "ref": officer.ref,
            "name": officer.name,
            "csrf": get_token(request),
            "now": request.now.isoformat(),  # type: ignore[attr-defined]
            "largest": LARGEST,
        }
    )


@power("enforcement.visit", "field", clauses=("plan:6.1",), title="下载现场任务")
def load(request: HttpRequest) -> HttpResponse:
    """The officer's own open visits up to so many days from now."""
    asked = request.GET.get("days", "0")
    days = min(int(asked), FARTHEST) if asked.isascii() and asked.isdigit() and len(asked) < 4 else 0
    on = request.today  # type: ignore[attr-defined]
    standing = request.standing  # type: ignore[attr-defined]

    def before(visit: Visit) -> list[dict[str, Any]]:
        return lines_of(brief_of(visit, on, WHOLE), supervision_beside(standing, visit.facility))

    held = bundle(standing, on=on, until=on + timedelta(days=days), before=before)
    return JsonResponse(held | {"loaded_at": request.now.isoformat()})  # type: ignore[attr-defined]


@power("enforcement.visit", "field", clauses=("plan:6.1",), methods=("POST",), title="收下现场数据")
def receive(request: HttpRequest) -> HttpResponse:
    """One act with its photo; answers the receipt. Refused: 422 with the sentence, and the device keeps its copy."""
    act, data = request.FILES.get("act"), request.FILES.get("data")
    try:
        receipt = take(
            raw=act.read() if act else b"",
            data=data.read() if data else None,
            sent_at=moment_of(request.POST.get("sent_at", "")),
            aside=request.POST.get("aside") == "1",
            by=request.standing.actor("ENFORCEMENT"),  # type: ignore[attr-defined]
            at=request.now,  # type: ignore[attr-defined]
        )
    except Refused as error:
        told = {"outcome": Outcome.REFUSED, "reason": str(error), "place": error.place}
        return JsonResponse(told, status=422)
    return JsonResponse(receipt)
