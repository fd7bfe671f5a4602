"""Sends two inspectors of the demo out, from outside the running site, and tells what arrived there."""

import json
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any
from uuid import uuid4

ROOT = Path(__file__).resolve().parents[2]
TEAM = (("LEAD", "enforcement-1"), ("MEMBER", "enforcement-2"))


def sent_out(data: Path, many: int, codeless: int = 0) -> list[str]:
    """Public ids of so many visits, made beside the running site on the same data; the last ones have no 检查码 yet."""
    environment = {k: v for k, v in os.environ.items() if k not in ("DATABASE_URL", "POSTPERMIT_SECRET")}
    environment |= {"POSTPERMIT_DATA": str(data), "DJANGO_SETTINGS_MODULE": "postpermit.config.settings"}
    done = subprocess.run(
        [sys.executable, "-m", "tests.browser.sending", str(many), str(codeless)],
        env=environment, cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    out: list[str] = json.loads(done.stdout)
    return out


def _send(many: int, codeless: int) -> list[str]:
    from django.utils import timezone

    from postpermit.enforcement.models import Visit, VisitOfficer
    from postpermit.office.models import Officer
    from postpermit.register.models import Facility

    units = Facility.objects.filter(management_class="KEY", ended_on=None).order_by("pk")
    officers = {account: Officer.objects.get(user__username=account) for _, account in TEAM}
    today, out = timezone.localdate(), []
    for n, unit in enumerate(units[:many]):
        mark = uuid4().hex[:8]
        visit = Visit.objects.create(
            state="ASSIGNED", number=f"现场{mark}号", facility=unit, kind="TRIGGERED", manner="ON_SITE", reason="COMPLAINT",
            inspection_code="" if n >= many - codeless else f"XC-{mark}", scheduled_on=today, checklist="holder", checklist_since=today, entered_ref="cli",
            entered_name="命令行",
        )  # fmt: skip
        for role, account in TEAM:
            held = officers[account]
            VisitOfficer.objects.create(
                visit=visit, officer=held, name=held.name, certificate=f"证{account}", role=role
            )
        out.append(str(visit.public_id))
    return out


def arrived(data: Path, public: str) -> dict[str, Any]:
    """What the site's own tables hold of a visit."""
    held = sqlite3.connect(f"file:{data / 'postpermit.sqlite3'}?mode=ro", uri=True)
    (key, state, record, code), *_ = held.execute(
        "select id, state, record, inspection_code from enforcement_visit where public_id = ?",
        [public.replace("-", "")],
    )

    def rows(what: str, table: str) -> list[list[Any]]:
        found = held.execute(f"select {what} from enforcement_{table} where visit_id = ? order by 1", [key])
        return [list(row[1:]) for row in found]

    pictures = rows("id, kind, sha256", "visitpicture")
    out = {
        "acts": len(rows("uid, kind", "deviceact")),
        "answers": [
            [*row[:3], bool(row[3])] for row in rows("id, question, result, note, current", "visitanswer")
        ],
        "pictures": [[kind, sha, (data / "attachments" / sha[:2] / sha).exists()] for kind, sha in pictures],
        "people": [name for (name,) in rows("id, name", "participant")],
        "state": state,
        "record": json.loads(record),
        "code": code,
        "captions": [words for (words,) in rows("id, caption", "visitpicture")],
    }
    held.close()
    return out


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(_send(int(sys.argv[1]), int(sys.argv[2]))))
