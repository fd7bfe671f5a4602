"""What this room does by itself: answers that did not come, reports that did not come, leads that have an outcome."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.supervision.models import Finding, ReportCheck
from postpermit.supervision.operations.auditing import audit_check, stale_checks
from postpermit.supervision.operations.findings import next_number_in, to_lead
from postpermit.supervision.operations.handing_over import follow_leads
from postpermit.supervision.operations.notices import lapse_notice
from postpermit.supervision.operations.settling import about_finding, hold, settle
from postpermit.supervision.operations.waiting import rehang
from postpermit.supervision.states import CheckState, Conduct, FindingKind, FindingState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record

MOST = 200


@dataclass(frozen=True)
class Passed:
    """How many findings lapsed, candidates appeared, leads were followed, checks audited again."""

    lapsed: int
    missing: int
    answered: int
    audited: int


def run_supervision(*, by: Actor, at: datetime) -> Passed:
    """Every pass of this room once; a second run finds nothing to do."""
    today = localdate(at)
    return Passed(
        lapse_overdue(on=today, by=by, at=at),
        suspect_missing(on=today, by=by, at=at),
        follow_leads(by=by, at=at),
        audit_again(by=by, at=at),
    )


@transaction.atomic
def lapse_overdue(*, on: date, by: Actor, at: datetime) -> int:
    """A told finding whose agreed day has passed without an answer goes to the hand-over (plan 5.3)."""
    late = Finding.objects.filter(
        state=FindingState.NOTIFIED, check_matter__notice__reply_due_on__lt=on
    ).order_by("check_matter", "pk")
    keys = list(late.values_list("check_matter", flat=True).distinct())
    count = 0
    for pk in dict.fromkeys(keys):
        check = hold(pk)
        for finding in check.findings.filter(state=FindingState.NOTIFIED):
            to_lead(finding, "超过约定时间未整改或说明", by=by, at=at)
            count += 1
        lapse_notice(check, by=by, at=at)
        settle(check, by=by, at=at)
    return count


@transaction.atomic
def suspect_missing(*, on: date, by: Actor, at: datetime) -> int:
    """Who owes a report and sent none is a candidate for a lead by itself; 审批科 decides.

    Only against a day that the permit or a notice gives: a default makes nobody late.
    """
    missing = ReportCheck.objects.filter(
        state=CheckState.AWAITED,
        report__due_on__lt=on,
        report__due_source__in=("permit", "notice"),
        report__submitted_on__isnull=True,
    ).exclude(findings__conduct=Conduct.NO_REPORT)
    rows = list(missing.order_by("pk")[:MOST])
    for row in rows:
        check = hold(row.pk)
        _suspect(check, on, by, at)
    return len(rows)


def _suspect(check: ReportCheck, on: date, by: Actor, at: datetime) -> None:
    report = check.report
    finding = Finding.objects.create(
        state=FindingState.PROPOSED,
        check_matter=check,
        facility=report.facility,
        origin_text="未提交执行报告（系统提示）",
        number=next_number_in(check),
        kind=FindingKind.SUBSTANTIVE,
        conduct=Conduct.NO_REPORT,
        section="basic",
        division_id="APPROVAL",
        clause="plan:13.1",
        text=f"{report.title}应于 {report.due_on} 前提交，至 {on} 未提交。",
        found_on=on,
        late=True,
        proposed_name="系统提示",
    )
    facts = {"period": report.period, "due_on": f"{report.due_on}"}
    record(
        "suspect-missing",
        label="未提交执行报告，待判定",
        subjects=[check, finding],
        by=by,
        at=at,
        clause="plan:5.3",
        facts=facts,
    )
    rehang(finding, about_finding(finding), by=by, at=at)
    advance(check, "settle", by=by, at=at, clause="plan:5.3", facts=facts)
    settle(check, by=by, at=at)


def audit_again(*, by: Actor, at: datetime) -> int:
    """Audit live checks again whose permit, rules or values have changed; the run says what changed."""
    count = 0
    for check in stale_checks(localdate(at)).select_related("report__facility")[:MOST]:
        if audit_check(check=check, why="许可证、规则或数值有变化", by=by, at=at) is not None:
            count += 1
    return count
