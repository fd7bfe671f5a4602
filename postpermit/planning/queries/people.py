"""片区与回避, as they stand on a day: one row per certified officer of 执法大队."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from postpermit.office.models import Officer
from postpermit.office.standing import covers
from postpermit.planning.models import Beat, Recusal
from postpermit.planning.queries.plan_weeks import certified_officers
from postpermit.register.models import Facility


@dataclass(frozen=True)
class Sendable:
    """An officer, the streets he is limited to (none: no limit) and the units he keeps away from."""

    officer: Officer
    streets: tuple[str, ...]
    recusals: tuple[Recusal, ...]


def sendable_people(on: date) -> list[Sendable]:
    """Four queries, whatever the number of officers."""
    officers = Officer.objects.filter(pk__in=certified_officers(on)).order_by("pk")
    streets: dict[int, list[str]] = defaultdict(list)
    for key, street in Beat.objects.filter(covers(on)).order_by("street").values_list("officer", "street"):
        streets[key].append(street)
    kept: dict[int, list[Recusal]] = defaultdict(list)
    for row in Recusal.objects.filter(to_on__isnull=True).select_related("facility").order_by("pk"):
        kept[row.officer_id].append(row)
    return [Sendable(o, tuple(streets[o.pk]), tuple(kept[o.pk])) for o in officers]


def streets_known() -> list[str]:
    """Every street of the register."""
    rows = Facility.objects.exclude(street="").order_by("street").values_list("street", flat=True)
    return list(rows.distinct())
