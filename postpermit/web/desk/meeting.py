"""调度会材料: open loops, supervisions and instructions since the last meeting, late rows with their reason, contents of the archive."""

from datetime import date
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit import workdays
from postpermit.duties.models import Duty, Instruction, Record, Supervision
from postpermit.duties.queries import with_reasons
from postpermit.duties.states import DutyState
from postpermit.linkage.models import Slip
from postpermit.linkage.queries.loops import Loop, open_loops
from postpermit.linkage.states import SlipState
from postpermit.office.access import may, visible_to
from postpermit.web.asked import asked_number
from postpermit.web.door import power
from postpermit.web.listing import listed, mark, pdf_answer
from postpermit.web.paging import page_of
from postpermit.web.paper.pdf import list_pdf
from postpermit.web.words import current_calendar, deadline_words

LOOPS = ("编号", "事项", "状态", "等谁", "办什么", "期限", "剩余", "延期原因")
SUPERVISED = ("督办编号", "事项", "要求", "期限", "回复", "回复人")
LATE = ("责任方", "事项", "单位", "周期", "期限", "延期原因")
CONTENTS = ("件号", "编号", "事项", "发起科室", "单位", "归档调度会", "保管期限", "渠道", "备注")


@power("linkage.slip", "view", clauses=("plan:8.1", "plan:a4", "plan:4.2"), title="未办结清单")
def loops_page(request: HttpRequest) -> HttpResponse:
    """Every open loop that this officer may see, for the meeting."""
    loops = open_loops(request.standing)  # type: ignore[attr-defined]
    calendar = current_calendar()
    rows = (_loop_row(loop, request.today, calendar) for loop in loops)  # type: ignore[attr-defined]
    if answer := listed(
        request,
        title="未办结清单",
        header=LOOPS,
        rows=rows,
        clause="plan:8.1",
        widths=(2, 5, 2, 2, 3, 2, 2, 3),
    ):
        return answer
    page = page_of(request, loops)
    return render(request, "desk/loops.html", {"page": page})


def _loop_row(loop: Loop, today: date, calendar: workdays.Calendar) -> tuple[Any, ...]:
    duty = loop.duty
    left = deadline_words(duty.due_on, today, calendar)[0] if duty else "无人等待，请核查"
    who = duty.obligor.short_name if duty else ""
    what = duty.kind_label if duty else ""
    return (loop.number, loop.title, loop.state, who, what, loop.due_on, left, loop.reason)


def last_meeting(today: date) -> Record | None:
    """The last dispatch meeting that was held."""
    held = Record.objects.filter(kind="meeting-dispatch", state="STANDING", on__lt=today)
    return held.order_by("-on", "-pk").first()


@power("duties.duty", "supervise", clauses=("plan:4.2", "plan:3.1"), title="调度会材料")
def meeting_page(request: HttpRequest) -> HttpResponse:
    """What 审批科 lays on the table at the next dispatch meeting, since the last one."""
    standing, today = request.standing, request.today  # type: ignore[attr-defined]
    last = last_meeting(today)
    since = last.on if last else date(today.year, 1, 1)
    late = Duty.objects.filter(state__in=(DutyState.OPEN, DutyState.WAIVING), due_on__lt=today)
    late_rows = with_reasons(
        list(late.select_related("obligor").order_by("obligor__order", "due_on", "pk")[:500])
    )
    replied = Supervision.objects.filter(replied_at__date__gte=since) | Supervision.objects.filter(
        on__gte=since
    )
    waiting = Supervision.objects.filter(replied_at__isnull=True)
    supervisions = list((replied | waiting).select_related("duty").distinct().order_by("on", "pk"))
    instructions = visible_to(standing, Instruction).prefetch_related("parts__division")
    context = {
        "since": since,
        "last": last,
        "loops": open_loops(standing),
        "late": late_rows,
        "late_total": late.count(),
        "supervisions": supervisions,
        "instructions": [
            i for i in instructions if i.on >= since or any(p.state == "OPEN" for p in i.parts.all())
        ],
    }
    if request.GET.get("format") == "pdf":
        return pdf_answer(request, "调度会材料", _pack(request, context), "plan:4.2")
    return render(request, "desk/meeting.html", context)


def _pack(request: HttpRequest, found: dict[str, Any]) -> bytes:
    today, calendar = request.today, current_calendar()  # type: ignore[attr-defined]
    parts = [
        {
            "title": f"一、未办结联动任务与线索（{len(found['loops'])}）",
            "header": LOOPS,
            "rows": [[_plain(c) for c in _loop_row(loop, today, calendar)] for loop in found["loops"]],
            "widths": (2, 5, 2, 2, 3, 2, 2, 3),
        },
        {
            "title": f"二、督办（{len(found['supervisions'])}）",
            "header": SUPERVISED,
            "rows": [
                (
                    s.number,
                    f"{s.duty.kind_label} {s.duty.subject_name}",
                    s.demand,
                    s.due_on,
                    s.reply or "尚未回复",
                    s.replied_name,
                )
                for s in found["supervisions"]
            ],
            "widths": (2, 4, 4, 2, 4, 1.5),
        },
        {
            "title": f"三、领导批示（{len(found['instructions'])}）",
            "header": ("批示编号", "事项", "批示", "办理科室", "期限", "办理情况"),
            "rows": [
                (
                    i.number,
                    i.about_name,
                    f"{i.given_name}：{i.text}",
                    p.division.short_name,
                    p.due_on,
                    p.report or "办理中",
                )
                for i in found["instructions"]
                for p in i.parts.all()
            ],
            "widths": (2, 3, 4, 1.5, 2, 4),
        },
        {
            "title": f"四、逾期未办（{found['late_total']}）",
            "header": LATE,
            "rows": [
                (d.obligor.short_name, d.kind_label, d.subject_name, d.period, d.due_on, d.reason or "未填")
                for d in found["late"]
            ],
            "widths": (1.5, 3, 4, 1.5, 2, 3),
        },
    ]
    lead = f"自 {found['since']} 以来 · 截至 {today}"
    return list_pdf("排污许可证后监管工作调度会材料", parts, lead=lead, mark=mark(request), wide=True)


def _plain(cell: Any) -> str:
    return "" if cell is None else str(cell)


@power("linkage.slip", "view", clauses=("plan:a5",), title="归档目录")
def contents_page(request: HttpRequest) -> HttpResponse:
    """件号、年度、保管期限: the contents list of the archive of one year, to print."""
    standing, today = request.standing, request.today  # type: ignore[attr-defined]
    chosen = asked_number(request.GET.get("year", ""), 2000, 2100) or today.year
    rows = (
        visible_to(standing, Slip)
        .filter(state=SlipState.ARCHIVED, archive_year=chosen)
        .select_related("raised_by", "facility", "archived_record")
        .order_by("archive_term", "archive_item")
    )
    if answer := listed(
        request, title=f"{chosen}年联动任务归档目录", header=CONTENTS, rows=lambda: (_item(s) for s in rows), clause="plan:a5",
        widths=(1, 2, 5, 2, 4, 2, 1.5, 2, 2),
    ):  # fmt: skip
        return answer
    context = {
        "page": page_of(request, rows),
        "year": chosen,
        "years": range(today.year, today.year - 6, -1),
        "may_archive": may(standing, "archive", "linkage.slip"),
    }
    return render(request, "desk/contents.html", context)


def _item(slip: Slip) -> tuple[Any, ...]:
    return (
        slip.archive_item,
        slip.number,
        slip.title,
        slip.raised_by.name,
        slip.facility.name if slip.facility else slip.place,
        slip.archived_record.on if slip.archived_record else None,
        slip.archive_term,
        slip.get_channel_display(),
        slip.paper_place,
    )
