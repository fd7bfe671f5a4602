"""列对应: what a strange header of somebody else's list means, remembered for the next file."""

from datetime import datetime

from django.db import transaction

from postpermit.register.columns import SHEETS, UNITS
from postpermit.register.models import ColumnMapping
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused


class UnableToRemember(Refused):
    """There is no such sheet or column."""


@transaction.atomic
def remember_mapping(*, sheet: str = UNITS, header: str, column: str, by: Actor, at: datetime) -> None:
    """Remember that ``header`` means our ``column``; an empty column forgets the mapping."""
    if sheet not in SHEETS or (column and column not in {c.header for c in SHEETS[sheet]}):
        raise UnableToRemember("没有这一列。", place="column")
    ColumnMapping.objects.filter(sheet=sheet, header=header).delete()
    if column:
        ColumnMapping.objects.create(sheet=sheet, header=header, column=column, by_name=by.signature)
    facts = {"sheet": sheet, "header": header, "column": column}
    record(
        "map-column",
        label="设定列对应",
        subjects=["register.columnmapping:0"],
        by=by,
        at=at,
        clause="plan:8.2",
        facts=facts,
    )
