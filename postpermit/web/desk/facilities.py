"""一企一档: the list, the search from anywhere, one page per unit, and units outside the catalogue."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.duties.models import Duty, Record
from postpermit.duties.queries import with_reasons
from postpermit.duties.states import DutyState
from postpermit.enforcement.queries.unit import visits_of_unit
from postpermit.linkage.models import Slip, ViolationLead
from postpermit.office.access import may, visible_to
from postpermit.planning.queries.plans import planned_for_unit
from postpermit.register.models import Facility, FieldProposal
from postpermit.register.operations import enter_unlisted_unit
from postpermit.register.queries import dossier, facility_list, search_facilities
from postpermit.register.states import HOLDERS, FacilityStatus, ManagementClass
from postpermit.supervision.queries.emergency_plans import terms_on
from postpermit.supervision.queries.unit import supervision_of
from postpermit.trail.errors import Refused
from postpermit.trail.queries import timeline
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.instructions import instructions_on, may_instruct
from postpermit.web.desk.references import numbers_box
from postpermit.web.desk.same_units import same_units
from postpermit.web.desk.scanned import address_of
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = (
    "编号", "单位名称", "统一社会信用代码", "管理类别", "监管层级", "行业代码", "行业类别", "生产经营场所地址", "街镇",
    "法定代表人", "环保负责人", "联系电话", "状态", "有效期起", "有效期止",
)  # fmt: skip
FILTERS = ("klass", "status", "street", "level", "q")


@power("register.facility", "view", clauses=("plan:8.2", "plan:10.1"), title="一企一档")
def facilities_page(request: HttpRequest) -> HttpResponse:
    """The register by class, street and state."""
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    base = visible_to(request.standing, Facility)  # type: ignore[attr-defined]
    rows = facility_list(base, **chosen)
    flat = (_flat(f) for f in rows.iterator(chunk_size=2000))
    if answer := listed(request, title="一企一档", header=HEADER, rows=flat, clause="plan:8.2"):
        return answer
    context = {
        "page": page_of(request, rows),
        "chosen": chosen,
        "classes": ManagementClass.choices(),
        "statuses": FacilityStatus.choices(),
        "streets": base.exclude(street="").order_by("street").values_list("street", flat=True).distinct(),
        "filtered": any(chosen.values()),
        "open_proposals": visible_to(request.standing, FieldProposal).filter(state="OPEN").count(),  # type: ignore[attr-defined]
    }
    return render(request, "desk/facilities.html", context)


def _flat(unit: Facility) -> tuple[Any, ...]:
    return (
        unit.number,
        unit.name,
        unit.uscc,
        unit.get_management_class_display(),
        unit.get_supervision_level_display(),
        unit.industry_code,
        unit.industry_name,
        unit.address,
        unit.street,
        unit.legal_representative,
        unit.environment_contact,
        unit.phone,
        unit.get_status_display(),
        unit.valid_from,  # type: ignore[attr-defined]
        unit.valid_to,  # type: ignore[attr-defined]
    )


@power("register.facility", "view", title="查单位")
def search(request: HttpRequest) -> HttpResponse:
    """By name, number, pinyin or initials, or the QR code of one of our papers; a single hit opens at once."""
    q = request.GET.get("q", "").strip()[:60]
    if scanned := address_of(request.standing, q):  # type: ignore[attr-defined]
        return redirect(scanned)
    found = search_facilities(visible_to(request.standing, Facility), q)[:50] if q else []  # type: ignore[attr-defined]
    hits = list(found)
    if len(hits) == 1:
        return redirect("facility", hits[0].public_id)
    return render(request, "desk/search.html", {"hits": hits, "q": q})


@power("register.facility", "view", clauses=("plan:8.2", "plan:10.1"), title="单位档案")
def facility_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """Everything known about one unit, and what may be done from here."""
    unit = get_visible(request, Facility, public_id)
    standing = request.standing  # type: ignore[attr-defined]
    duties = (
        visible_to(standing, Duty).filter(facility=unit).select_related("post").order_by("due_on", "kind")
    )
    slips = visible_to(standing, Slip).filter(facility=unit)
    leads = visible_to(standing, ViolationLead).filter(facility=unit)
    records = visible_to(standing, Record).filter(facility=unit).order_by("-on", "-pk")
    supervision = supervision_of(unit)
    context = {
        "unit": unit,
        "file": dossier(unit, request.today),  # type: ignore[attr-defined]
        "open_duties": with_reasons(list(duties.filter(state__in=(DutyState.OPEN, DutyState.WAIVING))[:40])),
        "past_duties": duties.exclude(state__in=(DutyState.OPEN, DutyState.WAIVING)).order_by("-due_on")[:20],
        "slips": slips[:20],
        "leads": leads[:20],
        "records": records[:20],
        "supervision": supervision,
        "planned": planned_for_unit(unit.pk)[:10] if may(standing, "view", "planning.planned") else [],
        "inspected": visits_of_unit(unit, request.today),  # type: ignore[attr-defined]
        "plan_due_on": supervision.plan and terms_on(request.today).due_on(supervision.plan.filed_on),  # type: ignore[attr-defined]
        "holds": unit.management_class in HOLDERS,
        "listed_unit": unit.management_class != ManagementClass.UNLISTED,
        "may_edit": may(standing, "edit", unit),
        "may_event": may(standing, "enter-event", unit),
        "entries": timeline(unit)[:30],
        "box": numbers_box(request, "facility", unit),
        "instructions": instructions_on(request, unit),
        "may_instruct": may_instruct(request),
        "about": f"facility:{unit.public_id}",
        "proposals": visible_to(standing, FieldProposal).filter(facility=unit, state="OPEN"),
    }
    return render(request, "desk/facility.html", context)


@power(
    "register.facility",
    "enter-unlisted",
    methods=("GET", "POST"),
    clauses=("plan:8.2",),
    title="登记未纳入单位",
)
def new_unlisted(request: HttpRequest) -> HttpResponse:
    """A unit outside the catalogue: for complaints, visits and filings; it carries no periodic duty."""
    form = FormReader(request)
    if request.method == "POST":
        typed = {
            "name": form.text("name", "单位名称", required=True, longest=120),
            "uscc": form.text("uscc", "统一社会信用代码", longest=18).upper(),
            "address": form.text("address", "生产经营场所地址", required=True, longest=200),
            "street": form.text("street", "街镇", longest=32),
            "industry_name": form.text("industry_name", "行业类别", longest=64),
            "legal_representative": form.text("legal_representative", "法定代表人", longest=64),
            "phone": form.text("phone", "联系电话", longest=32),
        }
        if form.ok:
            by = actor_for(request, "enter-unlisted", "register.facility")

            def act() -> str:
                again = request.POST.get("again") == "1"
                unit = enter_unlisted_unit(**typed, again=again, by=by, at=request.now)  # type: ignore[attr-defined]
                return reverse("facility", args=[unit.public_id])

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "name"] = str(error)
            else:
                messages.success(request, "已登记。")
                return redirect(outcome.answer)
    context = {"errors": form.errors, "typed": request.POST, "same": same_units(request, form.errors)}
    return render(request, "desk/new_facility.html", context, status=422 if form.errors else 200)
