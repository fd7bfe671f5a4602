"""问题: the list with the batch hand-over, and one finding from where it was found to what came of it."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit import law
from postpermit.office.access import may, visible_to
from postpermit.supervision.models import Finding
from postpermit.supervision.operations import hand_over
from postpermit.supervision.queries.checks import is_public_id
from postpermit.supervision.queries.findings import finding_list, finding_page_of, soonest
from postpermit.supervision.states import Conduct, FindingKind, FindingState
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused
from postpermit.trail.queries import attachments_of, timeline
from postpermit.web.desk.acts import Failed, actor_for, offered, take
from postpermit.web.desk.slip_acts import divisions
from postpermit.web.desk.supervision.acts import carry_out, with_days
from postpermit.web.desk.supervision.finding_forms import FINDING_ACTS
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = (
    "问题", "单位", "编号", "性质", "情形", "依据", "来源", "发现科室", "发现日期", "状态", "整改要求", "处理理由", "查处情况", "解决日期",
)  # fmt: skip
FILTERS = ("state", "division", "kind", "conduct", "facility", "q")


@power("supervision.finding", "view", clauses=("plan:5.3",), title="问题")
def findings_page(request: HttpRequest) -> HttpResponse:
    """Findings this officer may see, newest first."""
    return _list(request)


def _list(request: HttpRequest, wrong: FormReader | None = None) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    rows = finding_list(standing, **chosen)
    if answer := listed(
        request, title="执行报告问题", header=HEADER, rows=lambda: _flat(rows), clause="plan:5.3"
    ):
        return answer
    page = page_of(request, rows)
    shown = list(page.object_list)
    due = soonest(shown)
    leads = [f.pk for f in shown if f.state == FindingState.LEAD]
    mine = visible_to(standing, Finding, "hand-over").filter(pk__in=leads).values_list("pk", flat=True)
    with_days(request, due.values())
    for finding in shown:
        finding.due = due.get(finding.pk)
    context = {
        "page": page,
        "chosen": chosen,
        "states": FindingState.choices(),
        "kinds": FindingKind.choices(),
        "conducts": [c for c in Conduct.choices() if c[0] != Conduct.NONE],
        "divisions": divisions(),
        "filtered": any(chosen.values()),
        "movable": set(mine),
        "ticked": request.POST.getlist("findings"),
        "note": request.POST.get("note", ""),
        "errors": wrong.errors if wrong else {},
    }
    return render(request, "desk/supervision/findings.html", context, status=422 if wrong else 200)


def _flat(rows: Any) -> Iterator[tuple[Any, ...]]:
    for f in rows.iterator(chunk_size=1000):
        yield (
            f.text,
            f.facility.name,
            f.facility.number,
            f.get_kind_display(),
            f.get_conduct_display(),
            law.clause(f.clause).label,
            f.origin_text,
            f.division.name,
            f.found_on,
            f.get_state_display(),
            f.demand,
            f.why,
            f.outcome,
            f.resolved_on,
        )


@power(
    "supervision.finding",
    "hand-over",
    methods=("POST",),
    clauses=("plan:5.3", "plan:8.1"),
    title="批量移交执法大队",
)
def hand_over_view(request: HttpRequest) -> HttpResponse:
    """Hand the ticked findings of one unit over as one lead and one task."""
    standing = request.standing  # type: ignore[attr-defined]
    keys = set(request.POST.getlist("findings"))
    mine = visible_to(standing, Finding, "hand-over").filter(
        public_id__in=[k for k in keys if is_public_id(k)]
    )
    known = {str(f.public_id): f for f in mine}
    form = FormReader(request)
    found = [known[key] for key in sorted(keys) if key in known]
    if not found or len(found) != len(keys):
        form.errors["findings"] = "请先勾选本科室待移交的问题。"
    note = form.text("note", "补充说明")
    by = actor_for(request, "hand-over", "supervision.finding", found[0].division_id if found else "")

    def act() -> tuple[str, str]:
        slip = hand_over(findings=found, note=note, by=by, at=request.now)  # type: ignore[attr-defined]
        return (
            f"已生成联动任务 {slip.number}，待本科室负责人审签后送达执法大队。",
            reverse("slip", args=[slip.public_id]),
        )

    return carry_out(request, form, act, by=by, place="findings", again=lambda f: _list(request, f))


@power("supervision.finding", "view", clauses=("plan:5.3", "plan:15.1"), title="问题详情")
def finding_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One finding: what, where from, what the unit answered, and what enforcement made of it."""
    return show_finding(get_visible(request, Finding, public_id), request)


def show_finding(finding: Finding, request: HttpRequest, failed: Failed | None = None) -> HttpResponse:
    """The page; ``failed``: a step that could not be taken."""
    finding = Finding.objects.select_related(
        "facility", "division", "check_matter__report", "hint", "lead"
    ).get(pk=finding.pk)
    standing = request.standing  # type: ignore[attr-defined]
    found = finding_page_of(finding, standing)
    with_days(request, found.waits)
    things = [finding, *([finding.hint] if finding.hint else []), *found.corrections]
    context = {
        "finding": finding,
        "found": found,
        "page": found.origin[0] if found.origin else "",
        "page_id": found.origin[1] if found.origin else None,
        "forms": offered(
            request,
            finding,
            FINDING_ACTS,
            lambda v: reverse("finding-act", args=[finding.public_id, v]),
            failed=failed,
        ),
        "may_attach": may(standing, "attach", finding),
        "attachments": attachments_of(finding),
        "entries": timeline(*things)[:40],
        "errors": failed[2].errors if failed else {},
        "inside": may(standing, "view", "supervision.correction"),
    }
    return render(request, "desk/supervision/finding.html", context, status=422 if failed else 200)


@power("supervision.finding", "view", methods=("POST",), title="问题办理")
def finding_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Take a step on a finding; one that began on the review screen goes back there."""
    finding = get_visible(request, Finding, public_id)
    page = reverse("finding", args=[finding.public_id])
    if request.POST.get("from") == "review" and finding.check_matter is not None:
        place = [finding.check_matter.public_id, finding.division_id]
        page = reverse("report-review", args=place) + f"#s-{finding.section}"
    return take(
        request,
        finding,
        verb,
        FINDING_ACTS,
        division=finding.division_id,
        page=page,
        again=lambda failed: show_finding(finding, request, failed),
    )


@power("supervision.finding", "attach", methods=("POST",), clauses=("plan:5.3",), title="上传证据")
def attach_view(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hang a file of evidence on a finding; it goes along when the finding is handed over."""
    finding = get_visible(request, Finding, public_id, "attach")
    if finding not in visible_to(request.standing, Finding):  # type: ignore[attr-defined]
        raise Http404
    page = reverse("finding", args=[finding.public_id])
    file = request.FILES.get("file")
    if file is None:
        raise Refused("请选择要上传的文件。")
    by = actor_for(request, "attach", finding, finding.division_id)
    note = FormReader(request).text("note", "说明", longest=200)

    def act() -> str:
        attach(subject=finding, name=file.name or "", data=file.read(), note=note, by=by, at=request.now)  # type: ignore[attr-defined]
        return page

    do_once(request, act, by=by)
    messages.success(request, "证据已保存。")
    return redirect(page)
