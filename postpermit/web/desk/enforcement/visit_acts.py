"""Steps of a visit as forms: what each asks, and the operation that it calls."""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any

from django.utils.timezone import localdate, localtime

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import Visit
from postpermit.enforcement.queries.closing import feedback_words, proposed_for
from postpermit.enforcement.queries.codes import lacks_code
from postpermit.enforcement.queries.people import drawn_order, next_drawn, sendable
from postpermit.enforcement.states import VisitOutcome, VisitState
from postpermit.linkage.operations.give_feedback import answers_for_lead
from postpermit.linkage.states import AssignmentState, Outcome
from postpermit.office.models import Officer
from postpermit.trail.errors import Refused
from postpermit.web.desk.acts import WHY, Act, Ask, Offered
from postpermit.web.desk.supervision.entering import moment_typed

MOMENT_HELP = "0910（今天）、昨天 1430，或 2026-11-23 09:10"


class UnableToReadTime(Refused):
    """What was typed is no moment."""


def people_offered(visit: Visit) -> list[tuple[str, str]]:
    """Certified officers of 执法大队; who may not be sent that day says why behind the name."""
    return [(str(o.public_id), f"{o.name}（{why}）" if why else o.name) for o, why in sendable(visit)]


def team_offered(visit: Visit) -> list[tuple[str, str]]:
    """Who is on the visit."""
    rows = visit.officers.filter(left_as="").select_related("officer").order_by("pk")
    return [(str(r.officer.public_id), r.name) for r in rows]


def told_moment(typed: str, name: str, label: str, at: datetime) -> datetime:
    """The moment typed; refused beside its field when it is none."""
    found = moment_typed(typed, at)
    if found is None:
        raise UnableToReadTime(f"{label}“{typed[:20]}”没有认出，请写成{MOMENT_HELP}。", place=name)
    return found


def _officers(keys: list[str]) -> list[Officer]:
    known = {str(o.public_id): o for o in Officer.objects.filter(public_id__in=keys)}
    return [known[key] for key in dict.fromkeys(keys) if key in known]


def _assign(visit: Visit, t: dict[str, Any], **who: Any) -> str:
    if not t["lead"] and drawn_order(visit):
        do.assign_drawn_team(visit=visit, **who)
    else:
        if not t["lead"]:
            raise do.UnableToAssign("请选择主办。", place="lead")
        do.assign_team(visit=visit, officers=_officers([t["lead"], *t["members"]]), **who)
    return "已派员。"


def _recuse(visit: Visit, t: dict[str, Any], **who: Any) -> str:
    instead = _officers([t["instead"]])[0] if t["instead"] else None
    do.recuse_officer(visit=visit, officer=_officers([t["officer"]])[0], why=t["why"], instead=instead, **who)
    return "已换人，回避的理由留在检查人员名单里。"


def _excuse(visit: Visit, t: dict[str, Any], **who: Any) -> str:
    instead = _officers([t["instead"]])[0] if t["instead"] else None
    do.excuse_officer(visit=visit, officer=_officers([t["officer"]])[0], why=t["why"], instead=instead, **who)
    return "已换人，以后仍可派往该单位。"


def _start(visit: Visit, t: dict[str, Any], *, at: datetime, **who: Any) -> str:
    began = told_moment(t["started_at"], "started_at", "开始时间", at)
    do.start_visit(visit=visit, started_at=began, at=at, **who)
    return "检查已开始。"


def _amend_start(visit: Visit, t: dict[str, Any], *, at: datetime, **who: Any) -> str:
    began = told_moment(t["started_at"], "started_at", "开始时间", at)
    do.amend_start(visit=visit, started_at=began, why=t["why"], at=at, **who)
    return "开始时间已更正，原来的时间留在留痕里。"


def _finish(visit: Visit, t: dict[str, Any], *, at: datetime, **who: Any) -> str:
    ended = told_moment(t["ended_at"], "ended_at", "结束时间", at)
    do.finish_visit(
        visit=visit, outcome=t["outcome"], conclusion=t["conclusion"], ended_at=ended, at=at, **who
    )
    if visit.outcome in (VisitOutcome.SHUT, VisitOutcome.MOVED):
        return "检查已结束；已自动向审批科发起核实联动任务，待负责人审签。"
    return "检查已结束，已计入应办事项。" if visit.done_as_id else "检查已结束，不计入应办事项。"


def _close(visit: Visit, t: dict[str, Any], **who: Any) -> str:
    do.close_visit(visit=visit, **t, **who)
    return "检查已办结。"


def _said(sentence: str, call: Callable[..., Any]) -> Callable[..., str]:
    def done(visit: Visit, typed: dict[str, Any], **who: Any) -> str:
        call(visit=visit, **typed, **who)
        return sentence

    return done


def answering(visit: Visit) -> bool:
    """Whether a linkage task waits for this visit's feedback."""
    return visit.assignment is not None and visit.assignment.state == AssignmentState.ACTING


def _for_lead(visit: Visit) -> bool:
    held = visit.assignment
    return held is not None and answering(visit) and answers_for_lead(held.slip, held.division_id)


LEAVING = ("recuse", "recuse-on-site", "excuse")
NEW_DAY = (Ask("scheduled_on", "改到哪一天", "day", required=True), WHY)
RECUSE = Act(
    _recuse,
    (
        Ask("officer", "谁回避", "select", required=True, options=team_offered),
        Ask("why", "回避理由", "line", required=True, longest=100),
        Ask("instead", "由谁接替", "select", options=people_offered),
    ),
)
VISIT_ACTS: dict[str, Act] = {
    "assign": Act(
        _assign,
        (
            Ask("lead", "主办", "select", options=people_offered),
            Ask("members", "协办", "checks", options=people_offered),
        ),
    ),
    "recuse": RECUSE,
    "recuse-on-site": RECUSE,
    "excuse": Act(
        _excuse,
        (
            Ask("officer", "谁不能前往", "select", required=True, options=team_offered),
            Ask("why", "理由", "line", required=True, longest=100),
            Ask("instead", "由谁接替", "select", options=people_offered),
        ),
    ),
    "start": Act(_start, (Ask("started_at", "开始时间", "line", required=True, help=MOMENT_HELP, longest=40),)),
    "amend-start": Act(
        _amend_start,
        (Ask("started_at", "实际开始时间", "line", required=True, help=MOMENT_HELP, longest=40), WHY),
        says="只在检查中可以更正；更正前后的时间都留痕。",
    ),
    "finish": Act(
        _finish,
        (
            Ask("outcome", "检查结局", "select", required=True, options=lambda _: VisitOutcome.choices()),
            Ask("conclusion", "检查结论", help="除无人应答外都要写；拒绝检查的写明谁、以什么方式拒绝。"),
            Ask("ended_at", "结束时间", "line", required=True, help=MOMENT_HELP, longest=40),
        ),
        says="只有“已完成”计入应办事项；关闭、搬迁自动转审批科核实，停产、无人、拒绝检查的计划检查回到计划另行安排。",
    ),
    "resume": Act(_said("检查继续进行。", do.resume_visit), (WHY,)),
    "close": Act(
        _close,
        (
            Ask("feedback", "对联动任务的反馈", when=answering, help="已按检查结果拟好，可以修改。"),
            Ask("outcome", "处理结果", "select", options=lambda _: Outcome.choices(), when=_for_lead,
                help="由牵头科室填写；出具文书的，须写文号和日期。"),
            Ask("outcome_number", "文书文号", "line", longest=64, when=_for_lead),
            Ask("outcome_on", "文书日期", "day", when=_for_lead),
        ),
    ),
    "reopen": Act(_said("办结已撤销。", do.reopen_visit), (WHY,)),
    "reschedule": Act(_said("检查已改期。", do.reschedule_visit), NEW_DAY),
    "postpone": Act(_said("检查已改期。", do.reschedule_visit), NEW_DAY, says="已派人员在新的日期也要能去；去不了的先换人。"),
    "cancel": Act(_said("检查已取消。", do.cancel_visit), (WHY,), says="从计划派出的，计划检查回到计划里。"),
}  # fmt: skip


def _leaving_says(verb: str, visit: Visit, now: datetime) -> str:
    """Who comes instead, and what leaving this way means for the next time."""
    on = localdate(now) if visit.state == VisitState.UNDERWAY else visit.scheduled_on
    follows = next_drawn(visit, on=on)
    who = f"按抽取排序，由{follows.name}接替，不用选。" if follows is not None else ""
    if verb == "excuse":
        return f"{who}生病、另有任务等临时不能去的，在这里换；与该单位有利害关系的，办理回避换人。"
    return f"{who}回避的，以后也不再派往该单位；临时不能去的，办理不能前往换人。"


def _start_says(visit: Visit, today: date) -> str:
    """What lacks, and that it begins on another day than was planned: no hindrance, but nobody overlooks it."""
    lacks = "先在市系统取得检查码，填在本页“检查码”一栏，再开始检查。" if lacks_code(visit, today) else ""
    other = (
        f"计划日期是 {visit.scheduled_on}，今天是 {today}，不是同一天，请核对。"
        if visit.scheduled_on != today
        else ""
    )
    return lacks + other


def fill_in(form: Offered, visit: Visit, now: datetime, hindrance: str, left: str = "") -> Offered:
    """What stands in a step's form before anybody types, and what it says of this very visit."""
    given: dict[str, str] = {}
    if form.verb == "assign" and visit.state == VisitState.PREPARED and (order := drawn_order(visit)):
        form.says = f"检查人员已经抽取，顺序：{'、'.join(r.officer.name for r in order)}。不选主办，即按抽取结果派员。"
    if form.verb in LEAVING:
        form.says = _leaving_says(form.verb, visit, now)
    if form.verb == "start":
        given = {"started_at": f"{localtime(now):%Y-%m-%d %H:%M}"}
        form.says = _start_says(visit, localdate(now))
    if form.verb == "amend-start" and visit.started_at is not None:
        given = {"started_at": f"{localtime(visit.started_at):%Y-%m-%d %H:%M}"}
    if form.verb == "finish":
        form.says += f"选“已完成”前请核对：{left}" if left else ""
        given = {"ended_at": f"{localtime(now):%Y-%m-%d %H:%M}", "conclusion": visit.conclusion}
    if form.verb == "close":
        form.says = hindrance
        given = {
            "feedback": feedback_words(visit) if answering(visit) else "",
            "outcome": proposed_for(visit),
        }
    if not form.open:
        for row in form.fields:
            value = given.get(row["name"], "")
            row["value"] = value
            row["options"] = [(v, text, bool(value) and v == value) for v, text, _ in row["options"]]
    return form
