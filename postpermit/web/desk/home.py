"""我的工作台: what lies on this officer's desks, what is late, and what they wait for from others."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit import law
from postpermit.duties.queries import desk_of, instruction_places, with_reasons
from postpermit.linkage.queries import places_of, waiting_for_others
from postpermit.web.door import power
from postpermit.web.listing import listed

SHOWN = 60
HEADER = ("事项", "条款", "编号", "名称", "周期", "期限", "目标", "说明")


@power("office.desk", "view", clauses=("plan:3.1", "plan:8.1"), title="我的工作台")
def desk(request: HttpRequest) -> HttpResponse:
    """Late first, then this week, then the rest; every count is a link to its rows."""
    standing, today = request.standing, request.today  # type: ignore[attr-defined]
    mine = list(desk_of(standing, today))
    refs = [d.subject_ref for d in mine if d.subject_ref]
    places = places_of(refs) | instruction_places(refs)
    for duty in mine:
        page, public = places.get(duty.subject_ref, ("duty", duty.public_id))
        duty.address = reverse(page, args=[public])  # type: ignore[attr-defined]
    with_reasons([d for d in mine if d.due_on < today])
    flat = (
        (
            d.kind_label,
            law.clause(d.clause).label,
            d.subject,
            d.subject_name,
            d.period,
            d.due_on,
            d.target,
            d.note,
        )
        for d in mine
    )
    if answer := listed(request, title="我的待办", header=HEADER, rows=flat, clause="plan:3.1"):
        return answer
    late = [d for d in mine if d.due_on < today]
    soon = [d for d in mine if today <= d.due_on and (d.due_on - today).days <= 7]
    later = [d for d in mine if (d.due_on - today).days > 7]
    context = {
        "late": late[:SHOWN],
        "soon": soon[:SHOWN],
        "later": later[:SHOWN],
        "counts": {"late": len(late), "soon": len(soon), "later": len(later)},
        "shown": SHOWN,
        "waiting": waiting_for_others(standing, today)[:SHOWN],
    }
    return render(request, "desk/home.html", context)
