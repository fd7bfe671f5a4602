"""未采纳的现场数据: what devices sent for a visit that took no effect, in words."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from postpermit.enforcement.models import Visit
from postpermit.enforcement.queries.bundle import acts_set_aside
from postpermit.enforcement.rules.device_act import ActKind
from postpermit.enforcement.states import CheckResult

TOLD = ("note", "text", "value", "name", "caption", "conclusion", "body", "signer")


@dataclass(frozen=True)
class Aside:
    """One act: what it was, what it said, why it took no effect."""

    kind: str
    question: str
    said: str
    why: str
    device: str
    received_at: datetime


def aside_of(visit: Visit) -> list[Aside]:
    """Newest first; their photos are among the attachments of the visit."""
    out = []
    for act in acts_set_aside(visit):
        sent = json.loads(act.answer.get("act", "{}"))
        payload = sent.get("payload", {}) if isinstance(sent, dict) else {}
        out.append(
            Aside(
                ActKind(act.kind).label,
                str(payload.get("question", ""))[:24],
                _words(payload),
                str(act.answer.get("reason", "")),
                act.device,
                act.received_at,
            )
        )
    return out


def _words(payload: dict[str, Any]) -> str:
    result = str(payload.get("result", ""))
    label = CheckResult(result).label if result in set(CheckResult) else result
    said = [label, *(str(payload[name]) for name in TOLD if payload.get(name))]
    return "；".join(part for part in said if part)[:300]
