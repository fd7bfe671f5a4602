"""Who may be sent on a visit: certified officers of 执法大队 as they stand on a day, and the drawn order."""

from collections.abc import Sequence
from datetime import date

from django.db.models import Q

from postpermit.enforcement.models import Visit
from postpermit.enforcement.rules.visits import Candidate, officer_fault
from postpermit.office.models import Absence, Holding, Officer
from postpermit.planning.models import DrawnOfficer, Recusal
from postpermit.register.models import Facility


def candidates(officers: Sequence[Officer], facility: Facility, on: date) -> list[Candidate]:
    """How each of them stands on a day towards a unit. Three queries."""
    keys = [o.pk for o in officers]
    during = Q(from_on__lte=on) & (Q(to_on__isnull=True) | Q(to_on__gte=on))
    held = Holding.objects.filter(during, officer__in=keys, post__division="ENFORCEMENT")
    ours = set(held.values_list("officer", flat=True))
    gone = Absence.objects.filter(officer__in=keys, from_on__lte=on, to_on__gte=on)
    away = set(gone.values_list("officer", flat=True))
    kept = Recusal.objects.filter(during, officer__in=keys, facility=facility)
    recused = dict(kept.values_list("officer", "why"))
    return [
        Candidate(
            o.name,
            o.certificate,
            o.pk in ours,
            o.disabled_at is not None,
            o.pk in away,
            recused.get(o.pk, ""),
        )
        for o in officers
    ]


def sendable(visit: Visit) -> list[tuple[Officer, str]]:
    """Every certified officer of 执法大队 with the reason why not to send him, or ""."""
    held = Holding.objects.filter(post__division="ENFORCEMENT", to_on__isnull=True).values("officer")
    rows = Officer.objects.filter(pk__in=held).exclude(certificate="").order_by("pk")
    officers = list(rows)
    standing = candidates(officers, visit.facility, visit.scheduled_on)
    return [(o, officer_fault(c)) for o, c in zip(officers, standing, strict=True)]


def drawn_order(visit: Visit) -> list[DrawnOfficer]:
    """The officers in the order drawn for the planned visit; [] where none was drawn."""
    if visit.planned_id is None:
        return []
    rows = DrawnOfficer.objects.filter(visit=visit.planned_id).select_related("officer")
    return list(rows.order_by("rank", "pk"))


def next_drawn(visit: Visit) -> Officer | None:
    """The next in the drawn order who is not on the visit, was not recused from it and may go on the day."""
    known = set(visit.officers.values_list("officer", flat=True))
    order = [row.officer for row in drawn_order(visit) if row.officer_id not in known]
    standing = candidates(order, visit.facility, visit.scheduled_on)
    return next((o for o, c in zip(order, standing, strict=True) if not officer_fault(c)), None)
