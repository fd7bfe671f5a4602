"""What the register and this room know beside a report, as the audit wants it. A fixed number of queries per check."""

from datetime import date, datetime, time
from typing import Any

from django.utils import timezone

from postpermit.duties.models import Record
from postpermit.register.models import (
    EiaRecord,
    Facility,
    Limit,
    Outlet,
    Penalty,
    PermitVersion,
    ReportRequirement,
    SelfMonitoring,
)
from postpermit.register.queries.dossier import in_force
from postpermit.register.states import ENDINGS
from postpermit.supervision.models import (
    AbnormalEvent,
    DisclosureCheck,
    EmergencyPlan,
    ReportCheck,
    ReportVersion,
)
from postpermit.supervision.report import Report, first_and_last, from_kept
from postpermit.supervision.rules.facts import (
    AbnormalFacts,
    Disclosed,
    Facts,
    FiledReport,
    LimitFacts,
    MonitoringFacts,
    Obligation,
    OutletFacts,
    PermitFacts,
    Returned,
)
from postpermit.supervision.states import EventState, EvidenceState, PlanState
from postpermit.trail.queries import timeline

EARLIER = 14


def facts_of(check: ReportCheck, on: date) -> Facts:
    """Everything known about a check's report on a day."""
    facility, report = check.report.facility, check.report
    span = first_and_last(report.period)
    first, last = span if span else (on, on)
    return Facts(
        permit=permit_facts(facility, last),
        obligation=_obligation(check),
        returned=_returned(check),
        filed=_filed(facility, report.period[:4]),
        earlier=_earlier(check),
        disclosed=_disclosed(facility, report.period),
        penalties=tuple(
            f"{p.number} {p.conduct}"
            for p in Penalty.objects.filter(
                facility=facility, on__range=(first, last), revoked_on__isnull=True
            )
        ),
        abnormal=_abnormal(facility, first, last),
        accepted_projects=_projects(facility, first, last),
    )


def permit_facts(facility: Facility, on: date) -> PermitFacts:
    """The permit's version in force on a day; what the register has no rows of is None, so that rules say 无法判断."""
    versions = list(PermitVersion.objects.filter(permit__facility=facility).order_by("in_force_from", "pk"))
    held = [v for v in versions if v.event not in ENDINGS]
    now = next((v for v in reversed(held) if v.in_force_from <= on), held[0] if held else None)
    plan = (
        EmergencyPlan.objects.filter(facility=facility, state=PlanState.FILED, filed_on__lte=on)
        .order_by("-filed_on")
        .first()
    )
    start = facility.valid_from or facility.first_issued_on or on
    return PermitFacts(
        facility.number,
        facility.name,
        facility.uscc,
        now.valid_from if now else start,
        now.valid_to if now else facility.valid_to or on,
        facility.first_issued_on or start,
        version=f"{now.in_force_from} {now.get_event_display()}" if now else "",
        names=_names(facility),
        legal_representative=facility.legal_representative,
        address=facility.address,
        industry=facility.industry_name,
        management_class=facility.management_class,
        ended_on=facility.ended_on,
        ended_by=facility.ended_by,
        stopped=facility.status == "STOPPED",
        emergency_plan_filed_on=plan.filed_on if plan else facility.emergency_plan_filed_on,
        renewal_applied_on=_renewal(facility),
        **_requirements(facility, on),
    )


def _requirements(facility: Facility, on: date) -> dict[str, Any]:
    outlets = [
        OutletFacts(o.code, o.name, o.kind, o.type, o.destination, o.automatic)
        for o in Outlet.objects.filter(facility=facility)
    ]
    limits = [
        LimitFacts(
            x.outlet.code if x.outlet else "",
            x.pollutant,
            x.text,
            x.low,
            x.high,
            x.unit,
            x.rate_limit,
            x.annual_amount,
            x.basis_kind,
        )
        for x in in_force(Limit.objects.filter(facility=facility), on).select_related("outlet")
    ]
    monitoring = [
        MonitoringFacts(m.outlet.code if m.outlet else "", m.pollutant, m.manner, m.frequency)
        for m in in_force(SelfMonitoring.objects.filter(facility=facility), on).select_related("outlet")
    ]
    reports = list(
        in_force(ReportRequirement.objects.filter(facility=facility), on).values_list("kind", "due_text")
    )
    return {
        "outlets": tuple(outlets) or None,
        "limits": tuple(limits) or None,
        "monitoring": tuple(monitoring) or None,
        "reports": tuple(reports) or None,
    }


def _names(facility: Facility) -> tuple[str, ...]:
    """Every name in the trail of edits, and today's."""
    out = [facility.name]
    for entry in timeline(facility).filter(verb__in=("edit", "import"))[:50]:
        old = entry.facts.get("old", {})
        if isinstance(old, dict) and old.get("name"):
            out.append(str(old["name"]))
    return tuple(dict.fromkeys(out))


def _renewal(facility: Facility) -> date | None:
    return (
        Record.objects.filter(kind="renewal-permit", facility=facility)
        .exclude(state="WITHDRAWN")
        .order_by("-on")
        .values_list("on", flat=True)
        .first()
    )


def _obligation(check: ReportCheck) -> Obligation:
    report = check.report
    moment = (
        timezone.make_aware(datetime.combine(report.submitted_on, time(12))) if report.submitted_on else None
    )
    return Obligation(
        report.kind, report.period, report.due_on, report.due_source, moment, bool(report.stop_note)
    )


def _returned(check: ReportCheck) -> Returned | None:
    notice = getattr(check, "notice", None)
    if notice is None or notice.reply_due_on is None or notice.issued_on is None:
        return None
    again = check.versions.filter(submitted_on__gt=notice.issued_on).order_by("number").first()
    return Returned(notice.issued_on, notice.reply_due_on, again.submitted_on if again else None)


def _filed(facility: Facility, year: str) -> tuple[FiledReport, ...]:
    rows = ReportCheck.objects.filter(
        report__facility=facility, report__period__startswith=year, report__submitted_on__isnull=False
    )
    found = rows.values_list("report__kind", "report__period", "report__submitted_on")
    return tuple(FiledReport(kind, period, on) for kind, period, on in found if on is not None)


def _earlier(check: ReportCheck) -> tuple[Report, ...]:
    """The newest version of each earlier report of the unit, nearest first."""
    mine = first_and_last(check.report.period)
    rows = (
        ReportVersion.objects.filter(check_matter__report__facility=check.report.facility)
        .exclude(check_matter=check)
        .order_by("check_matter", "number")
    )
    newest = {v.check_matter_id: v for v in rows}
    reports = [from_kept(v.content) for v in newest.values()]
    spans = [(first_and_last(r.period), r) for r in reports]
    before = [(s, r) for s, r in spans if s and mine and (s[1] <= mine[1])]
    return tuple(r for _, r in sorted(before, key=lambda row: row[0][1], reverse=True)[:EARLIER])


def _disclosed(facility: Facility, period: str) -> tuple[Disclosed, ...] | None:
    rows = DisclosureCheck.objects.filter(facility=facility, state=EvidenceState.STANDING, period=period)
    found = tuple(Disclosed(r.what, r.get_platform_display(), r.disclosed_on, r.required_by) for r in rows)
    return found or None


def _abnormal(facility: Facility, first: date, last: date) -> tuple[AbnormalFacts, ...]:
    rows = AbnormalEvent.objects.filter(facility=facility, began_at__date__range=(first, last))
    rows = rows.exclude(state=EventState.WITHDRAWN).order_by("began_at", "pk")
    return tuple(
        AbnormalFacts(
            timezone.localdate(r.began_at),
            r.equipment,
            r.what,
            r.exceeded,
            timezone.localdate(r.received_at),
        )
        for r in rows
    )


def _projects(facility: Facility, first: date, last: date) -> tuple[str, ...] | None:
    """Acceptance is not registered yet: only that there was no project at all is known."""
    known = EiaRecord.objects.filter(facility=facility, on__lte=last).exists()
    return None if known else ()
