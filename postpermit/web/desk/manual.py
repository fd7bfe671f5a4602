"""用户手册: one page per task, reachable from every page, with pictures taken by the browser tests."""

from dataclasses import dataclass

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from postpermit.web.door import power


@dataclass(frozen=True)
class Chapter:
    """A chapter: its address, its title, its picture under ``static/manual``, and the pages it explains."""

    slug: str
    title: str
    picture: str
    pages: tuple[str, ...]


CHAPTERS = (
    Chapter("start", "从零开始：第一次使用", "start", ("import-register", "roster", "import-roster")),
    Chapter("desk", "我的工作台：今天要办什么", "desk", ("desk",)),
    Chapter("slips", "联动任务：发起、接收、反馈、归档", "slip", ("slips", "slip", "new-slip", "archive", "leads", "lead")),
    Chapter("paper", "线下转办单：打印、回填、核对", "paper", ("paper-upload", "paper", "keep-outside", "archive-contents")),
    Chapter("duties", "应办事项：期限、免办、延期原因", "duties", ("duties", "duty", "explain", "records", "new-record", "record")),
    Chapter("coverage", "方案落实情况、日历和订阅", "coverage", ("coverage", "schedule")),
    Chapter("meeting", "调度会、督办、批示", "meeting", ("meeting", "loops", "instructions", "instruction", "new-instruction")),
    Chapter("systems", "其他系统：编号和待补录", "backlog", ("backlog", "external-list")),
    Chapter("values", "待确认数值和推演", "values", ("values", "confirm-value", "what-if", "clauses", "calendar")),
    Chapter("reports", "执行报告检查：录入、审核、签署、意见单、移交", "reports",
            ("report-checks", "report-check", "report-version", "report-review", "report-receive", "report-type",
             "report-stop-note", "findings", "finding", "notices", "notice", "corrections-receive", "campaigns",
             "new-campaign", "campaign", "rule-statistics", "minute")),
    Chapter("evidence", "信息公开、台账、应急预案、异常情况报告", "evidence",
            ("disclosures", "new-disclosure", "disclosure", "ledger-checks", "new-ledger-check", "ledger-check",
             "emergency-plans", "new-emergency-plan", "emergency-plan", "events", "new-event", "event")),
    Chapter("planning", "抽取与年度计划：需求、抽取、编排、报批", "plan",
            ("plans", "plan", "new-plan", "import-plan", "planned", "plan-what-if", "needs", "new-need", "draws", "draw",
             "new-draw", "import-draw", "drawing-people", "plan-replan", "plan-check")),
    Chapter("visits", "执法检查：安排、派员、检查、问题、办结", "visit",
            ("visits", "visit", "new-visit", "visit-brief", "visit-exception", "visit-disclosure", "visit-findings",
             "new-unlicensed", "checklists", "checklist-load", "loaded-checklist", "classification")),
    Chapter("field", "手机现场端：没有信号也能查", "field", ("field", "field-import")),
    Chapter("cases", "处罚案件、信访投诉、督察问题", "case",
            ("cases", "case", "new-case", "complaints", "complaint", "new-complaint", "campaign-findings",
             "campaign-finding", "new-campaign-finding", "publicity", "credit")),
    Chapter("facilities", "一企一档", "facility", ("facilities", "facility", "facility-edit", "proposals")),
)  # fmt: skip


def chapter_for(page: str) -> str:
    """The chapter that explains a page, by the page's name; "" where none does."""
    return next((c.slug for c in CHAPTERS if page in c.pages), "")


@power("office.manual", "view", title="用户手册")
def manual_page(request: HttpRequest, chapter: str = "") -> HttpResponse:
    """The list of chapters, or one of them."""
    found = next((c for c in CHAPTERS if c.slug == chapter), None)
    if chapter and found is None:
        raise Http404
    return render(request, "desk/manual.html", {"chapters": CHAPTERS, "chapter": found})
