"""督察和监督帮扶问题: entered, put right by a division, struck off by 审批科."""

from collections.abc import Iterator
from functools import partial
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import CampaignFinding
from postpermit.enforcement.queries.campaigns import campaign_list, campaign_visits, campaign_waits
from postpermit.enforcement.queries.complaints import soonest_duties
from postpermit.enforcement.states import CampaignFindingState, CampaignLevel
from postpermit.office.access import may
from postpermit.trail.queries import timeline
from postpermit.web.desk.acts import WHY, Act, Ask, Failed, actor_for, offered, take
from postpermit.web.desk.enforcement.unit_or_place import unit_or_place
from postpermit.web.desk.slip_acts import divisions
from postpermit.web.desk.supervision.acts import carry_out, with_days
from postpermit.web.desk.supervision.entering import UnitChoice
from postpermit.web.door import get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of

HEADER = (
    "编号", "类别", "行动名称", "发现日期", "单位", "地点", "问题", "严重问题", "牵头科室", "整改期限", "状态", "整改情况", "整改完成日期", "销号日期",
)  # fmt: skip
FILTERS = ("state", "level", "division", "serious", "q")
STATES = [("open", "未销号"), *CampaignFindingState.choices()]


@power("enforcement.campaign", "view", clauses=("plan:8.2",), title="督察和监督帮扶问题")
def findings_page(request: HttpRequest) -> HttpResponse:
    """What campaigns of higher levels found, newest first."""
    chosen = {name: request.GET.get(name, "") for name in FILTERS}
    rows = campaign_list(request.standing, **chosen)  # type: ignore[attr-defined]
    if answer := listed(
        request, title="督察和监督帮扶问题", header=HEADER, rows=lambda: _flat(rows), clause="plan:8.2"
    ):
        return answer
    page = page_of(request, rows)
    due = soonest_duties(list(page.object_list))
    with_days(request, due.values())
    for finding in page.object_list:
        finding.due = due.get(finding.pk)
    context = {
        "page": page,
        "chosen": chosen,
        "states": STATES,
        "levels": CampaignLevel.choices(),
        "divisions": divisions(),
        "filtered": any(chosen.values()),
    }
    return render(request, "desk/enforcement/campaign_findings.html", context)


def _flat(rows: Any) -> Iterator[tuple[Any, ...]]:
    for f in rows.iterator(chunk_size=1000):
        yield (
            f.number,
            f.get_level_display(),
            f.campaign,
            f.found_on,
            f.facility.name if f.facility else "",
            f.place,
            f.what,
            f.serious,
            f.division.name,
            f.due_on,
            f.get_state_display(),
            f.outcome,
            f.rectified_on,
            f.struck_on,
        )


@power(
    "enforcement.campaign",
    "enter",
    methods=("GET", "POST"),
    clauses=("plan:8.2",),
    title="登记督察和监督帮扶问题",
)
def new_finding(request: HttpRequest) -> HttpResponse:
    """Enter one finding with the division that leads and its day."""
    form = FormReader(request)
    chosen, place = unit_or_place(request, form)
    if request.method != "POST":
        return _form(request, form, chosen)
    typed: dict[str, Any] = {
        "level": form.choice("level", "类别", CampaignLevel),
        "campaign": form.text("campaign", "行动名称", required=True, longest=120),
        "found_on": form.day("found_on", "发现日期", required=True) or form.today,
        "what": form.text("what", "问题", required=True),
        "serious": form.post.get("serious") == "1",
        "division": form.choice("division", "牵头科室", [c for c, _ in divisions()]),
        "due_on": form.day("due_on", "整改期限", required=True) or form.today,
    }
    by = actor_for(request, "enter", "enforcement.campaign")

    def act() -> tuple[str, str]:
        made = do.enter_campaign_finding(
            facility=chosen.unit, place=place, by=by, at=request.now, **typed  # type: ignore[attr-defined]
        )  # fmt: skip
        said = f"已登记，编号 {made.number}，由{made.division.name}牵头整改。"
        return said, reverse("campaign-finding", args=[made.public_id])

    return carry_out(request, form, act, by=by, place="what", again=lambda f: _form(request, f, chosen))


def _form(request: HttpRequest, form: FormReader, chosen: UnitChoice) -> HttpResponse:
    context = {
        "errors": form.errors,
        "typed": request.POST,
        "chosen": chosen,
        "levels": CampaignLevel.choices(),
        "divisions": divisions(),
        "today_text": form.today.isoformat(),
    }
    page = "desk/enforcement/campaign_finding_new.html"
    return render(request, page, context, status=422 if form.errors else 200)


def _rectify(finding: CampaignFinding, typed: dict[str, Any], **who: Any) -> str:
    do.rectify_campaign_finding(finding=finding, **typed, **who)
    return "已登记整改完成，待审批科销号。"


def _strike(finding: CampaignFinding, typed: dict[str, Any], **who: Any) -> str:
    do.strike_campaign_finding(finding=finding, **typed, **who)
    return "已销号。"


def _send_back(finding: CampaignFinding, typed: dict[str, Any], **who: Any) -> str:
    do.send_back_campaign_finding(finding=finding, **typed, **who)
    return "已退回牵头科室。"


def _withdraw(finding: CampaignFinding, typed: dict[str, Any], **who: Any) -> str:
    do.withdraw_campaign_finding(finding=finding, **typed, **who)
    return "登记已撤销。"


ACTS: dict[str, Act] = {
    "rectify": Act(
        _rectify,
        (
            Ask("outcome", "整改情况", required=True),
            Ask("rectified_on", "整改完成日期", "day", required=True),
        ),
    ),
    "strike": Act(_strike, (Ask("struck_on", "销号日期", "day", required=True),)),
    "send-back": Act(_send_back, (WHY, Ask("due_on", "新的整改期限", "day", required=True))),
    "withdraw": Act(_withdraw, (WHY,), says="误录或重复登记的，由录入人以外的负责人撤销，记录全部保留。"),
}


@power("enforcement.campaign", "view", clauses=("plan:8.2",), title="督察和监督帮扶问题详情")
def finding_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """One finding and what may be done now."""
    return _show(request, get_visible(request, CampaignFinding, public_id))


def _show(request: HttpRequest, finding: CampaignFinding, failed: Failed | None = None) -> HttpResponse:
    standing = request.standing  # type: ignore[attr-defined]
    waits = campaign_waits(finding)
    with_days(request, waits)
    context = {
        "finding": finding,
        "waits": waits,
        "visits": campaign_visits(finding, standing),
        "forms": offered(request, finding, ACTS, partial(_address, finding), failed=failed),
        "may_visit": finding.state in (CampaignFindingState.OPEN, CampaignFindingState.RECTIFIED)
        and may(standing, "prepare", "enforcement.visit"),
        "entries": timeline(finding)[:40],
        "errors": failed[2].errors if failed else {},
    }
    return render(request, "desk/enforcement/campaign_finding.html", context, status=422 if failed else 200)


def _address(finding: CampaignFinding, verb: str) -> str:
    return reverse("campaign-finding-act", args=[finding.public_id, verb])


@power("enforcement.campaign", "view", methods=("POST",), clauses=("plan:8.2",), title="督察问题办理")
def finding_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """Put right, strike off, send back, take back."""
    finding = get_visible(request, CampaignFinding, public_id)
    return take(
        request,
        finding,
        verb,
        ACTS,
        division=finding.division_id if verb == "rectify" else "",
        page=reverse("campaign-finding", args=[finding.public_id]),
        again=lambda failed: _show(request, finding, failed),
    )
