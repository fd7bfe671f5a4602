"""问题反馈意见单: the list, the draft with its editor, and after it has gone out what was told and what came back."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit import law, workdays
from postpermit.office.access import may
from postpermit.supervision import operations as do
from postpermit.supervision.models import FeedbackNotice, ReportCheck
from postpermit.supervision.operations.notices import MOST_DAYS
from postpermit.supervision.queries.notices import EARLY, beside_rows, notice_list, notice_page_of
from postpermit.supervision.states import NoticeState
from postpermit.trail.errors import Refused
from postpermit.trail.queries import timeline
from postpermit.web.desk.acts import WHY, Act, Ask, Failed, Offered, actor_for, offered, take
from postpermit.web.desk.supervision.acts import carry_out, with_days
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of
from postpermit.web.wechat import notice_words
from postpermit.web.words import current_calendar, day_text

HEADER = (
    "单位", "编号", "文号", "报告", "问题", "待答复", "发出日期", "送达日期", "国家平台退回", "状态", "答复期限",
)  # fmt: skip
FILTERS = ("state", "overdue", "q")


def _said(sentence: str, call: Any) -> Any:
    def done(notice: FeedbackNotice, typed: dict[str, Any], **who: Any) -> str:
        call(notice=notice, **typed, **who)
        return sentence

    return done


NOTICE_ACTS: dict[str, Act] = {
    "submit": Act(
        _said("已提交审签。", do.submit_notice),
        says="正文和答复期限有改动的，请先保存。提交后由负责人审签，要改须退回。",
    ),
    "send-back": Act(_said("已退回修改。", do.send_notice_back), (WHY,)),
    "issue": Act(_said("已审签发出，请登记送达。", do.issue_notice)),
    "deliver": Act(
        _said("送达已登记。", do.deliver_notice),
        (
            Ask("on", "送达日期", "day", required=True),
            Ask(
                "how",
                "送达方式",
                "line",
                required=True,
                longest=120,
                help="如 当面送达、邮寄（写单号）、邮件",
            ),
            Ask("to", "签收人", "line", longest=64),
        ),
    ),
    "return-on-platform": Act(
        _said("国家平台退回已登记。", do.return_on_platform),
        (
            Ask("on", "退回日期", "day", required=True),
            Ask("why", "退回原因", required=True, longest=300, help="照国家平台上写的抄录。"),
        ),
        says="报告在国家平台上退回后，单位才能修改重报。",
    ),
}


@power("supervision.notice", "view", clauses=("plan:5.3",), title="问题反馈意见单")
def notices_page(request: HttpRequest) -> HttpResponse:
    """The notices this officer may see, newest first."""
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    rows = notice_list(request.standing, on=request.today, **chosen)  # type: ignore[attr-defined]
    if answer := listed(
        request, title="问题反馈意见单", header=HEADER, rows=lambda: _flat(rows), clause="plan:5.3"
    ):
        return answer
    page = page_of(request, rows)
    shown = list(page.object_list)
    marks = beside_rows(shown)
    for notice in shown:
        notice.beside = marks[notice.pk]
    with_days(request, [m.duty for m in marks.values()])
    context = {
        "page": page,
        "chosen": chosen,
        "states": NoticeState.choices(),
        "filtered": any(chosen.values()),
    }
    return render(request, "desk/supervision/notices.html", context)


def _flat(rows: Any) -> Iterator[tuple[Any, ...]]:
    batch: list[FeedbackNotice] = []
    for notice in rows.iterator(chunk_size=500):
        batch.append(notice)
        if len(batch) == 500:
            yield from _told(batch)
            batch = []
    yield from _told(batch)


def _told(batch: list[FeedbackNotice]) -> Iterator[tuple[Any, ...]]:
    marks = beside_rows(batch)
    for n in batch:
        report, beside = n.check_matter.report, marks[n.pk]
        yield (
            report.facility.name,
            report.facility.number,
            n.number,
            report.title,
            beside.told,
            beside.waiting,
            n.issued_on,
            n.delivered_on,
            n.returned_on,
            n.get_state_display(),
            n.reply_due_on,
        )


@power(
    "supervision.check", "draft-notice", methods=("POST",), clauses=("plan:5.3",), title="拟定问题反馈意见单"
)
def notice_draft(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Draft the one notice of a check from the confirmed findings of all divisions."""
    check = get_visible(request, ReportCheck, public_id)
    by = actor_for(request, "draft-notice", check, "APPROVAL")

    def act() -> str:
        notice = do.draft_notice(check=check, by=by, at=request.now)  # type: ignore[attr-defined]
        return reverse("notice", args=[notice.public_id])

    try:
        outcome = do_once(request, act, by=by)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("report-check", check.public_id)
    messages.success(request, "已拟稿，可以修改正文和答复期限。")
    return redirect(outcome.answer)


@power("supervision.notice", "view", clauses=("plan:5.3",), title="问题反馈意见单详情")
def notice_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One notice: while a draft its editor, afterwards what was told and what came back."""
    return _show(request, get_visible(request, FeedbackNotice, public_id))


def _show(
    request: HttpRequest,
    notice: FeedbackNotice,
    failed: Failed | None = None,
    wrong: FormReader | None = None,
) -> HttpResponse:
    notice = FeedbackNotice.objects.select_related("check_matter__report__facility").get(pk=notice.pk)
    standing = request.standing  # type: ignore[attr-defined]
    early = notice.state in EARLY
    telling = do.findings_to_tell(notice.check_matter).select_related("division") if early else ()
    found = notice_page_of(notice, telling)
    with_days(request, found.waits)
    context = {
        "notice": notice,
        "check": notice.check_matter,
        "report": notice.check_matter.report,
        "unit": notice.check_matter.report.facility,
        "found": found,
        "early": early,
        "due_if_today": due_from(request.today, notice.reply_days) if early else None,  # type: ignore[attr-defined]
        "days_help": f"1 至 {MOST_DAYS}，从发出之日起算，可与单位商定",
        "default_days": law.value("notice.reply.days", on=request.today),  # type: ignore[attr-defined]
        "waiting": sum(t.finding is not None and t.finding.state == "NOTIFIED" for t in found.told),
        "forms": _forms(request, notice, failed),
        "may_edit": notice.state == NoticeState.DRAFT and may(standing, "edit", notice),
        "may_correct": notice.state == NoticeState.ISSUED and may(standing, "receive-correction", notice),
        "may_attach": may(standing, "attach", notice),
        "words": "" if early else notice_words(notice),
        "entries": timeline(notice)[:40],
        "typed": wrong.post if wrong else {},
        "errors": wrong.errors if wrong else failed[2].errors if failed else {},
    }
    status = 422 if failed or wrong else 200
    return render(request, "desk/supervision/notice.html", context, status=status)


def due_from(on: date, days: int) -> date:
    """The agreed day of reply when the notice goes out on ``on``."""
    return workdays.add(current_calendar(), on, days).result


def _forms(request: HttpRequest, notice: FeedbackNotice, failed: Failed | None) -> list[Offered]:
    def address(verb: str) -> str:
        return reverse("notice-act", args=[notice.public_id, verb])

    forms = offered(request, notice, NOTICE_ACTS, address, failed=failed)
    for form in forms:
        if form.verb == "issue":
            due = day_text(due_from(request.today, notice.reply_days))  # type: ignore[attr-defined]
            form.says = (
                f"系统审签：以您的姓名和时间签署，编文号，告知内容随即固定。今天发出，答复期限为 {due}。"
            )
    return forms


@power("supervision.notice", "edit", methods=("POST",), clauses=("plan:5.3",), title="修改意见单")
def notice_edit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Change the opening words and the agreed number of working days."""
    notice = get_visible(request, FeedbackNotice, public_id)
    form = FormReader(request)
    opening = form.text("opening", "正文", required=True)
    days = form.text("reply_days", "约定答复工作日", required=True, longest=4)
    if days and not (days.isdecimal() and days.isascii()):
        form.errors["reply_days"] = f"约定答复工作日请填 1 至 {MOST_DAYS}。"
    by = actor_for(request, "edit", notice, "APPROVAL")

    def act() -> tuple[str, str]:
        do.edit_notice(notice=notice, opening=opening, reply_days=int(days), by=by, at=request.now)  # type: ignore[attr-defined]
        return "意见单已保存。", reverse("notice", args=[notice.public_id])

    return carry_out(
        request, form, act, by=by, place="opening", again=lambda f: _show(request, notice, wrong=f)
    )


@power("supervision.notice", "view", methods=("POST",), clauses=("plan:5.3",), title="问题反馈意见单办理")
def notice_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Take a step on a notice."""
    notice = get_visible(request, FeedbackNotice, public_id)
    return take(
        request,
        notice,
        verb,
        NOTICE_ACTS,
        division="APPROVAL",
        page=reverse("notice", args=[notice.public_id]),
        again=lambda failed: _show(request, notice, failed),
    )
