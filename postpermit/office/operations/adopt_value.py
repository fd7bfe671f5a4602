"""确认数值: an authorised officer takes a dated value into force on the strength of a document."""

import json
from datetime import date, datetime

from django.db import transaction

from postpermit import law
from postpermit.office.models import AdoptedValue
from postpermit.office.values import lay_adopted_values
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused


class UnableToAdopt(Refused):
    """The value is unknown, is written wrongly, or no document is named."""


@transaction.atomic
def adopt_value(
    *, name: str, text: str, since: date, document: str, why: str = "", by: Actor, at: datetime
) -> AdoptedValue:
    """From ``since`` on the value counts as ``text``, confirmed by ``document``; earlier lines stay as they were."""
    like = known_value(name, since)
    try:
        held = law.typed(like, text)
        if like.unit == law.PATTERN:
            held.format(year=2026, n=1)
    except (ValueError, KeyError, IndexError) as error:
        said = str(error) if isinstance(error, ValueError) else "文号格式只能含 {year} 和 {n}。"
        raise UnableToAdopt(said, place="text") from error
    if not document.strip():
        raise UnableToAdopt("请写明依据文件（名称、文号）。", place="document")
    made = AdoptedValue.objects.create(
        name=name,
        text=text.strip(),
        since=since,
        document=document.strip()[:120],
        why=why.strip()[:200],
        by_ref=by.ref,
        by_name=by.signature,
        at=at,
    )
    facts = {
        "name": name,
        "before": json.dumps(like.value, default=str, ensure_ascii=False),
        "value": json.dumps(held, default=str, ensure_ascii=False),
        "since": since.isoformat(),
        "document": made.document,
    }
    record(
        "adopt-value",
        label="确认数值",
        subjects=[made],
        by=by,
        at=at,
        clause=like.clause,
        why=why,
        facts=facts,
    )
    lay_adopted_values()
    transaction.on_commit(lay_adopted_values)
    return made


def known_value(name: str, on: date) -> law.Value:
    """The line in force, or the first line of a value that begins later. Raises ``UnableToAdopt``."""
    lines = law.district().lines.get(name, ())
    if not lines:
        raise UnableToAdopt("没有这个数值。", place="name")
    return law.in_force(law.lines_of(name), on) or lines[0]
