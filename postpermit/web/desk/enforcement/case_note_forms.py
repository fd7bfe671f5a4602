"""What is written on a case beside its steps: each with its form, and at which cases it is offered."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from postpermit.enforcement import operations as do
from postpermit.enforcement.models import CaseMember, PenaltyCase
from postpermit.enforcement.operations.case_endings import open_assignment
from postpermit.enforcement.rules.case_dates import notable_in
from postpermit.enforcement.rules.case_facts import Pause
from postpermit.enforcement.states import CaseState, Party
from postpermit.trail.errors import Refused
from postpermit.web.asked import asked_number
from postpermit.web.desk.acts import Act, Ask
from postpermit.web.desk.enforcement.case_asks import (
    FINE_HELP,
    GAPS,
    ON,
    PERSONS_HELP,
    bases_of,
    beside_of,
    circumstances_of,
    excusable,
    inspectors,
    members_of,
    money,
    officers_named,
    open_pauses,
)
from postpermit.web.desk.enforcement.case_forms import STEPS
from postpermit.web.desk.enforcement.case_money_forms import (
    DAILY,
    LOOK_INTO,
    NAME_HOST,
    SETTLE,
    goes_on,
    hearing_asked,
    paid_out,
    still_open,
)
from postpermit.web.desk.enforcement.case_ruling_forms import (
    AMEND,
    CORRECT,
    REVOKE,
    amendable,
    revocable_later,
    seen_of,
)

C = CaseState
UNDER = (C.FILED, C.INVESTIGATED, C.REVIEWED, C.NOTIFIED)
GOING = (*UNDER, C.DECIDED, C.SERVED, C.EXECUTED)


def _ask_review(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.ask_review(case=case, **typed, **who)
    return "已送法制科审核。"


def _add_member(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.add_member(case=case, officer=officers_named([typed["officer"]])[0], on=typed["on"], **who)
    return "已增加办案人员。"


def _end_member(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    member = CaseMember.objects.get(pk=typed["member"], case=case)
    do.end_member(member=member, on=typed["on"], why=typed["why"], **who)
    return "已登记退出。"


def _note(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.note_date(case=case, **typed, **who)
    return "日期已登记，有关期限随之重新计算。"


def _pause(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.pause_clock(case=case, **typed, **who)
    return "已登记不计入期限的期间。"


def _go_on(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.resume_clock(pause=case.pauses.get(pk=typed["pause"]), to_on=typed["to_on"], **who)
    return "期限恢复计算，到期日已顺延。"


def _extend_filing(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.extend_filing(case=case, **typed, **who)
    return "已延长立案期限。"


def _extend(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    days = asked_number(typed["days"], 1, 999)
    if days is None:
        raise Refused("延长日数请写成数字，如 30。", place="days")
    do.extend_case(case=case, **typed | {"days": days}, seen=seen_of(case), **who)
    return f"已延长办案期限 {days} 日。"


def _choose(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    marks, clause, why = typed["marks"], typed["clause"], typed["basis_why"]
    do.choose_basis(
        case=case,
        clause=clause,
        circumstance=typed["circumstance"],
        why=why,
        proposed_fine=money(typed["proposed_fine"], "proposed_fine"),
        measures=typed["measures"],
        lenient_why=typed["lenient_why"],
        beside=beside_of(case, typed),
        grave="grave" in marks,
        complex_case="complex" in marks,
        public_interest="public" in marks,
        seen=seen_of(case),
        **who,
    )
    return "已登记适用依据和拟处罚。"


def _discuss(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.discuss_case(case=case, **typed, **who)
    return "已登记集体讨论，请把讨论笔录归入副卷。"


def _disclose(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.disclose_decision(case=case, **typed, **who)
    return "已登记公开。"


def _excuse(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    do.excuse_document(case=case, **typed, **who)
    return "已说明。"


def _marks(_: Any) -> list[tuple[str, str]]:
    return [
        ("grave", "拟吊销、停产停业、关闭或限制从业"),
        ("complex", "案情复杂或重大"),
        ("public", "涉及重大公共利益"),
    ]


@dataclass(frozen=True)
class Note:
    """An act beside the steps: its label, its form, and at which cases it is offered."""

    label: str
    act: Act
    fits: Callable[[PenaltyCase], bool]


def _at(*states: CaseState) -> Callable[[PenaltyCase], bool]:
    return lambda case: case.state in states


def _answer(case: PenaltyCase, typed: dict[str, Any], **who: Any) -> str:
    part = do.answer_lead(case=case, **who)
    return f"已在联动任务 {part.slip.number} 里反馈，待负责人签发。"


def _answerable(case: PenaltyCase) -> bool:
    return (
        case.lead_id is not None
        and case.state not in (C.FOUND, C.WITHDRAWN)
        and open_assignment(case) is not None
    )


def _reviewable(case: PenaltyCase) -> bool:
    """Concluded, or heard since the review."""
    heard, reviewed = case.hearing_on, case.reviewed_on
    again = case.state == C.NOTIFIED and heard is not None and (reviewed is None or reviewed < heard)
    return case.state == C.INVESTIGATED or again


WHY = Ask("why", "理由", required=True, longest=300)
NOTES: dict[str, Note] = {
    "ask-review": Note("送法制审核", Act(_ask_review, (GAPS,), says="由法制科没有参加调查的人员审核。举行听证以后须再审核一次。"), _reviewable),
    "choose-basis": Note("选择依据和拟处罚", Act(_choose, (
        Ask("clause", "适用依据", "select", required=True, options=bases_of),
        Ask("circumstance", "情节", "select", options=circumstances_of),
        Ask("basis_why", "适用理由", required=True, longest=300, help="新旧规定、条例与法典都列出时，写明为什么适用这一项。"),
        Ask("proposed_fine", "拟罚款（元）", "line", required=True, help=FINE_HELP),
        Ask("times", "次数", "line", help="按次处罚的规定（执行报告、台账）填写次数；不填为 1。"),
        Ask("persons", "责任人员罚款", help=f"{PERSONS_HELP}只有规定写明的才填。", longest=1000),
        Ask("gains", "没收违法所得（元）", "line", help="没有违法所得的不填。"),
        Ask("party", "当事人类型", "select", options=lambda _: Party.choices(), help="听证和当场处罚的数额按此；不选的不变。"),
        Ask("measures", "其他处罚或措施", "line", longest=200),
        Ask("lenient_why", "减轻的理由", "line", longest=300, help="拟罚款低于幅度的必须写明。"),
        Ask("marks", "本案", "checks", options=_marks),
    ), says="系统只列出各项规定和提示，适用哪一项由人决定并写明理由。"), _at(C.FILED, C.INVESTIGATED)),
    "correct-act": Note("更正违法行为和日期", CORRECT, _at(C.FOUND, C.FILED)),
    "amend": Note("登记决定被变更", AMEND, amendable),
    "note-revoked": Note("登记决定被撤销", REVOKE, revocable_later),
    "look-into": Note("登记查明情况", LOOK_INTO, still_open),
    "name-host": Note("登记听证主持人", NAME_HOST, hearing_asked),
    "settle-surcharge": Note("登记加处罚款", SETTLE, paid_out),
    "daily-fine": Note("登记按日连续处罚", DAILY, goes_on),
    "answer-lead": Note("反馈线索查处情况", Act(_answer, says="处理结果、文号和日期按案件自动填写，由执法大队负责人在联动任务里签发。"), _answerable),
    "note-date": Note("登记日期", Act(_note, (
        Ask("name", "哪个日期", "select", required=True, options=lambda c: [(r.name, r.label) for r in notable_in(c.state)]),
        ON, Ask("why", "更改理由", "line", longest=300, help="更改已登记的日期时填写。"),
    )), lambda case: bool(notable_in(case.state))),
    "pause": Note("不计入期限", Act(_pause, (
        Ask("reason", "事由", "select", required=True, options=lambda _: Pause.choices()),
        Ask("from_on", "起", "day", required=True), Ask("to_on", "止", "day", help="还没有结束的不填，结束后再登记。"),
        Ask("note", "说明", "line", longest=100),
    ), says="听证、公告、监测、鉴定、送达、中止期间不计入办案期限。"), _at(*UNDER)),
    "go-on": Note("恢复计算期限", Act(_go_on, (
        Ask("pause", "哪一段", "select", required=True, options=open_pauses), Ask("to_on", "最后一日", "day", required=True),
    )), lambda case: bool(open_pauses(case))),
    "discuss": Note("集体讨论", Act(_discuss, (ON, Ask("outcome", "讨论意见", required=True, longest=300))),
                    _at(C.INVESTIGATED, C.REVIEWED, C.NOTIFIED)),
    "disclose": Note("登记公开", Act(_disclose, (Ask("on", "公开日期", "day", required=True),)),
                     lambda case: case.disclosed_on is None and case.state in (C.DECIDED, C.SERVED, C.EXECUTED)),
    "extend-filing": Note("延长立案期限", Act(_extend_filing, (Ask("on", "批准日期", "day", required=True), WHY)), _at(C.FOUND)),
    "extend": Note("延长办案期限", Act(_extend, (
        Ask("days", "延长日数", "line", required=True), Ask("on", "批准日期", "day", required=True), WHY)), _at(*UNDER)),
    "add-member": Note("增加办案人员", Act(_add_member, (
        Ask("officer", "人员", "select", required=True, options=inspectors), ON)), _at(*GOING)),
    "end-member": Note("更换办案人员", Act(_end_member, (
        Ask("member", "退出的人员", "select", required=True, options=members_of), ON,
        Ask("why", "理由", "line", required=True, longest=100)), says="退出后仍须有两名以上；先增加，再退出。"), _at(*GOING)),
    "excuse": Note("本案没有的文书", Act(_excuse, (
        Ask("code", "文书", "select", required=True, options=excusable),
        Ask("why", "没有的理由", "line", required=True, longest=200))), lambda case: case.state not in (C.FOUND, C.ARCHIVED)),
}  # fmt: skip
ACTS: dict[str, Act] = {**STEPS, **{verb: note.act for verb, note in NOTES.items()}}


def notes_for(case: PenaltyCase) -> tuple[tuple[str, str], ...]:
    """The acts beside the steps that this case may need now."""
    return tuple((verb, note.label) for verb, note in NOTES.items() if note.fits(case))
