"""推演: the year under changed values beside today's; what was tried can be adopted with a date and a document."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit import law
from postpermit.duties.operations import adopt_changes
from postpermit.duties.queries.what_if import what_if
from postpermit.duties.rules.what_if import Changes, UnreadableChanges, read_changes
from postpermit.office.access import may
from postpermit.trail.errors import Refused
from postpermit.web.asked import asked_number
from postpermit.web.cli.what_if import read_text
from postpermit.web.desk.acts import actor_for
from postpermit.web.door import do_once, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed

ROWS = 4
HEADER = ("分类", "名称", "事项现行", "事项推演", "工作量现行", "工作量推演", "增减")


@power("office.values", "try", clauses=("plan:20.1", "plan:6.2", "plan:7.2"), title="推演")
def what_if_page(request: HttpRequest) -> HttpResponse:
    """Choose values, a holiday list or a unit's class; see the year beside today's by kind, week, division and post."""
    today: date = request.today  # type: ignore[attr-defined]
    year, changes, errors = _asked(request, today)
    found = None
    if not errors and not changes.empty:
        try:
            found = what_if(changes, year, today)
        except UnreadableChanges as error:
            errors["page"] = str(error)
    if found is not None:
        parts = (
            ("按事项", found.kinds),
            ("按周", found.weeks),
            ("按科室", found.divisions),
            ("按岗位", found.posts),
        )
        flat = (
            (title, b.label, b.duties_before, b.duties_after, b.load_before, b.load_after, b.more)
            for title, rows in parts
            for b in rows
        )
        if answer := listed(request, title=f"{year}年推演", header=HEADER, rows=flat, clause="plan:20.1"):
            return answer
    context = {
        "year": year,
        "years": range(today.year, today.year + 3),
        "values": [(v.name, f"{v.label}（现行 {v.plain}）") for v in law.values(on=today)],
        "lines": [_typed(request, n) for n in range(ROWS)],
        "page": request.GET.get("page", ""),
        "errors": errors,
        "found": found,
        "changes": changes,
        "said": changes.said() if not errors else [],
        "may_adopt": may(request.standing, "confirm", "office.values"),  # type: ignore[attr-defined]
        "query": request.GET.urlencode(),
    }
    return render(request, "desk/what_if.html", context, status=422 if errors else 200)


def _typed(request: HttpRequest, n: int) -> dict[str, Any]:
    return {"n": n, "name": request.GET.get(f"name-{n}", ""), "value": request.GET.get(f"value-{n}", "")}


def _asked(request: HttpRequest, today: date) -> tuple[int, Changes, dict[str, str]]:
    """(year, what is tried, what is wrong) from the address: rows of values, and a YAML page for the rest."""
    year = asked_number(request.GET.get("year", ""), 2016, 2035) or today.year
    errors: dict[str, str] = {}
    values = {}
    for n in range(ROWS):
        typed = _typed(request, n)
        if typed["name"] and typed["value"]:
            values[typed["name"]] = typed["value"]
        elif typed["name"] or typed["value"]:
            errors[f"value-{n}"] = "数值和新取值要一起填。"
    changes = Changes()
    try:
        if values:
            changes = read_changes({"values": values}, year)
        if request.GET.get("page", "").strip():
            other = read_text(request.GET["page"], year)
            changes = Changes((*changes.values, *other.values), other.calendars, other.classes)
    except UnreadableChanges as error:
        errors["page"] = str(error)
    return year, changes, errors


@power("office.values", "confirm", methods=("POST",), clauses=("plan:20.1",), title="采用推演")
def adopt(request: HttpRequest) -> HttpResponse:
    """Adopt what was tried, from a date, with the document."""
    form = FormReader(request)
    since = form.day("since", "生效日期", required=True)
    document = form.text("document", "依据文件", required=True, longest=120)
    _, changes, errors = _asked(request, request.today)  # type: ignore[attr-defined]
    if errors:
        raise Http404
    if form.errors:
        raise Refused("；".join(form.errors.values()))
    by = actor_for(request, "confirm", "office.values")

    def act() -> str:
        moved = adopt_changes(changes=changes, document=document, since=since, by=by, at=request.now)  # type: ignore[attr-defined]
        told = "；".join(
            f"{y} 年新增 {g.added}、不再适用 {g.voided}、改期或改目标 {g.reissued}" for y, g in moved.items()
        )
        messages.success(request, f"已采用，自 {since} 起生效。{told}")
        return reverse("values") + "?all=1"

    return redirect(do_once(request, act, by=by).answer)
