"""收到执行报告: the original is kept, the duty to submit discharged, the divisions begin, the machine looks at it."""

import hashlib
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from django.db import transaction
from django.utils.timezone import localdate

from postpermit.duties.models import Record
from postpermit.duties.operations import record_act
from postpermit.duties.rules.periods import period_words
from postpermit.register.models import Facility
from postpermit.supervision.models import (
    DivisionReview,
    ExecutionReport,
    FeedbackNotice,
    ReportCheck,
    ReportVersion,
    SectionSignature,
)
from postpermit.supervision.operations.auditing import audit_check
from postpermit.supervision.operations.opening import open_checks, owed_by
from postpermit.supervision.operations.settling import about_check, hold, settle
from postpermit.supervision.operations.waiting import rehang
from postpermit.supervision.report import Report, first_and_last, from_kept, kept
from postpermit.supervision.report.changes import changed_sections
from postpermit.supervision.report.periods import kind_of
from postpermit.supervision.states import NOTICE_OUT, CheckState, ReviewState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused

HOLDERS = ("KEY", "SIMPLIFIED")
RECORDED = {"ANNUAL": "report-annual", "QUARTERLY": "report-quarterly", "MONTHLY": "report-monthly"}


class UnableToReceive(Refused):
    """The unit holds no permit, the period is not known, or the day lies in the future."""


@transaction.atomic
def receive_report(
    *,
    facility: Facility,
    kind: str,
    period: str,
    read: Report,
    name: str,
    data: bytes,
    submitted_on: date,
    by: Actor,
    at: datetime,
) -> ReportVersion:
    """Take a submission in. The same file again answers the version that is kept; another one is a linked version.

    After the notice has gone out a new version is kept and audited, but what was signed stays signed: it is the answer
    to findings (``receive_corrections``).
    """
    _refuse_unfit(facility, kind, period, submitted_on, localdate(at))
    check = hold(check_of(facility, kind, period, by=by, at=at).pk)
    digest = hashlib.sha256(data).hexdigest()
    known = check.versions.filter(sha256=digest).first()
    if known is not None:
        return known
    version = _keep(check, replace(read, kind=kind, period=period), name, digest, submitted_on, by, at)
    attach(subject=check, name=name, data=data, note=f"执行报告原件（第{version.number}版）", by=by, at=at)
    _discharge(check, submitted_on, by, at)
    _begin(check, version, by, at)
    audit_check(check=check, why="收到报告" if version.number == 1 else "报告有新版本", by=by, at=at)
    settle(check, by=by, at=at)
    return version


@transaction.atomic
def receive_stop_note(
    *, facility: Facility, kind: str, period: str, text: str, on: date, by: Actor, at: datetime
) -> ReportCheck:
    """A unit at a standstill files a stop note only (regulation 22): the duty is discharged, nothing is reviewed."""
    _refuse_unfit(facility, kind, period, on, localdate(at))
    if not text.strip():
        raise UnableToReceive("请写明停产情况和时段。", place="text")
    check = hold(check_of(facility, kind, period, by=by, at=at).pk)
    if check.versions.exists():
        raise UnableToReceive("这一周期已收到执行报告，不再登记停产说明。", place="period")
    if check.state == CheckState.NOT_OWED:
        raise UnableToReceive("这一周期已不再要求执行报告，不用再登记停产说明。", place="period")
    ExecutionReport.objects.filter(pk=check.report_id).update(stop_note=text.strip()[:200], submitted_on=on)
    check.report.stop_note, check.report.submitted_on = text.strip()[:200], on
    _record("report-stop-note", check, on, "停产说明", by, at)
    why = f"停产说明：{text.strip()}"
    if check.state != CheckState.AWAITED:
        # Too late: the missing report is already being dealt with. The note is on record for whoever decides about it.
        said = {"period": period, "on": on.isoformat()}
        record(
            "stop-note",
            label="收到迟交的停产说明",
            subjects=[check],
            by=by,
            at=at,
            clause="regulation:22",
            why=why,
            facts=said,
        )
        return check
    advance(check, "excuse", by=by, at=at, clause="regulation:22", why=why, facts={"period": period})
    for review in check.reviews.filter(state=ReviewState.WAITING):
        advance(review, "stop", by=by, at=at, clause="plan:5.2", facts={"division": review.division_id})
    settle(check, by=by, at=at)
    return check


def check_of(facility: Facility, kind: str, period: str, *, by: Actor, at: datetime) -> ReportCheck:
    """The check of that report; opened when there is none yet."""
    rows = ReportCheck.objects.filter(report__facility=facility, report__kind=kind, report__period=period)
    found = rows.first()
    if found is not None:
        return found
    open_checks(owed=[owed_by(facility, kind, period)], by=by, at=at)
    return rows.get()


def _refuse_unfit(facility: Facility, kind: str, period: str, on: date, today: date) -> None:
    if facility.management_class not in HOLDERS:
        raise UnableToReceive("只有持证单位提交执行报告，请核对单位。", place="facility")
    span = first_and_last(period)
    if span is None or kind_of(period) != kind:
        raise UnableToReceive("报告类型与周期不相符，请重新选择。", place="period")
    if on > today:
        raise UnableToReceive("提交日期不能晚于今天。", place="submitted_on")
    if on < span[0]:
        raise UnableToReceive("提交日期早于报告周期，请核对。", place="submitted_on")


def _keep(
    check: ReportCheck, read: Report, name: str, digest: str, on: date, by: Actor, at: datetime
) -> ReportVersion:
    last = check.versions.order_by("-number").first()
    version = ReportVersion.objects.create(
        check_matter=check,
        number=(last.number if last else 0) + 1,
        name=name[-200:],
        sha256=digest,
        source=read.source,
        content=kept(read),
        submitted_on=on,
        received_at=at,
        entered_ref=by.ref,
        entered_name=by.signature,
    )
    if check.report.submitted_on is None:
        ExecutionReport.objects.filter(pk=check.report_id).update(submitted_on=on)
        check.report.submitted_on = on
    facts: dict[str, Any] = {"period": read.period, "version": version.number, "sha256": digest}
    record("receive", label="收到执行报告", subjects=[check], by=by, at=at, clause="plan:13.1", facts=facts)
    return version


def _discharge(check: ReportCheck, on: date, by: Actor, at: datetime) -> None:
    """The first submission discharges the duty of its period, once."""
    kind = RECORDED[check.report.kind]
    done = Record.objects.filter(
        kind=kind, facility=check.report.facility, facts__period=check.report.period
    ).exclude(state="WITHDRAWN")
    if not done.exists():
        _record(kind, check, on, "已提交", by, at)


def _record(kind: str, check: ReportCheck, on: date, result: str, by: Actor, at: datetime) -> None:
    record_act(
        kind=kind,
        facility=check.report.facility,
        on=on,
        who=by.name,
        result=f"{period_words(check.report.period)}：{result}",
        facts={"period": check.report.period},
        by=by,
        at=at,
    )


def _begin(check: ReportCheck, version: ReportVersion, by: Actor, at: datetime) -> None:
    """Start the divisions' reviews, or take back the signatures under sections that the new version changed."""
    if FeedbackNotice.objects.filter(check_matter=check, state__in=NOTICE_OUT).exists():
        return
    if version.number > 1 and check.state == CheckState.SIGNED:
        advance(check, "check-again", by=by, at=at, clause="plan:5.2", facts={"version": version.number})
        rehang(check, about_check(check), by=by, at=at)
    elif check.state != CheckState.CHECKING:
        advance(check, "receive", by=by, at=at, clause="plan:5.1", facts={"version": version.number})
    due_on = check.campaign.check_by if check.campaign else None
    changed = _changed(check, version)
    for review in check.reviews.select_related("division").order_by("pk"):
        _take_up(review, version, changed, check, due_on, by, at)


def _changed(check: ReportCheck, version: ReportVersion) -> set[str]:
    before = check.versions.filter(number=version.number - 1).first()
    return changed_sections(from_kept(before.content), from_kept(version.content)) if before else set()


def _take_up(
    review: DivisionReview,
    version: ReportVersion,
    changed: set[str],
    check: ReportCheck,
    due_on: date | None,
    by: Actor,
    at: datetime,
) -> None:
    standing = SectionSignature.objects.filter(review=review, ended_by__isnull=True, section__in=changed)
    ended = standing.update(ended_by=version)
    if review.state == ReviewState.SIGNED and ended:
        verb = "reopen"
    elif review.state in (ReviewState.WAITING, ReviewState.STOPPED):
        verb = "open"
    else:
        return
    facts = {"division": review.division_id, "version": version.number}
    advance(review, verb, by=by, at=at, clause="plan:5.2", facts=facts)
    day = due_on if due_on and due_on >= localdate(at) else None
    rehang(review, about_check(check, division=review.division_id, due_on=day), by=by, at=at)
