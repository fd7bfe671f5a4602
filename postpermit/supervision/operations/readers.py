"""技术机构阅核 (plan 15): a report given to a contracted body, which reads first and signs its own conclusion."""

from datetime import date, datetime

from django.db import transaction
from django.utils.timezone import localdate

from postpermit import law, workdays
from postpermit.duties.operations import discharge_duty, open_duty
from postpermit.duties.queries import open_duties_of
from postpermit.office.calendars import calendar_now
from postpermit.office.models import Post
from postpermit.supervision.models import ReadingOrder, ReportCheck
from postpermit.supervision.operations.settling import hold
from postpermit.supervision.states import CheckState
from postpermit.trail.actors import Actor
from postpermit.trail.advance import record
from postpermit.trail.errors import Refused
from postpermit.trail.models import reference

ENDED = (CheckState.CLOSED, CheckState.NOT_OWED)


class UnableToGiveReading(Refused):
    """The post is no reader's, the report is not there, or it was given already."""


@transaction.atomic
def give_reading(
    *, check: ReportCheck, post: Post, due_on: date | None = None, by: Actor, at: datetime
) -> ReadingOrder:
    """Give a received report to a reader's post until a day; from then on that post may see it, and only it."""
    check = hold(check.pk)
    on = localdate(at)
    if post.rank != "READER":
        raise UnableToGiveReading("请选择技术机构的岗位。", place="post")
    if check.state in ENDED:
        raise UnableToGiveReading("检查已办结，不再委派阅核。", place="post")
    if not check.versions.exists():
        raise UnableToGiveReading("还没有收到报告，不能委派阅核。", place="post")
    if due_on is not None and due_on < on:
        raise UnableToGiveReading("完成期限不能早于今天。", place="due_on")
    if ReadingOrder.objects.filter(check_matter=check, post=post).exists():
        raise UnableToGiveReading("这份报告已委派给该岗位。", place="post")
    days = int(law.value("reading.days", on=on).value)
    until = due_on or workdays.add(calendar_now(), on, days).result
    order = ReadingOrder.objects.create(
        check_matter=check, post=post, given_by=by.signature, given_on=on, due_on=until
    )
    facts = {"post": post.pk, "due_on": until.isoformat()}
    record(
        "give-reading",
        label="委派技术机构阅核",
        subjects=[check],
        by=by,
        at=at,
        clause="plan:15.1",
        facts=facts,
    )
    open_duty(
        kind="read-report",
        clause="plan:15.1",
        obligor=post.division_id,
        post=post,
        subject_ref=reference(order),
        subject_name=f"{check.report.facility.name} {check.report.title}",
        facility=check.report.facility,
        period=check.report.period,
        opens_on=on,
        due_on=until,
        by=by,
        at=at,
    )
    return order


@transaction.atomic
def sign_reading(*, order: ReadingOrder, conclusion: str, by: Actor, at: datetime) -> ReadingOrder:
    """The body answers for its conclusions with its own name (plan 15); the divisions decide and sign theirs."""
    check = hold(order.check_matter_id)
    order = ReadingOrder.objects.select_for_update().get(pk=order.pk)
    if order.signed_at is not None:
        raise UnableToGiveReading("结论已签署。", place="conclusion")
    if not conclusion.strip():
        raise UnableToGiveReading("请写明阅核结论。", place="conclusion")
    ReadingOrder.objects.filter(pk=order.pk).update(
        conclusion=conclusion.strip(),
        signed_ref=by.ref,
        signed_name=f"{order.post.title} {by.signature}"[:120],
        signed_at=at,
    )
    order.refresh_from_db()
    facts = {"conclusion": conclusion.strip()[:200], "post": order.post_id}
    record(
        "sign-reading",
        label="技术机构签署结论",
        subjects=[check],
        by=by,
        at=at,
        clause="plan:15.1",
        facts=facts,
    )
    for duty in open_duties_of(reference(order)):
        discharge_duty(duty=duty, discharged_by=reference(order), by=by, at=at)
    return order
