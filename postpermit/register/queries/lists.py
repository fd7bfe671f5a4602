"""The register as a list."""

from django.db.models import Q, QuerySet

from postpermit.register.cells import narrow
from postpermit.register.models import Facility


def facility_list(
    base: "QuerySet[Facility]",
    *,
    klass: str = "",
    status: str = "",
    street: str = "",
    level: str = "",
    q: str = "",
) -> "QuerySet[Facility]":
    """Units by class, state, street, level, and words found anywhere in their search text."""
    rows = base
    for name, value in (
        ("management_class", klass),
        ("status", status),
        ("street", street),
        ("supervision_level", level),
    ):
        if value:
            rows = rows.filter(**{name: value})
    for word in narrow(q).lower().split()[:5]:
        rows = rows.filter(Q(search_text__contains=word))
    return rows.order_by("pk")
