"""What this room does by itself: answers that did not come, reports that did not come, leads that have an outcome."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.utils.timezone import localdate

from postpermit.duties.models import Duty
from postpermit.duties.rules.reports import KINDS, source_of
from postpermit.duties.states import DutyState
from postpermit.supervision.models import ExecutionReport, Finding, ReportCheck
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
    late = Finding.objects.filter(state=FindingState.NOTIFIED, check_matter__notice__reply_due_on__lt=on)
    keys = set(late.order_by().values_list("check_matter_id", flat=True))
    count = 0
    for pk in sorted(key for key in keys if key):
        check = hold(pk)
        waiting = list(check.findings.filter(state=FindingState.NOTIFIED))
        if not waiting:
            continue  # the answer came in between
        for finding in waiting:
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
    follow_due_days()
    # What was waived, voided or discharged otherwise (by the annual report) is not owed any more.
    owed = Duty.objects.filter(
        facility=OuterRef("report__facility"),
        period=OuterRef("report__period"),
        kind__in=list(KINDS.values()),
        state=DutyState.OPEN,
        due_on__lt=on,
    )
    unsent = Q(state=CheckState.AWAITED, report__submitted_on__isnull=True, report__due_on__lt=on)
    missing = ReportCheck.objects.filter(
        unsent, Exists(owed), report__due_source__in=("permit", "notice")
    ).exclude(findings__conduct=Conduct.NO_REPORT)
    count = 0
    for pk in list(missing.order_by("pk").values_list("pk", flat=True)[:MOST]):
        check = hold(pk)
        if check.state == CheckState.AWAITED and check.report.submitted_on is None:
            _suspect(check, on, by, at)
            count += 1
    return count


def follow_due_days() -> int:
    """Bring the days of awaited reports in line with the duties to submit them: a notice or a new permit moved them."""
    reports = list(
        ExecutionReport.objects.filter(check_matter__state=CheckState.AWAITED, submitted_on__isnull=True)
    )
    live = Duty.objects.filter(
        kind__in=list(KINDS.values()),
        period__in={r.period for r in reports},
        state__in=(DutyState.OPEN, DutyState.WAIVING),
    )
    days = {
        (facility, period): (due_on, source_of(str(basis.get("note", ""))))
        for facility, period, due_on, basis in live.values_list("facility", "period", "due_on", "basis")
    }
    moved = []
    for report in reports:
        now = days.get((report.facility_id, report.period))
        if now is not None and now != (report.due_on, report.due_source):
            report.due_on, report.due_source = now
            moved.append(report)
    ExecutionReport.objects.bulk_update(moved, ["due_on", "due_source"], batch_size=200)
    return len(moved)


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
