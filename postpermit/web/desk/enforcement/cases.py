"""行政处罚案件: the list with the clock that ends soonest, opening a case, and the reviews that wait for 法制科."""

from collections.abc import Iterator
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.enforcement.models import PenaltyCase, VisitFinding
from postpermit.enforcement.operations import open_case
from postpermit.enforcement.queries.case_standing import conduct_label
from postpermit.enforcement.queries.cases import case_list, conduct_choices, marks_of
from postpermit.enforcement.rules.case_names import case_title
from postpermit.enforcement.states import CaseState, Party
from postpermit.linkage.models import ViolationLead
from postpermit.linkage.states import LeadState
from postpermit.office.access import visible_to
from postpermit.register.models import Facility
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.slips import uuid_of
from postpermit.web.desk.supervision.acts import carry_out
from postpermit.web.desk.supervision.entering import UnitChoice, chosen_unit
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of
from postpermit.web.words import current_calendar

HEADER = (
    "案件编号", "案由", "单位", "单位编号", "违法行为", "市系统案号", "状态", "调查人员", "发现日期", "立案日期", "最近期限", "到期", "期限状态",
    "罚款（元）", "决定书文号", "决定日期", "送达日期", "缴清日期", "公开日期", "结案日期",
)  # fmt: skip
FILTERS = ("state", "conduct", "mine", "facility", "q")
STATES = [("open", "未归档"), ("reviewing", "法制审核中"), *CaseState.choices()]


@power("enforcement.case", "view", clauses=("plan:3.5",), title="行政处罚案件")
def cases_page(request: HttpRequest) -> HttpResponse:
    """Every case with the time limit that presses most."""
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    rows = case_list(request.standing, **chosen)  # type: ignore[attr-defined]
    if answer := listed(
        request, title="行政处罚案件", header=HEADER, rows=lambda: _flat(request, rows), clause="plan:3.5"
    ):
        return answer
    page = page_of(request, rows)
    marks = marks_of(list(page.object_list), request.today, current_calendar())  # type: ignore[attr-defined]
    for case in page.object_list:
        case.marks, case.conduct_words = marks[case.pk], conduct_label(case.conduct)
    context = {
        "page": page,
        "chosen": chosen,
        "states": STATES,
        "conducts": conduct_choices(),
        "filtered": any(chosen.values()),
    }
    return render(request, "desk/enforcement/cases.html", context)


def _flat(request: HttpRequest, rows: Any) -> Iterator[tuple[Any, ...]]:
    calendar, found = current_calendar(), list(rows)
    for start in range(0, len(found), 500):
        part = found[start : start + 500]
        marks = marks_of(part, request.today, calendar)  # type: ignore[attr-defined]
        yield from (_row(case, marks[case.pk]) for case in part)


def _row(case: PenaltyCase, marks: Any) -> tuple[Any, ...]:
    clock = marks.clock
    return (
        case.number,
        case.title,
        case.facility.name,
        case.facility.number,
        conduct_label(case.conduct),
        case.city_number,
        case.get_state_display(),
        marks.people,
        case.found_on,
        case.filed_on,
        clock.label if clock else "",
        clock.due_on if clock else None,
        clock.state.label if clock else "",
        case.fine,
        case.decision_number,
        case.decided_on,
        case.served_on,
        case.paid_on,
        case.disclosed_on,
        case.closed_on,
    )


@power("enforcement.case", "open", methods=("GET", "POST"), clauses=("plan:3.5",), title="登记待立案案件")
def new_case(request: HttpRequest) -> HttpResponse:
    """A case from findings of a visit, from a lead, or from what was otherwise learned."""
    form = FormReader(request)
    lead = _lead(request)
    findings = _findings(request)
    chosen = _unit(request, form, lead, findings)
    if request.method != "POST":
        return _form(request, form, chosen, lead, findings)
    typed = _read(form)
    by = actor_for(request, "open", "enforcement.case", "ENFORCEMENT")

    def act() -> tuple[str, str]:
        if chosen.unit is None:
            raise Refused("请选择单位。", place="unit")
        made = open_case(
            facility=chosen.unit, lead=lead, findings=findings, by=by, at=request.now, **typed  # type: ignore[attr-defined]
        )  # fmt: skip
        return f"已登记待立案案件 {made.number}，立案期限起算。", reverse("case", args=[made.public_id])

    def again(wrong: FormReader) -> HttpResponse:
        return _form(request, wrong, chosen, lead, findings)

    return carry_out(request, form, act, by=by, place="title", again=again)


def _read(form: FormReader) -> dict[str, Any]:
    today, conduct = form.today, form.choice("conduct", "违法行为", [c for c, _ in conduct_choices()])
    return {
        "title": form.text("title", "案由", longest=160) or case_title(conduct_label(conduct)),
        "conduct": conduct,
        "act_from": form.day("act_from", "行为开始日期", required=True) or today,
        "act_to": form.day("act_to", "行为结束日期"),
        "found_on": form.day("found_on", "发现日期", required=True) or today,
        "city_number": form.text("city_number", "市系统案号", longest=64),
        "summary": form.post.get("summary") == "1",
        "party": form.choice("party", "当事人类型", [c for c, _ in Party.choices()], required=False)
        or Party.UNIT,
    }


def _asked(request: HttpRequest, name: str) -> list[str]:
    return (request.POST if request.method == "POST" else request.GET).getlist(name)


def _lead(request: HttpRequest) -> ViolationLead | None:
    key = next(iter(_asked(request, "lead")), "")
    return get_visible(request, ViolationLead, uuid_of(key)) if key else None


def _findings(request: HttpRequest) -> list[VisitFinding]:
    keys = [uuid_of(k) for k in _asked(request, "finding") if k][:50]
    rows = visible_to(request.standing, VisitFinding).filter(public_id__in=keys)  # type: ignore[attr-defined]
    return list(rows.select_related("facility", "visit").order_by("pk"))


def _unit(
    request: HttpRequest, form: FormReader, lead: ViolationLead | None, findings: list[VisitFinding]
) -> UnitChoice:
    """The unit is that of the findings or the lead; otherwise it is chosen."""
    unit = findings[0].facility if findings else lead.facility if lead else None
    return UnitChoice(unit, fixed=True) if unit is not None else chosen_unit(request, form)


def _form(
    request: HttpRequest,
    form: FormReader,
    chosen: UnitChoice,
    lead: ViolationLead | None,
    findings: list[VisitFinding],
) -> HttpResponse:
    unit = chosen.unit
    context = {
        "errors": form.errors,
        "typed": request.POST,
        "chosen": chosen,
        "lead": lead,
        "findings": findings,
        "conducts": conduct_choices(),
        "parties": Party.choices(),
        "found_on": _found_on(form, lead, findings),
        "conduct": findings[0].conduct if findings else "",
        "known": _known(request, unit) if unit else [],
        "leads": _leads(request, unit) if unit and lead is None else [],
    }
    page = "desk/enforcement/case_new.html"
    return render(request, page, context, status=422 if form.errors else 200)


def _found_on(form: FormReader, lead: ViolationLead | None, findings: list[VisitFinding]) -> str:
    days = [f.found_on for f in findings] or ([lead.found_on] if lead else [form.today])
    return min(days).isoformat()


def _known(request: HttpRequest, unit: Facility) -> list[PenaltyCase]:
    rows = visible_to(request.standing, PenaltyCase).filter(facility=unit)  # type: ignore[attr-defined]
    return list(rows.exclude(state=CaseState.ARCHIVED).order_by("-pk")[:5])


def _leads(request: HttpRequest, unit: Facility) -> list[ViolationLead]:
    rows = visible_to(request.standing, ViolationLead).filter(facility=unit, state=LeadState.CONFIRMED)  # type: ignore[attr-defined]
    return list(rows.order_by("-pk")[:5])
