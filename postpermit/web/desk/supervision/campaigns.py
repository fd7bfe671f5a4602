"""检查任务: the city's schedule, the board, the city's list in and its form out, and the figures per rule."""

from typing import Any
from urllib.parse import quote
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit.duties.rules.periods import period_words
from postpermit.supervision import operations as do
from postpermit.supervision.models import Campaign
from postpermit.supervision.queries import FIGURE_LABELS, board_of, rule_lines
from postpermit.supervision.queries.board import FIGURES, flat_lines
from postpermit.supervision.queries.returning import return_rows
from postpermit.supervision.report.periods import period_on
from postpermit.trail.errors import Refused
from postpermit.trail.files import path_of
from postpermit.trail.queries import attachments_of, timeline
from postpermit.web.desk.acts import WHY, Act, Failed, actor_for, offered, take
from postpermit.web.desk.supervision.list_files import opened, sheet_or_refuse
from postpermit.web.door import do_once, get_visible, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.paging import page_of
from postpermit.web.paper.city_form import filled_form
from postpermit.web.sheets import XLSX

HEADER = ("检查任务", "周期", "状态", *FIGURE_LABELS, "检查完成日期", "上报日期")
LINES = ("分组", *FIGURE_LABELS)


def _close(c: Campaign, t: dict[str, Any], **who: Any) -> str:
    do.close_campaign(campaign=c, **who)
    return "本次检查已结束。"


def _reopen(c: Campaign, t: dict[str, Any], **who: Any) -> str:
    do.reopen_campaign(campaign=c, why=t["why"], **who)
    return "已重新开始。"


ACTS = {
    "close": Act(_close, (), "所有报告办结后才能结束。"),
    "reopen": Act(_reopen, (WHY,)),
}


@power("supervision.campaign", "view", clauses=("plan:5.1",), title="执行报告检查任务")
def campaigns_page(request: HttpRequest) -> HttpResponse:
    """Campaigns, newest first, each with its figures."""
    rows = Campaign.objects.prefetch_related("targets").order_by("-pk")
    if answer := listed(
        request,
        title="执行报告检查任务",
        header=HEADER,
        rows=lambda: [_flat(c, request) for c in rows],
        clause="plan:5.1",
    ):
        return answer
    return render(request, "desk/supervision/campaigns.html", {"page": page_of(request, rows)})


def _flat(campaign: Campaign, request: HttpRequest) -> tuple[Any, ...]:
    whole = board_of(campaign.checks.all(), request.today).whole  # type: ignore[attr-defined]
    periods = "、".join(period_words(t.period) for t in campaign.targets.all())
    figures = [count for _, count in whole.figures]
    return (
        campaign.name,
        periods,
        campaign.get_state_display(),
        *figures,
        campaign.check_by,
        campaign.return_by,
    )


@power("supervision.campaign", "view", clauses=("plan:5.1", "plan:5.2"), title="检查任务看板")
def campaign_page(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The board of one campaign: every figure opens its rows."""
    return _show(request, get_visible(request, Campaign, public_id))


def _show(request: HttpRequest, campaign: Campaign, failed: Failed | None = None) -> HttpResponse:
    board = board_of(campaign.checks.all(), request.today)  # type: ignore[attr-defined]
    if answer := listed(
        request,
        title=campaign.name,
        header=LINES,
        rows=lambda: flat_lines([board.whole, *board.classes, *board.streets]),
        clause="plan:5.1",
    ):
        return answer
    context = {
        "campaign": campaign,
        "targets": [period_words(t.period) for t in campaign.targets.all()],
        "board": board,
        "labels": list(zip(FIGURES, FIGURE_LABELS, strict=True)),
        "parts": [("按管理类别", board.classes), ("按街镇", board.streets)],
        "forms": offered(
            request,
            campaign,
            ACTS,
            lambda v: reverse("campaign-act", args=[campaign.public_id, v]),
            failed=failed,
        ),
        "unknown": campaign.rows.filter(facility__isnull=True),
        "listed_rows": campaign.rows.count(),
        "attachments": attachments_of(campaign),
        "entries": timeline(campaign)[:40],
        "errors": failed[2].errors if failed else {},
    }
    return render(request, "desk/supervision/campaign.html", context, status=422 if failed else 200)


@power("supervision.campaign", "view", methods=("POST",), title="检查任务办理")
def campaign_act(request: HttpRequest, public_id: UUID, verb: str) -> HttpResponse:
    """End a campaign or begin it again."""
    campaign = get_visible(request, Campaign, public_id)
    return take(
        request,
        campaign,
        verb,
        ACTS,
        division="APPROVAL",
        page=reverse("campaign", args=[campaign.public_id]),
        again=lambda failed: _show(request, campaign, failed),
    )


@power("supervision.campaign", "start", methods=("GET", "POST"), clauses=("plan:5.1",), title="安排检查任务")
def new_campaign(request: HttpRequest) -> HttpResponse:
    """Name, periods, scope, points and the days; the checks of everything owed follow by themselves."""
    form = FormReader(request)
    if request.method == "POST":
        periods = form.choices("periods", "报告周期", [p for p, _ in _periods(request)])
        typed = {
            "name": form.text("name", "任务名称", required=True, longest=80),
            "city_number": form.text("city_number", "市级通知文号", longest=64),
            "scope": form.text("scope", "检查范围", longest=300),
            "points": form.text("points", "检查要点"),
            "starts_on": form.day("starts_on", "开始日期", required=True),
            "check_by": form.day("check_by", "检查完成日期", required=True),
            "return_by": form.day("return_by", "上报日期"),
        }
        if form.ok:
            by = actor_for(request, "start", "supervision.campaign")

            def act() -> str:
                made = do.start_campaign(**typed, periods=periods, by=by, at=request.now)  # type: ignore[attr-defined]
                return reverse("campaign", args=[made.public_id])

            try:
                outcome = do_once(request, act, by=by)
            except Refused as error:
                form.errors[error.place or "name"] = str(error)
            else:
                messages.success(request, "已安排，应报的报告都已列入检查。")
                return redirect(outcome.answer)
    context = {
        "errors": form.errors,
        "typed": request.POST,
        "periods": _periods(request),
        "checked": request.POST.getlist("periods"),
    }
    return render(request, "desk/supervision/new_campaign.html", context, status=422 if form.errors else 200)


def _periods(request: HttpRequest) -> list[tuple[str, str]]:
    """The last year, quarters and months that can be checked now."""
    year, month = request.today.year, request.today.month  # type: ignore[attr-defined]
    found = [str(year), str(year - 1)]
    found += [f"{y}Q{q}" for y in (year, year - 1) for q in (4, 3, 2, 1)]
    months = [(year * 12 + month - 1) - back for back in range(7)]
    found += [f"{m // 12}-{m % 12 + 1:02d}" for m in months]
    here = {period_on(k, request.today) for k in ("ANNUAL", "QUARTERLY", "MONTHLY")}  # type: ignore[attr-defined]
    usable = [
        p for p in found if p in here or p <= period_on("ANNUAL", request.today) or "Q" in p or "-" in p
    ]  # type: ignore[attr-defined]
    return [(p, period_words(p)) for p in usable]


@power("supervision.campaign", "start", methods=("POST",), clauses=("plan:5.1",), title="导入市级检查清单")
def city_list(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The city's own Excel list: units known here get their check, the others are shown."""
    campaign = get_visible(request, Campaign, public_id)
    held = sheet_or_refuse(request)
    by = actor_for(request, "start", "supervision.campaign")

    def act() -> str:
        rows = do.take_city_list(
            campaign=campaign,
            name=held.name,
            data=held.data,
            table=held.table,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        unknown = sum(r.facility_id is None for r in rows)
        messages.success(request, f"已读入 {len(rows)} 行，其中 {unknown} 行在一企一档里找不到。")
        return reverse("campaign", args=[campaign.public_id])

    return opened(held, "city-checks", request, lambda: do_once(request, act, by=by).answer)


@power(
    "supervision.campaign", "fill-form", methods=("POST",), clauses=("plan:5.1",), title="上传市级上报表样"
)
def return_form(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The city's form: kept with the places of its columns."""
    campaign = get_visible(request, Campaign, public_id)
    held = sheet_or_refuse(request)
    by = actor_for(request, "fill-form", "supervision.campaign")

    def act() -> str:
        do.keep_return_form(
            campaign=campaign,
            name=held.name,
            data=held.data,
            table=held.table,
            by=by,
            at=request.now,  # type: ignore[attr-defined]
        )
        messages.success(request, "表样已保存，可随时按最新情况填好下载。")
        return reverse("campaign", args=[campaign.public_id])

    return opened(held, "return-form", request, lambda: do_once(request, act, by=by).answer)


@power("supervision.campaign", "fill-form", clauses=("plan:5.1",), title="填好的市级上报表")
def filled(request: HttpRequest, public_id: UUID) -> HttpResponse:
    """The city's form filled with what stands now."""
    campaign = get_visible(request, Campaign, public_id)
    if not campaign.form_sha256:
        raise Refused("请先上传市级上报表样。")
    places = campaign.form_columns
    data, left = filled_form(
        path_of(campaign.form_sha256).read_bytes(),
        line=int(places["line"]),
        columns=places["columns"],
        rows=return_rows(campaign),
    )
    answer = HttpResponse(data, content_type=XLSX)
    answer["Content-Disposition"] = f"attachment; filename*=UTF-8''{quote(campaign.form_name)}"
    if left:
        # Told in a header line too, for whoever saves it by a script; the page lists them by name.
        answer["X-Not-In-Form"] = str(len(left))
    return answer


@power("supervision.statistics", "view", clauses=("plan:5.2", "measures:41"), title="审核规则统计")
def rules_page(request: HttpRequest) -> HttpResponse:
    """Which rules fire, what share persons confirmed, how often they could not judge."""
    wanted = request.GET.get("campaign", "")
    chosen = Campaign.objects.filter(pk=wanted).first() if wanted.isdecimal() else None
    lines = rule_lines(chosen.pk if chosen else None)
    header = ("规则", "内容", "维度", "性质", "提示", "未核实", "确认", "不成立", "确认比例%", "无法判断")
    if answer := listed(
        request,
        title="审核规则统计",
        header=header,
        rows=lambda: [_rule_row(line) for line in lines],
        clause="plan:5.2",
        widths=(0.6, 2.4, 0.8, 1, 0.6, 0.6, 0.6, 0.6, 0.8, 0.8),
    ):
        return answer
    context = {
        "lines": lines,
        "fired": [line for line in lines if line.fired],
        "campaigns": Campaign.objects.order_by("-pk").values_list("pk", "name")[:50],
        "chosen": chosen,
    }
    return render(request, "desk/supervision/rules.html", context)


def _rule_row(line: Any) -> tuple[Any, ...]:
    rule = line.rule
    return (
        rule.number,
        rule.sentence,
        rule.dimension,
        rule.kind.label,
        line.fired,
        line.open,
        line.confirmed,
        line.dismissed,
        line.share,
        line.unknown,
    )
