"""Disclosure and ledger checks as lists, and the findings that stand on one of them."""

from collections.abc import Sequence

from django.db.models import Q, QuerySet

from postpermit.office.access import visible_to
from postpermit.office.standing import Standing
from postpermit.register.cells import narrow
from postpermit.supervision.models import DisclosureCheck, Finding, LedgerCheck
from postpermit.supervision.queries.checks import is_public_id
from postpermit.trail.models import reference

ANSWERS = {"yes": True, "no": False}


def disclosure_list(
    standing: Standing,
    *,
    platform: str = "",
    in_order: str = "",
    state: str = "",
    division: str = "",
    facility: str = "",
    q: str = "",
) -> "QuerySet[DisclosureCheck]":
    """Disclosure checks that this officer may see, newest first."""
    rows = visible_to(standing, DisclosureCheck)
    if platform:
        rows = rows.filter(platform=platform)
    for word in narrow(q).lower().split()[:5]:
        rows = rows.filter(Q(what__icontains=word) | Q(facility__search_text__contains=word))
    rows = rows.filter(_narrowed(in_order, state, division, facility))
    return rows.select_related("facility", "division").order_by("-on", "-pk")


def ledger_list(
    standing: Standing,
    *,
    klass: str = "",
    in_order: str = "",
    state: str = "",
    division: str = "",
    facility: str = "",
    q: str = "",
) -> "QuerySet[LedgerCheck]":
    """Ledger checks that this officer may see, newest first."""
    rows = visible_to(standing, LedgerCheck)
    if klass:
        rows = rows.filter(facility__management_class=klass)
    for word in narrow(q).lower().split()[:5]:
        rows = rows.filter(Q(categories__icontains=word) | Q(facility__search_text__contains=word))
    rows = rows.filter(_narrowed(in_order, state, division, facility))
    return rows.select_related("facility", "division").order_by("-on", "-pk")


def _narrowed(in_order: str, state: str, division: str, facility: str) -> Q:
    wanted = Q()
    if in_order in ANSWERS:
        wanted &= Q(in_order=ANSWERS[in_order])
    if state:
        wanted &= Q(state=state)
    if division:
        wanted &= Q(division=division)
    if facility:
        wanted &= Q(facility__public_id=facility) if is_public_id(facility) else Q(pk__in=[])
    return wanted


def findings_on(records: Sequence[DisclosureCheck | LedgerCheck]) -> dict[int, list[Finding]]:
    """Record (pk, all of one kind) → the problems found in it, in their order. One query."""
    refs = {reference(r): r.pk for r in records}
    out: dict[int, list[Finding]] = {r.pk: [] for r in records}
    for finding in Finding.objects.filter(origin__in=refs).order_by("pk"):
        out[refs[finding.origin]].append(finding)
    return out
