"""未采纳的现场数据: what devices sent for a visit that took no effect, in words."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from postpermit.enforcement.models import DeviceAct, Visit
from postpermit.enforcement.queries.bundle import acts_set_aside
from postpermit.enforcement.rules.device_act import ActKind
from postpermit.enforcement.rules.versions import Outcome
from postpermit.enforcement.states import CheckResult

TOLD = ("note", "text", "value", "name", "caption", "conclusion", "body", "signer", "code")
HOURS = ("started_at", "ended_at")
TIMED = (ActKind.START, ActKind.FINISH)


@dataclass(frozen=True)
class Aside:
    """One act: what it was, what it said, why it took no effect."""

    kind: str
    question: str
    said: str
    why: str
    by: str
    device: str
    received_at: datetime


def aside_of(visit: Visit) -> list[Aside]:
    """Newest first; their photos are among the attachments of the visit."""
    out, names = [], names_by_ref(visit)
    for act in acts_set_aside(visit):
        sent = json.loads(act.answer.get("act", "{}"))
        payload = sent.get("payload", {}) if isinstance(sent, dict) else {}
        out.append(
            Aside(
                ActKind(act.kind).label,
                str(payload.get("question", ""))[:24],
                _words(payload),
                str(act.answer.get("reason", "")),
                names.get(act.by_ref, ""),
                act.device,
                act.received_at,
            )
        )
    return out


def names_by_ref(visit: Visit) -> dict[str, str]:
    """Whoever was ever sent on the visit, by the reference under which he acts."""
    rows = visit.officers.select_related("officer")
    return {row.officer.ref: row.name for row in rows}


def clocks_of(visit: Visit) -> dict[str, int]:
    """Begin and end that came from a telephone whose clock stood apart: kind → minutes ahead (negative: behind)."""
    rows = DeviceAct.objects.filter(visit=visit, kind__in=TIMED, answer__outcome=Outcome.TAKEN)
    told = rows.order_by("received_at").values_list("kind", "answer")
    return {str(kind): int(answer["clock"]) for kind, answer in told if answer.get("clock")}


def _words(payload: dict[str, Any]) -> str:
    result = str(payload.get("result", ""))
    label = CheckResult(result).label if result in set(CheckResult) else result
    said = [label, *(str(payload[name]) for name in TOLD if payload.get(name))]
    said += [str(payload[name])[:16].replace("T", " ") for name in HOURS if payload.get(name)]
    return "；".join(part for part in said if part)[:300]
