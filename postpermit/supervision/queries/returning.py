"""What the city's own form asks about each report of a campaign: our facts, by the names of ``report_lists.yaml``."""

from collections import defaultdict
from typing import Any

from postpermit.duties.rules.periods import period_words
from postpermit.supervision.models import Campaign, Finding, ReportCheck, SectionSignature
from postpermit.supervision.states import FindingState

DROPPED = (FindingState.DROPPED, FindingState.PROPOSED)


def return_rows(campaign: Campaign) -> list[dict[str, Any]]:
    """One mapping per check of the campaign, by unit and period. Four queries."""
    checks = list(
        campaign.checks.select_related("report__facility", "notice")
        .exclude(state="NOT_OWED")
        .order_by("report__facility__name", "report__period", "pk")
    )
    keys = [c.pk for c in checks]
    found: dict[int, list[Finding]] = defaultdict(list)
    for finding in (
        Finding.objects.filter(check_matter__in=keys).exclude(state__in=DROPPED).order_by("number")
    ):
        found[finding.check_matter_id or 0].append(finding)
    signed: dict[int, list[SectionSignature]] = defaultdict(list)
    for mark in SectionSignature.objects.filter(
        review__check_matter__in=keys, ended_by__isnull=True
    ).select_related("review"):
        signed[mark.review.check_matter_id].append(mark)
    return [{"number": n, **_facts(c, found[c.pk], signed[c.pk])} for n, c in enumerate(checks, 1)]


def _facts(check: ReportCheck, findings: list[Finding], signed: list[SectionSignature]) -> dict[str, Any]:
    report, unit = check.report, check.report.facility
    notice = getattr(check, "notice", None)
    last = max((s.signed_at for s in signed), default=None)
    done = not check.reviews_open and bool(signed)
    corrected = sum(f.state == FindingState.CORRECTED for f in findings)
    handed = sum(f.lead_id is not None for f in findings)
    given = report.due_source in ("permit", "notice") and report.due_on is not None
    late = bool(given and report.submitted_on and report.due_on and report.submitted_on > report.due_on)
    return {
        "unit": unit.name,
        "unit_number": unit.number,
        "klass": unit.get_management_class_display(),
        "street": unit.street,
        "period": period_words(report.period),
        "submitted": "是" if report.submitted_on else "否",
        "submitted_on": report.submitted_on,
        "late": "是" if late else "否",
        "checked": "是" if done else "否",
        "checked_on": last.date() if last and done else None,
        "checkers": "、".join(dict.fromkeys(s.signed_name for s in signed)) if done else "",
        "problem_count": len(findings) if done else None,
        "problems": "；".join(f"{n}.{f.text}" for n, f in enumerate(findings, 1)),
        "notice": notice.number if notice is not None else "",
        "corrected": f"{corrected}/{len(findings)} 项已整改" if findings else "",
        "handed_over": f"{handed} 项移交执法大队" if handed else "",
        "remark": report.stop_note,
    }
