"""问题反馈意见单: drafted from the confirmed findings of all divisions, approved by the head, told once (plan 5.3)."""

from datetime import date, datetime

from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils.timezone import localdate

from postpermit import law, workdays
from postpermit.office.calendars import calendar_now
from postpermit.office.operations import next_number
from postpermit.supervision.models import FeedbackNotice, Finding, ReportCheck
from postpermit.supervision.operations.settling import about_check, about_finding, hold, settle
from postpermit.supervision.operations.waiting import About, rehang
from postpermit.supervision.states import CheckState, FindingState, NoticeState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import advance, record
from postpermit.trail.errors import Refused

MOST_DAYS = 60


class UnableToNotify(Refused):
    """The check is not ready, there is nothing to tell, or the draft is incomplete."""


@transaction.atomic
def draft_notice(*, check: ReportCheck, by: Actor, at: datetime) -> FeedbackNotice:
    """Draft the one notice of a check; asked again it answers the one that is there."""
    check = hold(check.pk)
    known = FeedbackNotice.objects.filter(check_matter=check).first()
    if known is not None and known.state != NoticeState.STOPPED:
        return known
    if check.state != CheckState.SIGNED:
        raise UnableToNotify(
            f"检查当前为“{CheckState(check.state).label}”，各科室签署齐全后才能拟意见单。", place="check"
        )
    if not findings_to_tell(check).exists():
        raise UnableToNotify("没有需要告知的问题。", place="check")
    if known is not None:
        return _resume(known, check, by, at)
    days = int(law.value("notice.reply.days", on=localdate(at)).value)
    try:
        with transaction.atomic():
            notice = FeedbackNotice.objects.create(
                state=NoticeState.DRAFT,
                check_matter=check,
                opening=opening_words(check),
                reply_days=days,
                drafted_ref=by.ref,
                drafted_name=by.signature,
            )
    except IntegrityError:
        return FeedbackNotice.objects.get(check_matter=check)
    facts = {"findings": findings_to_tell(check).count()}
    record(
        "draft",
        label="拟问题反馈意见单",
        subjects=[notice, check],
        by=by,
        at=at,
        clause="plan:5.3",
        facts=facts,
    )
    return notice


def _resume(notice: FeedbackNotice, check: ReportCheck, by: Actor, at: datetime) -> FeedbackNotice:
    """A draft that had nothing to tell any more is the one notice of its check all the same."""
    changes = {"opening": opening_words(check), "drafted_ref": by.ref, "drafted_name": by.signature}
    facts = {"findings": findings_to_tell(check).count()}
    advance(notice, "resume", by=by, at=at, clause="plan:5.3", facts=facts, changes=changes)
    return notice


def opening_words(check: ReportCheck) -> str:
    """The first paragraph of a draft."""
    report = check.report
    return (
        f"经检查你单位提交的{report.title}，发现下列问题，现一次性告知。"
        "请按整改要求修改执行报告或提交补充说明材料；属于漏填、错填等程序性问题的，请立行立改。"
    )


def findings_to_tell(check: ReportCheck) -> "QuerySet[Finding]":
    """The confirmed findings of every division that the notice tells, in their order."""
    return Finding.objects.filter(check_matter=check, state=FindingState.CONFIRMED, late=False).order_by(
        "number", "pk"
    )


@transaction.atomic
def edit_notice(
    *, notice: FeedbackNotice, opening: str, reply_days: int, by: Actor, at: datetime
) -> FeedbackNotice:
    """Change the words and the agreed number of working days, while it is a draft."""
    check = hold(notice.check_matter_id)
    notice = FeedbackNotice.objects.select_for_update().get(pk=notice.pk)
    if notice.state != NoticeState.DRAFT:
        raise UnableToNotify("意见单已提交审签或发出，不能修改。", place="opening")
    if not opening.strip():
        raise UnableToNotify("请填写正文。", place="opening")
    if not 1 <= reply_days <= MOST_DAYS:
        raise UnableToNotify(f"约定答复工作日请填 1 至 {MOST_DAYS}。", place="reply_days")
    FeedbackNotice.objects.filter(pk=notice.pk).update(opening=opening.strip(), reply_days=reply_days)
    notice.opening, notice.reply_days = opening.strip(), reply_days
    facts = {"reply_days": reply_days, "opening": opening.strip()[:300]}
    record("edit", label="修改意见单", subjects=[notice, check], by=by, at=at, clause="plan:5.3", facts=facts)
    return notice


@transaction.atomic
def submit_notice(*, notice: FeedbackNotice, by: Actor, at: datetime) -> FeedbackNotice:
    """Hand the draft to the head."""
    check = hold(notice.check_matter_id)
    if check.state != CheckState.SIGNED or not findings_to_tell(check).exists():
        raise UnableToNotify("各科室签署齐全且有问题可告知时，才能提交审签。", place="act")
    changes = {"drafted_ref": by.ref, "drafted_name": by.signature}
    advance(
        notice,
        "submit",
        by=by,
        at=at,
        clause="plan:5.3",
        facts={"period": check.report.period},
        changes=changes,
    )
    rehang(notice, about_check(check, handlers=(by.ref,)), by=by, at=at)
    return notice


@transaction.atomic
def send_notice_back(*, notice: FeedbackNotice, why: str, by: Actor, at: datetime) -> FeedbackNotice:
    """The head wants it changed."""
    check = hold(notice.check_matter_id)
    advance(notice, "send-back", by=by, at=at, clause="plan:5.3", why=why)
    rehang(notice, about_check(check), by=by, at=at)
    return notice


@transaction.atomic
def issue_notice(*, notice: FeedbackNotice, by: Actor, at: datetime) -> FeedbackNotice:
    """Sign it: it gets its number and its reply date, and what it tells is fixed word for word."""
    check = hold(notice.check_matter_id)
    on = localdate(at)
    told = list(findings_to_tell(check).select_related("division"))
    if check.state != CheckState.SIGNED or not told:
        raise UnableToNotify("检查已不在待反馈状态，请刷新后查看。", place="act")
    if by.ref == notice.drafted_ref:
        raise UnableToNotify("拟稿人与审签人不能为同一人，请由代办人或分管负责人审签。", place="act")
    due_on = workdays.add(calendar_now(), on, notice.reply_days).result
    changes = {
        "number": next_number("notice", on),
        "items": [told_as(f) for f in told],
        "issued_ref": by.ref,
        "issued_name": by.signature,
        "issued_on": on,
        "reply_due_on": due_on,
    }
    facts = {"number": changes["number"], "findings": len(told), "reply_due_on": due_on.isoformat()}
    advance(notice, "issue", by=by, at=at, clause="plan:5.3", facts=facts, changes=changes)
    advance(told, "notify", by=by, at=at, clause="plan:5.3", facts={"number": notice.number})
    advance(check, "notify", by=by, at=at, clause="plan:5.3", facts=facts)
    rehang(check, about_check(check), by=by, at=at)
    rehang(notice, about_notice(notice, check), by=by, at=at)
    for finding in told:
        rehang(finding, about_finding(finding), by=by, at=at)
    _leave_out(check, by, at)
    settle(check, by=by, at=at)
    return notice


def lapse_notice(check: ReportCheck, *, by: Actor, at: datetime) -> None:
    """The agreed day has passed and nothing is waited for any more. Call while holding the check."""
    notice = FeedbackNotice.objects.select_for_update().get(check_matter=check)
    advance(notice, "lapse", by=by, at=at, clause="plan:5.3", facts={"number": notice.number})
    rehang(notice, about_notice(notice, check), by=by, at=at)


def _leave_out(check: ReportCheck, by: Actor, at: datetime) -> None:
    """A proposal that nobody decided before the notice went out can only become a late finding."""
    for finding in check.findings.filter(state=FindingState.PROPOSED, late=False):
        Finding.objects.filter(pk=finding.pk).update(late=True)
        finding.late = True
        rehang(finding, about_finding(finding), by=by, at=at)


def about_notice(notice: FeedbackNotice, check: ReportCheck) -> About:
    """What the holder's duty to reply says."""
    name = f"{check.report.facility.name} 意见单 {notice.number}"
    return about_check(check, division="HOLDER", due_on=notice.reply_due_on, name=name)


def told_as(finding: Finding) -> dict[str, str | int]:
    """A finding as the notice tells it, word for word."""
    return {
        "number": finding.number,
        "section": finding.section_label,
        "kind": str(finding.get_kind_display()),
        "text": finding.text,
        "demand": finding.demand,
        "clause": law.clause(finding.clause).label,
        "division": finding.division.short_name,
    }


@transaction.atomic
def deliver_notice(
    *, notice: FeedbackNotice, on: date, how: str, to: str = "", by: Actor, at: datetime
) -> FeedbackNotice:
    """Record when and how it reached the unit."""
    hold(notice.check_matter_id)
    _refuse_day(on, notice, at)
    if not how.strip():
        raise UnableToNotify("请填写送达方式。", place="how")
    changes = {"delivered_on": on, "delivered_how": how.strip()[:120], "delivered_to": to.strip()[:64]}
    facts = {"on": on.isoformat(), "how": how.strip()[:120]}
    advance(notice, "deliver", by=by, at=at, clause="plan:5.3", facts=facts, changes=changes)
    return notice


@transaction.atomic
def return_on_platform(
    *, notice: FeedbackNotice, on: date, why: str, by: Actor, at: datetime
) -> FeedbackNotice:
    """Record that the report was sent back in the national platform, when and why: that is what the unit acts on."""
    hold(notice.check_matter_id)
    _refuse_day(on, notice, at)
    if not why.strip():
        raise UnableToNotify("请填写退回原因。", place="why")
    changes = {"returned_on": on, "returned_why": why.strip()[:300]}
    facts = {"on": on.isoformat(), "why": why.strip()[:300]}
    advance(notice, "return-on-platform", by=by, at=at, clause="plan:5.3", facts=facts, changes=changes)
    return notice


def _refuse_day(on: date, notice: FeedbackNotice, at: datetime) -> None:
    if on > localdate(at):
        raise UnableToNotify("日期不能晚于今天。", place="on")
    if notice.issued_on is not None and on < notice.issued_on:
        raise UnableToNotify("日期不能早于意见单发出日期。", place="on")
