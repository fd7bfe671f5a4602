"""执行报告检查: the list with the batch signature of clean reports, and one check with everything about it."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.office.access import may, visible_to
from postpermit.register.states import ManagementClass, ReportKind
from postpermit.supervision.models import DivisionReview, ReportCheck, period_words
from postpermit.supervision.operations import audit_check, excuse_check, sign_clean
from postpermit.supervision.powers import CHECKING
from postpermit.supervision.queries.check_page import CheckPage, check_page_of, readers
from postpermit.supervision.queries.checks import (
    campaigns_known,
    check_list,
    is_public_id,
    marks_of,
    periods_checked,
    streets_checked,
)
from postpermit.supervision.states import CheckState
from postpermit.trail.errors import Refused
from postpermit.trail.queries import attachments_of, timeline
from postpermit.web.desk.acts import WHY, Act, Failed, actor_for, offered, take
from postpermit.web.desk.slip_acts import divisions
from postpermit.web.desk.supervision.acting import Wrong, carry_out, form_of, with_days
from postpermit.web.desk.supervision.reading_forms import GIVE, reading_forms
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = (
    "单位", "编号", "管理类别", "街镇", "报告", "提交期限", "期限来源", "提交日期", "状态", "各科室", "问题", "未解决问题", "检查任务",
)  # fmt: skip
FILTERS = ("kind", "period", "state", "division", "klass", "street", "campaign", "late", "q")
LATE = (("report", "报告未按期提交"), ("work", "办理已逾期"))
SOURCES = {"permit": "许可证载明", "notice": "通知规定", "default": "默认期限，不据以认定逾期"}
CAME_AS = {"docx": "Word 文件", "xlsx": "表格模板", "json": "数据文件", "typed": "手工录入"}


def _excuse(check: ReportCheck, typed: dict[str, Any], **who: Any) -> str:
    excuse_check(check=check, why=typed["why"], **who)
    return "已登记为不再要求。"


CHECK_ACTS: dict[str, Act] = {
    "excuse": Act(_excuse, (WHY,), says="持证时间不足、已注销等不需提交的，写明理由；各科室的检查随之终止。"),
}


@power("supervision.check", "view", clauses=("plan:5.1", "plan:5.2"), title="执行报告检查")
def checks_page(request: HttpRequest) -> HttpResponse:
    """The checks this officer may see, newest period first."""
    return _list(request)


def _list(request: HttpRequest, wrong: FormReader | None = None) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    rows = check_list(standing, on=request.today, **chosen)  # type: ignore[attr-defined]
    if answer := listed(
        request, title="执行报告检查", header=HEADER, rows=lambda: _flat(rows), clause="plan:5.2"
    ):
        return answer
    page = page_of(request, rows)
    mine = own_division(request, chosen["division"])
    shown = list(page.object_list)
    marks = marks_of(shown, mine)
    for check in shown:
        check.marks = marks[check.pk]
        check.due_words = SOURCES.get(check.report.due_source, "")
    with_days(request, (m.duty for m in marks.values()))
    context = {
        "page": page,
        "chosen": chosen,
        "kinds": ReportKind.choices(),
        "periods": [(p, period_words(p)) for p in periods_checked(standing)],
        "states": CheckState.choices(),
        "divisions": [(c, n) for c, n in divisions() if c in CHECKING],
        "classes": [(str(k), k.label) for k in (ManagementClass.KEY, ManagementClass.SIMPLIFIED)],
        "streets": streets_checked(standing),
        "campaigns": campaigns_known(standing),
        "lates": LATE,
        "filtered": any(chosen.values()),
        "mine": mine,
        "names": dict(divisions()),
        "clean": sum(1 for m in marks.values() if m.clean),
        "ticked": request.POST.getlist("checks"),
        "errors": wrong.errors if wrong else {},
        "inside": may(standing, "view", "supervision.correction"),
    }
    return render(request, "desk/supervision/checks.html", context, status=422 if wrong else 200)


def own_division(request: HttpRequest, wanted: str = "") -> str:
    """The checking division for which this officer works; the wanted one where the officer has several, "" for none."""
    ours = [code for code in CHECKING if code in request.standing.divisions]  # type: ignore[attr-defined]
    return wanted if wanted in ours else ours[0] if ours else ""


def _flat(rows: Any) -> Any:
    batch: list[ReportCheck] = []
    for check in rows.iterator(chunk_size=500):
        batch.append(check)
        if len(batch) == 500:
            yield from _told(batch)
            batch = []
    yield from _told(batch)


def _told(batch: list[ReportCheck]) -> Any:
    marks = marks_of(batch)
    for check in batch:
        report, unit = check.report, check.report.facility
        reviews = [f"{r.division.short_name}{r.get_state_display()}" for r in check.reviews.all()]
        yield (
            unit.name,
            unit.number,
            unit.get_management_class_display(),
            unit.street,
            report.title,
            report.due_on,
            SOURCES.get(report.due_source, ""),
            report.submitted_on,
            check.get_state_display(),
            "、".join(reviews),
            marks[check.pk].total.found,
            check.findings_open,
            check.campaign.name if check.campaign else "",
        )


@power(
    "supervision.review",
    "sign-sections",
    methods=("POST",),
    clauses=("plan:5.2",),
    title="批量签署无问题的报告",
)
def sign_clean_view(request: HttpRequest) -> HttpResponse:
    """Sign every section of the ticked reports for one's own division, after the hits have been looked at."""
    mine = own_division(request, request.POST.get("division", ""))
    if not mine:
        raise Http404
    form = FormReader(request)
    known = [k for k in request.POST.getlist("checks") if is_public_id(k)]
    reviews = list(
        visible_to(request.standing, DivisionReview, "sign-sections")  # type: ignore[attr-defined]
        .filter(division=mine, check_matter__public_id__in=known)
        .select_related("check_matter__report__facility")
        .order_by("pk")
    )
    if not reviews or len(reviews) != len(set(request.POST.getlist("checks"))):
        form.errors["checks"] = "请先勾选要签署的报告。"
    elif request.POST.get("seen") != "1":
        form.errors["seen"] = "请确认已看过所选报告的提示清单。"
    by = actor_for(request, "sign-sections", "supervision.review", mine)

    def act() -> tuple[str, str]:
        count = sign_clean(reviews=reviews, by=by, at=request.now)  # type: ignore[attr-defined]
        return f"已签署 {count} 份报告的本科室章节。", f"{reverse('report-checks')}?{request.GET.urlencode()}"

    return carry_out(request, form, act, by=by, place="checks", again=lambda f: _list(request, f))


@power("supervision.check", "view", clauses=("plan:5.2", "plan:5.3", "plan:15.1"), title="执行报告检查详情")
def check_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One check: where it stands, whom it waits for, the divisions' parts, findings, audit, attachments, trail."""
    return show_check(request, get_visible(request, ReportCheck, public_id))


def show_check(
    request: HttpRequest, check: ReportCheck, failed: Failed | None = None, wrong: Wrong | None = None
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
    ready = check.state == CheckState.SIGNED and found.notice is None
    tell = any(f.state == "CONFIRMED" and not f.late for f in found.findings)
    return ready and tell and may(request.standing, "draft-notice", check)  # type: ignore[attr-defined]


def _give_form(request: HttpRequest, check: ReportCheck, wrong: Wrong | None) -> Any:
    if not may(request.standing, "assign-reader", check) or not check.versions.exists():  # type: ignore[attr-defined]
        return None
    if not readers():
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
        again=lambda failed: show_check(request, check, failed),
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
