"""检查结果公开: what has to be published after random and planned inspections, the public list, and that it was done."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.timezone import localdate

from postpermit.enforcement.models import Visit
from postpermit.enforcement.operations import disclose_results
from postpermit.enforcement.queries.visits import marks_of, visit_list
from postpermit.enforcement.states import FindingState, VisitOutcome
from postpermit.office.access import visible_to
from postpermit.supervision.queries.checks import is_public_id
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.supervision.acts import carry_out, with_days
from postpermit.web.door import power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of
from postpermit.web.veil import veiled

# What the public reads: no names of inspectors or of people met, no inspection code.
HEADER = ("序号", "检查对象", "统一社会信用代码", "检查类型", "检查方式", "检查日期", "检查结果", "检查部门")
BUREAU = "生态环境局执法大队"


@power("enforcement.visit", "disclose", clauses=("plan:6.1", "random-inspection:3"), title="检查结果公开")
def disclosure_page(request: HttpRequest) -> HttpResponse:
    """The results that wait to be published; taken out it is the public list."""
    return _show(request)


def _show(request: HttpRequest, wrong: FormReader | None = None) -> HttpResponse:
    done = request.GET.get("done", "")
    rows = _rows(request, done)
    if answer := listed(
        request,
        title="行政检查结果公开清单",
        header=HEADER,
        rows=lambda: _public(rows),
        clause="random-inspection:3",
        lead="本清单供对外公开，不含检查人员和当事人个人信息。",
        widths=(0.5, 2.2, 1.8, 1.1, 0.8, 1.1, 2.4, 1.6),
    ):
        return answer
    page = page_of(request, rows)
    shown = list(page.object_list)
    marks = marks_of(shown)
    with_days(request, (m.duty for m in marks.values()))
    for visit in shown:
        visit.marks = marks[visit.pk]
        visit.result = result_words(visit)
    context = {
        "page": page,
        "done": done,
        "ticked": request.POST.getlist("visits"),
        "typed": request.POST,
        "day": request.today.isoformat(),  # type: ignore[attr-defined]
        "errors": wrong.errors if wrong else {},
    }
    return render(request, "desk/enforcement/disclosure.html", context, status=422 if wrong else 200)


def _rows(request: HttpRequest, done: str) -> Any:
    on = request.today  # type: ignore[attr-defined]
    rows = visit_list(request.standing, on=on, disclosed="" if done else "no")  # type: ignore[attr-defined]
    if done:
        rows = rows.filter(disclosed_on__isnull=False)
    return rows.prefetch_related("findings")


def result_words(visit: Visit) -> str:
    """What the public reads of a result: whether something was found and how it is dealt with, nothing of persons."""
    if visit.outcome != VisitOutcome.DONE:
        return f"未实施检查：{visit.get_outcome_display()}"
    found = [f for f in visit.findings.all() if f.state != FindingState.DROPPED]
    if not found:
        return "未发现问题"
    ways = dict.fromkeys(veiled(f.get_disposition_display(), False) for f in found)
    return f"发现问题 {len(found)} 个：{'、'.join(ways)}"


def _public(rows: Any) -> Iterator[tuple[Any, ...]]:
    for n, v in enumerate(rows.iterator(chunk_size=500), 1):
        yield (
            n,
            v.facility.name,
            v.facility.uscc,
            v.get_kind_display(),
            v.get_manner_display(),
            localdate(v.ended_at) if v.ended_at else v.scheduled_on,
            result_words(v),
            BUREAU,
        )


@power(
    "enforcement.visit",
    "disclose",
    methods=("POST",),
    clauses=("random-inspection:3",),
    title="登记检查结果公开",
)
def disclose(request: HttpRequest) -> HttpResponse:
    """The ticked results were published on that day."""
    form = FormReader(request)
    keys = set(form.post.getlist("visits"))
    mine = visible_to(request.standing, Visit, "disclose")  # type: ignore[attr-defined]
    found = list(mine.filter(public_id__in=[k for k in keys if is_public_id(k)]))
    if not found or len(found) != len(keys):
        form.errors["visits"] = "请先勾选已经公开的检查。"
    on = form.day("on", "公开日期", required=True)
    by = actor_for(request, "disclose", "enforcement.visit", "ENFORCEMENT")

    def act() -> tuple[str, str]:
        assert on is not None
        count = disclose_results(visits=found, on=on, by=by, at=request.now)  # type: ignore[attr-defined]
        return f"已登记 {count} 次检查的结果公开。", reverse("visit-disclosure")

    return carry_out(request, form, act, by=by, place="visits", again=lambda f: _show(request, f))
