"""待确认数值: every value that nobody has confirmed, with its source; confirmed on the strength of a document."""

from dataclasses import replace
from datetime import date

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.operations import adopt_changes
from postpermit.duties.operations.adopting import text_of
from postpermit.duties.queries.what_if import what_if
from postpermit.duties.rules.what_if import Changes, Comparison
from postpermit.office.access import may
from postpermit.office.models import AdoptedValue
from postpermit.trail.attachments import attach
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import actor_for
from postpermit.web.door import do_once, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed

HEADER = ("数值", "现值", "单位", "条款", "来源", "生效", "是否确认")


@power("office.values", "view", clauses=("plan:20.1", "plan:1.1"), title="待确认数值")
def values_page(request: HttpRequest) -> HttpResponse:
    """Unconfirmed values first; all of them on wish."""
    today: date = request.today  # type: ignore[attr-defined]
    every = request.GET.get("all") == "1"
    rows = [v for v in law.values(on=today) if every or not v.confirmed]
    flat = (
        (v.label, v.plain, v.unit, law.clause(v.clause).label, v.source, v.since, v.confirmed) for v in rows
    )
    if answer := listed(request, title="待确认数值", header=HEADER, rows=flat, clause="plan:20.1"):
        return answer
    context = {
        "rows": rows,
        "all": every,
        "open": sum(not v.confirmed for v in law.values(on=today)),
        "documents": [d for d in law.documents() if not d.confirmed],
        "adopted": AdoptedValue.objects.order_by("-pk")[:20],
        "may_confirm": may(request.standing, "confirm", "office.values"),  # type: ignore[attr-defined]
    }
    return render(request, "desk/values.html", context)


@power("office.values", "confirm", methods=("GET", "POST"), clauses=("plan:20.1",), title="确认数值")
def confirm_value(request: HttpRequest, name: str) -> HttpResponse:
    """Today's value, the confirmed one, and what changes in the ledgers: shown before, then done."""
    lines = law.district().lines.get(name)
    if not lines:
        raise Http404
    today: date = request.today  # type: ignore[attr-defined]
    now = law.in_force(law.lines_of(name), today) or lines[0]
    form = FormReader(request)
    typed = request.POST if request.method == "POST" else request.GET
    form.post = typed
    line = _line(form, now) if typed.get("text") or request.method == "POST" else None
    found = preview(line, today) if line is not None and form.ok else []
    if request.method == "POST":
        document = form.text("document", "依据文件", required=True, longest=120)
        why = form.text("why", "说明", longest=200)
        if form.ok and line is not None:
            by = actor_for(request, "confirm", "office.values")

            def act() -> str:
                adopt_changes(
                    changes=Changes((line,)),
                    document=document,
                    why=why,
                    by=by,
                    at=request.now,  # type: ignore[attr-defined]
                )
                if scan := request.FILES.get("scan"):
                    kept = AdoptedValue.objects.filter(name=name).order_by("-pk").first()
                    assert kept is not None
                    attach(
                        subject=kept,
                        name=scan.name or "",
                        data=scan.read(),
                        note=document,
                        by=by,
                        at=request.now,
                    )  # type: ignore[attr-defined]
                return reverse("values")

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "text"] = str(error)
            else:
                messages.success(request, "已确认，应办事项已随之更新。")
                return redirect(outcome.answer)
    context = {
        "now": now,
        "line": line if form.ok else None,
        "previews": found,
        "errors": form.errors,
        "typed": typed,
        "suggested": text_of(now),
        "history": AdoptedValue.objects.filter(name=name).order_by("-pk"),
    }
    return render(request, "desk/confirm_value.html", context, status=422 if form.errors else 200)


def _line(form: FormReader, now: law.Value) -> law.Value | None:
    text = form.text("text", "数值", required=True, longest=64)
    since = form.day("since", "生效日期", required=True)
    if not form.ok or since is None:
        return None
    try:
        held = law.typed(now, text)
    except ValueError as error:
        form.errors["text"] = str(error)
        return None
    return replace(now, value=held, since=since, source="", confirmed=True)


def preview(line: law.Value, today: date) -> list[Comparison]:
    """What would change in this year's ledger and the next, where they are kept."""
    years = sorted({today.year, max(line.since.year, today.year), today.year + 1})
    kept = [y for y in years if Duty.objects.filter(subject_ref="", due_on__year=y).exists()]
    return [what_if(Changes((line,)), year, today) for year in kept]
