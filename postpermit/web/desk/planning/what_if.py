"""推演年度计划: another frequency, share, ceiling or number of people beside today's: visits, weeks, load of one officer."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit import law
from postpermit.duties.rules.what_if import Changes, UnreadableChanges, read_changes
from postpermit.planning.queries.what_if import PlansBeside, Staff, plan_what_if, read_staff, staff_now
from postpermit.web.asked import asked_number
from postpermit.web.cli.what_if import read_page
from postpermit.web.door import power
from postpermit.web.listing import listed

ROWS = 3
HEADER = (
    "周（周一）",
    "检查现行",
    "检查推演",
    "组日现行",
    "组日推演",
    "监测组日现行",
    "监测组日推演",
    "每人天数现行",
    "每人天数推演",
)
NUMBERS = ("teams", "crews", "officers")
# What moves visits: frequencies, shares, ceilings, lengths, guarantees.
STEMS = ("inspection.", "monitoring.", "cap.", "year_plan.", "blocked.", "spring.", "meeting.", "expired.")


@power("planning.plan", "what-if", clauses=("plan:3.4", "plan:6.2", "plan:7.2"), title="推演年度计划")
def plan_what_if_page(request: HttpRequest) -> HttpResponse:
    """Choose values and numbers of people; see both planned years."""
    today: date = request.today  # type: ignore[attr-defined]
    year = asked_number(request.GET.get("year", ""), 2016, 2035) or today.year
    now = staff_now(year, today)
    changes, staff, errors = _asked(request, year, now)
    found = None
    if not errors and (not changes.empty or staff != now):
        try:
            found = plan_what_if(changes, year, today, now, staff)
        except UnreadableChanges as error:
            errors["page"] = str(error)
    if found is not None:
        rows = found
        if answer := listed(
            request, title=f"{year}年计划推演", header=HEADER, rows=lambda: _flat(rows), clause="plan:3.4"
        ):
            return answer
    context = {
        "year": year,
        "years": range(today.year, today.year + 3),
        "values": [(v.name, f"{v.label}（现行 {v.plain}）") for v in law.values(on=today) if v.name.startswith(STEMS)],
        "lines": [_typed(request, n) for n in range(ROWS)],
        "staff": [(n, label, request.GET.get(n, ""), getattr(now, n)) for n, label in zip(NUMBERS, ("每天检查组数", "每天监测组数", "可派人数"), strict=True)],
        "page": request.GET.get("page", "")[:20_000],
        "errors": errors,
        "found": found,
        "said": changes.said() if not errors else [],
    }  # fmt: skip
    return render(request, "desk/planning/plan_what_if.html", context, status=422 if errors else 200)


def _flat(found: PlansBeside) -> list[tuple[Any, ...]]:
    return [
        (monday, old[0], new[0], old[1], new[1], old[2], new[2], each, tried)
        for monday, old, new, each, tried in found.weeks
    ]


def _typed(request: HttpRequest, n: int) -> dict[str, Any]:
    return {"n": n, "name": request.GET.get(f"name-{n}", ""), "value": request.GET.get(f"value-{n}", "")}


def _asked(request: HttpRequest, year: int, now: Staff) -> tuple[Changes, Staff, dict[str, str]]:
    """(what is tried, the people tried, what is wrong) from the address."""
    errors: dict[str, str] = {}
    values = {}
    for n in range(ROWS):
        typed = _typed(request, n)
        if typed["name"] and typed["value"]:
            values[typed["name"]] = typed["value"]
        elif typed["name"] or typed["value"]:
            errors[f"value-{n}"] = "数值和新取值要一起填。"
    changes, staff = Changes(), now
    try:
        if values:
            changes = read_changes({"values": values}, year)
        if page := request.GET.get("page", "").strip()[:20_000]:
            other, staff = read_page(page, year, now)
            changes = Changes((*changes.values, *other.values), other.calendars, other.classes)
        staff = read_staff(_numbers(request) or None, staff)
    except UnreadableChanges as error:
        errors["page"] = str(error)
    return changes, staff, errors


def _numbers(request: HttpRequest) -> dict[str, Any]:
    told = {name: request.GET.get(name, "").strip()[:6] for name in NUMBERS}
    return {name: int(text) if text.isdecimal() else text for name, text in told.items() if text}
