"""更正开始时间: a start that was written down wrongly is put right while the visit is under way; both times stay on the trail."""

from datetime import datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.enforcement.models import Visit
from postpermit.enforcement.operations.holding import (
    about_visit,
    hold_as_seen,
    mirror,
    refuse_future,
    refuse_long_ago,
    refuse_secret,
    to_the_minute,
)
from postpermit.enforcement.operations.outcome import UnableToGoOn
from postpermit.enforcement.operations.waiting import rehang
from postpermit.enforcement.queries.codes import code_kinds
from postpermit.enforcement.rules.visits import start_fault
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance


@transaction.atomic
def amend_start(*, visit: Visit, started_at: datetime, why: str, by: Actor, at: datetime) -> Visit:
    """Another start, with the reason; findings written down on the old day are those of the new one."""
    held = hold_as_seen(visit)
    refuse_secret(why)
    refuse_future(started_at, at, "开始时间", "started_at")
    refuse_long_ago(started_at, held, "开始时间", "started_at")
    began, before = to_the_minute(started_at), held.started_at
    if began == before:
        raise UnableToGoOn("开始时间没有改变。", place="started_at")
    if fault := start_fault(held.manner, held.kind, held.inspection_code, code_kinds(localdate(began))):
        raise UnableToGoOn(fault, place="started_at")
    facts = {
        "number": held.number,
        "from": before.isoformat() if before else "",
        "to": began.isoformat(),
    }
    changes = {"started_at": began}
    advance(held, "amend-start", by=by, at=at, clause="plan:6.1", why=why, facts=facts, changes=changes)
    if before is not None:
        held.findings.filter(found_on=localdate(before)).update(found_on=localdate(began))
    rehang(held, about_visit(held), by=by, at=at)
    return mirror(visit, held)
