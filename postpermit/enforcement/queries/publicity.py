"""普法宣传 and 信用评价 as lists."""

import re

from django.db.models import Q, QuerySet

from postpermit.enforcement.models import LawPublicity
from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.register.cells import narrow
from postpermit.register.models import CreditGrade, Facility

# A year that every database knows: what was typed into an address may be anything.
YEAR = re.compile("[1-9][0-9]{3}")


def publicity_list(standing: Standing, *, year: str = "", q: str = "") -> "QuerySet[LawPublicity]":
    """Activities that this officer may see, newest first; those taken back stay, marked."""
    rows = visible_to(standing, LawPublicity)
    if YEAR.fullmatch(year):
        rows = rows.filter(on__year=int(year))
    if word := q.strip():
        rows = rows.filter(Q(topic__icontains=word) | Q(audience__icontains=word) | Q(form__icontains=word))
    return rows.order_by("-on", "-pk")


def credit_list(
    standing: Standing, *, year: str = "", grade: str = "", q: str = ""
) -> "QuerySet[CreditGrade]":
    """Grades of units that this officer may see, the newest year first."""
    rows = CreditGrade.objects.filter(facility__in=visible_to(standing, Facility))
    if YEAR.fullmatch(year):
        rows = rows.filter(year=int(year))
    if grade.strip():
        rows = rows.filter(grade=grade.strip())
    for word in narrow(q).lower().split()[:5]:
        rows = rows.filter(facility__search_text__contains=word)
    return rows.select_related("facility").order_by("-year", "facility__name", "-pk")


def grades_known() -> list[str]:
    """Every grade that was ever entered, for the filter."""
    return list(CreditGrade.objects.order_by("grade").values_list("grade", flat=True).distinct())
