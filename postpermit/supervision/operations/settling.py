"""What every act on a check shares: its row is locked first, its findings and reviews counted anew, and it closes last."""

from datetime import datetime
from typing import Any

from django.db.models import Q

from postpermit import law
from postpermit.supervision.models import DivisionReview, FeedbackNotice, Finding, ReportCheck
from postpermit.supervision.operations.waiting import About, rehang
from postpermit.supervision.states import RESOLVED, CheckState, FindingState, NoticeState, ReviewState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance
from postpermit.trail.errors import Refused


class UnableToActOnCheck(Refused):
    """The check is at another point than the act needs."""


def hold(pk: int) -> ReportCheck:
    """The check, locked until the end of the transaction, so that two divisions never count past each other."""
    ReportCheck.objects.select_for_update().get(pk=pk)
    return ReportCheck.objects.select_related("report__facility", "campaign").get(pk=pk)


def about_check(check: ReportCheck, **more: Any) -> About:
    """What the duties of a check say."""
    report = check.report
    given: dict[str, Any] = {
        "division": "APPROVAL",
        "facility": report.facility,
        "name": f"{report.facility.name} {report.title}",
        "period": report.period,
    }
    return About(**given | more)


def about_finding(finding: Finding) -> About:
    """What the duties of a finding say."""
    check = finding.check_matter
    period = check.report.period if check is not None else f"{finding.found_on:%Y-%m}"
    late = finding.late and finding.state in (FindingState.CONFIRMED, FindingState.PROPOSED)
    name = f"{finding.facility.name}：{finding.text}"
    return About(finding.division_id, finding.facility, name, period, late=late)


def count(check: ReportCheck) -> None:
    """Count findings and reviews that are open, for the database to refuse a closing that comes too early."""
    check.findings_open = Finding.objects.filter(check_matter=check).exclude(state__in=RESOLVED).count()
    live = Q(state__in=(ReviewState.OPEN, ReviewState.WAITING))
    check.reviews_open = DivisionReview.objects.filter(live, check_matter=check).count()
    ReportCheck.objects.filter(pk=check.pk).update(
        findings_open=check.findings_open, reviews_open=check.reviews_open
    )


def settle(check: ReportCheck, *, by: Actor, at: datetime) -> None:
    """Count, and move the check on as far as its parts allow. Call while holding it."""
    count(check)
    if check.state == CheckState.CHECKING and not check.reviews_open and check.versions.exists():
        _move(check, "ready", by, at)
    if check.state == CheckState.SIGNED and not _to_tell(check):
        _stop_draft(check, by, at)
        verb = "close" if not check.findings_open else "settle"
        _move(check, verb, by, at)
    if check.state == CheckState.NOTIFIED and check.findings_open and not _waiting_for_reply(check):
        _move(check, "settle", by, at)
    if check.state in (CheckState.NOTIFIED, CheckState.SETTLING) and not check.findings_open:
        _stop_reviews(check, by, at)
        _move(check, "close", by, at)


def _stop_draft(check: ReportCheck, by: Actor, at: datetime) -> None:
    """A draft that has nothing left to tell is not left lying about."""
    early = (NoticeState.DRAFT, NoticeState.PENDING)
    for notice in FeedbackNotice.objects.filter(check_matter=check, state__in=early):
        advance(notice, "stop", by=by, at=at, clause="plan:5.3", facts={"period": check.report.period})
        rehang(notice, about_check(check), by=by, at=at)


def _to_tell(check: ReportCheck) -> bool:
    """Findings that belong into the notice, which is not out yet."""
    return check.findings.filter(state__in=(FindingState.CONFIRMED, FindingState.PROPOSED)).exists()


def _waiting_for_reply(check: ReportCheck) -> bool:
    return check.findings.filter(state=FindingState.NOTIFIED).exists()


def _stop_reviews(check: ReportCheck, by: Actor, at: datetime) -> None:
    """A report that never came leaves nothing to review."""
    open_ones = check.reviews.filter(state__in=(ReviewState.WAITING, ReviewState.OPEN))
    for review in open_ones:
        advance(review, "stop", by=by, at=at, clause="plan:5.2", facts={"division": review.division_id})
        rehang(review, about_check(check, division=review.division_id), by=by, at=at)
    count(check)


def _move(check: ReportCheck, verb: str, by: Actor, at: datetime) -> None:
    clause = "plan:5.2" if verb == "ready" else "plan:5.3"
    facts = {"period": check.report.period, "findings_open": check.findings_open}
    advance(check, verb, by=by, at=at, clause=clause, facts=facts)
    rehang(check, about_check(check), by=by, at=at)


def reviewing_divisions(kind: str) -> dict[str, list[str]]:
    """Division → its sections in a report of that kind (plan 5.2, the matrix)."""
    out: dict[str, list[str]] = {}
    for section in law.report_sections(kind):
        for division in section.divisions:
            out.setdefault(division, []).append(section.code)
    return out
