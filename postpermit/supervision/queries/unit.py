"""监管 on a unit's page: reports checked, problems, notices, disclosure, ledger, plan and events. Eight queries."""

from collections.abc import Sequence
from dataclasses import dataclass

from postpermit.register.models import Facility
from postpermit.supervision.models import (
    AbnormalEvent,
    DisclosureCheck,
    EmergencyPlan,
    FeedbackNotice,
    Finding,
    LedgerCheck,
    ReportCheck,
)
from postpermit.supervision.states import RESOLVED, EvidenceState, PlanState

MOST = 12


@dataclass(frozen=True)
class UnitSupervision:
    """The newest of each, newest first. ``findings``: not resolved yet; ``plan``: in force."""

    checks: Sequence[ReportCheck]
    findings: Sequence[Finding]
    notices: Sequence[FeedbackNotice]
    disclosures: Sequence[DisclosureCheck]
    ledgers: Sequence[LedgerCheck]
    plan: EmergencyPlan | None
    events: Sequence[AbnormalEvent]
    most: int = MOST

    @property
    def empty(self) -> bool:
        """Whether nothing at all is known."""
        lists = (self.checks, self.findings, self.notices, self.disclosures, self.ledgers, self.events)
        return self.plan is None and not any(lists)


def supervision_of(facility: Facility) -> UnitSupervision:
    """What this room knows of one unit, in a fixed number of queries whatever there is."""
    checks = ReportCheck.objects.filter(report__facility=facility).select_related("report")
    findings = Finding.objects.filter(facility=facility).exclude(state__in=RESOLVED)
    notices = FeedbackNotice.objects.filter(check_matter__report__facility=facility)
    events = AbnormalEvent.objects.filter(facility=facility).prefetch_related("routings__division")
    disclosures = DisclosureCheck.objects.filter(facility=facility, state=EvidenceState.STANDING)
    ledgers = LedgerCheck.objects.filter(facility=facility, state=EvidenceState.STANDING)
    return UnitSupervision(
        list(checks.order_by("-report__period", "-pk")[:MOST]),
        list(findings.select_related("division", "check_matter__report").order_by("-pk")[:MOST]),
        list(notices.select_related("check_matter__report").order_by("-pk")[:MOST]),
        list(disclosures.select_related("division").order_by("-on", "-pk")[:MOST]),
        list(ledgers.select_related("division").order_by("-on", "-pk")[:MOST]),
        EmergencyPlan.objects.filter(facility=facility, state=PlanState.FILED).first(),
        list(events.order_by("-received_at", "-pk")[:MOST]),
    )
