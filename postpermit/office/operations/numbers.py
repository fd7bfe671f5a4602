"""文号: running numbers by the pattern in force, none skipped and none given twice."""

from datetime import date

from django.db import transaction

from postpermit import law
from postpermit.office.models import RunningNumber


@transaction.atomic
def next_number(kind: str, on: date) -> str:
    """The next number of ``kind`` in the year of ``on``, written by the pattern ``number.<kind>``.

    Call in the transaction that makes the document: the row is locked until that commits.
    """
    pattern = str(law.value(f"number.{kind}", on=on).value)
    return pattern.format(year=on.year, n=next_count(kind, on.year))


@transaction.atomic
def next_count(kind: str, year: int) -> int:
    """The bare next count of ``kind`` in a year."""
    RunningNumber.objects.get_or_create(kind=kind, year=year)
    counter = RunningNumber.objects.select_for_update().get(kind=kind, year=year)
    counter.last += 1
    counter.save(update_fields=["last"])
    return counter.last
