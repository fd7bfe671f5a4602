"""The whole year from the rules: every duty whose due date lies in it."""

from collections.abc import Sequence
from datetime import date

from postpermit.duties.rules import emergency, meetings, quotas, renewals, reports, windows
from postpermit.duties.rules.facts import HolderFacts, Law, Planned


def plan_year(units: Sequence[HolderFacts], year: int, on: date, law_: Law) -> list[Planned]:
    """Duties of ``year`` as the facts and values give them, judged on day ``on``; each key once, by due date."""
    found: list[Planned] = []
    for unit in units:
        for rule in (
            windows.inspect_key,
            windows.inspect_simplified,
            windows.inspect_new_permit,
            windows.monitor_key,
            windows.verify_emissions,
            reports.submit_reports,
            renewals.renew_permit,
            renewals.renew_registration,
            emergency.file_emergency_plan,
        ):
            found += rule(unit, year, law_)
        found += renewals.check_expired(unit, year, on, law_)
    found += quotas.inspect_registered(units, year, on, law_)
    found += quotas.monitor_simplified(units, year, on, law_)
    for yearly in (
        meetings.meeting_dispatch,
        meetings.learning_exchange,
        meetings.meeting_annual,
        meetings.rate_holders,
        meetings.yearly_plans,
        meetings.submit_needs,
    ):
        found += yearly(year, law_)
    ours = [p for p in found if p.due.on.year == year]
    return sorted(ours, key=lambda p: (p.due.on, p.kind, p.subject, p.period))
