"""抽取: the list of draws, one draw with its list, its ranking and its files, and the list frozen anew."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.office.access import may
from postpermit.planning import operations as do
from postpermit.planning.models import Draw, YearPlan
from postpermit.planning.queries.been import been_since
from postpermit.planning.queries.draw_page import (
    draw_page as what_stands,
)
from postpermit.planning.queries.draw_page import (
    drawn_officers,
    drawn_units,
    listing_of,
    told_units,
    unfilled_visits,
)
from postpermit.planning.queries.draws import aborted_count, draw_name, draws_in_order
from postpermit.planning.queries.teams import visits_waiting
from postpermit.planning.rules.public_values import PublicForm
from postpermit.planning.rules.strata import PURPOSES, Stratum
from postpermit.planning.states import DrawnRole, DrawState
from postpermit.trail.errors import Refused
from postpermit.trail.queries import attachments_of, timeline
from postpermit.web.desk.acts import Failed, actor_for, offered, take
from postpermit.web.desk.planning.draw_files import draw_answer
from postpermit.web.desk.planning.draw_forms import ACTS, PARITY, day_offered, plans, quarters, read_new
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = (
    "抽取",
    "季度",
    "状态",
    "第几次",
    "名单总数",
    "抽取数",
    "递补",
    "名单日期",
    "公开随机数日期",
    "公布日期",
)
DRAWN = (DrawState.DRAWN, DrawState.PUBLISHED)


@power("planning.draw", "view", clauses=("plan:6.1",), title="随机抽取")
def draws_page(request: HttpRequest) -> HttpResponse:
    """Draws, newest first; aborted ones stay in the list."""
    wanted = {"stratum": request.GET.get("stratum", ""), "state": request.GET.get("state", "")}
    rows = draws_in_order(**{k: v[:24] for k, v in wanted.items()})
    if answer := listed(
        request,
        title="随机抽取",
        header=HEADER,
        rows=lambda: (_flat(d) for d in rows),
        clause="plan:6.1",
    ):
        return answer
    page = page_of(request, rows)
    for draw in page.object_list:
        draw.name = draw_name(draw)
    context = {
        "page": page,
        "strata": Stratum.choices(),
        "states": DrawState.choices(),
        "wanted": wanted,
        "aborted": aborted_count(),
    }
    return render(request, "desk/planning/draws.html", context)


def _flat(d: Draw) -> tuple[Any, ...]:
    counts = (d.attempt, d.total, d.n, d.replaced)  # type: ignore[attr-defined]
    days = (d.register_on, d.public_day, d.published_on)
    return (Stratum(d.stratum).label, d.quarter, d.get_state_display(), *counts, *days)


@power("planning.draw", "view", clauses=("plan:6.1", "random-inspection:1"), title="抽取批次")
def draw_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One draw: what it waits for, its list with every p and why, its result."""
    return _show(request, get_visible(request, Draw, public_id))


def _show(request: HttpRequest, draw: Draw, failed: Failed | None = None) -> HttpResponse:
    """The page, also with what was wrong."""
    officers = draw.stratum == Stratum.OFFICERS
    late = visits_waiting(draw, request.today) if officers and draw.seed else []  # type: ignore[attr-defined]
    forms = offered(
        request, draw, ACTS, lambda v: reverse("draw-act", args=[draw.public_id, v]), failed=failed,
        extra=(("supplement", f"补充抽取检查人员（{len(late)} 次检查）"),) if late else (),
    )  # fmt: skip
    page = _rows(request, draw)
    # Only a drawn unit can have been visited since; a list of officers names people.
    ranked = draw.state in DRAWN and not officers
    shown = [u.facility_id for u in page.object_list] if ranked else []
    context = {
        "draw": draw,
        "name": draw_name(draw),
        "found": what_stands(draw),
        "been": been_since(draw, shown),
        "page": page,
        "pairs": page_of(request, drawn_officers(draw)) if officers and draw.state in DRAWN else None,
        "unfilled": unfilled_visits(draw),
        "late": late,
        "is_drawn": draw.state in DRAWN,
        "is_officers": officers,
        "commit": next((f for f in forms if f.verb == "commit"), None),
        "forms": [f for f in forms if f.verb != "commit"],
        "replaceable": (DrawnRole.SELECTED, DrawnRole.REPLACEMENT),
        "attachments": attachments_of(draw),
        "entries": timeline(draw)[:40],
        "errors": failed[2].errors if failed else {},
    }
    return render(request, "desk/planning/draw.html", context, status=422 if failed else 200)


def _rows(request: HttpRequest, draw: Draw) -> Any:
    """One page of the list: before the draw by id, afterwards by rank."""
    if draw.state in DRAWN and draw.stratum != Stratum.OFFICERS:
        page = page_of(request, drawn_units(draw))
        told = {t["id"]: t for t in told_units(draw, [{"id": str(u.facility.public_id)} for u in page])}
        for unit in page.object_list:
            unit.told = told[str(unit.facility.public_id)]
        return page
    page = page_of(request, listing_of(draw).get("units", []))
    page.object_list = told_units(draw, list(page.object_list))
    return page


@power("planning.draw", "view", methods=("POST",), clauses=("plan:6.1",), title="抽取办理")
def draw_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Commit, tell, draw, publish or abort."""
    draw = get_visible(request, Draw, public_id)
    return take(
        request,
        draw,
        verb,
        ACTS,
        division="",
        page=reverse("draw", args=[draw.public_id]),
        again=lambda failed: _show(request, draw, failed),
    )


@power(
    "planning.draw", "freeze", methods=("GET", "POST"), clauses=("plan:6.1", "plan:6.2"), title="封存抽取名单"
)
def new_draw(request: HttpRequest) -> HttpResponse:
    """Freeze the list of today."""
    errors: dict[str, str] = {}
    if request.method == "POST":
        form, typed = read_new(request)
        if form.ok:
            by = actor_for(request, "freeze", "planning.draw")
            plan = YearPlan.objects.get(public_id=typed.pop("plan"))

            def act() -> str:
                made = do.freeze_draw(
                    **typed,
                    plan=plan,
                    purpose=PURPOSES[Stratum(typed["stratum"])],
                    on=request.today,  # type: ignore[attr-defined]
                    by=by,
                    at=request.now,  # type: ignore[attr-defined]
                )
                return reverse("draw", args=[made.public_id])

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "stratum"] = str(error)
            else:
                messages.success(request, "名单已封存。请法制科和执法大队分别封存随机数。")
                return redirect(outcome.answer)
        errors = form.errors
    context = {
        "errors": errors,
        "typed": request.POST,
        "plans": plans(),
        "strata": Stratum.choices(),
        "quarters": quarters(request.today),  # type: ignore[attr-defined]
        "parity": PARITY,
        "public_forms": PublicForm.choices(),
        "offered": f"{day_offered(request.today):%Y-%m-%d}",  # type: ignore[attr-defined]
    }
    return render(request, "desk/planning/draw_new.html", context, status=422 if errors else 200)


@power("planning.draw", "view", clauses=("plan:6.1",), title="抽取文件")
def draw_file(request: HttpRequest, public_id: UUID, kind: str) -> HttpResponse:
    """The frozen list, the published draw, the one-file verifier, or all of it; officers for those who may see recusals."""
    draw = get_visible(request, Draw, public_id)
    answer = draw_answer(draw, kind, office=True, people=may(request.standing, "view", "planning.recusal"))  # type: ignore[attr-defined]
    if answer is None:
        raise Http404
    return answer
