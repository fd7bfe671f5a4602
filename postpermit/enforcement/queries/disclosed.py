"""Which drawn units' names may be said in public: those whose visit for that very draw has its result disclosed."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.timezone import localdate

from postpermit.enforcement.models import Visit
from postpermit.planning.models import Draw
from postpermit.planning.rules.strata import Stratum
from postpermit.planning.states import VisitKind


def disclosed_units(draw: Draw, facilities: Iterable[int]) -> set[int]:
    """Of these units the ones whose visit for this draw is disclosed.

    Any other disclosed visit would tell a unit that it was drawn before anybody has come. A registered unit is planned
    only where it was drawn: there a planned visit after the draw is the one, also where it hangs on no plan.
    """
    wanted = set(facilities)
    asked = Q(planned__drawn_in=draw)
    if draw.stratum == Stratum.REGISTERED and draw.drawn_at is not None:
        loose = Q(kind=VisitKind.PLANNED, planned__drawn_in__isnull=True)
        asked |= loose & Q(scheduled_on__gte=localdate(draw.drawn_at))
    rows = Visit.objects.filter(asked, disclosed_on__isnull=False)
    return {pk for pk in rows.values_list("facility", flat=True) if pk in wanted}
