"""普法宣传 and 信用评价: the two simple registers of 法制科 (plan 3.4)."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.enforcement.models import LawPublicity
from postpermit.enforcement.operations import enter_publicity, withdraw_publicity
from postpermit.enforcement.queries.publicity import credit_list, grades_known, publicity_list
from postpermit.office.access import may, visible_to
from postpermit.web.asked import asked_number
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.supervision.acts import carry_out
from postpermit.web.door import power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = ("日期", "主题", "形式", "对象", "人数", "地点", "说明", "登记人", "撤销理由")
CREDIT_HEADER = ("评价年度", "单位", "单位编号", "街镇", "信用等级", "评价日期", "录入人", "备注")
FORMS = ("现场宣讲", "培训会", "入企帮扶", "发放资料", "网络宣传", "以案释法", "其他")


@power("enforcement.publicity", "view", clauses=("plan:3.4",), title="普法宣传")
def publicity_page(request: HttpRequest) -> HttpResponse:
    """Every activity, and the form that enters one."""
    return _show(request)


def _show(request: HttpRequest, wrong: FormReader | None = None) -> HttpResponse:
    chosen = {name: request.GET.get(name, "") for name in ("year", "q")}
    rows = publicity_list(request.standing, **chosen)  # type: ignore[attr-defined]
    answer = listed(request, title="普法宣传", header=HEADER, rows=lambda: _flat(rows), clause="plan:3.4")
    if answer is not None:
        return answer
    standing = request.standing  # type: ignore[attr-defined]
    context = {
        "page": page_of(request, rows),
        "chosen": chosen,
        "filtered": any(chosen.values()),
        "kinds": [(f, f) for f in FORMS],
        "typed": wrong.post if wrong else {},
        "errors": wrong.errors if wrong else {},
        "may_enter": may(standing, "enter", "enforcement.publicity"),
    }
    return render(request, "desk/enforcement/publicity.html", context, status=422 if wrong else 200)


def _flat(rows: Any) -> Iterator[tuple[Any, ...]]:
    for r in rows.iterator(chunk_size=1000):
        yield (r.on, r.topic, r.form, r.audience, r.people, r.place, r.note, r.entered_name, r.withdrawn_why)


@power("enforcement.publicity", "enter", methods=("POST",), clauses=("plan:3.4",), title="登记普法宣传")
def add_publicity(request: HttpRequest) -> HttpResponse:
    """Enter one activity."""
    form = FormReader(request)
    people = form.text("people", "人数", longest=7)
    count = asked_number(people, 1, 999999) if people else None
    if people and count is None:
        form.errors["people"] = "人数请写成数字；不清楚的不填。"
    typed: dict[str, Any] = {
        "on": form.day("on", "日期", required=True) or form.today,
        "topic": form.text("topic", "主题", required=True, longest=120),
        "form": form.choice("form", "形式", FORMS),
        "audience": form.text("audience", "对象", required=True, longest=120),
        "people": count,
        "place": form.text("place", "地点", longest=120),
        "note": form.text("note", "说明", longest=200),
    }
    by = actor_for(request, "enter", "enforcement.publicity", "LEGAL")

    def act() -> tuple[str, str]:
        enter_publicity(by=by, at=request.now, **typed)  # type: ignore[attr-defined]
        return "普法宣传已登记。", reverse("publicity")

    return carry_out(request, form, act, by=by, place="topic", again=lambda f: _show(request, f))


@power("enforcement.publicity", "enter", methods=("POST",), clauses=("plan:3.4",), title="撤销普法宣传登记")
def drop_publicity(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Take a row back."""
    rows = visible_to(request.standing, LawPublicity)  # type: ignore[attr-defined]
    row = rows.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    form = FormReader(request)
    why = form.text("why", "撤销理由", required=True, longest=200)
    by = actor_for(request, "enter", "enforcement.publicity", "LEGAL")

    def act() -> tuple[str, str]:
        withdraw_publicity(row=row, why=why, by=by, at=request.now)  # type: ignore[attr-defined]
        return "登记已撤销。", reverse("publicity")

    return carry_out(request, form, act, by=by, place="topic", again=lambda f: _show(request, f))


@power("register.facility", "view", clauses=("plan:3.4",), title="信用评价")
def credit_page(request: HttpRequest) -> HttpResponse:
    """Grades of units by year; a grade is entered on the page of the unit."""
    chosen = {name: request.GET.get(name, "") for name in ("year", "grade", "q")}
    rows = credit_list(request.standing, **chosen)  # type: ignore[attr-defined]
    answer = listed(
        request, title="信用评价", header=CREDIT_HEADER, rows=lambda: _grades(rows), clause="plan:3.4"
    )
    if answer is not None:
        return answer
    standing = request.standing  # type: ignore[attr-defined]
    context = {
        "page": page_of(request, rows),
        "chosen": chosen,
        "grades": grades_known(),
        "filtered": any(chosen.values()),
        "may_enter": may(standing, "enter-credit", "register.fact"),
    }
    return render(request, "desk/enforcement/credit.html", context)


def _grades(rows: Any) -> Iterator[tuple[Any, ...]]:
    for g in rows.iterator(chunk_size=1000):
        unit = g.facility
        yield (g.year, unit.name, unit.number, unit.street, g.grade, g.on, g.entered_by, g.note)
