"""Of each planned visit, what of the things it is there for has been done, and by which record."""

from collections import defaultdict
from collections.abc import Sequence

from postpermit.duties.models import Record
from postpermit.duties.states import DutyState, RecordState
from postpermit.planning.models import PlannedDuty, PlannedVisit
from postpermit.planning.queries.inputs import LIVE
from postpermit.planning.rules.fulfilled import Asked, Rest, rest_of
from postpermit.planning.rules.strata import UNITS, Stratum
from postpermit.planning.rules.tasks import MONITORS
from postpermit.trail.models import reference

MANY = 500
MONITORING = "monitoring"


def rests_of(rows: Sequence[PlannedVisit]) -> dict[int, Rest]:
    """Row → what is left of it; a row that names nothing is left out. Load the rows with their plan and draw."""
    asked: dict[int, list[Asked]] = defaultdict(list)
    for start in range(0, len(rows), MANY):
        part = rows[start : start + MANY]
        _duties(part, asked)
        _drawn([r for r in part if r.drawn_in_id is not None], asked)
    return {pk: rest_of(told) for pk, told in asked.items()}


def _duties(rows: Sequence[PlannedVisit], asked: dict[int, list[Asked]]) -> None:
    """A duty of the unit itself; the yearly share behind a draw belongs to nobody alone."""
    held = PlannedDuty.objects.filter(visit__in=[r.pk for r in rows], duty__facility__isnull=False)
    told = held.order_by("duty__discharged_on", "pk").values_list(
        "visit", "duty__kind", "duty__state", "duty__discharged_by"
    )
    for row, kind, state, by in told:
        met = by if state == DutyState.DISCHARGED and by.startswith(f"{Record._meta.label_lower}:") else ""
        asked[row].append(Asked(kind in MONITORS, met, state not in LIVE and not met))


def _drawn(rows: Sequence[PlannedVisit], asked: dict[int, list[Asked]]) -> None:
    """A drawn unit was seen once there is a record of its kind in the plan's year."""
    held = Record.objects.filter(
        facility__in={r.facility_id for r in rows}, kind__in=("inspection", MONITORING)
    )
    held = held.exclude(state=RecordState.WITHDRAWN).order_by("on", "pk")
    seen = {(m.facility_id, m.kind, m.on.year): reference(m) for m in held}
    for row in rows:
        assert row.drawn_in is not None
        kind = UNITS[Stratum(row.drawn_in.stratum)][2]
        by = seen.get((row.facility_id, kind, row.plan.year), "")
        asked[row.pk].append(Asked(kind == MONITORING, by))
