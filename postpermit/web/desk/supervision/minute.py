"""一分钟对账: the platform's two exports dropped in; who is late, whose permit ends, a message per unit."""

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.duties.rules.periods import period_words
from postpermit.supervision import operations as do
from postpermit.supervision.models import Campaign, PlatformList
from postpermit.supervision.queries import minute as asked
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.supervision.list_files import opened, sheet_or_refuse
from postpermit.web.door import do_once, power
from postpermit.web.listing import listed

KINDS = {"submissions": "执行报告提交情况", "holders": "持证单位清单"}
LATE = ("单位", "许可证编号", "报告周期", "提交期限", "期限来源", "逾期天数", "微信文字")
ENDING = ("单位", "许可证编号", "有效期止", "剩余天数", "已过申请时限", "微信文字")


@power(
    "supervision.check",
    "minute",
    methods=("GET", "POST"),
    clauses=("plan:5.1", "plan:10.1"),
    title="一分钟对账",
)
def minute_page(request: HttpRequest) -> HttpResponse:
    """Drop an export in, or look at what the last ones say today."""
    if request.method == "POST":
        return _drop_in(request)
    newest = {kind: PlatformList.objects.filter(kind=kind).order_by("-pk").first() for kind in KINDS}
    said = asked.submissions_of(newest["submissions"]) if newest["submissions"] else []
    today = request.today  # type: ignore[attr-defined]
    late = asked.late_units(said, today)
    ending = asked.ending_permits(newest["holders"], today)
    if answer := _taken_out(request, late, ending):
        return answer
    context = {
        "newest": [(kind, KINDS[kind], held) for kind, held in newest.items()],
        "submissions": newest["submissions"],
        "holders": newest["holders"],
        "late": late,
        "overdue": sum(row.days > 0 for row in late),
        "ending": ending,
        "differences": asked.differences(newest["holders"]) if newest["holders"] else [],
        "unknown": [s for s in said if s.facility is None],
        "unread": [s for s in said if s.facility and not s.period],
        "fresh": asked.newly_submitted(said),
        "campaigns": Campaign.objects.filter(state="RUNNING").exclude(form_sha256="").order_by("-pk"),
    }
    return render(request, "desk/supervision/minute.html", context)


def _drop_in(request: HttpRequest) -> HttpResponse:
    code = request.POST.get("code", "")
    code = code if code in KINDS else "submissions"
    held = sheet_or_refuse(request)
    by = actor_for(request, "minute", "supervision.check")

    def act() -> str:
        made = do.keep_platform_list(
            code=code,
            name=held.name,
            data=held.data,
            table=held.table,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        messages.success(request, f"已读入{KINDS[code]} {len(made.rows)} 行。")
        return reverse("minute")

    return opened(held, code, request, lambda: do_once(request, act, by=by).answer)


def _taken_out(request: HttpRequest, late: list[Any], ending: list[Any]) -> HttpResponse | None:
    if request.GET.get("list") == "ending":
        rows = [(e.facility.name, e.facility.number, e.valid_to, e.days, e.late, e.words) for e in ending]
        return listed(request, title="许可证即将到期", header=ENDING, rows=rows, clause="plan:10.1")
    rows = [
        (
            r.facility.name,
            r.facility.number,
            period_words(r.period),
            r.due_on,
            r.source,
            max(r.days, 0),
            r.words,
        )
        for r in late
    ]
    return listed(request, title="执行报告未提交", header=LATE, rows=rows, clause="plan:13.1")


@power("supervision.check", "receive", methods=("POST",), clauses=("plan:13.1",), title="按平台登记已提交")
def note_submitted(request: HttpRequest) -> HttpResponse:
    """Discharge the duty to submit of everything that the platform shows as submitted."""
    held = PlatformList.objects.filter(kind="submissions").order_by("-pk").first()
    rows = asked.newly_submitted(asked.submissions_of(held)) if held else []
    by = actor_for(request, "receive", "supervision.check")

    def act() -> str:
        count = do.note_submissions(rows=rows, by=by, at=request.now)  # type: ignore[attr-defined]
        messages.success(request, f"已登记 {count} 份报告为已提交；报告文件录入后即可检查。")
        return reverse("minute")

    return redirect(do_once(request, act, by=by).answer)
