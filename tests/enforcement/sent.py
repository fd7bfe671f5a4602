"""A visit on which two inspectors were sent, and acts as their telephones write them."""

import io
import json
from collections.abc import Mapping
from datetime import date, datetime
from hashlib import sha256
from typing import Any
from uuid import uuid4

from PIL import Image

from postpermit.enforcement.models import Visit, VisitOfficer
from postpermit.enforcement.states import TeamRole, VisitState
from postpermit.planning.states import TriggerReason, VisitKind, VisitManner
from postpermit.register.models import Facility
from tests.bureau import Bureau

TEAM = ("enforcement-1", "enforcement-2")


def sent_visit(
    bureau: Bureau,
    unit: Facility,
    *,
    team: tuple[str, ...] = TEAM,
    number: str = "普环检〔2026〕1号",
    **changes: Any,
) -> Visit:
    """Ready to be begun: assigned, with its code."""
    given: dict[str, Any] = {
        "state": VisitState.ASSIGNED,
        "kind": VisitKind.PLANNED,
        "manner": VisitManner.ON_SITE,
        "reason": TriggerReason.NONE,
        "inspection_code": f"JC-{number}",
        "scheduled_on": date(2026, 11, 24),
        "checklist": "holder",
        "checklist_since": date(2026, 11, 24),
        "entered_ref": "cli",
        "entered_name": "命令行",
    }
    visit = Visit.objects.create(number=number, facility=unit, **given | changes)
    for place, account in enumerate(team):
        officer = bureau.officers[account]
        VisitOfficer.objects.create(
            visit=visit,
            officer=officer,
            name=officer.name,
            certificate=officer.certificate or f"证{place}",
            role=TeamRole.LEAD if place == 0 else TeamRole.MEMBER,
        )
    return visit


def act(
    visit: Visit, kind: str, payload: Mapping[str, Any], changes: Mapping[str, Any] | None = None
) -> bytes:
    """The bytes of an act."""
    body = {
        "uid": str(uuid4()),
        "device": "one",
        "visit": str(visit.public_id),
        "kind": kind,
        "payload": dict(payload),
        "based_on": "",
        "told_at": "2026-11-24T09:55:00+08:00",
    }
    return json.dumps(body | dict(changes or {}), ensure_ascii=False).encode()


def answer(
    sent: Visit, question: str = "1.1.1", result: str = "MEETS", note: str = "", **changes: Any
) -> bytes:
    """An answer as an act."""
    return act(sent, "answer", {"question": question, "result": result, "note": note}, changes)


def photo(taken: datetime | None = None, *, place: bool = False, colour: str = "red") -> bytes:
    """A small JPEG, with the EXIF block of a camera if a time is given."""
    out, picture = io.BytesIO(), Image.new("RGB", (8, 8), colour)
    exif = Image.Exif()
    if taken is not None:
        exif.get_ifd(0x8769)[0x9003] = taken.strftime("%Y:%m:%d %H:%M:%S")
    if place:
        gps = exif.get_ifd(0x8825)
        gps[1], gps[2], gps[3], gps[4] = "N", (31.0, 14.0, 30.0), "E", (121.0, 24.0, 0.0)
    picture.save(out, "JPEG", exif=exif)
    return out.getvalue()


def picture(visit: Visit, data: bytes, kind: str = "EVIDENCE", **changes: Any) -> bytes:
    """A photo as an act."""
    return act(visit, "picture", shot(data, kind, **changes))


def shot(data: bytes, kind: str = "EVIDENCE", **changes: Any) -> dict[str, Any]:
    """What a photo says beside its bytes."""
    return {"kind": kind, "question": "", "name": "IMG.JPG", "sha256": sha256(data).hexdigest(), **changes}
