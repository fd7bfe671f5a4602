"""What each step of a linkage task asks for on screen, and the operation it calls."""

from typing import Any

from postpermit.linkage import operations as do
from postpermit.linkage.models import Slip, SlipAssignment
from postpermit.linkage.operations.give_feedback import answers_for_lead
from postpermit.linkage.operations.sending import NO_RECEIVERS
from postpermit.linkage.states import GONE, Ground, Outcome, Subject
from postpermit.office.models import Division
from postpermit.web.desk.acts import WHY, Act, Ask


def divisions(_: Any = None) -> list[tuple[str, str]]:
    """Codes and names of the divisions that can receive a task."""
    return list(Division.objects.exclude(code__in=NO_RECEIVERS).order_by("order").values_list("code", "name"))


def free_divisions(thing: Slip | SlipAssignment) -> list[tuple[str, str]]:
    """Divisions that do not hold this task yet, nor raised it."""
    slip = thing if isinstance(thing, Slip) else thing.slip
    held = set(
        SlipAssignment.objects.filter(slip=slip).exclude(state__in=GONE).values_list("division", flat=True)
    )
    return [(code, name) for code, name in divisions() if code not in held and code != slip.raised_by_id]


def outcomes(_: Any = None) -> list[tuple[str, str]]:
    """How a lead may have been dealt with."""
    return Outcome.choices()


def _said(sentence: str) -> Any:
    def wrap(call: Any) -> Any:
        def done(thing: Any, typed: dict[str, Any], **who: Any) -> str:
            call(thing, typed, **who)
            return sentence

        return done

    return wrap


SLIP_ACTS: dict[str, Act] = {
    "approve": Act(
        _said("已审签，任务已送达接收科室。")(lambda s, t, **w: do.approve_slip(slip=s, **w)),
        says="审签后任务立即送达接收科室，并开始计算接收期限。",
    ),
    "send-back": Act(
        _said("已退回修改。")(lambda s, t, **w: do.send_back_slip(slip=s, why=t["why"], **w)), (WHY,)
    ),
    "resubmit": Act(
        _said("已重新提交，待负责人审签。")(lambda s, t, **w: do.resubmit_slip(slip=s, **t, **w)),
        (
            Ask("title", "事项", "line", required=True, longest=100),
            Ask("description", "问题描述", required=True),
            Ask("receivers", "接收科室", "checks", required=True, options=divisions),
            Ask("deadline", "反馈期限", "day"),
            Ask("remark", "备注", "line", longest=200),
        ),
    ),
    "call-off": Act(
        _said("已决定不予发起。")(lambda s, t, **w: do.call_off_slip(slip=s, why=t["why"], **w)), (WHY,)
    ),
    "add-receiver": Act(
        _said("已增加接收科室。")(lambda s, t, **w: do.add_receiver(slip=s, division=t["division"], **w)),
        (Ask("division", "增加的科室", "select", required=True, options=free_divisions),),
    ),
    "remind": Act(
        _said("已催办，提醒已送到对方岗位。")(lambda s, t, **w: do.remind_slip(slip=s, **w)),
        says="向仍未办结的接收科室发一次催办，并留痕。",
    ),
    "ask-withdrawal": Act(
        _said("已申请撤回，待负责人决定。")(lambda s, t, **w: do.ask_withdrawal(slip=s, why=t["why"], **w)),
        (WHY,),
        says="撤回须由负责人同意；在此期间各科室暂停办理。",
    ),
    "agree-withdrawal": Act(
        _said("任务已撤回。")(lambda s, t, **w: do.agree_withdrawal(slip=s, **w)),
        says="同意后各科室的办理随之终止，不能恢复；记录全部保留。",
    ),
    "refuse-withdrawal": Act(
        _said("已决定不撤回，任务继续办理。")(
            lambda s, t, **w: do.refuse_withdrawal(slip=s, why=t["why"], **w)
        ),
        (WHY,),
    ),
}


def _answers(part: SlipAssignment) -> bool:
    """Only the leading division names the outcome of a lead."""
    return answers_for_lead(part.slip, part.division_id)


_ON_BEHALF = Ask(
    "on_behalf_of", "该科室经办人姓名", "line", required=True, help="代录的栏目会注明由谁代录。", longest=64
)
_RECEIPT = (
    Ask("text", "接收意见", required=True, help="准备怎么办、由谁办。"),
    Ask("remark", "备注", "line", longest=200),
)
_FEEDBACK = (
    Ask("text", "办理结果", required=True),
    Ask(
        "outcome",
        "处理结果",
        "select",
        options=outcomes,
        when=_answers,
        help="由牵头科室填写；出具文书的，须写文号和日期。",
    ),
    Ask("outcome_number", "文书文号", "line", longest=64, when=_answers),
    Ask("outcome_on", "文书日期", "day", when=_answers),
    Ask("remark", "备注", "line", longest=200),
)


def _accept(a: SlipAssignment, t: dict[str, Any], **who: Any) -> str:
    do.accept_assignment(assignment=a, **t, **who)
    return "已接收，待负责人签收。"


def _give(a: SlipAssignment, t: dict[str, Any], **who: Any) -> str:
    do.give_feedback(assignment=a, **t, **who)
    return "反馈已提交，待负责人签发。"


ASSIGNMENT_ACTS: dict[str, Act] = {
    "accept": Act(_accept, _RECEIPT),
    "accept-on-behalf": Act(_accept, (_ON_BEHALF, *_RECEIPT)),
    "return": Act(
        _said("已退回发起科室。")(lambda a, t, **w: do.return_assignment(assignment=a, why=t["why"], **w)),
        (WHY,),
    ),
    "sign-receipt": Act(
        _said("已签收，开始计算反馈期限。")(lambda a, t, **w: do.sign_receipt(assignment=a, **w)),
        says="系统审签：以您的姓名和时间签署接收栏。",
    ),
    "refuse-receipt": Act(
        _said("已退经办人重拟。")(lambda a, t, **w: do.refuse_receipt(assignment=a, why=t["why"], **w)),
        (WHY,),
    ),
    "give-feedback": Act(_give, _FEEDBACK),
    "give-feedback-on-behalf": Act(_give, (_ON_BEHALF, *_FEEDBACK)),
    "sign-feedback": Act(
        _said("反馈已签发，待发起科室确认。")(lambda a, t, **w: do.sign_feedback(assignment=a, **w)),
        says="系统审签：以您的姓名和时间签署反馈栏。",
    ),
    "refuse-feedback": Act(
        _said("已退经办人重拟。")(lambda a, t, **w: do.refuse_feedback(assignment=a, why=t["why"], **w)),
        (WHY,),
    ),
    "confirm": Act(
        _said("已确认反馈。")(lambda a, t, **w: do.confirm_feedback(assignment=a, **w)),
        says="确认该科室已办结。全部科室确认后，任务进入待归档。",
    ),
    "ask-again": Act(
        _said("已要求补充。")(lambda a, t, **w: do.ask_again(assignment=a, **t, **w)),
        (WHY, Ask("deadline", "新的反馈期限", "day")),
    ),
    "hand-on": Act(
        _said("已转派。")(lambda a, t, **w: do.hand_on(assignment=a, **t, **w)),
        (Ask("division", "转给", "select", required=True, options=free_divisions), WHY),
    ),
    "reassign": Act(
        _said("已改派。")(lambda a, t, **w: do.reassign(assignment=a, **t, **w)),
        (Ask("division", "改派给", "select", required=True, options=free_divisions), WHY),
    ),
    "drop": Act(
        _said("已同意退回。")(lambda a, t, **w: do.drop_assignment(assignment=a, why=t["why"], **w)), (WHY,)
    ),
}

ON_BEHALF = {
    "WAITING": (("accept-on-behalf", "代录接收"),),
    "ACTING": (("give-feedback-on-behalf", "代录反馈"),),
}

LEAD_ACTS: dict[str, Act] = {
    "confirm": Act(
        _said("已确认为违法线索，联动任务已生成，待负责人审签。")(
            lambda le, t, **w: do.confirm_lead(lead=le, **t, **w)
        ),
        (
            Ask("subject", "事项类别", "select", required=True, options=lambda _: Subject.choices()),
            Ask("receivers", "接收科室", "checks", options=divisions, help="不选则交给该类事项的牵头科室。"),
            Ask("title", "事项", "line", help="不填则取线索内容。", longest=100),
            Ask("description", "补充说明"),
            Ask("deadline", "反馈期限", "day"),
        ),
        says="确认后即成为违法线索，并同时生成一项联动任务。",
    ),
    "set-aside": Act(
        _said("已登记为不作为线索。")(lambda le, t, **w: do.set_aside_lead(lead=le, why=t["why"], **w)),
        (WHY,),
    ),
}

GROUNDS = Ground.choices()
