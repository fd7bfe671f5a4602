"""Beside a refused entry of a unit: the units that it may be, as links."""

from django.http import HttpRequest

from postpermit.office.access import visible_to
from postpermit.register.models import Facility
from postpermit.register.queries.same_unit import known_units


def same_units(request: HttpRequest, errors: dict[str, str]) -> list[Facility]:
    """The units that stand against entering another, for a link beside the refusal."""
    if not {"name", "uscc"} & set(errors):
        return []
    found = known_units(*(request.POST.get(n, "") for n in ("name", "address", "uscc")))
    visible = visible_to(request.standing, Facility)  # type: ignore[attr-defined]
    return list(visible.filter(pk__in=[u.pk for u in found])[:5])
