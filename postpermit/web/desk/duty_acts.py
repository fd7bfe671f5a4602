"""What each act on a duty asks for on screen, and the operation it calls."""

from typing import Any

from postpermit.duties.models import Duty
from postpermit.duties.operations import (
    agree_waiver,
    ask_waiver,
    explain_delay,
    refuse_waiver,
    reply_supervision,
    set_meeting_date,
    supervise,
)
from postpermit.duties.states import DelayReason
from postpermit.web.desk.acts import WHY, Act, Ask


def _ask(d: Duty, t: dict[str, Any], **who: Any) -> str:
    ask_waiver(duty=d, why=t["why"], **who)
    return "已申请免办，待另一人同意。"


def _agree(d: Duty, t: dict[str, Any], **who: Any) -> str:
    agree_waiver(duty=d, **who)
    return "已同意免办。"


def _refuse(d: Duty, t: dict[str, Any], **who: Any) -> str:
    refuse_waiver(duty=d, why=t["why"], **who)
    return "已决定不免办，仍为待办。"


def _supervise(d: Duty, t: dict[str, Any], **who: Any) -> str:
    made = supervise(duty=d, **t, **who)
    return f"已发出督办 {made.number}。"


def _reply(d: Duty, t: dict[str, Any], **who: Any) -> str:
    reply_supervision(duty=d, reply=t["reply"], **who)
    return "督办回复已提交。"


def _explain(d: Duty, t: dict[str, Any], **who: Any) -> str:
    explain_delay(duties=[d], **t, **who)
    return "延期原因已登记。"


def _set_meeting(d: Duty, t: dict[str, Any], **who: Any) -> str:
    made = set_meeting_date(year=int(d.period), on=t["on"], **who)
    return f"年会定于 {made.on}，等级评定的期限随之调整。"


ACTS = {
    "ask-waiver": Act(_ask, (WHY,), "免办须写明理由并由另一人同意，期间仍计期限。"),
    "agree-waiver": Act(_agree, (), "同意后该事项不再要求办理，理由和两人姓名留痕。"),
    "refuse-waiver": Act(_refuse, (WHY,)),
    "supervise": Act(
        _supervise,
        (Ask("demand", "督办要求", required=True), Ask("due_on", "完成期限", "day", required=True)),
        "督办由审批科发出，有编号、要求和期限，须书面回复。",
    ),
    "set-meeting": Act(
        _set_meeting,
        (Ask("on", "年会日期", "day", required=True),),
        "等级评定须在年会前一个工作日以前完成。",
    ),
    "explain": Act(
        _explain,
        (
            Ask("code", "延期原因", "select", required=True, options=lambda _: DelayReason.choices()),
            Ask("text", "说明", "line", longest=200),
        ),
        "不改期限，只说明原因，显示在落实情况和调度会材料里。",
    ),
    "reply-supervision": Act(_reply, (Ask("reply", "督办回复", required=True),)),
}
