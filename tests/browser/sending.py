"""Sends two inspectors of the demo out, from outside the running site, and tells what arrived there."""

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
TEAM = (("LEAD", "enforcement-1"), ("MEMBER", "enforcement-2"))


def at_the_site(data: Path, *words: str) -> Any:
    """Run this file beside the site, on the same data."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "POSTPERMIT_SECRET")}
    environment |= {"POSTPERMIT_DATA": str(data), "DJANGO_SETTINGS_MODULE": "postpermit.config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.sending", *words],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    return json.loads(done.stdout)


def _send(many: int) -> list[str]:
    from django.utils import timezone

    from postpermit.enforcement.models import Visit, VisitOfficer
    from postpermit.office.models import Officer
    from postpermit.register.models import Facility

    units = Facility.objects.filter(management_class="KEY", ended_on=None).order_by("pk")
    officers = {account: Officer.objects.get(user__username=account) for _, account in TEAM}
    today, out = timezone.localdate(), []
    for n, unit in enumerate(units[:many]):
        visit = Visit.objects.create(
            state="ASSIGNED", number=f"现场{n}号", facility=unit, kind="TRIGGERED", manner="ON_SITE", reason="COMPLAINT",
            inspection_code=f"XC-{n}", scheduled_on=today, checklist="holder", checklist_since=today, entered_ref="cli",
            entered_name="命令行",
        )  # fmt: skip
        for role, account in TEAM:
            held = officers[account]
            VisitOfficer.objects.create(
                visit=visit, officer=held, name=held.name, certificate=f"证{account}", role=role
            )
        out.append(str(visit.public_id))
    return out


def _arrived(public: str) -> dict[str, Any]:
    from postpermit.enforcement.models import DeviceAct, Visit
    from postpermit.trail.files import path_of

    visit = Visit.objects.get(public_id=public)
    answers = visit.answers.order_by("pk").values_list("question", "result", "note", "current")
    return {
        "acts": DeviceAct.objects.filter(visit=visit).count(),
        "answers": [list(row) for row in answers],
        "pictures": [[p.kind, p.sha256, path_of(p.sha256).exists()] for p in visit.pictures.order_by("pk")],
        "people": [p.name for p in visit.participants.all()],
        "state": visit.state,
        "record": visit.record,
    }


if __name__ == "__main__":
    import django

    django.setup()
    asked = sys.argv[1:]
    print(json.dumps(_send(int(asked[1])) if asked[0] == "send" else _arrived(asked[1])))
