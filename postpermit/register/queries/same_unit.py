"""Whether a unit is in the register already, however its name, its address or its code is written."""

from postpermit.register.cells import narrow
from postpermit.register.models import Facility
from postpermit.register.states import FacilityStatus


def known_units(name: str, address: str, uscc: str) -> list[Facility]:
    """Units that have that code, or that name at that address however either is written; the living ones first."""
    found = {u.pk: u for u in Facility.objects.filter(uscc=narrow(uscc).upper())} if uscc.strip() else {}
    wanted = (bare(name), bare(address))
    rows = Facility.objects.values_list("pk", "name", "address").iterator()
    same = [pk for pk, called, stands in rows if (bare(called), bare(stands)) == wanted]
    found |= {u.pk: u for u in Facility.objects.filter(pk__in=same)}
    return sorted(found.values(), key=lambda u: (not lives(u), u.pk))


def lives(unit: Facility) -> bool:
    """Neither ended nor cancelled."""
    return unit.ended_on is None and unit.status != FacilityStatus.CANCELLED


def bare(text: str) -> str:
    """Without blanks, width and capitals."""
    return "".join(narrow(text).casefold().split())
