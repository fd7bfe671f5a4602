"""行业检查单: a list of another authority is kept as it was read, and counts from its own day on."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from postpermit import law
from postpermit.enforcement.models import LoadedChecklist, Visit
from postpermit.enforcement.operations.holding import hold, mirror
from postpermit.enforcement.queries.asked import OTHER
from postpermit.enforcement.rules.applicability import list_fault
from postpermit.enforcement.states import VisitState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

BEFORE = (VisitState.PREPARED, VisitState.ASSIGNED)


class UnableToLoadList(Refused):
    """The rows are no list; the sentences name each row."""


@transaction.atomic
def load_checklist(
    *,
    name: str,
    since: date,
    rows: Sequence[Mapping[str, str]],
    document: str = "",
    industries: str = "",
    numbers: Sequence[int] = (),
    by: Actor,
    at: datetime,
) -> LoadedChecklist:
    """Keep a list. The same rows of the same day again are the same list. ``numbers``: what the sheet calls its rows."""
    title = name.strip()
    if not title or len(title) > 64:
        raise UnableToLoadList("请填写检查单名称，不超过 64 字。", place="name")
    if len(industries.strip()) > 120:
        raise UnableToLoadList("适用行业代码不超过 120 字。", place="industries")
    if any(law.holds_secret(text) for text in (title, industries, document)):
        raise UnableToLoadList(law.SECRET_REFUSAL, place="name")
    try:
        made = law.checklist_from_rows(rows, code=title, title=title, since=since, numbers=numbers)
    except law.UnreadableChecklist as error:
        raise UnableToLoadList(error.faults[0].sentence, place="file") from error
    kept = [dict(row) for row in rows]
    known = LoadedChecklist.objects.filter(name=title, since=since).first()
    if known is not None and known.rows == kept:
        return known
    loaded = LoadedChecklist.objects.create(
        name=title,
        industries=industries.strip(),
        since=since,
        document=document[-120:],
        rows=kept,
        loaded_ref=by.ref,
        loaded_name=by.signature,
        at=at,
    )
    facts = {"name": title, "since": since.isoformat(), "questions": len(made.questions)}
    record("load", label="载入行业检查单", subjects=[loaded], by=by, at=at, clause="plan:6.1", facts=facts)
    return loaded


@transaction.atomic
def choose_list(
    *, visit: Visit, chosen: LoadedChecklist | None, seen: LoadedChecklist | None, by: Actor, at: datetime
) -> Visit:
    """Put an industry list beside annex 3, another one, or none, until the visit begins. ``seen``: what stood there."""
    held = hold(visit.pk)
    fault = list_fault(
        begun=held.state not in BEFORE,
        answered=held.answers.filter(question__startswith=OTHER, current=True).exists(),
        seen=held.extra_list == seen,
    )
    if held.extra_list == chosen:
        return mirror(visit, held)
    if chosen is not None and chosen.since > held.scheduled_on:
        fault = fault or "所选行业检查单在计划日期还没有开始使用。"
    if fault:
        raise UnableToLoadList(fault, place="list")
    before, name = str(held.extra_list or ""), str(chosen or "")
    Visit.objects.filter(pk=held.pk).update(extra_list=chosen)
    facts = {"number": held.number, "list": name, "before": before}
    record("choose-list", label="选行业检查单", subjects=[held], by=by, at=at, clause="plan:6.1", facts=facts)
    return mirror(visit, held)
