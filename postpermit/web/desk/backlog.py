"""待补录: what is done here and not yet in the other system, and after an import of its list the reverse."""

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Exists, F, OuterRef, QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit import law
from postpermit.duties.models import Record
from postpermit.linkage.models import Slip
from postpermit.office.access import visible_to
from postpermit.register.models import ExternalList, ExternalRow
from postpermit.register.operations import (
    NAMES,
    UnableToTakeList,
    columns_of,
    keep_external_list,
    remember_columns,
    set_row_aside,
    take_external_rows,
)
from postpermit.trail.errors import Refused
from postpermit.trail.files import path_of
from postpermit.trail.models import ExternalReference, reference
from postpermit.trail.queries import attachments_of
from postpermit.trail.references import refer, without_number
from postpermit.web.asked import asked_number
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.references import record_name, thing_named
from postpermit.web.desk.slips import uuid_of
from postpermit.web.door import do_once, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of
from postpermit.web.sheets import first_sheet

BACKLOG = ("系统", "事项", "单位", "编号", "日期", "办理人")
THERE = ("系统", "对方编号", "单位", "日期", "内容")


def not_yet_there(request: HttpRequest, system: law.HigherSystem, year: int) -> list[dict[str, Any]]:
    """What was done here in the year and is not noted there; one query per kind of record."""
    standing = request.standing  # type: ignore[attr-defined]
    out: list[dict[str, Any]] = []
    kinds = [h.partition(":")[2] for h in system.holds if h.startswith("duties.record:")]
    if kinds:
        rows = visible_to(standing, Record).exclude(state="WITHDRAWN").filter(kind__in=kinds, on__year=year)
        out += [
            _backlog_row("record", system, r)
            for r in without_number(rows.select_related("facility"), system.code)[:500]
        ]
    if "linkage.slip" in system.holds:
        slips = visible_to(standing, Slip).exclude(state__in=("WITHDRAWN", "PENDING", "REVISING"))
        slips = slips.filter(raised_on__year=year).select_related("facility", "raised_by")
        out += [_backlog_row("slip", system, s) for s in without_number(slips, system.code)[:500]]
    return out


def _backlog_row(kind: str, system: law.HigherSystem, thing: Any) -> dict[str, Any]:
    slip = isinstance(thing, Slip)
    return {
        "kind": kind,
        "system": system,
        "thing": thing,
        "what": thing.title if slip else thing.kind_label,
        "unit": thing.facility.name if thing.facility else getattr(thing, "place", ""),
        "number": thing.number if slip else "",
        "on": thing.raised_on if slip else thing.on,
        "who": thing.handler_name if slip else thing.who,
    }


def not_here(system: str = "") -> "QuerySet[ExternalRow]":
    """Rows of imported lists to which nothing here carries the number."""
    held = ExternalReference.objects.filter(
        system=OuterRef("system"), number=OuterRef("number"), ended_why=""
    )
    rows = ExternalRow.objects.filter(~Exists(held), set_aside_why="").select_related("facility")
    return rows.filter(system=system) if system else rows


@power("duties.record", "view", clauses=("plan:8.1", "plan:8.2"), title="待补录")
def backlog(request: HttpRequest) -> HttpResponse:
    """Done here and not yet there; and after an import, there and not here."""
    today: date = request.today  # type: ignore[attr-defined]
    chosen = asked_number(request.GET.get("year", ""), 2000, 2100) or today.year
    system = request.GET.get("system", "")
    systems = [s for s in law.systems() if not system or s.code == system]
    here = [row for s in systems for row in not_yet_there(request, s, chosen)]
    here.sort(key=lambda r: r["on"], reverse=True)
    there = not_here(system).order_by(F("on").desc(nulls_last=True), "-pk")
    side = request.GET.get("side", "here")
    if answer := _taken_out(request, side, here, there):
        return answer
    page = page_of(request, there if side == "there" else here)
    if side == "there":
        _suggest(request, page.object_list)
    context = {
        "page": page,
        "side": side,
        "here_count": len(here),
        "there_count": there.count(),
        "system": system,
        "systems": [(s.code, s.name) for s in law.systems()],
        "names": {s.code: s.name for s in law.systems()},
        "year": chosen,
        "years": range(today.year, today.year - 5, -1),
        "lists": ExternalList.objects.order_by("-pk")[:5],
    }
    return render(request, "desk/backlog.html", context)


def _there(rows: Iterable[ExternalRow]) -> Iterator[tuple[Any, ...]]:
    for r in rows:
        yield (law.system(r.system).name, r.number, r.unit, r.on, r.what)


def _taken_out(
    request: HttpRequest, side: str, here: list[dict[str, Any]], there: Iterable[ExternalRow]
) -> HttpResponse | None:
    if side == "there":
        return listed(
            request, title="对方已有本系统未见", header=THERE, rows=lambda: _there(there), clause="plan:8.2"
        )
    flat = ((r["system"].name, r["what"], r["unit"], r["number"], r["on"], r["who"]) for r in here)
    return listed(request, title="待补录到其他系统", header=BACKLOG, rows=flat, clause="plan:8.1")


def _suggest(request: HttpRequest, rows: Any) -> None:
    """Records and tasks of the same unit within three days that carry no number of that system: perhaps the same."""
    units = [r.facility_id for r in rows if r.facility_id and r.on]
    records = visible_to(request.standing, Record).filter(facility__in=units).exclude(state="WITHDRAWN")  # type: ignore[attr-defined]
    slips = visible_to(request.standing, Slip).filter(facility__in=units).exclude(state="WITHDRAWN")  # type: ignore[attr-defined]
    held = (
        set(ExternalReference.objects.filter(ended_why="").values_list("subject", "system"))
        if units
        else set()
    )
    found: list[Any] = [*records.order_by("on"), *slips.order_by("raised_on")] if units else []
    for row in rows:
        row.near = []
        for thing in found:
            day = thing.on if isinstance(thing, Record) else thing.raised_on
            fits = (
                record_name(thing) in law.system(row.system).holds
                and (reference(thing), row.system) not in held
            )
            if row.on and fits and thing.facility_id == row.facility_id and abs((day - row.on).days) <= 3:
                kind = "record" if isinstance(thing, Record) else "slip"
                label = thing.kind_label if kind == "record" else f"{thing.number} {thing.title}"
                row.near.append({"kind": kind, "thing": thing, "label": f"{day} {label}"})


@power("register.facility", "import", methods=("POST",), clauses=("plan:8.2",), title="导入外部清单")
def import_list(request: HttpRequest) -> HttpResponse:
    """A list exported from another system: kept, read by its headers, rows compared with what is here."""
    file = request.FILES.get("file")
    if file is None:
        raise UnableToTakeList("请选择导出的清单（xlsx）。")
    data = file.read()
    table = first_sheet(data)
    if any(law.holds_secret(str(c)) for row in table for c in row):
        raise UnableToTakeList(law.SECRET_REFUSAL)
    by = actor_for(request, "import", "register.facility")
    system = request.POST.get("system", "")

    def act() -> str:
        held = keep_external_list(
            system=system,
            name=file.name or "清单.xlsx",
            data=data,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        if "number" not in columns_of(system, table[0] if table else []):
            return reverse("external-list", args=[held.public_id])
        count = take_external_rows(held=held, table=table, by=by, at=request.now)  # type: ignore[attr-defined]
        messages.success(request, f"已读入 {count} 行，与本系统逐条比对如下。")
        return reverse("backlog") + f"?side=there&system={system}"

    return redirect(do_once(request, act, by=by).answer)


@power("register.facility", "import", methods=("GET", "POST"), clauses=("plan:8.2",), title="外部清单的列")
def external_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Which column of the list means what; remembered for this system."""
    held = ExternalList.objects.filter(public_id=public_id).first()
    kept = attachments_of(held).first() if held else None
    if held is None or kept is None:
        raise Http404
    table = first_sheet(path_of(kept.sha256).read_bytes())
    header = [str(h).strip() for h in (table[0] if table else [])]
    errors: dict[str, str] = {}
    if request.method == "POST":
        mapping = {h: request.POST.get(f"column-{n}", "") for n, h in enumerate(header)}
        by = actor_for(request, "import", "register.facility")

        def act() -> str:
            remember_columns(system=held.system, mapping=mapping, by=by, at=request.now)  # type: ignore[attr-defined]
            take_external_rows(held=held, table=table, by=by, at=request.now)  # type: ignore[attr-defined]
            return reverse("backlog") + f"?side=there&system={held.system}"

        try:
            return redirect(do_once(request, act, by=by).answer)
        except Refused as error:
            errors["column-0"] = str(error)
    found = {at: name for name, at in columns_of(held.system, header).items()}
    context = {
        "held": held,
        "system": law.system(held.system).name,
        "columns": [
            {"n": n, "header": h, "chosen": found.get(n, ""), "sample": table[1][n] if len(table) > 1 else ""}
            for n, h in enumerate(header)
        ],
        "names": list(NAMES.items()),
        "errors": errors,
    }
    return render(request, "desk/external_list.html", context, status=422 if errors else 200)


@power("register.facility", "import", methods=("POST",), clauses=("plan:8.2",), title="不需补录")
def row_aside(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A row over there that has no counterpart here, with the reason."""
    row = ExternalRow.objects.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    why = FormReader(request).text("why", "理由", required=True, longest=200)
    by = actor_for(request, "import", "register.facility")

    def act() -> str:
        set_row_aside(row=row, why=why, by=by, at=request.now)  # type: ignore[attr-defined]
        return reverse("backlog") + "?side=there"

    outcome = do_once(request, act, by=by)
    messages.success(request, "已登记为不需补录。")
    return redirect(outcome.answer)


@power("duties.record", "view", methods=("POST",), clauses=("plan:8.1",), title="对应外部编号")
def match_row(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """A row over there is this thing here: its number is noted."""
    row = ExternalRow.objects.filter(public_id=public_id).first()
    if row is None:
        raise Http404
    kind, _, key = request.POST.get("thing", "").partition(":")
    thing = thing_named(request, kind, uuid_of(key), "refer")
    by = actor_for(request, "refer", thing)

    def act() -> str:
        refer(subject=thing, system=row.system, number=row.number, on=request.today, by=by, at=request.now)  # type: ignore[attr-defined]
        return reverse("backlog") + "?side=there"

    outcome = do_once(request, act, by=by)
    messages.success(request, "已对应。")
    return redirect(outcome.answer)
