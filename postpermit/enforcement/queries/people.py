"""Who may be sent on a visit: certified officers of 执法大队 as they stand on a day, and the drawn order."""

from collections.abc import Sequence
from datetime import date

from postpermit.enforcement.models import Visit
from postpermit.enforcement.rules.visits import Candidate, officer_fault
from postpermit.enforcement.states import KEPT_OUT
from postpermit.office.models import Absence, Holding, Officer
from postpermit.office.standing import covers
from postpermit.planning.models import DrawnOfficer, Recusal
from postpermit.planning.officers import Pair
from postpermit.planning.queries.teams import barred_pairs
from postpermit.register.models import Facility


def candidates(officers: Sequence[Officer], facility: Facility, on: date) -> list[Candidate]:
    """How each of them stands on a day towards a unit. Three queries."""
    keys = [o.pk for o in officers]
    during = covers(on)
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
    held = Holding.objects.filter(covers(visit.scheduled_on), post__division="ENFORCEMENT").values("officer")
    rows = Officer.objects.filter(pk__in=held).exclude(certificate="").order_by("pk")
    officers = list(rows)
    standing = candidates(officers, visit.facility, visit.scheduled_on)
    return [(o, officer_fault(c)) for o, c in zip(officers, standing, strict=True)]


def drawn_order(visit: Visit) -> list[DrawnOfficer]:
    """The officers in the order drawn for the planned visit; [] where none was drawn."""
    if visit.planned_id is None:
        return []
    rows = DrawnOfficer.objects.filter(visit=visit.planned_id).select_related("officer", "draw")
    return list(rows.order_by("rank", "pk"))


def drawn_team(visit: Visit, least: int) -> list[Officer]:
    """Who goes by the draw: the chosen, and for each who cannot the next of the order who may go beside those that stay.

    Fewer than ``least`` where the order is used up: then the rest of the team is named.
    """
    order = drawn_order(visit)
    gone = set(visit.officers.filter(left_as__in=KEPT_OUT).values_list("officer", flat=True))
    standing = candidates([r.officer for r in order], visit.facility, visit.scheduled_on)
    able = [
        r for r, c in zip(order, standing, strict=True) if r.officer_id not in gone and not officer_fault(c)
    ]
    team = [r.officer for r in able if r.chosen]
    barred = barred_pairs(order[0].draw, visit.planned) if visit.planned and order else frozenset()
    for officer in (r.officer for r in able if not r.chosen):
        if len(team) < least and not _barred(officer, team, barred):
            team.append(officer)
    return team


def next_drawn(visit: Visit, out: Officer | None = None, on: date | None = None) -> Officer | None:
    """The next in the drawn order who is not on the visit, has not left it for good, may go on the day, and has not been
    to the unit with those who stay (PL-5). ``out``: who leaves, once that is known; ``on``: the day, if not the planned."""
    order = drawn_order(visit)
    known = set(visit.officers.filter(left_as__in=("", *KEPT_OUT)).values_list("officer", flat=True))
    left = [r.officer for r in order if r.officer_id not in known]
    stay = [
        r.officer for r in visit.officers.filter(left_as="").select_related("officer") if r.officer != out
    ]
    barred = barred_pairs(order[0].draw, visit.planned) if out and visit.planned and order else frozenset()
    standing = candidates(left, visit.facility, on or visit.scheduled_on)
    able = (o for o, c in zip(left, standing, strict=True) if not officer_fault(c))
    return next((o for o in able if not _barred(o, stay, barred)), None)


def _barred(comes: Officer, stay: Sequence[Officer], barred: frozenset[Pair]) -> bool:
    return any(frozenset((str(comes.public_id), str(o.public_id))) in barred for o in stay)
