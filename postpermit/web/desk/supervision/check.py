"""One check of a report: where it stands, whom it waits for, its parts, findings, audit, readings and trail."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.office.access import may
from postpermit.supervision.models import ReportCheck
from postpermit.supervision.operations import audit_check, excuse_check
from postpermit.supervision.queries.check_page import CheckPage, check_page_of, readers
from postpermit.supervision.states import CheckState, NoticeState
from postpermit.trail.errors import Refused
from postpermit.trail.queries import attachments_of, timeline
from postpermit.web.desk.acts import WHY, Act, Failed, actor_for, offered, take
from postpermit.web.desk.supervision.acts import Wrong, form_of, with_days
from postpermit.web.desk.supervision.checks import SOURCES, own_division
from postpermit.web.desk.supervision.reading_forms import GIVE, reading_forms
from postpermit.web.door import do_once, get_visible, power

CAME_AS = {"docx": "Word 文件", "xlsx": "表格模板", "json": "数据文件", "typed": "手工录入"}


def _excuse(check: ReportCheck, typed: dict[str, Any], **who: Any) -> str:
    excuse_check(check=check, why=typed["why"], **who)
    return "已登记为不再要求。"


CHECK_ACTS: dict[str, Act] = {
    "excuse": Act(_excuse, (WHY,), says="持证时间不足、已注销等不需提交的，写明理由；各科室的检查随之终止。"),
}


@power("supervision.check", "view", clauses=("plan:5.2", "plan:5.3", "plan:15.1"), title="执行报告检查详情")
def check_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One check: where it stands, whom it waits for, the divisions' parts, findings, audit, attachments, trail."""
    return show_check(get_visible(request, ReportCheck, public_id), request)


def show_check(
    check: ReportCheck, request: HttpRequest, failed: Failed | None = None, wrong: Wrong | None = None
) -> HttpResponse:
    """The page; ``wrong``: a form of a technical body's reading that could not be taken."""
    standing = request.standing  # type: ignore[attr-defined]
    found = check_page_of(check, standing)
    report = check.report
    with_days(request, found.waits)
    inside = may(standing, "view", "supervision.correction")
    context = {
        "check": check,
        "report": report,
        "unit": report.facility,
        "found": found,
        "due_words": SOURCES.get(report.due_source, ""),
        "late": report.due_source != "default"
        and check.state != CheckState.NOT_OWED
        and report.due_on
        and (report.submitted_on or request.today) > report.due_on,  # type: ignore[attr-defined]
        "came_as": CAME_AS,
        "mine": own_division(request),
        "forms": offered(
            request,
            check,
            CHECK_ACTS,
            lambda v: reverse("check-act", args=[check.public_id, v]),
            failed=failed,
        ),
        "may_audit": may(standing, "audit", check),
        "may_draft": _may_draft(request, check, found),
        "may_propose": may(standing, "propose", check),
        "give": _give_form(request, check, wrong),
        "readings": reading_forms(request, check, found.readings, wrong),
        "inside": inside,
        "entries": timeline(
            check, *(p.review for p in found.parts), *([found.notice] if found.notice else [])
        )[:40]
        if inside
        else [],
        "attachments": attachments_of(check),
        "errors": failed[2].errors if failed else wrong[1].errors if wrong else {},
    }
    return render(request, "desk/supervision/check.html", context, status=422 if failed or wrong else 200)


def _may_draft(request: HttpRequest, check: ReportCheck, found: CheckPage) -> bool:
    """Whether there is something to tell and nothing drafted yet."""
    free = found.notice is None or found.notice.state == NoticeState.STOPPED
    ready = check.state == CheckState.SIGNED and free
    tell = any(f.state == "CONFIRMED" and not f.late for f in found.findings)
    return ready and tell and may(request.standing, "draft-notice", check)  # type: ignore[attr-defined]


def _give_form(request: HttpRequest, check: ReportCheck, wrong: Wrong | None) -> Any:
    if not may(request.standing, "assign-reader", check) or not check.versions.exists():  # type: ignore[attr-defined]
        return None
    if not readers() or check.state in (CheckState.CLOSED, CheckState.NOT_OWED):
        return None
    return form_of(
        "give", "委派技术机构阅核", GIVE, check, reverse("reader-give", args=[check.public_id]), wrong=wrong
    )


@power("supervision.check", "view", methods=("POST",), title="执行报告检查办理")
def check_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Take a step on a check."""
    check = get_visible(request, ReportCheck, public_id)
    return take(
        request,
        check,
        verb,
        CHECK_ACTS,
        division="APPROVAL",
        page=reverse("report-check", args=[check.public_id]),
        again=lambda failed: show_check(check, request, failed),
    )


@power("supervision.check", "audit", methods=("POST",), clauses=("measures:41",), title="重新自动审核")
def check_audit(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Run the audit again and say what changed."""
    check = get_visible(request, ReportCheck, public_id)
    if not may(request.standing, "audit", check):  # type: ignore[attr-defined]
        raise Http404
    by = actor_for(request, "audit", "supervision.check", own_division(request))
    said = ["报告、许可证和规则都没有变化，结果与上次相同。"]

    def act() -> str:
        run = audit_check(check=check, why="人工重新审核", by=by, at=request.now)  # type: ignore[attr-defined]
        if run is not None:
            said[0] = (
                f"已重新审核：提示 {run.fired} 条，新增 {len(run.appeared)} 条，不再触发 {len(run.vanished)} 条，"
                f"无法判断 {len(run.gaps)} 处。"
            )
        return reverse("report-check", args=[check.public_id]) + "#audit"

    try:
        outcome = do_once(request, act, by=by)
    except Refused as error:
        messages.error(request, str(error))
        return redirect("report-check", check.public_id)
    messages.success(request, said[0])
    return redirect(outcome.answer)
