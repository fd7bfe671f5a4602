"""执法检查: the list, by what it is for, where it stands and who goes."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit.enforcement.models import Visit, VisitOfficer
from postpermit.enforcement.queries.visits import marks_of, streets_visited, visit_list
from postpermit.enforcement.states import VisitOutcome, VisitState
from postpermit.planning.states import TriggerReason, VisitKind, VisitManner
from postpermit.register.states import ManagementClass
from postpermit.supervision.queries.checks import is_public_id
from postpermit.web.desk.supervision.acts import with_days
from postpermit.web.door import power
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = (
    "单位", "编号", "管理类别", "街镇", "检查编号", "检查类型", "检查方式", "检查事由", "计划日期", "检查人员", "检查码", "状态", "检查结局",
    "问题", "未办结问题", "计入年度上限", "结果公开日期", "办理期限",
)  # fmt: skip
FILTERS = (
    "state", "kind", "manner", "reason", "outcome", "klass", "street", "month", "mine", "late", "disclosed", "q",
)  # fmt: skip


@power("enforcement.visit", "view", clauses=("plan:6.1", "plan:6.2"), title="执法检查")
def visits_page(request: HttpRequest) -> HttpResponse:
    """The visits this officer may see, newest first."""
    standing = request.standing  # type: ignore[attr-defined]
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    rows = visit_list(standing, on=request.today, **chosen)  # type: ignore[attr-defined]
    officer = request.GET.get("officer", "")
    if officer:
        held = VisitOfficer.objects.filter(left_as="")
        held = held.filter(officer__public_id=officer) if is_public_id(officer) else held.none()
        rows = rows.filter(pk__in=held.values("visit"))
    if answer := listed(
        request, title="执法检查", header=HEADER, rows=lambda: _flat(rows), clause="plan:6.1"
    ):
        return answer
    page = page_of(request, rows)
    shown = list(page.object_list)
    marks = marks_of(shown)
    with_days(request, (m.duty for m in marks.values()))
    for visit in shown:
        visit.marks = marks[visit.pk]
    context: dict[str, Any] = {
        "page": page,
        "chosen": chosen | {"officer": officer},
        "counts": _counts(request),
    }
    context["filtered"] = any(context["chosen"].values())
    return render(request, "desk/enforcement/visits.html", context | _choices(standing))


def _choices(standing: Any) -> dict[str, Any]:
    """What the filters offer."""
    people = VisitOfficer.objects.filter(left_as="").order_by("name", "officer")
    return {
        "states": [("going", "未办结的全部"), *VisitState.choices()],
        "kinds": VisitKind.choices(),
        "manners": VisitManner.choices(),
        "reasons": TriggerReason.choices(),
        "outcomes": VisitOutcome.choices(),
        "classes": [(str(k), k.label) for k in ManagementClass],
        "streets": streets_visited(standing),
        "officers": [(str(v), n) for v, n in people.values_list("officer__public_id", "name").distinct()],
    }


def _counts(request: HttpRequest) -> dict[str, int]:
    """The counts on top of the list, each a link to its rows."""
    standing, on = request.standing, request.today  # type: ignore[attr-defined]
    asked: dict[str, dict[str, str]] = {
        "unsent": {"state": VisitState.PREPARED},
        "late": {"late": "1"},
        "disclose": {"disclosed": "no"},
    }
    if "ENFORCEMENT" in standing.divisions:
        asked["mine"] = {"mine": "1", "state": "going"}
    return {name: visit_list(standing, on=on, **chosen).order_by().count() for name, chosen in asked.items()}


def _flat(rows: Any) -> Iterator[tuple[Any, ...]]:
    batch: list[Visit] = []
    for visit in rows.iterator(chunk_size=500):
        batch.append(visit)
        if len(batch) == 500:
            yield from _told(batch)
            batch = []
    yield from _told(batch)


def _told(batch: list[Visit]) -> Iterator[tuple[Any, ...]]:
    marks = marks_of(batch)
    for v in batch:
        beside, unit = marks[v.pk], v.facility
        yield (
            unit.name,
            unit.number,
            unit.get_management_class_display(),
            unit.street,
            v.number,
            v.get_kind_display(),
            v.get_manner_display(),
            v.get_reason_display(),
            v.scheduled_on,
            beside.team,
            v.inspection_code,
            v.get_state_display(),
            v.get_outcome_display(),
            beside.findings,
            beside.open_findings,
            v.counts_toward_cap,
            v.disclosed_on,
            beside.duty.due_on if beside.duty else None,
        )
