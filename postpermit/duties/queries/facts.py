"""Register facts as the rules want them, in a fixed number of queries."""

from collections import defaultdict
from datetime import date
from itertools import pairwise
from typing import Any

from postpermit.duties.models import Duty, MeetingDate
from postpermit.duties.rules import HolderFacts, Law, Term
from postpermit.office.calendars import calendar_now
from postpermit.register.models import Facility, PermitVersion, Registration, ReportRequirement
from postpermit.register.states import ENDINGS, FacilityStatus, ManagementClass

FIELDS = (
    "pk",
    "number",
    "name",
    "management_class",
    "first_issued_on",
    "valid_from",
    "valid_to",
    "ended_on",
    "ended_by",
    "status",
    "emergency_plan_filed_on",
)


def law_of(year: int, on: date) -> Law:
    """The calendar in force, the values of the day within the year, and the annual meeting's date if it is set."""
    day = min(max(on, date(year, 1, 1)), date(year, 12, 31))
    meeting = (
        MeetingDate.objects.filter(kind="meeting-annual", period=str(year))
        .values_list("on", flat=True)
        .first()
    )
    return Law(calendar_now(), day, meeting)


def facts_of_register() -> list[HolderFacts]:
    """Every unit with a permit or registration."""
    reports: dict[int, list[tuple[str, str]]] = defaultdict(list)
    rows = ReportRequirement.objects.filter(in_force_to__isnull=True).order_by("kind")
    for facility, kind, text in rows.values_list("facility", "kind", "due_text"):
        reports[facility].append((kind, text))
    terms, filings = _terms(), _filings()
    units = Facility.objects.exclude(management_class=ManagementClass.UNLISTED).exclude(valid_to__isnull=True)
    return [
        _facts(row, reports, terms, filings)
        for row in units.order_by("number").values(*FIELDS).iterator(chunk_size=5000)
    ]


def _facts(
    row: dict[str, Any],
    reports: dict[int, list[tuple[str, str]]],
    terms: dict[int, list[Term]],
    filings: dict[int, set[date]],
) -> HolderFacts:
    valid_to, filed_on = row["valid_to"], row["emergency_plan_filed_on"]
    return HolderFacts(
        row["number"],
        row["name"],
        row["management_class"],
        row["first_issued_on"] or row["valid_from"],
        row["valid_from"],
        valid_to,
        row["ended_on"],
        row["ended_by"],
        row["status"] == FacilityStatus.STOPPED,
        tuple(reports.get(row["pk"], ())),
        tuple(t for t in terms.get(row["pk"], ()) if t.valid_to < valid_to),
        row["pk"],
        (*sorted(d for d in filings.get(row["pk"], ()) if d < filed_on), filed_on) if filed_on else (),
    )


def _filings() -> dict[int, set[date]]:
    """Earlier filings of emergency plans: the register holds the newest day only, a duty remembers from which it ran."""
    found: dict[int, set[date]] = defaultdict(set)
    rows = Duty.objects.filter(kind="emergency-plan", subject_ref="", facility__isnull=False)
    for facility, period in rows.values_list("facility", "period"):
        found[facility].add(date.fromisoformat(period))
    return found


def _terms() -> dict[int, list[Term]]:
    """Earlier terms that a later one followed: each with the day on which the follower came into force."""
    found: dict[int, list[tuple[date, date]]] = defaultdict(list)
    versions = PermitVersion.objects.exclude(event__in=ENDINGS).order_by("in_force_from", "pk")
    for facility, valid_to, since in versions.values_list("permit__facility", "valid_to", "in_force_from"):
        found[facility].append((valid_to, since))
    registered = Registration.objects.exclude(event__in=ENDINGS).order_by("in_force_from", "pk")
    for facility, valid_to, since in registered.values_list("facility", "valid_to", "in_force_from"):
        found[facility].append((valid_to, since))
    return {
        facility: [
            Term(valid_to, later_since)
            for (valid_to, _), (later_to, later_since) in pairwise(rows)
            if later_to > valid_to
        ]
        for facility, rows in found.items()
        if len(rows) > 1
    }
