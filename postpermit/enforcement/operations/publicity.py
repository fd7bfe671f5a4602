"""普法宣传 (plan 3.4): what was explained to whom. A row entered by mistake is taken back, never deleted."""

from datetime import date, datetime

from django.db import transaction

from postpermit.enforcement.models import LawPublicity
from postpermit.enforcement.operations.register_words import refuse_ahead, worded
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused

MOST = 1_000_000


class UnableToEnterPublicity(Refused):
    """A field is missing or does not fit, or the row stands there already."""


@transaction.atomic
def enter_publicity(
    *,
    on: date,
    topic: str,
    form: str,
    audience: str,
    people: int | None = None,
    place: str = "",
    note: str = "",
    by: Actor,
    at: datetime,
) -> LawPublicity:
    """Enter one activity."""
    topic, form = worded("topic", topic, 120, "主题"), worded("form", form, 64, "形式")
    audience, place = (
        worded("audience", audience, 120, "对象"),
        worded("place", place, 120, "地点", required=False),
    )
    note = worded("note", note, 200, "说明", required=False)
    refuse_ahead(on, at, "日期", "on")
    if people is not None and not 0 < people <= MOST:
        raise UnableToEnterPublicity("人数须为正整数；不清楚的不填。", place="people")
    if LawPublicity.objects.filter(on=on, topic=topic, audience=audience, withdrawn_why="").exists():
        raise UnableToEnterPublicity("同一天、同一主题、同一对象的普法宣传已登记。", place="topic")
    made = LawPublicity.objects.create(
        on=on,
        topic=topic,
        form=form,
        audience=audience,
        people=people,
        place=place,
        note=note,
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    facts = {"on": on.isoformat(), "topic": topic, "audience": audience}
    record("enter", label="登记普法宣传", subjects=[made], by=by, at=at, clause="plan:3.4", facts=facts)
    return made


@transaction.atomic
def withdraw_publicity(*, row: LawPublicity, why: str, by: Actor, at: datetime) -> LawPublicity:
    """Take a row back, with the reason; a second time nothing happens."""
    row = LawPublicity.objects.select_for_update().get(pk=row.pk)
    if row.withdrawn_why:
        return row
    row.withdrawn_why = worded("why", why, 200, "撤销理由")
    row.save(update_fields=["withdrawn_why"])
    facts = {"topic": row.topic, "on": row.on.isoformat()}
    record("withdraw", label="撤销普法宣传登记", subjects=[row], by=by, at=at, clause="plan:3.4",
           why=row.withdrawn_why, facts=facts)  # fmt: skip
    return row
