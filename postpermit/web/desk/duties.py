"""应办事项: the ledger with its filters, one duty with its reckoning, and the acts on it."""

from collections.abc import Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.operations import generate_duties
from postpermit.duties.queries import (
    BUCKETS,
    COUNTED,
    candidates,
    duty_list,
    kind_labels,
    reason_words,
    reasons_of,
    reckoning_of,
    supervised,
    with_reasons,
)
from postpermit.duties.states import DelayReason, DutyState
from postpermit.office.models import Division
from postpermit.register.states import ManagementClass
from postpermit.trail.errors import Refused
from postpermit.trail.queries import timeline
from postpermit.web.asked import asked_number
from postpermit.web.desk.acts import Failed, actor_for, offered, take
from postpermit.web.desk.duty_acts import ACTS
from postpermit.web.desk.instructions import instructions_on, may_instruct
from postpermit.web.desk.places import addresses_of
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.listing import listed
from postpermit.web.paging import page_of
from postpermit.web.wechat import duty_words, supervision_words
from postpermit.web.words import current_calendar

HEADER = (
    "事项",
    "条款",
    "责任方",
    "编号",
    "单位",
    "周期",
    "开始",
    "期限",
    "暂定",
    "目标",
    "完成",
    "差额",
    "状态",
    "逾期",
    "延期原因",
)
FILTERS = ("clause", "kind", "klass", "division", "state", "late", "bucket", "month", "post", "year", "q")


@power("duties.duty", "view", clauses=("plan:3.1", "plan:6.2", "plan:7.2", "plan:13.1"), title="应办事项")
def duties_page(request: HttpRequest) -> HttpResponse:
    """The ledger of a year by clause, class, division, and what is late."""
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    today: date = request.today  # type: ignore[attr-defined]
    chosen["year"] = str(asked_number(chosen["year"], 2000, 2100) or today.year)
    rows = duty_list(request.standing, on=today, **chosen)  # type: ignore[attr-defined]
    if answer := listed(
        request, title="应办事项", header=HEADER, rows=_all(rows, today), clause="plan:3.1",
        widths=(3, 2, 1.5, 3, 4, 1.3, 2, 2, 1, 1, 1, 1, 1.5, 1, 3),
    ):  # fmt: skip
        return answer
    page = page_of(request, rows)
    with_reasons(page.object_list)
    context = {
        "page": page,
        "chosen": chosen,
        "buckets": {COUNTED: "应办合计", **BUCKETS},
        "reasons": DelayReason.choices(),
        "kinds": kind_labels(),
        "clauses": sorted({(k.clause, law.clause(k.clause).label) for k in law.duty_kinds()}),
        "classes": ManagementClass.choices(),
        "divisions": Division.objects.order_by("order").values_list("code", "short_name"),
        "states": DutyState.choices(),
        "years": range(today.year + 1, today.year - 5, -1),
        "filtered": any(v for k, v in chosen.items() if k != "year"),
    }
    return render(request, "desk/duties.html", context)


def _all(rows: "QuerySet[Duty]", today: date) -> Iterator[tuple[Any, ...]]:
    """Every row, with the reasons of its batch in one query."""
    batch: list[Duty] = []
    for duty in rows.iterator(chunk_size=2000):
        batch.append(duty)
        if len(batch) == 500:
            yield from _told(batch, today)
            batch = []
    yield from _told(batch, today)


def _told(batch: list[Duty], today: date) -> Iterator[tuple[Any, ...]]:
    reasons = reasons_of(batch)
    for duty in batch:
        yield (*_flat(duty, today), reasons.get(duty.pk, ""))


def _flat(duty: Duty, today: date) -> tuple[Any, ...]:
    short = max(duty.target - duty.done, 0) if duty.target is not None else None
    return (
        duty.kind_label,
        law.clause(duty.clause).label,
        duty.obligor.name,
        duty.subject,
        duty.subject_name,
        duty.period,
        duty.opens_on,
        duty.due_on,
        duty.provisional,
        duty.target,
        duty.done if duty.target is not None else None,
        short,
        duty.get_state_display(),
        duty.state == DutyState.OPEN and duty.due_on < today,
    )


@power("duties.duty", "view", clauses=("plan:6.2", "plan:7.2"), title="应办事项详情")
def duty_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One duty: whose, by when and why then, what discharged it, and for quotas who may still be chosen."""
    duty = get_visible(request, Duty, public_id)
    if duty.kind == "reply-supervision":  # the reply is written where the supervised duty stands
        return redirect("duty", supervised(duty).public_id)
    return _show(request, duty)


def _place(duty: Duty) -> str:
    """Where the matter behind it is worked on; "" for a duty that stands by itself."""
    return addresses_of([duty.subject_ref]).get(duty.subject_ref, "")


def _extra(duty: Duty) -> tuple[tuple[str, str], ...]:
    """Acts that move no state and make sense now."""
    explained = (("explain", "登记延期原因"),) if duty.state in ("OPEN", "WAIVING", "DISCHARGED") else ()
    if duty.supervisions.filter(replied_at__isnull=True).exists():
        return (("reply-supervision", "回复督办"), *explained)
    if duty.state == DutyState.DISCHARGED and duty.discharged_on and duty.discharged_on > duty.due_on:
        return explained
    if duty.state != DutyState.OPEN or duty.kind == "reply-supervision":
        return ()
    return (
        *((("set-meeting", "设定年会日期"),) if duty.kind == "meeting-annual" else ()),
        ("supervise", "督办"),
        *explained,
    )


def _show(request: HttpRequest, duty: Duty, failed: Failed | None = None) -> HttpResponse:
    forms = offered(
        request,
        duty,
        ACTS,
        lambda v: reverse("duty-act", args=[duty.public_id, v]),
        failed=failed,
        extra=_extra(duty),
    )
    context = {
        "duty": duty,
        "forms": forms,
        "candidates": page_of(request, candidates(duty)) if duty.target is not None else None,
        "reminders": duty.reminders.order_by("-pk"),
        "entries": timeline(duty)[:40],
        "errors": failed[2].errors if failed else {},
        "place": _place(duty),
        "reasons": [(d, reason_words(d)) for d in duty.delays.order_by("-pk")],
        "words": duty_words(duty, request.today),  # type: ignore[attr-defined]
        "spoken": [
            (s, supervision_words(s)) for s in duty.supervisions.select_related("duty").order_by("-pk")
        ],
        "instructions": instructions_on(request, duty),
        "may_instruct": may_instruct(request),
        "about": f"duty:{duty.public_id}",
    }
    return render(request, "desk/duty.html", context, status=422 if failed else 200)


@power("duties.duty", "view", clauses=("plan:18.1",), title="期限推算")
def days(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """How the due date was found, day by day."""
    duty = get_visible(request, Duty, public_id)
    return render(
        request, "desk/days.html", {"duty": duty, "reckoning": reckoning_of(duty, current_calendar())}
    )


@power("duties.duty", "view", methods=("POST",), title="应办事项办理")
def duty_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Ask for or decide on a waiver, supervise, reply."""
    duty = get_visible(request, Duty, public_id)
    return take(
        request,
        duty,
        verb,
        ACTS,
        division=duty.obligor_id,
        page=reverse("duty", args=[duty.public_id]),
        again=lambda failed: _show(request, duty, failed),
    )


@power("duties.duty", "generate", methods=("POST",), clauses=("plan:3.1",), title="生成应办事项")
def generate(request: HttpRequest) -> HttpResponse:
    """Generate the year from the register and the values in force; one act, one entry."""
    year = asked_number(request.POST.get("year", ""), 2016, 2035)
    if year is None:
        raise Refused("请选择 2016—2035 之间的年度。")
    by = actor_for(request, "generate", "duties.duty")

    def act() -> str:
        result = generate_duties(year=year, by=by, at=request.now)  # type: ignore[attr-defined]
        messages.success(
            request,
            f"{year} 年：新增 {result.added} 项，不再适用 {result.voided} 项，重新开出 {result.reissued} 项。",
        )
        return reverse("duties") + f"?year={year}"

    return redirect(do_once(request, act, by=by).answer)
