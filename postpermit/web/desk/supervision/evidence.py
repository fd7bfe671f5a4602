"""信息公开检查与台账检查: lists, entering a check with what was wrong, and one check with its findings."""

from collections.abc import Iterator
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit import law
from postpermit.duties.rules.periods import period_words
from postpermit.register.states import ManagementClass
from postpermit.supervision.models import DisclosureCheck, DisclosurePlatform, LedgerCheck
from postpermit.supervision.operations import check_disclosure, check_ledger
from postpermit.supervision.queries.evidence import disclosure_list, ledger_list
from postpermit.supervision.queries.intake import periods_offered
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.supervision.acts import carry_out
from postpermit.web.desk.supervision.checking import (
    act_on_evidence,
    entered,
    form_context,
    listing,
    read_checked,
    show_evidence,
)
from postpermit.web.desk.supervision.entering import UnitChoice, chosen_unit, files_in, hang_file
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed

DISCLOSURE_HEADER = (
    "单位", "编号", "公开内容", "公开平台", "所属周期", "检查日期", "公开日期", "应公开日期", "符合要求", "检查情况", "网页地址或查看方式",
    "检查科室", "录入人", "状态",
)  # fmt: skip
LEDGER_HEADER = (
    "单位", "编号", "管理类别", "台账类别", "时段起", "时段止", "检查日期", "保存年限符合要求", "符合要求", "检查情况", "检查科室", "录入人", "状态",
)  # fmt: skip
LISTED_CLASSES = (ManagementClass.KEY, ManagementClass.SIMPLIFIED, ManagementClass.REGISTERED)
KEPT = {"yes": True, "no": False, "unseen": None}
KEPT_WORDS = (("yes", "符合"), ("no", "不符合"), ("unseen", "这次没有查"))


@power("supervision.disclosure", "view", clauses=("plan:14.1",), title="信息公开检查")
def disclosures_page(request: HttpRequest) -> HttpResponse:
    """What was seen of units' disclosure, newest first."""
    names = ("platform", "in_order", "state", "division", "facility", "q")
    chosen = {name: request.GET.get(name, "") for name in names}
    rows = disclosure_list(request.standing, **chosen)  # type: ignore[attr-defined]
    if answer := listed(
        request,
        title="信息公开检查",
        header=DISCLOSURE_HEADER,
        rows=lambda: _disclosures(rows),
        clause="plan:14.1",
    ):
        return answer
    context = listing(request, rows, chosen) | {"platforms": DisclosurePlatform.choices}
    return render(request, "desk/supervision/disclosures.html", context)


def _disclosures(rows: Any) -> Iterator[tuple[Any, ...]]:
    for c in rows.iterator(chunk_size=1000):
        yield (
            c.facility.name,
            c.facility.number,
            c.what,
            c.get_platform_display(),
            period_words(c.period) if c.period else "",
            c.on,
            c.disclosed_on,
            c.required_by,
            c.in_order,
            c.result,
            c.seen_as,
            c.division.name,
            c.entered_name,
            c.get_state_display(),
        )


@power(
    "supervision.disclosure",
    "enter",
    methods=("GET", "POST"),
    clauses=("plan:14.1",),
    title="登记信息公开检查",
)
def new_disclosure(request: HttpRequest) -> HttpResponse:
    """What is to be seen where, since when, and whether it is as it should be."""
    form = FormReader(request)
    chosen = chosen_unit(request, form)
    if request.method != "POST":
        return _disclosure_form(request, form, chosen)
    typed = read_checked(form) | {
        "what": form.text("what", "公开内容", required=True, longest=120),
        "platform": form.choice("platform", "公开平台", DisclosurePlatform.values),
        "period": form.choice("period", "所属周期", [v for v, _ in _periods(form)], required=False),
        "disclosed_on": form.day("disclosed_on", "公开日期"),
        "required_by": form.day("required_by", "应公开日期"),
        "seen_as": form.text("seen_as", "网页地址或查看方式", longest=300),
    }
    by = actor_for(request, "enter", "supervision.disclosure")

    def act() -> tuple[str, str]:
        assert chosen.unit is not None
        files = files_in(request)
        made = check_disclosure(facility=chosen.unit, files=files, by=by, at=request.now, **typed)  # type: ignore[attr-defined]
        return entered(made), reverse("disclosure", args=[made.public_id])

    return carry_out(
        request, form, act, by=by, place="what", again=lambda f: _disclosure_form(request, f, chosen)
    )


def _disclosure_form(request: HttpRequest, form: FormReader, chosen: UnitChoice) -> HttpResponse:
    context = form_context(form, chosen) | {
        "platforms": DisclosurePlatform.choices,
        "periods": _periods(form),
    }
    page = "desk/supervision/new_disclosure.html"
    return render(request, page, context, status=422 if form.errors else 200)


def _periods(form: FormReader) -> list[tuple[str, str]]:
    return [row for _, rows in periods_offered(form.today) for row in rows]


@power("supervision.disclosure", "view", clauses=("plan:14.1",), title="信息公开检查详情")
def disclosure_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One check with its picture and its findings."""
    return show_evidence(get_visible(request, DisclosureCheck, public_id), "disclosure", request=request)


@power("supervision.disclosure", "view", methods=("POST",), title="信息公开检查办理")
def disclosure_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Withdraw what was entered wrongly."""
    check = get_visible(request, DisclosureCheck, public_id)
    return act_on_evidence(check, verb, "disclosure", request=request)


@power(
    "supervision.disclosure", "attach", methods=("POST",), clauses=("plan:14.1",), title="上传信息公开截图"
)
def disclosure_attach(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hang a further picture on it."""
    page = reverse("disclosure", args=[public_id])
    return hang_file(DisclosureCheck, public_id, page, request=request)


@power("supervision.ledger", "view", clauses=("plan:12.1",), title="台账检查")
def ledger_checks_page(request: HttpRequest) -> HttpResponse:
    """What was seen of ledgers, newest first."""
    names = ("klass", "in_order", "state", "division", "facility", "q")
    chosen = {name: request.GET.get(name, "") for name in names}
    rows = ledger_list(request.standing, **chosen)  # type: ignore[attr-defined]
    if answer := listed(
        request, title="台账检查", header=LEDGER_HEADER, rows=lambda: _ledgers(rows), clause="plan:12.1"
    ):
        return answer
    context = listing(request, rows, chosen) | {"classes": [(str(k), k.label) for k in LISTED_CLASSES]}
    return render(request, "desk/supervision/ledger_checks.html", context)


def _ledgers(rows: Any) -> Iterator[tuple[Any, ...]]:
    for c in rows.iterator(chunk_size=1000):
        yield (
            c.facility.name,
            c.facility.number,
            c.facility.get_management_class_display(),
            c.categories,
            c.from_on,
            c.to_on,
            c.on,
            c.kept,
            c.in_order,
            c.result,
            c.division.name,
            c.entered_name,
            c.get_state_display(),
        )


@power("supervision.ledger", "enter", methods=("GET", "POST"), clauses=("plan:12.1",), title="登记台账检查")
def new_ledger_check(request: HttpRequest) -> HttpResponse:
    """Which ledgers were looked at, from when to when, and whether they are kept as long as the law asks."""
    form = FormReader(request)
    chosen = chosen_unit(request, form)
    if request.method != "POST":
        return _ledger_form(request, form, chosen)
    typed = read_checked(form) | {
        "categories": form.text("categories", "台账类别", required=True, longest=200),
        "from_on": form.day("from_on", "台账时段起"),
        "to_on": form.day("to_on", "台账时段止"),
        "kept": KEPT.get(form.choice("kept", "保存年限", KEPT)),
    }
    by = actor_for(request, "enter", "supervision.ledger")

    def act() -> tuple[str, str]:
        assert chosen.unit is not None
        files = files_in(request)
        made = check_ledger(facility=chosen.unit, files=files, by=by, at=request.now, **typed)  # type: ignore[attr-defined]
        return entered(made), reverse("ledger-check", args=[made.public_id])

    return carry_out(
        request, form, act, by=by, place="categories", again=lambda f: _ledger_form(request, f, chosen)
    )


def _ledger_form(request: HttpRequest, form: FormReader, chosen: UnitChoice) -> HttpResponse:
    years = law.value("ledger.years", on=form.today)
    context = form_context(form, chosen) | {"kept_words": KEPT_WORDS, "years": years.plain}
    page = "desk/supervision/new_ledger_check.html"
    return render(request, page, context, status=422 if form.errors else 200)


@power("supervision.ledger", "view", clauses=("plan:12.1",), title="台账检查详情")
def ledger_check_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One check with its findings."""
    return show_evidence(get_visible(request, LedgerCheck, public_id), "ledger-check", request=request)


@power("supervision.ledger", "view", methods=("POST",), title="台账检查办理")
def ledger_check_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Withdraw what was entered wrongly."""
    check = get_visible(request, LedgerCheck, public_id)
    return act_on_evidence(check, verb, "ledger-check", request=request)


@power("supervision.ledger", "attach", methods=("POST",), clauses=("plan:12.1",), title="上传台账检查材料")
def ledger_check_attach(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Hang a further picture on it."""
    page = reverse("ledger-check", args=[public_id])
    return hang_file(LedgerCheck, public_id, page, request=request)
