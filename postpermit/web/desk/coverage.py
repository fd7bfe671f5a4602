"""方案落实情况, the month and year calendar, reasons for delay, and the calendar feed of a post."""

import calendar as months
from collections import defaultdict
from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

import icalendar
from django.contrib import messages
from django.db.models import Count
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse

from postpermit import law
from postpermit.duties.models import Duty
from postpermit.duties.operations import explain_delay
from postpermit.duties.queries import BUCKETS, coverage_by_clause, duty_list, year_of
from postpermit.duties.states import DelayReason, DutyState
from postpermit.office.access import visible_to
from postpermit.office.models import CalendarFeed, Division, Post
from postpermit.office.operations import end_feed, open_feed
from postpermit.register.states import ManagementClass
from postpermit.trail.errors import Refused
from postpermit.web.asked import asked_number
from postpermit.web.desk.acts import actor_for
from postpermit.web.desk.schedule_visits import visits_of_month
from postpermit.web.desk.slips import uuid_of
from postpermit.web.door import do_once, open_to_all, power
from postpermit.web.forms import FormReader
from postpermit.web.listing import listed
from postpermit.web.words import current_calendar, day_text

HEADER = (
    "条款",
    "约束",
    "事项",
    "管理类别",
    "应办",
    "按期",
    "逾期已补",
    "逾期未办",
    "未到期",
    "免办",
    "比例差额",
)
LIVE = (DutyState.OPEN, DutyState.WAIVING)


def _year(request: HttpRequest) -> int:
    return asked_number(request.GET.get("year", ""), 2000, 2100) or request.today.year  # type: ignore[attr-defined]


@power(
    "duties.duty",
    "view",
    clauses=("plan:3.1", "plan:6.2", "plan:7.2", "plan:4.2", "plan:13.1", "plan:10.1"),
    title="方案落实情况",
)
def coverage_page(request: HttpRequest) -> HttpResponse:
    """Per clause: due, done, late, missing, by class; every figure opens its rows."""
    year = _year(request)
    rows = coverage_by_clause(request.standing, year, request.today)  # type: ignore[attr-defined]
    names = dict(ManagementClass.choices())
    flat = [
        (
            c.label,
            c.strength,
            k.label,
            names.get(klass, ""),
            f.total,
            *(f.counts[b] for b in BUCKETS),
            k.whole.short if k.quota else None,
        )
        for c in rows
        for k in c.kinds
        for klass, f in sorted(k.classes.items())
    ]
    if answer := listed(
        request, title=f"{year}年方案落实情况", header=HEADER, rows=flat, clause="plan:3.1",
        widths=(2, 1.3, 3, 1.5, 1, 1, 1, 1, 1, 1, 1),
    ):  # fmt: skip
        return answer
    context = {
        "rows": rows,
        "year": year,
        "years": range(request.today.year + 1, request.today.year - 5, -1),  # type: ignore[attr-defined]
        "buckets": BUCKETS,
        "classes": names,
    }
    return render(request, "desk/coverage.html", context)


@power("duties.duty", "view", clauses=("plan:3.1", "plan:18.1"), title="日历")
def schedule(request: HttpRequest) -> HttpResponse:
    """A month with its deadlines, or a year with their numbers; working days and holidays are marked."""
    year, today = _year(request), request.today  # type: ignore[attr-defined]
    text = request.GET.get("month", "" if request.GET.get("year") else str(today.month))
    month = asked_number(text, 1, 12) or 0
    scope = request.GET.get("scope", "mine")
    rows = visible_to(request.standing, Duty).exclude(state=DutyState.VOID)  # type: ignore[attr-defined]
    if scope == "mine":
        rows = rows.filter(post__in=request.standing.post_codes)  # type: ignore[attr-defined]
    elif scope != "all":
        rows = rows.filter(obligor=scope)
    rows = rows.filter(year_of(year))
    if month:
        rows = rows.filter(due_on__month=month)
    title = f"{year}年{month}月期限" if month else f"{year}年期限"
    header = ("期限", "事项", "单位", "责任方", "周期", "状态")
    if answer := listed(
        request, title=title, header=header, rows=lambda: _deadlines(rows), clause="plan:3.1"
    ):
        return answer
    context = {
        "year": year,
        "month": month,
        "scope": scope,
        "divisions": list(Division.objects.order_by("order").values_list("code", "short_name")),
        "weeks": _weeks(request, rows, year, month, scope) if month else [],
        "months": [] if month else _months(rows, year),
        "before": _step(year, month, -1),
        "after": _step(year, month, 1),
        "feeds": _feeds(request),
    }
    return render(request, "desk/schedule.html", context)


def _deadlines(rows: Any) -> Iterator[tuple[Any, ...]]:
    for d in rows.select_related("obligor").order_by("due_on", "pk"):
        yield (d.due_on, d.kind_label, d.subject_name, d.obligor.short_name, d.period, d.get_state_display())


def _step(year: int, month: int, by: int) -> dict[str, int]:
    if not month:
        return {"year": year + by}
    at = year * 12 + month - 1 + by
    return {"year": at // 12, "month": at % 12 + 1}


def _weeks(request: HttpRequest, rows: Any, year: int, month: int, scope: str) -> list[list[dict[str, Any]]]:
    today = request.today  # type: ignore[attr-defined]
    last = months.monthrange(year, month)[1]
    seen = visits_of_month(request.standing, date(year, month, 1), date(year, month, last), scope)  # type: ignore[attr-defined]
    whole = asked_number(request.GET.get("day", ""), 1, 31)
    days: dict[date, list[Duty]] = defaultdict(list)
    for duty in rows.select_related("obligor").order_by("due_on", "pk")[:2000]:
        days[duty.due_on].append(duty)
    known = current_calendar()
    out = []
    for week in months.Calendar().monthdatescalendar(year, month):
        cells = []
        for on in week:
            day = known.day(on)
            # The day that was asked for is shown whole in its cell.
            most = None if on.day == whole else 6
            cells.append(
                {
                    "on": on,
                    "none": on.month != month,
                    "working": day.working,
                    "why": day.why,
                    "now": on == today,
                    "duties": days[on][:most] if on.month == month else [],
                    "more": len(days[on][most:]) if most and on.month == month else 0,
                    **seen.on(on, whole=most is None),
                }
            )
        out.append(cells)
    return out


def _months(rows: Any, year: int) -> list[dict[str, Any]]:
    counted: dict[int, dict[str, int]] = {m: {"all": 0, "open": 0} for m in range(1, 13)}
    for due_on, state, n in rows.order_by().values_list("due_on", "state").annotate(n=Count("pk")):
        counted[due_on.month]["all"] += n
        counted[due_on.month]["open"] += n if state in LIVE else 0
    return [{"month": m, **c} for m, c in counted.items()]


def _feeds(request: HttpRequest) -> list[dict[str, Any]]:
    """This officer's own posts, each with its feed address if one is open."""
    codes = [p.code for p in request.standing.posts if not p.for_name]  # type: ignore[attr-defined]
    open_ones = {f.post_id: f for f in CalendarFeed.objects.filter(post__in=codes, ended_at__isnull=True)}
    out = []
    for post in Post.objects.filter(pk__in=codes).order_by("pk"):
        feed = open_ones.get(post.pk)
        url = request.build_absolute_uri(reverse("feed", args=[feed.token])) if feed else ""
        out.append({"post": post, "url": url})
    return out


@power("office.feed", "open", methods=("POST",), clauses=("plan:3.1",), title="日历订阅")
def change_feed(request: HttpRequest, verb: str) -> HttpResponse:
    """Open, renew or end the feed of one's own post."""
    code = request.POST.get("post", "")
    own = {p.code for p in request.standing.posts if not p.for_name}  # type: ignore[attr-defined]
    post = Post.objects.filter(pk=code).first()
    if post is None or code not in own or verb not in ("open", "end"):
        raise Http404
    by = request.standing.actor(division=post.division_id)  # type: ignore[attr-defined]

    def act() -> str:
        (open_feed if verb == "open" else end_feed)(post=post, by=by, at=request.now)  # type: ignore[attr-defined]
        return reverse("schedule") + "#feed"

    outcome = do_once(request, act, by=by)
    messages.success(request, "订阅地址已更新，旧地址不再可用。" if verb == "open" else "订阅已停用。")
    return redirect(outcome.answer)


@open_to_all("the secret address is the proof; it shows one post's deadlines without unit contacts")
def feed(request: HttpRequest, token: str) -> HttpResponse:
    """The deadlines of a post as an iCalendar file; an ended or wrong address does not exist."""
    held = CalendarFeed.objects.filter(token=token, ended_at__isnull=True).select_related("post").first()
    if held is None:
        raise Http404
    today: date = request.today  # type: ignore[attr-defined]
    rows = Duty.objects.filter(post=held.post, state__in=LIVE, due_on__lte=today + timedelta(days=400))
    made = icalendar.Calendar()
    made.add("prodid", "-//PostPermit//ZH")
    made.add("version", "2.0")
    made.add("x-wr-calname", f"{held.post.title}应办事项")
    for duty in rows.order_by("due_on", "pk")[:2000]:
        made.add_component(_event(duty, request.now))  # type: ignore[attr-defined]
    answer = HttpResponse(made.to_ical(), content_type="text/calendar; charset=utf-8")
    answer["Cache-Control"] = "no-store"
    return answer


def _event(duty: Duty, now: datetime) -> icalendar.Event:
    event = icalendar.Event()
    event.add("uid", f"{duty.public_id}@postpermit")
    event.add("dtstamp", now)
    event.add("dtstart", duty.due_on)
    event.add("dtend", duty.due_on + timedelta(days=1))
    name = f"{duty.kind_label}{'：' + duty.subject_name if duty.subject_name else ''}（{duty.period}）"
    event.add("summary", name)
    doubt = "" if duty.confirmed else "（期限待确认）"
    event.add("description", f"期限 {day_text(duty.due_on)}{doubt}；依据方案{law.clause(duty.clause).label}")
    return event


@power("duties.duty", "explain", methods=("POST",), clauses=("plan:3.1",), title="登记延期原因")
def explain(request: HttpRequest) -> HttpResponse:
    """One reason for one or many late duties."""
    form = FormReader(request)
    keys: list[UUID] = [uuid_of(k) for k in request.POST.getlist("duties")]
    duties = list(visible_to(request.standing, Duty, "explain").filter(public_id__in=keys))  # type: ignore[attr-defined]
    if len(duties) != len(set(keys)) or not duties:
        raise Refused("请选择要登记原因的事项；其中有不归您办理的，请刷新后重选。")
    code = form.choice("code", "延期原因", DelayReason)
    text = form.text("text", "说明", longest=200)
    if form.errors:
        raise Refused("；".join(form.errors.values()))
    by = actor_for(request, "explain", duties[0])
    back = request.POST.get("back", "")

    def act() -> str:
        explain_delay(duties=duties, code=code, text=text, by=by, at=request.now)  # type: ignore[attr-defined]
        return back if back.startswith("/") and not back.startswith("//") else reverse("duties") + "?late=1"

    outcome = do_once(request, act, by=by)
    messages.success(request, f"已登记 {len(duties)} 项的延期原因。")
    return redirect(outcome.answer)


def late_of(request: HttpRequest) -> Any:
    """The late rows of this officer's divisions, for choosing many at once."""
    return duty_list(request.standing, on=request.today, late="1")  # type: ignore[attr-defined]
