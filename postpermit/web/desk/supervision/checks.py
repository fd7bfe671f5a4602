"""执行报告检查: the list with the batch signature of clean reports, and one check with everything about it."""

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.duties.rules.periods import period_words
from postpermit.office.access import may, visible_to
from postpermit.register.states import ManagementClass, ReportKind
from postpermit.supervision.models import DivisionReview, ReportCheck
from postpermit.supervision.operations import sign_clean
from postpermit.supervision.powers import CHECKING
from postpermit.supervision.queries.checks import (
    campaigns_known,
    check_list,
    is_public_id,
    marks_of,
    periods_checked,
    streets_checked,
)
from postpermit.supervision.states import CheckState
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.slip_acts import divisions
from postpermit.web.desk.supervision.acts import carry_out, with_days
from postpermit.web.door import power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = (
    "单位", "编号", "管理类别", "街镇", "报告", "提交期限", "期限来源", "提交日期", "状态", "各科室", "问题", "未解决问题", "检查任务",
)  # fmt: skip
FILTERS = ("kind", "period", "state", "division", "klass", "street", "campaign", "late", "q")
LATE = (("report", "报告未按期提交"), ("work", "办理已逾期"))
SOURCES = {"permit": "许可证载明", "notice": "通知规定", "default": "默认期限，不据以认定逾期"}


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
        check.groups = _grouped(check)
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
        "counts": _counts(request, mine),
        "clean": sum(1 for m in marks.values() if m.clean),
        "ticked": request.POST.getlist("checks"),
        "errors": wrong.errors if wrong else {},
        "inside": may(standing, "view", "supervision.correction"),
    }
    return render(request, "desk/supervision/checks.html", context, status=422 if wrong else 200)


def _grouped(check: ReportCheck) -> dict[str, list[str]]:
    """What the divisions' parts stand at → which divisions."""
    out: dict[str, list[str]] = {}
    for review in check.reviews.all():
        out.setdefault(review.get_state_display(), []).append(review.division.short_name)
    return out


def _counts(request: HttpRequest, mine: str) -> dict[str, int]:
    """The counts on top of the list, each a link to its rows."""
    standing, on = request.standing, request.today  # type: ignore[attr-defined]
    asked: dict[str, dict[str, str]] = {"report": {"late": "report"}, "work": {"late": "work"}}
    if mine:
        asked["mine"] = {"division": mine}
    return {name: check_list(standing, on=on, **chosen).order_by().count() for name, chosen in asked.items()}


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
