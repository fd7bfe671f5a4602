"""Which units' names may be said in public: those whose visit of that time has its result disclosed."""

from collections.abc import Iterable
from datetime import date

from postpermit.enforcement.models import Visit


def disclosed_units(facilities: Iterable[int], since: date) -> set[int]:
    """Of these units the ones with a disclosed visit on or after that day."""
    wanted = set(facilities)
    rows = Visit.objects.filter(disclosed_on__isnull=False, scheduled_on__gte=since)
    return {pk for pk in rows.values_list("facility", flat=True) if pk in wanted}
