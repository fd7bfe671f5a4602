"""停产说明: a unit at a standstill files a note instead of a report; its duty is discharged, nothing is checked."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.register.models import Facility
from postpermit.supervision.operations import receive_stop_note
from postpermit.supervision.queries.intake import holders, periods_offered, unit_typed
from postpermit.supervision.report import kind_of
from postpermit.supervision.states import CheckState
from postpermit.trail.attachments import LARGEST, attach
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.supervision.acts import carry_out
from postpermit.web.desk.supervision.checks import own_division
from postpermit.web.desk.supervision.intake import unit_asked
from postpermit.web.door import power
from postpermit.web.forms import FormReader

# As long as the register of reports keeps it.
LONGEST = 200


@power(
    "supervision.check",
    "receive",
    methods=("GET", "POST"),
    clauses=("regulation:22", "plan:13.1"),
    title="登记停产说明",
)
def report_stop_note(request: HttpRequest) -> HttpResponse:
    """The form, and the note that is entered with it."""
    if request.method == "POST":
        return _take(request)
    return _show(request)


def _show(request: HttpRequest, wrong: FormReader | None = None) -> HttpResponse:
    typed: Any = wrong.post if wrong else {"period": request.GET.get("period", "")}
    context = {
        "unit": unit_asked(request),
        "holders": holders(request.standing),  # type: ignore[attr-defined]
        "periods": periods_offered(request.today, request.GET.get("kind", "")),  # type: ignore[attr-defined]
        "text_help": f"写明从哪天到哪天停产、停产的是哪些设施，{LONGEST} 字以内",
        "megabytes": LARGEST // 1024 // 1024,
        "typed": typed,
        "errors": wrong.errors if wrong else {},
    }
    return render(request, "desk/supervision/stop_note.html", context, status=422 if wrong else 200)


def _take(request: HttpRequest) -> HttpResponse:
    form = FormReader(request)
    unit = _unit(request, form)
    offered = periods_offered(request.today)  # type: ignore[attr-defined]
    period = form.choice("period", "报告周期", [p for _, rows in offered for p, _ in rows])
    text = form.text("text", "停产情况和时段", required=True, longest=LONGEST)
    on = form.day("on", "收到日期", required=True)
    file = request.FILES.get("file")
    if file is not None and (file.size or 0) > LARGEST:
        form.errors["file"] = f"文件超过 {LARGEST // 1024 // 1024} MB。"
    by = actor_for(request, "receive", "supervision.check", own_division(request))

    def act() -> tuple[str, str]:
        assert unit is not None
        assert on is not None  # the form is read only when it is right
        who = {"by": by, "at": request.now}  # type: ignore[attr-defined]
        check = receive_stop_note(facility=unit, kind=kind_of(period), period=period, text=text, on=on, **who)
        if file is not None:
            attach(subject=check, name=file.name or "", data=file.read(), note="停产说明原件", **who)
        said = "停产说明已登记，这一周期不再要求执行报告。"
        if check.state != CheckState.NOT_OWED:
            said = "停产说明已登记。未提交的问题已在处理，说明供决定时参考。"
        return said, reverse("report-check", args=[check.public_id])

    def again(wrong: FormReader) -> HttpResponse:
        for place, name in (("facility", "unit"), ("submitted_on", "on"), ("attachment", "file")):
            if place in wrong.errors:
                wrong.errors[name] = wrong.errors.pop(place)
        return _show(request, wrong)

    return carry_out(request, form, act, by=by, place="unit", again=again)


def _unit(request: HttpRequest, form: FormReader) -> Facility | None:
    """The unit of the address, or the one typed."""
    asked = unit_asked(request)
    if asked is not None:
        return asked
    typed = form.text("unit", "单位", required=True, longest=160)
    found, wrong = unit_typed(request.standing, typed) if typed else (None, "")  # type: ignore[attr-defined]
    if wrong:
        form.errors["unit"] = wrong
    return found
