"""一企一档: everything the register holds about one unit."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Q, QuerySet

from postpermit.register.fact_kinds import FACT_FIELDS
from postpermit.register.models import (
    Facility,
    Limit,
    Outlet,
    PermitVersion,
    RegisteredItem,
    Registration,
    ReportRequirement,
    SelfMonitoring,
)
from postpermit.trail.models import label_of

# What is read of a fact but not typed with it.
SHOWN = {"penalty": ("changed",)}


@dataclass(frozen=True)
class Dossier:
    """The parts of the page, each a small list; ``facts`` holds (title, headers, rows) of the small registers."""

    versions: Sequence[PermitVersion]
    registrations: Sequence[Registration]
    outlets: Sequence[Outlet]
    limits: Sequence[Limit]
    monitoring: Sequence[SelfMonitoring]
    reports: Sequence[ReportRequirement]
    form: Sequence[RegisteredItem]
    facts: Sequence[tuple[str, str, list[str], list[list[Any]]]]


def in_force(rows: "QuerySet[Any]", on: date) -> "QuerySet[Any]":
    """Requirements of the version in force that day."""
    return rows.filter(in_force_from__lte=on).filter(Q(in_force_to__isnull=True) | Q(in_force_to__gt=on))


def limits_on(facility: Facility, on: date) -> "QuerySet[Limit]":
    """The limits in force at the unit on a day."""
    return in_force(Limit.objects.filter(facility=facility), on).select_related("outlet", "permit_version")


def registration_form(facility: Facility, on: date) -> "QuerySet[RegisteredItem]":
    """What the unit's registration form says that day, for comparing on site (plan 6.1)."""
    return in_force(RegisteredItem.objects.filter(facility=facility), on)


def dossier(facility: Facility, on: date) -> Dossier:
    """The unit's page as of a day, in a fixed number of queries."""
    facts = []
    for kind, (model, fields) in FACT_FIELDS.items():
        names = ["on", *(name for name, _ in fields), *SHOWN.get(kind, ()), "note"]
        rows = [[getattr(r, n) for n in names] for r in model._default_manager.filter(facility=facility)]
        headers = [label_of(model, n) for n in names]
        facts.append((kind, str(model._meta.verbose_name), headers, rows))
    return Dossier(
        list(PermitVersion.objects.filter(permit__facility=facility).select_related("permit")),
        list(facility.registrations.all()),
        list(facility.outlets.all()),
        list(limits_on(facility, on)),
        list(in_force(SelfMonitoring.objects.filter(facility=facility), on).select_related("outlet")),
        list(in_force(ReportRequirement.objects.filter(facility=facility), on)),
        list(registration_form(facility, on)),
        facts,
    )
