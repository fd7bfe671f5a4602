"""Where what a draw is for was done since it was drawn."""

from collections.abc import Iterable

from django.utils.timezone import localdate

from postpermit.duties.models import Record
from postpermit.duties.states import RecordState
from postpermit.planning.models import Draw
from postpermit.planning.rules.strata import UNITS, Stratum


def been_since(draw: Draw, units: Iterable[int]) -> set[int]:
    """Of these units (keys) those inspected or monitored since: whoever was found in order is not exchanged. One query."""
    stratum = Stratum(draw.stratum)
    if draw.drawn_at is None or stratum not in UNITS:
        return set()
    rows = Record.objects.filter(
        facility__in=list(units), kind=UNITS[stratum][2], on__gte=localdate(draw.drawn_at)
    )
    return set(rows.exclude(state=RecordState.WITHDRAWN).values_list("facility", flat=True))
