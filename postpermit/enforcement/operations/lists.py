"""行业检查单: a list of another authority is kept as it was read, and counts from its own day on."""

from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from postpermit import law
from postpermit.enforcement.models import LoadedChecklist
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused


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
    by: Actor,
    at: datetime,
) -> LoadedChecklist:
    """Keep a list. The same rows of the same day again are the same list."""
    title = name.strip()
    if not title or len(title) > 64:
        raise UnableToLoadList("请填写检查单名称，不超过 64 字。", place="name")
    if len(industries.strip()) > 120:
        raise UnableToLoadList("适用行业代码不超过 120 字。", place="industries")
    if any(law.holds_secret(text) for text in (title, industries, document)):
        raise UnableToLoadList(law.SECRET_REFUSAL, place="name")
    try:
        made = law.checklist_from_rows(rows, code=title, title=title, since=since)
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
