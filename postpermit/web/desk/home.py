"""我的工作台: what lies on this officer's desks, what is late, and what they wait for from others."""

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.queries import desk_of, with_reasons
from postpermit.enforcement.models import Visit
from postpermit.enforcement.queries.visits import visit_list
from postpermit.linkage.queries import waiting_for_others
from postpermit.office.standing import Standing
from postpermit.web.desk.places import addresses_of
from postpermit.web.desk.totals import district_totals
from postpermit.web.door import power
from postpermit.web.listing import listed

SHOWN = 25
SOON = timedelta(days=7)
HEADER = ("事项", "条款", "编号", "名称", "周期", "期限", "目标", "说明")


@power("office.desk", "view", clauses=("plan:3.1", "plan:8.1"), title="我的工作台")
def desk(request: HttpRequest) -> HttpResponse:
    """Late first, then this week, then the rest; every count is a link to its rows."""
    standing, today = request.standing, request.today  # type: ignore[attr-defined]
    mine = desk_of(standing, today)
    if answer := listed(request, title="我的待办", header=HEADER, rows=_flat(mine), clause="plan:3.1"):
        return answer
    groups = {
        "late": Q(due_on__lt=today),
        "soon": Q(due_on__gte=today, due_on__lte=today + SOON),
        "later": Q(due_on__gt=today + SOON),
    }
    counts = mine.order_by().aggregate(**{name: Count("pk", filter=q) for name, q in groups.items()})
    found = _first(mine, groups)
    _address([d for rows in found.values() for d in rows])
    with_reasons(found["late"])
    context = {
        **found,
        "counts": counts,
        "shown": SHOWN,
        "totals": district_totals(standing, today),
        "waiting": waiting_for_others(standing, today)[:SHOWN],
        "visits": _visits_ahead(standing, today),
    }
    return render(request, "desk/home.html", context)


def _visits_ahead(standing: Standing, today: date) -> list[Visit]:
    """The visits of the coming days on which this officer is sent, whoever leads them; what was left over comes first."""
    if "ENFORCEMENT" not in standing.divisions:
        return []
    rows = visit_list(standing, on=today, mine="1").filter(state__in=("ASSIGNED", "UNDERWAY"))
    rows = rows.filter(scheduled_on__lte=today + SOON)
    return list(rows.order_by("scheduled_on", "pk")[:SHOWN])


def _first(mine: "QuerySet[Duty]", groups: dict[str, Q]) -> dict[str, list[Duty]]:
    """The first rows of each group. Keys first: the index alone puts thousands in order without reading them."""
    keys = {name: list(mine.filter(q).values_list("pk", flat=True)[:SHOWN]) for name, q in groups.items()}
    rows = mine.order_by().in_bulk([pk for found in keys.values() for pk in found])
    return {name: [rows[pk] for pk in found] for name, found in keys.items()}


def _address(duties: list[Duty]) -> None:
    """Where each is worked on."""
    places = addresses_of(d.subject_ref for d in duties if d.subject_ref)
    for duty in duties:
        own = reverse("duty", args=[duty.public_id])
        duty.address = places.get(duty.subject_ref, own)  # type: ignore[attr-defined]


def _flat(mine: Any) -> Iterator[tuple[Any, ...]]:
    for d in mine.iterator(chunk_size=2000):
        yield (
            d.kind_label,
            law.clause(d.clause).label,
            d.subject,
            d.subject_name,
            d.period,
            d.due_on,
            d.target,
            d.note,
        )
