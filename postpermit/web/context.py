"""What every page's frame needs: the menu by power, who is logged in, and whether this is a demo."""

import uuid
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse

from postpermit.office.access import may
from postpermit.web.desk.manual import chapter_for


@dataclass(frozen=True)
class MenuRow:
    """A row of the side menu."""

    name: str
    label: str
    icon: str
    thing: str
    act: str = "view"
    # Begins a group of rows under this caption.
    group: str = ""


MENU = (
    MenuRow("desk", "我的工作台", "home", "office.desk", group="日常"),
    MenuRow("duties", "应办事项", "list-check", "duties.duty"),
    MenuRow("coverage", "方案落实情况", "chart-bar", "duties.duty"),
    MenuRow("schedule", "日历", "calendar-event", "duties.duty"),
    MenuRow("records", "办理记录", "edit", "duties.record"),
    MenuRow("instructions", "批示", "flag", "duties.instruction"),
    MenuRow("plans", "年度执法计划", "calendar-event", "planning.plan", group="计划与抽取"),
    MenuRow("needs", "年度检查需求", "list-check", "planning.need"),
    MenuRow("draws", "随机抽取", "refresh", "planning.draw"),
    MenuRow("report-checks", "执行报告检查", "book", "supervision.check", group="监管"),
    MenuRow("campaigns", "检查任务", "table", "supervision.campaign"),
    MenuRow("findings", "问题", "info-circle", "supervision.finding"),
    MenuRow("notices", "意见单", "file", "supervision.notice"),
    MenuRow("minute", "一分钟对账", "clock", "supervision.check", "minute"),
    MenuRow("disclosures", "信息公开检查", "eye", "supervision.disclosure"),
    MenuRow("ledger-checks", "台账检查", "list-check", "supervision.ledger"),
    MenuRow("emergency-plans", "应急预案", "shield", "supervision.plan"),
    MenuRow("events", "异常情况报告", "bell", "supervision.event"),
    MenuRow("field", "现场端", "phone", "enforcement.visit", "field", group="执法"),
    MenuRow("visits", "执法检查", "eye", "enforcement.visit"),
    MenuRow("visit-findings", "检查发现的问题", "alert-triangle", "enforcement.finding"),
    MenuRow("checklists", "检查要点", "list-check", "enforcement.checklist"),
    MenuRow("classification", "管理类别判断", "filter", "enforcement.classification"),
    MenuRow("cases", "行政处罚案件", "file", "enforcement.case"),
    MenuRow("complaints", "信访投诉", "phone", "enforcement.complaint"),
    MenuRow("campaign-findings", "督察问题", "flag", "enforcement.campaign"),
    MenuRow("publicity", "普法宣传", "book", "enforcement.publicity"),
    MenuRow("slips", "联动任务", "send", "linkage.slip", group="三监联动"),
    MenuRow("leads", "线索", "alert-triangle", "linkage.lead"),
    MenuRow("meeting", "调度会材料", "users", "duties.duty", "supervise"),
    MenuRow("archive", "归档", "archive", "linkage.slip"),
    MenuRow("facilities", "一企一档", "building-factory", "register.facility", group="档案与系统"),
    MenuRow("backlog", "待补录", "link", "duties.record"),
    MenuRow("clauses", "条款", "book", "office.clauses"),
    MenuRow("values", "待确认数值", "adjustments", "office.values"),
    MenuRow("calendar", "工作日", "calendar", "office.calendar"),
    MenuRow("roster", "机构与人员", "users", "office.roster"),
    MenuRow("powers", "权限表", "shield", "office.powers"),
    MenuRow("integrity", "留痕校验", "history", "office.trail", "export"),
)


def grouped_menu(standing: Any, here: str) -> list[dict[str, Any]]:
    """The groups of the side menu with the rows that this officer may open; a group without rows is not shown."""
    groups: list[dict[str, Any]] = []
    for row in MENU:
        if row.group:
            groups.append({"caption": row.group, "rows": []})
        if standing is not None and may(standing, row.act, row.thing):
            shown = {"label": row.label, "icon": row.icon, "url": reverse(row.name), "here": here == row.name}
            groups[-1]["rows"].append(shown)
    return [group for group in groups if group["rows"]]


def frame(request: HttpRequest) -> dict[str, Any]:
    """The template variables of the frame."""
    standing = getattr(request, "standing", None)
    here = request.resolver_match.url_name if request.resolver_match else ""
    return {
        "menu": grouped_menu(standing, here),
        "help": reverse("manual-chapter", args=[chapter])
        if (chapter := chapter_for(here))
        else reverse("manual"),
        "standing": standing,
        "officer": getattr(request, "officer", None),
        "today": getattr(request, "today", None),
        "demo": settings.DEMO,
        "act_key": uuid.uuid4().hex,
    }
