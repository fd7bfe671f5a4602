"""各科室维护的信息: a fact goes into the small register of the division that owns its kind."""

from collections.abc import Mapping
from datetime import date, datetime

from django.db import models, transaction

from postpermit.register.fact_kinds import FACT_FIELDS
from postpermit.register.models import Facility
from postpermit.register.rules import fact_owner
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused
from postpermit.trail.models import label_of


class UnableToEnterFact(Refused):
    """A field is missing or does not fit."""


@transaction.atomic
def enter_fact(
    *,
    kind: str,
    facility: Facility,
    on: date,
    given: Mapping[str, str],
    note: str = "",
    by: Actor,
    at: datetime,
) -> models.Model:
    """Enter one fact of ``kind`` (a key of ``FACT_FIELDS``). Only the owning division may (RG-4)."""
    model, fields = FACT_FIELDS[kind]
    if by.division != fact_owner(kind):
        raise UnableToEnterFact("这类信息由归口科室维护。")
    values: dict[str, object] = {}
    for name, required in fields:
        label = label_of(model, name)
        text = given.get(name, "").strip()
        if required and not text:
            raise UnableToEnterFact(f"请填写{label}。", place=name)
        if name == "year":
            if not (text.isdecimal() and 2000 <= int(text) <= on.year + 1):
                raise UnableToEnterFact(f"{label}应为四位年份。", place=name)
            values[name] = int(text)
            continue
        longest = getattr(model._meta.get_field(name), "max_length", None) or 300
        if len(text) > longest:
            raise UnableToEnterFact(f"{label}不能超过 {longest} 个字。", place=name)
        values[name] = text
    made = model._default_manager.create(
        facility=facility, on=on, entered_by=by.signature, note=note[:200], **values
    )
    record(
        f"enter-{kind}",
        label=f"登记{model._meta.verbose_name}",
        subjects=[facility],
        by=by,
        at=at,
        clause="plan:8.2",
        facts={k: str(v) for k, v in values.items()} | {"on": on.isoformat()},
    )
    return made
