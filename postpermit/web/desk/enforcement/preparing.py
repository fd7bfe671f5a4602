"""安排检查: from a unit, a planned visit, a task, a complaint, a finding to recheck or a case; over the ceiling by the head."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any
from urllib.parse import urlencode

from django.db.models import Model
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import (
    CampaignFinding,
    PenaltyCase,
    VisitComplaint,
    VisitFinding,
)
from postpermit.enforcement.queries.caps import free_exceptions, verdict_for
from postpermit.enforcement.queries.lists import lists_on, offered_lists
from postpermit.linkage.models import SlipAssignment
from postpermit.office.access import may
from postpermit.planning.models import PlannedVisit
from postpermit.planning.operations import approve_exception
from postpermit.planning.states import TriggerReason, VisitKind, VisitManner
from postpermit.register.models import Facility
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.enforcement.plan_rows import plan_choices, waiting_rows
from postpermit.web.desk.slips import uuid_of
from postpermit.web.desk.supervision.acts import carry_out
from postpermit.web.desk.supervision.entering import UnitChoice, chosen_unit
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader, read_day

# What a visit may hang on: name in the address → (model, kind and reason that follow from it).
HANGS: dict[str, tuple[type[Model], str, str]] = {
    "planned": (PlannedVisit, VisitKind.PLANNED, TriggerReason.NONE),
    "assignment": (SlipAssignment, VisitKind.TRIGGERED, TriggerReason.TRANSFER),
    "complaint": (VisitComplaint, VisitKind.TRIGGERED, TriggerReason.COMPLAINT),
    "campaign_finding": (CampaignFinding, VisitKind.TRIGGERED, TriggerReason.CAMPAIGN),
    "recheck_of": (VisitFinding, VisitKind.RECHECK, TriggerReason.RECHECK),
    "case": (PenaltyCase, VisitKind.CASE, TriggerReason.CASE),
}


# What was typed for the visit and comes along while the head lets it through.
CARRIED = (
    "kind",
    "manner",
    "reason",
    "reason_text",
    "scheduled_on",
    "inspection_code",
    "extra_list",
    "of_plan",
)


@dataclass
class Origin:
    """What the visit is for, as the address says; ``unit``: whose it is, where it is somebody's."""

    things: dict[str, Any] = field(default_factory=dict)
    unit: Facility | None = None
    kind: str = ""
    reason: str = ""

    @property
    def linked(self) -> bool:
        """Whether what set it off is on record here."""
        return any(name in self.things for name in ("assignment", "complaint", "campaign_finding"))

    @property
    def query(self) -> str:
        """The address's own query again."""
        return urlencode({name: str(thing.public_id) for name, thing in self.things.items()})

    @property
    def words(self) -> list[str]:
        """In words for the page."""
        said: dict[str, Callable[[Any], str]] = {
            "planned": lambda p: (
                f"年度计划：{p.week:%Y-%m-%d} 起的一周，{p.earliest:%Y-%m-%d} 至 {p.latest:%Y-%m-%d} 之间"
            ),
            "assignment": lambda a: f"联动任务 {a.slip.number}：{a.slip.title}",
            "complaint": lambda c: f"信访投诉 {c.number}：{c.what[:60]}",
            "campaign_finding": lambda f: f"督察和监督帮扶问题 {f.number}（{f.campaign}）：{f.what[:60]}",
            "recheck_of": lambda f: f"复查 {f.visit.number} 的第 {f.number} 个问题：{f.text[:60]}",
            "case": lambda c: f"案件 {c.number}：{c.title[:60]}",
        }
        return [said[name](thing) for name, thing in self.things.items()]


def origin_of(request: HttpRequest) -> Origin:
    """Everything named in the address or carried by the form; 404 for what this officer may not see."""
    given: QueryDict = request.POST if request.method == "POST" else request.GET
    out = Origin()
    for name, (model, kind, reason) in HANGS.items():
        if not given.get(name):
            continue
        thing: Any = get_visible(request, model, uuid_of(str(given[name])))
        out.things[name] = thing
        whose = thing.slip.facility if name == "assignment" else thing.facility
        out.unit, out.kind, out.reason = out.unit or whose, kind, reason
    return out


@power(
    "enforcement.visit",
    "prepare",
    methods=("GET", "POST"),
    clauses=("plan:6.1", "plan:6.2"),
    title="安排检查",
)
def new_visit(request: HttpRequest) -> HttpResponse:
    """The form, and what is prepared with it."""
    form = FormReader(request)
    origin = origin_of(request)
    chosen = UnitChoice(origin.unit, fixed=True) if origin.unit else chosen_unit(request, form)
    if request.method != "POST":
        return _show(request, form, origin, chosen)
    typed = _read(form, chosen) | _of_plan(form, origin, chosen)
    by = actor_for(request, "prepare", "enforcement.visit", "ENFORCEMENT")

    def act() -> tuple[str, str]:
        assert chosen.unit is not None
        given = origin.things | typed
        made = do.prepare_visit(facility=chosen.unit, **given, by=by, at=request.now)  # type: ignore[attr-defined]
        said = "计入年度上限" if made.counts_toward_cap else "不计入年度上限"
        return f"检查 {made.number} 已安排，{said}，待派员。", reverse("visit", args=[made.public_id])

    def again(wrong: FormReader) -> HttpResponse:
        if "planned" in wrong.errors and "planned" not in origin.things:
            wrong.errors["of_plan"] = wrong.errors.pop("planned")
        return _show(request, wrong, origin, chosen)

    return carry_out(request, form, act, by=by, place="kind", again=again)


def _read(form: FormReader, chosen: UnitChoice) -> dict[str, Any]:
    day = form.day("scheduled_on", "计划日期", required=True)
    lists = {str(c.public_id): c for c in lists_on(form.today)}
    extra = form.choice("extra_list", "行业检查单", lists, required=False)
    free = _exceptions(chosen.unit, form)
    exception = form.choice("exception", "超频次批准", free, required=False)
    return {
        "kind": form.choice("kind", "检查类型", [k for k, _ in VisitKind.choices()]),
        "manner": form.choice("manner", "检查方式", [m for m, _ in VisitManner.choices()]),
        "reason": form.choice("reason", "检查事由", [r for r, _ in TriggerReason.choices()]),
        "reason_text": form.text("reason_text", "事由说明", longest=200),
        "scheduled_on": day,
        "inspection_code": form.text("inspection_code", "检查码", longest=64),
        "extra_list": lists.get(extra),
        "exception": free.get(exception),
    }


def _of_plan(form: FormReader, origin: Origin, chosen: UnitChoice) -> dict[str, Any]:
    """The planned visit chosen in the form; only 有计划检查 hangs on one."""
    if "planned" in origin.things or form.post.get("kind") != VisitKind.PLANNED:
        return {}
    rows = waiting_rows(chosen.unit, form.today)
    row = rows.get(form.choice("of_plan", "对应的计划检查", rows, required=False))
    return {"planned": row} if row else {}


def _exceptions(unit: Facility | None, form: FormReader) -> dict[str, Any]:
    years = (form.today.year, form.today.year + 1)
    return {str(e.public_id): e for year in years for e in free_exceptions(unit, year)} if unit else {}


def _show(request: HttpRequest, form: FormReader, origin: Origin, chosen: UnitChoice) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    unit = chosen.unit
    given = form.post if request.method == "POST" else carried(request.GET)
    kind = given.get("kind") or origin.kind or VisitKind.PLANNED
    reason = given.get("reason") or origin.reason or TriggerReason.NONE
    free = _exceptions(unit, form)
    wanted = read_day(given.get("scheduled_on", ""), form.today) or form.today
    cap = _cap(unit, kind, reason, wanted, linked=origin.linked) if unit else None
    rows = {} if "planned" in origin.things else waiting_rows(unit, form.today)
    lists, proposed = offered_lists(unit, form.today)
    context = {
        "errors": form.errors,
        "typed": given,
        "carried": carried(given),
        "chosen": chosen,
        "origin": origin,
        # What was let through for this very visit stands there already.
        "free": next(iter(free)) if len(free) == 1 and cap and not cap.allowed else "",
        "plan_rows": plan_choices(rows),
        "of_plan": given.get("of_plan") or ("" if form.errors else next(iter(rows), "")),
        "kind": kind,
        "reason": reason,
        "manner": given.get("manner") or VisitManner.ON_SITE,
        "kinds": VisitKind.choices(),
        "manners": VisitManner.choices(),
        "reasons": TriggerReason.choices(),
        "lists": lists,
        "proposed": proposed,
        "exceptions": [(key, f"{e.year} 年 {e.by_name} 批准：{e.why[:40]}") for key, e in free.items()],
        "day": form.today.isoformat(),
        # The ceiling is that of the visit's own year.
        "year": wanted.year,
        "cap": cap,
        "may_except": may(standing, "except", "planning.cap"),
    }
    return render(request, "desk/enforcement/new_visit.html", context, status=422 if form.errors else 200)


def carried(given: Mapping[str, Any]) -> dict[str, str]:
    """What was typed for the visit itself, as far as it is something."""
    return {name: str(given[name])[:200] for name in CARRIED if given.get(name)}


def _cap(unit: Facility, kind: str, reason: str, on: date, *, linked: bool) -> Any:
    if kind not in set(VisitKind) or reason not in set(TriggerReason):
        return None
    return verdict_for(unit, kind=kind, manner=VisitManner.ON_SITE, reason=reason, on=on, linked=linked)


@power("planning.cap", "except", methods=("POST",), clauses=("plan:6.2",), title="批准超频次检查")
def except_visit(request: HttpRequest) -> HttpResponse:
    """The head lets one visit over the ceiling through, with the reason; then it is prepared."""
    form = FormReader(request)
    origin = origin_of(request)
    unit = get_visible(request, Facility, uuid_of(form.post.get("facility", "")))
    why = form.text("cap_why", "批准理由", required=True, longest=200)
    form.text("reason_text", "事由说明", longest=200)
    year = form.post.get("year", "")
    by = actor_for(request, "except", "planning.cap", "ENFORCEMENT")

    def act() -> tuple[str, str]:
        wanted = int(year) if year.isdecimal() and len(year) == 4 else form.today.year
        approve_exception(facility=unit, year=wanted, why=why, by=by, at=request.now)  # type: ignore[attr-defined]
        told = {"facility": str(unit.public_id)} | carried(form.post)
        query = "&".join(part for part in (origin.query, urlencode(told)) if part)
        return "已批准一次，已在下面选好，核对后安排检查。", f"{reverse('new-visit')}?{query}"

    def again(wrong: FormReader) -> HttpResponse:
        if "why" in wrong.errors:
            wrong.errors["cap_why"] = wrong.errors.pop("why")
        return _show(request, wrong, origin, UnitChoice(unit, fixed=True))

    return carry_out(request, form, act, by=by, place="cap_why", again=again)
