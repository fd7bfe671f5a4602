"""检查发现的问题: the list over all visits, by where each went and what is late."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit import law
from postpermit.enforcement.models import VisitFinding
from postpermit.enforcement.states import RESOLVED, Disposition, FindingState
from postpermit.linkage.queries.lists import awaited
from postpermit.office.access import may, visible_to
from postpermit.register.cells import narrow
from postpermit.supervision.queries.checks import is_public_id
from postpermit.trail.models import reference
from postpermit.web.desk.supervision.acts import with_days
from postpermit.web.door import power
from postpermit.web.listing import listed
from postpermit.web.paging import page_of
from postpermit.web.veil import VEILED_CODES, veiled

HEADER = (
    "问题", "单位", "编号", "检查编号", "检查内容", "可能的违法行为", "发现日期", "处理方式", "状态", "整改要求", "整改期限", "联动任务", "案件",
    "处理结果", "办结日期",
)  # fmt: skip
FILTERS = ("state", "disposition", "late", "facility", "q")


@power("enforcement.finding", "view", clauses=("plan:6.1", "plan:8.1"), title="检查发现的问题")
def findings_page(request: HttpRequest) -> HttpResponse:
    """Findings this officer may see, newest first."""
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    rows, sees = _rows(request, **chosen), may(request.standing, "view", "enforcement.case")  # type: ignore[attr-defined]
    if answer := listed(
        request, title="检查发现的问题", header=HEADER, rows=lambda: _flat(rows, sees), clause="plan:6.1"
    ):
        return answer
    page = page_of(request, rows)
    shown = list(page.object_list)
    owner = {reference(f): f for f in shown}
    for finding in shown:
        finding.duty = None
    for duty in awaited(owner):
        owner[duty.subject_ref].duty = owner[duty.subject_ref].duty or duty
    with_days(request, (f.duty for f in shown))
    context = {
        "page": page,
        "chosen": chosen,
        "states": [
            ("open", "未办结的全部"),
            *(c for c in FindingState.choices() if sees or c[0] not in VEILED_CODES),
        ],
        "dispositions": [c for c in Disposition.choices() if sees or c[0] not in VEILED_CODES],
        "filtered": any(chosen.values()),
        "counts": {
            "open": _rows(request, state="OPEN").order_by().count(),
            "late": _rows(request, late="1").order_by().count(),
        },
    }
    return render(request, "desk/enforcement/findings.html", context)


def _rows(
    request: HttpRequest,
    state: str = "",
    disposition: str = "",
    late: str = "",
    facility: str = "",
    q: str = "",
) -> Any:
    rows = visible_to(request.standing, VisitFinding)  # type: ignore[attr-defined]
    if state == "open":
        rows = rows.exclude(state__in=RESOLVED)
    elif state:
        rows = rows.filter(state=state)
    if disposition:
        rows = rows.filter(disposition=disposition)
    if {state, disposition} & VEILED_CODES and not may(request.standing, "view", "enforcement.case"):  # type: ignore[attr-defined]
        rows = rows.none()
    if late:
        rows = rows.filter(state=FindingState.CORRECTING, due_on__lt=request.today)  # type: ignore[attr-defined]
    if facility:
        rows = rows.filter(facility__public_id=facility) if is_public_id(facility) else rows.none()
    for word in narrow(q).lower().split()[:5]:
        rows = rows.filter(Q(facility__search_text__contains=word) | Q(text__icontains=word))
    return rows.select_related("facility", "visit", "slip", "case").order_by(
        "-found_on", "-visit_id", "number"
    )


def _flat(rows: Any, sees: bool) -> Iterator[tuple[Any, ...]]:
    conducts = {c.code: c.label for c in law.penalty_conducts()}
    for f in rows.iterator(chunk_size=1000):
        yield (
            f.text,
            f.facility.name,
            f.facility.number,
            f.visit.number,
            f.question,
            conducts.get(f.conduct, ""),
            f.found_on,
            veiled(f.get_disposition_display(), sees),
            veiled(f.get_state_display(), sees),
            f.demand,
            f.due_on,
            f.slip.number if f.slip else "",
            f.case.number if f.case and sees else "",
            f.outcome,
            f.resolved_on,
        )
